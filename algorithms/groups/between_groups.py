"""Between groups: which groups have most to do with each other, and how much of each one's outside.

    strength_gh = sum of the strength of live pairs with one end in g and the other, not in g, in h
    share_gh    = strength_gh / (strength of all live pairs that lead out of g)

Where nobody is in two groups strength is symmetric; the share is not: the few contacts of a small
group may all lead to a large one that hardly notices. Where groups overlap, a contact counts for
every group that the other end is in, so that shares may add up to more than 1; shares of those who
are in no group are missing, so that they may add up to less. A group is never counted against
itself. The share of a group that nothing leads out of is undefined, and it has no row.

Cost: O(m * k * k) for m live pairs with an end in the groups asked for and k groups of a person.

References
----------
Wasserman, S., Faust, K. "Social network analysis: methods and applications." Cambridge (1994),
chapter 10: blocks and the ties between them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.groups.cohesion import crossings
from algorithms.groups.membership import Groups
from algorithms.projection import Projection

__all__ = ["BetweenGroups", "between_groups"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class BetweenGroups:
    """Rows are the groups asked for, columns the groups they have to do with.

    ``strength`` and ``pairs`` are of live pairs; ``outside`` is what leads out of each row's group.
    """

    row: Ints
    strength: sparse.csr_array
    pairs: sparse.csr_array
    outside: Floats

    def closest(self, group: int, most: int) -> list[tuple[int, float, float, int]]:
        """Give the groups that one has most to do with: group, strength, share, live pairs.

        Of equals the lower number stands first.
        """
        (k,) = np.flatnonzero(self.row == group)
        span = slice(self.strength.indptr[k], self.strength.indptr[k + 1])
        other, strength = self.strength.indices[span], self.strength.data[span]
        order = np.lexsort((other, -strength))[:most]
        return [
            (int(other[i]), float(strength[i]), float(strength[i] / self.outside[k]), int(count))
            for i, count in zip(order, self.pairs.data[span][order], strict=True)
        ]


def between_groups(
    projection: Projection, groups: Groups, *, of: NDArray[np.integer] | None = None
) -> BetweenGroups:
    """Add up the contact of groups with each other; *of* names the groups to look at.

    Ann and Bob are one group, Cleo and Dan another, Eve a third; Ann knows Cleo, Dan and Eve.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(5, source=[0, 0, 0, 0], target=[1, 2, 3, 4], at=[0] * 4)
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> found = between_groups(seen, Groups.of_labels(np.array([0, 0, 1, 1, 2])))
    >>> found.strength.toarray()
    array([[0., 2., 1.],
           [2., 0., 0.],
           [1., 0., 0.]])
    >>> [(group, round(share, 3)) for group, _, share, _ in found.closest(0, 5)]
    [(1, 0.667), (2, 0.333)]
    """
    row = np.arange(len(groups)) if of is None else np.unique(np.asarray(of, np.int64))
    if len(row) and not 0 <= row[0] <= row[-1] < len(groups):
        raise ValueError(f"groups are numbered 0 .. {len(groups) - 1}, not {row[0]} .. {row[-1]}")
    wanted = np.zeros(len(groups), bool)
    wanted[row] = True
    is_member = groups.matrix @ wanted.astype(np.float64) > 0
    among = is_member[projection.a] | is_member[projection.b]
    shape = (len(groups), len(groups))
    strength, pairs = sparse.csr_array(shape), sparse.csr_array(shape)
    outside = np.zeros(len(groups))
    for block in crossings(projection, groups, among):
        for leaves, other in ((block.of_a, block.b), (block.of_b, block.a)):
            to, each = groups.matrix[other], np.repeat(block.weight, np.diff(leaves.indptr))
            leaving = sparse.csr_array((each, leaves.indices, leaves.indptr), leaves.shape)
            strength = strength + leaving.T @ to
            pairs = pairs + leaves.T @ to
            outside += np.bincount(leaves.indices, each, len(groups))
    return BetweenGroups(row, _rows(strength, row), _rows(pairs, row), outside[row])


def _rows(found: sparse.csr_array, row: Ints) -> sparse.csr_array:
    wanted = found.tocsr()[row]
    wanted.sort_indices()
    return wanted
