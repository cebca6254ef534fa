"""Triangles: every three people of whom each two are a pair, found once each.

People are ranked by degree, and every pair points from the lower to the higher rank. A triangle
then is seen exactly once, from its lowest member, and nobody points at more than sqrt(2 m) others:
hubs cost nothing. Triangles come in chunks, so that memory stays flat however many there are.

Cost: O(m sqrt(m)) time at worst, in sparse networks near O(m); a chunk of memory.

References
----------
Chiba, N., Nishizeki, T. "Arboricity and subgraph listing algorithms." SIAM J. Computing 14 (1985).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Triangles", "triangles"]

_CHUNK = 2_000_000  # candidates looked at together
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2 ** 64 over the golden ratio: spreads any keys evenly
_SEATS = 8  # for each key: at most one stranger in eight is mistaken for a key

Ints = NDArray[np.integer]


@dataclass(frozen=True)
class Triangles:
    """Columns: three people u, v, w, and the positions of the pairs that join them."""

    u: Ints
    v: Ints
    w: Ints
    uv: Ints
    uw: Ints
    vw: Ints

    def corners(self) -> Iterator[tuple[Ints, Ints, Ints, Ints, Ints, Ints]]:
        """Give every corner: it, the two others, its pairs with them, the pair facing it."""
        yield self.u, self.v, self.w, self.uv, self.uw, self.vw
        yield self.v, self.u, self.w, self.uv, self.vw, self.uw
        yield self.w, self.u, self.v, self.uw, self.vw, self.uv


def triangles(
    people: int, a: NDArray[np.int32], b: NDArray[np.int32], *, chunk: int = _CHUNK
) -> Iterator[Triangles]:
    """Find the triangles among distinct unordered pairs.

    >>> a, b = np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 2, 3], np.int32)
    >>> [found] = triangles(4, a, b)
    >>> sorted([int(found.u[0]), int(found.v[0]), int(found.w[0])])
    [0, 1, 2]
    >>> sorted([int(found.uv[0]), int(found.uw[0]), int(found.vw[0])])
    [0, 1, 2]
    """
    degree = np.bincount(a, minlength=people) + np.bincount(b, minlength=people)
    by_degree = np.argsort(degree, kind="stable")
    rank = np.empty(people, np.int64)
    rank[by_degree] = np.arange(people)
    one, other = rank[a], rank[b]
    low, high = np.minimum(one, other), np.maximum(one, other)
    key = low * people + high
    pair = np.argsort(key)
    low, high, key = low[pair], high[pair], key[pair]
    seats = _Seats.of(key)

    row_end = np.cumsum(np.bincount(low, minlength=people))[low]
    later = row_end - np.arange(len(low)) - 1  # partners that stand after a pair in its row
    total = np.concatenate([[0], np.cumsum(later)])
    begin = 0
    while begin < len(low):
        end = max(int(np.searchsorted(total, total[begin] + chunk, "right")) - 1, begin + 1)
        first = np.repeat(np.arange(begin, end), later[begin:end])
        second = first + 1 + np.arange(len(first)) - (total[first] - total[begin])
        facing = high[first] * people + high[second]
        maybe = np.flatnonzero(seats.may_hold(facing))
        at = np.minimum(np.searchsorted(key, facing[maybe]), len(key) - 1)
        is_closed = key[at] == facing[maybe]
        closed = maybe[is_closed]
        first, second, third = first[closed], second[closed], at[is_closed]
        yield Triangles(
            u=by_degree[low[first]],
            v=by_degree[high[first]],
            w=by_degree[high[second]],
            uv=pair[first],
            uw=pair[second],
            vw=pair[third],
        )
        begin = end


@dataclass(frozen=True)
class _Seats:
    """Where keys would sit: one look tells most that are no key, before they are searched for."""

    taken: NDArray[np.bool_]
    shift: np.uint64

    @classmethod
    def of(cls, key: NDArray[np.int64]) -> "_Seats":
        bits = (_SEATS * len(key)).bit_length()
        seats = cls(np.zeros(1 << bits, np.bool_), np.uint64(64 - bits))
        seats.taken[seats._seat(key)] = True
        return seats

    def may_hold(self, key: NDArray[np.int64]) -> NDArray[np.bool_]:
        return self.taken[self._seat(key)]

    def _seat(self, key: NDArray[np.int64]) -> NDArray[np.int64]:
        return ((key.view(np.uint64) * _SPREAD) >> self.shift).view(np.int64)
