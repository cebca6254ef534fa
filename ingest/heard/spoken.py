"""Many texts at once: their words as numbers, and what is known of each word in columns.

A text costs Python some microseconds for each thing that is asked of its words, one after the
other. Of many texts the words are numbered, what a word is is found out once, and all that follows
is arithmetic on columns (`ingest.heard.vader_columns`, `ingest.heard.phrase_columns`).

Of at most 100,000 different words; when there are more, all are found out anew. Nothing depends on
what is kept but the time it takes.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["BREAK", "END", "FEW", "Columns", "Described", "Numbers", "Spoken", "spoken"]

_MOST = 100_000
FEW = 12
"""Texts, below which columns cost more than they save."""
END, BREAK = "\0", "\1"
"""What stands between two texts, and for the end of a line."""


class Numbers(dict[str, int]):
    """Words numbered as they are first met.

    >>> numbers = Numbers()
    >>> numbers["b"], numbers["a"], numbers["b"], numbers.words
    (0, 1, 0, ['b', 'a'])
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.begun = 0  # how often they were numbered anew

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        self.words.append(word)
        return number

    def begin(self) -> None:
        """Forget all of them."""
        self.clear()
        self.words.clear()
        self.begun += 1


class Spoken(NamedTuple):
    """The words of texts, one after the other, by their numbers, and of which text each is.

    ``is_odd`` are texts that hold a sign that stands between words here: they have none.
    """

    number: NDArray[np.int64]
    text: NDArray[np.int64]
    is_odd: NDArray[np.bool_]


_NUMBERS = Numbers()


@lru_cache(maxsize=1)
def spoken(texts: tuple[str, ...]) -> Spoken:
    """Part texts at their blanks; twice for the same texts at once.

    Between two texts stands `END`, and for the end of a line `BREAK`.

    >>> spoken(("not good", "", "fine")).text.tolist()
    [0, 0, 1, 2, 2]
    """
    is_odd = np.array([END in text or BREAK in text for text in texts], np.bool_)
    if is_odd.any():
        texts = tuple("" if odd else text for text, odd in zip(texts, is_odd, strict=True))
    lines = [text.replace("\n", f" {BREAK} ") if "\n" in text else text for text in texts]
    words = f" {END} ".join(lines).split()
    if len(_NUMBERS) > _MOST:
        _NUMBERS.begin()
    end = _NUMBERS[END]
    number = np.fromiter(map(_NUMBERS.__getitem__, words), np.int64, len(words))
    return Spoken(number, np.cumsum(number == end), is_odd)


class Columns:
    """Rows of numbers that only grow, as columns.

    >>> rows = Columns((np.int64, np.bool_))
    >>> rows.add([(3, False), (2, True)])
    >>> [column.tolist() for column in rows.of(np.array([1, 0, 1]))]
    [[2, 3, 2], [True, False, True]]
    """

    def __init__(self, types: Sequence[type[np.generic]]) -> None:
        self._columns: list[NDArray[Any]] = [np.zeros(0, one) for one in types]

    def __len__(self) -> int:
        return len(self._columns[0])

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows below the others."""
        if rows:
            self._columns = [
                np.concatenate([column, np.array(values, column.dtype)])
                for column, values in zip(self._columns, zip(*rows, strict=True), strict=True)
            ]

    def of(self, numbers: NDArray[np.int64]) -> list[NDArray[Any]]:
        """Give the columns of some rows."""
        return [column[numbers] for column in self._columns]


class Described:
    """What is known of the words that are numbered, each told once, in columns.

    >>> lengths = Described(lambda word: (len(word), word.isupper()), (np.int64, np.bool_))
    >>> [column.tolist() for column in lengths.of(spoken(("two OF two",)).number)]
    [[3, 2, 3], [False, True, False]]
    """

    def __init__(
        self,
        describe: Callable[[str], tuple[Any, ...]],
        types: Sequence[type[np.generic]],
        begin: Callable[[], None] = lambda: None,
    ) -> None:
        self._describe = describe
        self._types = types
        self._begin = begin
        self._begun = -1

    def of(self, numbers: NDArray[np.int64]) -> list[NDArray[Any]]:
        """Give the columns of words, a row for each."""
        if self._begun != _NUMBERS.begun:
            self._begin()
            self._begun, self._rows = _NUMBERS.begun, Columns(self._types)
        self._rows.add(list(map(self._describe, _NUMBERS.words[len(self._rows) :])))
        return self._rows.of(numbers)
