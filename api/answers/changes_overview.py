"""What moved most between two days: ties, people, states, and who came and went."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.phase import STATES
from api.answers.changes_parts import of_pairs, total_parts
from api.answers.changes_seen import Between
from api.answers.changes_told import pair_states, rest, ties_by_change
from api.answers.moving import moving
from api.computing.run import Run

__all__ = ["overview"]


def overview(between: Between, *, limit: int) -> dict[str, Any]:
    """Say what moved between two days, the largest changes of each kind first."""
    found, now = between.pairs, between.now
    before = float(np.sum(between.known.strength)) if between.was_other else None
    strength = total_parts(between, before=before, chosen=slice(None))
    listed = ties_by_change(found, np.arange(len(found.a)))[:limit]
    items = [
        {
            "a": now.person(int(found.a[k])),
            "b": now.person(int(found.b[k])),
            **pair_states(between, int(found.a[k]), int(found.b[k])),
            **of_pairs(found, k),
        }
        for k in listed.tolist()
    ]
    return {
        "strength": strength,
        "items": items,
        "rest": rest(strength, items, ties=len(found.a) - len(listed)),
        **_ties(between, limit),
        "states": _states(between.then, now),
        **_people(between, limit),
    }


def _ties(between: Between, limit: int) -> dict[str, Any]:
    """Ties that are new, and those that were live and are no longer."""
    then, now = between.alike, between.now
    a, b = now.pair_column("a"), now.pair_column("b")
    was_live = _live_then(then, now)
    count = len(now.history.people)
    place = np.searchsorted(
        between.pairs.a.astype(np.int64) * count + between.pairs.b, a.astype(np.int64) * count + b
    )
    before = between.pairs.of.before[place]
    is_live = now.projection.live
    found: dict[str, Any] = {}
    for name, chosen, strength in (
        ("new_ties", (was_live < 0) & is_live, now.pair_strength()),
        ("gone_ties", (was_live == 1) & ~is_live, before),
    ):
        which = np.flatnonzero(chosen)
        first = which[np.argsort(-strength[which], kind="stable")][:limit]
        found[f"{name}_total"] = len(which)
        found[name] = [
            {
                "a": now.person(int(a[k])),
                "b": now.person(int(b[k])),
                "strength": float(strength[k]),
            }
            for k in first.tolist()
        ]
    return found


def _live_then(then: Run, now: Run) -> NDArray[np.int8]:
    """For every pair of now: -1 where there was none then, else whether it was live."""
    count = len(now.history.people)
    old, new = (
        run.pair_column("a").astype(np.int64) * count + run.pair_column("b") for run in (then, now)
    )
    found = np.full(len(new), -1, np.int8)
    place = np.searchsorted(new, old)
    is_there = np.zeros(len(old), bool)
    inside = place < len(new)
    is_there[inside] = new[place[inside]] == old[inside]
    found[place[is_there]] = then.projection.live[is_there]
    return found


def _states(then: Run, now: Run) -> list[dict[str, Any]]:
    """How many pairs went from which state to which; none before for a tie that is new."""
    count = len(now.history.people)
    old, new = (
        run.pair_column("a").astype(np.int64) * count + run.pair_column("b") for run in (then, now)
    )
    before = np.full(len(new), len(STATES))
    place = np.minimum(np.searchsorted(new, old), max(len(new) - 1, 0))
    is_there = new[place] == old if len(new) else np.zeros(len(old), bool)
    before[place[is_there]] = then.pair_column("state")[is_there]
    moves = np.bincount(
        before * len(STATES) + now.pair_column("state"), minlength=(len(STATES) + 1) * len(STATES)
    ).reshape(-1, len(STATES))
    found = [
        {
            "before": STATES[i] if i < len(STATES) else None,
            "after": STATES[j],
            "pairs": int(moves[i, j]),
        }
        for i, j in zip(*np.nonzero(moves), strict=True)
        if i != j
    ]
    return sorted(found, key=lambda one: -one["pairs"])


def _people(between: Between, limit: int) -> dict[str, Any]:
    """Who came, who went, who rose and who fell."""
    then, now = between.alike, between.now
    found: dict[str, Any] = {}
    for upwards, name in ((True, "risen"), (False, "fallen")):
        told, (items, total) = moving(
            now, then, by=between.by, upwards=upwards, among=None, offset=0, limit=limit
        )
        found[f"{name}_total"] = total
        found[name] = items
    for name, marks, key in (("coming", between.coming, "new"), ("going", between.going, "gone")):
        found[f"{name}_total"] = int(np.count_nonzero(marks))
        found[name] = told[key][:limit]
    return found
