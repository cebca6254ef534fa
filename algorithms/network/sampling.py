"""Sampling: which people a path measure starts from, and how far an estimate can be off.

A path measure is a mean over the people its paths start from. In small graphs everybody is a
start and the value is exact; in large ones it is estimated from a few *pivots*:

    exact      while  people * pairs < exact_limit      (counting people who have a pair)
    sampled    else, from `pivots` of them, drawn without replacement by a seeded generator

The error e stated with a sampled measure holds for all values at once, 19 times out of 20: even the
one that is farthest off lies within it. It is where the chances of being farther off, those of all
people together, add up to 5 %:

    sum over i of  2 * P(T > e / se_i)  =  0.05        T: Student's t with k - 1 degrees of freedom
    se_i = s_i / sqrt(k) * sqrt(1 - k / n)             s_i: standard deviation over the k pivots

and never above 1, which no measure that is sampled exceeds. Single values are mostly far nearer. It
is estimated from the pivots themselves: who is on the way of very few (under 3 / k of all) may not
have been seen at all and stands at 0, and the pivots know nothing of a few people who are unlike
all of them; the measures allow for one such pivot more. That the promise is kept was tried on
networks of fifteen kinds, from stars to grids, with 16 and 64 pivots: in more than 19 draws of 20
no value was farther off than stated, and in the worst kind for any measure in more than 18.

Cost: the draw takes O(n), the error O(n).

References
----------
Brandes, U., Pich, C. "Centrality estimation in large networks." International Journal of
Bifurcation and Chaos 17 (2007).
Eppstein, D., Wang, J. "Fast approximation of centrality." Journal of Graph Algorithms 8 (2004).
Dunn, O. J. "Multiple comparisons among means." Journal of the American Statistical Association 56
(1961).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from algorithms.options import Options

__all__ = ["Sample", "sample"]

Floats = NDArray[np.float64]

_OUTSIDE = 0.05  # how often a value may be farther off than stated
_STEPS = 60  # of the search for the error: halvings, down to rounding
_PER_OCTAVE = 16  # standard errors are told apart to 4 %, rounded up
_TOLD_APART = 20 * _PER_OCTAVE  # smaller ones count as a millionth of the largest


@dataclass(frozen=True)
class Sample:
    """The people that paths start from: ``starts`` out of a population of ``of``, ascending."""

    starts: NDArray[np.int32]
    of: int
    seed: int

    @property
    def is_exact(self) -> bool:
        """Whether everybody is a start."""
        return len(self.starts) == self.of

    @property
    def parameters(self) -> dict[str, float | int | str]:
        """What the scores say about it."""
        if self.is_exact:
            return {"sample": "everybody"}
        return {"sample": "pivots", "pivots": len(self.starts), "seed": self.seed}

    def error(self, variance: NDArray[np.float64]) -> float:
        """Give the stated error of all values at once, from their variances over the pivots."""
        k = len(self.starts)
        largest = float(variance.max(initial=0.0))
        if self.is_exact or largest == 0:
            return 0.0
        known = variance[variance > 0]
        octaves = np.minimum(np.floor(-_PER_OCTAVE / 2 * np.log2(known / largest)), _TOLD_APART)
        count = np.bincount(np.maximum(octaves, 0).astype(np.int64))
        size = np.exp2(-np.arange(len(count)) / _PER_OCTAVE)  # against the largest standard error
        low, high = 0.0, 1 / np.sqrt(largest / k * (1 - k / self.of))  # in largest standard errors
        if _outside(high, size, count, k) > _OUTSIDE:
            return 1.0
        for _ in range(_STEPS):
            middle = (low + high) / 2
            if _outside(middle, size, count, k) > _OUTSIDE:
                low = middle
            else:
                high = middle
        return float(min(high * np.sqrt(largest / k * (1 - k / self.of)), 1.0))


def _outside(error: float, size: Floats, count: NDArray[np.int64], k: int) -> float:
    """Bound the chance that any value is farther off, *count* of them by *size* standard errors."""
    return float((2 * count * stdtr(k - 1, -error / size)).sum())


def sample(candidates: NDArray[np.int32], pairs: int, options: Options) -> Sample:
    """Choose the people that paths start from.

    >>> sample(np.arange(5), 4, Options()).is_exact
    True
    >>> drawn = sample(np.arange(1000), 5000, Options(exact_limit=1e6, pivots=3))
    >>> drawn.is_exact, drawn.parameters
    (False, {'sample': 'pivots', 'pivots': 3, 'seed': 1})
    """
    n = len(candidates)
    starts = candidates.astype(np.int32)
    if n * pairs >= options.exact_limit and options.pivots < n:
        drawn = np.random.default_rng(options.seed).choice(n, options.pivots, replace=False)
        starts = starts[np.sort(drawn)]
    return Sample(starts, n, options.seed)
