"""The model of liveness: a chance of contact from the facts of a pair, and why it is what it is.

    log odds = intercept + sum over facts of  coefficient * (fact - centre)
    chance = 1 / (1 + exp(-(shift + stretch * log odds)))

It is what `algorithms.liveness.learning` learns from a log: small, readable, and kept with every
run.

Cost: O(facts) for a pair.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from algorithms.liveness.bg_nbd import BgNbd
from algorithms.liveness.calibration import Bin
from algorithms.liveness.cuts import Protocol
from algorithms.liveness.facts import PairFacts
from algorithms.liveness.prior import ContactPrior

__all__ = ["Liveness"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Liveness:
    """A fitted model, small and readable; ``coefficients`` and ``centre`` by the names of facts.

    Without ``coefficients`` there were too few cases, and every chance is the prior. ``since`` and
    ``until`` are the first and the last cut (microseconds), ``share`` the cases of the label among
    all. ``figures`` are those of the last cuts, each foretold from what was known before it.
    """

    label: str
    horizon_days: int
    cases: int
    share: float
    since: int
    until: int
    intercept: float
    coefficients: Mapping[str, float]
    centre: Mapping[str, float]
    shift: float
    stretch: float
    bins: tuple[Bin, ...]
    bg_nbd: BgNbd | None
    priors: ContactPrior | None
    figures: Mapping[str, float]
    protocol: Protocol

    @property
    def is_fitted(self) -> bool:
        """Whether there were cases enough for a model."""
        return bool(self.coefficients)

    def log_odds(self, facts: PairFacts) -> Floats:
        """Give the log odds of the label, before calibration."""
        found = np.full(len(facts), self.intercept)
        for name, coefficient in self.coefficients.items():
            found += coefficient * (facts.named(name) - self.centre[name])
        return found

    def probability(self, facts: PairFacts) -> Floats:
        """Give the calibrated probability of the label: for ``silent``, P(contact) = 1 - this."""
        if self.is_fitted:
            return np.asarray(expit(self.shift + self.stretch * self.log_odds(facts)))
        if self.priors is None or self.label == "weakened":
            return np.full(len(facts), self.share)
        contact = self.priors.chances(facts.elapsed_days, facts.active_days).p
        return contact if self.label == "recontact" else 1 - contact

    def parts(self, facts: PairFacts, k: int) -> tuple[tuple[str, float], ...]:
        """Say what each fact of pair *k* adds to its log odds; they sum to the calibrated ones.

        The first part is ``intercept``, the last ``calibration``.
        """
        found = [("intercept", self.intercept)]
        for name, coefficient in self.coefficients.items():
            value = coefficient * (float(facts.named(name)[k]) - self.centre[name])
            found.append((name, value))
        odds = sum(value for _, value in found)
        return (*found, ("calibration", self.shift + (self.stretch - 1) * odds))

    def interval(self, p: Floats) -> tuple[Floats, Floats]:
        """Give the interval of the calibration bin of each probability, widened to hold it."""
        if not self.bins:
            return np.zeros(len(p)), np.ones(len(p))
        until = np.array([one.until for one in self.bins[:-1]])
        place = np.searchsorted(until, p, "left")
        low = np.array([one.low for one in self.bins])[place]
        high = np.array([one.high for one in self.bins])[place]
        return np.minimum(low, p), np.maximum(high, p)
