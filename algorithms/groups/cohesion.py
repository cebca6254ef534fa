"""Cohesion: how much of a group's contact stays inside it, and how densely members are joined.

    cohesion    = 2 * w_in / (2 * w_in + w_out)       share of the members' strength that stays
    density     = pairs_in / (size * (size - 1) / 2)  share of members who are in touch
    conductance = w_out / min(v, 2 * w - v),  v = 2 * w_in + w_out

over live pairs: w_in is the strength of those between two members, w_out of those between a member
and somebody else, w of all. Conductance compares what leads out with the side, group or rest, that
has less contact: it is low where a group could be cut off at little loss. Groups may overlap: a
pair is inside every group that both are in, and leads out of every group that only one is in.

A group whose members have no live pair has no cohesion, one of fewer than two no density, one that
has all contact or none no conductance (NaN). Strengths are relative to the strongest pair.

Cost: O(m * k) for m live pairs and k groups of a person at most; in blocks where groups overlap, so
that memory stays.

References
----------
Wasserman, S., Faust, K. "Social network analysis: methods and applications." Cambridge (1994),
chapter 7: cohesive subgroups.
Kannan, R., Vempala, S., Vetta, A. "On clusterings: good, bad and spectral." J. ACM 51 (2004).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.groups.membership import Groups
from algorithms.projection import Projection

__all__ = ["Cohesion", "Crossing", "cohesion", "crossings"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_BLOCK = 1 << 18  # pairs at a time


@dataclass(frozen=True)
class Cohesion:
    """By group: members, live pairs and their strength, between members and out of the group.

    The last two are of all live pairs, whoever is in a group.
    """

    size: Ints
    pairs_inside: Ints
    pairs_outside: Ints
    strength_inside: Floats
    strength_outside: Floats
    all_pairs: int
    all_strength: float

    @property
    def values(self) -> Floats:
        """The share of the members' strength that stays inside."""
        return _ratio(2 * self.strength_inside, 2 * self.strength_inside + self.strength_outside)

    @property
    def density(self) -> Floats:
        """The share of all pairs of members that are live."""
        return _ratio(self.pairs_inside, self.size * (self.size - 1) / 2)

    @property
    def conductance(self) -> Floats:
        """What leads out, as a share of all contact of the group or of the rest, the lesser."""
        inside, outside = self.strength_inside, self.strength_outside
        elsewhere = self.all_pairs - self.pairs_inside - self.pairs_outside
        # a difference of sums is not quite 0 where no pair is left, so pairs say where it is
        left = np.where(elsewhere > 0, np.maximum(self.all_strength - inside - outside, 0), 0)
        found = _ratio(outside, outside + 2 * np.minimum(inside, left))
        found[(self.pairs_outside == 0) & (self.pairs_inside > 0) & (elsewhere > 0)] = 0
        return found


@dataclass(frozen=True)
class Crossing:
    """Some live pairs: rows of the matrices are pairs, columns groups.

    ``inside`` marks groups that both ends are in, ``of_a`` those that only the first is in,
    ``of_b`` those that only the second is in.
    """

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    weight: Floats
    inside: sparse.csr_array
    of_a: sparse.csr_array
    of_b: sparse.csr_array


def crossings(
    projection: Projection, groups: Groups, among: NDArray[np.bool_] | None = None
) -> Iterator[Crossing]:
    """Lay out the live pairs over groups, a block at a time; *among* marks the pairs wanted."""
    _check(projection, groups)
    pair = np.flatnonzero(projection.live if among is None else projection.live & among)
    for begin in range(0, len(pair), _BLOCK):
        block = pair[begin : begin + _BLOCK]
        a, b = projection.a[block], projection.b[block]
        of_a, of_b = groups.matrix[a], groups.matrix[b]
        inside = of_a.multiply(of_b).tocsr()
        yield Crossing(
            a, b, projection.pair_weight[block], inside, _rest(of_a, inside), _rest(of_b, inside)
        )


def cohesion(projection: Projection, groups: Groups) -> Cohesion:
    """Say of each group what contact it has inside and with others.

    Ann, Bob and Cleo all know each other; Cleo also knows Dan.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 0, 1, 2], target=[1, 2, 2, 3], at=[0] * 4)
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> found = cohesion(seen, Groups.of_labels(np.array([0, 0, 0, 1])))
    >>> found.pairs_inside, found.pairs_outside
    (array([3, 0]), array([1, 1]))
    >>> found.values.round(3), found.density, found.conductance
    (array([0.857, 0.   ]), array([ 1., nan]), array([1., 1.]))
    """
    pairs = np.zeros((2, len(groups)), np.int64)
    strength = np.zeros((2, len(groups)))
    for side, group, weight in _sides(projection, groups):
        pairs[side] += np.bincount(group, minlength=len(groups))
        strength[side] += np.bincount(group, weight, len(groups))
    return Cohesion(
        size=groups.size,
        pairs_inside=pairs[0],
        pairs_outside=pairs[1],
        strength_inside=strength[0],
        strength_outside=strength[1],
        all_pairs=int(np.count_nonzero(projection.live)),
        all_strength=float(projection.pair_weight[projection.live].sum()),
    )


def _sides(
    projection: Projection, groups: Groups
) -> Iterator[tuple[int, NDArray[np.integer], Floats]]:
    """Go through pairs inside groups (0) and out of them (1): which groups, and the strengths."""
    label = groups.label
    if label is None:
        for block in crossings(projection, groups):
            for side, found in ((0, block.inside), (1, block.of_a), (1, block.of_b)):
                yield side, found.indices, np.repeat(block.weight, np.diff(found.indptr))
        return
    _check(projection, groups)
    live = projection.live
    a, b, weight = (
        label[projection.a[live]],
        label[projection.b[live]],
        projection.pair_weight[live],
    )
    yield 0, a[(a == b) & (a >= 0)], weight[(a == b) & (a >= 0)]
    for end in (a, b):
        leads_out = (a != b) & (end >= 0)
        yield 1, end[leads_out], weight[leads_out]


def _check(projection: Projection, groups: Groups) -> None:
    if groups.people != projection.people:
        raise ValueError(f"groups of {groups.people} people, but {projection.people} are looked at")


def _rest(of: sparse.csr_array, inside: sparse.csr_array) -> sparse.csr_array:
    """The groups of one end that the other is not in."""
    found = (of - inside).tocsr()
    found.eliminate_zeros()
    return found


def _ratio(part: NDArray[np.number], whole: NDArray[np.number]) -> Floats:
    found = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=np.asarray(whole) > 0)
    return found
