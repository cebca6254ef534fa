"""Shared counterparts: how many of the people whom one is in touch with the other is, too.

    shared(a, b) = sum over common c of  max(0, 1 - 10 * degree(c) / n) / ln(2 + degree(c))

A counterpart who knows many says little, one who knows few says much (Adamic and Adar); one who
knows a tenth of all n people says nothing, so in a small world where all know all, nobody does.
Within one organization everybody knows everybody, so colleagues are counted apart. A counterpart
is a person as far as merges, stored and found, say so.

Cost: linear in the pairs of counterparts once; the shorter of two lists for each pair asked about,
as columns where all that is asked is who has nothing in common.

References
----------
Adamic, L. A., Adar, E. "Friends and neighbors on the Web." Social Networks 25 (2003).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from algorithms.identity.known_identities import Counterparts
from graph.arrays import distinct

__all__ = ["Shared", "SharedCounterparts"]

_TENTH = 10
_AT_ONCE = 50_000  # pairs

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """Common counterparts: how many, what they weigh, and whether the two are in touch."""

    count: int = 0
    weight: float = 0.0
    in_touch: bool = False


@dataclass
class SharedCounterparts:
    """Look-up of common counterparts of people, each given by the identities they have."""

    counterparts: Counterparts
    root: NDArray[np.int32]
    _degree: NDArray[np.int64] = field(init=False)
    _people: int = field(init=False)
    _of: dict[int, frozenset[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        reached = self.root[self.counterparts.other]
        self._degree = np.bincount(reached, minlength=len(self.root))
        self._people = max(1, int(np.count_nonzero(self._degree)))

    def of(self, root: int, members: list[int]) -> frozenset[int]:
        """Give the people somebody is in touch with."""
        if root not in self._of:
            others = [self.counterparts.of(member) for member in members]
            reached = self.root[np.concatenate(others)] if others else self.root[:0]
            self._of[root] = frozenset(reached.tolist()) - {int(self.root[root])}
        return self._of[root]

    def shared(self, a: tuple[int, list[int]], b: tuple[int, list[int]]) -> Shared:
        """Say what two people have in common.

        >>> wrote = Counterparts(np.array([0, 1, 2, 4]), np.array([2, 2, 0, 1], np.int32))
        >>> found = SharedCounterparts(wrote, np.arange(3, dtype=np.int32))
        >>> found.shared((0, [0]), (1, [1])).count
        1
        """
        first, second = self.of(*a), self.of(*b)
        in_touch = int(self.root[b[0]]) in first or int(self.root[a[0]]) in second
        common = sorted(first & second)
        weight = sum(self._telling(int(self._degree[one])) for one in common)
        return Shared(len(common), weight, in_touch)

    def some(
        self, pairs: Sequence[Pair], members: Callable[[int], Sequence[int]]
    ) -> NDArray[np.bool_]:
        """Say of some pairs of people who share somebody or are in touch themselves.

        >>> wrote = Counterparts(np.array([0, 1, 1, 1]), np.array([1], np.int32))
        >>> found = SharedCounterparts(wrote, np.arange(3, dtype=np.int32))
        >>> found.some([(0, 1), (0, 2)], lambda one: [one])
        array([ True, False])
        """
        both = np.array(pairs, np.int64).reshape(-1, 2)
        asked = distinct(both.ravel())
        reached = self._reached(asked, [members(one) for one in asked.tolist()])
        one, other = np.searchsorted(asked, both[:, 0]), np.searchsorted(asked, both[:, 1])
        touched = reached.has(one, self.root[both[:, 1]]) | reached.has(
            other, self.root[both[:, 0]]
        )
        touched |= reached.share(one, other)
        return touched

    def _reached(self, asked: NDArray[np.int64], members: Sequence[Sequence[int]]) -> "_Reached":
        """Whom some people are in touch with, each given by the identities they have."""
        of = np.repeat(np.arange(len(asked)), [len(one) for one in members])
        place = np.fromiter(chain.from_iterable(members), np.int64, len(of))
        start, end = self.counterparts.start[place], self.counterparts.start[place + 1]
        count = end - start
        row = np.repeat(start - np.cumsum(count) + count, count) + np.arange(count.sum())
        whom = self.root[self.counterparts.other[row]].astype(np.int64)
        return _Reached.of(self.root[asked].astype(np.int64), np.repeat(of, count), whom)

    def _telling(self, degree: int) -> float:
        return max(0.0, 1 - _TENTH * degree / self._people) / math.log(2 + degree)


@dataclass(frozen=True)
class _Reached:
    """Whom some people are in touch with, as columns: sorted keys of (who, whom)."""

    key: NDArray[np.int64]
    start: NDArray[np.int64]
    size: int

    @classmethod
    def of(
        cls, own: NDArray[np.int64], who: NDArray[np.intp], whom: NDArray[np.int64]
    ) -> "_Reached":
        size = int(max(whom.max(initial=0), own.max(initial=0))) + 1
        kept = whom != own[who]
        key = distinct(who[kept] * size + whom[kept])
        return cls(key, np.searchsorted(key, np.arange(len(own) + 1) * size), size)

    def has(self, who: NDArray[np.intp], whom: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Whether each of some is in touch with another."""
        wanted = who * self.size + whom
        place = np.minimum(np.searchsorted(self.key, wanted), max(len(self.key) - 1, 0))
        return (self.key[place] == wanted) if len(self.key) else np.zeros(len(who), bool)

    def share(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether two are in touch with somebody else, both of them."""
        degree = np.diff(self.start)
        swap = degree[one] > degree[other]
        few, many = np.where(swap, other, one), np.where(swap, one, other)
        found = np.zeros(len(one), bool)
        for begin in range(0, len(one), _AT_ONCE):
            rows = np.arange(begin, min(begin + _AT_ONCE, len(one)))
            count = degree[few[rows]]
            pair = np.repeat(rows, count)
            within = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
            whom = self.key[self.start[few[pair]] + within] % self.size
            found[pair[self.has(many[pair], whom)]] = True
        return found
