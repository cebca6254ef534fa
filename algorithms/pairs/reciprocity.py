"""Reciprocity of a pair: how balanced two people are, and how strong what they share both ways.

    pair_reciprocity_ij = min(s_ij, s_ji) / max(s_ij, s_ji)
    mutual_ij           = sqrt(s_ij * s_ji)

s being the strength of a direction, in fresh interactions. Reciprocity is 1 where both give the
same and 0 where only one ever writes; mutual strength is 0 there too, so that a crowd of unanswered
letters ties nobody. A pair's strength being the sum of both directions, mutual strength is at most
half of it, and half where the two are even. What is kept is its share of the strongest pair's
strength, between 0 and 0.5, which time alone does not change.

All pairs are read, live or not: reciprocity is a ratio within one pair, and comes from the dates at
which its directions fade, 2 ** -(their difference / half-life), so that old pairs do not underflow.
Every pair has a value. A mutual strength more than 1074 half-lives below the strongest pair is 0.

Cost: O(m log m) for m pairs.

References
----------
Kossinets, G., Watts, D. J. "Empirical analysis of an evolving social network." Science 311 (2006):
the root of the product.
Squartini, T. et al. "Reciprocity of weighted networks." Scientific Reports 3 (2013).
"""

import numpy as np

from algorithms.directions import both_ways
from algorithms.options import DEFAULT, Options
from algorithms.pairs.scores import PairScores
from algorithms.projection import Projection

__all__ = ["mutual", "pair_reciprocity"]


def pair_reciprocity(projection: Projection, *, options: Options = DEFAULT) -> PairScores:  # noqa: ARG001
    """Compare the weaker direction of each pair with the stronger one.

    Ann wrote twice to Bob, who answered once; Cleo was never answered.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 0, 1, 2], target=[1, 1, 0, 1], at=[0, 0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> pair_reciprocity(seen).values
    array([0.5, 0. ])
    """
    forward, backward = both_ways(projection, projection.fades_at, -np.inf)
    apart = np.abs(forward - backward) / projection.half_life
    return PairScores("pair_reciprocity", np.exp2(-apart))


def mutual(projection: Projection, *, options: Options = DEFAULT) -> PairScores:  # noqa: ARG001
    """Give each pair's strength both ways, in units of the strongest pair.

    Ann and Bob wrote to each other once; Cleo was never answered.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 1, 2], target=[1, 0, 1], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> mutual(seen).values
    array([0.5, 0. ])
    """
    forward, backward = both_ways(projection, projection.fades_at, -np.inf)
    middle = (forward + backward) / 2
    return PairScores("mutual", np.exp2((middle - projection.ref) / projection.half_life))
