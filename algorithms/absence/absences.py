"""Absences: when somebody, or a whole organization, stopped reaching out, and when they were back.

A person or an organization reaches out at a rate of its own; m is what a day is expected to bring
(the rate, by weekday, at the share of their feeds that were heard). If they were away, a day would
bring a tenth of it. The evidence for that, over a stretch of days that brought n, is

    gain = sum over days of  (0.9 m - n log 10) / f,       a day's part at most 1.5

the log of how much likelier those days are if they were away (Poisson; f >= 1 is the unevenness of
their weeks, variance over mean). An absence is the stretch of most gain, its first day a silent
one. Two are given: one that lasts until ``as_of``, and the weightiest that had an end. Its rate is
read from the up to 180 days before it, or from all else where these tell too little.

Edges: nobody who reached out on fewer than 4 days before is said to be absent.

Cost: O(kinds of days) for each day on which somebody reached out; there are seven kinds where no
feed ever stopped (`kinds_of_days`).

References
----------
Page, E. S. "Continuous inspection schemes." Biometrika 41 (1954): cumulative sums.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from algorithms.absence.kinds_of_days import Days
from algorithms.absence.stretches import Brought, Stretches

__all__ = ["Absences", "Remembered", "absences"]

_LEFT = 0.1  # of the rate, while away
_MOST, _WORST = 1.5, 20.0
_LEAST_DAYS = 4
_BEFORE = 180
_LEAST_BEFORE = 28
_CHUNK = 1 << 16  # days with something, so that what is worked on stays near the processor
_REST = 0.2  # of an ordinary day: weekends of those who rest then

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Absences:
    """One row for each one asked about; days are columns of what was read.

    ``open_since`` is the first day of an absence that lasts; ``since`` and ``until`` (first day
    after) the weightiest that ended; the number of days read where there is none. Gains are 0
    there. ``rate`` is what an ordinary day brings.
    """

    rate: Floats
    open_since: Ints
    open_gain: Floats
    since: Ints
    until: Ints
    gain: Floats


_FIELDS = fields(Absences)


class Remembered:
    """Absences that were found before: several questions are about the same people."""

    def __init__(self, people: int) -> None:
        self._place = np.full(people, -1, np.int64)
        self._found: Absences | None = None

    def of(
        self, people: NDArray[np.integer], find: Callable[[NDArray[np.integer]], Absences]
    ) -> Absences:
        """Give the absences of distinct *people*; ``find`` gives those of whom nobody asked yet."""
        new = people[self._place[people] < 0]
        if len(new) or self._found is None:
            known, found = self._found, find(new)
            self._place[new] = np.arange(len(new)) + (0 if known is None else len(known.rate))
            self._found = found if known is None else _joined(known, found)
        return Absences(*(getattr(self._found, one.name)[self._place[people]] for one in _FIELDS))


def _joined(first: Absences, second: Absences) -> Absences:
    both = ((getattr(first, one.name), getattr(second, one.name)) for one in _FIELDS)
    return Absences(*map(np.concatenate, both))


def absences(
    counts: csr_array,
    weekday: Floats,
    first_day: int,
    feeds: Floats | None = None,
    out: Floats | None = None,
) -> Absences:
    """Find the absences of each row of *counts*, whose columns are days.

    *weekday* is the share of each day (0 is a Thursday, as the epoch was), the mean being 1;
    *feeds* is what share of each row comes by which feed, *out* on which days that feed was out.

    Every other day, but nothing any more from day 60 on:

    >>> days = np.arange(100)
    >>> counts = csr_array(((days % 2 == 0) & (days < 60)).astype(np.int32)[None, :])
    >>> found = absences(counts, np.ones(7), 0)
    >>> found.open_since, found.rate.round(2), found.open_gain.round(1)
    (array([59]), array([0.51]), array([18.8]))
    """
    counts.sort_indices()
    rows, length = counts.shape
    days = Days.of(weekday, first_day, np.zeros((0, length)) if out is None else out)
    used = np.zeros((rows, 0)) if feeds is None else feeds
    none, zero = np.full(rows, length, np.int64), np.zeros(rows)
    found = Absences(zero, none, zero.copy(), none.copy(), none.copy(), zero.copy())
    for row in _chunks(np.diff(counts.indptr)):
        part = _found(_Asked.of(days, counts[row], days.shares(used[row])))
        for field in _FIELDS:
            getattr(found, field.name)[row] = getattr(part, field.name)
    return found


def _chunks(entries: NDArray[np.integer]) -> list[Ints]:
    """Give the rows that have enough entries, those with most first, so many entries at once.

    Each is judged by itself all the same.
    """
    order = np.argsort(-entries, kind="stable")
    known = order[: np.count_nonzero(entries >= _LEAST_DAYS)]
    before = np.cumsum(entries[known]) // _CHUNK
    return np.split(known, np.flatnonzero(np.diff(before)) + 1) if len(known) else []


@dataclass(frozen=True)
class _Asked:
    """Those of whom it is asked: what they brought, and what days of each kind are worth (rows)."""

    days: Days
    brought: Brought
    share: Floats

    @classmethod
    def of(cls, days: Days, counts: csr_array, share: Floats) -> Self:
        start, day = counts.indptr.astype(np.int64), counts.indices.astype(np.int64)
        brought = Brought.of(start, day, counts.data.astype(np.float64), len(days))
        return cls(days, brought, share)

    def __len__(self) -> int:
        return len(self.brought.start) - 1

    @cached_property
    def places(self) -> Ints:
        """Where each of the days with something is among all days of all of them."""
        return self.brought.row * (len(self.days) + 1) + self.brought.day

    @cached_property
    def before(self) -> Floats:
        """What was brought before each of the days with something, and in all."""
        return np.append(0.0, np.cumsum(self.brought.count))

    def brought_before(self, day: Ints) -> Floats:
        """Give what each one brought before a day of theirs; whole numbers, so nothing is lost."""
        own = np.arange(len(self)) * (len(self.days) + 1) + day
        place = np.searchsorted(self.places, own)
        return self.before[place] - self.before[self.brought.start[:-1]]

    def rate(self, since: Ints, until: Ints) -> Floats:
        """Give what an ordinary day from one to another (exclusive) brought."""
        brought = self.brought_before(until) - self.brought_before(since)
        return brought / np.maximum(self.days.between(since, until, self.share), 1e-9)

    @cached_property
    def weekly(self) -> tuple[Ints, Ints, Floats]:
        """Whose whole weeks brought anything, which ones, and how much."""
        week = (self.brought.day - self.days.weeks.begin) // 7
        key = self.brought.row * (self.days.weeks.count + 1) + week
        place = np.flatnonzero(np.diff(key, prepend=-2))
        count = np.add.reduceat(self.brought.count, place) if len(place) else np.zeros(0)
        is_whole = week[place] >= 0
        place = place[is_whole]
        return self.brought.row[place], week[place], count[is_whole]

    def unevenness(self, rate: Floats, start: Ints | None = None) -> Floats:
        """Give the variance over the mean of whole weeks, before a day; at least 1."""
        weeks = self.days.weeks
        end = np.full(len(self), len(self.days)) if start is None else start
        high = np.maximum((end - weeks.begin) // 7, 0)
        low = np.clip(-((weeks.begin - self.brought.first) // 7), 0, high)
        mean = weeks.shares(self.share) * rate
        seen, expected = np.zeros(len(self)), np.zeros(len(self))
        for passed, each in zip(weeks.passed, mean, strict=True):
            these = np.where(each > 0, passed[high] - passed[low], 0)
            seen += these
            expected += these * each
        row, week, count = self.weekly
        usual = mean[weeks.kind[week], row]
        is_in = (week >= low[row]) & (week < high[row]) & (usual > 0)
        row, count, usual = row[is_in], count[is_in], usual[is_in]
        # (count - usual) ** 2 / usual, summed over all weeks: a silent one is worth its usual
        surprise = np.bincount(row, count**2 / usual - 2 * count, len(self)) + expected
        found: Floats = (surprise + 4.0) / (seen + 4.0)  # leans on 1 where little is
        return np.maximum(found, 1.0)

    def stretches(self, rate: Floats, uneven: Floats) -> Stretches:
        """Add up the evidence of all days, from what they lack and from what they brought."""
        row, kind = self.brought.row, self.days.kind[self.brought.day]
        worth = (1 - _LEFT) * self.share * (rate / uneven)
        lost = self.brought.count * (np.log(_LEFT) / uneven)[row]
        gain = np.clip(worth[kind, row] + lost, -_WORST, _MOST)
        return Stretches.of(self.days, self.brought, gain, np.minimum(worth, _MOST))

    def working(self, start: Ints) -> Ints:
        """Give the first day from each on that is no day of rest: somebody left on a Monday."""
        row, last = np.arange(len(start)), len(self.days) - 1
        for _ in range(3):
            share = self.share[self.days.kind[np.minimum(start, last)], row]
            start = np.where((start < last) & (share < _REST), start + 1, start)
        return start


def _found(asked: _Asked) -> Absences:
    length, first = len(asked.days), asked.brought.first
    rough = asked.rate(first, np.full(len(asked), length))
    start = asked.stretches(rough, asked.unevenness(rough)).open_since
    rate = np.where(
        start - first >= _LEAST_BEFORE,
        asked.rate(np.maximum(start - _BEFORE, first), start),
        rough,
    )
    found = asked.stretches(rate, asked.unevenness(rate, start))
    return Absences(
        rate=rate,
        open_since=asked.working(found.open_since),
        open_gain=found.open_gain,
        since=asked.working(found.since),
        until=found.until,
        gain=found.gain,
    )
