"""Holding together: how much each member of a group has to do with the others in it.

    holding_ig = sum of the strength of live pairs of i with members of g
    part_ig    = holding_ig / (2 * w_in of g)       the shares of all members add up to 1
    stays_ig   = holding_ig / (strength of all live pairs of i)

Who holds a group together stands first: whoever has most strength inside it, to nine digits, of
equals the lowest number. Somebody in several groups is measured in each. Strengths are relative to
the strongest pair. Someone without a live pair holds nothing (0), and no share of theirs stays
(NaN).

Cost: O(m * k) for m live pairs and k groups of a person at most, and one sort of memberships.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.cohesion import crossings
from algorithms.groups.membership import Groups
from algorithms.projection import Projection
from algorithms.scores import nine_digits

__all__ = ["Holding", "holding"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Holding:
    """Members of all groups, group by group, those who hold it together first.

    The members of group k are ``person[start[k] : start[k + 1]]``; ``inside`` is their strength
    with other members, ``strength`` that with anybody.
    """

    person: NDArray[np.int32]
    start: NDArray[np.int64]
    inside: Floats
    strength: Floats

    @property
    def stays(self) -> Floats:
        """The share of everybody's strength that stays in the group."""
        found = np.full(len(self.inside), np.nan)
        np.divide(self.inside, self.strength, out=found, where=self.strength > 0)
        return found

    def rows(self, group: int) -> slice:
        """Where the members of a group stand."""
        return slice(int(self.start[group]), int(self.start[group + 1]))


def holding(projection: Projection, groups: Groups) -> Holding:
    """Order the members of every group by what they have to do with each other.

    Ann, Bob and Cleo are a group, Dan another; Bob knows everybody.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[1, 1, 1], target=[0, 2, 3], at=[0] * 3)
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> found = holding(seen, Groups.of_labels(np.array([0, 0, 0, 1])))
    >>> found.person[found.rows(0)], found.inside[found.rows(0)], found.stays.round(3)
    (array([1, 0, 2], dtype=int32), array([2., 1., 1.]), array([0.667, 1.   , 1.   , 0.   ]))
    """
    live = projection.live
    a, b, weight = projection.a[live], projection.b[live], projection.pair_weight[live]
    strength = _by_person(a, b, weight, projection.people)
    label = groups.label
    if label is None:
        inside = _in_several(projection, groups)
    else:
        stays = (label[a] == label[b]) & (label[a] >= 0)
        inside = _by_person(a[stays], b[stays], weight[stays], projection.people)[groups.person]
    # two stable sorts, the second of few numbers, take half as long as one by both; equals stay
    # in order of person
    order = np.argsort(-nine_digits(inside), kind="stable")
    few = groups.group.astype(np.uint16) if len(groups) < 1 << 16 else groups.group
    order = order[np.argsort(few[order], kind="stable")]
    start = np.concatenate([[0], np.cumsum(groups.size)])
    person = groups.person[order]
    return Holding(person, start, inside[order], strength[person])


def _by_person(a: NDArray[np.int32], b: NDArray[np.int32], weight: Floats, people: int) -> Floats:
    found = np.bincount(a, weight, people).astype(np.float64)
    found += np.bincount(b, weight, people)
    return found


def _in_several(projection: Projection, groups: Groups) -> Floats:
    """What is inside for every membership, where somebody has more than one."""
    key = groups.person.astype(np.int64) * len(groups) + groups.group  # in order
    inside = np.zeros(len(key))
    for block in crossings(projection, groups):
        each = np.diff(block.inside.indptr)
        left = np.repeat(block.weight, each)
        for ends in (block.a, block.b):
            wanted = np.repeat(ends, each).astype(np.int64) * len(groups) + block.inside.indices
            inside += np.bincount(np.searchsorted(key, wanted), left, len(key))
    return inside
