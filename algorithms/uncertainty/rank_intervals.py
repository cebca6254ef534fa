"""Rank intervals: between which ranks somebody stands, given how little the log may say.

Had the same people, with the same habits, been seen for the same time once more, the log would be
another one, and so would the ranking. What stays is the *true rank*: the rank of the mean of the
measure over all the logs that these habits leave. "3rd, 90 %: 2 to 6" says that it lies there.

    x_i     the measure of person i: as it is, or its root where it cannot be negative
    s_i     how far x_i moves in B drawn logs: sqrt(mean over draws of (x*_i - x_i) ** 2)
    j stands clearly above i where   x_j - x_i > 1.1 * z * sqrt(s_i ** 2 + s_j ** 2)

    from 1 + (how many stand clearly above i)  to  n - (how many stand clearly below i)

z is the two-sided quantile of the level: 1.645 for 90 %. Drawn logs come from `resampling`. A root
makes counts and sums equally unsteady, large or small; the drawn values are first brought to the
sum of those observed, since what moves everybody alike moves no rank; influence is measured by
`drawn_influence`. s_i holds the bias of the draws as well, and 1.1 what they lack in spread.

Why not the percentiles of the drawn ranks? In a drawn log there is the noise of the log and the
noise of the draw: among people who are all alike an interval of 90 % of them covers the true rank
two times out of three. Differences of two people are compared instead: among equals that covers
with the level stated, among very different people with more (up to 98 %), nowhere with less. An
interval speaks of one person; that all of many hold at once is less probable.

A log drawn again knows nothing that was not in the log: of a single mail every draw is that mail
or none. Where fewer than 8 interactions would still keep a pair live nothing is drawn: everybody
may stand anywhere. Intervals of influence that were drawn from one held the true rank of three
people in five, from two to seven of 81 to 88 in a hundred, from eight of 90.

Equal values always lie within each other's interval. Somebody without the measure has no interval,
here 0 to 0; somebody who has it in fewer than two draws may stand anywhere.

Cost: B times the measure; then O(n log n), people grouped by s_i into 64 of which the largest
counts for all. Memory O(m + n): only sums of the draws are kept.

References
----------
Goldstein, H., Healy, M. "The graphical presentation of a collection of means." Journal of the
Royal Statistical Society A 158 (1995).
Hall, P., Miller, H. "Using the bootstrap to quantify the authority of an empirical ranking." Annals
of Statistics 37 (2009).
Xie, M., Singh, K., Zhang, C.-H. "Confidence intervals for population ranks in the presence of ties
and near ties." Journal of the American Statistical Association 104 (2009).
Mogstad, M., Romano, J., Shaikh, A., Wilhelm, D. "Inference for ranks with applications to mobility
across neighbourhoods and academic achievement across countries." Review of Economic Studies 91
(2024).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from algorithms.scores import nine_digits
from algorithms.uncertainty.drawn_influence import to_the_same_sum

__all__ = [
    "LEAST_INTERACTIONS",
    "RankIntervals",
    "Spread",
    "rank_intervals",
    "repetitions",
    "spread",
    "unknown_spread",
]

Floats = NDArray[np.float64]

LEAST_INTERACTIONS = 8
"""Recent interactions below which nobody's rank is known at all."""

_LACKING = 1.1
_GROUPS = 64
_MOST, _LEAST = 200, 40
_WORK = 4e9  # steps of all repetitions together, where that allows more than the fewest


@dataclass(frozen=True)
class Spread:
    """How far each person's value moves from log to log, on the scale of ``x``.

    ``x`` and ``moves`` are NaN where the measure is undefined; ``moves`` is infinite where too few
    draws had it.
    """

    x: Floats
    moves: Floats
    repetitions: int


