"""Uncertainty: how far a measure would move in other logs of the same habits, for rank intervals.

Large logs are drawn from in a process of its own, which a server's end or an interrupt stops.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from algorithms.influence import SHARES, people_with_live_pairs
from algorithms.measures import MEASURES
from algorithms.options import Options
from algorithms.projection import Projection, projection
from algorithms.scores import Scores
from algorithms.ties import ties
from algorithms.uncertainty.drawn_influence import drawn_influence
from algorithms.uncertainty.initiation_spread import initiation_spread
from algorithms.uncertainty.rank_intervals import (
    LEAST_INTERACTIONS,
    Spread,
    repetitions,
    spread,
    unknown_spread,
)
from algorithms.uncertainty.resampling import resampled
from api.answers.ranking import INFLUENCE, measure_named, ranked_values
from api.computing.analysis import options_of
from api.computing.kept_spread import keep_spread, kept_spread
from api.computing.run import Run
from api.log.history import History
from api.processes.child import Report, in_child
from api.runs.of_store import Runs
from graph.connect import snapshot_folder
from graph.errors import EngineError
from graph.snapshot import Snapshots

__all__ = ["Uncertain", "drawn_spread"]

_IN_THIS_PROCESS = 100_000  # interactions at most


class Uncertain(Runs):
    """The runs of a store, and how sure their rankings are."""

    def spread(self, run: Run, by: str, report: Report = lambda _what, _done: None) -> Spread:
        """Give how far a measure of a run moves; drawn once, and kept with the run."""
        known: dict[str, Spread] = run.once("spreads", dict)
        if by not in known:
            with self._drawing.taken():
                if by not in known:  # who waited may find it drawn
                    known[by] = self._kept(run, by) or self._drawn_and_kept(run, by, report)
        return known[by]

    def _kept(self, run: Run, by: str) -> Spread | None:
        return kept_spread(self.snapshots, run, by)

    def _drawn_and_kept(self, run: Run, by: str, report: Report) -> Spread:
        found = self._drawn(run, by, report)
        try:
            keep_spread(self.snapshots, run, by, found)
        except EngineError as error:  # an answer need not wait for room on the disk
            self.note(f"{error}; the next question draws logs again")
        return found

    def _drawn(self, run: Run, by: str, report: Report) -> Spread:
        interactions = len(run.history.starts) - 1
        if interactions <= _IN_THIS_PROCESS and not self.is_server:
            return drawn_spread(run, by, report=report)
        found = in_child(
            _opened_spread,
            self.url,
            run.columns.folder.parent.parent.name,  # snapshot/runs/run
            run.name,
            by,
            report=report,
            niceness=10 if self.is_server else 0,
            memory_limit_gb=self.settings.memory_limit_gb,
            is_stopped=self._stopping.is_set,
        )
        if not isinstance(found, Spread):
            raise TypeError(f"drawing logs gave {found!r}")
        return found


def drawn_spread(run: Run, by: str, *, report: Report = lambda _what, _done: None) -> Spread:
    """Draw logs from that of a run, and measure how far influence or one measure moves.

    Communities and organizations are those of the run in every draw. A log of next to nothing is
    not drawn from, and of who began what no log need be drawn.
    """
    if by != INFLUENCE and measure_named(by).needs_exchanges:
        return initiation_spread(run.with_exchanges, among=run.history.people.is_person)
    settings, options = run.settings, options_of(run.settings)
    rows, people, pairs = (len(run.history.timeline), len(run.history.people), len(run.ties.a))
    times = repetitions(rows, people, pairs, exact_limit=options.exact_limit)
    log = resampled(
        run.history.timeline,
        run.weight,
        as_of=run.as_of,
        half_life=run.half_life,
        live_threshold=settings.live_threshold,
    )
    if log.recent < LEAST_INTERACTIONS:
        return unknown_spread(ranked_values(run, by))
    measured = _influence_of(run) if by == INFLUENCE else _measure_of(run, by)

    def drawn(number: int) -> NDArray[np.float64]:
        report(f"drawn log {number + 1} of {times}", number / times)
        draw = log.draw(number, seed=settings.seed)
        found = ties(draw.timeline, draw.weight, as_of=run.as_of, half_life=run.half_life)
        seen = projection(
            found,
            live_threshold=settings.live_threshold,
            community=run.projection.community,
            organization=run.projection.organization,
            heard_of=run.heard_of,
        )
        # other pivots in each, so that what they leave open is in the interval as well
        return measured(seen, replace(options, seed=options.seed + 1 + number))

    has_root = by != INFLUENCE and measure_named(by).low >= 0
    return spread(ranked_values(run, by), drawn, repetitions=times, has_root=has_root)


_Measured = Callable[[Projection, Options], NDArray[np.float64]]


def _influence_of(run: Run) -> _Measured:
    measures = [one for one in MEASURES if one.name in SHARES]

    def measured(seen: Projection, options: Options) -> NDArray[np.float64]:
        scores: Mapping[str, Scores] = {
            one.name: one.scores(seen, options=options) for one in measures
        }
        among = people_with_live_pairs(seen, is_person=run.history.people.is_person)
        return drawn_influence(run.influence, scores, among=among)

    return measured


def _measure_of(run: Run, by: str) -> _Measured:
    measure, is_person = measure_named(by), run.history.people.is_person
    return lambda seen, options: np.where(
        is_person, measure.scores(seen, options=options).values, np.nan
    )


def _opened_spread(
    url: str, snapshot: str, run: str, by: str, *, report: Report = lambda _what, _done: None
) -> Spread:
    """Open a run and draw from its log: what the process of its own does."""
    snapshots = Snapshots(snapshot_folder(url))
    history = History.mapped(snapshots.open(snapshot))
    return drawn_spread(Run(history, snapshots.open(snapshot, run)), by, report=report)
