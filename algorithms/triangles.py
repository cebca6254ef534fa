"""Triangles: every three people of whom each two are a pair, found once each.

People are ranked by degree, and every pair points from the lower to the higher rank. A triangle
then is seen exactly once, from its lowest member, and nobody points at more than sqrt(2 m) others:
hubs cost nothing. Triangles come in chunks, so that memory stays flat however many there are.

People are looked at in the order of `algorithms.neighbours`, where those who know each other stand
near each other in memory. Whether two are a pair is first asked of one word for each person, in
which everybody they point at has one bit of 64: most strangers are told from that.

Cost: O(m sqrt(m)) time at worst, in sparse networks near O(m); a chunk of memory.

References
----------
Chiba, N., Nishizeki, T. "Arboricity and subgraph listing algorithms." SIAM J. Computing 14 (1985).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from algorithms.neighbours import Neighbours
from algorithms.pieces import pieces

__all__ = ["Triangles", "triangles"]

_CHUNK = 2_000_000  # candidates looked at together
_SPREAD = np.uint32(0x9E3779B1)  # 2 ** 32 over the golden ratio: spreads any numbers evenly
_SHIFT = np.uint32(26)  # leaves six bits: one of 64

Ints = NDArray[np.integer]


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

    >>> from algorithms.neighbours import neighbours
    >>> a, b = np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 2, 3], np.int32)
    >>> [found] = triangles(neighbours(4, a, b))
    >>> sorted([int(found.u[0]), int(found.v[0]), int(found.w[0])])
    [0, 1, 2]
    >>> sorted([int(found.uv[0]), int(found.uw[0]), int(found.vw[0])])
    [0, 1, 2]
    """
    arcs = _Arcs.of(near)
    count = len(arcs.low)
    # how many arcs stand after each in its row
    later = np.subtract(arcs.end.take(arcs.low), np.arange(1, count + 1), dtype=np.intp)
    total = np.concatenate([[0], later.cumsum(dtype=np.int64)])
    for begin, end in pieces(total, chunk):
        arc, many = np.arange(begin, end), later[begin:end]
        first = arc.repeat(many)
        second = (arc + 1 - (total[begin:end] - total[begin])).repeat(many)
        second += np.arange(len(first))
        closed, third = arcs.between(arcs.high.take(first), arcs.high.take(second))
        first, second = first.take(closed), second.take(closed)
        yield Triangles(
            u=near.person.take(arcs.low.take(first)),
            v=near.person.take(arcs.high.take(first)),
            w=near.person.take(arcs.high.take(second)),
            uv=arcs.pair.take(first),
            uw=arcs.pair.take(second),
            vw=arcs.pair.take(third),
        )


@dataclass(frozen=True)
class _Arcs:
    """Every pair once, from its place of lower to that of higher rank, in the order of places.

    ``end`` says by place where its arcs end, ``bits`` what it points at, ``rank`` how it ranks.
    """

    low: Ints
    high: Ints
    pair: Ints
    end: NDArray[np.int32]
    rank: NDArray[np.int64]
    bits: NDArray[np.uint64]
    key: NDArray[np.int64]

    @classmethod
    def of(cls, near: Neighbours) -> Self:
        places = len(near)
        rank = near.degree.astype(np.int64) * places + np.arange(places)
        up = np.flatnonzero(rank.take(near.origin) < rank.take(near.neighbour))
        low, high = near.origin.take(up), near.neighbour.take(up)
        count = np.bincount(low, minlength=places)
        end = count.cumsum(dtype=np.int32)
        bits = np.zeros(places, np.uint64)
        if len(low):
            points = np.flatnonzero(count)
            bits[points] = np.bitwise_or.reduceat(_bit(high), (end - count).take(points))
        key = low.astype(np.int64) * places + high
        return cls(low, high, near.pair.take(up), end, rank, bits, key)

    def between(self, one: Ints, other: Ints) -> tuple[Ints, Ints]:
        """Say which of some twos are a pair, and at which arc it stands."""
        is_turned = self.rank.take(one) > self.rank.take(other)
        low, high = np.where(is_turned, other, one), np.where(is_turned, one, other)
        maybe = np.flatnonzero(self.bits.take(low) & _bit(high))
        key = low.take(maybe).astype(np.int64) * len(self.end) + high.take(maybe)
        order = key.argsort()  # looked up in order, what is compared is still at hand
        key = key.take(order)
        at = self.key.searchsorted(key)
        np.minimum(at, len(self.key) - 1, out=at)
        is_closed = self.key.take(at) == key
        found = order.compress(is_closed)
        back = found.argsort()  # few are closed
        return maybe.take(found.take(back)), at.compress(is_closed).take(back)


def _bit(places: Ints) -> NDArray[np.uint64]:
    """Give each place one of 64 bits."""
    number = (places.astype(np.uint32) * _SPREAD) >> _SHIFT
    return np.uint64(1) << number.astype(np.uint64)
