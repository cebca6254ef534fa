"""Measures of people counted, by paths, by contacts: as networkx takes and we read them."""

import math
from functools import partial

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import stats

from algorithms.projection import Projection
from api.parity import ours
from api.parity.comparison import Comparison
from api.parity.networkx_drawn import InNetworkx

__all__ = ["COMPARISONS"]

Floats = NDArray[np.float64]


def _having_pairs(graph: nx.Graph) -> nx.Graph:
    return graph.subgraph([k for k in graph if graph.degree(k)])


def _betweenness(at: InNetworkx, *, cost: str | None = None) -> Floats:
    graph = at.pairs if cost else at.live
    n = len(_having_pairs(graph))
    found = at.by_person(nx.betweenness_centrality(graph, normalized=False, weight=cost))
    return found / ((n - 1) * (n - 2) / 2) if n >= 3 else np.full(len(found), np.nan)


def _harmonic(at: InNetworkx, *, cost: str | None = None) -> Floats:
    graph = at.pairs if cost else at.live
    others = max(len(_having_pairs(graph)) - 1, 1)
    found = at.by_person(nx.harmonic_centrality(graph, distance=cost))
    return found * (16 if cost else 1) / others


def _classic(at: InNetworkx) -> Floats:
    found = nx.closeness_centrality(_having_pairs(at.live), wf_improved=True)
    return np.array([found.get(k, np.nan) for k in range(at.seen.people)], np.float64)


def _reciprocity(at: InNetworkx) -> Floats:
    found = nx.reciprocity(at.live_ties, list(range(at.seen.people))) if at.seen.people else {}
    share = np.array([found[k] for k in range(at.seen.people)], np.float64)
    return np.asarray(share / (2 - share))


def _counterparts(at: InNetworkx) -> Floats:
    return at.by_person(dict(at.strong_ties.to_undirected(reciprocal=True).degree()))


def _effective_size(at: InNetworkx) -> Floats:
    return at.by_person(nx.effective_size(at.live))


def _efficiency(at: InNetworkx) -> Floats:
    known = at.by_person(dict(at.live.degree()))
    return np.asarray(_effective_size(at) / np.where(known > 0, known, np.nan))


def _hierarchy(at: InNetworkx) -> Floats:
    found = np.full(at.seen.people, np.nan)
    if len(at.seen.a):
        table = nx.to_numpy_array(at.pairs, weight="weight")
        total = table.sum(axis=1, keepdims=True)
        share = np.divide(table, total, out=np.zeros_like(table), where=total > 0)
        parts = (share + share @ share) ** 2
        for person in at.pairs:
            own = parts[person][list(at.pairs[person])]
            if len(own) > 1:
                found[person] = 1 - stats.entropy(own) / math.log(len(own))
    return found


def _clustering(at: InNetworkx) -> Floats:
    found = at.by_person(nx.clustering(at.live))
    return np.where(at.by_person(dict(at.live.degree())) < 2, np.nan, found)


def _two_steps(at: InNetworkx) -> Floats:
    steps = nx.single_source_shortest_path_length
    return np.array([len(steps(at.live, k, cutoff=2)) - 1 for k in at.live], np.float64)


def _within_community(at: InNetworkx) -> Floats:
    found = np.full(at.seen.people, np.nan)
    if at.seen.community is not None:
        for label in set(at.seen.community[at.seen.community >= 0].tolist()):
            members = np.flatnonzero(at.seen.community == label).tolist()
            inside = dict(at.live.subgraph(members).degree())
            found[members] = stats.zscore([float(inside[k]) for k in members])
    return found


def _is_somebody(seen: Projection) -> bool:
    return seen.people > 0


_row = partial(Comparison, library="networkx", drawn=InNetworkx)
_count = partial(_row, relative=0.0, absolute=0.0)
_OURS_OF_ALL = "divided by the number of pairs among those who have a pair: networkx counts all"
_COSTS = f"is given the whole-number costs of pairs; {_OURS_OF_ALL}"
_OTHERS = "divided by the number of others who have a pair"
_TOO_FAR = "strengths lie further apart than numbers reach: it loses pairs"
_NOBODY = "there is nobody: it raises an error"

