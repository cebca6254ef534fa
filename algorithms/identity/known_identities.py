"""What is known of identities before anybody asks which of them are one person.

Identities stand in sorted order and are spoken of by their place in it. Nothing here is computed:
the values come from facts, stored merges and the log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["Counterparts", "Known", "Suggestion"]

T = TypeVar("T")


@dataclass(frozen=True)
class Counterparts:
    """Who each identity was in touch with: ``other[start[k]:start[k + 1]]``, sorted and distinct.

    >>> both = Counterparts(start=np.array([0, 1, 2]), other=np.array([1, 0], np.int32))
    >>> both.of(0)
    array([1], dtype=int32)
    """

    start: NDArray[np.int64]
    other: NDArray[np.int32]

    def of(self, place: int) -> NDArray[np.int32]:
        """Give the counterparts of one identity."""
        return self.other[self.start[place] : self.start[place + 1]]

    def among(self, number: NDArray[np.int32]) -> "Counterparts":
        """Give those of the identities that have a new number, among themselves; -1 for none."""
        one = np.repeat(number, np.diff(self.start))
        other = number[self.other]
        kept = (one >= 0) & (other >= 0)
        start = np.searchsorted(one[kept], np.arange(int(number.max(initial=-1)) + 2))
        return Counterparts(start.astype(np.int64), other[kept])


@dataclass(frozen=True)
class Known:
    """What is known of identities, by their place in the sorted list.

    ``identities`` are canonical and sorted. ``root`` is, for each, the place of the smallest
    identity of its person by stored merges (its own place where there is none). ``names`` are
    those declared or seen, ``kinds`` what it was told to be (person, shared mailbox, list, bot,
    resource), ``organizations`` those told for it (mail domains are read off the address),
    ``handles`` user names told for it, ``phones`` numbers told for it. ``apart`` are the pairs
    that somebody said are two people. ``used`` is when it was first and last written from.
    """

    identities: Sequence[str]
    root: NDArray[np.int32]
    names: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[int, str] = field(default_factory=dict)
    organizations: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    handles: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    apart: frozenset[tuple[int, int]] = frozenset()
    counterparts: Counterparts | None = None
    phones: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    used: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def part(self, places: NDArray[np.integer]) -> "Known":
        """Give what is known of some identities, in order, as if there were no others.

        >>> known = Known(["email:a@x.example", "x:a", "x:b"], np.array([0, 0, 2], np.int32),
        ...               names={1: ("Ann",)})
        >>> found = known.part(np.array([1, 2]))
        >>> found.identities, found.root.tolist(), found.names
        (['x:a', 'x:b'], [0, 1], {0: ('Ann',)})
        """
        number = np.full(len(self.identities), -1, np.int32)
        number[places] = np.arange(len(places), dtype=np.int32)
        _, first, of = np.unique(self.root[places], return_index=True, return_inverse=True)
        apart = ((int(number[a]), int(number[b])) for a, b in self.apart)
        return Known(
            identities=[self.identities[place] for place in places.tolist()],
            root=first[of].astype(np.int32),
            names=_among(self.names, number),
            kinds=_among(self.kinds, number),
            organizations=_among(self.organizations, number),
            handles=_among(self.handles, number),
            apart=frozenset(pair for pair in apart if min(pair) >= 0),
            counterparts=None if self.counterparts is None else self.counterparts.among(number),
            phones=_among(self.phones, number),
            used=_among(self.used, number),
        )


def _among(told: Mapping[int, T], number: NDArray[np.int32]) -> dict[int, T]:
    return {int(number[k]): value for k, value in told.items() if number[k] >= 0}


@dataclass(frozen=True)
class Suggestion:
    """Two identities that may be one person, or look as if they wanted to be taken for one.

    ``a`` and ``b`` are places, a < b. ``score`` is the probability that they are one person.
    ``verdict`` is "automatic", "review" or "look-alike"; ``reasons`` has one plain sentence for
    each piece of evidence.
    """

    a: int
    b: int
    score: float
    verdict: str
    reasons: tuple[str, ...]
