"""Membership stability: how sure it is that somebody belongs to their community.

The partition is searched again many times, each time without a random tenth of the live pairs. In
each trial a community is found again in the group that holds most of it, its members counted by
their strength inside; a member stays where they are in that group:

    stability_i = trials in which i is in the group that most of i's community is in
                  / trials in which i still has a live pair

1 for who belongs to the core, lower for who stands between groups; NaN for who is in no community
or lost all pairs in every trial. A community's ``stability`` is the mean of its members, weighted
by their strength inside.

The draws go by the keys of people, not their numbers. Up to 100,000 live pairs there are twenty
trials of one search each, run until nothing improves; above that five trials of one round, which
are less sure of themselves than the partition is: read values there against each other only.

Cost: one search a trial: about a second at 10,000 live pairs, 25 s at 1.7 million.

References
----------
Karrer, B., Levina, E., Newman, M. E. J. "Robustness of community structure in networks." Physical
Review E 77 (2008).
Hennig, C. "Cluster-wise assessment of cluster stability." Computational Statistics & Data Analysis
52 (2007).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.communities import Communities, is_alone, rounds_for
from algorithms.groups.partition_search import LivePairs, live_pairs, searched
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection

__all__ = ["MembershipStability", "membership_stability"]

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]

_TRIALS, _LARGE_TRIALS = 20, 5
_LARGE = 100_000  # live pairs
_DROPPED = 0.1


@dataclass(frozen=True)
class MembershipStability:
    """How often each person stayed, and each community's mean (in the order of its communities)."""

    of_person: Floats
    of_community: Floats
    parameters: Mapping[str, float | int | str] = field(default_factory=dict)


def membership_stability(
    projection: Projection,
    found: Communities,
    *,
    trials: int | None = None,
    dropped: float = _DROPPED,
    options: Options = DEFAULT,
) -> MembershipStability:
    """Say how often people stay in the communities found when a part of all pairs is left out.

    >>> from graph.timeline import Timeline
    >>> from algorithms.groups.communities import communities
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> pairs = [0, 0, 1, 3, 3, 4, 2], [1, 2, 2, 4, 5, 5, 3]
    >>> timeline = Timeline.of(7, *pairs, at=[0] * 7)
    >>> seen = projection(ties(timeline, np.ones(7), as_of=0, half_life=10))
    >>> membership_stability(seen, communities(seen)).of_person[[0, 6]]
    array([ 1., nan])
    """
    if not 0 < dropped < 1:
        raise ValueError(f"dropped must lie between 0 and 1, not {dropped!r}")
    if trials is not None and trials < 1:
        raise ValueError(f"trials must be at least 1, not {trials!r}")
    pairs = live_pairs(projection)
    is_large = len(pairs.a) > _LARGE
    count = trials or (_LARGE_TRIALS if is_large else _TRIALS)
    alone = is_alone(len(pairs.a))
    rounds = 1 if is_large else rounds_for(len(pairs.a), alone=alone)
    home = found.membership[pairs.person].astype(np.intp)
    inside = found.inside[pairs.person] * _strength(pairs)
    stayed, seen = np.zeros(len(home)), np.zeros(len(home))
    for trial in range(count):
        left = _without(pairs, dropped, [options.seed, trial])
        has_pair = _strength(left) > 0
        whole = searched(
            left,
            objective=str(found.parameters["objective"]),
            resolution=float(found.parameters["resolution"]),
            alone=alone,
        )
        label = whole.search(options.seed + trial, rounds)[whole.spot]
        stayed[has_pair] += _is_with_most(home, label, inside, has_pair)
        seen += has_pair
    of_place = np.full(len(home), np.nan)
    np.divide(stayed, seen, out=of_place, where=seen > 0)
    of_person = np.full(projection.people, np.nan)
    of_person[pairs.person] = of_place
    return MembershipStability(
        of_person=of_person,
        of_community=_means(found, home, of_place, inside),
        parameters={
            "trials": count,
            "dropped": dropped,
            "rounds": rounds if rounds > 0 else "until stable",
            "seed": options.seed,
        },
    )


def _strength(pairs: LivePairs) -> Floats:
    count = len(pairs.person)
    total = np.bincount(pairs.a, pairs.weight, count) + np.bincount(pairs.b, pairs.weight, count)
    return total.astype(np.float64)


def _without(pairs: LivePairs, dropped: float, seed: list[int]) -> LivePairs:
    """Leave out a random part of the pairs; everybody keeps their place."""
    stays = np.random.default_rng(seed).random(len(pairs.a)) >= dropped
    return LivePairs(
        pairs.person, pairs.people, pairs.a[stays], pairs.b[stays], pairs.weight[stays]
    )


def _is_with_most(
    home: Labels, label: Labels, inside: Floats, has_pair: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether those who have a pair are in the group that most of their community is in."""
    home, label, inside = home[has_pair], label[has_pair], inside[has_pair]
    part, of = np.unique(home * (label.max(initial=0) + 1) + label, return_inverse=True)
    community = part // (label.max(initial=0) + 1)
    held = np.bincount(of, inside, len(part))
    order = np.lexsort((np.arange(len(part)), -held, community))
    is_most = np.zeros(len(part), bool)
    is_most[order[np.flatnonzero(np.diff(community[order], prepend=-1))]] = True
    return is_most[of]


def _means(found: Communities, home: Labels, of_place: Floats, inside: Floats) -> Floats:
    known = ~np.isnan(of_place)
    people = len(found.membership)
    weight = np.maximum(inside[known], np.finfo(float).tiny)
    total = np.bincount(home[known], weight, people)[found.head]
    held = np.bincount(home[known], weight * of_place[known], people)[found.head]
    means = np.full(len(found), np.nan)
    np.divide(held, total, out=means, where=total > 0)
    return means
