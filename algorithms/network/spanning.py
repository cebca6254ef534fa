"""Spanning trees: one way from the best connected of each part of the network to everybody else.

`algorithms.network.neighbours` puts people in the order in which a walk from there meets them. So
each has met their *parent* first of all their neighbours, children of one parent stand side by
side, and a pair outside the tree joins two people of whom neither descends from the other. Numbered
in preorder (parents first, then child by child all that descends from it) whoever descends from i
has the numbers ``number[i]`` to ``number[i] + size[i] - 1``. By that one sees how far pairs lead
away:

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
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from algorithms.network.neighbours import Neighbours

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
        begin = self.number.take(upper)
        leads = self.low.take(lower) < begin
        leads |= self.high.take(lower) >= begin + self.size.take(upper)
        return np.asarray(leads)


def spanning(near: Neighbours) -> Spanning:
    """Give the tree along which the walk met everybody.

    A ring of three, one of whom knows a fourth: only the fourth is held by one pair.

    >>> from algorithms.network.neighbours import neighbours
    >>> near = neighbours(4, np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 2, 3], np.int32))
    >>> tree = spanning(near)
    >>> near.person[tree.child[~tree.leads_out(tree.child, tree.child)]]
    array([3], dtype=int32)
    """
    first = near.neighbour.take(near.start[:-1])
    places = np.arange(len(near), dtype=np.int32)
    parent = np.where(first < places, first, np.int32(-1))
    if len(near) == 0:
        return Spanning(parent, parent, parent, parent, parent)
    rows = _Rows.of(parent)
    size = rows.up(np.ones(len(near), np.int32), np.add)
    number = rows.preorder(size)

    met = number.take(rows.seat).take(near.neighbour)
    child = np.flatnonzero(parent >= 0)
    own = number.take(rows.seat)
    met[near.start.take(child)] = own.take(child)  # the pair with the parent leads nowhere else
    begin = near.start[:-1]
    low = np.minimum(np.minimum.reduceat(met, begin), own).take(rows.place)
    high = np.maximum(np.maximum.reduceat(met, begin), own).take(rows.place)
    low, high = rows.up(low, np.minimum), rows.up(high, np.maximum)
    return Spanning(parent, own, *(one.take(rows.seat) for one in (size, low, high)))


@dataclass(frozen=True)
class _Rows:
    """Places in rows, one behind the other: all roots, their children, and so on.

    Children stand in the order of their parents. ``place`` is who sits there, ``seat`` where a
    place sits; ``parent`` is where the parent sits; row k sits from ``cut[k]`` to ``cut[k + 1]``.
    """

    place: NDArray[np.intp]
    seat: NDArray[np.intp]
    parent: NDArray[np.intp]
    cut: list[int]
    first: NDArray[np.intp]  # seats of who stands first among the children of one parent
    first_cut: list[int]

    @classmethod
    def of(cls, parent: Ints) -> Self:
        child = np.flatnonzero(parent >= 0)  # their parents never decrease
        count = np.bincount(parent.take(child), minlength=len(parent))
        begin = count.cumsum() - count
        row, rows, seats = np.flatnonzero(parent < 0), [], [0]
        while len(row):
            rows.append(row)
            seats.append(seats[-1] + len(row))
            row = row.compress(count.take(row))
            many = count.take(row)
            end = many.cumsum()
            at = np.arange(end[-1] if len(end) else 0)
            at += (begin.take(row) - end + many).repeat(many)
            row = child.take(at)
        place = np.concatenate(rows)
        seat = np.empty_like(place)
        seat[place] = np.arange(len(place))
        above = seat.take(parent.take(place[seats[1] :]))
        first = np.flatnonzero(above[1:] != above[:-1]) + seats[1] + 1
        if len(above):
            first = np.concatenate([seats[1:2], first])
        return cls(
            place,
            seat,
            np.concatenate([np.full(seats[1], -1), above]),
            seats,
            first,
            np.searchsorted(first, seats).tolist(),
        )

    def up(self, values: Ints, joined: np.ufunc) -> Ints:
        """Join to everybody's value, by seat, those of all who descend from them."""
        for row in range(len(self.cut) - 2, 0, -1):
            first = self.first[self.first_cut[row] : self.first_cut[row + 1]]
            above = self.parent.take(first)
            values[above] = joined(
                values.take(above), joined.reduceat(values[: self.cut[row + 1]], first)
            )
        return values

    def preorder(self, size: Ints) -> Ints:
        """Number by seat: parents first, then child by child all that descends from it."""
        number = size.cumsum(dtype=np.int32) - size  # those to the left of each, in any row
        many = np.diff(self.first, append=len(size))
        number[self.cut[1] :] -= (number.take(self.first) - 1).repeat(many)  # of one parent
        for begin, end in pairwise(self.cut[1:]):
            number[begin:end] += number.take(self.parent[begin:end])
        return number


def blocks(near: Neighbours, tree: Spanning) -> NDArray[np.int32]:
    """Label for every place but roots the block that its pair with its parent belongs to.

    A block is a largest group that holds together whoever of it leaves, or a single pair. The label
    of a root is no other place's.
    """
    n = len(near)
    joins = near.origin < near.neighbour
    joins &= tree.parent.take(near.neighbour) != near.origin
    child = tree.child
    above = tree.parent.take(child)
    is_within = tree.parent.take(above) >= 0
    is_within &= tree.leads_out(child, above)
    joins[near.start.take(child.compress(is_within))] = True  # the first pair, with the parent
    end = np.concatenate([[0], joins.cumsum(dtype=np.int32)])
    to, start = near.neighbour.compress(joins), end.take(near.start)
    joined = sparse.csr_array((np.ones(len(to)), to, start), (n, n))
    found: NDArray[np.int32] = connected_components(joined, directed=False)[1]
    return found
