"""Change of strength: why a tie is stronger or weaker than on an earlier day, part by part.

A strength on one day becomes the strength on a later day in four steps, always in this order:

    corrections     what has become known since of the time before: late records, merges
    configuration   the same interactions with the half-life and the weights of the second day
    fading          the same once more, seen from the second day: each part has halved so often
    new             the interactions between the two days, with what is left of them on the second

Each part is what its step adds, so the four always add up to the difference:

    after - before = corrections + configuration + fading + new
    fading         = strength * (2 ** -(days between / half_life) - 1)

A pair that is not there at a step has strength 0 there. With nothing corrected and one
configuration the first two are 0, and fading is never positive.

Cost: O(pairs) for tables of pairs in one order.

References
----------
Ahmad, W., Porter, M. A., Beguerisse-Diaz, M. "Tie-decay networks in continuous time and
eigenvector-based centralities." arXiv:1805.00193: between interactions a strength only fades.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["STRENGTH_PARTS", "StrengthChange", "strength_change"]

Floats = NDArray[np.float64]

STRENGTH_PARTS = ("corrections", "configuration", "fading", "new")


@dataclass(frozen=True)
class StrengthChange:
    """Strengths of some pairs on two days, and the parts of the difference."""

    before: Floats
    after: Floats
    corrections: Floats
    configuration: Floats
    fading: Floats
    new: Floats

    @property
    def change(self) -> Floats:
        """How much stronger each pair is; negative where it is weaker."""
        return self.after - self.before

    def parts(self) -> dict[str, Floats]:
        """The parts by name, in their order."""
        return {name: getattr(self, name) for name in STRENGTH_PARTS}


def strength_change(
    before: Floats,
    corrected: Floats,
    configured: Floats,
    after: Floats,
    *,
    days: float,
    half_life_days: float,
) -> StrengthChange:
    """Split what became of strengths on the way from one day to another.

    Parameters
    ----------
    before
        Strengths as they were known, and configured, on the first day.
    corrected
        The same day and configuration, by what is known on the second.
    configured
        The same, with the configuration of the second day.
    after
        The strengths on the second day.
    days, half_life_days
        Between the two days, and of the second day's configuration.

    Examples
    --------
    One interaction was known; half a month's mail more came to light, a half-life passed, and
    they wrote once more.

    >>> found = strength_change(np.array([1.0]), np.array([1.5]), np.array([1.5]),
    ...                         np.array([1.75]), days=30, half_life_days=30)
    >>> found.corrections, found.configuration, found.fading, found.new
    (array([0.5]), array([0.]), array([-0.75]), array([1.]))
    """
    if days < 0 or half_life_days <= 0:
        raise ValueError(f"days {days!r} must not be negative, half-life {half_life_days!r} be > 0")
    left = configured * np.exp2(-days / half_life_days)
    return StrengthChange(
        before=before,
        after=after,
        corrections=corrected - before,
        configuration=configured - corrected,
        fading=left - configured,
        new=after - left,
    )
