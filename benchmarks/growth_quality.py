"""How good the communities are that a library found: their modularity, counted the same for all.

Speed says little of a search without what it found. Modularity is counted over the live pairs with
their strengths, at resolution 1, by `algorithms.communities.modularity`.
"""

from collections.abc import Iterable
from typing import Any

import igraph
import networkit
import numpy as np
from numpy.typing import NDArray

from algorithms.communities import Communities, modularity
from benchmarks.growth_calls import Given

__all__ = ["modularity_found"]


def modularity_found(given: Given, found: object) -> float:
    """Give the modularity of what a library answered when it was asked for communities."""
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
    return _of_sets(found, people)


def _of_sets(found: Iterable[set[int]], people: int) -> NDArray[np.int64]:
    label = np.zeros(people, np.int64)
    for number, members in enumerate(found):
        label[list(members)] = number
    return label
