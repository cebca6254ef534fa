"""Phase: how a pair stood at its last interaction, and when silence alone would change that.

What a pair is at a moment follows from its log alone: the phase at its last interaction, and three
dates at which it would change if nothing else happened. A refresh, or none, makes no difference.

A pair's *patience* is the silence its own rhythm allows,

    patience = max(2 usual gaps, 1.25 long gaps, 7 days)

and it is cooling after one of it, at risk after two, dormant after four (eight usual gaps: after
that, most ties do not come back). The long gap is the second longest of the last 12, so what the
pair has done twice, a weekend, a fortnight between two busy weeks, a month's end, is no silence,
and a perfectly regular rhythm never cools.

The phase at the last interaction is the first of these that holds:

    new       fewer than 5 active days, or known for at most 30 days
    revived   one of its last 3 gaps was long enough to have been dormant
    cooling   thinned out: within its patience it was at most half as strong as at its highest in
              the year, and its gaps are at least 1.5 times what they were
    growing   momentum of at least 0.4 (seven active days for every three in the window before), and
              at least 3 active days more than in the window before
    steady    none of these

Below 5 active days there is no usual gap: no date for cooling and at risk, dormant after 120 days
of silence, revived where the last gap was that long, else new.

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

from algorithms.cadence import ActiveDays, Cadence
from algorithms.momentum import Momentum
from graph.moments import DAY

__all__ = ["NEVER", "STATES", "Phases", "Thresholds", "patience", "phases"]

STATES = ("new", "growing", "steady", "cooling", "at risk", "dormant", "revived")
_NEW, _GROWING, _STEADY, _COOLING, _AT_RISK, _DORMANT, _REVIVED = range(len(STATES))

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

    ``patience`` is in days, NaN where no usual gap is known.
    """

    phase: NDArray[np.uint8]
    patience: Floats
    cools_at: Moments
    at_risk_at: Moments
    dormant_at: Moments

    def at(self, moment: int) -> NDArray[np.uint8]:
        """Give the states at a moment from the last interaction on, as positions in ``STATES``."""
        state = self.phase.copy()
        for date, code in (
            (self.cools_at, _COOLING),
            (self.at_risk_at, _AT_RISK),
            (self.dormant_at, _DORMANT),
        ):
            state[date <= moment] = code
        return state


def patience(rhythm: Cadence, thresholds: Thresholds) -> Floats:
    """Give the days of silence that each pair's own rhythm allows; NaN without a usual gap."""
    usual = thresholds.usual_gaps * rhythm.usual_gap
    found: Floats = np.maximum(usual, thresholds.long_gaps * rhythm.long_gap)
    return np.maximum(found, thresholds.least_days)


def phases(
    days: ActiveDays,
    rhythm: Cadence,
    at_last: Momentum,
    *,
    last_at: Moments,
    faded: Floats,
    thresholds: Thresholds,
) -> Phases:
    """Find every pair's phase at its last interaction, and when silence would change it.

    *at_last* is the momentum up to each pair's last active day; *faded* compares its highest
    strength within its patience before the last interaction with that of the year before it.
    """
    limit = thresholds
    wait = patience(rhythm, limit)
    is_known = ~np.isnan(wait)

    age = days.last - days.first
    is_new = ~is_known | (age <= limit.new_days)
    came_back = np.where(is_known, rhythm.longest_break, _last_gap(days)) >= np.where(
        is_known, limit.dormant * wait, limit.quiet_days
    )
    has_thinned = (faded <= limit.faded) & (rhythm.pace >= limit.slower)
    is_growing = at_last.value >= limit.momentum
    is_growing &= at_last.now - at_last.before >= limit.days_more
    phase = np.select(
        [came_back & ~is_known, is_new, came_back, has_thinned, is_growing],
        [_REVIVED, _NEW, _REVIVED, _COOLING, _GROWING],
        _STEADY,
    ).astype(np.uint8)

    cools_at = _after(last_at, wait)
    return Phases(
        phase=phase,
        patience=wait,
        cools_at=np.where(phase == _COOLING, last_at, cools_at),
        at_risk_at=_after(last_at, limit.at_risk * wait),
        dormant_at=_after(last_at, np.where(is_known, limit.dormant * wait, limit.quiet_days)),
    )


def _last_gap(days: ActiveDays) -> NDArray[np.int32]:
    """Give the days between the last two active days of each pair; 0 where there is only one."""
    last = days.start[1:] - 1
    return days.day[last] - days.day[np.maximum(last - 1, days.start[:-1])]


def _after(moment: Moments, days: Floats) -> Moments:
    """Give the moments so many days later, ``NEVER`` where that is not known."""
    wait = np.where(np.isnan(days), 0.0, days) * DAY
    return np.where(np.isnan(days), NEVER, moment + np.round(wait).astype(np.int64))
