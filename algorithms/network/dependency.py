"""Dependency: how much of what one person can reach hangs on everybody else on the way.

    depends_s(i) = sum over t of  (shortest paths from s to t through i)
                                / (shortest paths from s to t)
                 = sum over the j next to i and one hop farther from s of
                   paths_s(i) / paths_s(j) * (1 + depends_s(j))

Summed over all s it is betweenness; over some of them, scaled up, an estimate of it. What hangs on
a pair i, j is a single term of the last sum.

Searches over few people are made together, so that an array step serves many: each then finds what
it finds alone, to the byte.

Cost: O(n + m) time and memory for one search over n people and m pairs.

References
----------
Brandes, U. "A faster algorithm for betweenness centrality." Journal of Mathematical Sociology 25
(2001).
Brandes, U. "On variants of shortest-path betweenness centrality." Social Networks 30 (2008).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.network.neighbours import Neighbours
from algorithms.network.sampling import Sample

__all__ = ["Dependency", "dependencies", "dependency", "estimate"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

_TOGETHER = 50_000  # people of all searches that are made at once


@dataclass(frozen=True)
class Dependency:
    """What a search from one place found, in the order of places.

    ``hops`` away from it, -1 out of reach; ``paths`` that are shortest; what ``depends`` on each,
    and on each pair, ``by_pair``.
    """

    hops: NDArray[np.int32]
    paths: Floats
    depends: Floats
    by_pair: Floats


def dependency(near: Neighbours, start: int) -> Dependency:
    """Count, over all targets, the share of the shortest paths from one place that pass each.

    In a chain of three, the last is reached through the middle only:

    >>> from algorithms.network.neighbours import neighbours
    >>> near = neighbours(3, np.array([0, 1], np.int32), np.array([1, 2], np.int32))
    >>> near.person
    array([1, 0, 2], dtype=int32)
    >>> dependency(near, 1)
    Dependency(hops=array([1, 0, 2], dtype=int32), paths=array([1., 1., 1.]),
               depends=array([1., 0., 0.]), by_pair=array([2., 1.]))
    """
    return next(dependencies(near, np.array([start], np.int32)))


def dependencies(
    near: Neighbours, starts: Ints, *, with_pairs: bool = True
) -> Iterator[Dependency]:
    """Give what `dependency` says of one start after the other; nothing of pairs if so wished."""
    at_once = min(max(_TOGETHER // max(len(near), 1), 1), max(len(starts), 1))
    several = near if at_once == 1 else _copies(near, at_once)
    copy = np.arange(at_once, dtype=np.int32) * np.int32(len(near))
    for begin in range(0, len(starts), at_once):
        some = starts[begin : begin + at_once]
        columns = _searched(several, some + copy[: len(some)], with_pairs=with_pairs)
        rows = (column.reshape(at_once, -1)[: len(some)] for column in columns)
        for found in zip(*rows, strict=True):
            yield Dependency(*found)


def _copies(near: Neighbours, count: int) -> Neighbours:
    """Lay the same people and pairs out several times, one after the other."""
    copy = np.arange(count, dtype=np.int32)[:, None]
    start = (near.start[:-1] + copy * near.start[-1]).ravel()
    return Neighbours(
        person=np.tile(near.person, count),
        start=np.append(start, count * near.start[-1]),
        neighbour=(near.neighbour + copy * np.int32(len(near))).ravel(),
        pair=(near.pair + copy * np.int32(len(near.pair) // 2)).ravel(),
    )


def _searched(
    near: Neighbours, starts: Ints, *, with_pairs: bool
) -> tuple[Ints, Floats, Floats, Floats]:
    """Make Brandes' two sweeps from starts that do not reach each other, a level at a time.

    Outwards counting paths, inwards adding up shares.
    """
    n = len(near)
    is_new = np.ones(n, np.bool_)
    is_new[starts] = False
    hops = np.full(n, -1, np.int32)
    paths = np.zeros(n)
    paths[starts] = 1
    finder = np.empty(n, np.int32)
    level: NDArray[np.integer] = starts
    steps: list[tuple[NDArray[np.intp], NDArray[np.intp], Ints, NDArray[np.integer]]] = []
    while len(level):
        hops[level] = len(steps)
        along = near.steps(level)
        along = along.compress(is_new.take(near.neighbour.take(along)))
        origin, to = (ends.take(along).astype(np.intp) for ends in (near.origin, near.neighbour))
        np.add.at(paths, to, paths.take(origin))
        number = np.arange(len(to), dtype=np.int32)
        finder[to] = number
        level = to.compress(finder.take(to) == number)
        is_new[level] = False
        steps.append((origin, to, near.pair.take(along) if with_pairs else finder, level))

    depends, by_pair = np.zeros(n), np.zeros(len(near.pair) // 2)
    for_one = np.empty(n)  # path, of those that lead to a place: what hangs on it
    for origin, to, pair, level in reversed(steps):
        for_one[level] = (1 + depends.take(level)) / paths.take(level)
        share = paths.take(origin) * for_one.take(to)
        if with_pairs:
            by_pair[pair] = share
        np.add.at(depends, origin, share)
    depends[starts] = 0
    return hops, paths, depends, by_pair


def estimate(found: Iterator[Floats], drawn: Sample, scale: float) -> tuple[Floats, float]:
    """Scale up what single pivots give, and say how far off that can be.

    Values are shares: those above 1 are cut, which can only help. How far pivots vary is never
    taken as less than one more of them, from whom no way leads through, would make it.
    """
    first = next(found)
    total, squares = first.copy(), first * first
    for one in found:
        total += one
        np.multiply(one, one, out=one)
        squares += one
    k = len(drawn.starts)
    mean = total / k
    variance = np.maximum(squares - total * mean, 0) / (k - 1) + mean * mean / (k + 1)
    return np.minimum(mean * scale, 1), drawn.error(variance * scale**2)
