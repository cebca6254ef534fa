"""Cheapest: how much of what one person can reach hangs on everybody else, where steps differ.

    depends_s(i) = sum over the j next to i on a cheapest path from s of
                   paths_s(i) / paths_s(j) * (1 + depends_s(j))

as in ``algorithms.network.dependency``, but a pair lies on a cheapest path where the cost of the
way to one of its people, and its own, are together that to the other. Costs are whole numbers, so
that sums of them are exact and ways that cost the same are told to. Whoever all cheapest paths have
come to is next, everybody of whom that is true at once.

Searches over few people are made together, so that an array step serves many: each then finds what
it finds alone, to the byte.

Cost: O(m + n log n) for a search over n people and m pairs.

References
----------
Brandes, U. "A faster algorithm for betweenness centrality." Journal of Mathematical Sociology 25
(2001).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from algorithms.network.neighbours import Neighbours, steps_out

__all__ = ["cheapest_dependencies"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
_Places = NDArray[np.intp]

_TOGETHER = 100_000  # people of all searches that are made at once
_MOST = 8  # searches


def cheapest_dependencies(near: Neighbours, cost: Floats, starts: Ints) -> Iterator[Floats]:
    """Give for one start after the other what depends on each place; *cost* is by step.

    A ring of three, of whom the first two are far from each other: the way leads past the third.

    >>> from algorithms.network.neighbours import neighbours
    >>> near = neighbours(3, np.array([0, 0, 1], np.int32), np.array([1, 2, 2], np.int32))
    >>> cost = np.array([9.0, 1.0, 1.0]).take(near.pair)
    >>> next(cheapest_dependencies(near, cost, np.array([0], np.int32)))
    array([0., 0., 1.])
    """
    n = len(near)
    table = sparse.csr_array((cost, near.neighbour, near.start), (n, n))
    at_once = min(max(_TOGETHER // max(n, 1), 1), _MOST)
    for begin in range(0, len(starts), at_once):
        some = starts[begin : begin + at_once]
        far = dijkstra(table, indices=some)
        far[np.isinf(far)] = np.nan  # which equals nothing
        origin, to = _on_the_way(near, cost, far)
        first = np.arange(len(some)) * n
        yield from _depends(origin, to, some + first, far.size).reshape(far.shape)


def _on_the_way(near: Neighbours, cost: Floats, far: Floats) -> tuple[_Places, _Places]:
    """Give the steps on cheapest paths, from which place to which, search after search."""
    origins, ends = [], []
    for number, way in enumerate(far):
        on = np.flatnonzero(way.take(near.origin) + cost == way.take(near.neighbour))
        origins.append(near.origin.take(on) + number * len(near))
        ends.append(near.neighbour.take(on) + number * len(near))
    return np.concatenate(origins, dtype=np.intp), np.concatenate(ends, dtype=np.intp)


def _depends(origin: _Places, to: _Places, level: _Places, n: int) -> Floats:
    """Make Brandes' two sweeps along steps that are sorted by where they begin."""
    start = np.concatenate([[0], np.bincount(origin, minlength=n).cumsum()])
    awaited = np.bincount(to, minlength=n)
    paths, depends, starts = np.zeros(n), np.zeros(n), level
    paths[starts] = 1
    taken: list[tuple[_Places, _Places]] = []
    while len(level):
        along = steps_out(start, level)[1]
        begins, ends = origin.take(along), to.take(along)
        taken.append((begins, ends))
        np.add.at(paths, ends, paths.take(begins))
        np.subtract.at(awaited, ends, 1)
        ends = ends.compress(awaited.take(ends) == 0)
        awaited[ends] = np.arange(-len(ends), 0)  # whoever is met several times goes once
        level = ends.compress(awaited.take(ends) == np.arange(-len(ends), 0))
    for begins, ends in reversed(taken):
        share = paths.take(begins) * ((1 + depends.take(ends)) / paths.take(ends))
        np.add.at(depends, begins, share)
    depends[starts] = 0
    return depends
