"""Known contacts: the contacts of every pair and the rows of everybody, to look back from a moment.

Both are sorted by time, so what was known at a moment is a piece of the front of each: nothing of
what came later is read.

Cost: O(m) for m contacts; O(m) for the contacts known at a moment.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.cadence import ActiveDays
from algorithms.rows.contacts import contacts
from algorithms.rows.pair_rows import PairRows
from algorithms.rows.sampled_pairs import sampling_order
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["Known", "Own"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Known:
    """The contacts of every pair in time order, and the rows of everybody: what facts read."""

    at: Ints
    way: NDArray[np.int8]
    start: Ints
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    people: int
    row_at: Ints  # of all that counts, oldest first
    row_source: NDArray[np.int32]
    row_target: NDArray[np.int32]

    @classmethod
    def of(cls, timeline: Timeline, rows: PairRows, counts: NDArray[np.bool_]) -> "Known":
        """Read the contacts of pairs from a timeline, of which these rows count."""
        found = contacts(timeline, rows)
        row = slice(None) if counts.all() else counts
        return cls(
            at=found.at,
            way=found.way,
            start=found.start,
            a=rows.a,
            b=rows.b,
            people=timeline.people,
            row_at=timeline.at[row],
            row_source=timeline.source[row],
            row_target=timeline.target[row],
        )

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """The order in which pairs are sampled."""
        since = int(self.row_at[0]) if len(self.row_at) else 0
        return sampling_order(self.at[self.start[:-1]], since)

    def count_until(self, at: int) -> Ints:
        """Count the contacts of every pair up to a moment."""
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.at <= at)])
        found: Ints = before[self.start[1:]] - before[self.start[:-1]]
        return found

    def is_lately(self, at: int, count: Ints, days: float, gaps: float) -> NDArray[np.bool_]:
        """Say which pairs were in touch within so many days, or so many of their own mean gaps."""
        found: NDArray[np.bool_] = count > 0
        if not found.any():
            return found
        first = self.at[np.minimum(self.start[:-1], len(self.at) - 1)]
        last = self.at[np.maximum(self.start[:-1] + count - 1, 0)]
        own = (last - first) / np.maximum(count - 1, 1) * gaps
        found &= at - last <= np.maximum(own, days * DAY)
        return found


@dataclass(frozen=True)
class Own:
    """The contacts of the pairs asked for up to a moment, one pair after the other.

    ``pair`` is the place of each contact's pair among those asked for.
    """

    at: Ints
    way: NDArray[np.int8]
    start: Ints
    pair: Ints

    @classmethod
    def of(cls, known: Known, pair: NDArray[np.integer], count: Ints) -> "Own":
        """Take the first so many contacts of some pairs, at least one of each."""
        start = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)])
        number = np.repeat(np.arange(len(pair)), count)
        place = np.arange(start[-1]) - start[number] + known.start[pair][number]
        return cls(known.at[place], known.way[place], start, number)

    @property
    def days(self) -> ActiveDays:
        """The active days of each pair."""
        day = (self.at // DAY).astype(np.int32)
        is_new = np.diff(day, prepend=-1) != 0
        is_new[self.start[:-1]] = True
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_new)])
        return ActiveDays(day[is_new], before[self.start])

    def counted(self, is_in: NDArray[np.bool_]) -> Ints:
        """Count the contacts of each pair that are marked."""
        found = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_in)])
        return np.diff(found[self.start])
