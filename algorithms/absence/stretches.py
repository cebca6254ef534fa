"""Stretches of days: where what speaks for an absence adds up, and where it is used up.

Each day has a gain: what it lacks, less what it brought. A stretch begins after a day on which the
sum of the one before was used up, and the first on the first day that brought anything. Between
two days that brought something the sum only rises, so no more than these are walked over.

Cost: O(kinds of days) for each day that brought something.

References
----------
Bentley, J. "Programming pearls." CACM 27 (1984): the stretch of the largest sum.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from algorithms.absence.kinds_of_days import Days

__all__ = ["Brought", "Stretches"]

_STILL = 0.7  # of the most a stretch ever added up to, for it to go on
_MORE = 1 + 1e-9  # so much more is more: of two that are alike the first is kept, however added up

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Brought:
    """The days that brought something: a run of them for each one asked about, the longest first.

    ``start`` is where each run begins, and the number of all; ``row`` whose each day is, ``count``
    what it brought, ``next`` the next one of the run, or the number of days that are read.
    """

    start: Ints
    row: Ints
    day: Ints
    count: Floats
    next: Ints

    @classmethod
    def of(cls, start: Ints, day: Ints, count: Floats, days: int) -> Self:
        """Put together the runs that begin at each *start*, of so many days that are read."""
        following = np.append(day[1:], days)
        following[start[1:] - 1] = days
        row = np.repeat(np.arange(len(start) - 1), np.diff(start))
        return cls(start, row, day, count, following)

    @property
    def first(self) -> Ints:
        """The first day of each run."""
        return self.day[self.start[:-1]]

    @cached_property
    def abreast(self) -> tuple[Ints, Ints]:
        """The first days of all runs, then the second ones, and so on, and where each set begins.

        As the longest runs come first, a set is of as many of the first runs as are that long.
        """
        place = (np.arange(len(self.row)) - self.start[self.row]).astype(np.int16)  # of 400 days
        many = np.bincount(place)
        return np.argsort(place, kind="stable"), np.append(0, np.cumsum(many))


@dataclass(frozen=True)
class Stretches:
    """One row for each one asked about; gains are 0, and days those read, where there is none.

    ``open_since`` begins the stretch that lasts until the end: one that still adds up to seven
    tenths of the most it ever did. Of the others the one of most gain lies from ``since`` to
    ``until`` (first day after), where it adds up to the most.
    """

    open_since: Ints
    open_gain: Floats
    since: Ints
    until: Ints
    gain: Floats

    @classmethod
    def of(cls, days: Days, brought: Brought, gain: Floats, silent: Floats) -> Self:
        """Add up gains of the days that brought something and of *silent* ones (kinds by rows).

        Nothing on days 1, 3 and 4, which gain 1 each, where day 2 loses 5 and day 0 gains nothing:

        >>> days = Days.of(np.ones(7), 0, np.zeros((0, 5)))
        >>> seen = Brought.of(np.array([0, 2]), np.array([0, 2]), np.ones(2), 5)
        >>> found = Stretches.of(days, seen, np.array([0.0, -5.0]), np.ones((1, 1)))
        >>> found.open_since, found.open_gain, found.since, found.until, found.gain
        (array([3]), array([2.]), array([1]), array([2]), array([1.]))
        """
        order, sets = brought.abreast
        rise = days.between(brought.day + 1, brought.next, silent, brought.row)
        begins, ends = _rises(days, brought, silent)
        gain, rise = gain[order], rise[order]
        day, begins, ends = brought.day[order], begins[order], ends[order]
        sums = _Sums.of(brought.first, len(days))
        for low, high in pairwise(sets):
            sums.add(gain[low:high], day[low:high])
            sums.reset(begins[low:high])
            sums.add(rise[low:high], ends[low:high])
        lasts = sums.end()
        return cls(
            open_since=np.where(lasts, sums.begin, len(days)),
            open_gain=np.where(lasts, sums.total, 0.0),
            since=sums.since,
            until=sums.until,
            gain=sums.gain,
        )


def _rises(days: Days, brought: Brought, silent: Floats) -> tuple[Ints, Ints]:
    """Where a sum begins to rise after each day that brought something, and where it last does.

    That is the day after and the day before the next one, but for silent days that gain nothing.
    """
    begins, ends = brought.day + 1, brought.next - 1
    if (silent > 0).all():
        return begins, ends
    after, before = brought.next.copy(), brought.day.copy()
    day = np.arange(len(days))
    for kind, each in enumerate(silent):
        is_one = days.kind == kind
        following = np.minimum.accumulate(np.where(is_one, day, len(days))[::-1])[::-1]
        latest = np.maximum.accumulate(np.where(is_one, day, -1))
        gains = (each > 0)[brought.row]
        reached = np.append(following, len(days))[begins]
        np.minimum(after, reached, out=after, where=gains)
        np.maximum(before, latest[ends], out=before, where=gains)
    return after, before


@dataclass(frozen=True)
class _Sums:
    """The stretches of all runs, as far as they have been walked over, the longest runs first.

    ``total`` is what the present stretch, from ``begin`` on, adds up to, ``top`` the most it ever
    did, on the day ``top_day``; the last three are the weightiest that is over.
    """

    total: Floats
    begin: Ints
    top: Floats
    top_day: Ints
    since: Ints
    until: Ints
    gain: Floats

    @classmethod
    def of(cls, first: Ints, days: int) -> Self:
        none = np.full(len(first), days, np.int64)
        zero = np.zeros(len(first))
        return cls(zero, first.copy(), zero.copy(), none.copy(), none.copy(), none, zero.copy())

    def add(self, gain: Floats, day: Ints) -> None:
        """Add what the next day, or the next stretch up to a day, gains: of the first runs."""
        total, top = self.total[: len(gain)], self.top[: len(gain)]
        total += gain
        is_more = total > top * _MORE
        np.copyto(top, total, where=is_more)
        np.copyto(self.top_day[: len(gain)], day, where=is_more)

    def reset(self, begins: Ints) -> None:
        """Begin anew where the sum is used up."""
        total = self.total[: len(begins)]
        over = total <= 0
        self._keep(over)
        np.copyto(self.begin[: len(begins)], begins, where=over)
        np.copyto(self.top[: len(begins)], 0.0, where=over)
        np.maximum(total, 0.0, out=total)

    def _keep(self, over: NDArray[np.bool_]) -> None:
        """Keep the present stretches, of the first runs, that are *over* and the weightiest."""
        n = len(over)
        better = over & (self.top[:n] > self.gain[:n] * _MORE)
        np.copyto(self.gain[:n], self.top[:n], where=better)
        np.copyto(self.since[:n], self.begin[:n], where=better)
        np.copyto(self.until[:n], self.top_day[:n] + 1, where=better)

    def end(self) -> NDArray[np.bool_]:
        """End all days; say whose present stretch lasts."""
        lasts = (self.total > 0) & (self.total >= _STILL * self.top)
        self._keep(~lasts)
        return lasts
