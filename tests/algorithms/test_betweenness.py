"""Betweenness: who is on the way between others."""

from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.options import Options
from algorithms.people.betweenness import betweenness
from algorithms.scores import Scores
from tests.algorithms.graphs import (
    RANDOM,
    Awkward,
    fixture,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)
from tests.worlds import projection_of

STRENGTH = Options(paths="strength")


def counts(found: Scores) -> NDArray[np.float64]:
    """The raw number of pairs that depend on each person."""
    return found.values * float(found.parameters["pairs"])


def test_the_karate_club_has_its_published_values() -> None:
    found = betweenness(projection_of(34, *nx.karate_club_graph().edges())).values

    assert found[[0, 33, 32]] == pytest.approx([0.437635, 0.304075, 0.145247], abs=1e-6)


@pytest.mark.parametrize("name", ["krackhardt_kite", "florentine_families"])
def test_published_graphs_have_their_published_values(shared: Path, name: str) -> None:
    graph, expected = fixture(shared, name)

    found = dict(zip(graph, betweenness(projection_of_graph(graph)).values, strict=True))

    assert found == pytest.approx(expected["betweenness_normalised"], abs=0.001)


def test_the_raw_count_comes_with_the_parameters(shared: Path) -> None:
    graph, expected = fixture(shared, "krackhardt_kite")

    found = dict(zip(graph, counts(betweenness(projection_of_graph(graph))), strict=True))

    assert found == pytest.approx(expected["betweenness_unnormalised"], abs=0.001)


def test_people_without_a_pair_change_no_value_and_have_none() -> None:
    chain = [(0, 1, 1.0), (1, 2, 1.0)]

    assert betweenness(projection_of_rows(3, chain)).values.tolist() == [0, 1, 0]
    assert betweenness(projection_of_rows(5, chain)).values.tolist() == [0, 1, 0, 0, 0]


def test_with_two_people_there_is_nothing_between() -> None:
    assert np.isnan(betweenness(projection_of_rows(2, [(0, 1, 1.0)])).values).all()


def test_strong_ties_are_short() -> None:
    # 0-1-2 costs 16 + 16 = 32; the direct pair is 1/25 as strong and costs 16 * 5 = 80
    rows = [(0, 1, 25.0), (1, 2, 25.0), (0, 2, 1.0)]

    assert betweenness(projection_of_rows(3, rows)).values.tolist() == [0, 0, 0]
    found = betweenness(projection_of_rows(3, rows), options=STRENGTH)
    assert found.values.tolist() == [0, 1, 0]
    assert found.parameters["capped"] == 0


def test_the_share_of_capped_costs_is_told() -> None:
    # 2 ** 24 / 16 = 2 ** 20 is the root of 2 ** 40: 40 doublings below the strongest
    rows = [(0, 1, 1.0), (1, 2, 2.0**-39), (2, 3, 2.0**-41)]

    found = betweenness(projection_of_rows(4, rows), options=STRENGTH)

    assert found.parameters["capped"] == pytest.approx(1 / 3)


@on_each(RANDOM)
def test_betweenness_is_that_of_networkx_and_igraph(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)
    found = counts(betweenness(seen))

    expected = nx.betweenness_centrality(live, normalized=False)
    assert found == pytest.approx([expected[k] for k in range(graph.people)], abs=1e-9)
    other = igraph.Graph(n=graph.people, edges=list(live.edges()))
    assert found == pytest.approx(other.betweenness(), abs=1e-9)


@on_each(RANDOM)
def test_betweenness_by_strength_is_that_of_networkx_on_the_same_costs(graph: Awkward) -> None:
    seen = graph.projection

    expected = nx.betweenness_centrality(
        pairs_graph(seen, live=False), normalized=False, weight="cost"
    )

    found = counts(betweenness(seen, options=STRENGTH))
    assert found == pytest.approx([expected[k] for k in range(graph.people)], abs=1e-9)


@pytest.mark.parametrize("paths", ["hops", "strength"])
def test_the_sampled_form_from_all_but_one_pivot_misses_only_that_one(paths: str) -> None:
    graph = nx.connected_watts_strogatz_graph(60, 4, 0.3, seed=4)
    for k, (_, _, data) in enumerate(graph.edges(data=True)):
        data["weight"] = 1.0 + k % 7
    seen = projection_of_graph(graph, "weight")
    exact = betweenness(seen, options=Options(paths=paths))  # type: ignore[arg-type]

    options = Options(paths=paths, exact_limit=0, pivots=59, seed=3)  # type: ignore[arg-type]
    found = betweenness(seen, options=options)

    assert found.parameters["sample"] == "pivots"
    # each start contributes at most 1 / (n - 1) of a value, and the rest is scaled by 60 / 59
    assert np.abs(found.values * 59 / 60 - exact.values).max() <= 1 / 59
    assert found.values[np.argmax(exact.values)] == pytest.approx(exact.values.max(), rel=0.05)


def test_the_mean_over_all_samples_of_two_pivots_is_the_exact_value() -> None:
    graph = nx.krackhardt_kite_graph()
    seen = projection_of_graph(graph)
    exact = betweenness(seen).values

    drawn = [
        betweenness(seen, options=Options(exact_limit=0, pivots=2, seed=seed)).values
        for seed in range(600)
    ]

    # 600 draws leave a standard error under 0.01 on values of standard deviation under 0.25
    assert np.mean(drawn, axis=0) == pytest.approx(exact, abs=0.03)


def test_the_stated_error_holds_for_nineteen_people_in_twenty() -> None:
    graph = nx.powerlaw_cluster_graph(1500, 3, 0.4, seed=2)
    seen = projection_of_graph(graph)
    exact = betweenness(seen)
    assert exact.parameters["sample"] == "everybody"
    assert exact.error == 0

    for seed in range(3):
        found = betweenness(seen, options=Options(exact_limit=0, pivots=64, seed=seed))
        is_within = np.abs(found.values - exact.values) <= found.error
        assert is_within.mean() >= 0.95
        assert 0 < found.error < 0.1
        assert set(found.top(3)) & set(exact.top(3))
