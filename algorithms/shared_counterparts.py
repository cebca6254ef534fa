"""Shared counterparts: how many of the people whom one is in touch with the other is, too.

    shared(a, b) = sum over common c of  max(0, 1 - 10 * degree(c) / n) / ln(2 + degree(c))

A counterpart who knows many says little, one who knows few says much (Adamic and Adar); one who
knows a tenth of all n people says nothing, so in a small world where all know all, nobody does.
Within one organization everybody knows everybody, so colleagues are counted apart. A counterpart
is a person as far as merges, stored and found, say so.

Cost: linear in the pairs of counterparts once; the shorter of two lists for each pair asked about.

References
----------
Adamic, L. A., Adar, E. "Friends and neighbors on the Web." Social Networks 25 (2003).
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from algorithms.known_identities import Counterparts

__all__ = ["Shared", "SharedCounterparts"]

_TENTH = 10


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

    def _telling(self, degree: int) -> float:
        return max(0.0, 1 - _TENTH * degree / self._people) / math.log(2 + degree)
