"""Kinds of days: days that are alike for everybody are counted, not walked over.

All days of one weekday on which the same feeds were out are of one kind. What a stretch of days
adds up to for somebody is then a sum over kinds, of how many days of each there are in it; that
is a difference of two counts, however long the stretch.

Cost: O(kinds) for each stretch; there are seven kinds where no feed ever stopped.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["Days", "Weeks"]

_NOTHING = 1e-9  # what is left of a share where all of somebody's feeds are out

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Days:
    """The days that are read.

    ``kind`` is that of each day; ``weekday`` and ``out`` (a row for each stopped feed) say what
    days of each kind are; ``passed`` counts those of each kind (rows) before each day, and in all.
    """

    kind: Ints
    weekday: Floats
    out: Floats
    passed: NDArray[np.int32]

    @classmethod
    def of(cls, weekday: Floats, first_day: int, out: Floats) -> Self:
        """Sort the days from *first_day* on, one for each column of *out*, into kinds."""
        share = weekday[(first_day + np.arange(out.shape[1])) % 7]
        kinds, kind, passed = _sorted(np.vstack([share[None], out]))
        return cls(kind, kinds[0], kinds[1:], passed)

    def __len__(self) -> int:
        return len(self.kind)

    def shares(self, feeds: Floats) -> Floats:
        """Give what a day of each kind is worth (rows) to those who use *feeds* so much (rows).

        Ann uses one feed, which is out on the third of three days:

        >>> Days.of(np.ones(7), 0, np.array([[0.0, 0.0, 1.0]])).shares(np.ones((1, 1)))
        array([[1.],
               [0.]])
        """
        heard = np.ones((len(self.weekday), len(feeds)))
        for out, used in zip(self.out, feeds.T, strict=True):
            heard -= out[:, None] * used
        return self.weekday[:, None] * np.where(heard < _NOTHING, 0.0, heard)

    def between(self, low: Ints, high: Ints, worth: Floats, row: Ints | None = None) -> Floats:
        """Add up days from *low* to *high* (exclusive), by their worth (kinds by those asked).

        *row* says whose each stretch is; one for each of those asked if it is not given.

        >>> days = Days.of(np.ones(7), 0, np.zeros((0, 10)))
        >>> days.between(np.array([2]), np.array([5]), np.array([[0.5]]))
        array([1.5])
        """
        found = np.zeros(len(low))
        for passed, each in zip(self.passed, worth, strict=True):
            found += (passed[high] - passed[low]) * (each if row is None else each[row])
        return found

    @cached_property
    def weeks(self) -> "Weeks":
        """The whole weeks."""
        return Weeks.of(self)


@dataclass(frozen=True)
class Weeks:
    """Whole weeks, the last of them ending with the last day, sorted into kinds as days are.

    ``begin`` is where the first of them does, ``count`` how many there are; ``days`` says how many
    days of each kind (columns) weeks of each kind have; ``kind`` and ``passed`` are as of days.
    """

    begin: int
    count: int
    kind: Ints
    days: NDArray[np.int32]
    passed: NDArray[np.int32]

    @classmethod
    def of(cls, days: Days) -> Self:
        """Sort the whole weeks of some days."""
        begin, count = len(days) % 7, len(days) // 7
        ends = days.passed[:, begin::7]
        kinds, kind, passed = _sorted(np.diff(ends, axis=1))
        return cls(begin, count, kind, kinds.T, passed)

    def shares(self, shares: Floats) -> Floats:
        """Give what weeks of each kind (rows) are worth, where days are worth *shares*."""
        found = np.zeros((len(self.days), shares.shape[1]))
        for k, each in enumerate(shares):
            found += self.days[:, k, None] * each
        return found


def _sorted(columns: NDArray[Any]) -> tuple[NDArray[Any], Ints, NDArray[np.int32]]:
    """Give the columns that differ, which of them each is, and how many of each came before."""
    kinds, kind = np.unique(columns, axis=1, return_inverse=True)
    kind = kind.reshape(columns.shape[1])
    passed = np.zeros((kinds.shape[1], len(kind) + 1), np.int32)
    np.cumsum(kind == np.arange(kinds.shape[1])[:, None], axis=1, out=passed[:, 1:])
    return kinds, kind, passed
