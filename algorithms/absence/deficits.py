"""Deficits: what the pair, its two people and their organizations brought, against the usual.

For a pair silent since L, in the same window (L, as_of] for all:

    observed    how often the person reached out to others, or the organization's people did
    expected    their rate over the days of the window, by weekday and by what feeds were heard

and, of the absences of each (`absences`), what of the window lies in them and the evidence G for
them that the pair itself did not bring:

    (G - 2) * (share of the absence in the window) * (share of the window in the absence)
            * (1 - the pair's share of what they bring)

less 2 because the weightiest stretch of many was taken.

Cost: O(log m) for each pair and level.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from algorithms.absence.absences import Absences

__all__ = ["Deficits", "Level", "deficits", "total_between"]

_SEARCHED = 2.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """People, or organizations, as seen from pairs: their counts by day and their absences.

    Members are rows of ``counts`` and of ``absences``; days are its columns, the first of them
    ``first_day``.
    """

    counts: csr_array
    absences: Absences
    first_day: int
    weekday: Floats


@dataclass(frozen=True)
class Deficits:
    """One row for each pair, for one of its people or organizations.

    ``days`` of the window lie in the absence that covers most of it, which lasts from ``since`` to
    ``until`` (columns; the number of columns where it lasts); ``against`` is the evidence that must
    be explained otherwise if it is not this one's absence.
    """

    observed: Floats
    expected: Floats
    days: Floats
    since: Ints
    until: Ints
    against: Floats


def deficits(level: Level, row: Ints, begin: Floats, end: float, share: Floats) -> Deficits:
    """Compare what is observed with what is expected, for pairs silent from *begin* to *end*.

    Both in columns of the level, with fractions; *row* is who is asked about, -1 for nobody;
    *share* is what part of theirs the pair brings.
    """
    found = level.absences
    columns = level.counts.shape[1]
    known = row >= 0
    at = np.where(known, row, 0)
    window = np.clip(np.ceil(begin).astype(np.int64), 0, columns)
    if not len(found.rate):
        none = np.zeros(len(row))
        return Deficits(none, none, none, window * 0, window * 0, none)
    spans = [
        (found.open_since[at], np.full(len(at), columns), found.open_gain[at]),
        (found.since[at], found.until[at], found.gain[at]),
    ]
    days, since = np.zeros(len(row)), np.full(len(row), columns)
    until, against = np.full(len(row), columns), np.zeros(len(row))
    for first, last, gain in spans:
        over = np.minimum(last, end) - np.maximum(first, begin)
        over = np.where(known & (gain > 0), np.maximum(over, 0.0), 0.0)
        lies = over / np.maximum(last - first, 1) * over / np.maximum(end - begin, 1e-9)
        against += np.maximum(gain - _SEARCHED, 0.0) * np.minimum(lies, 1.0) * (1 - share)
        is_more = over > days
        since, until = np.where(is_more, first, since), np.where(is_more, last, until)
        days = np.where(is_more, over, days)
    expected = found.rate[at] * _weekdays(level, window, columns)
    return Deficits(
        observed=np.where(known, total_between(level.counts, at, window, columns), 0.0),
        expected=np.where(known, expected * (1 - share), 0.0),
        days=days,
        since=since,
        until=until,
        against=against,
    )


def total_between(counts: csr_array, row: Ints, begin: Ints, end: int) -> Floats:
    """Give the sums of rows over columns begin to end.

    >>> counts = csr_array(np.array([[1, 0, 2, 3]]))
    >>> total_between(counts, np.array([0]), np.array([1]), 3)
    array([2.])
    """
    columns = counts.shape[1]
    line = np.repeat(np.arange(counts.shape[0], dtype=np.int64), np.diff(counts.indptr))
    key = line * (columns + 1) + counts.indices
    before = np.concatenate([np.zeros(1), np.cumsum(counts.data, dtype=np.float64)])
    low = np.searchsorted(key, row * (columns + 1) + begin)
    high = np.searchsorted(key, row * (columns + 1) + np.maximum(end, begin))
    return np.asarray(before[high] - before[low])


def _weekdays(level: Level, begin: Ints, end: int) -> Floats:
    """Give how many ordinary days the columns from each beginning to the end are worth."""
    share = level.weekday[(level.first_day + np.arange(level.counts.shape[1])) % 7]
    before = np.concatenate([np.zeros(1), np.cumsum(share)])
    return np.asarray(before[end] - before[begin])
