"""Removal: which ties and which people carry somebody's place in the network.

    carried by a tie    = value_i - value_i without the tie between i and j, both directions
    carried by a person = value_i - value_i without any tie of j

A measure of the whole network cannot be shared out among single ties as a strength can: two ways
that stand in for each other each carry nothing, two links of one chain each carry all of it. So
what is said is what would be missing without each, and these do not add up.

Everything else stays as it is: the other ties, the unit of strengths, the moment, the groups; only
measures that count those with a live pair count fewer where somebody has none left. What somebody
would have done instead nobody knows. A value may rise when a tie is taken away (constraint,
clustering), and is undefined where nothing is left.

Cost: that of the measure for each removal; measures of somebody's own surroundings (``is_local`` in
their table) are taken on these alone.

References
----------
Borgatti, S. "Identifying sets of key players in a social network." Computational and Mathematical
Organization Theory 12 (2006): what a network loses without somebody.
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection

__all__ = ["surroundings", "without_person", "without_tie"]

Marks = NDArray[np.bool_]


def without_tie(projection: Projection, one: int, other: int) -> Projection:
    """Give the network without the tie of two people.

    >>> from graph.timeline import Timeline
    >>> from algorithms.ties import ties
    >>> from algorithms.projection import projection
    >>> timeline = Timeline.of(3, source=[0, 0, 1], target=[1, 1, 2], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> left = without_tie(seen, 1, 0)
    >>> left.a, left.b, left.pair_weight
    (array([1], dtype=int32), array([2], dtype=int32), array([0.5]))
    """
    low, high = min(one, other), max(one, other)
    pairs = (projection.a == low) & (projection.b == high)
    return projection.part(~pairs)


def without_person(projection: Projection, person: int) -> Projection:
    """Give the network without any tie of somebody.

    >>> from graph.timeline import Timeline
    >>> from algorithms.ties import ties
    >>> from algorithms.projection import projection
    >>> timeline = Timeline.of(3, source=[0, 0, 1], target=[1, 2, 2], at=[0, 0, 0])
    >>> left = without_person(projection(ties(timeline, np.ones(3), as_of=0, half_life=10)), 1)
    >>> left.a, left.b
    (array([0], dtype=int32), array([2], dtype=int32))
    """
    pairs = (projection.a == person) | (projection.b == person)
    return projection.part(~pairs)


def surroundings(projection: Projection, person: int) -> Projection:
    """Give no more than the ties of somebody and of all they have a tie with.

    Ann knows Bob, who knows Cleo, who knows Dan, who knows Eve.

    >>> from graph.timeline import Timeline
    >>> from algorithms.ties import ties
    >>> from algorithms.projection import projection
    >>> timeline = Timeline.of(5, source=[0, 1, 2, 3], target=[1, 2, 3, 4], at=[0, 0, 0, 0])
    >>> near = surroundings(projection(ties(timeline, np.ones(4), as_of=0, half_life=10)), 0)
    >>> near.a, near.b
    (array([0, 1], dtype=int32), array([1, 2], dtype=int32))
    """
    is_near = np.zeros(projection.people, np.bool_)
    is_near[person] = True
    is_near[projection.b[projection.a == person]] = True
    is_near[projection.a[projection.b == person]] = True
    return projection.part(is_near[projection.a] | is_near[projection.b])
