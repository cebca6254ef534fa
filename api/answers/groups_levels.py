"""Levels: the network in few large communities, in many small ones, and between, nested."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.insularity import insularity
from algorithms.groups.resolutions import resolutions
from api.answers.grouping import Groups, named_groups
from api.answers.groups_kinds import of_communities
from api.answers.ranking import number
from api.computing.analysis import options_of
from api.computing.run import Run

__all__ = ["levels"]


def levels(run: Run, *, limit: int) -> list[dict[str, Any]]:
    """List the levels, the coarsest first, each with its largest communities."""
    found = run.once("levels", lambda: run.apart(_levels))
    items = []
    for k, level in enumerate(found):
        known = level.known
        above = found[k - 1] if k else None
        items.append(
            {
                "resolution": float(known.parameters["resolution"]),
                "count": len(level.names),
                "modularity": None if known.modularity is None else number(known.modularity),
                "quality": None if known.quality is None else number(known.quality),
                "communities": [
                    _community(level, above, one) for one in range(min(limit, len(level.names)))
                ],
            }
        )
    return items


def _levels(run: Run) -> list[Groups]:
    found = resolutions(run.projection, options=options_of(run.settings))
    return [named_groups(run, of_communities(run, level)) for level in found]


def _community(level: Groups, above: Groups | None, k: int) -> dict[str, Any]:
    cohesion = level.measured.cohesion
    index = insularity(cohesion.pairs_inside[k : k + 1], cohesion.pairs_outside[k : k + 1])
    return {
        "id": level.known.ids[k],
        "name": level.names[k],
        "size": int(cohesion.size[k]),
        "cohesion": number(cohesion.values[k]),
        "insularity": number(index[0]),
        "within": None if above is None else _within(above, level.measured.groups.members(k)),
    }


def _within(above: Groups, members: NDArray[np.integer]) -> str:
    """The id of the community of the coarser level that members are in, all in the same one."""
    label = above.measured.groups.label
    return above.known.ids[0 if label is None else int(label[members[0]])]
