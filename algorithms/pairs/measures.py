"""Measures of pairs: the one table of what can be said about two people, for the API and the docs.

Some are functions of a projection, as measures of people are; those of time are functions of a
timeline and the rows of it that count (see ``algorithms.rows.pair_rows``). ``reads`` says which:

    measure.function(projection, options=options)      where it reads "projection"
    measure.function(timeline, rows)                    where it reads "timeline"
    measure.function(projection, timeline, rows)        where it reads "both"

The answer is ``PairScores``, or columns of which one has the measure's name. Pairs are (a, b), a
being the person with the smaller number. ``largest_first`` says which end of a ranking stands for
more of what the measure is about. A new measure is a file and a line in here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Literal

from algorithms.described import Described
from algorithms.pairs.betweenness import pair_betweenness
from algorithms.pairs.bridges import bridge, local_bridge
from algorithms.pairs.burstiness import burstiness
from algorithms.pairs.direction_balance import direction_balance
from algorithms.pairs.overlap import embeddedness, overlap
from algorithms.pairs.pressure import pressure
from algorithms.pairs.reciprocity import mutual, pair_reciprocity
from algorithms.pairs.responses import responses
from algorithms.pairs.sentiment_trend import sentiment_trend
from algorithms.pairs.signed_strength import signed_strength
from algorithms.pairs.strength import pair_strength
from algorithms.rhythm.cadence import rhythm

__all__ = ["OF_STRONGEST", "PAIR_MEASURES", "PairMeasure"]

OF_STRONGEST = "strongest pair"
"""The unit of strengths: they are relative, so that time alone changes none."""

_NOT_LIVE = "pairs that are not live"


@dataclass(frozen=True, kw_only=True)
class PairMeasure(Described):
    """One measure of pairs: what is said of it, the function that finds it, and what that reads.

    ``more`` goes on from "these two". No run holds it: all are made when somebody asks.
    """

    of = "pairs"
    function: Callable[..., Any]
    reads: Literal["projection", "timeline", "both"] = "projection"


def _answers(who: str, other: str) -> tuple[PairMeasure, ...]:
    """Describe what is said about the answers of one of the two."""
    median = PairMeasure(
        name=f"response_median_{who}",
        function=responses,
        meaning=f"how long {other} usually waits for an answer of {who}",
        formula="median of at(answer) - at(first message of the run it answers)",
        low=0.0,
        high=inf,
        more=f"leave {other} waiting for {who}",
        undefined=f"pairs in which {who} never answered",
        largest_first=False,
        reads="timeline",
        unit="microseconds",
    )
    p90 = replace(
        median,
        name=f"response_p90_{who}",
        meaning=f"how long nine in ten answers of {who} take at most",
        formula="90th percentile of at(answer) - at(first message of the run it answers)",
        more=f"sometimes leave {other} waiting for {who}",
    )
    share = replace(
        median,
        name=f"answered_share_{who}",
        meaning=f"the share of what {other} wrote that {who} answered before their exchange ended",
        formula=f"runs of {other} that {who} answered / runs of {other}",
        high=1.0,
        more=f"seldom part without an answer of {who}",
        undefined=f"pairs in which {other} wrote nothing, or nothing yet that had its time",
        largest_first=True,
        unit="",
    )
    return median, p90, share


def _signed() -> tuple[PairMeasure, PairMeasure]:
    """Describe S+ and S-."""
    good = PairMeasure(
        name="positive_strength",
        function=signed_strength,
        meaning="S+: how much of the recent contact of the two sounds good",
        formula="sum of w * max(s, 0) * 2 ** -(age / half-life), in units of the strongest pair",
        low=0.0,
        high=1.0,
        more="have much recent contact that sounds good",
        undefined="pairs of whose interactions none has a tone",
        reads="both",
        unit=OF_STRONGEST,
    )
    meaning = good.meaning.replace("S+", "S-").replace("good", "bad")
    formula = good.formula.replace("max(s, 0)", "max(-s, 0)")
    bad = replace(good, name="negative_strength", meaning=meaning, formula=formula)
    return good, replace(bad, more=good.more.replace("good", "bad"))


PAIR_MEASURES = (
    PairMeasure(
        name="pair_strength",
        function=pair_strength,
        meaning="all contact of the two, both directions together",
        formula="s_ij + s_ji, in units of the strongest pair",
        low=0.0,
        high=1.0,
        more="have much recent contact",
        unit=OF_STRONGEST,
    ),
    PairMeasure(
        name="overlap",
        function=overlap,
        meaning="the share of the people known to either of the two that both know",
        formula="n_ij / ((k_i - 1) + (k_j - 1) - n_ij), n_ij people in a live pair with both",
        low=0.0,
        high=1.0,
        more="move in the same circle",
        undefined="pairs that are not live, and two people who know only each other",
    ),
    PairMeasure(
        name="embeddedness",
        function=embeddedness,
        meaning="the number of people that both know",
        formula="number of people in a live pair with both",
        low=0.0,
        high=inf,
        more="have many people who could put in a word between them",
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
        more="alone hold two parts of the network together",
        undefined=_NOT_LIVE,
    ),
    PairMeasure(
        name="local_bridge",
        function=local_bridge,
        meaning="1 where the two know nobody in common, else 0",
        formula="1 if nobody is in a live pair with both, else 0",
        low=0.0,
        high=1.0,
        more="join two circles that share nobody",
        undefined=_NOT_LIVE,
    ),
    PairMeasure(
        name="pair_betweenness",
        function=pair_betweenness,
        meaning="the share of all pairs of people whose shortest paths run over this pair",
        formula="sum over people s, t of (shortest paths over i, j) / (shortest paths) / pairs",
        low=0.0,
        high=1.0,
        more="are the way through which many others reach each other",
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
        more="give each other alike",
    ),
    PairMeasure(
        name="mutual",
        function=mutual,
        meaning="how much contact of the two runs both ways",
        formula="sqrt(s_ij * s_ji), in units of the strongest pair",
        low=0.0,
        high=0.5,
        more="have much recent contact that runs both ways",
        unit=OF_STRONGEST,
    ),
    PairMeasure(
        name="active_days",
        function=rhythm,
        meaning="the number of days on which the two were in touch",
        formula="number of UTC days with an interaction of the pair",
        low=1.0,
        high=inf,
        more="have been in touch on many days",
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
        more="are seldom in touch",
        undefined="pairs with fewer than 5 active days",
        largest_first=False,
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
        more="are in touch in bursts, with silence between",
        undefined="pairs with fewer than 3 interactions, or with all of them at one moment",
        reads="timeline",
    ),
    PairMeasure(
        name="direction_balance",
        function=direction_balance,
        meaning="who of the two reaches out: 1 only a, -1 only b, 0 both alike",
        formula="(contacts from a - contacts from b) / contacts",
        low=-1.0,
        high=1.0,
        more="hear of each other because a writes; a low one, because b does",
        reads="timeline",
    ),
    PairMeasure(
        name="sentiment_trend",
        function=sentiment_trend,
        meaning="by how much the tone between the two rises or falls within 90 days",
        formula="90 days * weighted least-squares slope of sentiment over time, half-life 90 days",
        low=-2.0,
        high=2.0,
        more="sound better and better to each other",
        undefined="pairs with fewer than 5 interactions that have a sentiment, or all in a week",
        reads="timeline",
    ),
    *_signed(),
    *_answers("a", "b"),
    *_answers("b", "a"),
    PairMeasure(
        name="started_by_a",
        function=responses,
        meaning="the share of their exchanges that a started, the rest being started by b",
        formula="exchanges begun by a / exchanges begun by either, after max(7, usual gap) days",
        low=0.0,
        high=1.0,
        more="only come together because a begins; a low one, because b does",
        undefined="pairs whose exchanges all began with a meeting, or with both at one moment",
        reads="timeline",
    ),
    PairMeasure(
        name="pressure",
        function=pressure,
        meaning="how hard one of the two writes to the other without an answer",
        formula="1 - 2 ** -(messages due an answer / messages that usually go into one)",
        low=0.0,
        high=1.0,
        more="are one who writes and one who does not answer any more",
        reads="timeline",
    ),
)
"""Every measure of pairs, as they are shown."""
