"""Spanning trees: one way from the best connected of each part of the network to everybody else.

`algorithms.neighbours` puts people in the order in which a walk from there meets them. So each has
met their *parent* first of all their neighbours, children of one parent stand side by side, and a
pair outside the tree joins two people of whom neither descends from the other. Numbered in
preorder (parents first, then child by child all that descends from it) whoever descends from i has
the numbers ``number[i]`` to ``number[i] + size[i] - 1``. By that one sees how far pairs lead away:

    low_i, high_i = the least and the highest number among i, their descendants, and the neighbours
                    of all these over pairs outside the tree

Where low and high stay among the descendants of i, nothing but the pair with the parent joins them
to the rest.

Cost: O(n + m) time and memory, and a few array steps for each step of the longest way.

References
----------
Tarjan, R. E., Vishkin, U. "An efficient parallel biconnectivity algorithm." SIAM J. Computing 14
(1985).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from algorithms.neighbours import Neighbours

__all__ = ["Spanning", "blocks", "spanning"]

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Spanning:
    """By place: the parent (-1 for a root), preorder number, how many descend (with it), reach."""

    parent: Ints
    number: Ints
    size: Ints
    low: Ints
    high: Ints

    @property
    def child(self) -> NDArray[np.intp]:
        """Who has a parent."""
        return np.flatnonzero(self.parent >= 0)

    def leads_out(self, lower: NDArray[np.intp], upper: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Whether a pair leads from those below *lower* out of those below *upper*."""
        end = self.number[upper] + self.size[upper]
        return np.asarray((self.low[lower] < self.number[upper]) | (self.high[lower] >= end))


def spanning(near: Neighbours) -> Spanning:
    """Give the tree along which the walk met everybody.

    A ring of three, one of whom knows a fourth: only the fourth is held by one pair.

    >>> from algorithms.neighbours import neighbours
    >>> near = neighbours(4, np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 2, 3], np.int32))
    >>> tree = spanning(near)
    >>> near.person[tree.child[~tree.leads_out(tree.child, tree.child)]]
    array([3], dtype=int32)
    """
    first = near.neighbour[near.start[:-1]]
    parent = np.where(first < np.arange(len(near)), first, np.int32(-1)).astype(np.int32)
    levels = _levels(parent)
    size = np.ones(len(near), np.int32)
    for level in levels[:0:-1]:
        np.add.at(size, parent[level], size[level])
    number = np.zeros(len(near), np.int32)
    for level in levels:
        above = parent[level]
        before = np.cumsum(size[level], dtype=np.int32) - size[level]  # those to the left of each
        begins = np.flatnonzero(np.diff(above, prepend=-2))
        if len(above) and above[0] >= 0:  # counted from the parent on, not from the first of all
            before += (
                number[above] + 1 - np.repeat(before[begins], np.diff(begins, append=len(above)))
            )
        number[level] = before
    return _with_reach(near, parent, number, size, levels)


def _levels(parent: Ints) -> list[Ints]:
    """Give the roots, then their children, and so on; children in the order of their parents."""
    places = np.arange(len(parent), dtype=np.int32)
    child = places[parent >= 0]  # their parents never decrease
    count = np.bincount(parent[child], minlength=len(parent)).astype(np.int32)
    begin = np.cumsum(count, dtype=np.int32) - count
    level, levels = places[parent < 0], []
    while len(level):
        levels.append(level)
        level = level[count[level] > 0]
        many = count[level]
        skipped = np.cumsum(many, dtype=np.int32) - many
        at = np.arange(many.sum(), dtype=np.int32) + np.repeat(begin[level] - skipped, many)
        level = child[at]
    return levels


def _with_reach(
    near: Neighbours, parent: Ints, number: Ints, size: Ints, levels: list[Ints]
) -> Spanning:
    if not levels:
        return Spanning(parent, number, size, number, number)
    met = number[near.neighbour]
    is_child = parent >= 0
    met[near.start[:-1][is_child]] = number[is_child]  # the pair with the parent leads nowhere else
    low = np.minimum(np.minimum.reduceat(met, near.start[:-1]), number)
    high = np.maximum(np.maximum.reduceat(met, near.start[:-1]), number)
    for level in levels[:0:-1]:
        np.minimum.at(low, parent[level], low[level])
        np.maximum.at(high, parent[level], high[level])
    return Spanning(parent, number, size, low, high)


def blocks(near: Neighbours, tree: Spanning) -> NDArray[np.int32]:
    """Label for every place but roots the block that its pair with its parent belongs to.

    A block is a largest group that holds together whoever of it leaves, or a single pair. The label
    of a root is no other place's.
    """
    n = len(near)
    origin = np.repeat(np.arange(n, dtype=np.int32), near.degree)
    across = np.flatnonzero((origin < near.neighbour) & (tree.parent[near.neighbour] != origin))
    child = tree.child
    child = child[tree.parent[tree.parent[child]] >= 0]
    child = child[tree.leads_out(child, tree.parent[child])]
    one = np.concatenate([origin[across], child.astype(np.int32)])
    other = np.concatenate([near.neighbour[across], tree.parent[child]])
    joined = sparse.csr_array((np.ones(len(one), np.int8), (one, other)), (n, n))
    found: NDArray[np.int32] = connected_components(joined, directed=False)[1]
    return found
