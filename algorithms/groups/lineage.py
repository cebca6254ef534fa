"""Lineage: what became of communities between two moments, by the people they have in common.

Community j after *descends* from community i before where more than half (a threshold t) of either
is in the other, counting those who are in some community both times:

    i -> j   if  n_ij / n_i > t  or  n_ij / n_j > t

    n_ij: people in i before and in j after
    n_i, n_j: people of i, of j who are in some community the other time, too

Communities joined by descent, directly or over others, are one *change*, so each community of
either side is in exactly one:

    before  after   kind
    1       1       continued
    2+      1       merged        several became one
    1       2+      split         one became several
    2+      2+      regrouped     both at once, such as a part of one that joined another
    0       1       born          most of it from nowhere in particular
    1       0       ended         its people went everywhere, or are out of touch

With t = 1/2 (the least allowed) each community has at most one that most of it came from, and one
that most of it went to. ``stayed`` counts the people who are in the change both before and after,
``left`` who were in it and are elsewhere or in no community, ``came`` the reverse; ``moved`` is the
share (left + came) / (stayed + left + came). Ids play no part: a community may continue under
another id, and one that is not continued under the same.

Cost: O(n log n) for n people.

References
----------
Palla, G., Barabasi, A.-L., Vicsek, T. "Quantifying social group evolution." Nature 446 (2007).
Greene, D., Doyle, D., Cunningham, P. "Tracking the evolution of communities in dynamic social
networks." ASONAM 2010.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["CHANGES", "Change", "ChangeKind", "Lineage", "lineage"]

ChangeKind = Literal["continued", "merged", "split", "regrouped", "born", "ended"]
CHANGES: tuple[ChangeKind, ...] = ("continued", "merged", "split", "regrouped", "born", "ended")

Ints = NDArray[np.integer]


@dataclass(frozen=True)
class Change:
    """What happened to some communities, each called by its label, the largest first."""

    kind: ChangeKind
    before: tuple[int, ...]
    after: tuple[int, ...]
    stayed: int
    left: int
    came: int

    @property
    def moved(self) -> float:
        """The share of everybody concerned who is on one side only."""
        return (self.left + self.came) / (self.stayed + self.left + self.came)


@dataclass(frozen=True)
class Lineage:
    """All changes, those of the most people first; ``moved`` is the share of people who moved.

    Of those in a community both times, who moved is now outside what their community became; NaN
    where there is nobody.
    """

    changes: tuple[Change, ...]
    moved: float
    threshold: float

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)


def lineage(before: Ints, after: Ints, *, threshold: float = 0.5) -> Lineage:
    """Tell what became of communities: a label for each person before and after, -1 for none.

    >>> found = lineage(np.array([1, 1, 1, 1, 5, 5]), np.array([1, 1, 2, 2, 5, -1]))
    >>> [(change.kind, change.before, change.after, change.moved) for change in found]
    [('split', (1,), (1, 2), 0.0), ('continued', (5,), (5,), 0.5)]
    """
    if before.shape != after.shape:
        raise ValueError(f"{len(before)} people before and {len(after)} after: give the same")
    if not 0.5 <= threshold < 1:
        raise ValueError(f"threshold must lie in [0.5, 1), not {threshold!r}")
    olds, old = np.unique(before[before >= 0], return_inverse=True)
    news, new = np.unique(after[after >= 0], return_inverse=True)
    i, j = np.full(len(before), -1), np.full(len(after), -1)
    i[before >= 0], j[after >= 0] = old, new
    change_of_old, change_of_new, count = _descent(i, j, len(olds), len(news), threshold)
    was = np.append(change_of_old, -1)[i]
    now = np.append(change_of_new, -1)[j]
    stayed = np.bincount(was[(was == now) & (was >= 0)], minlength=count)
    left = np.bincount(was[was >= 0], minlength=count) - stayed
    came = np.bincount(now[now >= 0], minlength=count) - stayed
    sides = [
        _called(change_of_old, olds, np.bincount(old, minlength=len(olds)), count),
        _called(change_of_new, news, np.bincount(new, minlength=len(news)), count),
    ]
    changes = [
        Change(_kind(len(one), len(other)), one, other, *numbers)
        for one, other, *numbers in zip(
            *sides, stayed.tolist(), left.tolist(), came.tolist(), strict=True
        )
    ]
    changes.sort(key=lambda one: (-one.stayed - one.left - one.came, one.before, one.after))
    both = (was >= 0) & (now >= 0)
    moved = float(np.mean(was[both] != now[both])) if both.any() else float("nan")
    return Lineage(tuple(changes), moved, threshold)


def _descent(i: Ints, j: Ints, olds: int, news: int, threshold: float) -> tuple[Ints, Ints, int]:
    """Number the changes: those of communities before, of communities after, and how many."""
    both = (i >= 0) & (j >= 0)
    shared, people = np.unique(i[both] * max(news, 1) + j[both], return_counts=True)
    one, other = shared // max(news, 1), shared % max(news, 1)
    of_old, of_new = np.bincount(i[both], minlength=olds), np.bincount(j[both], minlength=news)
    descends = (people > threshold * of_old[one]) | (people > threshold * of_new[other])
    places = (one[descends], olds + other[descends])
    total = olds + news
    joined = sparse.coo_array((np.ones(len(places[0])), places), (total, total))
    count, change = sparse.csgraph.connected_components(joined, directed=False)
    return change[:olds], change[olds:], int(count)


def _called(change: Ints, label: Ints, size: Ints, count: int) -> list[tuple[int, ...]]:
    """The labels of each change's communities on one side, the largest first."""
    found: list[list[int]] = [[] for _ in range(count)]
    for k in np.lexsort((label, -size)).tolist():
        found[int(change[k])].append(int(label[k]))
    return [tuple(one) for one in found]


def _kind(before: int, after: int) -> ChangeKind:
    if not before or not after:
        return "ended" if before else "born"
    if before == 1:
        return "continued" if after == 1 else "split"
    return "merged" if after == 1 else "regrouped"
