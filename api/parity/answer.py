"""The answer to `tieline parity`: every measure taken twice on the graph of a run."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.pairs.measures import PAIR_MEASURES
from algorithms.projection import Projection
from algorithms.scores import nine_digits, percentiles
from api.computing.run import Run
from api.parity.comparison import Comparison, difference
from api.parity.part import part, some_people
from api.parity.table import ALONE, COMPARISONS
from api.runs.of_store import head

__all__ = ["parity"]

Floats = NDArray[np.float64]
Report = Callable[[str, float], None]

_PAIRS = {one.name for one in PAIR_MEASURES}
_TOP = 10


def parity(
    run: Run, *, limit_people: int, report: Report = lambda _what, _done: None
) -> dict[str, Any]:
    """Compare every measure on the run's graph, or on a part of it, with networkx and igraph."""
    whole = run.projection
    people = some_people(whole, limit_people, seed=run.settings.seed)
    seen = whole if len(people) == whole.people else part(whole, people)
    items, drawn = [], {}
    for k, one in enumerate(COMPARISONS):
        report(one.name, k / len(COMPARISONS))
        if one.library not in drawn:
            drawn[one.library] = one.drawn(seen)
        items.append(_compared(one, seen, drawn[one.library]))
    return {
        **head(run),
        "people": seen.people,
        "people_of": whole.people,
        "pairs": len(seen.a),
        "pairs_of": len(whole.a),
        "part": _part(whole, seen, run.settings.seed),
        "agree": all(item["verdict"] != "differs" for item in items),
        "items": items,
        "alone": [{"measure": one.measure, "reason": one.reason} for one in ALONE],
    }


def _part(whole: Projection, seen: Projection, seed: int) -> str:
    if seen.people == whole.people:
        return "everybody"
    most, others = (seen.people + 1) // 2, seen.people // 2
    return (
        f"the {most} people with most strength and {others} others drawn with seed {seed},"
        " and the ties among them"
    )


def _compared(one: Comparison, seen: Projection, drawn: Any) -> dict[str, Any]:  # noqa: ANN401
    found: dict[str, Any] = {
        "measure": one.measure,
        "form": one.form or None,
        "library": one.library,
        "call": one.call,
        "of": "pairs" if one.measure in _PAIRS else "people",
    }
    is_asked = one.can(seen)
    begun = time.perf_counter()
    ours = one.ours(seen)
    between = time.perf_counter()
    theirs, reason = _asked(one, drawn) if is_asked else (None, _limits(one))
    ended = time.perf_counter()
    their_ms = None if theirs is None else 1000 * (ended - between)
    times = {"our_ms": 1000 * (between - begun), "their_ms": their_ms}
    return found | _told(one, ours, theirs) | times | {"reason": reason or None}


def _asked(one: Comparison, drawn: Any) -> tuple[Floats | None, str]:  # noqa: ANN401
    """Ask the library; where it fails, say how."""
    try:
        return one.given(drawn), ""
    except Exception as error:  # noqa: BLE001 - a library may fail in any way of its own
        return None, f"{one.name} fails: {type(error).__name__}: {error}"


def _limits(one: Comparison) -> str:
    return f"{one.name} is not asked where {one.limits}"


def _told(one: Comparison, ours: Floats, theirs: Floats | None) -> dict[str, Any]:
    if theirs is None:
        return {
            "compared": 0, "absolute": None, "relative": None, "tolerance": one.tolerance,
            "rank_correlation": None, "same_top": None, "verdict": "not compared",
        }  # fmt: skip
    apart = difference(ours, theirs, relative=one.relative, absolute=one.absolute)
    return {
        "compared": apart.compared,
        "absolute": _finite(apart.absolute),
        "relative": _finite(apart.relative),
        "tolerance": one.tolerance,
        "rank_correlation": _correlation(ours, theirs, one.absolute),
        "same_top": _same_top(ours, theirs, one.absolute),
        "verdict": "same" if apart.agrees else "differs",
    }


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _correlation(ours: Floats, theirs: Floats, absolute: float) -> float | None:
    """Spearman's, what is within the tolerance of 0 sharing its rank; None where all are equal."""
    known = ~np.isnan(ours) & ~np.isnan(theirs)
    here, there = (percentiles(_ranked(one[known], absolute)) for one in (ours, theirs))
    if len(here) < 2 or np.ptp(here) == 0 or np.ptp(there) == 0:
        return None
    return float(min(np.corrcoef(here, there)[0, 1], 1.0))


def _ranked(values: Floats, absolute: float) -> Floats:
    return nine_digits(np.where(np.abs(values) <= 10 * absolute, 0.0, values))


def _same_top(ours: Floats, theirs: Floats, absolute: float) -> int | None:
    """How many of our ten largest are among theirs, whoever equals the tenth being among them."""
    known = np.flatnonzero(~np.isnan(ours) & ~np.isnan(theirs))
    if len(known) == 0:
        return None
    here, there = ours[known], theirs[known]
    k = min(_TOP, len(known))
    first = np.argsort(-nine_digits(here), kind="stable")[:k]
    tenth = np.sort(there)[-k]
    return int((there[first] >= tenth - 2 * absolute - 1e-8 * abs(tenth)).sum())
