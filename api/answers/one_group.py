"""One group: its figures, what its members share, who they are, and what it has to do with."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from algorithms.groups.between_groups import between_groups
from algorithms.groups.insularity import expected_insularity
from api.answers.concern import topics
from api.answers.grouping import (
    Groups,
    absolute,
    closest,
    figures,
    groups_found,
    since,
    top_people,
)
from api.answers.groups_kinds import Asked
from api.answers.groups_names import shares
from api.answers.ranking import number
from api.computing.run import Run
from api.names.lookup import person_number, target
from graph.errors import UnknownName

__all__ = ["Chosen", "chosen", "members", "one_group"]

_TOP = 5
_CLOSEST = 10


@dataclass(frozen=True)
class Chosen:
    """One group among those of its kind."""

    found: Groups
    number: int


def chosen(run: Run, text: str, asked: Asked, *, with_stability: bool = False) -> Chosen:
    """Give the group meant: a community's id, ``org:``, ``segment:``, or somebody who is in it.

    *asked* says how communities are found; for declared groups it says nothing.
    """
    word = text.strip()
    if word.startswith("c_"):
        return _among(groups_found(run, asked, with_stability=with_stability), word)
    about = target(run.history, run.belonging, topics(run), word)
    if about.kind == "organization":
        return _among(groups_found(run, Asked("organizations")), about.name)
    if about.kind == "segment":
        return _among(groups_found(run, Asked("segments")), str(about))
    if about.kind == "topic":
        raise UnknownName(f"{about} is no group; see who cares: tieline stakeholders --of {about}")
    found = groups_found(run, asked, with_stability=with_stability)
    label = found.measured.groups.label
    number_ = person_number(run.history, about.name)
    if label is None or label[number_] < 0:
        raise UnknownName(
            f"{word!r} is in no community at that moment, for want of a live tie; "
            "ask for an earlier one with --as-of"
        )
    return Chosen(found, int(label[number_]))


def one_group(run: Run, asked: Chosen) -> dict[str, Any]:
    """Say all that is known of one group but its members."""
    found, k = asked.found, asked.number
    cohesion, held = found.measured.cohesion, found.measured.holding
    between = between_groups(run.projection, found.measured.groups, of=np.array([k]))
    told = figures(found, k)
    live = np.array([told["live"]])
    people = int(np.count_nonzero(found.measured.is_live))
    return {
        "kind": found.known.kind,
        "id": found.known.ids[k],
        "name": found.names[k],
        "size": int(found.measured.groups.size[k]),
        **told,
        "insularity_expected": number(expected_insularity(live, people)[0]),
        "conductance": number(cohesion.conductance[k]),
        "pairs_inside": int(cohesion.pairs_inside[k]),
        "pairs_outside": int(cohesion.pairs_outside[k]),
        "strength_inside": float(cohesion.strength_inside[k]) * absolute(run),
        "strength_outside": float(cohesion.strength_outside[k]) * absolute(run),
        "since": since(run, found, np.array([k]))[0],
        "top": [run.person(one) for one in top_people(run, held.person[held.rows(k)], _TOP)],
        "shares": shares(found.shared, k),
        "closest": closest(run, found, between, k, _CLOSEST),
    }


def members(
    run: Run, asked: Chosen, *, offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """List the members of a group, those who hold it together first. Also gives how many."""
    held = asked.found.measured.holding
    rows = held.rows(asked.number)
    inside, stays = held.inside[rows], held.stays[rows]
    whole = inside.sum()
    rank, stays_put = run.person_column("rank"), asked.found.stability
    items = []
    for row, person in enumerate(held.person[rows][offset : offset + limit].tolist(), offset):
        items.append(
            {
                "person": run.person(person),
                "rank": int(rank[person]) or None,
                "stays": number(stays[row]),
                "part": float(inside[row] / whole) if whole > 0 else None,
                "stability": None if stays_put is None else number(stays_put.of_person[person]),
            }
        )
    return items, rows.stop - rows.start


def _among(found: Groups, name: str) -> Chosen:
    ids = found.known.ids
    if name not in ids:
        what = "member of" if found.known.kind != "communities" else "community with the id"
        raise UnknownName(
            f"there is no {what} {name} at that moment; list them with: "
            f"tieline communities --kind {found.known.kind}"
        )
    return Chosen(found, ids.index(name))
