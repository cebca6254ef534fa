"""Words met before: what was found out about a word is kept, for most words are met again.

Of at most 30,000 words of up to 40 letters; when there are more, all are found out anew. Nothing
depends on what is kept but the time it takes.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

__all__ = ["Met", "in_lower_case"]

_MOST, _LONGEST = 30_000, 40

Known = TypeVar("Known")


class Met(dict[str, Known]):
    """What a function gives for a word, by the word.

    >>> lengths = Met(len)
    >>> lengths["four"], lengths["four"]
    (4, 4)
    """

    def __init__(self, find: Callable[[str], Known]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> Known:
        found = self._find(word)
        if len(self) >= _MOST:
            self.clear()
        if len(word) <= _LONGEST:
            self[word] = found
        return found


@lru_cache(maxsize=1)
def in_lower_case(text: str) -> tuple[str, ...]:
    """Give what stands between the blanks of a text, in lower case; twice for one text at once.

    >>> in_lower_case("Not good!")
    ('not', 'good!')
    """
    return tuple(text.lower().split())
