"""Hearing: the listener that loads use; it reads a text once, for tone and for key phrases.

What is bulk (newsletters, lists, automated mail) is not listened to, nor is what was said on a
channel that the user does not want read, nor notes (`ingest.notes`) where the word ``note`` stands
among these. Where a subject says what a text is about, no phrases are looked for: they cost twice
what the tone does, and say it less well. Nothing of a text is kept but its tone, with what gave it
and how sure that is, and at most three key phrases.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from threading import Lock

from graph.errors import Misuse
from graph.model import Interaction
from ingest.listening import Heard
from ingest.notes import NOTE, Note
from ingest.phrase_columns import many_phrases
from ingest.plain_text import plain_text
from ingest.tone import Scorer
from ingest.topic_words import SUBJECT

__all__ = ["ALL", "Hearing", "hearing"]

ALL = "all"
_ONE_AT_A_TIME = Lock()  # threads share the words that are numbered
_RANK_OF_PHRASES = 1
_LEAST_OF_PHRASES = 40  # characters: what is shorter says no phrase worth keeping


@dataclass(frozen=True, slots=True)
class Hearing:
    """Adds tone and key phrases to interactions; ``unread`` are channels it does not listen to.

    *under_subjects* says whether phrases are looked for where there is a subject, too.
    """

    scorer: Scorer | None
    with_phrases: bool = True
    under_subjects: bool = False
    unread: frozenset[str] = frozenset()

    @property
    def rank(self) -> int:
        """That of the scorer; what a higher one heard takes the place of what a lower one did."""
        return _RANK_OF_PHRASES if self.scorer is None else self.scorer.rank

    def hears(self, channel: str) -> bool:
        """Say whether texts of a channel are read at all."""
        return channel not in self.unread

    def hear(self, found: Sequence[Interaction]) -> list[Heard | None]:
        """Give what there is of each with what its text adds; None where it adds nothing."""
        texts = [plain_text(one.text) if one.text and self._reads(one) else "" for one in found]
        wanted = [
            self._wants_phrases(text, one.topics) for text, one in zip(texts, found, strict=True)
        ]
        with _ONE_AT_A_TIME:
            said = many_phrases(texts, wanted) if any(wanted) else repeat((), len(texts))
            tones = repeat(None, len(texts)) if self.scorer is None else _tones(self.scorer, texts)
            return list(map(self._heard, found, said, tones))

    def _reads(self, found: Interaction) -> bool:
        if found.is_bulk or found.channel in self.unread:
            return False
        return not (NOTE in self.unread and isinstance(found.text, Note))

    def _heard(
        self, found: Interaction, said: tuple[str, ...], tone: tuple[float, float] | None
    ) -> Heard | None:
        topics = found.topics
        if said:
            topics = tuple(dict.fromkeys((*topics, *said))) if topics else said
        if tone is not None and found.sentiment is None and self.scorer is not None:
            by = self.scorer.signature
            by = f"{NOTE}: {by}" if isinstance(found.text, Note) else by
            return Heard(tone[0], by, tone[1], topics, True)
        if topics == found.topics:
            return None
        return Heard(found.sentiment, found.sentiment_by, found.confidence, topics, False)

    def _wants_phrases(self, text: str, topics: tuple[str, ...]) -> bool:
        if not self.with_phrases or len(text) < _LEAST_OF_PHRASES:
            return False
        return self.under_subjects or not any(one.startswith(SUBJECT) for one in topics)


def hearing(
    scorer: Scorer | None,
    *,
    with_phrases: bool = True,
    under_subjects: bool = False,
    unread: Iterable[str] = (),
) -> Hearing | None:
    """Give the listener of these settings; None where nothing is to be read.

    >>> hearing(None, with_phrases=False) is None, hearing(None, unread=["all"]) is None
    (True, True)
    """
    closed = frozenset(unread)
    if ALL in closed or (scorer is None and not with_phrases):
        return None
    return Hearing(scorer, with_phrases, under_subjects, closed)


def _tones(scorer: Scorer, texts: Sequence[str]) -> list[tuple[float, float] | None]:
    if scorer.score_all is not None:
        return scorer.score_all(texts)
    return [_checked(scorer, text) if text else None for text in texts]


def _checked(scorer: Scorer, text: str) -> tuple[float, float] | None:
    """What a scorer gives, if it is what it should be; the text itself is in no message."""
    try:
        heard = scorer.score(text)
    except Exception as error:  # a scorer is anybody's code, and may raise anything
        raise Misuse(
            f"the scorer {scorer.signature} failed on a text of {len(text)} characters "
            f"({type(error).__name__}); tone = none loads without it"
        ) from error
    if heard is None:
        return None
    value, confidence = heard
    if not (-1 <= value <= 1 and 0 <= confidence <= 1 and math.isfinite(value)):
        raise Misuse(
            f"the scorer {scorer.signature} gave {value!r} with confidence {confidence!r}, "
            "expected -1 to 1 and 0 to 1"
        )
    return float(value), float(confidence)
