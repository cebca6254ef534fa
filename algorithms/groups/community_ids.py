"""Community ids that stay: which member names a community, so that small change renames few.

Every person draws a number, an exponential one from a hash of who they are, divided by a weight
that grows with their strength; the member who drew the smallest is the community's *core* and
names it:

    draw_i = -log(u_i) / (sqrt(x_i) + (x_i / 2) ** 4)      x_i = k_i / (mean of all k_j)

u_i is the hash of person i as a number between 0 and 1, k_i their strength, and the mean is over
all who are in a community, so that a community is named by each of its members with a chance
proportional to that weight. Up to twice the mean the root decides: where all are about as strong,
the hash chooses, and nobody's little more or less. Whoever is far stronger than most names their
community nearly for sure: a hub stays one, and it is the hubs by whom communities are found again
where the search itself hesitates.

A draw changes only with the person's own strength, and is the same in whatever community they are:
k_i is all of their strength, not what of it stays inside. So where two communities join, the new
one has the name of one of them, and where one falls apart, one of the parts keeps it. When a
community loses some members, gains some and shifts its strengths, its name stays with a chance of
the weighted Jaccard likeness of before and after; the strongest member as its name would change as
often as two of them are close, a number or a hash of all members with every step of anybody.

The id is a function of the members and their strengths beside the mean: not of how people are
numbered, of who else is with whom, of time that passes, or of ids given before. No two communities
share one, as nobody is in two. Equal draws go to the smaller hash, then the lower number.

Cost: O(n log n) for n people.

References
----------
Ioffe, S. "Improved consistent sampling, weighted minhash and L1 sketching." ICDM 2010.
Efraimidis, P. S., Spirakis, P. G. "Weighted random sampling with a reservoir." Information
Processing Letters 97 (2006).
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.scores import nine_digits

__all__ = ["cores", "number_keys", "person_keys"]

_PRIME = np.uint64(1099511628211)


def person_keys(ids: NDArray[np.bytes_]) -> NDArray[np.uint64]:
    """Hash the ids of people: the same number for the same id, wherever it stands.

    >>> person_keys(np.array([b"p_ann", b"p_bob"]))[0] == person_keys(np.array([b"p_ann"]))[0]
    np.True_
    """
    found = np.full(len(ids), 14695981039346656037, np.uint64)  # FNV-1a
    for letter in np.ascontiguousarray(ids).view(np.uint8).reshape(len(ids), ids.itemsize).T:
        found = (found ^ letter.astype(np.uint64)) * _PRIME
    return _mixed(found)


def number_keys(people: int) -> NDArray[np.uint64]:
    """Give keys to people who are known by number only."""
    return _mixed(np.arange(1, people + 1, dtype=np.uint64) * _PRIME)


def cores(
    label: NDArray[np.integer], strength: NDArray[np.float64], keys: NDArray[np.uint64]
) -> NDArray[np.int32]:
    """Give the person who names everybody's community, -1 where the label is -1.

    *strength* is all that each person has, inside their community and beyond.

    >>> cores(np.array([0, 0, 1, -1]), np.array([1.0, 1.0, 1.0, 0.0]), number_keys(4))[2:]
    array([ 2, -1], dtype=int32)
    """
    share = (keys >> np.uint64(11)).astype(np.float64) + 0.5
    with np.errstate(divide="ignore"):
        draw = nine_digits(-np.log(share * 2.0**-53) / _weight(strength, label >= 0))
    person = np.flatnonzero(label >= 0)
    order = person[np.lexsort((keys[person], draw[person], label[person]))]
    first = np.flatnonzero(np.diff(label[order], prepend=-1))
    found = np.full(len(label), -1, np.int32)
    found[order] = np.repeat(order[first], np.diff(first, append=len(order)))
    return found


def _weight(strength: NDArray[np.float64], counts: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How much each strength counts in the draw, beside the mean of those that count."""
    mean = strength[counts].sum() / max(int(counts.sum()), 1)
    times = strength / max(mean, np.finfo(float).tiny)
    weight: NDArray[np.float64] = np.sqrt(times) + (times / 2) ** 4
    return weight


def _mixed(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits of keys (the finalizer of splitmix64)."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = key ^ (key >> np.uint64(31))
    return mixed
