"""Why somebody has the value of a measure that they have: in words, in parts, and by removal."""

from typing import Any

import numpy as np

from algorithms.influence import SHARES, influence_reasons
from algorithms.scores import nine_digits, percentiles, ranks
from api.answers.acquaintance import community_name, rank_told, ties_of
from api.answers.explained_parts import REST, parts_of
from api.answers.explained_removal import carried_by
from api.answers.ranking import (
    INFLUENCE,
    how_made,
    is_largest_first,
    measure_named,
    number,
    ranked_values,
    reason,
)
from api.computing.run import Run

__all__ = ["explain_person"]

_INFLUENCE = {
    "meaning": "how much somebody matters to the others, by five measures together",
    "formula": "sum over measures m of share_m * percentile_m(i)",
    "more": "matters to many, directly and through others",
}


def explain_person(run: Run, ego: int, *, measure: str, limit: int) -> dict[str, Any]:
    """Open somebody's influence, or another measure: what it is made of, what carries it."""
    values = ranked_values(run, measure)
    value = float(values[ego])
    rank = ranks(values if is_largest_first(measure) else -values)
    standing = percentiles(nine_digits(values))[ego]
    is_influence = measure == INFLUENCE
    return {
        "person": run.person(ego),
        "measure": measure,
        **_said(measure),
        "value": number(value),
        "error": how_made(run, by=measure, among=None)["error"],
        **rank_told(rank, np.bincount(rank), ego),
        "among": int(np.count_nonzero(rank)),
        "percentile": number(standing),
        "undefined": _why_undefined(run, measure, ego) if np.isnan(value) else None,
        "influence": number(run.influence.values[ego]),
        "community": community_name(run, ego),
        "reasons": [reason(one) for one in influence_reasons(run.influence, ego, limit=5)],
        "items": _shares(run, ego) if is_influence else [],
        **_parts(run, measure, ego, value, limit),
        "carried_by": carried_by(run, measure, ego, is_defined=not np.isnan(value)),
        "ties": ties_of(run, ego, offset=0, limit=limit)[0],
    }


def _said(measure: str) -> dict[str, Any]:
    """What a measure is, in words and as a formula."""
    if measure == INFLUENCE:
        return _INFLUENCE
    known = measure_named(measure)
    return {"meaning": known.meaning, "formula": known.formula, "more": known.more}


def _why_undefined(run: Run, measure: str, ego: int) -> str:
    """Say why somebody has no value."""
    kind = run.history.people.kind[ego].as_py()
    if not run.history.people.is_person[ego]:
        return f"a {kind} is no person, and not ranked"
    undefined = "" if measure == INFLUENCE else measure_named(measure).undefined
    if undefined:
        has_pair = run.measures["degree"].values[ego] > 0
        here = "" if has_pair else "; they have no live tie at this moment"
        return f"{measure} is undefined for {undefined}{here}"
    return "they have no live tie at this moment: what they had has faded, or they had none"


def _shares(run: Run, ego: int) -> list[dict[str, Any]]:
    """What each measure adds to influence."""
    found = run.influence
    total = sum(SHARES.values())
    known = {n: share for n, share in SHARES.items() if not np.isnan(found.parts[n][ego])}
    scale = sum(known.values())
    return [
        {
            "measure": name,
            "value": number(run.measures[name].values[ego]),
            "percentile": number(found.parts[name][ego]),
            "share": share / total,
            "part": number(found.parts[name][ego] * share / scale) if name in known else None,
        }
        for name, share in SHARES.items()
    ]


def _parts(run: Run, measure: str, ego: int, value: float, limit: int) -> dict[str, Any]:
    """What single ties add, where the measure is a sum over them; what is not shown is the rest."""
    found = None if np.isnan(value) else parts_of(run, measure, ego)
    if found is None:
        return {"parts": [], "rest": None}
    people, part = found
    shown = [(run.person(int(people[k])), float(part[k])) for k in range(min(limit, len(people)))]
    beyond = REST.get(measure)
    rest = {
        "ties": len(people) - len(shown),
        "part": value - sum(one for _, one in shown),
        "text": beyond or "the other ties",
    }
    return {"parts": [{"person": who, "part": one} for who, one in shown], "rest": rest}
