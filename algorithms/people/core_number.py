"""Core number: how deep inside the densest part of the network somebody stands.

    core_i = the largest k such that i belongs to a group in which everybody shares a live pair
             with at least k others of the group

Read on live pairs, each counted once, whatever its strength. Someone without a live pair has 0;
the tips of branches have 1.

Whoever has at most k pairs with those who are left is taken away with the number k, all of them at
once, and again until nobody has so few; then k grows. Where long chains would take thousands of
such rounds, and in small networks, igraph takes away one at a time.

Cost: O(n + m), and a few array steps for each round.

References
----------
Seidman, S. B. "Network structure and minimum degree." Social Networks 5 (1983).
Batagelj, V., Zaversnik, M. "An O(m) algorithm for cores decomposition of networks."
arXiv:cs/0310049.
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.network.neighbours import Neighbours
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["core_number"]

_MOST_ROUNDS = 2000  # a few hundred at a million people


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
    near = projection.live_neighbours
    cores = None if projection.is_small else _cores(near)
    if cores is None:
        return Scores("core_number", _one_by_one(projection))
    return Scores("core_number", near.of_people(cores, projection.people))


def _one_by_one(projection: Projection) -> NDArray[np.float64]:
    found = projection.live_graph.coreness()
    if projection.is_small:  # then no core exceeds a byte, and bytes are taken over at once
        return np.frombuffer(bytes(found), np.uint8).astype(np.float64)
    return np.array(found, np.float64)


def _cores(near: Neighbours) -> NDArray[np.int32] | None:
    """Take people away in rounds, fewest pairs first; None where that takes too many."""
    degree, core = near.degree.copy(), np.zeros(len(near), np.int32)
    is_left = np.ones(len(near), np.bool_)
    seat = np.empty(len(near), np.int32)
    left = np.arange(len(near))
    k = rounds = 0
    while len(left):
        pairs = degree.take(left)
        k = max(k + 1, int(pairs.min()))
        core[left] = k
        out = left.compress(pairs <= k)
        while len(out):
            rounds += 1
            if rounds > _MOST_ROUNDS:
                return None
            is_left[out] = False
            to = near.met(out).astype(np.intp)
            to = to.compress(is_left.take(to))
            np.subtract.at(degree, to, np.int32(1))
            to = to.compress(degree.take(to) <= k)
            number = np.arange(len(to), dtype=np.int32)
            seat[to] = number  # whoever is met several times goes once
            out = to.compress(seat.take(to) == number)
        left = left.compress(is_left.take(left))
    return core
