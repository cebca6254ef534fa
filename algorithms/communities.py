"""Communities: groups of people who have more to do with each other than with the rest.

Leiden looks for the partition with the highest modularity

    Q = sum over communities c of  ( w_c / w  -  (k_c / (2 w)) ** 2 )

over live pairs: w is the strength of all of them, w_c of those inside c, k_c the strengths of c's
members added up (resolution 1). Q is 0 for one community of everybody and at most 1.

Strengths are relative to the strongest pair, so that time alone changes nothing. Someone with a
single live pair always belongs with that contact (the modularity of any partition rises when they
move there), so such people are joined to their contact before the search, which halves its size in
a large network, and a pair that is alone is a community of two. The search is seeded. Up to
10,000 live pairs the best of ten searches is taken, up to 100,000 one search runs until nothing
improves, above that for two rounds. On 780,000 pairs two rounds took 6 s and reached 0.9682, as
running until nothing improves did in eight minutes.

Someone without a live pair is in no community (-1). A community is named by its ``head``, the
member with most strength inside it (to nine digits; the lowest number among equals), and stands in
order of size, then of head. ``cohesion`` is the share of the members' strength that stays inside.

Cost: near O(m) a round; two rounds take 8 s at 1.7 million pairs.

References
----------
Traag, V. A., Waltman, L., van Eck, N. J. "From Louvain to Leiden: guaranteeing well-connected
communities." Scientific Reports 9 (2019).
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

import igraph
import numpy as np
from numpy.typing import NDArray

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import nine_digits

__all__ = ["Communities", "communities", "modularity"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

_BEST_OF = 10
_BEST_OF_LIMIT = 10_000  # live pairs, up to which the best of several searches is taken
_STABLE_LIMIT = 100_000  # live pairs, up to which a search runs until nothing improves
_ROUNDS = 2  # above that
_RANDOMNESS = Lock()  # igraph has one random generator for the whole process


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
    parameters: Mapping[str, float | int | str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.head)

    def members(self, head: int) -> NDArray[np.intp]:
        """Give the people of the community that somebody heads, by number."""
        return np.flatnonzero(self.membership == head)

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give one row for each community."""
        return {"head": self.head, "size": self.size, "cohesion": self.cohesion}


def communities(projection: Projection, *, options: Options = DEFAULT) -> Communities:
    """Part people into the groups that keep most of their contact inside.

    Two threesomes who know each other all round, joined by one pair, and somebody alone.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> pairs = [0, 0, 1, 3, 3, 4, 2], [1, 2, 2, 4, 5, 5, 3]
    >>> timeline = Timeline.of(7, *pairs, at=[0] * 7)
    >>> found = communities(projection(ties(timeline, np.ones(7), as_of=0, half_life=10)))
    >>> found.membership
    array([ 0,  0,  0,  3,  3,  3, -1], dtype=int32)
    >>> found.cohesion.round(3), round(found.modularity, 4)
    (array([0.857, 0.857]), 0.3571)
    """
    live = projection.live
    a, b, weight = projection.a[live], projection.b[live], projection.pair_weight[live]
    best_of = _BEST_OF if len(a) <= _BEST_OF_LIMIT else 1
    rounds = -1 if len(a) <= _STABLE_LIMIT else _ROUNDS
    parameters: dict[str, float | int | str] = {
        "objective": "modularity",
        "resolution": 1.0,
        "seed": options.seed,
        "best_of": best_of,
        "rounds": rounds if rounds > 0 else "until stable",
    }
    condensed = _condensed(projection.people, a, b, weight)
    found = [_search(condensed, options.seed + trial, rounds) for trial in range(best_of)]
    quality = [modularity(label, a, b, weight) for label in found]
    best = int(np.argmax(nine_digits(np.array(quality))))  # the first among equals
    return _described(found[best], a, b, weight, quality[best], parameters)


def modularity(label: NDArray[np.integer], a: Ints, b: Ints, weight: Floats) -> float:
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
    return float(inside - np.sum((strength / (2 * total)) ** 2))


@dataclass(frozen=True)
class _Condensed:
    """The graph that is searched: ``vertex`` of each person, strengths as sizes of the vertices."""

    vertex: NDArray[np.intp]
    graph: igraph.Graph
    weight: list[float]
    size: list[float]


def _condensed(people: int, a: Ints, b: Ints, weight: Floats) -> _Condensed:
    """Join everybody who has one single pair to the other end of it."""
    degree = np.bincount(a, minlength=people) + np.bincount(b, minlength=people)
    host = np.arange(people)
    a_is_tip = degree[a] == 1
    b_is_tip = (degree[b] == 1) & ~a_is_tip  # of two who have only each other, one stays
    host[a[a_is_tip]] = b[a_is_tip]
    host[b[b_is_tip]] = a[b_is_tip]
    kept = np.unique(host[degree > 0])
    vertex = np.searchsorted(kept, host)  # not read for those who have no pair
    left, right = vertex[a], vertex[b]
    is_left = left != right
    size = np.bincount(left, weight, len(kept)) + np.bincount(right, weight, len(kept))
    edges = zip(left[is_left].tolist(), right[is_left].tolist(), strict=True)
    graph = igraph.Graph(n=len(kept), edges=list(edges))
    return _Condensed(vertex, graph, weight[is_left].tolist(), size.tolist())


def _search(condensed: _Condensed, seed: int, rounds: int) -> NDArray[np.intp]:
    """Label everybody by one seeded search.

    Modularity is the Potts objective with strengths as sizes and one over their sum as resolution.
    """
    total = sum(condensed.size)
    if total == 0:
        return condensed.vertex
    with _RANDOMNESS:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - not for secrets
        try:
            found = condensed.graph.community_leiden(
                objective_function="CPM",
                weights=condensed.weight,
                node_weights=condensed.size,
                resolution=1 / total,
                n_iterations=rounds,
            )
        finally:
            igraph.set_random_number_generator(random)  # what igraph starts with
    return np.append(np.array(found.membership, np.intp), -1)[condensed.vertex]


def _described(
    label: NDArray[np.intp],
    a: Ints,
    b: Ints,
    weight: Floats,
    quality: float,
    parameters: Mapping[str, float | int | str],
) -> Communities:
    """Name the communities by their heads, put them in order and say how closed they are."""
    people = len(label)
    both, weights = np.concatenate([a, b]), np.tile(weight, 2)
    stays = np.tile(np.where(label[a] == label[b], weight, 0.0), 2)
    total, kept = np.bincount(both, weights, people), np.bincount(both, stays, people)
    person = np.unique(both)
    order = person[np.lexsort((-nine_digits(kept[person]), label[person]))]
    first = np.flatnonzero(np.diff(label[order], prepend=-1))
    size = np.diff(first, append=len(order))
    head = order[first]
    membership = np.full(people, -1, np.int32)
    membership[order] = np.repeat(head, size)
    inside = np.full(people, np.nan)
    np.divide(kept, total, out=inside, where=membership >= 0)
    kept_by_head = np.bincount(membership[person], kept[person], people)[head]
    cohesion = kept_by_head / np.bincount(membership[person], total[person], people)[head]
    by_size = np.lexsort((head, -size))
    return Communities(
        membership=membership,
        inside=inside,
        head=head[by_size].astype(np.int32),
        size=size[by_size].astype(np.int32),
        cohesion=cohesion[by_size],
        modularity=quality,
        parameters=parameters,
    )
