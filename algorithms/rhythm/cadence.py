"""Cadence: on which days two people are in touch, and how long they usually leave between.

An *active day* of a pair is a UTC day with at least one of its interactions: a burst of forty
messages in one afternoon is one of them. Over the last 12 gaps between active days, in days,

    usual gap  = their median;                 none below 5 active days
    long gap   = the second longest of them:   what happened twice belongs to the rhythm

and over the last 18 of them

    recent gap = median of the last 6;         none below 11 active days
    pace       = recent gap / median of the up to 12 before those:   above 1 is slower than it was
    break      = the longest of the last 3

A median does not move for one holiday, nor the second longest gap for one long silence.

Cost: O(m) for m rows in (pair, time) order.

References
----------
Ureña-Carrión, J., Saramäki, J., Kivelä, M. "Estimating tie strength in social networks using
temporal communication data." EPJ Data Science 9:37 (2020): active days instead of counts.
Navarro, H., Miritello, G., Canales, A., Moro, E. "Temporal patterns behind the strength of
persistent ties." EPJ Data Science 6:31 (2017): elapsed time against the usual gap.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["LEAST_ACTIVE_DAYS", "ActiveDays", "Cadence", "active_days", "cadence", "rhythm"]

LEAST_ACTIVE_DAYS = 5  # below, there is no rhythm to speak of
_GAPS = 12  # how many of the last gaps a rhythm is read from
_RECENT = 6  # of the last gaps, how many tell the present pace
_LEAST_EARLIER = 4  # gaps before those, for a pace to be compared with
_BREAK = 3  # how far back, in gaps, a pair has just come back
_CHUNK = 1 << 18  # pairs at a time: bounds the memory, and never depends on the machine
_NO_GAP = np.iinfo(np.int32).max  # sorts behind every gap

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ActiveDays:
    """The distinct days of every pair, as days since the epoch, oldest first.

    Pair k owns ``day[start[k] : start[k + 1]]``, and there is at least one.
    """

    day: NDArray[np.int32]
    start: Ints

    @property
    def first(self) -> NDArray[np.int32]:
        """The first active day of each pair."""
        return self.day[self.start[:-1]]

    @property
    def last(self) -> NDArray[np.int32]:
        """The last active day of each pair."""
        return self.day[self.start[1:] - 1]


@dataclass(frozen=True)
class Cadence:
    """One row for each pair asked for; gaps in days, NaN where there are too few to tell."""

    active_days: NDArray[np.int32]
    usual_gap: Floats
    long_gap: Floats
    recent_gap: Floats
    pace: Floats
    longest_break: Floats


def active_days(timeline: Timeline, rows: PairRows) -> ActiveDays:
    """Find the distinct UTC days on which each pair was in touch.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 1, 0], target=[1, 0, 1], at=[0, 5, 2 * DAY])
    >>> active_days(timeline, pair_rows(timeline, np.ones(3), as_of=2 * DAY))
    ActiveDays(day=array([0, 2], dtype=int32), start=array([0, 2]))
    """
    day = (timeline.at[rows.row] // DAY).astype(np.int32)
    is_new = np.diff(day, prepend=day[:1] - 1) != 0
    is_new[rows.first] = True
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_new)])
    return ActiveDays(day[is_new], before[rows.start])


def cadence(day: NDArray[np.int32], begin: Ints, end: Ints) -> Cadence:
    """Read the rhythm of pairs whose active days are ``day[begin[k] : end[k]]``.

    Taking an earlier end gives the rhythm as it was then.

    Weekly but for one fortnight, with two weeks ahead of a gap of 30 days:

    >>> days = np.array([0, 7, 14, 21, 35, 42, 49, 79], dtype=np.int32)
    >>> found = cadence(days, np.array([0]), np.array([8]))
    >>> found.usual_gap, found.long_gap, found.longest_break
    (array([7.]), array([14.]), array([30.]))
    """
    count = (end - begin).astype(np.int32)
    found = np.full((5, len(count)), np.nan)
    known = np.flatnonzero(count >= LEAST_ACTIVE_DAYS)
    for chunk in range(0, len(known), _CHUNK):
        pair = known[chunk : chunk + _CHUNK]
        gaps = _last_gaps(day, begin[pair], end[pair], _RECENT + _GAPS)
        rhythm, recent, earlier = gaps[:, :_GAPS], gaps[:, :_RECENT], gaps[:, _RECENT:]
        has_pace = count[pair] > _RECENT + _LEAST_EARLIER
        found[0, pair] = _median(rhythm)
        found[1, pair] = np.partition(np.where(rhythm == _NO_GAP, -1, rhythm), -2)[:, -2]
        found[2, pair] = np.where(has_pace, _median(recent), np.nan)
        found[3, pair] = found[2, pair] / np.where(has_pace, _median(earlier), np.nan)
        found[4, pair] = gaps[:, :_BREAK].max(axis=1)
    return Cadence(count, *found)


def rhythm(timeline: Timeline, rows: PairRows) -> Cadence:
    """Give the cadence of every pair as of the last of its rows.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0] * 5, target=[1] * 5, at=np.arange(5) * 3 * DAY)
    >>> rhythm(timeline, pair_rows(timeline, np.ones(5), as_of=99 * DAY)).usual_gap
    array([3.])
    """
    days = active_days(timeline, rows)
    return cadence(days.day, days.start[:-1], days.start[1:])


def _last_gaps(day: NDArray[np.int32], begin: Ints, end: Ints, most: int) -> NDArray[np.int32]:
    """Give the last gaps of each pair, one row a pair, the newest first."""
    gaps = np.full((len(end), most), _NO_GAP, np.int32)
    for back in range(most):
        place = end - 1 - back
        has = np.flatnonzero(place > begin)
        gaps[has, back] = day[place[has]] - day[place[has] - 1]
    return gaps


def _median(gaps: NDArray[np.int32]) -> Floats:
    """Give the median of the gaps in each row, those that are not there left out."""
    ordered = np.sort(gaps, axis=1)
    known = np.maximum(np.count_nonzero(gaps != _NO_GAP, axis=1), 1)
    middle = np.stack([(known - 1) // 2, known // 2], axis=1)
    found: Floats = np.take_along_axis(ordered, middle, axis=1).mean(axis=1, dtype=np.float64)
    return found
