"""Paths by strength and classic closeness, against networkx on the same integer costs."""

import igraph
import networkx as nx
import numpy as np
import pytest

from algorithms.options import Options
from algorithms.people.by_strength import betweenness_by_strength, closeness_by_strength
from algorithms.people.classic_closeness import classic_closeness
from algorithms.projection import Projection
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_graph,
)

every_graph = on_each(CORNERS + RANDOM)


def with_a_pair(seen: Projection) -> list[int]:
    return list(np.unique(np.concatenate([seen.a, seen.b])))


@every_graph
def test_betweenness_is_that_of_networkx_over_integer_costs(graph: Awkward) -> None:
    seen = graph.projection
    reference = pairs_graph(seen, live=False)
    found = betweenness_by_strength(seen)
    n = len(with_a_pair(seen))
    if n < 3:
        assert np.isnan(found.values).all()
        return

    counts = nx.betweenness_centrality(reference, weight="cost", normalized=False)

    expected = [counts[k] / ((n - 1) * (n - 2) / 2) for k in range(seen.people)]
    assert found.values == pytest.approx(expected, abs=1e-12)
    assert found.parameters["paths"] == "strength"


@every_graph
def test_closeness_is_the_mean_of_inverse_costs(graph: Awkward) -> None:
    seen = graph.projection
    reference = pairs_graph(seen, live=False)
    others = max(len(with_a_pair(seen)) - 1, 1)
    expected = [
        sum(16 / cost for cost in nx.single_source_dijkstra_path_length(
            reference, k, weight="cost").values() if cost) / others
        for k in range(seen.people)
    ]  # fmt: skip

    assert closeness_by_strength(seen).values == pytest.approx(expected, rel=1e-12)


@every_graph
def test_classic_closeness_is_that_of_networkx_among_those_with_a_live_pair(graph: Awkward) -> None:
    seen = graph.projection
    reference = pairs_graph(seen, live=True)
    reference.remove_nodes_from([k for k in range(seen.people) if reference.degree(k) == 0])
    known = nx.closeness_centrality(reference, wf_improved=True)

    expected = [known.get(k, np.nan) for k in range(seen.people)]
    assert classic_closeness(seen).values == pytest.approx(expected, rel=1e-9, nan_ok=True)


def test_classic_closeness_of_the_karate_club_is_that_of_igraph() -> None:
    club = nx.karate_club_graph()
    expected = igraph.Graph(34, list(club.edges())).closeness()

    assert classic_closeness(projection_of_graph(club)).values == pytest.approx(expected)


def test_a_strong_detour_is_shorter_than_a_weak_direct_way() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("ann", "bob", 100.0), ("bob", "cleo", 100.0)])
    near, far = 100 / 3.9**2, 100 / 2.1**2  # costs 62 and 34 against 32 by way of bob
    for direct, through_bob in ((near, 0), (far, 0), (100.0 / 1.9**2, None)):
        graph.add_edge("ann", "cleo", weight=direct)
        seen = projection_of_graph(graph, "weight")
        bob = list(graph).index("bob")
        expected = 0.0 if through_bob is None else 1.0
        assert betweenness_by_strength(seen).values[bob] == expected


def test_they_are_called_by_their_own_names_and_sampled_like_the_others() -> None:
    seen = projection_of_graph(nx.powerlaw_cluster_graph(200, 3, 0.3, seed=1))
    options = Options(exact_limit=0, pivots=20)

    for function in (betweenness_by_strength, closeness_by_strength, classic_closeness):
        found = function(seen, options=options)
        assert found.measure == function.__name__
        assert found.parameters["sample"] == "pivots"
        assert 0 < found.error < 1
