"""Contacts: the interactions of every pair, once each, and who of the two they came from.

A mail is one row of a timeline for each of its receivers, so a pair has one row of it. A meeting or
a call that both took part in is two rows, one each way, of one moment: here it is one contact of
both, so that its other half is neither a gap of nothing nor an answer given at once.

    way = 1 from a to b,   -1 from b to a,   0 both ways at once

Cost: O(m) for m rows in (pair, time) order.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from algorithms.rows.pair_rows import PairRows
from graph.timeline import Timeline

__all__ = ["Contacts", "contacts", "in_known_order"]


@dataclass(frozen=True)
class Contacts:
    """Pair k owns the positions ``start[k] : start[k + 1]``, in time order, at least one.

    ``at`` is in microseconds since the epoch.
    """

    at: NDArray[np.int64]
    way: NDArray[np.int8]
    start: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def pair(self) -> NDArray[np.int32]:
        """The number of the pair that each contact belongs to."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.start))

    def part(self, begin: int, end: int) -> "Contacts":
        """Take the pairs from one number up to another."""
        first, last = int(self.start[begin]), int(self.start[end])
        start = self.start[begin : end + 1] - first
        return Contacts(self.at[first:last], self.way[first:last], start)


def contacts(timeline: Timeline, rows: PairRows) -> Contacts:
    """Find the contacts of each pair.

    Ann wrote to Bob; then the two met.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(
    ...     2, source=[0, 0, 1], target=[1, 1, 0], at=[0, 10, 10], interaction=[0, 1, 1]
    ... )
    >>> contacts(timeline, pair_rows(timeline, np.ones(3), as_of=10))
    Contacts(at=array([ 0, 10]), way=array([1, 0], dtype=int8), start=array([0, 2]))
    """
    at = timeline.at[rows.row]
    way = np.where(timeline.source < timeline.target, np.int8(1), np.int8(-1))[rows.row]
    interaction = timeline.interaction[rows.row]
    is_second = np.diff(interaction, prepend=interaction[:1] - 1) == 0
    is_second[rows.first] = False
    if not is_second.any():
        return Contacts(at, way, rows.start)
    second = np.flatnonzero(is_second)
    way[second - 1] += way[second]
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(~is_second)])
    return Contacts(at[~is_second], way[~is_second], before[rows.start])


def in_known_order(found: Contacts) -> Contacts:
    """Give the contacts with no way where both sides wrote at one moment: nobody was first.

    A log that knows days only holds a question and its answer at one moment. Which of them stands
    first there says nothing, so none of them is from one side.

    Ann and Bob wrote to each other on one day; on the next, Ann did.

    >>> day = Contacts(np.array([0, 0, 1]), np.array([1, -1, 1], np.int8), np.array([0, 3]))
    >>> in_known_order(day).way
    array([0, 0, 1], dtype=int8)
    """
    at, way = found.at, found.way
    is_new = np.diff(at, prepend=at[:1] - 1) != 0
    is_new[found.start[:-1]] = True
    if is_new.all():
        return found
    first = np.flatnonzero(is_new)
    is_one_way = np.minimum.reduceat(way, first) == np.maximum.reduceat(way, first)
    count = np.diff(first, append=len(at))
    return Contacts(at, np.where(np.repeat(is_one_way, count), way, np.int8(0)), found.start)
