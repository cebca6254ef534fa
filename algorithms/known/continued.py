"""Continued logs: one that begins with all that counted before has only to be read from there on.

Rows are compared one by one, in everything that a tie hangs on, so that this is no guess. Late
data, a correction, or two people who turn out to be one break it; then seals say what is the same.

Cost: O(m) comparisons for the m rows of before.
"""

import numpy as np
from numpy.typing import NDArray

from graph.timeline import Timeline, is_constant

__all__ = ["is_continued"]

_WEIGHED_BY = ("kind", "status", "size", "channel", "seconds")


def is_continued(now: Timeline, then: Timeline, *, person: NDArray[np.integer], rows: int) -> bool:
    """Say whether a timeline begins with the first so many rows of another.

    *person* is the number that each person of the other has now, -1 who is not there any more.

    >>> then = Timeline.of(2, source=[0, 1], target=[1, 0], at=[0, 5])
    >>> now = Timeline.of(2, source=[0, 1, 0], target=[1, 0, 1], at=[0, 5, 9])
    >>> is_continued(now, then, person=np.arange(2), rows=2)
    True
    >>> is_continued(now, then, person=np.array([1, 0]), rows=2)
    False
    """
    if len(now) < rows or now.channels != then.channels:
        return False
    are_numbered_alike = np.array_equal(person, np.arange(len(person)))

    def is_alike(name: str) -> bool:
        one, other = getattr(now, name), getattr(then, name)
        if is_constant(one) and is_constant(other):
            return np.array_equal(one[:1], other[:1], equal_nan=True)
        one, other = one[:rows], other[:rows]
        if name in ("source", "target") and not are_numbered_alike:
            other = person[other]
        return np.array_equal(one, other, equal_nan=name == "seconds")

    return all(map(is_alike, ("at", "source", "target", "interaction", *_WEIGHED_BY)))
