"""networkx: a projection as it keeps people, ties and pairs."""

from collections.abc import Mapping
from functools import cached_property

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection

__all__ = ["InNetworkx"]

Floats = NDArray[np.float64]


class InNetworkx:
    """A projection as networkx keeps it: ties with direction, pairs without, all or live ones."""

    def __init__(self, seen: Projection) -> None:
        self.seen = seen

    def _ties(self, chosen: NDArray[np.bool_], weight: Floats) -> nx.DiGraph:
        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.seen.people))
        columns = (self.seen.source[chosen], self.seen.target[chosen], weight[chosen])
        graph.add_weighted_edges_from(zip(*(one.tolist() for one in columns), strict=True))
        return graph

    @cached_property
    def ties(self) -> nx.DiGraph:
        """All ties, with their strengths."""
        return self._ties(np.ones(len(self.seen.source), np.bool_), self.seen.weight)

    @cached_property
    def shares(self) -> nx.DiGraph:
        """Each tie as a share of what its sender sends."""
        table = self.seen.transition
        return self._ties(np.ones(len(self.seen.source), np.bool_), table.data)

    @cached_property
    def live_ties(self) -> nx.DiGraph:
        """The ties of live pairs."""
        return self._ties(self.seen.tie_is_live, self.seen.weight)

    @cached_property
    def strong_ties(self) -> nx.DiGraph:
        """Ties of which 1/16 of a fresh interaction is left at the last interaction."""
        left = np.exp2((self.seen.fades_at - self.seen.last_at) / self.seen.half_life)
        return self._ties(left >= 1 / 16, self.seen.weight)

    def _pairs(self, chosen: NDArray[np.bool_]) -> nx.Graph:
        seen, graph = self.seen, nx.Graph()
        graph.add_nodes_from(range(seen.people))
        for k in np.flatnonzero(chosen).tolist():
            graph.add_edge(
                int(seen.a[k]), int(seen.b[k]), weight=seen.pair_weight[k], cost=int(seen.cost[k])
            )
        return graph

    @cached_property
    def pairs(self) -> nx.Graph:
        """All pairs, with their strengths and costs."""
        return self._pairs(np.ones(len(self.seen.a), np.bool_))

    @cached_property
    def live(self) -> nx.Graph:
        """The live pairs."""
        return self._pairs(self.seen.live)

    @cached_property
    def blocks(self) -> Floats:
        """How many blocks, largest groups that hold together without any one, each is part of."""
        found = np.zeros(self.seen.people)
        for block in nx.biconnected_components(self.live):
            found[list(block)] += 1
        return found

    def by_person(self, found: Mapping[int, float]) -> Floats:
        """Lay what was found of people out in their order."""
        return np.array([found[k] for k in range(self.seen.people)], np.float64)

    def by_live_pair(self, found: Mapping[tuple[int, int], float]) -> Floats:
        """Lay what was found of pairs, named either way round, out over all pairs."""
        values = np.full(len(self.seen.a), np.nan)
        for k in np.flatnonzero(self.seen.live).tolist():
            a, b = int(self.seen.a[k]), int(self.seen.b[k])
            values[k] = found[a, b] if (a, b) in found else found[b, a]
        return values

    def live_pairs(self) -> list[tuple[int, int]]:
        """Name the live pairs by their two people."""
        live = self.seen.live
        return list(zip(self.seen.a[live].tolist(), self.seen.b[live].tolist(), strict=True))