@dataclass(frozen=True)
class RankIntervals:
    """The first and the last rank that each person may have; 0 for those without the measure."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    level: float


def repetitions(rows: int, people: int, pairs: int, *, exact_limit: float) -> int:
    """Say how often a log is drawn: 200 times, large ones less, down to 40.

    >>> repetitions(80_000, 150, 3_000, exact_limit=1e8)
    200
    >>> repetitions(10_000_000, 1_000_000, 2_000_000, exact_limit=1e8)
    40
    """
    work = 10 * rows + min(people * pairs, exact_limit) + 1
    return int(np.clip(_WORK / work, _LEAST, _MOST))


def spread(
    values: Floats, drawn: Callable[[int], Floats], *, repetitions: int, has_root: bool
) -> Spread:
    """Measure how far values move from log to log.

    Parameters
    ----------
    values
        The measure of everybody, as observed; NaN where it is undefined.
    drawn
        Gives the same of drawn log number k.
    repetitions
        How many logs to draw.
    has_root
        Whether to compare roots: for measures that cannot be negative.

    Examples
    --------
    >>> logs = [np.array([9.0, 4.0]), np.array([4.0, 9.0])]
    >>> spread(np.array([9.0, 4.0]), lambda k: logs[k], repetitions=2, has_root=True).moves
    array([0.70710678, 0.70710678])
    """
    x = _scaled(values, has_root)
    squares, count = np.zeros(len(x)), np.zeros(len(x))
    for k in range(repetitions):
        found = drawn(k)
        if has_root:
            found = to_the_same_sum(found, values)
        moved = (_scaled(found, has_root) - x) ** 2
        is_known = ~np.isnan(moved)
        squares[is_known] += moved[is_known]
        count += is_known
    moves = np.sqrt(squares / np.maximum(count, 1))
    moves[count < 2] = np.inf
    moves[np.isnan(x)] = np.nan
    return Spread(x, moves, repetitions)


def unknown_spread(values: Floats) -> Spread:
    """Give the spread of a measure of which nothing is known but the values: without bounds.

    >>> found = rank_intervals(unknown_spread(np.array([9.0, 4.0, np.nan])))
    >>> found.low, found.high
    (array([1, 1, 0]), array([2, 2, 0]))
    """
    x = nine_digits(values)
    return Spread(x, np.where(np.isnan(x), np.nan, np.inf), repetitions=0)


def rank_intervals(
    found: Spread,
    *,
    level: float = 0.9,
    among: NDArray[np.bool_] | None = None,
    largest_first: bool = True,
    of: NDArray[np.integer] | None = None,
) -> RankIntervals:
    """Find between which ranks everybody stands, among all or among those marked.

    With *of* only these people are looked up, and the others have 0: a page of a long list is
    quick.

    Ann is far ahead; Bob and Cleo can hardly be told apart.

    >>> seen = Spread(np.array([9.0, 4.0, 3.5]), np.array([1.0, 0.5, 0.5]), repetitions=200)
    >>> found = rank_intervals(seen, level=0.9)
    >>> found.low, found.high
    (array([1, 2, 2]), array([1, 3, 3]))
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level!r}")
    x = found.x if largest_first else -found.x
    is_in = ~np.isnan(x) if among is None else ~np.isnan(x) & among
    who = np.flatnonzero(is_in)
    asked = who if of is None else of[is_in[of]]
    value, moves = x[asked], found.moves[asked]
    factor = _LACKING * float(ndtri((1 + level) / 2))
    above, below = np.zeros(len(asked), np.int64), np.zeros(len(asked), np.int64)
    steady = who[np.isfinite(found.moves[who])]  # the others are never clearly anywhere
    by_moves = steady[np.argsort(found.moves[steady], kind="stable")]
    for group in np.array_split(by_moves, _GROUPS):
        if len(group):
            ordered = np.sort(x[group])
            clear = factor * np.hypot(moves, found.moves[group[-1]])
            above += len(group) - np.searchsorted(ordered, value + clear, "right")
            below += np.searchsorted(ordered, value - clear, "left")
    low, high = np.zeros(len(x), np.int64), np.zeros(len(x), np.int64)
    low[asked], high[asked] = 1 + above, len(who) - below
    return RankIntervals(low, high, level)


def _scaled(values: Floats, has_root: bool) -> Floats:
    rounded = nine_digits(values)
    return np.sqrt(np.maximum(rounded, 0.0)) if has_root else rounded
