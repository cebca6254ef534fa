"""Seals: a short text that stands for all that happened up to a moment, equal where that is equal.

    row    = two hashes of (moment, who, whom, which interaction, weight), 64 bits each
    seal   = the sums of both over the rows up to a moment that weigh above zero, and their count

People and interactions go by keys that do not hang on how they are numbered, and sums do not hang
on an order. So what was computed from a log up to a moment is known to hold still, whatever came
later, and is known not to once anything before it was corrected, joined or added. A seal of a pair
is that of its rows alone: one of the two hashes.

Cost: O(m) for m rows, once; O(m) additions for the moments asked about.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from algorithms.rows.pair_rows import PairRows
from graph.timeline import Timeline

__all__ = ["Seals"]

_FACTORS = (
    (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93),
    (0xFF51AFD7ED558CCD, 0x94D049BB133111EB, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB),
)
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Seals:
    """The hashes of the rows of a timeline, 0 for those that do not count.

    ``people`` are the keys of each, by number. So are ``interactions``; or, where ``starts`` says
    at which of them each interaction begins, those of the rows of the log.

    >>> one = Timeline.of(2, source=[0, 1], target=[1, 0], at=[0, 5])
    >>> keys = np.array([7, 9], np.uint64)
    >>> found = Seals(one, np.ones(2), keys, keys).until([0, 4, 5])
    >>> found[0] == found[1], found[1] == found[2]
    (True, False)
    """

    timeline: Timeline
    weight: NDArray[np.float64]
    people: Hashes
    interactions: Hashes
    starts: NDArray[np.integer] | None = None

    @cached_property
    def _hashes(self) -> tuple[Hashes, Hashes]:
        first, second = (self._hashed(slice(None), factors) for factors in _FACTORS)
        return first, second

    def until(self, moments: list[int]) -> list[str]:
        """Give the seal of all that counts up to each moment (microseconds)."""
        ends = np.searchsorted(self.timeline.at, moments, "right").tolist()
        first, second = self._hashes
        return [
            f"{np.count_nonzero(self.weight[:end] > 0):x}."
            f"{int(first[:end].sum()):x}.{int(second[:end].sum()):x}"
            for end in ends
        ]

    def of_pairs(self, rows: PairRows) -> Hashes:
        """Give the seal of each pair: one number for all of its rows."""
        if not len(rows):
            return np.zeros(0, np.uint64)
        return np.add.reduceat(self._hashes[0][rows.row], rows.first)

    def of_rows(self, row: NDArray[np.integer]) -> Hashes:
        """Give what each of some rows adds to the seal of its pair; others are not hashed for it.

        >>> from algorithms.rows.pair_rows import pair_rows
        >>> one = Timeline.of(2, source=[0, 1], target=[1, 0], at=[0, 5])
        >>> keys = np.array([7, 9], np.uint64)
        >>> seals = Seals(one, np.ones(2), keys, keys)
        >>> seals.of_rows(np.arange(2)).sum() == seals.of_pairs(pair_rows(one, np.ones(2), as_of=5))
        array([ True])
        """
        return self._hashed(row, _FACTORS[0])

    def _hashed(self, row: slice | NDArray[np.integer], factors: tuple[int, ...]) -> Hashes:
        """Mix the parts of some rows, in an order that matters (the steps of splitmix64)."""
        log, weight = self.timeline, np.ascontiguousarray(self.weight[row], np.float64)
        number = log.interaction[row]
        place = number if self.starts is None else self.starts[number]
        parts = (
            self.people[log.source[row]],
            self.people[log.target[row]],
            log.at[row].view(np.uint64),
            self.interactions[place],
        )
        found = weight.view(np.uint64).copy()
        for part, factor in zip(parts, factors, strict=True):
            found ^= part
            found *= np.uint64(factor)
            found ^= found >> np.uint64(29)
        found *= np.uint64(factors[0])
        found ^= found >> np.uint64(32)
        found[weight <= 0] = 0
        return found
