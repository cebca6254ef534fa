"""What the growth benchmark asks of each library: one plain call for each measure that it has.

Nothing is converted: a call gets the graph as its library keeps it, and gives the values as its
library hands them over. That the answers are the same is the matter of the parity suite
(`docs/parity.md`). Of articulation the blocks are asked for: into how many pieces the network falls
follows from them, and not from the names of the points alone. Above the exact limit path measures
start from the same number of pivots everywhere.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import igraph
import networkit
import networkx as nx
import numpy as np
from numpy.typing import NDArray

from benchmarks.growth_as_good import Drawn, igraph_as_good, networkit_as_good
from benchmarks.growth_calls import OURS, Given, Library

__all__ = ["LIBRARIES"]

Ints = NDArray[np.int32]
_SEED = 7


def _drawn(given: Given, draw: Callable[..., Any]) -> Drawn:
    seen = given.projection
    live_pairs = (seen.people, seen.a[seen.live], seen.b[seen.live])
    return Drawn(
        ties=draw(seen.people, seen.source, seen.target, seen.weight, directed=True),
        live=draw(*live_pairs, None, directed=False),
        pairs=draw(seen.people, seen.a, seen.b, seen.pair_weight, directed=False),
        given=given,
        pivots=given.pivots,
        weight=seen.weight.tolist(),
        pair_weight=seen.pair_weight.tolist(),
        cost=seen.cost.tolist(),
        by_strength=draw(*live_pairs, seen.pair_weight[seen.live], directed=False),
        live_weight=seen.pair_weight[seen.live].tolist(),
    )


def _igraph(people: int, a: Ints, b: Ints, _weight: Any, *, directed: bool) -> igraph.Graph:  # noqa: ANN401
    ends = list(zip(a.tolist(), b.tolist(), strict=True))
    return igraph.Graph(n=people, edges=ends, directed=directed)


_IN_IGRAPH: dict[str, Callable[[Drawn], Any]] = {
    "pagerank": lambda at: at.ties.pagerank(weights=at.weight),
    "personalised_pagerank": lambda at: at.ties.personalized_pagerank(
        reset_vertices=[0, 1, 2], weights=at.weight
    ),
    "betweenness": lambda at: at.live.betweenness(directed=False, sources=at.pivots),
    "betweenness_by_strength": lambda at: at.pairs.betweenness(
        directed=False, sources=at.pivots, weights=at.cost
    ),
    "closeness": lambda at: at.live.harmonic_centrality(vertices=at.pivots),
    "classic_closeness": lambda at: at.live.closeness(vertices=at.pivots),
    "closeness_by_strength": lambda at: at.pairs.harmonic_centrality(
        vertices=at.pivots, weights=at.cost
    ),
    "degree": lambda at: at.live.degree(),
    "in_degree": lambda at: at.ties.indegree(),
    "out_degree": lambda at: at.ties.outdegree(),
    "strength": lambda at: at.pairs.strength(weights=at.pair_weight),
    "in_strength": lambda at: at.ties.strength(mode="in", weights=at.weight),
    "out_strength": lambda at: at.ties.strength(mode="out", weights=at.weight),
    "core_number": lambda at: at.live.coreness(),
    "clustering": lambda at: at.live.transitivity_local_undirected(),
    "constraint": lambda at: at.pairs.constraint(weights=at.pair_weight),
    "two_step_reach": lambda at: at.live.neighborhood_size(order=2, mindist=1),
    "articulation": lambda at: at.live.biconnected_components(),
    "hubs": lambda at: at.ties.hub_score(weights=at.weight),
    "authorities": lambda at: at.ties.authority_score(weights=at.weight),
    "eigenvector": lambda at: at.pairs.eigenvector_centrality(
        directed=False, weights=at.pair_weight
    ),
    "overlap": lambda at: at.live.similarity_jaccard(pairs=at.live.get_edgelist()),
    "bridge": lambda at: at.live.bridges(),
    "pair_betweenness": lambda at: at.live.edge_betweenness(directed=False, sources=at.pivots),
    "pair_reciprocity": lambda at: at.ties.is_mutual(),
    "communities": lambda at: at.live.community_leiden(
        objective_function="modularity", weights=at.live_weight, n_iterations=2
    ),
    "communities_as_good": igraph_as_good,
}


def _networkit(
    people: int, a: Ints, b: Ints, weight: NDArray[np.float64] | None, *, directed: bool
) -> networkit.Graph:
    networkit.setSeed(_SEED, useThreadId=False)
    values = np.ones(len(a)) if weight is None else weight
    inputs = (values, (a.astype(np.uint64), b.astype(np.uint64)))
    graph = networkit.GraphFromCoo(inputs, n=people, weighted=weight is not None, directed=directed)
    graph.indexEdges()
    return graph


def _nk(of: Callable[..., Any], on: str, *more: Any, **options: Any) -> Callable[[Drawn], Any]:  # noqa: ANN401
    return lambda at: _handed_over(of(getattr(at, on), *more, **options).run())


def _handed_over(found: Any) -> Any:  # noqa: ANN401 - whatever NetworKit gives
    """Take the values out of where NetworKit keeps them, as the others give theirs."""
    if hasattr(found, "scores"):
        found.scores()
    return found


def _nk_pivoted(exact: Callable[..., Any], estimate: Callable[..., Any]) -> Callable[[Drawn], Any]:
    def call(at: Drawn) -> object:
        if at.pivots is None:
            return _handed_over(exact(at.live).run())
        return _handed_over(estimate(at.live, len(at.pivots)).run())

    return call


_nc = networkit.centrality
_IN_NETWORKIT: dict[str, Callable[[Drawn], Any]] = {
    "pagerank": _nk(_nc.PageRank, "ties", 0.85, 1e-10),
    "betweenness": _nk_pivoted(
        _nc.Betweenness, lambda graph, k: _nc.EstimateBetweenness(graph, k, False, True)
    ),
    "closeness": _nk_pivoted(_nc.HarmonicCloseness, _nc.ApproxCloseness),
    "degree": _nk(_nc.DegreeCentrality, "live"),
    "core_number": _nk(_nc.CoreDecomposition, "live"),
    "clustering": _nk(_nc.LocalClusteringCoefficient, "live", turbo=True),
    "eigenvector": _nk(_nc.EigenvectorCentrality, "pairs", 1e-10),
    "articulation": _nk(networkit.components.BiconnectedComponents, "live"),
    "embeddedness": _nk(networkit.sparsification.TriangleEdgeScore, "live"),
    "communities": lambda at: networkit.community.ParallelLeiden(at.by_strength, 2).run(),
    "communities_as_good": networkit_as_good,
}
_ONE_THREAD = {name: _IN_NETWORKIT[name] for name in ("communities", "communities_as_good")}


def _networkx(
    people: int, a: Ints, b: Ints, weight: NDArray[np.float64] | None, *, directed: bool
) -> Any:  # noqa: ANN401
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(people))
    if weight is None:
        graph.add_edges_from(zip(a.tolist(), b.tolist(), strict=True))
    else:
        graph.add_weighted_edges_from(zip(a.tolist(), b.tolist(), weight.tolist(), strict=True))
    return graph


def _nx(of: Callable[..., Any], on: str, **options: Any) -> Callable[[Drawn], Any]:  # noqa: ANN401
    def call(at: Drawn) -> object:
        found = of(getattr(at, on), **options)
        return found if isinstance(found, (dict, float, tuple)) else list(found)

    return call


def _nx_sampled(of: Callable[..., Any]) -> Callable[[Drawn], Any]:
    def call(at: Drawn) -> object:
        return of(at.live, k=None if at.pivots is None else len(at.pivots), seed=_SEED)

    return call


_IN_NETWORKX: dict[str, Callable[[Drawn], Any]] = {
    "pagerank": _nx(nx.pagerank, "ties", tol=1e-14, max_iter=1_000),
    "betweenness": _nx_sampled(nx.betweenness_centrality),
    "closeness": lambda at: nx.harmonic_centrality(at.live, nbunch=at.pivots),
    "classic_closeness": _nx(nx.closeness_centrality, "live"),
    "core_number": _nx(nx.core_number, "live"),
    "clustering": _nx(nx.clustering, "live"),
    "constraint": _nx(nx.constraint, "pairs", weight="weight"),
    "effective_size": _nx(nx.effective_size, "pairs", weight="weight"),
    "articulation": _nx(nx.biconnected_components, "live"),
    "hubs": _nx(nx.hits, "ties", max_iter=10_000, tol=1e-10),
    "eigenvector": _nx(
        nx.eigenvector_centrality, "pairs", weight="weight", max_iter=10_000, tol=1e-10
    ),
    "katz": lambda at: nx.katz_centrality(
        at.ties, alpha=at.given.factor, weight="weight", max_iter=10_000, tol=1e-10
    ),
    "bridge": _nx(nx.bridges, "live"),
    "local_bridge": _nx(nx.local_bridges, "live", with_span=False),
    "pair_betweenness": _nx_sampled(nx.edge_betweenness_centrality),
    "communities": _nx(nx.community.louvain_communities, "by_strength", seed=_SEED),
}


def _alone(of: Callable[..., Any]) -> Callable[..., Any]:
    """Draw as NetworKit does, in a process that has one thread."""

    def draw(*columns: Any, **options: Any) -> Any:  # noqa: ANN401
        networkit.setNumberOfThreads(1)
        return of(*columns, **options)

    return draw


LIBRARIES = {
    "tieline": OURS,
    "igraph": Library("igraph", partial(_drawn, draw=_igraph), _IN_IGRAPH),
    "NetworKit": Library("NetworKit", partial(_drawn, draw=_networkit), _IN_NETWORKIT),
    "NetworKit, one thread": Library(
        "NetworKit, one thread", partial(_drawn, draw=_alone(_networkit)), _ONE_THREAD
    ),
    "networkx": Library("networkx", partial(_drawn, draw=_networkx), _IN_NETWORKX),
}
"""By name. The first is ours."""
