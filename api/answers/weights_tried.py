"""What other weights would do to a ranking of people: who would rise, who would fall.

Ties and measures are computed anew in memory, with the run's other settings at its moment; nothing
is stored. Places are counted among those who have a rank either way. Cost: about that of the
ranking's share of a refresh.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.changes.movement import movement
from algorithms.projection import projection
from algorithms.scores import ranks
from algorithms.ties import ties
from algorithms.weighing.table import rule_for
from algorithms.weighing.weights import Weighting, weights
from api.answers.changes_standing import measured, reads_ties_alone
from api.answers.moving_reasons import SAME
from api.answers.ranking import is_largest_first, number, ranked_values
from api.answers.weighing import counted, seen_in
from api.computing.run import Run
from graph.errors import Misuse

__all__ = ["tried"]

Floats = NDArray[np.float64]
_LISTED = 10  # of those who would have a rank only then, or no more


def tried(
    run: Run, changes: Mapping[str, float], *, by: str, offset: int, limit: int
) -> tuple[dict[str, Any], tuple[list[dict[str, Any]], int]]:
    """Rank people by how far they would move; what is said beside the list, and the list."""
    if not reads_ties_alone(by):
        raise Misuse(f"{by} reads groups or conversations, not ties alone; try it by influence")
    weighting = replace(
        run.settings.weighting(), given={**run.settings.weighting().given, **changes}
    )
    before = ranked_values(run, by)
    after = run.apart(_values, weighting, by)
    size = np.maximum(np.abs(before), np.abs(after))
    after = np.where(np.abs(after - before) <= SAME * size, before, after)
    sign = 1 if is_largest_first(by) else -1
    was, then = ranks(sign * before), ranks(sign * after)
    moved = movement(was, then)
    far = np.nan_to_num(np.abs(moved.rise))
    order = np.flatnonzero(far > 0)
    order = order[np.argsort(-far[order], kind="stable")]
    shared_now, shared_then = np.bincount(was), np.bincount(then)
    items = [
        {
            "person": run.person(person),
            "rank_now": int(was[person]),
            "tied_now": int(shared_now[was[person]]) - 1,
            "rank_then": int(then[person]),
            "tied_then": int(shared_then[then[person]]) - 1,
            "change": int(moved.places[person]),
            "rise": float(moved.rise[person]),
            "value_now": number(before[person]),
            "value_then": number(after[person]),
        }
        for person in order[offset : offset + limit].tolist()
    ]
    told = {
        "by": by,
        "tried": _rows(run, weighting, changes),
        "ranked": int(np.count_nonzero((was > 0) & (then > 0))),
        "risen": int(np.count_nonzero(moved.rise > 0)),
        "fallen": int(np.count_nonzero(moved.rise < 0)),
        **_only(run, "new", then, was),
        **_only(run, "gone", was, then),
    }
    return told, (items, len(order))


def _values(run: Run, weighting: Weighting, by: str) -> Floats:
    """What everybody would have with other weights; NaN for those who would have none."""
    history = run.history
    weight = weights(history.timeline, weighting)
    found = ties(history.timeline, weight, as_of=run.as_of, half_life=run.half_life)
    threshold = run.settings.live_threshold
    seen = projection(found, live_threshold=threshold, heard_of=run.heard_of)
    return measured(run, by, seen, history.people.is_person)


def _rows(run: Run, weighting: Weighting, changes: Mapping[str, float]) -> list[dict[str, Any]]:
    """Each row that is tried: what it counts now and then, and how much of the log it is."""
    seen = seen_in(run, run.weight), seen_in(run, weights(run.history.timeline, weighting))
    total = [float(one.strength.sum()) for one in seen]
    rows = []
    for key, weight in changes.items():
        cells = [
            place
            for place, (sort, channel) in enumerate(seen[0].cells())
            if rule_for(weighting.given, sort, channel).key == key
        ]
        kind, _, channel = key.partition("/")
        counts = [counted(one, cells, total[k]) for k, one in enumerate(seen)]
        rows.append({
            "row": key, "weight_now": run.settings.weighting().rule(kind, channel).weight,
            "weight_then": weight, "interactions": counts[0]["interactions"],
            "tying": counts[1]["tying"], "share_now": counts[0]["share"],
            "share_then": counts[1]["share"],
        })  # fmt: skip
    return rows


def _only(run: Run, word: str, here: NDArray[np.int64], there: NDArray[np.int64]) -> dict[str, Any]:
    """Those who have a rank with one table and none with the other, the first ranks first."""
    who = np.flatnonzero((here > 0) & (there == 0))
    who = who[np.argsort(here[who], kind="stable")]
    first = [{"rank": int(here[k]), "person": run.person(k)} for k in who[:_LISTED].tolist()]
    return {f"{word}_total": len(who), word: first}
