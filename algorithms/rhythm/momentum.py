"""Momentum: whether two people are in touch more or less than just before, on their own scale.

    momentum = (n - m) / (n + m)      n active days in the last window, m in the one before it

It runs from -1 (all gone) by 0 (as before) to 1 (all new), and is none where both windows are
empty or the pair has no usual gap yet. A window is three usual gaps, at least 14 days: a regular
rhythm of whatever length has about as many active days in the one as in the other.

Cost: O(m) for m active days.

References
----------
Raeder, T., Lizardo, O., Hachen, D., Chawla, N. "Predictors of short-term decay of cell phone
contacts in a large scale communication network." Social Networks 33 (2011): two windows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.cadence import ActiveDays

__all__ = ["Momentum", "momentum", "momentum_on"]

_USUAL_GAPS = 3
_LEAST_DAYS = 14
_WINDOWS = 2

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Momentum:
    """One row for each pair: the value, the window in days, and the active days in both windows."""

    value: Floats
    window: Floats
    now: NDArray[np.int32]
    before: NDArray[np.int32]


def momentum(days: ActiveDays, usual_gap: Floats, until: NDArray[np.integer]) -> Momentum:
    """Compare for each pair the window that ends with the day *until* with the one before.

    >>> days = ActiveDays(np.array([0, 5, 9, 20], dtype=np.int32), np.array([0, 4]))
    >>> found = momentum(days, np.array([5.0]), np.array([20]))
    >>> found.window, found.now, found.before, found.value
    (array([15.]), array([2], dtype=int32), array([2], dtype=int32), array([0.]))
    """
    window = _window(usual_gap)
    known = ~np.isnan(window)
    length = np.diff(days.start)[known]
    day = days.day[np.repeat(known, np.diff(days.start))]
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(length)])
    return _told(window, np.flatnonzero(known), ActiveDays(day, start), until[known])


def momentum_on(
    day: int,
    usual_gap: Floats,
    last: NDArray[np.integer],
    days_of: Callable[[NDArray[np.intp]], ActiveDays],
) -> Momentum:
    """Give the momentum of every pair on one day, by its *last* active day.

    Those whose last day lies before both windows had none in either; *days_of* gives the active
    days of the others.

    >>> days = ActiveDays(np.array([0, 5, 9, 20], dtype=np.int32), np.array([0, 4]))
    >>> momentum_on(20, np.array([5.0]), np.array([20]), lambda _pairs: days).value
    array([0.])
    """
    window = _window(usual_gap)
    pair = np.flatnonzero((day - last) / window < _WINDOWS)  # NaN is not
    return _told(window, pair, days_of(pair), np.full(len(pair), day))


def _window(usual_gap: Floats) -> Floats:
    found: Floats = np.maximum(_USUAL_GAPS * usual_gap, _LEAST_DAYS)  # NaN stays so
    return found


def _told(
    window: Floats, pair: NDArray[np.intp], days: ActiveDays, until: NDArray[np.integer]
) -> Momentum:
    """Count the active days of some pairs in both windows; the others have none."""
    now = np.zeros(len(window), np.int32)
    before = np.zeros(len(window), np.int32)
    if len(pair):
        length = np.diff(days.start)
        age = np.repeat(until, length) - days.day
        windows_back = age / np.repeat(window[pair], length)
        begin = days.start[:-1]
        now[pair] = np.add.reduceat(windows_back < 1, begin, dtype=np.int32)
        both = np.add.reduceat(windows_back < _WINDOWS, begin, dtype=np.int32)
        before[pair] = both - now[pair]
    both = np.where(now + before > 0, now + before, np.nan)
    return Momentum((now - before) / both, window, now, before)
