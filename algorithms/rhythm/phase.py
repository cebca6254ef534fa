"""Phase: how a pair stood at its last interaction, and when silence alone would change that.

What a pair is at a moment follows from its log alone: the phase at its last interaction, folded
over its active days (`algorithms.rhythm.folding`), and three dates at which silence would change it
if nothing else happened. A refresh, or none, makes no difference.

A pair's *patience* is the silence its own rhythm allows,

    patience = max(2 usual gaps, 1.25 long gaps, 7 days)

and it is cooling after one of it, at risk after two, dormant after four (eight usual gaps: after
that, most ties do not come back). The long gap is the second longest of the last 12, so what the
pair has done twice, a weekend, a fortnight between two busy weeks, a month's end, is no silence,
and a perfectly regular rhythm never cools.

Below 5 active days there is no usual gap: no date for cooling and at risk, dormant after 120 days
of silence.

Cost: O(pairs).

References
----------
Navarro, H. et al. "Temporal patterns behind the strength of persistent ties." EPJ Data Science
6:31 (2017): "if communication is halted for more than 8 times the previous communication
frequency, most likely the tie will decay".
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["NEVER", "STATES", "Phases", "Thresholds", "patience", "states"]

STATES = ("new", "growing", "steady", "cooling", "at risk", "dormant", "revived")

NEVER = int(np.iinfo(np.int64).max)  # the date of what will not happen

Floats = NDArray[np.float64]
Moments = NDArray[np.int64]


def _threshold(value: float, meaning: str) -> float:
    found: float = field(default=value, metadata={"meaning": meaning})
    return found


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where states change; ``meaning`` in each field's metadata says what the number does."""

    usual_gaps: float = _threshold(2.0, "usual gaps of silence that a pair's patience covers")
    long_gaps: float = _threshold(1.25, "second longest gaps that a pair's patience covers")
    least_days: float = _threshold(7.0, "days of silence that are never too many")
    at_risk: float = _threshold(2.0, "at risk after so many times the patience")
    dormant: float = _threshold(4.0, "dormant after so many times the patience")
    faded: float = _threshold(0.5, "thinned out at this share of the earlier strength, or less")
    slower: float = _threshold(1.5, "and with gaps of at least so many times the earlier ones")
    momentum: float = _threshold(0.4, "growing from this momentum on, falling from its negative")
    days_more: float = _threshold(3.0, "and with at least so many active days more, or fewer")
    new_days: float = _threshold(30.0, "new while known for at most so many days")
    quiet_days: float = _threshold(120.0, "dormant after so many days where no usual gap is known")
    strong: float = _threshold(1.0, "a pair was strong from so many fresh interactions on")
    recent_days: float = _threshold(90.0, "a dormant pair is listed for so many days")


@dataclass(frozen=True)
class Phases:
    """One row for each pair: a position in ``STATES``, and dates in microseconds, or ``NEVER``.

    ``since`` is when the phase began. ``patience`` is in days, NaN where no usual gap is known.
    """

    phase: NDArray[np.uint8]
    since: Moments
    patience: Floats
    cools_at: Moments
    at_risk_at: Moments
    dormant_at: Moments


def states(
    phase: NDArray[np.uint8],
    cools_at: Moments,
    at_risk_at: Moments,
    dormant_at: Moments,
    moment: int,
) -> NDArray[np.uint8]:
    """Give the states at a moment, of pairs of these phases and dates.

    >>> day = np.array([5, 5])
    >>> states(np.array([2, 2], np.uint8), day, day + [9, 1], day + 20, 7)
    array([3, 4], dtype=uint8)
    """
    state = phase.copy()
    for date, word in ((cools_at, "cooling"), (at_risk_at, "at risk"), (dormant_at, "dormant")):
        state[date <= moment] = STATES.index(word)
    return state


def patience(usual_gap: Floats, long_gap: Floats, thresholds: Thresholds) -> Floats:
    """Give the days of silence that rhythms allow; NaN without a usual gap.

    >>> patience(np.array([1.0, 7.0, 7.0]), np.array([3.0, 7.0, 28.0]), Thresholds())
    array([ 7., 14., 35.])
    """
    found: Floats = np.maximum(thresholds.usual_gaps * usual_gap, thresholds.long_gaps * long_gap)
    return np.maximum(found, thresholds.least_days)
