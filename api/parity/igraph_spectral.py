"""Measures of people by attention handed on: as igraph takes them, and as we read its answers."""

from functools import partial

import igraph
import numpy as np
from numpy.typing import NDArray

from algorithms.people.eigenvector import largest_component
from api.parity import ours
from api.parity.comparison import Comparison
from api.parity.igraph_drawn import InIgraph

__all__ = ["COMPARISONS"]

Floats = NDArray[np.float64]


def _personal(at: InIgraph) -> Floats:
    chosen = ours.roots(at.seen).tolist()
    weights = at.seen.transition.data.tolist()
    found = at.ties.personalized_pagerank(reset_vertices=chosen, weights=weights) if chosen else []
    return np.array(found, np.float64)


def _hits(at: InIgraph, *, authorities: bool) -> Floats:
    ask = at.ties.authority_score if authorities else at.ties.hub_score
    found = np.array(ask(weights=at.seen.weight.tolist()), np.float64)
    return np.asarray(found / found.sum())


def _eigenvector(at: InIgraph) -> Floats:
    found = np.full(at.seen.people, np.nan)
    inside = largest_component(at.seen)
    if inside.any():
        kept = inside[at.seen.a]
        place = np.cumsum(inside) - 1
        ends = (place[at.seen.a[kept]].tolist(), place[at.seen.b[kept]].tolist())
        part = igraph.Graph(int(inside.sum()), list(zip(*ends, strict=True)))
        found[inside] = part.eigenvector_centrality(weights=at.seen.pair_weight[kept].tolist())
    return found


_row = partial(Comparison, library="igraph", drawn=InIgraph)
_SHARES = "is given each tie as a share of what its sender sends: faint ties keep their digits"
_SETTLED = "ours stops where a round changes less than 1e-10 in sum"
_GAP = f"{_SETTLED}, and what is left grows as the gap to the second value closes"
_EIGENVALUES = "the two largest eigenvalues are equal to 1e-4, or two people are all there are"
_LEADERS = "the two largest singular values are equal to 1e-4: any mixture is right"

COMPARISONS = (
    _row(
        "pagerank",
        "pagerank(weights)",
        lambda at: np.array(at.ties.pagerank(weights=at.seen.transition.data.tolist())),
        absolute=1e-9,
        conversion=_SHARES,
        why=_SETTLED,
    ),
    _row(
        "pagerank",
        "personalized_pagerank(reset_vertices=)",
        _personal,
        form="from some people's side",
        absolute=1e-9,
        conversion=_SHARES,
        why=_SETTLED,
    ),
    *(
        _row(
            name,
            call,
            partial(_hits, authorities=name == "authorities"),
            absolute=1e-8,
            can=ours.has_leader,
            why=_GAP,
            conversion="divided by the sum: igraph makes the largest value 1",
            limits=_LEADERS,
        )
        for name, call in (("hubs", "hub_score"), ("authorities", "authority_score"))
    ),
    _row(
        "eigenvector",
        "eigenvector_centrality",
        _eigenvector,
        absolute=1e-7,
        why=_GAP,
        can=ours.has_leading_value,
        limits=_EIGENVALUES,
        conversion="is given the largest component, whose largest value is 1",
    ),
)
"""Of people by attention that is handed on, in the order of our measures."""
