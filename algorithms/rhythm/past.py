"""Past rhythm: the cadence of every pair as it was on each of its active days.

What `algorithms.rhythm.cadence` says of a pair now, said of every day on which the pair was in
touch, from that day and those before alone:

    usual    median of the last 12 gaps;                NaN below 5 active days
    long     the second longest of them
    pace     median of the last 6 gaps / the usual gap 6 gaps before;   NaN below 11 active days

Cost: O(active days): windows of 12 neighbouring gaps, sorted row by row in compiled code.

References
----------
`algorithms.rhythm.cadence`, where the definitions come from.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from algorithms.rhythm.cadence import LEAST_ACTIVE_DAYS

__all__ = ["PastRhythm", "first_from", "past_rhythm"]

_GAPS = 12
_RECENT = 6
_LEAST_FOR_PACE = 10  # gaps
_NO_GAP = np.iinfo(np.int32).max  # sorts behind every gap

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PastRhythm:
    """One row for each active day: gaps in days, NaN where there were too few to tell.

    ``nth`` counts the pair's active days before it.
    """

    nth: Ints
    usual: Floats
    long: Floats
    pace: Floats


def past_rhythm(day: NDArray[np.int32], start: Ints) -> PastRhythm:
    """Read the rhythm on each active day; pair k owns ``day[start[k] : start[k + 1]]``.

    >>> days = np.array([0, 7, 14, 21, 35, 42], dtype=np.int32)
    >>> past_rhythm(days, np.array([0, 6])).usual
    array([nan, nan, nan, nan,  7.,  7.])
    """
    nth = np.arange(len(day)) - np.repeat(start[:-1], np.diff(start))
    found = np.full((3, len(day)), np.nan)
    known = np.flatnonzero(nth >= LEAST_ACTIVE_DAYS - 1)
    if len(known):
        gaps = np.diff(day, prepend=np.zeros(_GAPS, np.int32))  # gaps[k + 11] ends with day k
        rows = sliding_window_view(gaps, _GAPS)[known]
        found[0, known], found[1, known] = _usual_and_long(rows, np.minimum(nth[known], _GAPS))
        paced = np.flatnonzero(nth >= _LEAST_FOR_PACE)
        recent = np.sort(sliding_window_view(gaps, _RECENT)[paced + _GAPS - _RECENT], axis=1)
        found[2, paced] = _between(recent, _RECENT) / found[0, paced - _RECENT]
    return PastRhythm(nth, *found)


def first_from(values: NDArray[np.integer], begin: Ints, end: Ints, least: Floats | Ints) -> Ints:
    """Give the first position in ``begin .. end`` whose value is at least *least*, else the end.

    Values ascend between each begin and end.

    >>> first_from(np.array([0, 5, 9, 2, 4]), np.array([0, 3]), np.array([3, 5]), np.array([5, 9]))
    array([1, 5])
    """
    low, high = begin.copy(), end.copy()
    for _ in range(int(np.max(high - low, initial=0)).bit_length()):
        middle = (low + high) // 2
        is_below = values[np.minimum(middle, len(values) - 1)] < least
        is_below &= low < high
        low = np.where(is_below, middle + 1, low)
        high = np.where(is_below, high, middle)
    return low


def _usual_and_long(rows: NDArray[np.int32], known: Ints) -> tuple[Floats, Floats]:
    """Give the median and the second longest of the newest *known* gaps in each row."""
    few = np.flatnonzero(known < _GAPS)
    is_there = np.arange(_GAPS) >= _GAPS - known[few, None]
    rows[few] = np.where(is_there, rows[few], _NO_GAP)
    rows.sort(axis=1)
    usual = _between(rows, _GAPS)
    long = rows[:, -2].astype(np.float64)
    middle = np.stack([(known[few] - 1) // 2, known[few] // 2], axis=1)
    usual[few] = np.take_along_axis(rows[few], middle, axis=1).mean(axis=1, dtype=np.float64)
    long[few] = rows[few, known[few] - 2]
    return usual, long


def _between(ordered: NDArray[np.int32], width: int) -> Floats:
    """Give the mean of the two middle columns."""
    found: Floats = (ordered[:, width // 2 - 1] + ordered[:, width // 2].astype(np.float64)) / 2
    return found
