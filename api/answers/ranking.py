"""Who carries weight: people ranked by influence or by any one measure, with reasons."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.influence import influence_reasons
from algorithms.measures import MEASURES, Measure
from algorithms.reason import Reason
from algorithms.scores import ranks
from api.run import Run
from graph.errors import UnknownName

__all__ = ["INFLUENCE", "influencers", "measure_named", "number", "reason"]

INFLUENCE = "influence"


def influencers(
    run: Run, *, by: str, among: NDArray[np.bool_] | None, offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """Rank people by the end that says most of the measure; equals share a rank. Also a count."""
    values = _values(run, by)
    if among is not None:
        values = np.where(among, values, np.nan)
    largest_first = by == INFLUENCE or measure_named(by).largest_first
    values = values if largest_first else -values
    rank = ranks(values)
    count = int(np.count_nonzero(rank))
    order = np.argsort(-values, kind="stable")[:count]
    change = run.person_column("change")
    shown = dict(run.measures) | ({} if by == INFLUENCE else {by: run.measure(by)})
    items = []
    for person in order[offset : offset + limit].tolist():
        found = influence_reasons(run.influence, person)
        items.append(
            {
                "rank": int(rank[person]),
                "person": run.person(person),
                "score": number(values[person] if largest_first else -values[person]),
                "measures": {name: number(scores.values[person]) for name, scores in shown.items()},
                "change": _places(change[person]) if by == INFLUENCE and among is None else None,
                "reasons": [reason(one) for one in found],
            }
        )
    return items, count


def _values(run: Run, by: str) -> NDArray[np.float64]:
    if by == INFLUENCE:
        return run.influence.values
    values = run.measure(measure_named(by).name).values
    return np.where(run.history.people.is_person, values, np.nan)


def measure_named(name: str) -> Measure:
    """Give the measure of this name."""
    for measure in MEASURES:
        if measure.name == name:
            return measure
    names = ", ".join([INFLUENCE, *(measure.name for measure in MEASURES)])
    raise UnknownName(f"no measure is called {name!r}; there are {names}")


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
