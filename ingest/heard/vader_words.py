"""Words of VADER's lexicon: how a text is cut into what is looked up in it.

A word is what stands between blanks, without the punctuation around it; punctuation that is an
emoticon stays. Words are looked up as they were found the first time, for most are met again.
"""

import re
from collections.abc import Mapping, Sequence

from vader import constants
from vader.data import curated
from vader.data.lexicon import LEXICON as RATED
from vader.data.lexicon import MULTIWORD

from ingest.heard.met import Met

__all__ = [
    "BOOSTERS", "CASES", "DECAY", "ENDS", "IDIOMS", "LEXICON", "NEGATIONS", "PHRASES", "SIGN",
    "one_apostrophe", "words_in",
]  # fmt: skip

LEXICON: dict[str, float] = {**RATED, **curated.OVERRIDES, **curated.ADDITIONS}
BOOSTERS: Mapping[str, float] = constants.BOOSTER_DICT
NEGATIONS: frozenset[str] = constants.NEGATE
CASES: Mapping[str, float] = constants.SPECIAL_CASES
IDIOMS: Mapping[str, float] = constants.SENTIMENT_LADEN_IDIOMS
PHRASES: Mapping[str, float] = MULTIWORD
DECAY = (1.0, constants.DECAY_TWO, constants.DECAY_THREE)
"""How much a word that is one, two or three before another still changes it."""
ENDS = ".!?"
_PUNCTUATION: str = constants.PUNCTUATION
SIGN = re.compile(  # the ranges that emoji begin in; other characters in them do no harm
    "[\ufe0f\u20e3\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe"
    "\u2600-\u27bf\u2934-\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)


def one_apostrophe(text: str) -> str:
    """Give a text in which apostrophes are all the same, as the library has it."""
    if text.isascii():
        return text
    return text.replace("\u2019", "'").replace("\u02bc", "'").replace("\u2018", "'")


def words_in(lowered: str | Sequence[str]) -> list[str]:
    """Give the words of a text in lower case, without the punctuation around them.

    >>> words_in("great!! (really) :), ok"), words_in(["not", "good!"])
    (['great', 'really', ':)', 'ok'], ['not', 'good'])
    """
    parted = lowered.split() if isinstance(lowered, str) else lowered
    return list(map(_CLEANED.__getitem__, parted))


def _cleaned(word: str) -> str:
    """A word as it is looked up."""
    return word if word in LEXICON else word.strip(_PUNCTUATION) or _sign(word)


def _sign(word: str) -> str:
    """The emoticon that punctuation begins with."""
    for stop in range(len(word) - 1, 0, -1):
        if word[:stop] in LEXICON:
            return word[:stop]
    return word


_CLEANED: Met[str] = Met(_cleaned)
