"""The groups that can be asked for: communities, organizations, segments; the largest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.cohesion import Cohesion, cohesion
from algorithms.communities import modularity
from algorithms.groups import Groups
from algorithms.holding import Holding, holding
from api.run import Run

__all__ = ["KINDS", "Grouping", "KnownGroups", "community_id", "grouping", "known_groups"]

KINDS = ("communities", "organizations", "segments")


@dataclass(frozen=True)
class KnownGroups:
    """Groups as they come: ids, what files call them (None for no name), who is in which.

    ``modularity`` is None where people may be in several groups; ``parameters`` say how the groups
    were found, and are empty where files declare them.
    """

    kind: str
    ids: Sequence[str]
    names: Sequence[str | None]
    groups: Groups
    modularity: float | None
    parameters: Mapping[str, float | int | str]


@dataclass(frozen=True)
class Grouping:
    """Groups of one kind, and what is measured of them; ``is_live`` marks who has a live pair."""

    known: KnownGroups
    cohesion: Cohesion
    holding: Holding
    is_live: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.known.ids)

    @property
    def groups(self) -> Groups:
        """Who is in which."""
        return self.known.groups


def known_groups(run: Run, kind: str) -> KnownGroups:
    """Give the groups of one kind that have a member, the largest first."""
    if kind == "organizations":
        return _organizations(run)
    return _segments(run) if kind == "segments" else _communities(run)


def grouping(run: Run, known: KnownGroups) -> Grouping:
    """Measure groups on what is live at the run's moment."""
    seen = run.projection
    is_live = np.zeros(seen.people, bool)
    for ends in (seen.a, seen.b):
        is_live[ends[seen.live]] = True
    return Grouping(known, cohesion(seen, known.groups), holding(seen, known.groups), is_live)


def community_id(run: Run, head: int) -> str:
    """The id of the community that somebody heads."""
    return "c_" + str(run.history.people.id[head].as_py()).removeprefix("p_")


def _communities(run: Run) -> KnownGroups:
    head = run.columns.table("communities").column("head").to_numpy()  # the largest first
    number = np.full(len(run.history.people) + 1, -1)  # the last is who is in none
    number[head] = np.arange(len(head))
    ids = ["c_" + one[2:] for one in run.history.people.id.take(head).to_pylist()]
    made = run.manifest["communities"]
    return KnownGroups(
        kind="communities",
        ids=ids,
        names=[None] * len(ids),
        groups=Groups.of_labels(number[run.person_column("community")], len(ids)),
        modularity=made["modularity"],
        parameters=made.get("parameters", {}),
    )


def _organizations(run: Run) -> KnownGroups:
    belonging, seen = run.belonging, run.projection
    code = belonging.organization
    size = np.bincount(code[code >= 0], minlength=len(belonging.keys))
    order = np.argsort(-size, kind="stable")[: np.count_nonzero(size)]
    number = np.full(len(size) + 1, -1)
    number[order] = np.arange(len(order))
    label = number[code]
    # who is in none stands alone: contact with them stays inside nothing
    alone = np.where(label >= 0, label, len(order) + np.arange(len(label)))
    live = seen.live
    return KnownGroups(
        kind="organizations",
        ids=[belonging.keys[k] for k in order.tolist()],
        names=[belonging.name[k] for k in order.tolist()],
        groups=Groups.of_labels(label, len(order)),
        modularity=modularity(alone, seen.a[live], seen.b[live], seen.pair_weight[live]),
        parameters={},
    )


def _segments(run: Run) -> KnownGroups:
    masks = sorted(
        ((name, mask) for name, mask in run.belonging.segments.items() if mask.any()),
        key=lambda one: (-int(np.count_nonzero(one[1])), one[0]),
    )
    return KnownGroups(
        kind="segments",
        ids=[f"segment:{name}" for name, _ in masks],
        names=[name for name, _ in masks],
        groups=Groups.of_masks(len(run.history.people), [mask for _, mask in masks]),
        modularity=None,
        parameters={},
    )
