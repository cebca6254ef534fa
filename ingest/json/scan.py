"""Where JSON text has its brackets and commas: found a block at a time, without reading values.

Strings are told from structure by counting quotes, quotes from escaped ones by counting backslashes
before them, and depth by summing brackets; each is one pass of numpy over a block, so that text of
any size is looked over at some hundred megabytes a second in constant memory. What is no JSON is
looked over as well: closing brackets without an opening one leave the depth at zero.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["COMMA", "OPENING", "Marks", "Scanner"]

COMMA = ord(",")
OPENING = frozenset(b"{[")

_QUOTE, _BACKSLASH = ord('"'), ord("\\")
_IS_MARK = np.zeros(256, bool)
_IS_MARK[list(b'"\\{}[],')] = True
_DEEPER = np.zeros(256, np.int64)
_DEEPER[list(b"{[")] = 1
_DEEPER[list(b"}]")] = -1


@dataclass(frozen=True, slots=True)
class Marks:
    """Brackets and commas outside strings: their places, bytes, and levels.

    The level of a comma is the number of brackets open around it; a bracket, opening or closing,
    has the level of what it stands in.
    """

    place: NDArray[np.int64]
    byte: NDArray[np.uint8]
    level: NDArray[np.int64]


class Scanner:
    """Scans text block by block; between blocks it knows whether it is inside a string."""

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth
        self._in_string = False
        self._escapes_next = False

    def scan(self, block: bytes, offset: int) -> Marks:
        r"""Find the marks of the next block, which begins at *offset*.

        >>> marks = Scanner().scan(b'[{"a": "}\\"]"}, 2]', 0)
        >>> marks.place.tolist(), marks.level.tolist()
        ([0, 1, 13, 14, 17], [0, 1, 1, 1, 0])
        """
        text = np.frombuffer(block, np.uint8)
        place = np.flatnonzero(_IS_MARK[text])
        byte = text[place]
        is_quote = byte == _QUOTE
        escaped = self._escaped(place[byte == _BACKSLASH], len(text))
        if len(escaped):
            is_escaped = np.zeros(len(text) + 1, bool)
            is_escaped[escaped] = True
            is_quote &= ~is_escaped[place]
        count = np.cumsum(is_quote)
        is_inside = ((count + self._in_string) & 1).astype(bool)
        if len(is_inside):
            self._in_string = bool(is_inside[-1])
        structural = ~is_inside & ~is_quote & (byte != _QUOTE) & (byte != _BACKSLASH)
        place, byte = place[structural], byte[structural]
        step = _DEEPER[byte]
        after = self.depth + np.cumsum(step)
        if len(after):
            least = np.minimum(np.minimum.accumulate(after), 0)
            after -= least
            self.depth = int(after[-1])
        return Marks(place + offset, byte, after - (step > 0))

    def _escaped(self, backslash: NDArray[np.int64], size: int) -> NDArray[np.int64]:
        """Give the places of what backslashes escape; every second one of a run does."""
        starts_escaped = self._escapes_next and size > 0
        self._escapes_next = False if size else self._escapes_next
        if not len(backslash):
            return np.zeros(int(starts_escaped), np.int64)
        is_first = np.diff(backslash, prepend=-2) != 1
        run = np.maximum.accumulate(np.where(is_first, np.arange(len(backslash)), 0))
        within = np.arange(len(backslash)) - run
        if starts_escaped and backslash[0] == 0:  # the first run is escaped by one before it
            within[run == 0] += 1
        escaped = backslash[within % 2 == 0] + 1
        if len(escaped) and escaped[-1] == size:
            self._escapes_next = True
            escaped = escaped[:-1]
        return np.append(0, escaped) if starts_escaped else escaped
