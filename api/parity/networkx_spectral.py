"""Measures of people by attention handed on: as networkx takes them, and as we read its answers."""

from functools import partial

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from algorithms.people.eigenvector import largest_component
from api.parity import ours
from api.parity.comparison import Comparison
from api.parity.networkx_drawn import InNetworkx

__all__ = ["COMPARISONS"]

Floats = NDArray[np.float64]


def _pagerank(at: InNetworkx) -> Floats:
    return at.by_person(nx.pagerank(at.shares, tol=1e-15, max_iter=5000))


def _personal(at: InNetworkx) -> Floats:
    chosen = dict.fromkeys(ours.roots(at.seen).tolist(), 1.0)
    return at.by_person(
        nx.pagerank(at.shares, personalization=chosen or None, tol=1e-15, max_iter=5000)
    )


def _hits(at: InNetworkx, *, which: int) -> Floats:
    return at.by_person(nx.hits(at.ties, tol=1e-15)[which])


def _eigenvector(at: InNetworkx) -> Floats:
    found = np.full(at.seen.people, np.nan)
    inside = np.flatnonzero(largest_component(at.seen)).tolist()
    if inside:
        part = at.pairs.subgraph(inside)
        values = nx.eigenvector_centrality_numpy(part, weight="weight", tol=1e-14)
        found[inside] = [values[k] for k in inside]
    return np.asarray(found / np.nanmax(found, initial=0.0) if inside else found)


def _katz(at: InNetworkx) -> Floats:
    step = ours.katz_step(at.seen)
    found = nx.katz_centrality_numpy(at.ties, step, normalized=False, weight="weight")
    values = at.by_person(found)
    return np.asarray(values / values.max())


_row = partial(Comparison, library="networkx", drawn=InNetworkx)
_SHARES = "is given each tie as a share of what its sender sends: faint ties keep their digits"
_SETTLED = "ours stops where a round changes less than 1e-10 in sum"
_GAP = f"{_SETTLED}, and what is left grows as the gap to the second value closes"
_LEADERS = "the two largest singular values are equal to 1e-4: any mixture is right"
_EIGENVALUES = "the two largest eigenvalues are equal to 1e-4, or two people are all there are"

COMPARISONS = (
    _row(
        "pagerank",
        "pagerank(tol=1e-15)",
        _pagerank,
        absolute=1e-9,
        conversion=_SHARES,
        why=_SETTLED,
    ),
    _row(
        "pagerank",
        "pagerank(personalization=)",
        _personal,
        form="from some people's side",
        absolute=1e-9,
        conversion=_SHARES,
        why=_SETTLED,
    ),
    *(
        _row(
            name,
            "hits",
            partial(_hits, which=which),
            absolute=1e-8,
            can=ours.has_leader,
            why=_GAP,
            limits=_LEADERS,
        )
        for which, name in enumerate(("hubs", "authorities"))
    ),
    _row(
        "eigenvector",
        "eigenvector_centrality_numpy",
        _eigenvector,
        absolute=1e-7,
        why=_GAP,
        can=ours.has_leading_value,
        limits=_EIGENVALUES,
        conversion="is given the largest component, and its largest value made 1",
    ),
    _row(
        "katz",
        "katz_centrality_numpy(normalized=False)",
        _katz,
        absolute=1e-9,
        can=lambda seen: len(seen.source) > 0,
        conversion="alpha is 1 / (2 * largest singular value); the largest value is made 1",
        why="ours stops where walks one step longer add less than 1e-10 in sum",
        limits="there is no tie, and so no singular value",
    ),
)
"""Of people by attention that is handed on, in the order of our measures."""
