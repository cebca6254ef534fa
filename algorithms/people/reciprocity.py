"""Reciprocity: how balanced what somebody gives is with what they get.

    reciprocity_i = sum over j of min(s_ij, s_ji)  /  sum over j of max(s_ij, s_ji)

over the people j with whom i shares a live pair, s being the strength of a direction. For one pair
it is the lesser direction over the greater; for a person it is the mean over their pairs, the
greater direction being the weight. 1 where every contact is answered in kind, 0 where all of them
run one way, whichever. Someone without a live pair has none.

Cost: O(n + m).

References
----------
Squartini, T., Picciolo, F., Ruzzenenti, F., Garlaschelli, D. "Reciprocity of weighted networks."
Scientific Reports 3 (2013).
"""

import numpy as np

from algorithms.directions import both_ways
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["reciprocity"]


def reciprocity(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Compare what each person gives and gets, pair by pair.

    Ann wrote twice to Bob, who answered once; Cleo was never answered.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 0, 1, 2], target=[1, 1, 0, 1], at=[0, 0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> reciprocity(seen).values.round(4)
    array([0.5   , 0.3333, 0.    ])
    """
    live = projection.live
    a, b = projection.a[live], projection.b[live]
    forward, backward = both_ways(projection, projection.weight, 0.0)
    low, high = np.minimum(forward, backward)[live], np.maximum(forward, backward)[live]
    n = projection.people
    lesser = np.bincount(a, low, n) + np.bincount(b, low, n)
    greater = np.bincount(a, high, n) + np.bincount(b, high, n)
    found = np.full(n, np.nan)
    np.divide(lesser, greater, out=found, where=greater > 0)
    return Scores("reciprocity", found)
