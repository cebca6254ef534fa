"""Factors: after how many times its patience a pair should be called at risk.

A pair is at risk when its silence has lasted *factor* times what its own rhythm allows
(`algorithms.rhythm.phase`), and dormant after twice that. The lower the factor the earlier the
warning, and the more of them are false. At each of the judged cuts, for each factor of a grid,

    entered    strong pairs that became at risk in the 7 days before the cut, and still are
    precision  the share of them that then were silent for the whole horizon
    recall     of the strong pairs with a rhythm that were in touch within the protocol's days and
               were silent for the whole horizon, the share that was at risk by then

States are those of `algorithms.rhythm.folding`, hysteresis included, from what was known at the
cut. One factor is chosen:

    precision asked for   the lowest that reaches it
    nothing asked for     the one with the best balance (harmonic mean of precision and recall)
                          among those that warn of at most so many pairs a week

of those at which at least 20 pairs entered; where there is none what was set stays.

Cost: one folding of the log for each cut and factor; of a large log, the rows of some pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from algorithms.backtesting.rolling import Log, Reporting, Schedule
from algorithms.feeds.coverage import Coverage
from algorithms.liveness.cuts import Protocol
from algorithms.rhythm.cadence import cadence
from algorithms.rhythm.folding import folded
from algorithms.rhythm.heard import heard_days
from algorithms.rhythm.phase import Thresholds
from algorithms.rhythm.running import highest_since, running_strength
from algorithms.rows.pair_rows import PairRows
from algorithms.rows.sampled_pairs import sampled_pairs
from graph.moments import DAY

__all__ = ["FACTORS", "Choice", "Factor", "chosen", "factors"]

FACTORS = (1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0)
_CUTS = 6
_MOST_ROWS = 200_000
_WEEK = 7 * DAY
_YEAR = 365 * DAY
_LEAST = 20  # pairs that entered, for a choice
_DORMANT = 2.0  # times the factor

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Factor:
    """What one factor would have meant: warnings a week, how many were right, what they caught."""

    factor: float
    entered: int
    entered_a_week: float
    precision: float
    recall: float

    @property
    def balance(self) -> float:
        """The harmonic mean of precision and recall; 0 where either is none."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both > 0 else 0.0


@dataclass(frozen=True)
class Choice:
    """The factor that was chosen, and why; ``thresholds`` are what follows from it."""

    current: float
    factor: float
    why: str
    factors: tuple[Factor, ...]
    thresholds: Thresholds


def factors(
    log: Log,
    protocol: Protocol,
    plan: Schedule,
    *,
    half_life: int,
    thresholds: Thresholds,
    coverage: Coverage | None = None,
    report: Reporting,
) -> tuple[Factor, ...]:
    """Try every factor at the last of the judged cuts; *half_life* in microseconds."""
    at = plan.judged_cuts[-_CUTS:].tolist()
    rows = len(log.rows.row)
    share = min(1.0, _MOST_ROWS / max(rows, 1))
    most = max(round(share * len(log.rows)), 1)
    pairs = sampled_pairs(log.timeline, log.rows, np.arange(len(log.rows)), most)
    share = len(pairs) / max(len(log.rows), 1)
    small = log.of(pairs)
    found = np.zeros((len(FACTORS), 4))
    for number, cut in enumerate(at):
        report(f"trying thresholds at cut {number + 1} of {len(at)}", number / len(at))
        found += _counted(small, cut, protocol, half_life, thresholds, coverage)
    return tuple(
        Factor(
            factor=factor,
            entered=int(entered),
            entered_a_week=float(entered / max(share * len(at), 1e-9)),
            precision=float(right / entered) if entered else float("nan"),
            recall=float(caught / silent) if silent else float("nan"),
        )
        for factor, (entered, right, caught, silent) in zip(FACTORS, found.tolist(), strict=True)
    )


def chosen(
    tried: Sequence[Factor], *, thresholds: Thresholds, list_length: int, precision: float | None
) -> Choice:
    """Choose a factor for a stated precision, or for a list that can be read.

    >>> tried = [Factor(2.0, 60, 30.0, 0.6, 0.5), Factor(4.0, 40, 15.0, 0.9, 0.3)]
    >>> found = chosen(tried, thresholds=Thresholds(), list_length=20, precision=None)
    >>> found.factor, found.thresholds.at_risk, found.thresholds.dormant
    (4.0, 4.0, 8.0)
    """
    current = thresholds.at_risk
    known = [one for one in tried if one.entered >= _LEAST]
    readable = [one for one in known if one.entered_a_week <= list_length]
    precise = [one for one in known if precision is not None and one.precision >= precision]
    stated = f"{100 * (precision or 0):g} % of its warnings"
    factor = current
    if not known:
        why = f"fewer than {_LEAST} pairs became at risk at these cuts, so what was set stays"
    elif precise:
        factor = min(one.factor for one in precise)
        why = f"the earliest that was right in at least {stated}"
    elif precision is not None:
        why = f"no factor was right in {stated}, so what was set stays"
    elif readable:
        factor = max(readable, key=lambda one: (one.balance, -one.factor)).factor
        why = f"the best balance among those that warn of at most {list_length} pairs a week"
    else:
        why = f"every factor warns of more than {list_length} pairs a week, so what was set stays"
    if factor == current:
        return Choice(current, current, why, tuple(tried), thresholds)
    made = replace(thresholds, at_risk=factor, dormant=_DORMANT * factor)
    return Choice(current, factor, why, tuple(tried), made)


def _counted(
    log: Log,
    cut: int,
    protocol: Protocol,
    half_life: int,
    thresholds: Thresholds,
    coverage: Coverage | None,
) -> Floats:
    """Count for every factor: entered, entered and silent, at risk and silent, silent."""
    rows, silent = _known(log, cut, protocol.horizon)
    if len(rows) == 0:
        return np.zeros((len(FACTORS), 4))
    heard = heard_days(log.timeline, rows, coverage)
    strength = running_strength(log.timeline, log.weight, rows, half_life=half_life)
    before = highest_since(strength, log.timeline, rows, since=cut - _YEAR)
    rhythm = cadence(heard.days.day, heard.days.start[:-1], heard.days.start[1:])
    last_at = log.timeline.at[rows.row[rows.last]]
    is_strong = (before >= thresholds.strong) & ~np.isnan(rhythm.usual_gap)
    lately = is_strong & (last_at >= cut - protocol.active_within_days * DAY)
    found = []
    for factor in FACTORS:
        limits = replace(thresholds, at_risk=factor, dormant=_DORMANT * factor)
        dates = folded(log.timeline, rows, strength, heard, thresholds=limits).at_risk_at
        is_at_risk = is_strong & (dates <= cut)
        entered = is_at_risk & (dates > cut - _WEEK)
        caught = lately & silent & is_at_risk
        sums = (entered, entered & silent, caught, lately & silent)
        found.append([float(one.sum()) for one in sums])
    return np.array(found)


def _known(log: Log, cut: int, horizon: int) -> tuple[PairRows, NDArray[np.bool_]]:
    """Give the rows up to a cut, and which of their pairs were silent after it."""
    rows = log.rows
    at = log.timeline.at[rows.row]

    def counts(is_in: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(is_in)])[rows.start]

    before, coming = counts(at <= cut), counts((at > cut) & (at <= cut + horizon))
    pair = np.flatnonzero(np.diff(before))
    start = np.append(before[pair], before[-1])
    row = rows.row[at <= cut]
    until = int(log.timeline.at[row.max()]) if len(row) else 0
    known = PairRows(row, start, rows.a[pair], rows.b[pair], until)
    return known, np.diff(coming)[pair] == 0
