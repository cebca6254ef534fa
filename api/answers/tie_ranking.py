"""Which ties stand out: all pairs ranked by one measure, with how they stand otherwise."""

from dataclasses import dataclass, replace
from math import inf
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from algorithms.measures import MEASURES, PERSONALISED
from algorithms.pairs.measures import OF_STRONGEST, PAIR_MEASURES, PairMeasure
from algorithms.reason import Reason, standing
from algorithms.scores import nine_digits
from api.answers.acquaintance import tie_between
from api.answers.pair_values import pair_values
from api.answers.ranking import INFLUENCE, number, reason
from api.computing.run import Run
from graph.errors import UnknownName

__all__ = ["STRENGTH", "TIES_BY", "pair_measure_named", "ranked_ties", "shown"]

STRENGTH = "strength"
_SHORT = "pair_"  # may be left out where ties are ranked: strength is that of a pair
_OF_PEOPLE = {INFLUENCE, *(one.name for one in (*MEASURES, PERSONALISED))}
_HOUR = 3_600_000_000  # microseconds
_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")

TIES_BY = tuple(one.name.removeprefix(_SHORT) for one in PAIR_MEASURES)
"""What ties may be ranked by; the names with ``pair_`` in front mean the same."""


@dataclass(frozen=True)
class _Order:
    """The pairs that have a value, as they are ranked, and the values they are ranked by."""

    pair: NDArray[np.intp]
    key: NDArray[np.float64]  # ascending: what stands for more of the measure comes first

    def alike(self, place: int) -> tuple[int, int]:
        """From which place to which those stand that are equal to the one at a place."""
        first, after = (np.searchsorted(self.key, self.key[place], side) for side in _SIDES)
        return int(first), int(after)


def ranked_ties(
    run: Run, *, by: str, among: NDArray[np.bool_] | None, offset: int, limit: int
) -> tuple[dict[str, Any], tuple[list[dict[str, Any]], int]]:
    """Rank the pairs, those between or with the people marked, by the end that says most.

    Gives what is said of the list as a whole, and its items with how many there are.
    """
    measure = pair_measure_named(by)
    scores = pair_values(run, measure)
    factor, a, b = _factor(run, measure), run.pair_column("a"), run.pair_column("b")
    asked = np.arange(len(a)) if among is None else np.flatnonzero(among[a] | among[b])
    order = _ordered(scores.values, asked, largest_first=measure.largest_first)
    items = []
    for place in range(offset, min(offset + limit, len(order.pair))):
        pair = int(order.pair[place])
        value = float(scores.values[pair] * factor)
        first, after = order.alike(place)
        behind = 1 - (first + after) / 2 / len(order.pair)  # those that are equal count half
        items.append(
            {
                "rank": first + 1,
                "tied_with": after - first - 1,
                "a": run.person(int(a[pair])),
                "b": run.person(int(b[pair])),
                "value": number(value),
                **(tie_between(run, int(a[pair]), int(b[pair])) or {}),
                "reasons": [reason(_why(measure, value, behind))],
            }
        )
    told = {
        "by": measure.name,
        "unit": shown(measure).unit or None,
        "undefined": len(asked) - len(order.pair),
        "error": scores.error * factor,
        "parameters": dict(scores.parameters),
    }
    return told, (items, len(order.pair))


def pair_measure_named(name: str) -> PairMeasure:
    """Give the measure of pairs of this name, with or without ``pair_`` in front."""
    for measure in PAIR_MEASURES:
        if name in (measure.name, measure.name.removeprefix(_SHORT)):
            return measure
    if name in _OF_PEOPLE:
        whose = " --around person:ann" if name == PERSONALISED.name else ""
        raise UnknownName(
            f"{name!r} is a measure of people, not of ties: tieline influencers --by {name}{whose}"
        )
    raise UnknownName(f"no measure of ties is called {name!r}; there are {', '.join(TIES_BY)}")


def shown(measure: PairMeasure) -> PairMeasure:
    """Give a measure in the unit of the answers: hours, and fresh interactions for strengths."""
    if measure.unit == "microseconds":
        return replace(measure, unit="hours")
    if measure.unit == OF_STRONGEST:
        formula = measure.formula.partition(", in units")[0]
        return replace(measure, unit="fresh interactions", high=inf, formula=formula)
    return measure


def _factor(run: Run, measure: PairMeasure) -> float:
    """What turns the measure's own unit into that of the answers."""
    if measure.unit == "microseconds":
        return 1 / _HOUR
    if measure.unit == OF_STRONGEST:
        return float(np.exp2((run.projection.ref - run.as_of / 1000) * (1000 / run.half_life)))
    return 1.0


def _ordered(
    values: NDArray[np.float64], asked: NDArray[np.intp], *, largest_first: bool
) -> _Order:
    known = asked[~np.isnan(values[asked])]
    key = nine_digits(values[known])
    key = -key if largest_first else key
    order = np.argsort(key, kind="stable")
    return _Order(known[order], key[order])


def _why(measure: PairMeasure, value: float, behind: float) -> Reason:
    unit = f" {shown(measure).unit}" if measure.unit else ""
    name = measure.name.removeprefix(_SHORT).replace("_", " ")
    place, below = standing(behind, "the pairs that have one", largest_first=measure.largest_first)
    return Reason(f"{name} {value:.4g}{unit}, {place}", measure.name, value, below)
