"""NetworKit: what it calls the measures, and what its answers mean in ours."""

from functools import cached_property, partial

import networkit as nk
import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection
from api.parity.comparison import Comparison

__all__ = ["COMPARISONS", "InNetworkit"]

Floats = NDArray[np.float64]

nk.setNumberOfThreads(1)


class InNetworkit:
    """A projection as NetworKit keeps it."""

    def __init__(self, seen: Projection) -> None:
        self.seen = seen
        self.all_pairs = np.ones(len(seen.a), np.bool_)

    def _made(
        self, ends: tuple[NDArray[np.int32], NDArray[np.int32]], weight: Floats, *, directed: bool
    ) -> nk.Graph:
        graph = nk.Graph(self.seen.people, weighted=True, directed=directed)
        for a, b, w in zip(*(one.tolist() for one in (*ends, weight)), strict=True):
            graph.addEdge(a, b, w)
        graph.indexEdges()
        return graph

    @cached_property
    def ties(self) -> nk.Graph:
        ends = (self.seen.source, self.seen.target)
        return self._made(ends, self.seen.weight, directed=True)

    @cached_property
    def shares(self) -> nk.Graph:
        ends = (self.seen.source, self.seen.target)
        return self._made(ends, self.seen.transition.data, directed=True)

    @cached_property
    def live_ties(self) -> nk.Graph:
        live = self.seen.tie_is_live
        ends = (self.seen.source[live], self.seen.target[live])
        return self._made(ends, self.seen.weight[live], directed=True)

    @cached_property
    def live(self) -> nk.Graph:
        """The live pairs, a step each."""
        chosen = self.seen.live
        ones = np.ones(int(chosen.sum()))
        return self._made((self.seen.a[chosen], self.seen.b[chosen]), ones, directed=False)

    @cached_property
    def costs(self) -> nk.Graph:
        """All pairs at their whole-number costs."""
        return self._made((self.seen.a, self.seen.b), self.seen.cost.astype(float), directed=False)

    @cached_property
    def steps(self) -> nk.Graph:
        """The live pairs without weights: what NetworKit searches by breadth."""
        found = nk.graphtools.toUnweighted(self.live)
        found.indexEdges()
        return found

    def by_live_pair(self, found: list[float]) -> Floats:
        values = np.full(len(self.seen.a), np.nan)
        values[self.seen.live] = found
        return values

    def each(self, ask: str, graph: nk.Graph) -> Floats:
        return np.array([getattr(graph, ask)(k) for k in range(self.seen.people)], np.float64)


def _scores(algorithm: nk.centrality.Centrality) -> Floats:
    return np.array(algorithm.run().scores(), np.float64)


def _pagerank(at: InNetworkit) -> Floats:
    distribute = nk.centrality.SinkHandling.DistributeSinks
    asked = nk.centrality.PageRank(at.shares, 0.85, 1e-15, distributeSinks=distribute)
    asked.maxIterations = 5000
    asked.norm = nk.centrality.Norm.L1_NORM
    return _scores(asked)


def _having_pairs(graph: nk.Graph) -> int:
    return sum(graph.degree(k) > 0 for k in graph.iterNodes())


def _betweenness(at: InNetworkit, *, by_strength: bool = False) -> Floats:
    graph = at.costs if by_strength else at.steps
    n = _having_pairs(graph)
    found = _scores(nk.centrality.Betweenness(graph)) / 2
    return found / ((n - 1) * (n - 2) / 2) if n >= 3 else np.full(len(found), np.nan)


def _pair_betweenness(at: InNetworkit, *, by_strength: bool = False) -> Floats:
    graph = at.costs if by_strength else at.steps
    n = _having_pairs(graph)
    asked = nk.centrality.Betweenness(graph, computeEdgeCentrality=True).run()
    counts, chosen = asked.edgeScores(), at.all_pairs if by_strength else at.seen.live
    values = np.full(len(at.seen.a), np.nan)
    for k in np.flatnonzero(chosen).tolist():
        values[k] = counts[graph.edgeId(int(at.seen.a[k]), int(at.seen.b[k]))]
    return np.asarray(values / (2 * max(n * (n - 1) / 2, 1)))


