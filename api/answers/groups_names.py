"""What the members of groups share, and the names that follow from it: never two the same."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.common_traits import CommonTraits, common_traits
from api.answers.groups_kinds import Grouping
from api.answers.groups_traits import Traits, traits
from api.computing.run import Run

__all__ = ["Shared", "group_names", "shared", "shares"]

_MOST = 0.5  # a trait that more than half of the members have names a community
_COMMON = 1 / 3  # but not one that so many of all people have
_LISTED = 0.25  # traits that fewer members have are left out
_SHARES = 6


@dataclass(frozen=True)
class Shared:
    """What members share, in order of group, then of what tells most about it.

    A trait tells more, the more members have it and the fewer others do: share times the
    logarithm of lift, the part that the trait has in how members differ from everybody.
    """

    traits: Traits
    common: CommonTraits
    row: NDArray[np.intp]
    start: NDArray[np.intp]

    def of(self, group: int) -> NDArray[np.intp]:
        """Give the rows of one group."""
        return self.row[self.start[group] : self.start[group + 1]]


def shared(run: Run, found: Grouping) -> Shared:
    """Find what a quarter of the members have in common, two of them at least."""
    known = run.once("traits", lambda: traits(run))
    counts = found.is_live.copy()
    counts[found.groups.person] = True  # everybody: who is in touch or in one of the groups
    common = common_traits(found.groups, known.groups, among=counts)
    number = {trait.id: k for k, trait in enumerate(known.trait)}
    itself = np.array([number.get(one, -1) for one in found.known.ids], np.int64)
    is_itself = itself[common.group] == common.trait
    wanted = np.flatnonzero((common.share >= _LISTED) & (common.count > 1) & ~is_itself)
    tells = common.share[wanted] * np.log2(common.lift[wanted])
    row = wanted[np.lexsort((-tells, common.group[wanted]))]
    start = np.searchsorted(common.group[row], np.arange(len(found) + 1))
    return Shared(known, common, row, start)


def shares(known: Shared, group: int) -> list[dict[str, Any]]:
    """Say what the members of one group share, what tells most about them first."""
    common = known.common
    found = []
    for row in known.of(group)[:_SHARES].tolist():
        trait = known.traits.trait[int(common.trait[row])]
        found.append(
            {
                "kind": trait.kind,
                "id": trait.id,
                "name": trait.name,
                "members": int(common.count[row]),
                "share": float(common.share[row]),
                "lift": float(common.lift[row]),
            }
        )
    return found


def group_names(run: Run, found: Grouping, known: Shared) -> list[str]:
    """Name every group: as files do, or by what most members share and who holds them together."""
    if found.known.kind == "communities":
        names = _communities(run, found, known)
    else:
        names = [
            name or key.partition(":")[2]
            for name, key in zip(found.known.names, found.known.ids, strict=True)
        ]
    often = Counter(names)
    return [
        name if often[name] == 1 else f"{name} ({_apart(run, found, k)})"
        for k, name in enumerate(names)
    ]


def _communities(run: Run, found: Grouping, known: Shared) -> list[str]:
    held = found.holding
    second = np.minimum(held.start[:-1] + 1, held.start[1:] - 1)
    first, other = (_called(run, held.person[row]) for row in (held.start[:-1], second))
    label = _labels(run, known)
    names = []
    for k, (one, two) in enumerate(zip(first, other, strict=True)):
        heads = one if held.start[k + 1] - held.start[k] == 1 else f"{one} & {two}"
        names.append(f"{label[k]} ({heads})" if k in label else f"around {heads}")
    return names


def _labels(run: Run, known: Shared) -> dict[int, str]:
    """What most members of groups share and few others do; that they are ours says nothing."""
    common, trait = known.common, known.traits.trait
    ours = [k for k, one in enumerate(trait) if one.id in run.own]
    share, lift = common.share[known.row], common.lift[known.row]
    names = (share > _MOST) & (share <= lift * _COMMON) & ~np.isin(common.trait[known.row], ours)
    row = known.row[names]
    group, first = np.unique(common.group[row], return_index=True)
    return {
        int(k): trait[code].name
        for k, code in zip(group, common.trait[row[first]].tolist(), strict=True)
    }


def _called(run: Run, person: NDArray[np.integer]) -> list[str]:
    people = run.history.people
    names, identities = run.names.take(person), people.identity.take(person)
    return [
        name or identity.partition(":")[2]
        for name, identity in zip(names.to_pylist(), identities.to_pylist(), strict=True)
    ]


def _apart(run: Run, found: Grouping, group: int) -> str:
    """What tells groups of one name apart: an identity of their own, or the declared id."""
    if found.known.kind != "communities":
        return str(found.known.ids[group])
    head = int(found.holding.person[found.holding.start[group]])
    return str(run.history.people.identity[head].as_py()).partition(":")[2]
