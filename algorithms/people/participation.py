"""Participation: over how many groups somebody's contacts are spread, and what role that makes.

    participation_i    = 1 - sum over communities c of (k_ic / k_i) ** 2
    within_community_i = (k_i,own - mean) / sd          mean and sd of k_j,own over the community

k_ic is the number of people in community c that i shares a live pair with, k_i the sum of them,
k_i,own those in i's own community; the sd is that of all its members (population). Participation
is 0 where all contacts are in one community, whichever, and comes near 1 where they are spread
evenly over many. Within-community says how far somebody stands out among their own.

    role_i = 1 ultra-peripheral   P <= 0.05        5 provincial hub   P <= 0.30
             2 peripheral         P <= 0.62        6 connector hub    P <= 0.75
             3 connector          P <= 0.80        7 kinless hub      above
             4 kinless            above            (hubs: within-community at least 2.5)

Both are compared with the limits to nine digits, so that 0.62 that came out a rounding above is
still 0.62. The limits are those of the reference; they order nothing, roles are names.

    communities_bridged_i   = number of communities other than i's own with a k_ic above 0
    organizations_bridged_i = the same, of organizations

Contacts in no community count nowhere; somebody in none has no own one, and all are others. Who has
no contact in a community has no participation; within-community is undefined in no community and
where all members of it are equals; the role is undefined in no community or without participation,
and where all are equals nobody is a hub. Where no groups are known, all of these are undefined.
Bridged groups are counts: 0 for those without a live pair.

Cost: O(m log m), the sort of live pairs by person and group.

References
----------
Guimera, R., Amaral, L. A. N. "Functional cartography of complex metabolic networks." Nature 433
(2005).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores, nine_digits

__all__ = [
    "ROLES",
    "communities_bridged",
    "community_role",
    "organizations_bridged",
    "participation",
    "within_community",
]

Floats = NDArray[np.float64]
Groups = NDArray[np.int32]

_HUB = 2.5
_LIMITS = nine_digits(np.array([0.05, 0.62, 0.80]))
_HUB_LIMITS = nine_digits(np.array([0.30, 0.75]))


def participation(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Give how evenly each person's contacts are spread over communities.

    Ann and Bob are one community, Cleo and Dan another; Ann also knows Cleo, Eve nobody.

    >>> from dataclasses import replace
    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(5, source=[0, 2, 0], target=[1, 3, 2], at=[0] * 3)
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> seen = replace(seen, community=np.array([0, 0, 2, 2, -1], np.int32))
    >>> participation(seen).values
    array([0.5, 0. , 0.5, 0. , nan])
    >>> community_role(seen).values
    array([ 2.,  1.,  2.,  1., nan])
    >>> communities_bridged(seen).values
    array([1., 0., 1., 0., 0.])
    """
    values = np.full(projection.people, np.nan)
    if projection.community is not None:
        found = _contacts(projection, projection.community)
        k = np.bincount(found.person, found.count, projection.people)
        squares = np.bincount(found.person, found.count**2, projection.people)
        np.divide(k**2 - squares, k**2, out=values, where=k > 0)  # whole numbers, one rounding
    return Scores("participation", values)


def within_community(
    projection: Projection,
    *,
    options: Options = DEFAULT,  # noqa: ARG001
) -> Scores:
    """Give how many standard deviations each person's contacts inside stand above the others'.

    Ann knows Bob and Cleo, who do not know each other; all three are one community.

    >>> from dataclasses import replace
    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 0], target=[1, 2], at=[0] * 2)
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> within_community(replace(seen, community=np.zeros(3, np.int32))).values.round(3)
    array([ 1.414, -0.707, -0.707])
    """
    values = np.full(projection.people, np.nan)
    if projection.community is not None:
        a, b = projection.a[projection.live], projection.b[projection.live]
        is_inside = projection.community[a] == projection.community[b]
        inside = np.bincount(np.concatenate([a[is_inside], b[is_inside]]), minlength=len(values))
        member = np.flatnonzero(projection.community >= 0)
        group = projection.community[member]
        size = np.bincount(group)
        mean = np.bincount(group, inside[member]) / np.maximum(size, 1)
        above = inside[member] - mean[group]
        sd = np.sqrt(np.bincount(group, above**2) / np.maximum(size, 1))
        values[member] = above / np.where(sd > 0, sd, np.nan)[group]
    return Scores("within_community", values)


ROLES = (
    "ultra-peripheral",
    "peripheral",
    "connector",
    "kinless",
    "provincial hub",
    "connector hub",
    "kinless hub",
)
"""What the roles 1 to 7 are called."""


def community_role(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Name the part each person plays in and between communities: 1 to 7 for R1 to R7."""
    spread = nine_digits(participation(projection, options=options).values)
    stands_out = nine_digits(within_community(projection, options=options).values)
    found = np.where(
        stands_out >= _HUB,
        5 + np.searchsorted(_HUB_LIMITS, spread),
        1 + np.searchsorted(_LIMITS, spread),
    ).astype(np.float64)
    found[np.isnan(spread)] = np.nan
    if projection.community is not None:
        found[projection.community < 0] = np.nan
    return Scores("community_role", found)


def communities_bridged(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Count the communities other than their own in which each person is in touch with somebody."""
    return Scores("communities_bridged", _bridged(projection, projection.community))


def organizations_bridged(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Count the organizations other than their own that each person is in touch with."""
    return Scores("organizations_bridged", _bridged(projection, projection.organization))


@dataclass(frozen=True)
class _Contacts:
    """With how many people of a group each person shares a live pair; in order of both."""

    person: NDArray[np.int64]
    group: NDArray[np.int64]
    count: Floats


def _contacts(projection: Projection, group: Groups) -> _Contacts:
    """Count everybody's contacts by the group that the contacts are in."""
    a, b = projection.a[projection.live], projection.b[projection.live]
    person, theirs = np.concatenate([a, b]), group[np.concatenate([b, a])]
    is_known = theirs >= 0
    groups = int(theirs.max(initial=0)) + 1
    key, count = np.unique(
        person[is_known].astype(np.int64) * groups + theirs[is_known], return_counts=True
    )
    return _Contacts(key // groups, key % groups, count.astype(np.float64))


def _bridged(projection: Projection, group: Groups | None) -> Floats:
    """Count the groups of everybody's contacts but their own; undefined where nobody has any."""
    if group is None:
        return np.full(projection.people, np.nan)
    found = _contacts(projection, group)
    is_other = found.group != group[found.person]
    return np.bincount(found.person[is_other], minlength=projection.people).astype(np.float64)
