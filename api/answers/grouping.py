"""Groups: who belongs together, how closely, what they share, and what they have to do with."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.between_groups import BetweenGroups, between_groups
from algorithms.groups.held_since import NEVER, held_since
from algorithms.groups.insularity import insularity
from algorithms.groups.membership_stability import MembershipStability, membership_stability
from api.answers.groups_kinds import Asked, Grouping, KnownGroups, grouping, known_groups
from api.answers.groups_names import Shared, group_names, shared, shares
from api.answers.ranking import number
from api.computing.analysis import options_of
from api.computing.run import Run
from graph.errors import Misuse
from graph.moments import iso

__all__ = [
    "MEMBERS_SHOWN",
    "WEAK",
    "Groups",
    "communities",
    "group_items",
    "groups_found",
    "named_groups",
    "since",
]

MEMBERS_SHOWN = 1000
"""Members listed at most, those with most strength inside first; ``size`` counts all."""

WEAK = 0.75
"""Stability below which a community is weak: one in six of these has another id after 1 % more."""

_TOP = 3
_CLOSEST = 3


@dataclass(frozen=True)
class Groups:
    """All groups of a kind with what is measured of them, what members share, and their names."""

    measured: Grouping
    shared: Shared
    names: list[str]
    stability: MembershipStability | None = None
    began: dict[int, int] = field(default_factory=dict)  # since when each has held together

    @property
    def known(self) -> KnownGroups:
        """The groups as they come."""
        return self.measured.known

    def about(self) -> dict[str, Any]:
        """What is said of all groups together."""
        known = self.known
        return {
            "kind": known.kind,
            "modularity": None if known.modularity is None else number(known.modularity),
            "quality": None if known.quality is None else number(known.quality),
            "parameters": dict(known.parameters),
        }


def groups_found(run: Run, asked: Asked, *, with_stability: bool = False) -> Groups:
    """Give the groups asked for, found once for each run; stability takes many searches."""
    if asked.is_kept:
        found = run.once(("groups", asked), lambda: named_groups(run, known_groups(run, asked)))
    else:
        found = run.once.latest(
            "groups searched for", asked, lambda: named_groups(run, known_groups(run, asked))
        )
    if not with_stability:
        return found
    if asked.kind != "communities":
        raise Misuse(f"{asked.kind} are declared, not found; leave out stability")
    steady = run.once.latest("stability", asked, lambda: run.apart(_stability, asked))
    return replace(found, stability=steady)


def _stability(run: Run, asked: Asked) -> MembershipStability:
    options = options_of(run.settings)
    return membership_stability(run.projection, asked.search(run), options=options)


def named_groups(run: Run, known: KnownGroups) -> Groups:
    """Measure groups, find what their members share, and name them."""
    measured = grouping(run, known)
    common = shared(run, measured)
    return Groups(measured, common, group_names(run, measured, common))


def communities(run: Run, *, offset: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """List communities, the largest first. Also gives how many."""
    return group_items(run, groups_found(run, Asked()), offset=offset, limit=limit)


def group_items(
    run: Run, found: Groups, *, offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """List groups, the largest first. Also gives how many."""
    numbers = np.arange(len(found.names))[offset : offset + limit]
    between = between_groups(run.projection, found.measured.groups, of=numbers)
    began = since(run, found, numbers)
    items = [
        _item(run, found, between, k, from_)
        for k, from_ in zip(numbers.tolist(), began, strict=True)
    ]
    return items, len(found.names)


def _item(
    run: Run, found: Groups, between: BetweenGroups, k: int, began: str | None
) -> dict[str, Any]:
    held = found.measured.holding
    members = held.person[held.rows(k)]
    return {
        "id": found.known.ids[k],
        "name": found.names[k],
        "size": len(members),
        "members": [run.person(one) for one in members[:MEMBERS_SHOWN].tolist()],
        **figures(found, k),
        "since": began,
        "top": [run.person(one) for one in top_people(run, members, _TOP)],
        "shares": shares(found.shared, k),
        "closest": closest(run, found, between, k, _CLOSEST),
    }


def figures(found: Groups, k: int) -> dict[str, Any]:
    """What is measured of one group."""
    cohesion, member = found.measured.cohesion, found.measured.groups.members(k)
    row = slice(k, k + 1)
    by_pairs = insularity(cohesion.pairs_inside[row], cohesion.pairs_outside[row])
    by_strength = insularity(cohesion.strength_inside[row], cohesion.strength_outside[row])
    steady = None if found.stability is None else number(found.stability.of_community[k])
    return {
        "live": int(np.count_nonzero(found.measured.is_live[member])),
        "cohesion": number(cohesion.values[k]),
        "insularity": number(by_pairs[0]),
        "insularity_by_strength": number(by_strength[0]),
        "density": number(cohesion.density[k]),
        "stability": steady,
        "is_weak": None if steady is None else steady < WEAK,
    }


def since(run: Run, found: Groups, of: NDArray[np.integer]) -> list[str | None]:
    """Say from when on some groups have held together; what was found is remembered."""
    new = np.array([k for k in of.tolist() if k not in found.began], np.intp)
    if len(new):
        moments = held_since(
            run.projection,
            found.measured.groups,
            run.history.timeline,
            run.rows,
            of=new,
            half_life=run.half_life,
            live_threshold=run.settings.live_threshold,
        )
        found.began.update(zip(new.tolist(), moments.tolist(), strict=True))
    began = [found.began[k] for k in of.tolist()]
    return [None if moment == NEVER else iso(moment) for moment in began]


def top_people(run: Run, members: NDArray[np.integer], most: int) -> list[int]:
    """The most influential of some people; who has no rank is none of them."""
    rank = run.person_column("rank")[members]
    order = np.lexsort((members, rank))
    return [int(members[k]) for k in order if rank[k] > 0][:most]


def closest(
    run: Run, found: Groups, between: BetweenGroups, k: int, most: int
) -> list[dict[str, Any]]:
    """The groups that one has most to do with, in fresh interactions at the run's moment."""
    return [
        {
            "id": found.known.ids[other],
            "name": found.names[other],
            "strength": strength * absolute(run),
            "share": share,
            "pairs": pairs,
        }
        for other, strength, share, pairs in between.closest(k, most)
    ]


def absolute(run: Run) -> float:
    """What the projection's strengths are multiplied by at the run's moment."""
    fades_at = run.projection.ref - run.as_of / 1000
    return float(np.exp2(fades_at * (1000 / run.half_life)))
