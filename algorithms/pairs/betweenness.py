"""Betweenness of a pair: how much of everybody's reach runs over this one relation.

    pair_betweenness_ij = sum over people s, t of  (shortest paths from s to t over the pair i, j)
                                                 / (shortest paths from s to t)     / pairs

each unordered pair of people counted once, i and j themselves among them; pairs = n (n - 1) / 2 for
the n people who have a pair at all. So the value is the share of all pairs of people who depend on
this one, above 0 and at most 1; the raw count is the value times these pairs. A weak pair with a
high value is a bottleneck: much passes where little holds.

A step over a live pair counts one, and pairs that are not live have no value. By strength, a step
over any pair costs a whole number that falls with the root of its strength, strong ones being
short, so that a weak pair with a cheaper way round has 0; which share of the pairs is at the
largest cost is told beside the values.

Large graphs are sampled: the sum over s runs over some of the people, the pivots, and is scaled up;
how far off the values can be is told beside them, and a pair that no pivot needs has 0.

Cost: O(n * m) exact, O(pivots * m) sampled: 0.3 s a pivot at 2 million live pairs in hops.

References
----------
Girvan, M., Newman, M. E. J. "Community structure in social and biological networks." PNAS 99
(2002).
Brandes, U. "On variants of shortest-path betweenness centrality." Social Networks 30 (2008).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from algorithms.network.dependency import dependencies, estimate
from algorithms.network.neighbours import Neighbours
from algorithms.network.sampling import Sample, sample
from algorithms.options import DEFAULT, Options
from algorithms.pairs.scores import PairScores
from algorithms.projection import Projection

__all__ = ["pair_betweenness"]

Floats = NDArray[np.float64]


def pair_betweenness(projection: Projection, *, options: Options = DEFAULT) -> PairScores:
    """Give the share of all pairs of people whose shortest paths run over each pair.

    Ann knows Bob, Bob knows Cleo, Cleo knows Dan: over Bob and Cleo run four of six.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1, 2], target=[1, 2, 3], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> pair_betweenness(seen).values.round(4)
    array([0.5   , 0.6667, 0.5   ])
    """
    by_hops = options.paths == "hops"
    near = projection.live_neighbours if by_hops else projection.neighbours
    read = projection.live if by_hops else np.ones(len(projection.a), np.bool_)
    drawn = sample(np.sort(near.person), len(near.neighbour) // 2, options)
    n = drawn.of
    pairs = n * (n - 1) / 2
    parameters = {"paths": options.paths, "pairs": pairs} | drawn.parameters
    if not by_hops:
        parameters["capped"] = projection.capped

    values, error = np.full(len(projection.a), np.nan), 0.0
    if drawn.is_exact:
        values[read] = _counts(projection, by_hops=by_hops) / max(pairs, 1)
    else:
        found = _from_hops(near, drawn) if by_hops else _from_costs(projection, drawn)
        mean, error = estimate(found, drawn, scale=n / (2 * pairs))
        values[read] = mean
    return PairScores("pair_betweenness", values, parameters, error)


def _counts(projection: Projection, *, by_hops: bool, sources: list[int] | None = None) -> Floats:
    graph = projection.live_graph if by_hops else projection.graph
    cost = None if by_hops else projection.cost.tolist()
    return np.array(graph.edge_betweenness(directed=False, weights=cost, sources=sources))


def _from_costs(projection: Projection, drawn: Sample) -> Iterator[Floats]:
    """Give for each pivot what depends on every pair, over the costs of pairs."""
    for start in drawn.starts.tolist():
        # igraph halves what it counts in an undirected graph, even from one source
        yield 2 * _counts(projection, by_hops=False, sources=[start])


def _from_hops(near: Neighbours, drawn: Sample) -> Iterator[Floats]:
    """Give for each pivot what depends on every pair, in hops."""
    for found in dependencies(near, near.place_of(drawn.starts)):
        yield found.by_pair
