"""Scorers: what gives the tone of a text, each with its version; one is chosen in the settings.

The setting ``tone`` names one of `SCORERS`, or ``none``, or one's own as ``module:object``, where
the object is a `Scorer`. A scorer says how positive a text is, from -1 to 1, and how sure it is of
that, from 0 to 1, or None where it cannot tell: where the language is none of its own, the text too
short, or nothing in it has a tone. It gets what somebody wrote themselves
(`ingest.heard.plain_text`) and must give the same answer for the same text, for what it gives is
stored with its name and version. Of two tones of one text that of the higher ``rank`` is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from graph.errors import Misuse
from ingest.heard import vader, vader_columns

__all__ = ["NONE", "SCORERS", "Scorer", "scorer_named"]

NONE = "none"
MOST_RANK = 200

Tone = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Scorer:
    """What gives the tone of a text.

    ``rank`` is from 1 to 200 and rises with the version. ``languages`` are ISO 639 codes, for the
    reader. ``score`` gives a value and a confidence, or None; ``score_all`` gives the same for many
    texts at once, where that is quicker.
    """

    name: str
    version: str
    rank: int
    languages: tuple[str, ...]
    score: Callable[[str], Tone]
    score_all: Callable[[Sequence[str]], list[Tone]] | None = None

    @property
    def signature(self) -> str:
        """What a tone is said to be from, such as ``vader 1.0.0``."""
        return f"{self.name} {self.version}"


SCORERS: tuple[Scorer, ...] = (
    Scorer("vader", vader.VERSION, 10, ("en",), vader.tone, vader_columns.tones),
)


def scorer_named(name: str) -> Scorer | None:
    """Give the scorer that the settings name; None for ``none``.

    >>> scorer_named("vader").languages, scorer_named("none")
    (('en',), None)
    """
    if name == NONE:
        return None
    for scorer in SCORERS:
        if scorer.name == name:
            return scorer
    if ":" in name:
        return _own(name)
    known = ", ".join([*(one.name for one in SCORERS), NONE])
    raise Misuse(f"no scorer of tone is called {name!r}; there are {known}, or module:object")


def _own(name: str) -> Scorer:
    """The user's own, from a module that Python finds; it is loaded because the user named it."""
    module, _, attribute = name.partition(":")
    try:
        found: Any = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise Misuse(f"tone = {name!r} cannot be loaded: {error}") from error
    if not isinstance(found, Scorer):
        raise Misuse(f"tone = {name!r} is no ingest.heard.tone.Scorer but a {type(found).__name__}")
    if not 1 <= found.rank <= MOST_RANK:
        raise Misuse(f"tone = {name!r}: rank must be 1 to {MOST_RANK}, not {found.rank}")
    return found
