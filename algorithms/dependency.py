"""Dependency: how much of what one person can reach hangs on everybody else on the way.

    depends_s(i) = sum over t of  (shortest paths from s to t through i)
                                / (shortest paths from s to t)
                 = sum over the j next to i and one hop farther from s of
                   paths_s(i) / paths_s(j) * (1 + depends_s(j))

Summed over all s it is betweenness; over some of them, scaled up, an estimate of it. What hangs on
a pair i, j is a single term of the last sum.

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

from algorithms.neighbours import Neighbours
from algorithms.sampling import Sample

__all__ = ["Dependency", "dependency", "estimate"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Dependency:
    """What a search from one place found, in the order of places.

    ``hops`` away from it, -1 out of reach; ``paths`` that are shortest; what ``depends`` on each.
    """

    hops: NDArray[np.int32]
    paths: Floats
    depends: Floats


def dependency(near: Neighbours, start: int) -> Dependency:
    """Count, over all targets, the share of the shortest paths from one place that pass each.

    Brandes' two sweeps, a level at a time: outwards counting paths, inwards adding up shares.

    In a chain of three, the last is reached through the middle only:

    >>> from algorithms.neighbours import neighbours
    >>> near = neighbours(3, np.array([0, 1], np.int32), np.array([1, 2], np.int32))
    >>> near.person
    array([1, 0, 2], dtype=int32)
    >>> dependency(near, 1)
    Dependency(hops=array([1, 0, 2], dtype=int32), paths=array([1., 1., 1.]),
               depends=array([1., 0., 0.]))
    """
    n = len(near)
    is_met = np.zeros(n, np.bool_)
    is_met[start] = True
    hops = np.full(n, -1, np.int32)
    paths = np.zeros(n)
    paths[start] = 1
    finder = np.empty(n, np.int32)
    level = np.array([start], np.int32)
    steps: list[tuple[NDArray[np.int32], NDArray[np.int32]]] = []
    while len(level):
        hops[level] = len(steps)
        who, to = near.step(level)
        fresh = np.flatnonzero(~is_met[to])
        origin, to = level[who[fresh]], to[fresh]
        np.add.at(paths, to, paths[origin])
        number = np.arange(len(to), dtype=np.int32)
        finder[to] = number
        level = to[finder[to] == number]
        is_met[level] = True
        steps.append((origin, to))

    depends = np.zeros(n)
    for origin, to in reversed(steps):
        np.add.at(depends, origin, paths[origin] * ((1 + depends[to]) / paths[to]))
    depends[start] = 0
    return Dependency(hops, paths, depends)


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
