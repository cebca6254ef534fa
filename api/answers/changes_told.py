"""What moved between two days: for everybody, for one person, for one tie."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.phase import STATES
from algorithms.ties import contributions
from api.answers.acquaintance import pair_between
from api.answers.changes_parts import changed, of_pairs, total_parts
from api.answers.changes_seen import Between, PairChanges
from api.answers.changes_standing import standing_change
from api.answers.explained_rows import interaction

__all__ = ["pair_states", "person_changes", "rest", "tie_changes", "ties_by_change"]

_NOTHING = 1e-9  # a change that is no more than rounding


def person_changes(between: Between, ego: int, *, limit: int) -> dict[str, Any]:
    """What became of somebody: their strength, their influence, and the ties that moved most."""
    found, now = between.pairs, between.now
    mine = np.flatnonzero((found.a == ego) | (found.b == ego))
    before = between.known.total_of(ego) if between.was_other else None
    strength = total_parts(between, before=before, chosen=mine, ego=ego)
    listed = ties_by_change(found, mine)[:limit]
    items = []
    for k in listed.tolist():
        other = int(found.b[k]) if int(found.a[k]) == ego else int(found.a[k])
        states = pair_states(between, ego, other)
        items.append({"person": now.person(other), **states, **of_pairs(found, k)})
    return {
        "person": now.person(ego),
        "strength": strength,
        "standing": standing_change(between, ego),
        "items": items,
        "rest": rest(strength, items, ties=len(mine) - len(listed)),
    }


def rest(total: dict[str, Any], items: list[dict[str, Any]], *, ties: int) -> dict[str, Any]:
    """What the ties that are not listed add, so that with those listed it makes the total."""
    return {
        "ties": ties,
        "change": total["change"] - sum(item["change"] for item in items),
    }


def ties_by_change(found: PairChanges, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """Order pairs by how far their strength moved, farthest first; what did not is left out."""
    moved = np.abs(found.of.change[chosen])
    order = np.argsort(-moved, kind="stable")
    return chosen[order[moved[order] > _NOTHING]]


def pair_states(between: Between, a: int, b: int) -> dict[str, Any]:
    """The states of two people on the two days; none where they had no tie."""
    told = {}
    for name, run in (("state_before", between.then), ("state_after", between.now)):
        pair = pair_between(run, a, b)
        told[name] = None if pair is None else STATES[int(run.pair_column("state")[pair])]
    return told


def tie_changes(between: Between, ego: int, alter: int, *, limit: int) -> dict[str, Any]:
    """What became of one tie, with the interactions that are new."""
    found, now = between.pairs, between.now
    (place,) = np.nonzero((found.a == min(ego, alter)) & (found.b == max(ego, alter)))
    strength = of_pairs(found, int(place[0])) if len(place) else changed(0.0, 0.0, [])
    parts = contributions(
        now.history.timeline, now.weight, (ego, alter), as_of=now.as_of, half_life=now.half_life
    )
    is_new = now.history.timeline.at[parts.row] > between.then.as_of
    row, left = parts.row[is_new], parts.strength[is_new]
    order = np.argsort(-left, kind="stable")[:limit]
    items = [{**interaction(now, int(row[k]), ego), "part": float(left[k])} for k in order.tolist()]
    return {
        "a": now.person(ego),
        "b": now.person(alter),
        **pair_states(between, ego, alter),
        "strength": strength,
        "new_total": len(row),
        "items": items,
        "rest": {
            "interactions": len(row) - len(items),
            "part": float(np.sum(left)) - sum(item["part"] for item in items),
        },
    }
