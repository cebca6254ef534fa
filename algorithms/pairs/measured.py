"""Measured pairs: the values of several measures of pairs, where what they share is found once.

    values of a pair = function(projection, options)  or  function(timeline, rows)
                       or  function(projection, timeline, rows),  by the table

Several measures of the table come from one function: it is called once for all of them.

Cost: that of the measures asked for.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from algorithms.options import DEFAULT, Options
from algorithms.pairs.measures import PAIR_MEASURES, PairMeasure
from algorithms.pairs.scores import PairScores
from algorithms.projection import Projection
from algorithms.rows.pair_rows import PairRows
from graph.timeline import Timeline

__all__ = ["measure_pairs", "over_time"]


def measure_pairs(
    projection: Projection,
    timeline: Timeline,
    rows: PairRows,
    *,
    options: Options = DEFAULT,
    measures: Sequence[PairMeasure] = PAIR_MEASURES,
) -> dict[str, PairScores]:
    """Take several measures of the pairs of one moment; what they share is found once.

    *projection* and *rows* are of the same pairs: made with the same weights and ``as_of``.

    Raises
    ------
    ValueError
        Where they are not.

    Examples
    --------
    >>> from algorithms.rows.pair_rows import pair_rows
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(2, source=[0, 1], target=[1, 0], at=[0, 60])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=60, half_life=30))
    >>> found = measure_pairs(seen, timeline, pair_rows(timeline, np.ones(2), as_of=60))
    >>> found["pair_reciprocity"].values, found["response_median_b"].values
    (array([0.25]), array([60.]))
    """
    if not (np.array_equal(projection.a, rows.a) and np.array_equal(projection.b, rows.b)):
        raise ValueError(
            f"the projection has {len(projection.a)} pairs and the rows are of {len(rows)} others:"
            " both must be made with the same weights and as_of"
        )
    ways = {
        "timeline": _once(lambda function: function(timeline, rows)),
        "projection": _once(lambda function: function(projection, options=options)),
        "both": _once(lambda function: function(projection, timeline, rows)),
    }
    return {one.name: _scores(one, ways[one.reads](one.function)) for one in measures}


def over_time(timeline: Timeline, rows: PairRows) -> dict[str, PairScores]:
    """Take every measure that reads the timeline, of the pairs of these rows.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 1], target=[1, 0], at=[0, 60])
    >>> found = over_time(timeline, pair_rows(timeline, np.ones(2), as_of=60))
    >>> found["active_days"].values, found["response_median_b"].values
    (array([1.]), array([60.]))
    """
    over = _once(lambda function: function(timeline, rows))
    return {
        one.name: _scores(one, over(one.function))
        for one in PAIR_MEASURES
        if one.reads == "timeline"
    }


def _once(call: Callable[[Callable[..., Any]], Any]) -> Callable[[Callable[..., Any]], Any]:
    """Call every function once, and remember what it gave."""
    found: dict[Callable[..., Any], Any] = {}

    def remembered(function: Callable[..., Any]) -> Any:  # noqa: ANN401
        if function not in found:
            found[function] = call(function)
        return found[function]

    return remembered


def _scores(measure: PairMeasure, found: Any) -> PairScores:  # noqa: ANN401
    if isinstance(found, PairScores):
        return found
    return PairScores(measure.name, np.asarray(getattr(found, measure.name), np.float64))
