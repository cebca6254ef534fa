"""Liveness: how likely two people are in touch again soon, learned from this very log."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.cuts import Protocol
from algorithms.pair_facts import PairFacts
from algorithms.pair_rows import PairRows
from graph.timeline import Timeline

__all__ = ["Liveness", "learned"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Liveness:
    """A fitted model (being written: `learned` gives None so far)."""

    label: str
    horizon_days: int
    cases: int
    share: float

    def probability(self, facts: PairFacts) -> Floats:
        """Give the probability of the label."""
        return np.full(len(facts), self.share)


def learned(
    timeline: Timeline,
    weight: Floats,
    rows: PairRows,
    *,
    as_of: int,
    protocol: Protocol,
    told: NDArray[np.int64] | None = None,
) -> Liveness | None:
    """Learn from all cases whose horizon ended by a moment."""
    del timeline, weight, rows, as_of, protocol, told
    return None
