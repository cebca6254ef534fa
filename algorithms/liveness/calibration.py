"""Calibration: making what is given a chance of 30 % come about in 30 % of the cases.

Cases are ordered by the chance they were given and cut into bins of equal count. Each bin says how
often the answer came, with Wilson's 95 % interval: what a chance from this bin is worth. Cases of
equal chance may fall into two bins; they are told apart by their answers, so that their order does
not matter. How far chances and answers are apart is said by `judging`.

Chances are put right by two numbers, a shift and a stretch of their log odds (Platt); the order of
cases stays. Cases of one moment err alike, so the two are trusted by the number of moments and of
cases: ``moments / (moments + 10) * cases / (cases + 500)`` of the way from 0 and 1.

Cost: O(n log n).

References
----------
Platt, J. "Probabilistic outputs for support vector machines." 1999.
Wilson, E. B. "Probable inference, the law of succession, and statistical inference." JASA 22, 1927.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from algorithms.liveness.logistic import logistic

__all__ = ["Bin", "calibration_bins", "platt", "wilson"]

_BINS = 10
_LEAST = 20  # cases in a bin, below which there are fewer bins
_DRAWN = 50.0  # cases that a stretch has to outweigh
_TRUSTED, _TRUSTED_CASES = 10.0, 500.0  # moments and cases that halve what is trusted
_Z = 1.959963984540054  # of a normal distribution, 95 % lie between -z and z

Floats = NDArray[np.float64]
Answers = NDArray[np.bool_]


@dataclass(frozen=True)
class Bin:
    """Chances from the one before up to ``until``: their mean, and what came of these cases."""

    until: float
    cases: int
    mean: float
    share: float
    low: float
    high: float


def wilson(came: ArrayLike, cases: ArrayLike) -> tuple[Floats, Floats]:
    """Give Wilson's 95 % interval of a share; 0 to 1 where there are no cases.

    >>> low, high = wilson(5, 10)
    >>> float(low.round(4)), float(high.round(4))
    (0.2366, 0.7634)
    """
    n = np.maximum(np.asarray(cases, np.float64), 0)
    share = np.asarray(came, np.float64) / np.maximum(n, 1)
    weight = 1 + _Z**2 / np.maximum(n, 1)
    middle = (share + _Z**2 / (2 * np.maximum(n, 1))) / weight
    half = share * (1 - share) / np.maximum(n, 1) + (_Z / (2 * np.maximum(n, 1))) ** 2
    half = _Z * np.sqrt(half) / weight
    low = np.where(n > 0, np.clip(middle - half, 0, 1), 0.0)
    high = np.where(n > 0, np.clip(middle + half, 0, 1), 1.0)
    return low, high


def calibration_bins(chance: Floats, came: Answers, *, bins: int = _BINS) -> tuple[Bin, ...]:
    """Cut cases into bins of equal count by their chance; at most *bins*, of 20 cases at least.

    >>> chance = np.repeat([0.1, 0.9], 20)
    >>> came = np.arange(40) % 20 < np.where(chance < 0.5, 2, 15)
    >>> [(one.until, one.cases, one.share) for one in calibration_bins(chance, came)]
    [(0.1, 20, 0.1), (1.0, 20, 0.75)]
    """
    number = max(1, min(bins, len(chance) // _LEAST))
    if len(chance) == 0:
        return ()
    order = np.lexsort((came, chance))
    found = []
    for part in np.array_split(order, number):
        hits = int(np.count_nonzero(came[part]))
        low, high = wilson(hits, len(part))
        until, mean = float(chance[part[-1]]), float(chance[part].mean())
        found.append(Bin(until, len(part), mean, hits / len(part), float(low), float(high)))
    last = found[-1]
    return (*found[:-1], Bin(1.0, last.cases, last.mean, last.share, last.low, last.high))


def platt(odds: Floats, came: Answers, *, moments: int) -> tuple[float, float]:
    """Give the shift and stretch that put log odds right: ``shift + stretch * odds``.

    >>> platt(np.zeros(0), np.zeros(0, bool), moments=0)
    (0.0, 1.0)
    """
    if len(odds) == 0 or came.all() or not came.any():
        return 0.0, 1.0
    spread = max(float(odds.std()), 1e-6)
    found = logistic((odds / spread)[None, :], came, ridge=_DRAWN, expected=np.array([spread]))
    stretch = found.coefficients[0] / spread
    shift = found.intercept - stretch * spread * found.centre[0]
    trust = moments / (moments + _TRUSTED) * len(odds) / (len(odds) + _TRUSTED_CASES)
    return float(trust * shift), float(1 + trust * (max(stretch, 0.0) - 1))
