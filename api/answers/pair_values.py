"""Pair values: what a measure says of every pair of a run, made when somebody first asks."""

from collections.abc import Mapping

from algorithms.pairs.measured import measure_pairs
from algorithms.pairs.measures import PAIR_MEASURES, PairMeasure
from algorithms.pairs.scores import PairScores
from api.computing.analysis import options_of
from api.computing.run import Run

__all__ = ["pair_values"]


def pair_values(run: Run, measure: PairMeasure) -> PairScores:
    """Give a measure's values in the order of the run's pairs, in the measure's own unit."""
    made: Mapping[str, PairScores] = run.once(
        ("pair values", measure.function), lambda: run.apart(_measured, measure)
    )
    return made[measure.name]


def _measured(run: Run, measure: PairMeasure) -> Mapping[str, PairScores]:
    """Take a measure, and those that its function finds in the same go."""
    return measure_pairs(
        run.projection,
        run.history.timeline,
        run.rows,
        options=options_of(run.settings),
        measures=[one for one in PAIR_MEASURES if one.function is measure.function],
    )
