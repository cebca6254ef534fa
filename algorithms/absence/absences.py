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

Cost: O(400) for each one asked about, in chunks.

References
----------
Page, E. S. "Continuous inspection schemes." Biometrika 41 (1954): cumulative sums.
Bentley, J. "Programming pearls." CACM 27 (1984): the stretch of the largest sum.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["Absences", "Remembered", "absences"]

_LEFT = 0.1  # of the rate, while away
_MOST = 1.5
_LEAST_DAYS = 4
_BEFORE = 180
_LEAST_BEFORE = 28
_CHUNK = 1 << 8  # rows of 400 days that stay in the cache of a core
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
    heard: Callable[[Ints], Floats] | None = None,
) -> Absences:
    """Find the absences of each row of *counts*, whose columns are days.

    *weekday* is the share of each day (0 is a Thursday, as the epoch was), the mean being 1;
    ``heard(rows)`` gives for some rows what share of each day would be heard of.

    Every other day, but nothing any more from day 60 on:

    >>> days = np.arange(100)
    >>> counts = csr_array(((days % 2 == 0) & (days < 60)).astype(np.int32)[None, :])
    >>> found = absences(counts, np.ones(7), 0)
    >>> found.open_since, found.rate.round(2), found.open_gain.round(1)
    (array([59]), array([0.51]), array([18.8]))
    """
    rows, days = counts.shape
    share = weekday[(first_day + np.arange(days)) % 7]
    none = np.full(rows, days, np.int64)
    zero = np.zeros(rows)
    found = Absences(zero, none, zero.copy(), none.copy(), none.copy(), zero.copy())
    known = np.flatnonzero(np.diff(counts.indptr) >= _LEAST_DAYS)
    for begin in range(0, len(known), _CHUNK):
        row = known[begin : begin + _CHUNK]
        part = counts[row].toarray().astype(np.float64)
        expected = np.broadcast_to(share, part.shape)
        if heard is not None:
            expected = expected * np.maximum(heard(row), 0.0)
        for field, values in zip(_FIELDS, _found(part, expected), strict=True):
            getattr(found, field.name)[row] = values
    return found


def _found(count: Floats, share: Floats) -> tuple[NDArray[np.generic], ...]:
    days = count.shape[1]
    seen = count > 0
    first = np.where(seen.any(axis=1), seen.argmax(axis=1), days)
    share = np.where(np.arange(days) >= first[:, None], share, 0.0)
    rough = count.sum(axis=1) / np.maximum(share.sum(axis=1), 1e-9)
    weeks = _Weeks.of(count, share, first)
    left, lost = (1 - _LEFT) * share, count * np.log(_LEFT)
    start = _Stretches.of(_gains(left, lost, rough, weeks.unevenness(rough))).open_since
    rate = _rate_before(count, share, start, first, rough)
    found = _Stretches.of(_gains(left, lost, rate, weeks.unevenness(rate, start)))
    since, until, gain = found.ended()
    start, since = (_working(share, one) for one in (found.open_since, since))
    return rate, start, found.open_gain, since, until, gain


def _working(share: Floats, start: Ints) -> Ints:
    """Give the first day from each start on that is no day of rest: somebody left on a Monday."""
    row, days = np.arange(len(start)), share.shape[1]
    for _ in range(3):
        day = np.minimum(start, days - 1)
        start = np.where((start < days - 1) & (share[row, day] < _REST), start + 1, start)
    return start


def _gains(left: Floats, lost: Floats, rate: Floats, uneven: Floats) -> Floats:
    """Give the evidence of each day (days by rows) from what it lacks and from what it brought."""
    gain = left * rate[:, None]
    gain += lost
    gain /= uneven[:, None]
    np.clip(gain, -20.0, _MOST, out=gain)
    return np.ascontiguousarray(gain.T)


