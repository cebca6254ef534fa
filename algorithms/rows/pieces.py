"""Pieces: what is laid out one thing after the other, cut where so many parts have come together.

It bounds the memory that is needed at once. Where cuts lie follows from the layout alone, never
from the machine, and no thing is cut in two, so that each is computed from all of its parts.

Cost: a search for each piece.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["pieces"]


def pieces(start: NDArray[np.integer], most: int) -> Iterator[tuple[int, int]]:
    """Give from which thing up to which one; thing k has the parts ``start[k] : start[k + 1]``.

    One thing may have more parts than the most.

    >>> list(pieces(np.array([0, 2, 3, 9, 10]), 4))
    [(0, 2), (2, 3), (3, 4)]
    """
    begin, end = 0, len(start) - 1
    while begin < end:
        until = int(np.searchsorted(start, start[begin] + most, "right")) - 1
        until = min(max(until, begin + 1), end)
        yield begin, until
        begin = until
