"""Communities: who belongs together, how closely, and what to call them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.answers.ranking import number
from api.run import Run

__all__ = ["MEMBERS_SHOWN", "communities"]

MEMBERS_SHOWN = 1000
"""Members listed at most, those with most strength inside first; ``size`` counts all."""


def communities(run: Run, *, offset: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """List communities, the largest first. Also gives how many."""
    table = run.columns.table("communities")
    head = table.column("head").to_numpy()
    size = table.column("size").to_numpy()
    cohesion = table.column("cohesion").to_numpy()
    order = np.lexsort((head, -size))
    membership = run.person_column("community")
    inside = _strength_inside(run, membership)
    items = []
    for k in order[offset : offset + limit].tolist():
        members = np.flatnonzero(membership == head[k])
        members = members[np.argsort(-inside[members], kind="stable")]
        items.append(
            {
                "id": "c_" + run.history.people.id[int(head[k])].as_py().removeprefix("p_"),
                "name": _name(run, members),
                "size": int(size[k]),
                "members": [run.person(int(m)) for m in members[:MEMBERS_SHOWN].tolist()],
                "cohesion": number(cohesion[k]),
                "since": None,
            }
        )
    return items, len(head)


def _strength_inside(run: Run, membership: NDArray[np.int32]) -> NDArray[np.float64]:
    """What of everybody's strength stays in their own community."""
    seen = run.projection
    a, b, weight = seen.a[seen.live], seen.b[seen.live], seen.pair_weight[seen.live]
    same = membership[a] == membership[b]
    n = seen.people
    inside = np.bincount(a[same], weight[same], n) + np.bincount(b[same], weight[same], n)
    return inside.astype(np.float64)


def _name(run: Run, members: NDArray[np.intp]) -> str:
    """What most members share, and the members who hold it together."""
    belonging = run.belonging
    code = belonging.organization[members]
    shared = np.bincount(code[code >= 0], minlength=1)
    top = [run.person(int(m)) for m in members[:2].tolist()]
    heads = " & ".join(one["name"] or one["identity"].partition(":")[2] for one in top)
    if shared.max(initial=0) * 2 > len(members):
        k = int(np.argmax(shared))
        key = belonging.keys[k]
        if key not in run.own:  # "our own company" would name half of the list
            return f"{belonging.name[k] or key.removeprefix('org:')} ({heads})"
    return f"around {heads}"