def _rate_before(count: Floats, share: Floats, start: Ints, first: Ints, rough: Floats) -> Floats:
    """Give the rate of the weeks before a day, where there are enough of them."""
    day = np.arange(count.shape[1])
    before = (day < start[:, None]) & (day >= start[:, None] - _BEFORE)
    exposed = np.where(before, share, 0.0).sum(axis=1)
    rate = np.where(before, count, 0.0).sum(axis=1) / np.maximum(exposed, 1e-9)
    return np.where(start - first >= _LEAST_BEFORE, rate, rough)


@dataclass(frozen=True)
class _Weeks:
    """Whole weeks, the last of them ending with the last day: what they brought, and the share."""

    count: Floats
    share: Floats
    begin: Ints
    first: Ints

    @classmethod
    def of(cls, count: Floats, share: Floats, first: Ints) -> Self:
        days = count.shape[1]
        cut = days % 7
        return cls(_by_week(count[:, cut:]), share[:, cut:], np.arange(cut, days, 7), first)

    def unevenness(self, rate: Floats, start: Ints | None = None) -> Floats:
        """Give the variance over the mean of whole weeks, before a day; at least 1."""
        mean = _by_week(self.share * rate[:, None])
        is_in = (self.begin >= self.first[:, None]) & (mean > 0)
        if start is not None:
            is_in &= self.begin + 7 <= start[:, None]
        surprise = np.where(is_in, (self.count - mean) ** 2 / np.where(mean > 0, mean, 1.0), 0.0)
        seen = is_in.sum(axis=1)
        found: Floats = (surprise.sum(axis=1) + 4.0) / (seen + 4.0)  # leans on 1 where little is
        return np.maximum(found, 1.0)


def _by_week(values: Floats) -> Floats:
    """Add up each seven columns, from the first of them to the last."""
    found = values[:, ::7].copy()
    for day in range(1, 7):
        found += values[:, day::7]
    return found


@dataclass(frozen=True)
class _Stretches:
    """Sums of gains from where each stretch begins: one row for each one asked, one column a day.

    A stretch begins on the first day, and after a day on which the sum of the one before was used
    up. ``begin`` is where the last one does, ``lasts`` whether it goes on.
    """

    total: Floats
    begin: NDArray[np.int16]
    lasts: NDArray[np.bool_]

    @classmethod
    def of(cls, gains: Floats) -> Self:
        """Add up the gains of each day (days by rows)."""
        days, rows = gains.shape
        left = np.zeros(rows)
        for gain in gains:
            np.add(left, gain, out=gain)
            np.maximum(gain, 0.0, out=left)
        total = np.ascontiguousarray(gains.T)
        begins = np.ones((rows, days), np.bool_)
        np.less_equal(total[:, :-1], 0, out=begins[:, 1:])
        begin = days - 1 - begins[:, ::-1].argmax(axis=1)
        last = total[:, -1]
        lasts = last > 0
        open_ = np.flatnonzero(lasts)
        top = np.where(np.arange(days) >= begin[open_, None], total[open_], 0.0).max(axis=1)
        lasts[open_] = last[open_] >= 0.7 * top
        return cls(total, begin, lasts)

    @property
    def open_since(self) -> Ints:
        """The first day of the stretch that lasts; the number of days where there is none."""
        return np.where(self.lasts, self.begin, self.total.shape[1])

    @property
    def open_gain(self) -> Floats:
        """What the stretch that lasts adds up to."""
        return np.where(self.lasts, self.total[:, -1], 0.0)

    def ended(self) -> tuple[Ints, Ints, Floats]:
        """Give where the weightiest of the others begins and ends, and what it adds up to."""
        rows, days = self.total.shape
        row, day = np.arange(rows), np.arange(days)
        end = np.where(self.lasts, self.begin, days)
        total = np.where(day < end[:, None], self.total, 0.0)
        best = total.argmax(axis=1)
        gain = np.maximum(total[row, best], 0.0)
        is_over = (total <= 0) & (day < best[:, None])
        begin = np.where(is_over.any(axis=1), days - is_over[:, ::-1].argmax(axis=1), 0)
        is_one = gain > 0
        return np.where(is_one, begin, days), np.where(is_one, best + 1, days), gain
