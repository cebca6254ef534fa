"""The analysis: everything that is computed at one moment with one half-life.

    timeline ─► ties ─► projection ─► measures ─► influence, communities
                  └───► weakening

A pure function of the history, the settings and the moment; it opens nothing and reads no clock.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.communities import Communities, communities
from algorithms.influence import SHARES, Influence, influence, people_with_live_pairs
from algorithms.kept_measures import kept_measures
from algorithms.known.seals import Seals
from algorithms.known.ties import known_ties
from algorithms.liveness.memory import Memory
from algorithms.liveness.prior import PairSegments
from algorithms.measures import KEPT
from algorithms.options import Options
from algorithms.projection import Projection, projection
from algorithms.scores import Scores, ranks
from algorithms.ties import Ties, ties
from algorithms.weakening import Pairs, weakening
from algorithms.weighing.weights import weights
from api.computing.silent import Silent, judged, silent
from api.computing.working import Work, working
from api.log.feeds import coverage_of
from api.log.history import History
from api.log.where import belonging_of
from api.processes.child import Report
from api.settings import Settings
from graph.moments import DAY
from graph.people.organization import Belonging

__all__ = [
    "CHANGE_DAYS",
    "OTHER_HALF_LIVES",
    "Analysis",
    "Standing",
    "analyse",
    "options_of",
    "standing",
]

CHANGE_DAYS = 28
"""``change`` compares the rank with that of so many days before, in the same log."""

_KEPT = tuple(measure.name for measure in KEPT)
_LARGE = 3_000_000  # rows of a log, from which on processes are worth the time to start them

OTHER_HALF_LIVES = {"fades_at_7": 7 * DAY, "fades_at_90": 90 * DAY}


@dataclass(frozen=True)
class Standing:
    """How everybody stands at a moment: what a ranking of people needs, and no more.

    ``rank`` is 0 for those without influence; ``change`` is how many places somebody rose in the
    last 28 days, NaN where they had none then. Arrays are in the order of people or of ties.
    """

    as_of: int
    half_life: int
    ties: Ties
    scores: Mapping[str, Scores]
    influence: Influence
    rank: NDArray[np.int64]
    change: NDArray[np.float64]
    belonging: Belonging
    own: tuple[str, ...]


@dataclass(frozen=True)
class Analysis(Standing):
    """Everything that was computed; what is said of pairs is in their order."""

    other_fades_at: Mapping[str, NDArray[np.float64]]
    communities: Communities
    pairs: Pairs
    listed: NDArray[np.intp]
    silent: Silent
    memory: Memory


def standing(
    history: History,
    settings: Settings,
    *,
    as_of: int,
    half_life: int,
    report: Report = lambda _what, _done: None,
) -> Standing:
    """Compute how everybody stands: the part of `analyse` that rankings of people are read from."""
    report("weighing interactions", 0.0)
    weight = weights(history.timeline, settings.weighting())
    with _short_turns(), _working(history) as work:
        before = work.threads.submit(
            _influence_before, history, settings, weight, work, as_of, half_life
        )
        found = ties(history.timeline, weight, as_of=as_of, half_life=half_life)
        seen = projection(
            found, live_threshold=settings.live_threshold, heard_of=history.heard_of(as_of)
        )
        report("measures", 0.2)
        scores = work.compute(kept_measures, seen, _KEPT, options=options_of(settings))
        belongs = belonging_of(history, as_of=as_of)
        return _standing(history, settings, found, as_of, seen, scores, before, belongs)


def analyse(
    history: History,
    settings: Settings,
    *,
    as_of: int,
    half_life: int,
    remembered: Callable[[Seals], Memory] = Memory,
    report: Report = lambda _what, _done: None,
) -> Analysis:
    """Compute everything as of a moment (microseconds) with a half-life (microseconds).

    What is *remembered* of what is still the same is not computed again: it would be equal.
    """
    report("weighing interactions", 0.0)
    weight = weights(history.timeline, settings.weighting())
    with _short_turns(), _working(history) as work:
        threads = work.threads
        belonged = threads.submit(belonging_of, history, as_of=as_of)
        coverage = threads.submit(coverage_of, history, as_of=as_of)
        before = threads.submit(
            _influence_before, history, settings, weight, work, as_of, half_life
        )
        memory = remembered(_seals(history, weight))
        found, other_fades_at = _ties(history, weight, memory, as_of, half_life)
        seen = projection(
            found,
            live_threshold=settings.live_threshold,
            keys=history.people_keys,
            heard_of=history.heard_of(as_of),
        )
        options = options_of(settings)
        measured = work.begun(kept_measures, seen, _KEPT, options=options)
        grouped = work.begun(communities, seen, options=options)
        report("pairs and their rhythms", 0.15)
        belongs, covered = belonged.result(), coverage.result()
        pairs = weakening(
            history.timeline,
            weight,
            found,
            as_of=as_of,
            horizon_days=settings.horizon_days,
            thresholds=settings.limits(),
            segments=PairSegments.of(belongs.segments, found.a, found.b),
            coverage=covered,
            memory=memory,
        )
        silences = threads.submit(silent, history, weight, pairs, covered, belongs)
        report("measures", 0.3)
        scores = measured()
        report("communities", 0.7)
        groups = grouped()
        report("influence four weeks before", 0.75)
        people = _standing(history, settings, found, as_of, seen, scores, before, belongs)
        report("whose silence it is", 0.8)
        quiet = silences.result()
    pairs, listed = judged(pairs, quiet, found.a, found.b)
    return Analysis(
        **vars(people),
        other_fades_at=other_fades_at,
        communities=groups,
        pairs=pairs,
        listed=listed,
        silent=quiet,
        memory=memory,
    )


def _seals(history: History, weight: NDArray[np.float64]) -> Seals:
    keys = history.log.column("key_lo").to_numpy()
    return Seals(history.timeline, weight, history.people_keys, keys, history.starts)


def _ties(
    history: History, weight: NDArray[np.float64], memory: Memory, as_of: int, half_life: int
) -> tuple[Ties, dict[str, NDArray[np.float64]]]:
    """Find the ties, and when they fade by the other half-lives that every run keeps."""
    found, fades_at = known_ties(
        history.timeline,
        weight,
        as_of=as_of,
        half_lives=[half_life, *(h for h in OTHER_HALF_LIVES.values() if h != half_life)],
        former=memory.ties,
        unchanged=memory.unchanged,
    )
    return found, {name: fades_at[h] for name, h in OTHER_HALF_LIVES.items()}


def _working(history: History) -> AbstractContextManager[Work]:
    return working(is_large=len(history.timeline) >= _LARGE)


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let threads take turns ten times as often: each of a million short operations waits for one.

    It takes a few seconds off a minute's work of two threads, and changes no number.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, 0.0005))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _standing(
    history: History,
    settings: Settings,
    found: Ties,
    as_of: int,
    seen: Projection,
    scores: Mapping[str, Scores],
    before: Future[Influence],
    belongs: Belonging,
) -> Standing:
    now = _influence(seen, scores, history)
    rank = ranks(now.values)
    return Standing(
        as_of=as_of,
        half_life=found.half_life,
        ties=found,
        scores=scores,
        influence=now,
        rank=rank,
        change=_risen(rank, ranks(before.result().values)),
        belonging=belongs,
        own=settings.own_organizations or tuple(filter(None, [belongs.commonest()])),
    )


def options_of(settings: Settings) -> Options:
    """Give the options of measures that settings stand for."""
    return Options(seed=settings.seed, pivots=settings.pivots, exact_limit=settings.exact_limit)


def _influence(seen: Projection, scores: Mapping[str, Scores], history: History) -> Influence:
    among = people_with_live_pairs(seen, is_person=history.people.is_person)
    return influence(scores, among=among)


def _influence_before(
    history: History,
    settings: Settings,
    weight: NDArray[np.float64],
    work: Work,
    as_of: int,
    half_life: int,
) -> Influence:
    """Influence as it was 28 days before, from the same log."""
    since = as_of - CHANGE_DAYS * DAY
    before = ties(history.timeline, weight, as_of=since, half_life=half_life)
    heard_of = history.heard_of(since)
    seen = projection(before, live_threshold=settings.live_threshold, heard_of=heard_of)
    scores = work.compute(kept_measures, seen, tuple(SHARES), options=options_of(settings))
    return _influence(seen, scores, history)


def _risen(rank: NDArray[np.int64], before: NDArray[np.int64]) -> NDArray[np.float64]:
    known = (rank > 0) & (before > 0)
    return np.where(known, (before - rank).astype(np.float64), np.nan)
