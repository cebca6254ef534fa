"""Which language a text is in: English for certain by its small words, else by a model, else none.

    points           = 2 for each different word that is English and no common word elsewhere,
                       1 for each that another language has as well
    English at once  = a word of the first sort, 4 points, and 0.4 points a different word
                       (probability 0.98)
    not looked at    = eight words or more without any of the first sort
    else             = the model's most probable language, where that is at least 0.75 probable

Of the first sort are *the*, *with* and *would*, of the second *is*, *of* and *for*; *die*, *war*
and *fatal* are of neither. The model (py3langid, 140 languages, in the wheel, nothing is loaded
from a network) is made when a text first needs it. A text of under three words or twelve letters is
in no language: "D'accord, merci" is French for a reader, and Italian for models.

Cost: about one microsecond for the small words, 10 to 30 for the model, which reads 240 characters.

References
----------
Lui, M., Baldwin, T. "langid.py: an off-the-shelf language identification tool." ACL 2012.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.heard.language_model import language_model

__all__ = [
    "BY_WORDS", "KNOWN", "LEAST_LETTERS", "LEAST_WORDS", "MANY_WORDS", "SMALL", "is_english",
    "is_long_enough", "language",
]  # fmt: skip

Count = TypeVar("Count", int, NDArray[np.int64])

LEAST_WORDS = 3
LEAST_LETTERS = 12
_LEAST_POINTS = 4
_LEAST_SHARE = 0.4
_LEAST_PROBABILITY = 0.75
BY_WORDS = 0.98
MANY_WORDS = 8
_MOST_CHARACTERS = 240

_WORDS = (
    "the and you your yours this that these those with they their them there then than are"
    " were been being would should could might must shall has does did doing which what"
    " when where who why how because about just really very too our ours we're us i'm i've"
    " i'll i'd it's that's there's don't doesn't didn't isn't aren't wasn't weren't won't"
    " can't cannot couldn't shouldn't wouldn't haven't hasn't you're you've you'll they're"
    " we've we'll let's from into onto until while again still never always only any some"
    " much many more most other another please since before after both each every few"
    " think know want need make made said says thank looking forward working through"
    " between without everything something nothing anything everyone someone anyone"
    " however although though whether"
)
SMALL = frozenset(_WORDS.split())
_WORDS_ELSEWHERE = (
    "i a is it its of to for on at be have had was in me my we he she by or as an if so but not all"
    " no do get got go can will up out over one now here good well see use time work"
)
KNOWN = SMALL.union(_WORDS_ELSEWHERE.split())


def is_long_enough(words: Sequence[str]) -> bool:
    """Say whether words are enough to be in a language.

    >>> is_long_enough(["d'accord", "merci"]), is_long_enough(["not", "good", "at", "all"])
    (False, True)
    """
    return len(words) >= LEAST_WORDS and sum(map(len, words)) >= LEAST_LETTERS


def is_english(small: Count, known: Count, different: Count) -> Any:  # noqa: ANN401
    """Say whether a text is English by its words, or which of many texts are.

    *small* of its *different* words are of the first sort, *known* of either.

    >>> is_english(2, 3, 8), is_english(0, 6, 8), is_english(2, 2, 30)
    (True, False, False)
    """
    points = small + known
    return (small > 0) & (points >= _LEAST_POINTS) & (points >= _LEAST_SHARE * different)


def language(text: str, words: Sequence[str]) -> tuple[str, float] | None:
    """Give a text's language (ISO 639) with its probability, or None where it is not certain.

    *words* are those of the text in lower case, without punctuation.

    >>> language("They were late, and you knew.", ["they", "were", "late", "and", "you", "knew"])
    ('en', 0.98)
    >>> language("D'accord, merci", ["d'accord", "merci"]) is None
    True
    """
    if not is_long_enough(words):
        return None
    found = KNOWN.intersection(words)
    small = len(found & SMALL)
    if is_english(small, len(found), len(set(words))):
        return "en", BY_WORDS
    if not small and len(words) >= MANY_WORDS:
        return None
    told, probability = _told(text[:_MOST_CHARACTERS])
    return (told, probability) if probability >= _LEAST_PROBABILITY else None


@lru_cache(maxsize=1_000)
def _told(text: str) -> tuple[str, float]:
    """What the model says; short texts, which are what it is asked about, are said again."""
    told, probability = language_model().classify(text)
    return told, probability
