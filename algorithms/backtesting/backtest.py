"""Back-test: how right the probabilities and lists would have been on this very history.

    half-life     learned from who came back                                      `half_life`
    rolling cuts  model and rules, refitted before each judged cut                `rolling`
    figures       AUC, average precision, Brier, calibration error, lists         `judging`
    thresholds    after how long a silence to warn                                `factors`
    leak check    the same with the future shuffled: AUC = 0.5                    `shuffled`

Each figure has the interval that holds 90 % of 200 draws of people; what the model adds to a rule
is the difference of their AUC in the same draws. With too little history there are no figures, but
what is missing: 100 judged cases, 10 of either answer, and 2 judged cuts are the least.

A pure function of the log, the settings and the seed: what is kept of an interrupted one changes
nothing but the time it takes.

Cost: that of its parts; on a large log a sample of pairs, which is stated.

References
----------
`measures.md`, "Weakening: the protocol and the figures to beat".
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.backtesting.factors import Choice, chosen, factors
from algorithms.backtesting.figures import Figures, figures
from algorithms.backtesting.half_life import Curve, half_life, recent_standings, segment_pairs
from algorithms.backtesting.rolling import (
    MODEL,
    Keep,
    Log,
    Reporting,
    Rolled,
    Schedule,
    rolled,
    schedule,
)
from algorithms.backtesting.shuffled import SHUFFLES, LeakCheck, leak_check
from algorithms.feeds.coverage import Coverage
from algorithms.liveness.cuts import Protocol
from algorithms.liveness.judging import Judge, Reliability
from algorithms.reason import plural
from algorithms.rhythm.phase import Thresholds
from algorithms.rows.sampled_pairs import sampled_pairs
from algorithms.weakening import DEFAULT_THRESHOLDS
from graph.moments import DAY

__all__ = ["Asked", "Backtest", "Shortfall", "backtest"]

LEAST_CASES = 100
LEAST_OF_EACH = 10
_LEAST_CUTS = 2
_MOST_ROWS = 1_000_000  # that the half-life is learned from

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Asked:
    """What a back-test is asked for; the half-life in microseconds."""

    protocol: Protocol
    half_life: int
    list_length: int = 20
    precision: float | None = None
    thresholds: Thresholds = DEFAULT_THRESHOLDS
    seed: int = 7
    shuffles: int = SHUFFLES


@dataclass(frozen=True)
class Shortfall:
    """What is missing for a back-test, and how much more history would be enough."""

    cuts: int
    cases: int
    fewer: int
    days_missing: float | None

    def __str__(self) -> str:
        """Say it in a sentence."""
        found = (
            f"too little history: {plural(self.cuts, 'cut')} to judge with "
            f"{plural(self.cases, 'case')}, {self.fewer} "
            f"of the rarer answer; {_LEAST_CUTS} cuts, {LEAST_CASES} cases and {LEAST_OF_EACH} of "
            "either answer are needed"
        )
        if self.days_missing is None:
            return found + "; there is not one case yet to tell how much more that takes"
        days = round(self.days_missing)
        more = "1 more day" if days == 1 else f"{days:,} more days"
        return f"{found}; about {more} of such a log would be enough"


@dataclass(frozen=True)
class Backtest:
    """Everything a back-test found; ``model`` and ``rules`` are empty with a shortfall."""

    asked: Asked
    cuts: tuple[int, ...]
    judged_cuts: tuple[int, ...]
    cases: int
    share: float
    pairs_share: float
    model: Figures | None
    rules: tuple[Figures, ...]
    reliability: tuple[Reliability, ...]
    curve: Curve | None
    segments: Mapping[str, Curve | None]
    choice: Choice
    leak: LeakCheck | None
    shortfall: Shortfall | None


def backtest(
    log: Log,
    asked: Asked,
    *,
    segments: Mapping[str, Bools] | None = None,
    coverage: Coverage | None = None,
    keep: Keep = lambda _name, make: make(),
    report: Reporting = lambda _what, _done: None,
) -> Backtest:
    """Try model, rules, half-lives and thresholds on the past of a log.

    Parameters
    ----------
    log
        What is judged: nothing after its rows is known.
    asked
        The label, the horizon and the rest.
    segments
        The people of each segment, for a half-life of their own.
    coverage
        When every feed was heard from, for the thresholds.
    keep
        Asked for each part by its name: gives what was kept, or makes it and keeps it.
    report
        Told what is being done, and how far it is.

    Examples
    --------
    >>> from algorithms.rows.pair_rows import pair_rows
    >>> from graph.timeline import Timeline
    >>> short = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, DAY])
    >>> log = Log(short, np.ones(2), pair_rows(short, np.ones(2), as_of=DAY))
    >>> found = backtest(log, Asked(Protocol(), half_life=30 * DAY))
    >>> found.model is None, found.shortfall.days_missing
    (True, 116.0)
    """
    protocol, plan = asked.protocol, schedule(log, asked.protocol)
    report("learning the half-life", 0.0)
    curve, by_segment = _half_lives(log, asked, segments or {})
    judged = rolled(
        log,
        protocol,
        plan,
        half_life=asked.half_life,
        best_half_life=None if curve is None else round(curve.best * DAY),
        keep=keep,
        report=_within(report, 0.1, 0.5),
    )
    short = _shortfall(log, protocol, plan, judged)
    report("judging", 0.5)
    found = {} if short else figures(judged, protocol, asked.list_length, seed=asked.seed)
    choice = _choice(log, asked, plan, coverage, _within(report, 0.6, 0.7))
    leak = None if short else _leak(log, asked, plan, keep, _within(report, 0.7, 1.0))
    report("done", 1.0)
    return Backtest(
        asked=asked,
        cuts=tuple(plan.cuts.tolist()),
        judged_cuts=tuple(np.unique(judged.cut).tolist()),
        cases=len(judged),
        share=float(judged.answer.mean()) if len(judged) else float("nan"),
        pairs_share=plan.share,
        model=found.get(MODEL),
        rules=tuple(one for name, one in found.items() if name != MODEL),
        reliability=_reliability(judged) if found else (),
        curve=curve,
        segments=by_segment,
        choice=choice,
        leak=leak,
        shortfall=short,
    )


def _choice(
    log: Log, asked: Asked, plan: Schedule, coverage: Coverage | None, report: Reporting
) -> Choice:
    """Try factors of silence, and choose the one to warn after."""
    tried = factors(
        log,
        asked.protocol,
        plan,
        half_life=asked.half_life,
        thresholds=asked.thresholds,
        coverage=coverage,
        report=report,
    )
    return chosen(
        tried,
        thresholds=asked.thresholds,
        list_length=asked.list_length,
        precision=asked.precision,
    )


def _leak(
    log: Log, asked: Asked, plan: Schedule, keep: Keep, report: Reporting
) -> LeakCheck | None:
    return leak_check(
        log,
        asked.protocol,
        plan,
        shuffles=asked.shuffles,
        seed=asked.seed,
        keep=keep,
        report=report,
    )


def _reliability(judged: Rolled) -> tuple[Reliability, ...]:
    return tuple(Judge(judged.answer).reliability(judged.probability[MODEL]))


def _half_lives(
    log: Log, asked: Asked, segments: Mapping[str, Bools]
) -> tuple[Curve | None, dict[str, Curve | None]]:
    """Learn the half-life of the whole log, and of each segment; of a large log by some pairs."""
    most = max(round(len(log.rows) * min(1.0, _MOST_ROWS / max(len(log.rows.row), 1))), 1)
    small = log.of(sampled_pairs(log.timeline, log.rows, np.arange(len(log.rows)), most))
    days = asked.protocol.horizon_days
    standings = recent_standings(small.timeline, small.rows, horizon_days=days)

    def learned(among: Bools | None) -> Curve | None:
        return half_life(
            small.timeline, small.weight, small.rows, standings, among=among, seed=asked.seed
        )

    of_segments = segment_pairs(small.rows, segments)
    return learned(None), {name: learned(among) for name, among in of_segments.items()}


def _shortfall(log: Log, protocol: Protocol, plan: Schedule, judged: Rolled) -> Shortfall | None:
    """Say what is missing, if anything; cases come at the rate they came so far."""
    cuts = len(np.unique(judged.cut))
    yes = int(judged.answer.sum())
    fewer = min(yes, len(judged) - yes)
    if cuts >= _LEAST_CUTS and len(judged) >= LEAST_CASES and fewer >= LEAST_OF_EACH:
        return None
    days = (log.rows.until - log.first) / DAY
    if not len(judged) or not fewer:
        wanted = protocol.horizon_days * 2 + protocol.step_days * 5
        return Shortfall(cuts, len(judged), fewer, max(wanted - days, 0) or None)
    times = max(LEAST_CASES / len(judged), LEAST_OF_EACH / fewer, _LEAST_CUTS / cuts)
    judged_days = protocol.step_days * len(plan.judged_cuts)
    more = (times - 1) * judged_days / (1 - protocol.fitting_share)
    return Shortfall(cuts, len(judged), fewer, float(np.ceil(more)))


def _within(report: Reporting, begin: float, end: float) -> Reporting:
    """Report a part as its share of the whole."""
    return lambda what, done: report(what, begin + (end - begin) * done)
