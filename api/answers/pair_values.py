"""Pair values: what a measure says of every pair of a run, made when somebody first asks."""

import threading
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from algorithms.measured_pairs import measure_pairs
from algorithms.pair_measures import PAIR_MEASURES, PairMeasure
from algorithms.pair_rows import PairRows, pair_rows
from algorithms.pair_scores import PairScores
from api.analysis import options_of
from api.run import Run

__all__ = ["pair_values", "rows_of"]


class _Made:
    """What was made of one run so far; goes when the run goes."""

    def __init__(self) -> None:
        self.making = threading.Lock()
        self.scores: Mapping[str, PairScores] = {}


_OF_RUN: WeakKeyDictionary[Run, _Made] = WeakKeyDictionary()
_GUARD = threading.Lock()


def pair_values(run: Run, measure: PairMeasure) -> PairScores:
    """Give a measure's values in the order of the run's pairs, in the measure's own unit."""
    with _GUARD:
        made = _OF_RUN.setdefault(run, _Made())
    if measure.name not in made.scores:
        with made.making:
            if measure.name not in made.scores:
                made.scores = {**made.scores, **_measured(run, measure)}
    return made.scores[measure.name]


def rows_of(run: Run) -> PairRows:
    """Give the interactions that count in a run, pair by pair."""
    return pair_rows(run.history.timeline, run.weight, as_of=run.as_of)


def _measured(run: Run, measure: PairMeasure) -> Mapping[str, PairScores]:
    """Take a measure, and those that its function finds in the same go."""
    return measure_pairs(
        run.projection,
        run.history.timeline,
        rows_of(run),
        options=options_of(run.settings),
        measures=[one for one in PAIR_MEASURES if one.function is measure.function],
    )
