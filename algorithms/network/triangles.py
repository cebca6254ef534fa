"""Triangles: every three people of whom each two are a pair, found once each.

People are ranked by degree, and every pair points from the lower to the higher rank: an arc. A
triangle then is seen exactly once, from its lowest member, and nobody has more than sqrt(2 m) arcs:
hubs cost nothing. Two arcs of the same person are looked at together: first every arc with the next
one, then with the one after that, and so on, so that memory stays flat however many there are.

People are looked at in the order of `algorithms.network.neighbours`, where those who know each
other stand near each other in memory. Whether two are a pair is first asked of a row of 16 marks
for the later one, in which each earlier contact has left one: most strangers are told from that. Of
the others the arcs of the lower one are searched, all at once, each step halving what is left of
every row.

Cost: O(m sqrt(m)) time at worst, in sparse networks near O(m); O(m) memory.

References
----------
Chiba, N., Nishizeki, T. "Arboricity and subgraph listing algorithms." SIAM J. Computing 14 (1985).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from algorithms.network.neighbours import Neighbours

__all__ = ["Triangles", "triangle_counts", "triangles"]

_CHUNK = 1_000_000  # likely triangles looked at together
_SPREAD = np.uint32(0x9E3779B1)  # 2 ** 32 over the golden ratio: spreads any numbers evenly
_MARKS = np.uint32(4)  # bits that number the marks of a row
_LEAVES = np.uint32(32 - 4)
_HALF = np.int64(32)  # bits: a number holds a place in its lower half, something in the other
_ONLY_PLACE = np.int64(2**32 - 1)

Ints = NDArray[np.integer]
Wide = NDArray[np.int64]


@dataclass(frozen=True)
class Triangles:
    """Columns: three people u, v, w, and the numbers of the pairs that join them."""

    u: Ints
    v: Ints
    w: Ints
    uv: Ints
    uw: Ints
    vw: Ints


def triangles(near: Neighbours, *, chunk: int = _CHUNK) -> Iterator[Triangles]:
    """Find the triangles among the pairs that were laid out.

    >>> from algorithms.network.neighbours import neighbours
    >>> a, b = np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 2, 3], np.int32)
    >>> [found] = triangles(neighbours(4, a, b))
    >>> sorted([int(found.u[0]), int(found.v[0]), int(found.w[0])])
    [0, 1, 2]
    >>> sorted([int(found.uv[0]), int(found.uw[0]), int(found.vw[0])])
    [0, 1, 2]
    """
    arcs = _Arcs.of(near)
    for sides in arcs.closed(chunk):
        order = np.lexsort(sides[1::-1])
        uv, uw, vw = (side.take(order) for side in sides)
        yield Triangles(
            u=near.person.take(arcs.low.take(uv)),
            v=near.person.take(arcs.high.take(uv)),
            w=near.person.take(arcs.high.take(uw)),
            uv=near.pair.take(arcs.step.take(uv)),
            uw=near.pair.take(arcs.step.take(uw)),
            vw=near.pair.take(arcs.step.take(vw)),
        )


def triangle_counts(near: Neighbours, *, chunk: int = _CHUNK) -> tuple[Wide, Wide]:
    """Count how many triangles each pair is a side of, and each place a corner of.

    >>> from algorithms.network.neighbours import neighbours
    >>> a, b = np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 2, 3], np.int32)
    >>> triangle_counts(neighbours(4, a, b))
    (array([1, 1, 1, 0]), array([1, 1, 1, 0]))
    """
    arcs = _Arcs.of(near)
    sides, corners = np.zeros(len(arcs.low), np.int64), np.zeros(len(near), np.int64)
    for uv, uw, vw in arcs.closed(chunk):
        pair = near.pair.take(arcs.step.take(np.concatenate([uv, uw, vw])))
        place = np.concatenate([arcs.low.take(uv), arcs.high.take(uv), arcs.high.take(uw)])
        sides += np.bincount(pair, minlength=len(sides))
        corners += np.bincount(place, minlength=len(corners))
    return sides, corners


@dataclass(frozen=True)
class _Arcs:
    """Every pair once, from its place of lower to that of higher rank, in the order of places.

    ``step`` says where they stand in the layout, ``rank`` by place how it ranks: its degree, then
    its place. ``count`` says by place how many arcs it has.
    """

    low: Ints
    high: Ints
    step: NDArray[np.intp]
    rank: Wide
    count: NDArray[np.intp]

    @classmethod
    def of(cls, near: Neighbours) -> Self:
        known = near.degree.take(near.origin), near.degree.take(near.neighbour)
        is_up = known[0] < known[1]
        is_up |= (known[0] == known[1]) & (near.origin < near.neighbour)
        step = is_up.nonzero()[0]
        low, high = near.origin.take(step), near.neighbour.take(step)
        rank = near.degree.astype(np.int64) << _HALF
        rank |= np.arange(len(near))
        return cls(low, high, step, rank, np.bincount(low, minlength=len(near)))

    def closed(self, chunk: int) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Find the triangles: two arcs out of a place, and the third, between their high ends."""
        for first, second in self._likely(chunk):
            third, is_closed = self._between(self.high.take(first), self.high.take(second))
            hit = is_closed.nonzero()[0]
            yield first.take(hit), second.take(hit), third.take(hit)

    def _likely(self, chunk: int) -> Iterator[tuple[Ints, Ints]]:
        """Give two arcs each out of a place whose high ends are likely to share one, or more."""
        marks, low = self._marks, np.append(self.low, np.int32(-1))  # nobody, after the last
        first = (low[:-1] == low[1:]).nonzero()[0]
        second = first + 1
        firsts, seconds, count = [], [], 0
        while len(first):
            maybe = marks.take(_mark(self.high.take(first), self.high.take(second))).nonzero()[0]
            firsts.append(first.take(maybe))
            seconds.append(second.take(maybe))
            count += len(maybe)
            if count >= chunk:
                yield np.concatenate(firsts), np.concatenate(seconds)
                firsts, seconds, count = [], [], 0
            second += 1
            more = (low.take(first) == low.take(second)).nonzero()[0]
            first, second = first.take(more), second.take(more)
        if count:
            yield np.concatenate(firsts), np.concatenate(seconds)

    @cached_property
    def _marks(self) -> NDArray[np.bool_]:
        found = np.zeros(len(self.count) << int(_MARKS), np.bool_)
        found[_mark(self.low, self.high)] = True
        return found

    def _between(self, one: Ints, other: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Look for the arcs between some twos; also says where there is one."""
        ranks = self.rank.take(one), self.rank.take(other)
        low = np.minimum(*ranks) & _ONLY_PLACE
        wanted = (low << _HALF) | (np.maximum(*ranks) & _ONLY_PLACE)
        at = (self.count.cumsum() - self.count).take(low)
        longest = int(self.count.max(initial=0))
        for power in reversed(range(longest.bit_length())):
            further = at + (1 << power)
            np.copyto(at, further, where=self._key.take(further, mode="clip") <= wanted)
        np.minimum(at, len(self._key) - 1, out=at)
        return at, self._key.take(at) == wanted

    @cached_property
    def _key(self) -> Wide:
        """Both ends of each arc in one number, low before high."""
        found = self.low.astype(np.int64) << _HALF
        found |= self.high
        return found


def _mark(one: Ints, other: Ints) -> NDArray[np.uint32]:
    """Give which mark of all a pair has: one in the row of whoever stands later."""
    found = np.minimum(one, other).view(np.uint32)
    found *= _SPREAD
    found >>= _LEAVES
    found |= np.maximum(one, other).view(np.uint32) << _MARKS
    return found
