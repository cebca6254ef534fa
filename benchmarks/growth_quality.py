"""How good the answers of a library are, counted the same for all.

Speed says little of a search without what it found. Of communities that is their modularity, over
the live pairs with their strengths, at resolution 1. Of what is sought in rounds it is by how much
one more round of the formula would change the values, in sum, where they add up to 1: nothing, if
they were exact.
"""

from collections.abc import Callable, Iterable
from typing import Any

import igraph
import networkit
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.groups.communities import Communities, modularity
from algorithms.scores import Scores
from benchmarks.growth_calls import Given

__all__ = ["COMMUNITIES", "ROUNDS", "quality_found"]

COMMUNITIES = ("communities", "communities_as_good")
ROUNDS = ("pagerank", "personalised_pagerank", "eigenvector")

Floats = NDArray[np.float64]
_DAMPING = 0.85


def quality_found(measure: str, given: Given, found: object) -> float | None:
    """Give how good an answer is; None where nobody asks, or it cannot be told."""
    if measure in COMMUNITIES:
        return _modularity(given, found)
    if measure not in ROUNDS:
        return None
    values = np.abs(np.nan_to_num(_values(found, given.projection.people)))
    values /= values.sum()
    again = _round(measure, given)(values)
    return float(np.abs(again / again.sum() - values).sum())


def _modularity(given: Given, found: object) -> float:
    seen = given.projection
    live = seen.live
    label = _labels(found, seen.people)
    return modularity(label, seen.a[live], seen.b[live], seen.pair_weight[live])


def _labels(found: Any, people: int) -> NDArray[np.int64]:  # noqa: ANN401 - each in its own way
    if isinstance(found, Communities):
        return found.membership + np.int64(1)
    if isinstance(found, igraph.VertexClustering):
        return np.array(found.membership, np.int64)
    if isinstance(found, networkit.community.CommunityDetector):
        return np.array(found.getPartition().getVector(), np.int64)
    if isinstance(found[0], int):
        return np.array(found, np.int64)
    return _of_sets(found, people)


def _of_sets(found: Iterable[set[int]], people: int) -> NDArray[np.int64]:
    label = np.zeros(people, np.int64)
    for number, members in enumerate(found):
        label[list(members)] = number
    return label


def _values(found: Any, people: int) -> Floats:  # noqa: ANN401 - each in its own way
    if isinstance(found, Scores):
        return found.values
    if isinstance(found, dict):
        return np.array([found[one] for one in range(people)], np.float64)
    return np.array(found.scores() if hasattr(found, "scores") else found, np.float64)


def _round(measure: str, given: Given) -> Callable[[Floats], Floats]:
    """Give one round of a measure's formula."""
    seen = given.projection
    if measure == "eigenvector":
        ends = (np.concatenate([seen.a, seen.b]), np.concatenate([seen.b, seen.a]))
        shape = (seen.people, seen.people)
        pairs = sparse.csr_array((np.tile(seen.pair_weight, 2), ends), shape)
        return lambda values: pairs @ values
    begun = np.ones(seen.people)
    if measure == "personalised_pagerank":
        begun[3:] = 0
    begun /= begun.sum()
    incoming = seen.transition.T.tocsr()
    is_silent = np.bincount(seen.source, minlength=seen.people) == 0
    return lambda values: (
        _DAMPING * (incoming @ values) + (1 - _DAMPING + _DAMPING * values[is_silent].sum()) * begun
    )
