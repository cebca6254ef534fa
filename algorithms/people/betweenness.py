"""Betweenness: how often others can only reach each other through somebody.

    betweenness_i = sum over pairs s, t of  (shortest paths from s to t through i)
                                          / (shortest paths from s to t)     / pairs

s and t other than i, each unordered pair counted once; pairs = (n - 1)(n - 2) / 2 for the n people
who have a pair at all. So the value is the share of all pairs that depend on i, 0 to 1; the raw
count is the value times these pairs.

A step over a live pair counts one. By strength, a step over any pair costs a whole number that
falls with the root of its strength, strong ties being short; which share of the pairs is at the
largest cost is told beside the values. People who have no pair are on no path and have 0. With
fewer than three people who have one, the measure is undefined.

Large graphs are sampled: the sum over s runs over some of the people, the pivots, and is scaled up;
how far off the values can be is told beside them.

Cost: O(n * m) exact, O(pivots * m) sampled: 0.1 s a pivot at 1.7 million live pairs in hops, 1.8 s
at 2.7 million pairs by strength.

References
----------
Freeman, L. C. "A set of measures of centrality based on betweenness." Sociometry 40 (1977).
Brandes, U. "A faster algorithm for betweenness centrality." 2001.
Opsahl, T., Agneessens, F., Skvoretz, J. "Node centrality in weighted networks." 2010.
"""

from collections.abc import Iterator

import igraph
import numpy as np
from numpy.typing import NDArray

from algorithms.network.cheapest import cheapest_dependencies
from algorithms.network.dependency import dependencies, estimate
from algorithms.network.neighbours import Neighbours
from algorithms.network.sampling import Sample, sample
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["betweenness"]

Floats = NDArray[np.float64]


def betweenness(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Give the share of all pairs of people whose shortest paths run through each person.

    Ann and Cleo meet only through Bob; Dan knows nobody.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1], target=[1, 2], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> betweenness(seen).values
    array([0., 1., 0., 0.])
    """
    by_hops = options.paths == "hops"
    near = projection.live_neighbours if by_hops else projection.neighbours
    drawn = sample(np.sort(near.person), len(near.neighbour) // 2, options)
    n = drawn.of
    pairs = (n - 1) * (n - 2) / 2
    parameters = {"paths": options.paths, "pairs": pairs} | drawn.parameters
    if not by_hops:
        parameters["capped"] = projection.capped
    if n < 3:
        return Scores("betweenness", np.full(projection.people, np.nan), parameters)

    if drawn.is_exact:
        graph, cost = _graph(projection, by_hops=by_hops)
        values = np.array(graph.betweenness(directed=False, weights=cost)) / pairs
        return Scores("betweenness", values, parameters)
    found = _from_hops(near, drawn) if by_hops else _from_costs(projection, drawn)
    mean, error = estimate(found, drawn, scale=n / (2 * pairs))
    values = np.zeros(projection.people)
    values[near.person] = mean
    return Scores("betweenness", values, parameters, error=error)


def _graph(projection: Projection, *, by_hops: bool) -> tuple[igraph.Graph, list[int] | None]:
    if by_hops:
        return projection.live_graph, None
    return projection.graph, projection.cost.tolist()


def _from_costs(projection: Projection, drawn: Sample) -> Iterator[Floats]:
    """Give for each pivot what depends on everybody, over costs and in the order of places."""
    near = projection.neighbours
    cost = projection.cost.astype(np.float64).take(near.pair)
    return cheapest_dependencies(near, cost, near.place_of(drawn.starts))


def _from_hops(near: Neighbours, drawn: Sample) -> Iterator[Floats]:
    """Give for each pivot what depends on everybody, in hops and in the order of places."""
    for found in dependencies(near, near.place_of(drawn.starts), with_pairs=False):
        yield found.depends
