"""Measures of pairs, as networkx takes them, and what its answers mean in ours."""

import math
from functools import partial

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from api.parity.comparison import Comparison
from api.parity.networkx_drawn import InNetworkx

__all__ = ["COMPARISONS"]

Floats = NDArray[np.float64]


def _having_pairs(graph: nx.Graph) -> nx.Graph:
    return graph.subgraph([k for k in graph if graph.degree(k)])


def _overlap(at: InNetworkx) -> Floats:
    found = {}
    for a, b, share in nx.jaccard_coefficient(at.live, at.live_pairs()):
        either = len(set(at.live[a]) | set(at.live[b]))
        found[a, b] = share * either / (either - 2) if either > 2 else math.nan
    return at.by_live_pair(found)


def _embeddedness(at: InNetworkx) -> Floats:
    found = {(a, b): len(nx.common_neighbors(at.live, a, b)) for a, b in at.live_pairs()}
    return at.by_live_pair(found)


def _marked(at: InNetworkx, *, local: bool) -> Floats:
    found = nx.local_bridges(at.live, with_span=False) if local else nx.bridges(at.live)
    return at.by_live_pair(dict.fromkeys(at.live_pairs(), 0.0) | _both(dict.fromkeys(found, 1.0)))


def _both(found: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    return found | {(b, a): value for (a, b), value in found.items()}


def _pair_betweenness(at: InNetworkx, *, cost: str | None = None) -> Floats:
    graph = at.pairs if cost else at.live
    n = len(_having_pairs(graph))
    found = nx.edge_betweenness_centrality(graph, normalized=False, weight=cost)
    pairs = zip(at.seen.a.tolist(), at.seen.b.tolist(), strict=True)
    either = _both(found)
    values = np.array([either.get(pair, np.nan) for pair in pairs], np.float64)
    return np.asarray(values / max(n * (n - 1) / 2, 1))


def _strength(at: InNetworkx) -> Floats:
    pairs = zip(at.seen.a.tolist(), at.seen.b.tolist(), strict=True)
    return np.array([at.ties.subgraph(pair).size(weight="weight") for pair in pairs], np.float64)


_row = partial(Comparison, library="networkx", drawn=InNetworkx)
_count = partial(_row, relative=0.0, absolute=0.0)
_OURS_OF_ALL = "divided by the number of pairs among those who have a pair: networkx counts all"
_COSTS = f"is given the whole-number costs of pairs; {_OURS_OF_ALL}"
_OPEN = "it counts the two themselves among the people known to either: J * u / (u - 2)"

COMPARISONS = (
    _row("pair_strength", "subgraph(...).size(weight)", _strength),
    _row("overlap", "jaccard_coefficient", _overlap, conversion=_OPEN),
    _count("embeddedness", "common_neighbors", _embeddedness),
    _count("bridge", "bridges", partial(_marked, local=False)),
    _count("local_bridge", "local_bridges", partial(_marked, local=True)),
    _row(
        "pair_betweenness",
        "edge_betweenness_centrality(normalized=False)",
        _pair_betweenness,
        conversion=_OURS_OF_ALL,
    ),
    _row(
        "pair_betweenness",
        "edge_betweenness_centrality(weight=cost)",
        partial(_pair_betweenness, cost="cost"),
        form="by strength",
        conversion=_COSTS,
    ),
)
"""Of pairs, in the order of our measures."""
