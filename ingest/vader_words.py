"""Words of VADER's lexicon: how a text is cut into what is looked up in it.

A word is what stands between blanks, without the punctuation around it; punctuation that is an
emoticon stays. Words are looked up as they were found the first time, for most are met again.
"""

import re

from vader import constants
from vader.data import curated
from vader.data.lexicon import LEXICON as RATED

__all__ = ["LEXICON", "SIGN", "words_in"]

LEXICON: dict[str, float] = {**RATED, **curated.OVERRIDES, **curated.ADDITIONS}
_PUNCTUATION: str = constants.PUNCTUATION
_MOST_CLEANED, _LONGEST_CLEANED = 50_000, 40
SIGN = re.compile(  # the ranges that emoji begin in; other characters in them do no harm
    "[\ufe0f\u20e3\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe"
    "\u2600-\u27bf\u2934-\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)


class _Cleaned(dict[str, str]):
    """Words as they are looked up, by how they stand in a text; those met before are known."""

    def __missing__(self, word: str) -> str:
        found = word if word in LEXICON else word.strip(_PUNCTUATION) or _sign(word)
        if len(self) >= _MOST_CLEANED:
            self.clear()
        if len(word) <= _LONGEST_CLEANED:
            self[word] = found
        return found


_CLEANED = _Cleaned()


def words_in(lowered: str) -> list[str]:
    """Give the words of a text in lower case, without the punctuation around them.

    >>> words_in("great!! (really) :), ok")
    ['great', 'really', ':)', 'ok']
    """
    return [_CLEANED[word] for word in lowered.split()]


def _sign(word: str) -> str:
    """The emoticon that punctuation begins with."""
    for stop in range(len(word) - 1, 0, -1):
        if word[:stop] in LEXICON:
            return word[:stop]
    return word
