"""Measures of people counted, by paths, by contacts: as igraph takes and we read them."""

from functools import partial

import igraph
import numpy as np
from numpy.typing import NDArray

from api.parity import ours
from api.parity.comparison import Comparison
from api.parity.igraph_drawn import InIgraph

__all__ = ["COMPARISONS"]

Floats = NDArray[np.float64]


def _degree(graph: igraph.Graph) -> NDArray[np.int64]:
    return np.array(graph.degree(), np.int64)


def _betweenness(at: InIgraph, *, by_strength: bool = False) -> Floats:
    graph = at.pairs if by_strength else at.live
    cost = at.seen.cost.tolist() if by_strength else None
    n = int((_degree(graph) > 0).sum())
    found = np.array(graph.betweenness(directed=False, weights=cost), np.float64)
    return found / ((n - 1) * (n - 2) / 2) if n >= 3 else np.full(len(found), np.nan)


def _harmonic(at: InIgraph, *, by_strength: bool = False) -> Floats:
    graph = at.pairs if by_strength else at.live
    cost = at.seen.cost.tolist() if by_strength else None
    n = int((_degree(graph) > 0).sum())
    found = np.array(graph.harmonic_centrality(weights=cost, normalized=False), np.float64)
    return found * (16 if by_strength else 1) / max(n - 1, 1)


def _classic(at: InIgraph) -> Floats:
    known = _degree(at.live) > 0
    found = np.array(at.live.closeness(normalized=True), np.float64)  # within the component
    size = np.array([len(at.live.subcomponent(k)) - 1.0 for k in range(at.seen.people)])
    return np.where(known, found * size / max(int(known.sum()) - 1, 1), np.nan)


def _strength(at: InIgraph, *, mode: str) -> Floats:
    return np.array(at.ties.strength(mode=mode, weights=at.seen.weight.tolist()), np.float64)


def _blocks(at: InIgraph) -> Floats:
    """Pieces that are left where somebody is taken out, less those there were without them."""
    graph, found = at.live, np.zeros(at.seen.people)
    for person in graph.articulation_points():
        rest = graph.copy()
        rest.delete_vertices([person])
        found[person] = len(rest.components()) - len(graph.components())
    return found


_row = partial(Comparison, library="igraph", drawn=InIgraph)
_count = partial(_row, relative=0.0, absolute=0.0)
_OURS_OF_ALL = "divided by the number of pairs among those who have a pair; igraph gives counts"
_COSTS = f"is given the whole-number costs of pairs; {_OURS_OF_ALL}"
_OTHERS = "divided by the number of others who have a pair"

COMPARISONS = (
    _row("betweenness", "betweenness", _betweenness, conversion=_OURS_OF_ALL),
    _row(
        "betweenness_by_strength",
        "betweenness(weights=cost)",
        partial(_betweenness, by_strength=True),
        conversion=_COSTS,
    ),
    _row(
        "closeness",
        "harmonic_centrality(normalized=False)",
        _harmonic,
        absolute=1e-10,
        conversion=_OTHERS,
        why="ours rounds 1/d to 36 bits, so that sums are exact in any order",
    ),
    _row(
        "closeness_by_strength",
        "harmonic_centrality(weights=cost)",
        partial(_harmonic, by_strength=True),
        conversion="times 16, the cost of the strongest pair, and divided as above",
    ),
    _row(
        "classic_closeness",
        "closeness",
        _classic,
        conversion="it looks at one component only: times the share of the others reached",
    ),
    _count(
        "counterparts",
        "degree of as_undirected(mode='mutual')",
        lambda at: np.array(at.strong_ties.as_undirected(mode="mutual").degree()),
        conversion="is given the ties of which 1/16 of a fresh interaction is left",
    ),
    _count("degree", "degree", lambda at: np.array(at.live.degree())),
    _count("in_degree", "indegree", lambda at: np.array(at.live_ties.indegree())),
    _count("out_degree", "outdegree", lambda at: np.array(at.live_ties.outdegree())),
    *(
        _row(name, f"strength(mode={mode!r})", partial(_strength, mode=mode))
        for name, mode in (("strength", "all"), ("in_strength", "in"), ("out_strength", "out"))
    ),
    _count("core_number", "coreness", lambda at: np.array(at.live.coreness())),
    _row(
        "constraint",
        "constraint(weights)",
        lambda at: np.array(at.pairs.constraint(weights=at.seen.pair_weight.tolist())),
        can=ours.is_held,
        limits="strengths lie further apart than numbers reach: it loses pairs",
    ),
    _row(
        "clustering",
        "transitivity_local_undirected(mode='nan')",
        lambda at: np.array(at.live.transitivity_local_undirected(mode="nan")),
    ),
    _count(
        "two_step_reach",
        "neighborhood_size(order=2)",
        lambda at: np.array(at.live.neighborhood_size(order=2)) - 1.0,
        conversion="less 1: it counts the person asked about",
    ),
    _count(
        "articulation",
        "articulation_points, components",
        _blocks,
        conversion="each articulation point is taken out and the components counted",
    ),
)
"""Of people by counting, paths and contacts, in the order of our measures."""
