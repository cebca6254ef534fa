"""Degree: with how many people somebody is in touch right now.

    degree_i     = number of j who share a live pair with i
    in_degree_i  = number of j in a live pair with i who reached out to i
    out_degree_i = number of j in a live pair with i whom i reached out to

Distinct people are counted, whatever passed between them: a hundred notes from one person count
once. Someone without a live pair has 0, which is a count and not a gap.

Cost: O(n + m), once for a projection: whatever needs a degree reads the same counts.

References
----------
Freeman, L. C. "Centrality in social networks: conceptual clarification." Social Networks 1 (1978).
"""

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["degree", "in_degree", "out_degree"]


def degree(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Count the people each person shares a live pair with.

    Ann and Bob each wrote to Cleo.

    >>> import numpy as np
    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 1], target=[2, 2], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> degree(seen).values, in_degree(seen).values, out_degree(seen).values
    (array([1., 1., 2.]), array([0., 0., 2.]), array([1., 1., 0.]))
    """
    return Scores("degree", projection.live_degree)


def in_degree(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Count the people who reached out to each person, among those they share a live pair with."""
    return Scores("in_degree", projection.live_in_degree)


def out_degree(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Count the people each person reached out to, among those they share a live pair with."""
    return Scores("out_degree", projection.live_out_degree)
