"""Communities: groups of people who have more to do with each other than with the rest.

Leiden looks for the partition of the live pairs with the highest modularity, or the highest
constant Potts model (CPM), at a *resolution* g: the higher, the smaller the communities.

    modularity:  Q = sum over communities c of  ( w_c / w  -  g * (k_c / (2 w)) ** 2 )
    cpm:         H = sum over communities c of  ( w_c / w  -  g * n_c * (n_c - 1) / (2 m) )

w is the strength of all live pairs, m their number, w_c the strength inside c, k_c the strengths
of c's members added up, n_c how many they are. Q is 0 for one community of everybody and at most 1.
CPM reads its resolution as a density: a community holds together at g times the mean strength of a
live pair for every two members, whatever the size of the whole network, which modularity does not
promise (its resolution limit). Where all pairs are equally strong that is the CPM of the reference.

Strengths are relative, so that time alone changes nothing. Up to 10,000 live pairs twenty searches
are made, ten up to 20,000, three times as many where these are unlike, and the partition they agree
on is taken (see `partition_search`; by CPM the best of them). Above that one search is made: of
eight rounds up to 100,000, which come within 0.0001 of running until nothing improves, of
three up to 500,000, of two above. On the 171,000 of an invented year of a million interactions
three reach 0.9142, two 0.9130, eight 0.9155.
``quality`` is Q or H as searched for; ``modularity`` is Q at resolution 1 in any case.

Someone without a live pair is in no community (-1). By modularity up to resolution 1 everybody else
has company; elsewhere a community may have a single member. A community is named by its ``head``,
the member whom its core chose so that the name survives small change (see `community_ids`), and
stands in order of size, then of key. ``cohesion`` is the share of the members' strength that stays
inside.

Cost: near O(m) a round; two rounds take 8 s at 1.7 million pairs.

References
----------
Traag, V. A., Waltman, L., van Eck, N. J. "From Louvain to Leiden: guaranteeing well-connected
communities." Scientific Reports 9 (2019).
Traag, V. A., Van Dooren, P., Nesterov, Y. "Narrow scope for resolution-limit-free community
detection." Physical Review E 84 (2011): CPM.
Fortunato, S., Barthelemy, M. "Resolution limit in community detection." PNAS 104 (2007).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.community_ids import cores, number_keys
from algorithms.groups.partition_search import LivePairs, agreed, best, live_pairs, searched
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection

__all__ = [
    "Communities",
    "Objective",
    "communities",
    "described",
    "is_alone",
    "modularity",
    "rounds_for",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Objective = Literal["modularity", "cpm"]

_MOST, _FEWEST = 20, 10  # searches that are made to agree; fewer than the fewest are not worth it
_BUDGET = 200_000  # live pairs that these searches may look at, all together
_TORN_TIMES, _TORN_LIMIT = 3, 20_000  # as many searches, up to so many live pairs, where unlike
_ROUNDS = (100_000, 8), (500_000, 3)  # live pairs up to which a search alone takes so many rounds
_FEWEST_ROUNDS = 2  # above that


@dataclass(frozen=True)
class Communities:
    """One partition of the people who have a live pair.

    By person: ``membership`` is the head of their community, -1 for none; ``inside`` the share of
    their strength that stays in it, NaN for none. By community: ``head``, ``size``, ``cohesion``.
    """

    membership: Ints
    inside: Floats
    head: Ints
    size: Ints
    cohesion: Floats
    modularity: float
    quality: float
    parameters: Mapping[str, float | int | str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.head)

    def members(self, head: int) -> NDArray[np.intp]:
        """Give the people of the community that somebody heads, by number."""
        return np.flatnonzero(self.membership == head)

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give one row for each community."""
        return {"head": self.head, "size": self.size, "cohesion": self.cohesion}


