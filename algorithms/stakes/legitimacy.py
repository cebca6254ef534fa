"""Legitimacy: how well somebody's stake is founded in what was declared about them.

    legitimacy_i = 1 - product over claims c that hold for i of  (1 - worth_c)

A claim is a declared role, an affiliation, membership in a segment, or a reporting line; each is
named, and each takes its worth of what is still left. One claim alone counts its worth, two of one
half each count three quarters, and no number of claims goes beyond 1. Nothing declared is 0:
legitimacy is never guessed from how much somebody writes.

Cost: O(n) per claim.

References
----------
Mitchell, R. K., Agle, B. R., Wood, D. J. "Toward a theory of stakeholder identification and
salience." Academy of Management Review 22 (1997).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

__all__ = ["CLAIM_WORTH", "Claim", "Legitimacy", "legitimacy"]

# What a claim is worth unless it says so itself. Each alone is enough to count as legitimate.
CLAIM_WORTH: Mapping[str, float] = MappingProxyType(
    {"role": 0.8, "affiliation": 0.6, "reporting line": 0.6, "segment": 0.5}
)

_SAID = {
    "role": "declared {name}",
    "affiliation": "belongs to {name}",
    "reporting line": "in the reporting line of {name}",
    "segment": "in segment {name}",
}


@dataclass(frozen=True)
class Claim:
    """One declared ground of legitimacy, and the people it holds for."""

    kind: str
    name: str
    holds: NDArray[np.bool_]
    worth: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in CLAIM_WORTH:
            raise ValueError(f"a claim is one of {', '.join(CLAIM_WORTH)}, not {self.kind!r}")
        if not 0 <= self.value <= 1:
            raise ValueError(f"worth of a claim must lie in [0, 1], not {self.worth!r}")

    @property
    def value(self) -> float:
        """What the claim is worth: its own figure, or that of its kind."""
        return CLAIM_WORTH[self.kind] if self.worth is None else self.worth

    @property
    def text(self) -> str:
        """Say the claim in words."""
        return _SAID[self.kind].format(name=self.name)


@dataclass(frozen=True)
class Legitimacy:
    """Legitimacy of everybody, 0 to 1, and the claims it rests on."""

    values: NDArray[np.float64]
    claims: tuple[Claim, ...]

    def of(self, person: int) -> list[Claim]:
        """Name the claims that hold for one person, the one worth most first."""
        held = [claim for claim in self.claims if claim.holds[person]]
        return sorted(held, key=lambda claim: -claim.value)


def legitimacy(people: int, claims: Sequence[Claim]) -> Legitimacy:
    """Add up what is declared about each of so many people.

    >>> owner = Claim("role", "account owner", np.array([True, False]))
    >>> customers = Claim("segment", "customers", np.array([True, True]))
    >>> legitimacy(2, [owner, customers]).values.round(4)
    array([0.9, 0.5])
    """
    left = np.ones(people)
    for claim in claims:
        left[claim.holds] *= 1 - claim.value
    return Legitimacy(1 - left, tuple(claims))
