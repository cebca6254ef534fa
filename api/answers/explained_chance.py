"""Why two people are as likely to be in touch again as they are: in words and in numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.liveness.chances import contact_chances
from algorithms.liveness.facts import Known, facts_at
from algorithms.liveness.parts import ThemePart, chance_parts
from algorithms.liveness.prior import P_FROM, PairSegments
from algorithms.rows.pair_rows import PairRows
from api.answers.ranking import number
from api.computing.run import Run
from graph.moments import DAY

__all__ = ["Alone", "alone", "chance", "chance_of", "still_there"]

Floats = NDArray[np.float64]

_FROM = {
    "model": "by a model of this log's own past",
    "segment prior": "too little is known of the two: what pairs of their segment did after equal "
    "silence and as many active days",
    "prior": "too little is known of the two, or they have been silent too long: what pairs of "
    "equal silence and as many active days did",
    "none": "nothing is known of what pairs of this log did",
    "departure": "one of the two has left: what is otherwise known of them counts for little",
}


@dataclass(frozen=True)
class Alone:
    """The interactions of one pair that count, some left out perhaps, and how it is counted."""

    rows: PairRows
    counts: NDArray[np.bool_]
    weight: Floats
    elapsed: float
    active_days: int


def alone(run: Run, row: NDArray[np.integer], elapsed: float, active_days: int,
          left_out: NDArray[np.integer] | None = None) -> Alone:  # fmt: skip
    """Take one pair by its rows of the timeline, without some of them."""
    timeline, weight = run.history.timeline, run.weight
    if left_out is not None and len(left_out):
        weight = weight.copy()
        weight[left_out] = 0.0
        row = row[~np.isin(row, left_out)]
    counts = (weight > 0) & (timeline.at <= run.as_of)
    ends = [(timeline.source[row[0]], timeline.target[row[0]])]
    a, b = (np.array([pick(*ends[0])], np.int32) for pick in (min, max))
    start = np.array([0, len(row)], np.int64)
    until = round(run.projection.last_at * 1000)
    rows = PairRows(np.sort(row), start, a, b, until)
    return Alone(rows, counts, weight, elapsed, active_days)


def chance_of(run: Run, found: Alone) -> tuple[float, str]:
    """Give the chance of contact of a pair, and where it comes from."""
    made = contact_chances(
        run.history.timeline,
        found.weight,
        found.rows,
        run.pairs.model,
        as_of=run.as_of,
        elapsed_days=np.array([found.elapsed]),
        active_days=np.array([found.active_days], np.int32),
        segments=PairSegments.of(run.belonging.segments, found.rows.a, found.rows.b),
    )
    return float(made.p[0]), P_FROM[int(made.origin[0])]


def still_there(run: Run, pair: int) -> tuple[float, int | None]:
    """Give how sure it is that neither of a pair has left, and who has, if somebody has."""
    gone = run.columns.table("departures")
    person = gone.column("person").to_numpy()
    left = (gone.column("kind").to_numpy() == 1) & np.isin(
        person, (run.pair_column("a")[pair], run.pair_column("b")[pair])
    )
    if not left.any():
        return 1.0, None
    confidence = gone.column("confidence").to_numpy()[left]
    return 1.0 - float(confidence.max()), int(person[left][np.argmax(confidence)])


def chance(run: Run, pair: int, row: NDArray[np.integer]) -> dict[str, Any]:
    """Say how likely a pair is to be in touch again, and what each kind of fact adds to that."""
    pairs, model = run.pairs, run.pairs.model
    origin = P_FROM[int(pairs.p_from[pair])]
    told: dict[str, Any] = {
        "p_contact": number(pairs.p_contact[pair]),
        "p_low": number(pairs.p_low[pair]),
        "p_high": number(pairs.p_high[pair]),
        "horizon_days": pairs.horizon_days,
        "from": origin,
        "text": _FROM[origin],
        "average": None,
        "parts": [],
    }
    found = alone(run, row, float(pairs.elapsed[pair]), int(pairs.active_days[pair]))
    before = float("nan")
    if still_there(run, pair)[1] is not None:
        before, origin = chance_of(run, found)
    if origin != "model" or model is None:
        if np.isnan(before):
            return told
        return told | {"average": number(before), "parts": _departure(run, pair, before)}
    known = Known.of(run.history.timeline, found.rows, found.counts)
    last = run.history.timeline.at[found.rows.row[-1:]]
    until = last + round(found.elapsed * DAY)
    facts, at_last = (
        facts_at(
            known,
            np.zeros(1, np.intp),
            at=at,
            until=until,
            horizon_days=model.horizon_days,
            model=model.bg_nbd,
        )
        for at in (run.as_of, int(last[0]))
    )
    split = chance_parts(model, facts, at_last)
    parts = [_theme(part) for part in split.parts]
    return told | {
        "average": split.average,
        "parts": [*_departure(run, pair, split.p), *parts],
    }


def _theme(part: ThemePart) -> dict[str, Any]:
    return {
        "theme": part.theme,
        "text": f"{part.text}: {_points(part.points)}",
        "points": part.points,
        "log_odds": part.log_odds,
        "facts": [
            {"fact": name, "points": points, "log_odds": odds} for name, odds, points in part.facts
        ],
    }


def _departure(run: Run, pair: int, p: float) -> list[dict[str, Any]]:
    """What it takes from the chance that one of the two has left, where one has."""
    _, person = still_there(run, pair)
    if person is None:
        return []
    points = float(run.pairs.p_contact[pair]) - p
    who = run.person(person)
    name = who["name"] or who["identity"].partition(":")[2]
    return [
        {
            "theme": "departure",
            "text": f"{name} has left: {_points(points)}",
            "points": points,
            "log_odds": None,
            "facts": [],
        }
    ]


def _points(share: float) -> str:
    """Percentage points in words, with the sign that print has for less."""
    sign = "+" if share >= 0 else "\N{MINUS SIGN}"
    return f"{sign}{100 * abs(share):.1f} points"