def communities(
    projection: Projection,
    *,
    objective: Objective = "modularity",
    resolution: float = 1.0,
    options: Options = DEFAULT,
) -> Communities:
    """Part people into the groups that keep most of their contact inside.

    Two threesomes who know each other all round, joined by one pair, and somebody alone.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> pairs = [0, 0, 1, 3, 3, 4, 2], [1, 2, 2, 4, 5, 5, 3]
    >>> timeline = Timeline.of(7, *pairs, at=[0] * 7)
    >>> found = communities(projection(ties(timeline, np.ones(7), as_of=0, half_life=10)))
    >>> sorted(found.members(head).tolist() for head in found.head)
    [[0, 1, 2], [3, 4, 5]]
    >>> found.cohesion.round(3), round(found.modularity, 4)
    (array([0.857, 0.857]), 0.3571)
    """
    if objective not in ("modularity", "cpm"):
        raise ValueError(f"objective must be 'modularity' or 'cpm', not {objective!r}")
    if not 0 < resolution < np.inf:
        raise ValueError(f"resolution must be a positive number, not {resolution!r}")
    pairs = live_pairs(projection)
    alone = is_alone(len(pairs.a))
    best_of = 1 if alone else min(_MOST, _BUDGET // max(len(pairs.a), 1))
    rounds = rounds_for(len(pairs.a), alone=alone)
    whole = searched(pairs, objective=objective, resolution=resolution, alone=alone)
    seeds = range(options.seed, options.seed + best_of)
    if objective == "modularity" and best_of > 1:
        torn = _TORN_TIMES * best_of if len(pairs.a) <= _TORN_LIMIT else best_of
        more = range(seeds.stop, options.seed + torn)
        label, best_of = agreed(whole, seeds, rounds, more=more)
    else:
        label = best(whole, seeds, rounds)
    return described(
        projection,
        pairs,
        label[whole.spot],
        {
            "objective": objective,
            "resolution": resolution,
            "seed": options.seed,
            "best_of": best_of,
            "rounds": rounds if rounds > 0 else "until stable",
        },
    )


def is_alone(pairs: int) -> bool:
    """Whether a network of so many live pairs is searched once, and not several times."""
    return _BUDGET // max(pairs, 1) < _FEWEST


def rounds_for(pairs: int, *, alone: bool) -> int:
    """Give the rounds of a search over so many live pairs, -1 for until nothing improves."""
    if not alone:
        return -1
    return next((rounds for limit, rounds in _ROUNDS if pairs <= limit), _FEWEST_ROUNDS)


def modularity(
    label: NDArray[np.integer],
    a: NDArray[np.integer],
    b: NDArray[np.integer],
    weight: Floats,
    resolution: float = 1.0,
) -> float:
    """Give the modularity of a partition; the labels of those who have no pair are not read.

    >>> a, b = np.array([0, 2], np.int32), np.array([1, 3], np.int32)
    >>> modularity(np.array([0, 0, 1, 1]), a, b, np.ones(2))
    0.5
    """
    if len(a) == 0:
        return 0.0
    total = weight.sum()
    inside = weight[label[a] == label[b]].sum() / total
    strength = np.bincount(label[a], weight, label.max() + 1)
    strength += np.bincount(label[b], weight, label.max() + 1)
    return float(inside - resolution * np.sum((strength / (2 * total)) ** 2))


def described(
    projection: Projection,
    pairs: LivePairs,
    label: NDArray[np.intp],
    parameters: Mapping[str, float | int | str],
) -> Communities:
    """Name the communities of a partition (one label for each place of *pairs*), and describe them.

    They are put in order, and told how closed they are and how good the partition is.
    """
    a, b, weight, place = pairs.a, pairs.b, pairs.weight, len(pairs.person)
    stays = np.where(label[a] == label[b], weight, 0.0)
    total = np.bincount(a, weight, place) + np.bincount(b, weight, place)
    kept = (np.bincount(a, stays, place) + np.bincount(b, stays, place)).astype(np.float64)
    keys = number_keys(projection.people) if projection.keys is None else projection.keys
    core = cores(label, total.astype(np.float64), keys[pairs.person])
    first, number, size = np.unique(core, return_inverse=True, return_counts=True)
    cohesion = np.bincount(number, kept, len(first)) / np.bincount(number, total, len(first))
    order = np.lexsort((first, -size))
    inside = np.full(projection.people, np.nan)
    inside[pairs.person] = kept / total
    person = pairs.person.astype(np.int32)
    resolution = float(parameters["resolution"])
    return Communities(
        membership=pairs.of_people(pairs.person[core]).astype(np.int32),
        inside=inside,
        head=person[first[order]],
        size=size[order].astype(np.int32),
        cohesion=cohesion[order],
        modularity=modularity(core, a, b, weight),
        quality=modularity(core, a, b, weight, resolution)
        if parameters["objective"] == "modularity"
        else _cpm(stays, size, weight, resolution),
        parameters=parameters,
    )


def _cpm(stays: Floats, size: NDArray[np.intp], weight: Floats, resolution: float) -> float:
    if not len(weight):
        return 0.0
    possible = float((size * (size - 1) / 2).sum())
    return float(stays.sum() / weight.sum() - resolution * possible / len(weight))
