"""Strength of a pair: how much recent contact two people have, in whichever direction.

    pair_strength_ij = s_ij + s_ji

s being the strength of a direction, each interaction counting half after every half-life. It is
what "strength" means wherever a pair is meant. Answers count it in fresh interactions: as many as
the pair is worth at their moment. What is kept is its share of the strongest pair's, between 0 and
1, which time alone does not change.

All pairs are read, live or not, and every one has a value. What is more than 1074 half-lives below
the strongest pair is 0.

Cost: O(m) for m pairs.

References
----------
Ahmad, W., Porter, M. A., Beguerisse-Diaz, M. "Tie-decay networks in continuous time and
eigenvector-based centralities." arXiv:1805.00193.
"""

from algorithms.options import DEFAULT, Options
from algorithms.pairs.scores import PairScores
from algorithms.projection import Projection

__all__ = ["pair_strength"]


def pair_strength(projection: Projection, *, options: Options = DEFAULT) -> PairScores:  # noqa: ARG001
    """Give the strength of each pair, in units of the strongest.

    Ann wrote to Bob now and two half-lives ago, to Cleo one half-life ago.

    >>> import numpy as np
    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 0, 0], target=[1, 2, 1], at=[0, 10, 20])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=20, half_life=10))
    >>> pair_strength(seen).values
    array([1. , 0.4])
    """
    return PairScores("pair_strength", projection.pair_weight)
