"""Core number: how deep inside the densest part of the network somebody stands.

    core_i = the largest k such that i belongs to a group in which everybody shares a live pair
             with at least k others of the group

Read on live pairs, each counted once, whatever its strength. Someone without a live pair has 0;
the tips of branches have 1.

Cost: O(n + m).

References
----------
Seidman, S. B. "Network structure and minimum degree." Social Networks 5 (1983).
Batagelj, V., Zaversnik, M. "An O(m) algorithm for cores decomposition of networks."
arXiv:cs/0310049.
"""

import numpy as np

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["core_number"]


def core_number(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Find the densest core each person belongs to.

    Ann, Bob and Cleo all wrote to each other; Dan wrote to Cleo only, Eve to nobody.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(5, source=[0, 0, 1, 3], target=[1, 2, 2, 2], at=[0, 0, 0, 0])
    >>> core_number(projection(ties(timeline, np.ones(4), as_of=0, half_life=10))).values
    array([2., 2., 2., 1., 0.])
    """
    return Scores("core_number", np.array(projection.live_graph.coreness(), np.float64))