COMPARISONS = (
    _row(
        "betweenness",
        "betweenness_centrality(normalized=False)",
        _betweenness,
        conversion=_OURS_OF_ALL,
    ),
    _row(
        "betweenness_by_strength",
        "betweenness_centrality(weight=cost)",
        partial(_betweenness, cost="cost"),
        conversion=_COSTS,
    ),
    _row(
        "closeness",
        "harmonic_centrality",
        _harmonic,
        absolute=1e-10,
        conversion=_OTHERS,
        why="ours rounds 1/d to 36 bits, so that sums are exact in any order",
    ),
    _row(
        "closeness_by_strength",
        "harmonic_centrality(distance=cost)",
        partial(_harmonic, cost="cost"),
        conversion="times 16, the cost of the strongest pair, and divided as above",
    ),
    _row(
        "classic_closeness",
        "closeness_centrality(wf_improved=True)",
        _classic,
        conversion="is given only those who have a pair: it counts everybody else as others",
    ),
    _count(
        "counterparts",
        "to_undirected(reciprocal=True).degree",
        _counterparts,
        conversion="is given the ties of which 1/16 of a fresh interaction is left",
    ),
    _count("degree", "Graph.degree", lambda at: at.by_person(dict(at.live.degree()))),
    _count(
        "in_degree", "DiGraph.in_degree", lambda at: at.by_person(dict(at.live_ties.in_degree()))
    ),
    _count(
        "out_degree", "DiGraph.out_degree", lambda at: at.by_person(dict(at.live_ties.out_degree()))
    ),
    _row(
        "strength",
        "DiGraph.degree(weight)",
        lambda at: at.by_person(dict(at.ties.degree(weight="weight"))),
    ),
    _row(
        "in_strength",
        "DiGraph.in_degree(weight)",
        lambda at: at.by_person(dict(at.ties.in_degree(weight="weight"))),
    ),
    _row(
        "out_strength",
        "DiGraph.out_degree(weight)",
        lambda at: at.by_person(dict(at.ties.out_degree(weight="weight"))),
    ),
    _row(
        "reciprocity",
        "reciprocity",
        _reciprocity,
        form="of equal strengths",
        conversion="r / (2 - r): it counts an answered pair as two ties, we count pairs;"
        " it reads no strengths",
    ),
    _count("core_number", "core_number", lambda at: at.by_person(nx.core_number(at.live))),
    _row(
        "constraint",
        "constraint(weight)",
        lambda at: at.by_person(nx.constraint(at.pairs, weight="weight")),
        can=lambda seen: _is_somebody(seen) and ours.is_held(seen),
        limits=f"{_NOBODY}; or {_TOO_FAR}",
    ),
    _row(
        "effective_size",
        "effective_size",
        _effective_size,
        can=_is_somebody,
        limits=_NOBODY,
        conversion="without strengths, in Borgatti's form: with them libraries disagree",
    ),
    _row(
        "clustering",
        "clustering",
        _clustering,
        conversion="undefined, where it says 0, for people with fewer than two contacts",
    ),
    _row("efficiency", "effective_size / degree", _efficiency, can=_is_somebody, limits=_NOBODY),
    _row(
        "hierarchy",
        "to_numpy_array, scipy.stats.entropy",
        _hierarchy,
        can=ours.is_held,
        limits=_TOO_FAR,
        absolute=1e-9,
        conversion="Burt's parts by two whole tables; 1 less their entropy over the most there is",
        why="ours is rounded to 40 bits, so that equal parts give 0",
    ),
    _count(
        "two_step_reach",
        "single_source_shortest_path_length(cutoff=2)",
        _two_steps,
        conversion="less 1: it counts the person asked about",
    ),
    _count(
        "articulation",
        "biconnected_components",
        lambda at: np.maximum(at.blocks - 1, 0),
        conversion="the blocks somebody is part of, less 1: above 0 for articulation points",
    ),
    _row(
        "within_community",
        "subgraph(...).degree, scipy.stats.zscore",
        _within_community,
        conversion="contacts inside each community, with the deviation of all its members",
    ),
)
"""Of people by counting, paths and contacts, in the order of our measures."""
