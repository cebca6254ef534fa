"""Sampling: which people a path measure starts from, and how far an estimate can be off.

A path measure is a mean over the people its paths start from. In small graphs everybody is a
start and the value is exact; in large ones it is estimated from a few *pivots*:

    exact      while  people * pairs < exact_limit      (counting people who have a pair)
    sampled    else, from `pivots` of them, drawn without replacement by a seeded generator

The error stated with a sampled measure is the largest, over all people, of

    1.96 * s_i / sqrt(k) * sqrt(1 - k / n)      s_i: standard deviation over the k pivots

so that each value lies within it 19 times out of 20. It is estimated from the pivots themselves:
who is on the way of very few (under 3 / k of all) may not have been seen at all and stands at 0.

Cost: the draw takes O(n).

References
----------
Brandes, U., Pich, C. "Centrality estimation in large networks." International Journal of
Bifurcation and Chaos 17 (2007).
Eppstein, D., Wang, J. "Fast approximation of centrality." Journal of Graph Algorithms 8 (2004).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.options import Options

__all__ = ["Sample", "sample"]

_WITHIN = 1.96  # standard errors that hold 95 % of a normal distribution


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
        """Give the stated error, from each person's variance over the pivots."""
        k = len(self.starts)
        if self.is_exact or len(variance) == 0:
            return 0.0
        return float(_WITHIN * np.sqrt(variance.max() / k * (1 - k / self.of)))


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
