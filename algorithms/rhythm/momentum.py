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

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.cadence import ActiveDays

__all__ = ["Momentum", "momentum"]

_USUAL_GAPS = 3
_LEAST_DAYS = 14

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
    window = np.where(np.isnan(usual_gap), np.nan, np.maximum(_USUAL_GAPS * usual_gap, _LEAST_DAYS))
    now = np.zeros(len(window), np.int32)
    before = np.zeros(len(window), np.int32)
    known = np.flatnonzero(~np.isnan(window))
    if len(known):
        length = np.diff(days.start)
        is_in = np.repeat(~np.isnan(window), length)
        length = length[known]
        age = np.repeat(until[known], length) - days.day[is_in]
        windows_back = age / np.repeat(window[known], length)
        begin = np.cumsum(length) - length
        now[known] = np.add.reduceat(windows_back < 1, begin, dtype=np.int32)
        before[known] = np.add.reduceat(windows_back < 2, begin, dtype=np.int32) - now[known]
    both = np.where(now + before > 0, now + before, np.nan)
    return Momentum((now - before) / both, window, now, before)
