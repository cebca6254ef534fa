"""Appearance: what every pair looks like on each of its active days, before any of it is held.

Which of new, revived, cooling (thinned out), growing and steady holds on an active day, by the
definitions of `algorithms.rhythm.folding`, from that day's first contact and what was before it;
and how long a silence after it would take to change that. Moments are those of the pair's own clock
(`algorithms.rhythm.heard`), which stands still while its feeds are not heard.

Cost: O(active days), and O(log) more for the days whose gaps have grown.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.heard import Heard
from algorithms.rhythm.past import PastRhythm, first_from, past_rhythm
from algorithms.rhythm.phase import NEVER, STATES, Thresholds, patience
from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["NO_END", "Appearance", "appearances"]

NO_END = NEVER // 4
"""A wait that does not end; twice of it can be added to a moment."""

_NEW, _GROWING, _STEADY, _COOLING, _, _, _REVIVED = range(len(STATES))
_YEAR = 365 * DAY
_BACK = 3  # so many of the last gaps tell of a coming back
_USUAL_GAPS, _LONG_GAPS, _LEAST_DAYS = 3, 2, 14  # of a window that growth shows in

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Appearance:
    """One row for each active day; pair k owns ``start[k] : start[k + 1]``. Microseconds.

    ``at`` and ``last`` are the first and the last contact of the day. ``patience``, ``at_risk`` and
    ``dormant`` are silences after the last, ``NO_END`` where there is none; ``usual`` is the usual
    gap, 0 where it is not known. ``was_silent``: since the day before long enough to count.
    """

    start: Ints
    at: Ints
    last: Ints
    lost: Ints
    looks: NDArray[np.uint8]
    was_silent: NDArray[np.bool_]
    usual: Ints
    patience: Ints
    at_risk: Ints
    dormant: Ints


@dataclass(frozen=True)
class _Days:
    """The active days of some pairs: their rows begin and end at ``row`` among ``at`` (heard)."""

    day: NDArray[np.int32]
    start: Ints
    at: Ints
    real: Ints
    row: Ints
    strength: Floats
    lost: Ints


def appearances(
    timeline: Timeline,
    rows: PairRows,
    strength: Floats,
    heard: Heard,
    pairs: tuple[int, int],
    thresholds: Thresholds,
) -> Appearance:
    """Find what the pairs from one number up to another looked like on each active day."""
    days = _days_of(timeline, rows, strength, heard, pairs)
    rhythm = past_rhythm(days.day, days.start)
    wait = patience(rhythm.usual, rhythm.long, thresholds)
    is_known = ~np.isnan(wait)
    at, last = days.at[days.row[:-1]], days.at[days.row[1:] - 1]
    patient = _micros(wait)
    dormant = np.where(
        is_known, _micros(thresholds.dormant * wait), round(thresholds.quiet_days * DAY)
    )
    silent = np.zeros(len(at), np.int64)
    silent[1:] = np.where(rhythm.nth[1:] > 0, at[1:] - last[:-1], 0)
    was_silent, was_dormant = np.zeros((2, len(at)), bool)
    was_silent[1:] = silent[1:] > np.minimum(patient, dormant)[:-1]
    was_dormant[1:] = silent[1:] > dormant[:-1]

    age = days.day - np.repeat(days.day[days.start[:-1]], np.diff(days.start))
    looks = np.full(len(at), _STEADY, np.uint8)
    looks[_is_growing(days, rhythm, age, thresholds)] = _GROWING
    looks[_has_thinned(days, rhythm, patient, thresholds)] = _COOLING
    looks[~is_known | (age <= thresholds.new_days)] = _NEW
    for back in range(_BACK):
        came_back = np.flatnonzero(was_dormant) + back
        came_back = came_back[came_back < len(at)]
        looks[came_back[rhythm.nth[came_back] > back]] = _REVIVED
    return Appearance(
        start=days.start,
        at=at,
        last=last,
        lost=days.lost,
        looks=looks,
        was_silent=was_silent,
        usual=np.where(is_known, _micros(rhythm.usual), 0),
        patience=patient,
        at_risk=_micros(thresholds.at_risk * wait),
        dormant=dormant,
    )


def _days_of(
    timeline: Timeline,
    rows: PairRows,
    strength: Floats,
    heard: Heard,
    pairs: tuple[int, int],
) -> _Days:
    """Cut some pairs out, with their rows on their own clocks."""
    begin, end = pairs
    low, high = int(rows.start[begin]), int(rows.start[end])
    real = timeline.at[rows.row[low:high]]
    day = real // DAY
    is_new = np.diff(day, prepend=day[0] - 1) != 0
    is_new[rows.start[begin:end] - low] = True
    row = np.append(np.flatnonzero(is_new), high - low)
    part = slice(int(heard.days.start[begin]), int(heard.days.start[end]))
    lost = (heard.real.day[part] - heard.days.day[part]).astype(np.int64) * DAY
    return _Days(
        day=heard.days.day[part],
        start=heard.days.start[begin : end + 1] - part.start,
        at=real - np.repeat(lost, np.diff(row)) if lost.any() else real,
        real=real,
        row=row,
        strength=strength[low:high],
        lost=lost,
    )


def _is_growing(days: _Days, rhythm: PastRhythm, age: NDArray[np.int32], limit: Thresholds) -> Ints:
    """Find the days from which the last window holds many more active days than the one before."""
    window = np.maximum(_USUAL_GAPS * rhythm.usual, _LONG_GAPS * rhythm.long)
    window = np.maximum(window, _LEAST_DAYS)
    known = np.flatnonzero(age + rhythm.usual >= 2 * window)  # false where it is not known
    if not len(known):
        return known
    # one ascending column of all pairs: a pair's days lie within a stretch of their own
    stretch = 1 << int(age.max()).bit_length()
    pair = np.repeat(np.arange(len(days.start) - 1), np.diff(days.start))
    place = pair * stretch + age
    counts = []
    for windows in (1, 2):
        since = np.floor(age[known] - windows * window[known]).astype(np.int64) + 1
        first = np.searchsorted(place, pair[known] * stretch + np.maximum(since, 0))
        counts.append(known + 1 - first)
    now, before = counts[0], counts[1] - counts[0]
    more = now - before
    found: Ints = known[(more >= limit.days_more) & (more >= limit.momentum * (now + before))]
    return found


def _has_thinned(days: _Days, rhythm: PastRhythm, patient: Ints, limit: Thresholds) -> Ints:
    """Find the days on which gaps have grown, and strength has gone down to a share of before."""
    slow = np.flatnonzero(rhythm.pace >= limit.slower)
    if not len(slow):
        return slow
    first = days.row[days.start[np.searchsorted(days.start, slow, "right") - 1]]
    row = days.row[slow]
    end = first_from(days.real, row, days.row[slow + 1], days.real[row] + 1)
    lately = first_from(days.at, first, row, days.at[row] - patient[slow])
    in_year = first_from(days.real, first, row, days.real[row] - _YEAR)
    share = _highest(days.strength, lately, end) / _highest(days.strength, in_year, end)
    return slow[share <= limit.faded]


def _highest(strength: Floats, begin: Ints, end: Ints) -> Floats:
    """Give the highest of ``strength[begin[k] : end[k]]``, each at least one long."""
    padded = np.append(strength, 0.0)
    places = np.stack([begin, end], axis=1).ravel()
    found: Floats = np.maximum.reduceat(padded, places)[::2]
    return found


def _micros(days: Floats) -> Ints:
    """Give days in microseconds, ``NO_END`` where they are not known."""
    known = ~np.isnan(days)
    return np.where(known, np.round(np.where(known, days, 0.0) * DAY).astype(np.int64), NO_END)