def _harmonic(at: InNetworkit, *, by_strength: bool = False) -> Floats:
    graph = at.costs if by_strength else at.steps
    found = _scores(nk.centrality.HarmonicCloseness(graph, normalized=False))
    return found * (16 if by_strength else 1) / max(_having_pairs(graph) - 1, 1)


def _blocks(at: InNetworkit) -> Floats:
    found = np.zeros(at.seen.people)
    for block in nk.components.BiconnectedComponents(at.live).run().getComponents():
        found[block] += 1
    return np.maximum(found - 1, 0)


def _clustering(at: InNetworkit) -> Floats:
    found = _scores(nk.centrality.LocalClusteringCoefficient(at.steps))
    return np.where(at.each("degree", at.live) < 2, np.nan, found)


def _index(at: InNetworkit, index: type) -> list[float]:
    asked = index(at.steps)
    pairs = zip(at.seen.a[at.seen.live].tolist(), at.seen.b[at.seen.live].tolist(), strict=True)
    return [asked.run(a, b) for a, b in pairs]


_row = partial(Comparison, library="NetworKit", drawn=InNetworkit)
_count = partial(_row, relative=0.0, absolute=0.0)

_SHARES = "is given each tie as a share of what its sender sends"
_SETTLED = "ours stops where a round changes less than 1e-10 in sum"
_OTHERS = "divided by the number of others who have a pair"
_BITS = "ours rounds 1/d to 36 bits, so that sums are exact in any order"
_HALVED = "half of it, each pair being met from both ends, divided by our number of pairs"

COMPARISONS = (
    _row(
        "pagerank",
        "PageRank(DistributeSinks, L1_NORM, tol=1e-15)",
        _pagerank,
        absolute=1e-9,
        conversion=_SHARES,
        why=_SETTLED,
        can=lambda seen: seen.people > 0,
        limits="there is nobody: it raises an error",
    ),
    _row("betweenness", "Betweenness", _betweenness, conversion=_HALVED),
    _row(
        "betweenness_by_strength",
        "Betweenness, weighted",
        partial(_betweenness, by_strength=True),
        conversion=_HALVED,
    ),
    _row(
        "closeness",
        "HarmonicCloseness(normalized=False)",
        _harmonic,
        absolute=1e-10,
        conversion=_OTHERS,
        why=_BITS,
    ),
    _row(
        "closeness_by_strength",
        "HarmonicCloseness, weighted",
        partial(_harmonic, by_strength=True),
        conversion="times 16, the cost of the strongest pair, and divided as above",
    ),
    _count("degree", "Graph.degree", lambda at: at.each("degree", at.live)),
    _count("in_degree", "Graph.degreeIn", lambda at: at.each("degreeIn", at.live_ties)),
    _count("out_degree", "Graph.degreeOut", lambda at: at.each("degreeOut", at.live_ties)),
    _row("out_strength", "Graph.weightedDegree", lambda at: at.each("weightedDegree", at.ties)),
    _row("in_strength", "Graph.weightedDegreeIn", lambda at: at.each("weightedDegreeIn", at.ties)),
    _count(
        "core_number",
        "CoreDecomposition",
        lambda at: _scores(nk.centrality.CoreDecomposition(at.live)),
    ),
    _row(
        "clustering",
        "LocalClusteringCoefficient",
        _clustering,
        conversion="undefined, where it says 0, for people with fewer than two contacts",
    ),
    _count(
        "articulation",
        "BiconnectedComponents",
        _blocks,
        conversion="the blocks somebody is part of, less 1",
    ),
    _count(
        "embeddedness",
        "CommonNeighborsIndex",
        lambda at: at.by_live_pair(_index(at, nk.linkprediction.CommonNeighborsIndex)),
    ),
    _row(
        "pair_betweenness",
        "Betweenness(computeEdgeCentrality=True)",
        _pair_betweenness,
        conversion=_HALVED,
    ),
    _row(
        "pair_betweenness",
        "Betweenness(computeEdgeCentrality=True), weighted",
        partial(_pair_betweenness, by_strength=True),
        form="by strength",
        conversion=_HALVED,
    ),
)
