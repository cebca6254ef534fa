"""Scores: one number for each person, and how it was made."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Scores", "first", "nine_digits", "percentiles", "ranks", "ranks_of"]

_DROPPED_BITS = 21  # of a float's 52: nine decimal digits stay


@dataclass(frozen=True)
class Scores:
    """Values in the order of people; NaN where the measure is undefined (null, never 0).

    ``parameters`` name what it was made with (damping, tolerance, seed, pivots, ...);
    ``has_converged`` is False where an iteration stopped early. ``error`` says how far off
    sampled values can be, all of them at once 19 times out of 20, in their own unit; 0 where they
    are exact.
    """

    measure: str
    values: NDArray[np.float64]
    parameters: Mapping[str, float | int | str] = field(default_factory=dict)
    has_converged: bool = True
    error: float = 0.0

    def top(self, k: int) -> NDArray[np.intp]:
        """Give the k people with the largest values, undefined ones left out, ties by number."""
        return first(self.values, k)


def nine_digits(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to nine significant digits, in binary, so that values a rounding apart become equal.

    >>> one, other = nine_digits(np.array([0.1 + 0.2, 0.3]))
    >>> 0.1 + 0.2 == 0.3, bool(one == other)
    (False, True)
    """
    half = np.int64(1 << (_DROPPED_BITS - 1))
    bits = np.asarray(values, np.float64).view(np.int64)
    return ((bits + half) & np.int64(-1 << _DROPPED_BITS)).view(np.float64)


def ranks(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give competition ranks, the largest first: values equal to nine digits share a rank.

    Undefined values have the rank 0.

    >>> ranks(np.array([3.0, 5.0, 3.0, np.nan]))
    array([2, 1, 2, 0])
    """
    known = ~np.isnan(values)
    rounded = -nine_digits(values[known])
    found = np.zeros(len(values), np.int64)
    found[known] = np.searchsorted(np.sort(rounded), rounded, "left") + 1
    return found


def ranks_of(
    values: NDArray[np.float64], some: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the ranks of some whose values are defined, and how many have each: `ranks` for a few.

    >>> ranks_of(np.array([3.0, 5.0, 3.0, np.nan]), np.array([0, 1]))
    (array([2, 1]), array([2, 1]))
    """
    rounded = -nine_digits(values)
    ordered = np.sort(rounded)  # undefined ones come last
    before, until = (np.searchsorted(ordered, rounded[some], side) for side in ("left", "right"))
    return before + 1, until - before


def first(values: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Give so many with the largest values, largest first, equals by number; undefined ones never.

    >>> first(np.array([3.0, 5.0, np.nan, 3.0, 4.0]), 3)
    array([1, 4, 0])
    """
    falling = -values
    count = min(count, int(np.count_nonzero(~np.isnan(falling))))
    if count == 0:
        return np.zeros(0, np.intp)
    among = np.flatnonzero(falling <= np.partition(falling, count - 1)[count - 1])
    order: NDArray[np.intp] = among[np.argsort(falling[among], kind="stable")]
    return order[:count]


def percentiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the share of people with a smaller value, equal ones counting half, from 0 to 1.

    Undefined values are passed through as NaN. One person stands at 0.5.

    >>> percentiles(np.array([1.0, 2.0, 2.0, 5.0]))
    array([0.125, 0.5  , 0.5  , 0.875])
    """
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known])]
    ordered = values[order]
    is_first = np.ones(len(ordered), np.bool_)  # of a run of equal values
    is_first[1:] = ordered[1:] != ordered[:-1]
    first = np.flatnonzero(is_first)
    count = np.diff(first, append=len(ordered))
    found = np.full(len(values), np.nan)
    found[order] = np.repeat((2 * first + count) / 2 / max(len(order), 1), count)
    return found
