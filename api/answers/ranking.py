"""Who carries weight: people ranked by influence or by any one measure, with reasons."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.influence import influence_reasons
from algorithms.measures import MEASURES, PERSONALISED, Measure
from algorithms.pairs.measures import PAIR_MEASURES
from algorithms.reason import Reason, standing
from algorithms.scores import first, ranks, ranks_of
from algorithms.uncertainty.rank_intervals import RankIntervals, Spread, rank_intervals
from api.computing.run import Run
from api.hints import hint
from graph.errors import UnknownName

__all__ = [
    "INFLUENCE",
    "Sure",
    "how_made",
    "influencers",
    "is_largest_first",
    "measure_named",
    "number",
    "ranked_values",
    "ranking_of",
    "reason",
    "standing_out",
]

INFLUENCE = "influence"


@dataclass(frozen=True)
class Sure:
    """How far the ranked values move from log to log, and how sure the intervals are to be."""

    spread: Spread
    level: float


def influencers(
    run: Run,
    *,
    by: str,
    among: NDArray[np.bool_] | None,
    offset: int,
    limit: int,
    sure: Sure | None = None,
) -> tuple[list[dict[str, Any]], int]:
    """Rank people by the end that says most of the measure; equals share a rank. Also a count.

    ``sure`` adds between which ranks each of them stands.
    """
    largest_first = is_largest_first(by)
    values = _ordered_values(run, by, among)
    order = first(values, offset + limit)[offset:]
    rank, sharing = ranks_of(values, order)
    within = None
    if sure is not None:
        within = rank_intervals(
            sure.spread, level=sure.level, among=among, largest_first=largest_first, of=order
        )
    change = run.person_column("change")
    shown = dict(run.measures) | ({} if by == INFLUENCE else {by: run.measure(by)})
    count = int(np.count_nonzero(~np.isnan(values)))
    items = []
    for place, person in enumerate(order.tolist()):
        found = influence_reasons(run.influence, person)
        if by != INFLUENCE:
            behind = (count - int(rank[place]) + 1 - int(sharing[place])) / count
            found = _led_by(by, float(shown[by].values[person]), behind, found)
        items.append(
            {
                "rank": int(rank[place]),
                "tied_with": int(sharing[place]) - 1,
                **({} if within is None else _between(within, person)),
                "person": run.person(person),
                "score": number(values[person] if largest_first else -values[person]),
                "measures": {name: number(scores.values[person]) for name, scores in shown.items()},
                "change": _places(change[person]) if by == INFLUENCE and among is None else None,
                "reasons": [reason(one) for one in found],
            }
        )
    return items, count


def _led_by(by: str, value: float, behind: float, usual: list[Reason]) -> list[Reason]:
    """The reason for a place by one measure, before those for influence in general.

    What they do not stand out by is no reason beside another. *behind* is the share of people with
    a value who come after.
    """
    largest_first = is_largest_first(by)
    place, below = standing(behind, "those who have one", largest_first=largest_first)
    if not behind:
        place = f"nobody has {'less' if largest_first else 'more'}"
    text = f"{by.replace('_', ' ')} {value:.4g}, {place}"
    own = next((one for one in usual if one.measure == by), Reason(text, by, value, below))
    return [own, *(one for one in standing_out(usual) if one.measure != by)]


def standing_out(reasons: list[Reason]) -> list[Reason]:
    """Leave out what was only said for want of anything that somebody stands out by."""
    return [one for one in reasons if one.percentile is not None and one.percentile > 0.5]


def how_made(run: Run, *, by: str, among: NDArray[np.bool_] | None) -> dict[str, Any]:
    """Say what a list is ranked by, how far off the values can be, and how many have none.

    The error of influence is unknown where measures in it are estimated: it is not a sum of theirs.
    """
    values = ranked_values(run, by)
    asked = run.persons_then if among is None else among & run.persons_then
    made = list(run.influence.measures.values()) if by == INFLUENCE else [run.measure(by)]
    error = max(scores.error for scores in made)
    return {
        "by": by,
        "undefined": int(np.count_nonzero(asked & np.isnan(values))),
        "error": error if by != INFLUENCE or error == 0 else None,
        "has_converged": all(scores.has_converged for scores in made),
        "parameters": {} if by == INFLUENCE else dict(made[0].parameters),
    }


def _between(within: RankIntervals, person: int) -> dict[str, Any]:
    return {
        "rank_low": int(within.low[person]),
        "rank_high": int(within.high[person]),
        "level": within.level,
    }


def ranking_of(run: Run, by: str, among: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """Give everybody's rank by influence or a measure, among all or those marked; 0 for none."""
    return ranks(_ordered_values(run, by, among))


def is_largest_first(by: str) -> bool:
    """Whether a ranking begins with the largest values."""
    return by == INFLUENCE or measure_named(by).largest_first


def _ordered_values(run: Run, by: str, among: NDArray[np.bool_] | None) -> NDArray[np.float64]:
    """What people are ranked by: the first have the largest."""
    values = ranked_values(run, by)
    if among is not None:
        values = np.where(among, values, np.nan)
    return values if is_largest_first(by) else -values


def ranked_values(run: Run, by: str) -> NDArray[np.float64]:
    """Give everybody's influence or measure; NaN for who has none, or is no person."""
    if by == INFLUENCE:
        return run.influence.values
    values = run.measure(measure_named(by).name).values
    return np.where(run.history.people.is_person, values, np.nan)


def measure_named(name: str) -> Measure:
    """Give the measure of this name."""
    for measure in MEASURES:
        if measure.name == name:
            return measure
    if name in {measure.name for measure in PAIR_MEASURES}:
        raise UnknownName(f"{name!r} is a measure of ties, not of people: tieline ties --by {name}")
    if name == PERSONALISED.name:
        raise UnknownName(f"{name} is seen from somebody: tieline influencers --around org:...")
    names = [INFLUENCE, *(measure.name for measure in MEASURES)]
    raise UnknownName(f"no measure is called {name!r}{hint(name, names)}")


def _places(change: float) -> int | None:
    return None if np.isnan(change) else int(change)


def number(value: float) -> float | None:
    """A number for an answer: none where it is undefined."""
    return None if np.isnan(value) else float(value)


def reason(found: Reason) -> dict[str, Any]:
    """A reason for an answer."""
    value, percentile = float(found.value), found.percentile
    return {
        "text": found.text,
        "measure": found.measure,
        "value": number(value),
        "percentile": None if percentile is None else number(percentile),
    }
