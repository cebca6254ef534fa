"""Classic closeness: how few steps away those are whom somebody reaches, and what share that is.

    classic_closeness_i = r_i / (n - 1)  *  r_i / sum over reached j of d_ij

d_ij is the number of live pairs on the shortest way, r_i the number of people that i reaches, n the
number of people who have a live pair at all. The second factor is the closeness of the textbooks,
one over the mean distance; the first, Wasserman and Faust's, keeps a pair of two who know only each
other from being the closest of all. In a network of one component the first is 1. Harmonic
closeness needs no such factor and is what influence reads.

1 is a direct contact to everybody. Who has no live pair has no distance to average: undefined.
Large graphs are sampled and the error is stated. networkx, with its improved closeness, says the
same where everybody has a live pair; it counts those who have none in n, and gives them 0. igraph
leaves the first factor out.

Cost: that of harmonic closeness: 64 searches run at once, O(pivots / 64 * m * depth).

References
----------
Wasserman, S., Faust, K. "Social network analysis." 1994, p. 201.
Freeman, L. C. "Centrality in social networks: conceptual clarification." Social Networks 1 (1979).
"""

from dataclasses import replace

from algorithms.options import DEFAULT, Options
from algorithms.people.closeness import closeness
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["classic_closeness"]


def classic_closeness(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Give one over the mean distance to those reached, times the share of all that they are.

    Ann knows Bob, Bob knows Cleo; Dan knows nobody.

    >>> import numpy as np
    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1], target=[1, 2], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> classic_closeness(seen).values.round(3)
    array([0.667, 1.   , 0.667,   nan])
    """
    found = closeness(projection, options=options, kind="classic")
    return replace(found, measure="classic_closeness")
