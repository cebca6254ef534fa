"""Options: what a run of the measures may be told; every measure reads the few it needs."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["DEFAULT", "Options", "Paths"]

Paths = Literal["hops", "strength"]


@dataclass(frozen=True)
class Options:
    """One set of options for all measures, so that a run is described by one value.

    ``paths`` says what a step between two people costs: one hop over a live pair, or the integer
    cost of the pair's strength. Path measures are exact while people times pairs stay below
    ``exact_limit``, else they are estimated from ``pivots`` people drawn with ``seed``.

    >>> Options(damping=1.0)
    Traceback (most recent call last):
    ValueError: damping must lie in [0, 1), not 1.0
    """

    damping: float = 0.85
    tolerance: float = 1e-10
    paths: Paths = "hops"
    exact_limit: float = 1e8
    pivots: int = 64
    seed: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.damping < 1:
            raise ValueError(f"damping must lie in [0, 1), not {self.damping!r}")
        if not self.tolerance > 0:
            raise ValueError(f"tolerance must be positive, not {self.tolerance!r}")
        if self.paths not in ("hops", "strength"):
            raise ValueError(f"paths must be 'hops' or 'strength', not {self.paths!r}")
        if self.pivots < 2:
            raise ValueError(f"pivots must be at least 2, not {self.pivots!r}")


DEFAULT = Options()
