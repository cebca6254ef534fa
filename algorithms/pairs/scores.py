"""Scores of pairs: one number for each pair of people, and how it was made.

The same as ``Scores``, but in the order of the pairs (a, b) of a projection, which is also the
order of ``pair_rows`` and of the pairs of ``Ties``.

Cost: none of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["PairScores"]


@dataclass(frozen=True)
class PairScores:
    """Values in the order of pairs; NaN where the measure is undefined (null, never 0).

    ``parameters`` name what it was made with. ``error`` says how far off sampled values can be, all
    of them at once 19 times out of 20, in their own unit; 0 where they are exact.
    """

    measure: str
    values: NDArray[np.float64]
    parameters: Mapping[str, float | int | str] = field(default_factory=dict)
    error: float = 0.0
