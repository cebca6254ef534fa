"""Who carries a topic: whose words it is made of, and whom these reached.

Over the interactions k about the topic, d_k being what a half-life's decay leaves of each,

    carried_i = sum over those that i sent of d_k
              + sum over those that reached i of d_k / size_k ** exponent
    part_i    = carried_i / sum over all people of carried

so that parts sum to 1, who says something carries more of it than who is told, and being one of
forty readers is little. Nothing is asked about ties: a hashtag is carried by who posts it although
posts reach nobody in particular. Kinds weigh alike here; the strength of the ties within a topic,
where a meeting is more than a like, stands beside it.

Decay is seen from the topic's last interaction, so parts do not change while nothing is said.
Nobody carries a topic without interactions.

Cost: O(rows of its interactions).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Carriers", "carriers"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Carriers:
    """The people of a topic, who carries most first; ``first`` and ``last`` are places in it."""

    person: Ints
    part: NDArray[np.float64]
    said: Ints
    reached: Ints
    first: Ints
    last: Ints


def carriers(
    at: Ints,
    sender: Ints,
    reached: tuple[Ints, Ints],
    *,
    half_life: int,
    exponent: float = 0.7,
) -> Carriers:
    """Find who carries a topic.

    Parameters
    ----------
    at, sender
        The moment of each of its interactions, in order, and who said it; -1 for nobody.
    reached
        For everybody reached: the place of the interaction, and the person; -1 is nobody.
    half_life, exponent
        Microseconds; how an interaction with many is discounted.

    Examples
    --------
    Ann (0) writes to Bob (1), and a half-life later Bob to Ann and Cid (2).

    >>> found = carriers(np.array([0, 10]), np.array([0, 1]),
    ...                  (np.array([0, 1, 1]), np.array([1, 0, 2])), half_life=10, exponent=1.0)
    >>> found.person, found.part.round(3), found.said, found.reached
    (array([1, 0, 2]), array([0.5  , 0.333, 0.167]), array([1, 1, 0]), array([1, 1, 1]))
    """
    place, person = reached
    is_other = (person >= 0) & (person != sender[place])
    place, person = place[is_other], person[is_other]
    left = np.exp2((at - at[-1:]) / half_life)
    size = np.maximum(np.bincount(place, minlength=len(at)), 1)
    said = np.flatnonzero(sender >= 0)
    who = np.concatenate([sender[said], person])
    where = np.concatenate([said, place])
    weight = np.concatenate([left[said], left[place] / size[place] ** exponent])
    people, number = np.unique(who, return_inverse=True)
    carried = np.bincount(number, weight, minlength=len(people))
    first = np.full(len(people), len(at), np.int64)
    last = np.full(len(people), -1, np.int64)
    np.minimum.at(first, number, where)
    np.maximum.at(last, number, where)
    times = [
        np.bincount(part, minlength=len(people)).astype(np.int64)
        for part in (number[: len(said)], number[len(said) :])
    ]
    order = np.lexsort((people, -times[1], -times[0], -carried))
    part = carried / max(float(carried.sum()), np.finfo(float).tiny)
    found = (people, part, *times, first, last)
    return Carriers(*(column[order] for column in found))
