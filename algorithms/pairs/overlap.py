"""Overlap: how much the circles of two people in touch have in common.

    embeddedness_ij = n_ij
    overlap_ij      = n_ij / ((k_i - 1) + (k_j - 1) - n_ij)

n_ij being the number of people who share a live pair with both, k_i the number who share one with
i. Overlap is the share, among the people whom at least one of the two knows, of those known to
both: 0 where the pair is all that joins two circles, 1 where the circles are one. A strong pair
with a low overlap is fragile: nobody else would keep the two in touch.

Only live pairs are read. A pair that is not live has neither value, and two people who know nobody
but each other have no overlap and an embeddedness of 0. Strengths do not matter.

Cost: that of finding the triangles, O(m sqrt(m)) at worst and near O(m) in sparse networks; they
are found once for a projection, whichever of its measures asks first.

References
----------
Onnela, J.-P. et al. "Structure and tie strengths in mobile communication networks." PNAS 104
(2007) 7332: the overlap.
Granovetter, M. "Economic action and social structure: the problem of embeddedness." American
Journal of Sociology 91 (1985).
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.options import DEFAULT, Options
from algorithms.pairs.scores import PairScores
from algorithms.projection import Projection

__all__ = ["embeddedness", "of_all", "overlap"]


def overlap(projection: Projection, *, options: Options = DEFAULT) -> PairScores:  # noqa: ARG001
    """Give the share of the people known to either of two that both know.

    Ann, Bob and Cleo all know each other, and Cleo knows Dan: of the two people whom Ann or Cleo
    know besides each other, both know Bob.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 0, 1, 2], target=[1, 2, 2, 3], at=[0, 0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> overlap(seen).values
    array([1. , 0.5, 0.5, 0. ])
    """
    a, b = projection.live_ends
    degree, common = projection.live_degree, projection.in_common
    either = degree[a] + degree[b] - 2 - common
    found = np.full(len(a), np.nan)
    np.divide(common, either, out=found, where=either > 0)
    return PairScores("overlap", of_all(projection, found))


def embeddedness(projection: Projection, *, options: Options = DEFAULT) -> PairScores:  # noqa: ARG001
    """Count the people that both of two know.

    Ann, Bob and Cleo all know each other, and Cleo knows Dan.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 0, 1, 2], target=[1, 2, 2, 3], at=[0, 0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> embeddedness(seen).values
    array([1., 1., 1., 0.])
    """
    return PairScores("embeddedness", of_all(projection, projection.in_common))


def of_all(projection: Projection, of_live: NDArray[np.number | np.bool_]) -> NDArray[np.float64]:
    """Spread the values of live pairs over all pairs, NaN where a pair is not live."""
    found = np.full(len(projection.a), np.nan)
    found[projection.live_row] = of_live
    return found
