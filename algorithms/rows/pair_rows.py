"""Pair rows: the interactions that count as of a moment, pair by pair, oldest first.

Every measure of ties and of their rhythm reads the same rows: those not after ``as_of`` whose
weight is above zero. Pair k owns the positions ``start[k] : start[k + 1]``, in time order, both
directions together; a pair without such a row is not there.

Cost: O(m) for m rows of a timeline that is indexed by pair.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.timeline import Timeline

__all__ = ["PairRows", "pair_rows"]


@dataclass(frozen=True)
class PairRows:
    """Rows of a timeline in (pair, time) order, and the pairs in order (a, b), a < b.

    ``until`` is how far the log tells, in microseconds: the moment of the last row that counts,
    also where these are the rows of some pairs only. ``weighted`` is what each row of the whole
    timeline weighs; None where all weigh 1.
    """

    row: NDArray[np.integer]
    start: NDArray[np.int64]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    until: int
    weighted: NDArray[np.float64] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.a)

    @cached_property
    def pair(self) -> NDArray[np.int32]:
        """The number of the pair that each row belongs to."""
        return np.repeat(np.arange(len(self.a), dtype=np.int32), np.diff(self.start))

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """What each row weighs."""
        return np.ones(len(self.row)) if self.weighted is None else self.weighted[self.row]

    @property
    def first(self) -> NDArray[np.int64]:
        """The position of each pair's first row."""
        return self.start[:-1]

    @property
    def last(self) -> NDArray[np.int64]:
        """The position of each pair's last row."""
        return self.start[1:] - 1


def pair_rows(timeline: Timeline, weight: NDArray[np.float64], *, as_of: int) -> PairRows:
    """Find the rows that count as of a moment (microseconds), pair by pair.

    >>> timeline = Timeline.of(3, source=[0, 1, 0], target=[1, 2, 1], at=[0, 5, 10])
    >>> found = pair_rows(timeline, np.ones(3), as_of=7)
    >>> found.row, found.start, found.a, found.b, found.until
    (array([0, 1], dtype=int32), array([0, 1, 2]), array([0, 1], dtype=int32),
     array([1, 2], dtype=int32), 5)
    """
    if len(weight) != len(timeline):
        raise ValueError(f"{len(weight)} weights for {len(timeline)} rows of the timeline")
    index = timeline.pairs
    row = index.order
    until = int(np.searchsorted(timeline.at, as_of, "right"))  # the timeline is sorted by time
    counts = weight > 0
    if until == len(timeline) and counts.all():
        return PairRows(row, index.start, index.a, index.b, _last(timeline, row), weight)
    counts[until:] = False
    kept = counts[row]
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])[index.start]
    found = np.flatnonzero(np.diff(before))
    start = np.append(before[found], before[-1])
    row = row[kept]
    return PairRows(row, start, index.a[found], index.b[found], _last(timeline, row), weight)


def _last(timeline: Timeline, row: NDArray[np.integer]) -> int:
    """Give the moment of the last of some rows; 0 where there are none."""
    return int(timeline.at[row.max()]) if len(row) else 0
