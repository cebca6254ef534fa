"""Weakening: which ties are fading against their own rhythm, and how much is being lost.

For every pair, seen from ``as_of``:

    strength         what is left of it now, both directions together
    strength_before  the highest it has been at its own interactions in the 365 days before, or,
                     where there were none, just after its last
    silence          days since the last interaction / usual gap (`cadence`)
    momentum         active days in the last window against the one before (`momentum`)
    state            by its phase and the dates at which silence changes it (`phase`)
    p_contact        P(in touch again within the horizon), learned from this log (`liveness`), with
                     its interval and where it comes from (`contact_chances`)
    loss             strength_before * P(loss),   P(loss) = 1 - p_contact

Where the log is too short to learn anything, P(loss) = 1 - 2 ** -(elapsed / (2 patience)): one
half when the pair becomes at risk. A pair without a usual gap has no loss, and no place in the
list.

The list holds pairs that were strong and are cooling, at risk or lately dormant, or whose
momentum is falling while their silence is longer than any they have had twice; what is most being
lost stands first. A weak tie that keeps its rhythm is not in it, however weak, nor is one that was
in touch within its usual gap, unless its gaps have grown.

Cost: O(m) for m rows on a timeline that is indexed by pair.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.feeds.coverage import Coverage
from algorithms.known.pairs import OWN_COLUMNS, told_of_pairs
from algorithms.liveness.chances import contact_chances
from algorithms.liveness.cuts import DaysHeard, Protocol
from algorithms.liveness.learning import Liveness, learned
from algorithms.liveness.memory import Memory
from algorithms.liveness.prior import PairSegments
from algorithms.rhythm.cadence import active_days, cadence
from algorithms.rhythm.folding import folded
from algorithms.rhythm.heard import Heard, heard_days
from algorithms.rhythm.momentum import Momentum, momentum, momentum_on
from algorithms.rhythm.phase import STATES, Phases, Thresholds, states
from algorithms.rhythm.running import highest_since, running_strength
from algorithms.rows.pair_rows import PairRows, pair_rows
from algorithms.rows.sampled_pairs import of_pairs
from algorithms.ties import Ties
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["DEFAULT_HORIZON_DAYS", "DEFAULT_THRESHOLDS", "Pairs", "weakening", "weakening_order"]

DEFAULT_HORIZON_DAYS = 21
DEFAULT_THRESHOLDS = Thresholds()
_YEAR = 365 * DAY
_OWN_GAPS = 3.0  # a pair that was in touch within so many of its own is lately active as well

Floats = NDArray[np.float64]
Moments = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Pairs:
    """One row for each pair, in the order of ``ties.a`` and ``ties.b``; NaN where undefined.

    Days in ``usual_gap``, ``long_gap``, ``recent_gap``, ``elapsed``, ``patience`` and ``window``;
    microseconds in the dates, `algorithms.rhythm.phase.NEVER` for none. ``state`` and ``phase`` are
    positions in ``STATES``, ``p_from`` in `algorithms.liveness.prior.P_FROM`.
    """

    as_of: int
    thresholds: Thresholds
    horizon_days: int
    model: Liveness | None
    last_at: Moments
    active_days: NDArray[np.int32]
    usual_gap: Floats
    long_gap: Floats
    recent_gap: Floats
    pace: Floats
    elapsed: Floats
    silence: Floats
    patience: Floats
    momentum: Floats
    window: Floats
    days_now: NDArray[np.int32]
    days_before: NDArray[np.int32]
    strength: Floats
    strength_before: Floats
    phase: NDArray[np.uint8]
    state: NDArray[np.uint8]
    cools_at: Moments
    at_risk_at: Moments
    dormant_at: Moments
    p_contact: Floats
    p_low: Floats
    p_high: Floats
    p_from: NDArray[np.uint8]
    loss: Floats

    def __len__(self) -> int:
        return len(self.state)


def weakening(  # noqa: PLR0913 - the log, what is asked of it, and what is known beside it
    timeline: Timeline,
    weight: Floats,
    ties: Ties,
    *,
    as_of: int,
    horizon_days: int = DEFAULT_HORIZON_DAYS,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    coverage: Coverage | None = None,
    segments: PairSegments | None = None,
    memory: Memory | None = None,
) -> Pairs:
    """Judge every pair by its own rhythm, as of a moment.

    Parameters
    ----------
    timeline, weight
        What happened, and what each row of it weighs.
    ties
        The ties of this timeline as of the same moment; their half-life is used.
    as_of
        Microseconds since the epoch (UTC).
    horizon_days
        How far ahead ``p_contact`` looks.
    thresholds
        Where states change, and what the list asks for.
    coverage
        When every feed was heard from: only heard days are silence, or part of a gap. Without it
        every day is.
    segments
        The segment of each pair, for priors of their own.
    memory
        What was learned of a log before: taken where the very same would be learned again.

    Examples
    --------
    Ann and Bob were in touch every week for two months, and then for one month no more:

    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(2, source=[0] * 9, target=[1] * 9, at=np.arange(9) * 7 * DAY)
    >>> now = {"as_of": 86 * DAY}
    >>> known = ties(timeline, np.ones(9), half_life=30 * DAY, **now)
    >>> found = weakening(timeline, np.ones(9), known, **now)
    >>> found.usual_gap, found.elapsed, STATES[found.state[0]], found.strength_before.round(2)
    (array([7.]), array([30.]), 'at risk', array([5.13]))
    """
    rows = pair_rows(timeline, weight, as_of=as_of)
    if not (np.array_equal(rows.a, ties.a) and np.array_equal(rows.b, ties.b)):
        raise ValueError(f"the ties are not those of this timeline as of {as_of!r}")
    heard = heard_days(timeline, rows, coverage)
    seen = _Seen(timeline, weight, rows, heard, as_of)
    own = _own(seen, ties.half_life, thresholds, memory)
    model = _model(seen, horizon_days, segments, memory)
    elapsed = heard.between(ties.pair_last_at, as_of)
    chances = contact_chances(
        timeline,
        weight,
        rows,
        model,
        as_of=as_of,
        elapsed_days=elapsed,
        active_days=own["active_days"],
        segments=segments,
    )
    now = _momentum(seen, own["usual_gap"], ties.pair_last_at)
    return Pairs(
        as_of=as_of,
        thresholds=thresholds,
        horizon_days=horizon_days,
        model=model,
        **own,
        last_at=ties.pair_last_at,
        elapsed=elapsed,
        silence=elapsed / own["usual_gap"],
        momentum=now.value,
        window=now.window,
        days_now=now.now,
        days_before=now.before,
        strength=ties.pair_strength(as_of),
        state=states(own["phase"], own["cools_at"], own["at_risk_at"], own["dormant_at"], as_of),
        p_contact=chances.p,
        p_low=chances.low,
        p_high=chances.high,
        p_from=chances.origin,
        loss=own["strength_before"] * _p_loss(chances.p, elapsed, own),
    )


@dataclass(frozen=True)
class _Seen:
    """A log as it is seen from a moment: its rows that count, and the days that were heard."""

    timeline: Timeline
    weight: Floats
    rows: PairRows
    heard: Heard
    as_of: int


def _own(seen: _Seen, half_life: int, thresholds: Thresholds, memory: Memory | None) -> Columns:
    """Tell what follows from each pair's own interactions, as before where none of them is new."""
    timeline, rows, as_of = seen.timeline, seen.rows, seen.as_of

    def tell(these: PairRows) -> Columns:
        heard = seen.heard if these is rows else heard_days(timeline, these)
        running = running_strength(timeline, seen.weight, these, half_life=half_life)
        found = folded(timeline, these, running, heard, thresholds=thresholds)
        before = highest_since(running, timeline, these, since=as_of - _YEAR)
        return _own_columns(heard, found, before)

    if memory is None:
        return tell(rows)
    unchanged, known = memory.unchanged(rows), memory.pairs
    if known is None or seen.heard.coverage is not None:
        return tell(rows)
    same = known.same(timeline, rows, unchanged, as_of=as_of, year=_YEAR)
    return told_of_pairs(rows, same, known.columns, tell)


