"""Why somebody's influence, or another measure, is not what it was: step by step between two days.

What is undefined counts as 0, and who has no rank stands behind all who have one, so that the parts
always add up.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from algorithms.changes.between_days import WAY, between_days
from algorithms.influence import SHARES, influence, people_with_live_pairs
from algorithms.projection import Projection
from algorithms.scores import ranks_of
from api.answers.changes_parts import changed
from api.answers.changes_seen import Between
from api.answers.ranking import INFLUENCE, is_largest_first, measure_named, number, ranked_values
from api.computing.analysis import options_of
from api.computing.run import Run
from graph.errors import Misuse

__all__ = ["STEPS", "check_measure", "measured", "reads_ties_alone", "standing_change"]

STEPS = ("corrections", "configuration", *WAY)
"""The steps from the first day as it was known to the second day."""

Floats = NDArray[np.float64]


class Place(NamedTuple):
    """A value, the rank it has, and how many others share that rank."""

    value: float
    rank: int
    tied_with: int = 0


def reads_ties_alone(by: str) -> bool:
    """Whether influence, or a measure, follows from the ties of a moment alone."""
    if by == INFLUENCE:
        return True
    measure = measure_named(by)
    return not (measure.needs_groups or measure.needs_exchanges)


def check_measure(by: str) -> None:
    """Refuse measures that read more of a day than its ties."""
    if not reads_ties_alone(by):
        raise Misuse(
            f"changes of {by} have no parts: it reads groups or conversations, not ties alone; "
            "ask by influence, or by another measure"
        )


def standing_change(between: Between, ego: int) -> dict[str, Any]:
    """Split the change of somebody's value, and of their rank, into the steps between two days."""
    by, known, now = between.by, between.known, between.now
    mine = int(known.number[ego])
    first = _place(known.values, mine, by) if mine >= 0 else Place(0.0, _last(known.values))
    runs = [_place(ranked_values(run, by), ego, by) for run in (between.then, between.alike)]
    along = [runs[-1]] * (len(WAY) - 1)  # within one moment there is no way
    if between.days > 0:
        since, marks = between.then.as_of, (between.coming, between.going)
        along = now.apart(_along, by, ego, since, *marks, runs[-1])
    after = _place(ranked_values(now, by), ego, by)
    way = [first, *runs, *along, after]
    found = changed(
        first.value,
        after.value,
        [(name, way[k + 1].value - way[k].value) for k, name in enumerate(STEPS)],
    )
    for k, part in enumerate(found["parts"]):
        part["places"] = way[k].rank - way[k + 1].rank
    return {
        "measure": by,
        **found,
        "before": number(known.value_of(ego)),
        "after": number(float(ranked_values(now, by)[ego])),
        "rank_before": _ranked(first, known.value_of(ego)),
        "tied_before": first.tied_with,
        "rank_after": _ranked(after, float(ranked_values(now, by)[ego])),
        "tied_after": after.tied_with,
        "places": first.rank - after.rank,
    }


def _ranked(place: Place, value: float) -> int | None:
    return None if np.isnan(value) else place.rank


def _place(values: Floats, person: int, by: str) -> Place:
    value = float(values[person])
    if np.isnan(value):
        return Place(0.0, _last(values))
    sign = 1 if is_largest_first(by) else -1
    rank, sharing = ranks_of(sign * values, np.array([person]))
    return Place(value, int(rank[0]), int(sharing[0]) - 1)


def _last(values: Floats) -> int:
    """The place behind all who have one."""
    return int(np.count_nonzero(~np.isnan(values))) + 1


def _along(
    now: Run,
    by: str,
    ego: int,
    since: int,
    coming: NDArray[np.bool_],
    going: NDArray[np.bool_],
    before: Place,
) -> list[Place]:
    """Where somebody stands after each step but the last; a step that changes nothing is free."""
    steps = between_days(
        now.history.timeline,
        now.weight,
        ego,
        days=(since, now.as_of),
        half_life=now.half_life,
        live_threshold=now.settings.live_threshold,
        coming=coming,
        going=going,
    )
    is_person = now.history.people.is_person
    heard = now.history.heard_of(since)
    found: list[Place] = []
    last: Projection | None = None
    for step, seen in steps:
        if step == WAY[0] and not going.any():
            found.append(before)
        elif last is not None and _equal(last, seen):
            found.append(found[-1])
        else:
            found.append(_place(measured(now, by, _heard_of(seen, heard), is_person), ego, by))
        last = seen
    return found


def _heard_of(seen: Projection, then: NDArray[np.bool_] | None) -> Projection:
    """The network of a step, among those heard of on the first day and those with a tie in it."""
    if then is None:
        return seen
    heard = then.copy()
    heard[seen.source] = heard[seen.target] = True
    return replace(seen, heard_of=heard)


def _equal(one: Projection, other: Projection) -> bool:
    return one.last_at == other.last_at and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("source", "target", "fades_at", "live")
    )


def measured(run: Run, by: str, seen: Projection, is_person: NDArray[np.bool_]) -> Floats:
    """Give everybody's influence, or a measure, in some network with the options of a run."""
    options = options_of(run.settings)
    if by != INFLUENCE:
        return np.where(is_person, measure_named(by).scores(seen, options=options).values, np.nan)
    scores = {name: measure_named(name).scores(seen, options=options) for name in SHARES}
    return influence(scores, among=people_with_live_pairs(seen, is_person=is_person)).values
