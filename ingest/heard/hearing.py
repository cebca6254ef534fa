"""Hearing: the listener that loads use; it reads a text once, for tone and for key phrases.

What is bulk (newsletters, lists, automated mail) is not listened to, nor is what was said on a
channel that the user does not want read, nor notes (`ingest.heard.notes`) where the word ``note``
stands among these. Where a subject says what a text is about, no phrases are looked for: they cost
twice what the tone does, and say it less well. Nothing of a text is kept but its tone, with what
gave it and how sure that is, and at most three key phrases.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from threading import Lock
from typing import Any

from rapidfuzz import fuzz, process

from graph.errors import Misuse
from graph.model import Interaction
from ingest.heard.notes import NOTE, Note
from ingest.heard.phrase_columns import many_phrases
from ingest.heard.plain_text import plain_text
from ingest.heard.tone import SCORERS, Scorer
from ingest.heard.topic_words import SUBJECT
from ingest.listening import Heard

__all__ = ["ALL", "SPOKEN", "Hearing", "hearing"]

ALL = "all"
SPOKEN = frozenset(
    """calendar chat discourse dynamics eloqua email facebook front github googlechat hubspot
    instagram intercom linkedin mattermost meetup phone reddit review rocketchat salesforce slack
    stackexchange survey teams telegram x zoho""".split()  # noqa: SIM905
)
"""Channels that texts come over; tables have none."""
_ONE_AT_A_TIME = Lock()  # threads share the words that are numbered
_RANK_OF_PHRASES = 1
_NEAR = 70  # of 100: so alike are a word and what it was meant to be
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
    >>> hearing(None, unread=["emial"])
    Traceback (most recent call last):
    graph.errors.Misuse: unread = 'emial' is no channel that texts come over; did you mean 'email'?
    """
    closed = frozenset(unread)
    for word in sorted(closed - SPOKEN - {ALL, NOTE}):
        raise Misuse(f"unread = {word!r} is no channel that texts come over; {_instead(word)}")
    if ALL in closed or (scorer is None and not with_phrases):
        return None
    return Hearing(scorer, with_phrases, under_subjects, closed)


def _instead(word: str) -> str:
    near = process.extractOne(word.lower(), sorted(SPOKEN | {ALL, NOTE}), scorer=fuzz.ratio)
    if near and near[1] >= _NEAR:
        return f"did you mean {near[0]!r}?"
    return f"there are {', '.join(sorted(SPOKEN))}, {NOTE} and {ALL}"


def _tones(scorer: Scorer, texts: Sequence[str]) -> list[tuple[float, float] | None]:
    if scorer.score_all is None:
        return [_asked(scorer, scorer.score, text) if text else None for text in texts]
    if scorer in SCORERS:
        return scorer.score_all(texts)
    found = _own(scorer, scorer.score_all, texts)
    if not isinstance(found, Sequence) or len(found) != len(texts):
        raise Misuse(f"the scorer {scorer.signature} did not give one answer for each text")
    return [_checked(scorer, one) for one in found]


def _asked(scorer: Scorer, score: Callable[[str], Any], text: str) -> tuple[float, float] | None:
    return _checked(scorer, _own(scorer, score, text))


def _own(scorer: Scorer, score: Callable[[Any], Any], asked: str | Sequence[str]) -> Any:  # noqa: ANN401
    """What anybody's code gives; the text itself is in no message."""
    try:
        return score(asked)
    except Exception as error:  # it may raise anything
        what = f"a text of {len(asked)} characters" if isinstance(asked, str) else "its texts"
        raise Misuse(
            f"the scorer {scorer.signature} failed on {what} "
            f"({type(error).__name__}); tone = none loads without it"
        ) from error


def _checked(scorer: Scorer, heard: Any) -> tuple[float, float] | None:  # noqa: ANN401
    """What a scorer gave, if it is what it should be."""
    if heard is None:
        return None
    try:
        value, confidence = map(float, heard)
    except (TypeError, ValueError) as error:
        raise Misuse(
            f"the scorer {scorer.signature} gave {type(heard).__name__}, expected a value and a "
            "confidence, or None"
        ) from error
    if not (-1 <= value <= 1 and 0 <= confidence <= 1):
        raise Misuse(
            f"the scorer {scorer.signature} gave {value!r} with confidence {confidence!r}, "
            "expected -1 to 1 and 0 to 1"
        )
    return value, confidence
