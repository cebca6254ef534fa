"""Measures of pairs, as igraph takes them, and what its answers mean in ours."""

from functools import partial

import igraph
import numpy as np
from numpy.typing import NDArray

from api.parity.comparison import Comparison
from api.parity.igraph_drawn import InIgraph

__all__ = ["COMPARISONS"]

Floats = NDArray[np.float64]


def _degree(graph: igraph.Graph) -> NDArray[np.int64]:
    return np.array(graph.degree(), np.int64)


def _pair_betweenness(at: InIgraph, *, by_strength: bool = False) -> Floats:
    graph = at.pairs if by_strength else at.live
    cost = at.seen.cost.tolist() if by_strength else None
    n = int((_degree(graph) > 0).sum())
    found = np.array(graph.edge_betweenness(directed=False, weights=cost), np.float64)
    found /= max(n * (n - 1) / 2, 1)
    return found if by_strength else at.by_live_pair(found)


def _overlap(at: InIgraph) -> Floats:
    pairs = [one.tuple for one in at.live.es]
    share = np.array(at.live.similarity_jaccard(pairs=pairs, loops=False), np.float64)
    known = [set(at.live.neighbors(k)) for k in range(at.seen.people)]
    either = np.array([len(known[a] | known[b]) for a, b in pairs], np.float64)
    return at.by_live_pair(share * either / np.where(either > 2, either - 2, np.nan))


def _embeddedness(at: InIgraph) -> Floats:
    found = dict.fromkeys((one.tuple for one in at.live.es), 0)
    for i, j, k in at.live.list_triangles():
        for pair in ((i, j), (i, k), (j, k)):
            found[min(pair), max(pair)] += 1
    return at.by_live_pair(np.array(list(found.values()), np.float64))


def _bridge(at: InIgraph) -> Floats:
    found = np.zeros(at.live.ecount())
    found[at.live.bridges()] = 1.0
    return at.by_live_pair(found)


def _answered(at: InIgraph) -> Floats:
    ends = zip(at.seen.a.tolist(), at.seen.b.tolist(), strict=True)
    ties = [max(at.ties.get_eid(a, b, error=False), at.ties.get_eid(b, a, error=False))
            for a, b in ends]  # fmt: skip
    return np.array(at.ties.is_mutual(ties) if ties else [], np.float64)


def _strength(at: InIgraph) -> Floats:
    both = at.ties.copy()
    both.es["weight"] = at.seen.weight.tolist()
    both = both.as_undirected(mode="collapse", combine_edges={"weight": "sum"})
    found = dict(zip((one.tuple for one in both.es), both.es["weight"], strict=True))
    pairs = zip(at.seen.a.tolist(), at.seen.b.tolist(), strict=True)
    return np.array([found[min(pair), max(pair)] for pair in pairs], np.float64)


_row = partial(Comparison, library="igraph", drawn=InIgraph)
_count = partial(_row, relative=0.0, absolute=0.0)
_OURS_OF_ALL = "divided by the number of pairs among those who have a pair; igraph gives counts"
_COSTS = f"is given the whole-number costs of pairs; {_OURS_OF_ALL}"
_OPEN = "it counts the two themselves among the people known to either: J * u / (u - 2)"

COMPARISONS = (
    _row("pair_strength", "as_undirected(combine_edges='sum')", _strength),
    _row("overlap", "similarity_jaccard(pairs, loops=False)", _overlap, conversion=_OPEN),
    _count(
        "embeddedness",
        "list_triangles",
        _embeddedness,
        conversion="the triangles that each pair is a side of",
    ),
    _count("bridge", "bridges", _bridge),
    _row("pair_betweenness", "edge_betweenness", _pair_betweenness, conversion=_OURS_OF_ALL),
    _row(
        "pair_betweenness",
        "edge_betweenness(weights=cost)",
        partial(_pair_betweenness, by_strength=True),
        form="by strength",
        conversion=_COSTS,
    ),
    _row(
        "pair_reciprocity",
        "is_mutual",
        _answered,
        form="of equal strengths",
        conversion="it reads no strengths: 1 where both directions are there, else 0",
    ),
)
"""Of pairs, in the order of our measures."""
