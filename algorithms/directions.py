"""Directions: what runs from a to b and from b to a, for every pair.

    both_ways(x)[0][k] = x of the tie a_k -> b_k      both_ways(x)[1][k] = x of the tie b_k -> a_k

Cost: O(m) for m pairs.
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection

__all__ = ["both_ways"]

Floats = NDArray[np.float64]


def both_ways(projection: Projection, column: Floats, missing: float) -> tuple[Floats, Floats]:
    """Lay out a column of directed ties as one row for each pair; *missing* where nothing ran.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 1, 2], target=[1, 0, 1], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> both_ways(seen, np.array([5.0, 6.0, 7.0]), 0.0)
    (array([5., 0.]), array([6., 7.]))
    """
    is_forward = projection.source < projection.target
    found = np.full((2, len(projection.a)), missing)
    found[np.where(is_forward, 0, 1), projection.pair] = column
    return found[0], found[1]