def _own_columns(heard: Heard, found: Phases, before: Floats) -> Columns:
    days = heard.days
    rhythm = cadence(days.day, days.start[:-1], days.start[1:])
    told = {
        **{name: getattr(rhythm, name) for name in
           ("active_days", "usual_gap", "long_gap", "recent_gap", "pace")},
        **{name: getattr(found, name) for name in
           ("patience", "phase", "cools_at", "at_risk_at", "dormant_at")},
        "strength_before": before,
    }  # fmt: skip
    return {name: told[name] for name in OWN_COLUMNS}


def _momentum(seen: _Seen, usual_gap: Floats, last_at: Moments) -> Momentum:
    """Count the days of pairs lately in touch; the others had none in either window."""
    today = seen.as_of // DAY
    if seen.heard.coverage is not None:
        return momentum(seen.heard.days, usual_gap, seen.heard.today(today))
    return momentum_on(
        today,
        usual_gap,
        last_at // DAY,
        lambda pair: active_days(seen.timeline, of_pairs(seen.rows, pair)),
    )


def _model(
    seen: _Seen, horizon_days: int, segments: PairSegments | None, memory: Memory | None
) -> Liveness | None:
    """Learn from this log which pairs fall silent for the horizon."""
    protocol = Protocol.for_horizon("silent", horizon_days)
    return learned(
        seen.timeline,
        seen.weight,
        seen.rows,
        as_of=seen.as_of,
        protocol=replace(protocol, active_within_gaps=_OWN_GAPS),
        heard=_days_heard(seen.heard),
        segments=segments,
        memory=memory,
    )


def _p_loss(p_contact: Floats, elapsed: Floats, own: Columns) -> Floats:
    """Give P(loss) by the chance of contact, else by the silence; NaN without a usual gap."""
    by_silence = 1 - np.exp2(elapsed / own["patience"] / -2)
    p_loss = np.where(np.isnan(p_contact), by_silence, 1 - p_contact)
    p_loss[np.isnan(own["usual_gap"])] = np.nan
    return p_loss


def _days_heard(heard: Heard) -> DaysHeard | None:
    coverage, shares = heard.coverage, heard.shares
    if coverage is None or shares is None:
        return None
    return lambda pair, since, until: coverage.heard(shares[pair], since, until)


def weakening_order(pairs: Pairs) -> NDArray[np.intp]:
    """Give the positions of the weakening pairs, what is most being lost first."""
    limit = pairs.thresholds
    cooling, at_risk, dormant = (STATES.index(word) for word in ("cooling", "at risk", "dormant"))
    since = pairs.as_of - round(limit.recent_days * DAY)
    is_fading = (pairs.state == cooling) | (pairs.state == at_risk)
    is_fading |= (pairs.state == dormant) & (pairs.dormant_at >= since)
    is_falling = pairs.momentum <= -limit.momentum
    is_falling &= pairs.days_before - pairs.days_now >= limit.days_more
    is_fading |= is_falling & (pairs.elapsed > np.maximum(pairs.usual_gap, pairs.long_gap))
    is_fading &= (pairs.elapsed > pairs.usual_gap) | (pairs.pace >= limit.slower)
    listed = np.flatnonzero(
        is_fading & (pairs.strength_before >= limit.strong) & ~np.isnan(pairs.loss)
    )
    return listed[np.argsort(-pairs.loss[listed], kind="stable")]
