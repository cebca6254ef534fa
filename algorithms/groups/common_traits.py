"""Common traits: what the members of a group share, and how much more often than everybody.

    share_gt = members of g that have trait t / members of g
    lift_gt  = share_gt / (people that have t / all people)

A trait is anything that people have in common: an organization, a segment, a topic they took part
in. It is a group itself, so one person may have several. A lift of 1 says that members have the
trait as often as anybody; a trait that all people have cannot be above 1, however many members have
it, and names no group. The largest lift of a trait is that of the trait nobody else has.

Among *all people* are those marked; what is shared is counted among the marked only. An empty group
shares nothing.

Cost: O(memberships times traits of a person).

References
----------
Brin, S., Motwani, R., Ullman, J. D., Tsur, S. "Dynamic itemset counting and implication rules for
market basket data." SIGMOD 1997: lift, there called interest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.membership import Groups

__all__ = ["CommonTraits", "common_traits"]


@dataclass(frozen=True)
class CommonTraits:
    """One row for each group and trait that meet, in the order of both; ``count`` is of members."""

    group: NDArray[np.int64]
    trait: NDArray[np.int64]
    count: NDArray[np.int64]
    share: NDArray[np.float64]
    lift: NDArray[np.float64]


def common_traits(
    groups: Groups, traits: Groups, *, among: NDArray[np.bool_] | None = None
) -> CommonTraits:
    """Count how many members of each group have each trait, and hold it against everybody.

    Two of the three members have the trait, of five people three.

    >>> members = Groups.of_labels(np.array([0, 0, 0, -1, -1]))
    >>> trait = Groups.of_labels(np.array([0, 0, -1, 0, -1]))
    >>> found = common_traits(members, trait)
    >>> found.count, found.share.round(3), found.lift.round(3)
    (array([2]), array([0.667]), array([1.111]))
    """
    if groups.people != traits.people:
        raise ValueError(f"groups of {groups.people} people, traits of {traits.people}")
    marked = np.ones(groups.people, bool) if among is None else among
    size = np.bincount(groups.group[marked[groups.person]], minlength=len(groups))
    having = np.bincount(traits.group[marked[traits.person]], minlength=len(traits))
    # what does not count is left out by rows, so that the product holds who counts only
    met = (groups.matrix[marked].T @ traits.matrix[marked]).tocoo()
    order = np.lexsort((met.col, met.row))
    group, trait = met.row[order].astype(np.int64), met.col[order].astype(np.int64)
    count = met.data[order].astype(np.int64)
    share = count / size[group]
    lift = share / (having[trait] / max(int(np.count_nonzero(marked)), 1))
    return CommonTraits(group, trait, count, share, lift)
