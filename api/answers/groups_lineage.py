"""Lineage: what became of communities between two moments, by the people they have in common."""

from typing import Any

import numpy as np

from algorithms.groups.lineage import Change, Lineage, lineage
from api.answers.grouping import Groups, groups_found
from api.answers.groups_kinds import Asked
from api.answers.ranking import number
from api.computing.run import Run
from graph.errors import Misuse
from graph.moments import iso

__all__ = ["lineage_between"]


def lineage_between(
    before: Run, after: Run, asked: Asked, *, offset: int, limit: int
) -> tuple[dict[str, Any], tuple[list[dict[str, Any]], int]]:
    """Tell what became of communities; what most people are concerned by first. Also how many."""
    if before.as_of > after.as_of:
        raise Misuse(
            f"from {iso(before.as_of)} to {iso(after.as_of)} runs backwards; "
            "the earlier moment comes first"
        )
    sides = groups_found(before, asked), groups_found(after, asked)
    found = after.once.latest("lineage", (before.name, asked), lambda: _found(*sides))
    told = {
        "from": {"run": before.name, "as_of": iso(before.as_of)},
        "moved": number(found.moved),
        "threshold": found.threshold,
    }
    shown = [_item(one, *sides) for one in found.changes[offset : offset + limit]]
    return told, (shown, len(found))


def _found(before: Groups, after: Groups) -> Lineage:
    labels = [side.measured.groups.label for side in (before, after)]
    one, other = (np.zeros(0, np.int32) if label is None else label for label in labels)
    return lineage(one, other)


def _item(change: Change, before: Groups, after: Groups) -> dict[str, Any]:
    return {
        "change": change.kind,
        "before": [_called(before, k) for k in change.before],
        "after": [_called(after, k) for k in change.after],
        "stayed": change.stayed,
        "left": change.left,
        "came": change.came,
        "moved": change.moved,
    }


def _called(side: Groups, k: int) -> dict[str, Any]:
    size = int(side.measured.groups.size[k])
    return {"id": side.known.ids[k], "name": side.names[k], "size": size}
