"""Heard days: every pair's own calendar, in which days without word from its feeds do not pass.

An outage of a feed is no silence of the pairs that met in it, and inside a past gap it is no gap of
theirs. So rhythms are read, and silence is counted, on a clock that stands still meanwhile:

    heard day = day - whole days lost up to it,   days lost in a gap = its days - its heard days

with the heard days of `algorithms.feeds.coverage`, at the share of the pair's contacts whose feeds
were working. Active days stay apart by at least one. Without coverage every day is heard.

Cost: O(active days) for each outage.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from algorithms.feeds.coverage import Coverage
from algorithms.rhythm.cadence import ActiveDays, active_days
from algorithms.rhythm.phase import NEVER
from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["Heard", "heard_days"]

Floats = NDArray[np.float64]
Moments = NDArray[np.int64]


@dataclass(frozen=True)
class Heard:
    """The active days of every pair on its own clock, read once they are asked for."""

    timeline: Timeline
    rows: PairRows
    coverage: Coverage | None = None
    shares: NDArray[np.float32] | None = None

    @cached_property
    def real(self) -> ActiveDays:
        """The active days as the calendar has them."""
        return active_days(self.timeline, self.rows)

    @cached_property
    def days(self) -> ActiveDays:
        """The same days, counted in heard days since the pair's first, which keeps its number."""
        if self.coverage is None or self.shares is None:
            return self.real
        return _on_own_clock(self.real, self.coverage, self.shares)

    def between(self, since: Moments, until: int) -> Floats:
        """Give the heard days from a moment of each pair to one for all."""
        if self.coverage is None or self.shares is None:
            return np.asarray((until - since) / DAY)
        return self.coverage.heard(self.shares, since, until)

    def today(self, day: int) -> NDArray[np.int64]:
        """Give the number that a day has on the clock of each pair, from its last active day on."""
        last = self.real.last.astype(np.int64) * DAY
        passed = np.floor(self.between(last, day * DAY)).astype(np.int64)
        return self.days.last + passed

    def after(self, since: Moments, wait: Moments) -> Moments:
        """Give the moments when so many heard microseconds have passed; ``NEVER`` stays so."""
        never = wait >= NEVER // 4
        if self.coverage is None or self.shares is None:
            found = since + np.where(never, 0, wait)
        else:
            found = self.coverage.after(self.shares, since, np.where(never, np.nan, wait / DAY))
        return np.where(never, NEVER, found)


def heard_days(timeline: Timeline, rows: PairRows, coverage: Coverage | None = None) -> Heard:
    """Find the active days of each pair as its own clock counts them.

    Every ten days, but that nothing was heard on the days 60 to 79:

    >>> from algorithms.feeds.coverage import coverage
    >>> from algorithms.rows.pair_rows import pair_rows
    >>> busy = np.repeat(np.arange(100), 5)
    >>> known = coverage(busy[(busy < 60) | (busy >= 80)] * DAY)
    >>> met = Timeline.of(2, source=[0] * 4, target=[1] * 4, at=np.array([40, 50, 80, 90]) * DAY,
    ...                   interaction=[0, 1, 2, 3])
    >>> found = heard_days(met, pair_rows(met, np.ones(4), as_of=99 * DAY), known)
    >>> found.days.day, found.real.day
    (array([40, 50, 60, 70], dtype=int32), array([40, 50, 80, 90], dtype=int32))
    """
    if coverage is None or not coverage.outages:
        return Heard(timeline, rows)
    return Heard(timeline, rows, coverage, coverage.shares(timeline, rows))


def _on_own_clock(days: ActiveDays, coverage: Coverage, shares: NDArray[np.float32]) -> ActiveDays:
    inner = np.ones(len(days.day), bool)
    inner[days.start[:-1]] = False
    later = np.flatnonzero(inner)
    pair = np.repeat(np.arange(len(shares), dtype=np.int32), np.diff(days.start))[later]
    begin, end = (days.day[k].astype(np.int64) * DAY for k in (later - 1, later))
    is_cut = np.zeros(len(later), bool)
    for outage in coverage.outages:
        is_cut |= (begin < outage.until) & (end > outage.since)
    cut, lost = np.flatnonzero(is_cut), np.zeros(len(days.day))
    heard = coverage.heard(shares[pair[cut]], begin[cut], end[cut])
    lost[later[cut]] = (end[cut] - begin[cut]) / DAY - heard
    return ActiveDays(_counted(days, lost, inner), days.start)


def _counted(days: ActiveDays, lost: Floats, inner: NDArray[np.bool_]) -> NDArray[np.int32]:
    first = np.repeat(days.start[:-1], np.diff(days.start))
    so_far = np.cumsum(lost)
    whole = np.floor(so_far - so_far[first] + 1e-6).astype(np.int64)
    gap = np.diff(days.day, prepend=days.day[:1]).astype(np.int64)
    skipped = np.where(inner, np.diff(whole, prepend=0), 0)
    passed = np.cumsum(np.where(inner, np.maximum(gap - skipped, 1), 0))
    return np.asarray(days.day[first] + passed - passed[first], np.int32)
