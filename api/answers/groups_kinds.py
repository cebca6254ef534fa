"""The groups that can be asked for: communities, organizations, segments; the largest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.cohesion import Cohesion, cohesion
from algorithms.groups.communities import Communities, Objective, communities, modularity
from algorithms.groups.holding import Holding, holding
from algorithms.groups.membership import Groups
from api.computing.analysis import options_of
from api.computing.run import Run
from graph.errors import Misuse

__all__ = [
    "KINDS",
    "Asked",
    "Grouping",
    "KnownGroups",
    "community_id",
    "grouping",
    "known_groups",
    "of_communities",
]

KINDS = ("communities", "organizations", "segments")
_RESOLUTION: dict[Objective, float] = {"modularity": 1.0, "cpm": 0.1}


@dataclass(frozen=True)
class Asked:
    """Which groups are asked for, and how communities are to be found.

    Without a resolution it is 1 for modularity and a tenth for CPM: every two members have a tenth
    of the strength of a mean tie. A run holds the communities by modularity at resolution 1.

    >>> Asked("communities", objective="cpm").resolution
    0.1
    """

    kind: str = "communities"
    objective: Objective = "modularity"
    resolution: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Misuse(f"no kind of groups is called {self.kind!r}; there are {', '.join(KINDS)}")
        if self.objective not in _RESOLUTION:
            raise Misuse(f"the objective is modularity or cpm, not {self.objective!r}")
        if not 0 <= self.resolution < np.inf:
            raise Misuse(f"the resolution must be a positive number, not {self.resolution!r}")
        if self.kind != "communities" and (self.objective != "modularity" or self.resolution):
            raise Misuse(f"{self.kind} are declared, not found; leave out resolution and objective")
        if not self.resolution:
            object.__setattr__(self, "resolution", _RESOLUTION[self.objective])

    @property
    def is_kept(self) -> bool:
        """Whether every run holds these groups."""
        return (self.objective, self.resolution) == ("modularity", 1.0)

    def search(self, run: Run) -> Communities:
        """Give the communities asked for; those that the run does not hold are found once."""
        if self.is_kept:
            return run.once(("communities", self), lambda: _kept(run))
        return run.once.latest("communities searched for", self, lambda: run.apart(_searched, self))


def _searched(run: Run, asked: Asked) -> Communities:
    return communities(
        run.projection,
        objective=asked.objective,
        resolution=asked.resolution,
        options=options_of(run.settings),
    )


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
    quality: float | None = None


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


def known_groups(run: Run, asked: Asked) -> KnownGroups:
    """Give the groups of one kind that have a member, the largest first."""
    if asked.kind == "organizations":
        return _organizations(run)
    if asked.kind == "segments":
        return _segments(run)
    if not asked.is_kept:
        return of_communities(run, asked.search(run))
    head = run.columns.table("communities").column("head").to_numpy()
    return _named(run, head, run.person_column("community"), run.manifest["communities"])


def of_communities(run: Run, found: Communities) -> KnownGroups:
    """Give communities that were found on a run as groups."""
    made = {"modularity": found.modularity, "quality": found.quality}
    return _named(run, found.head, found.membership, {**made, "parameters": found.parameters})


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


def _named(
    run: Run, head: NDArray[np.int32], membership: NDArray[np.int32], made: Mapping[str, Any]
) -> KnownGroups:
    number = np.full(len(run.history.people) + 1, -1)  # the last is who is in none
    number[head] = np.arange(len(head))
    heads = run.history.people.id.take(head).to_pylist()
    return KnownGroups(
        kind="communities",
        ids=["c_" + one.removeprefix("p_") for one in heads],
        names=[None] * len(head),
        groups=Groups.of_labels(number[membership], len(head)),
        modularity=made["modularity"],
        parameters=made.get("parameters") or {"objective": "modularity", "resolution": 1.0},
        quality=made.get("quality", made["modularity"]),
    )


def _kept(run: Run) -> Communities:
    """The communities that a run holds."""
    table, made = run.columns.table("communities"), run.manifest["communities"]
    head, size, cohesion = (table.column(name).to_numpy() for name in ("head", "size", "cohesion"))
    membership = run.person_column("community")
    held = holding(run.projection, Groups.of_labels(membership))
    inside = np.full(len(membership), np.nan)
    inside[held.person] = held.stays
    return Communities(
        membership=membership,
        inside=inside,
        head=head,
        size=size,
        cohesion=cohesion,
        modularity=made["modularity"],
        quality=made.get("quality", made["modularity"]),
        parameters=made.get("parameters", {}),
    )


def _organizations(run: Run) -> KnownGroups:
    belonging, seen = run.belonging, run.projection
    heard = run.heard_of
    code = belonging.organization if heard is None else np.where(heard, belonging.organization, -1)
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
    heard = True if run.heard_of is None else run.heard_of
    marked = ((name, mask & heard) for name, mask in run.belonging.segments.items())
    masks = sorted(
        ((name, mask) for name, mask in marked if mask.any()),
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
