"""Measures of pairs: the one table of what can be said about two people, for the API and the docs.

Some are functions of a projection, as measures of people are; those of time are functions of a
timeline and the rows of it that count (see ``algorithms.pair_rows``). ``reads`` says which:

    measure.function(projection, options=options)      where it reads "projection"
    measure.function(timeline, rows)                    where it reads "timeline"

The answer is ``PairScores``, or columns of which one has the measure's name, so that what is found
in one go is read once. Pairs come in the same order (a, b) either way, a being the person with the
smaller number. A new measure is a file and a line in here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Literal

import numpy as np

from algorithms.bridges import bridge, local_bridge
from algorithms.burstiness import burstiness
from algorithms.cadence import Cadence, active_days, cadence
from algorithms.options import DEFAULT, Options
from algorithms.overlap import embeddedness, overlap
from algorithms.pair_betweenness import pair_betweenness
from algorithms.pair_reciprocity import mutual, pair_reciprocity
from algorithms.pair_rows import PairRows
from algorithms.pair_scores import PairScores
from algorithms.projection import Projection
from algorithms.responses import responses
from graph.timeline import Timeline

__all__ = ["PAIR_MEASURES", "PairMeasure", "measure_pairs", "rhythm"]

_NOT_LIVE = "pairs that are not live"


@dataclass(frozen=True)
class PairMeasure:
    """One measure of pairs: what it says, how it is made, between which values it lies.

    ``undefined`` says which pairs have no value, empty where all have one; ``unit`` what the values
    count, empty for plain numbers; ``is_sampled`` whether large graphs are estimated.
    """

    name: str
    function: Callable[..., Any]
    meaning: str
    formula: str
    low: float
    high: float
    undefined: str = ""
    reads: Literal["projection", "timeline"] = "projection"
    unit: str = ""
    is_sampled: bool = False

    def row(self) -> dict[str, str | float | bool | None]:
        """Give what is said about the measure, with no upper limit as None."""
        return {
            "name": self.name,
            "meaning": self.meaning,
            "formula": self.formula,
            "low": self.low,
            "high": None if self.high == inf else self.high,
            "undefined": self.undefined or None,
            "unit": self.unit or None,
            "is_sampled": self.is_sampled,
        }


def rhythm(timeline: Timeline, rows: PairRows) -> Cadence:
    """Give the cadence of every pair as of the last of its rows.

    >>> from algorithms.pair_rows import pair_rows
    >>> from graph.moments import DAY
    >>> timeline = Timeline.of(2, source=[0] * 5, target=[1] * 5, at=np.arange(5) * 3 * DAY)
    >>> rhythm(timeline, pair_rows(timeline, np.ones(5), as_of=99 * DAY)).usual_gap
    array([3.])
    """
    days = active_days(timeline, rows)
    return cadence(days.day, days.start[:-1], days.start[1:])


def _answers(who: str, other: str) -> tuple[PairMeasure, ...]:
    """Describe what is said about the answers of one of the two."""
    median = PairMeasure(
        name=f"response_median_{who}",
        function=responses,
        meaning=f"how long {other} usually waits for an answer of {who}",
        formula="median of at(answer) - at(first message of the run it answers)",
        low=0.0,
        high=inf,
        undefined=f"pairs in which {who} never answered",
        reads="timeline",
        unit="microseconds",
    )
    p90 = replace(
        median,
        name=f"response_p90_{who}",
        meaning=f"how long nine in ten answers of {who} take at most",
        formula="90th percentile of at(answer) - at(first message of the run it answers)",
    )
    share = replace(
        median,
        name=f"answered_share_{who}",
        meaning=f"the share of what {other} wrote that {who} answered before their exchange ended",
        formula=f"runs of {other} that {who} answered / runs of {other}",
        high=1.0,
        undefined=f"pairs in which {other} wrote nothing, or nothing yet that had its time",
        unit="",
    )
    return median, p90, share


PAIR_MEASURES = (
    PairMeasure(
        name="overlap",
        function=overlap,
        meaning="the share of the people known to either of the two that both know",
        formula="n_ij / ((k_i - 1) + (k_j - 1) - n_ij), n_ij people in a live pair with both",
        low=0.0,
        high=1.0,
        undefined="pairs that are not live, and two people who know only each other",
    ),
    PairMeasure(
        name="embeddedness",
        function=embeddedness,
        meaning="the number of people that both know",
        formula="number of people in a live pair with both",
        low=0.0,
        high=inf,
        undefined=_NOT_LIVE,
        unit="people",
    ),
    PairMeasure(
        name="bridge",
        function=bridge,
        meaning="1 where the two could not reach each other at all without this pair, else 0",
        formula="1 if no chain of other live pairs joins i and j, else 0",
        low=0.0,
        high=1.0,
        undefined=_NOT_LIVE,
    ),
    PairMeasure(
        name="local_bridge",
        function=local_bridge,
        meaning="1 where the two know nobody in common, else 0",
        formula="1 if nobody is in a live pair with both, else 0",
        low=0.0,
        high=1.0,
        undefined=_NOT_LIVE,
    ),
    PairMeasure(
        name="pair_betweenness",
        function=pair_betweenness,
        meaning="the share of all pairs of people whose shortest paths run over this pair",
        formula="sum over people s, t of (shortest paths over i, j) / (shortest paths) / pairs",
        low=0.0,
        high=1.0,
        undefined=_NOT_LIVE,
        is_sampled=True,
    ),
    PairMeasure(
        name="pair_reciprocity",
        function=pair_reciprocity,
        meaning="how balanced the two are: 1 where both give the same, 0 where only one writes",
        formula="min(s_ij, s_ji) / max(s_ij, s_ji)",
        low=0.0,
        high=1.0,
    ),
    PairMeasure(
        name="mutual",
        function=mutual,
        meaning="how much runs both ways, in units of the strongest pair",
        formula="sqrt(s_ij * s_ji) / (largest strength of a pair)",
        low=0.0,
        high=0.5,
    ),
    PairMeasure(
        name="active_days",
        function=rhythm,
        meaning="the number of days on which the two were in touch",
        formula="number of UTC days with an interaction of the pair",
        low=1.0,
        high=inf,
        reads="timeline",
        unit="days",
    ),
    PairMeasure(
        name="usual_gap",
        function=rhythm,
        meaning="how many days the two usually leave between being in touch",
        formula="median of the last 12 gaps between active days",
        low=1.0,
        high=inf,
        undefined="pairs with fewer than 5 active days",
        reads="timeline",
        unit="days",
    ),
    PairMeasure(
        name="burstiness",
        function=burstiness,
        meaning="whether the two are in touch evenly (-1), by chance (0) or in bursts (1)",
        formula="(sqrt(n+1) r - sqrt(n-1)) / ((sqrt(n+1) - 2) r + sqrt(n-1)), r = sd / mean",
        low=-1.0,
        high=1.0,
        undefined="pairs with fewer than 3 interactions, or with all of them at one moment",
        reads="timeline",
    ),
    *_answers("a", "b"),
    *_answers("b", "a"),
    PairMeasure(
        name="started_by_a",
        function=responses,
        meaning="the share of their exchanges that a started, the rest being started by b",
        formula="exchanges begun by a / exchanges begun by either, after max(7, usual gap) days",
        low=0.0,
        high=1.0,
        undefined="pairs whose exchanges all began with a meeting",
        reads="timeline",
    ),
)
"""Every measure of pairs, in the order in which they are shown."""


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
    >>> from algorithms.pair_rows import pair_rows
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
    found: dict[Callable[..., Any], Any] = {}
    scores = {}
    for measure in measures:
        function = measure.function
        if function not in found:
            found[function] = (
                function(projection, options=options)
                if measure.reads == "projection"
                else function(timeline, rows)
            )
        scores[measure.name] = _scores(measure, found[function])
    return scores


def _scores(measure: PairMeasure, found: Any) -> PairScores:  # noqa: ANN401
    if isinstance(found, PairScores):
        return found
    return PairScores(measure.name, np.asarray(getattr(found, measure.name), np.float64))
