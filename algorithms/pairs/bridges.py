"""Bridges: the pairs that alone hold two parts of the network together.

    bridge_ij       = 1 where, without this pair, no chain of live pairs joins i and j,  else 0
    local_bridge_ij = 1 where nobody shares a live pair with both i and j,               else 0

Every bridge is a local bridge; the other way round other chains remain, but each of them takes
more than one go-between. News comes over bridges, and a bridge that falls silent parts two groups.

Only live pairs are read, and strengths do not matter. A pair that is not live has neither value.
Two people who know nobody but each other are a bridge.

Cost: O(n + m) for bridges; for local ones that of finding the triangles, near O(m) in sparse
networks.

References
----------
Granovetter, M. "The strength of weak ties." American Journal of Sociology 78 (1973).
Tarjan, R. E. "A note on finding the bridges of a graph." Information Processing Letters 2 (1974).
"""

import numpy as np

from algorithms.options import DEFAULT, Options
from algorithms.pairs.overlap import of_all
from algorithms.pairs.scores import PairScores
from algorithms.projection import Projection

__all__ = ["bridge", "local_bridge"]


def bridge(projection: Projection, *, options: Options = DEFAULT) -> PairScores:  # noqa: ARG001
    """Mark the pairs without which their two people could not reach each other at all.

    Ann, Bob and Cleo all know each other; only Cleo knows Dan.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 0, 1, 2], target=[1, 2, 2, 3], at=[0, 0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> bridge(seen).values
    array([0., 0., 0., 1.])
    """
    near, tree = projection.live_neighbours, projection.live_spanning
    held = tree.child[~tree.leads_out(tree.child, tree.child)]
    found = np.zeros(len(near.pair) // 2)
    found[near.pair[near.start[held]]] = 1.0  # the first pair of each is that with the parent
    return PairScores("bridge", of_all(projection, found))


def local_bridge(projection: Projection, *, options: Options = DEFAULT) -> PairScores:  # noqa: ARG001
    """Mark the pairs whose two people know nobody in common.

    Four people in a ring: no pair is a bridge, each is a local one.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1, 2, 3], target=[1, 2, 3, 0], at=[0, 0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> local_bridge(seen).values, bridge(seen).values
    (array([1., 1., 1., 1.]), array([0., 0., 0., 0.]))
    """
    return PairScores("local_bridge", of_all(projection, projection.in_common == 0))
