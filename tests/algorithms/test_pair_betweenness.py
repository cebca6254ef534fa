"""Betweenness of pairs: which relations everybody's ways run over."""

import igraph
import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.options import Options
from algorithms.pairs.betweenness import pair_betweenness
from algorithms.pairs.bridges import bridge
from algorithms.pairs.scores import PairScores
from algorithms.projection import Projection
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)

STRENGTH = Options(paths="strength")
AWKWARD = CORNERS + RANDOM


def counts(found: PairScores) -> NDArray[np.float64]:
    """The number of pairs of people that depend on each pair."""
    return found.values * float(found.parameters["pairs"])


def expected_counts(seen: Projection, *, by_hops: bool) -> list[float]:
    """The same by networkx, NaN for pairs that are not in its graph."""
    graph = pairs_graph(seen, live=by_hops)
    found = nx.edge_betweenness_centrality(
        graph, normalized=False, weight=None if by_hops else "cost"
    )
    either = found | {(b, a): value for (a, b), value in found.items()}
    pairs = zip(seen.a.tolist(), seen.b.tolist(), strict=True)
    return [either.get(pair, np.nan) for pair in pairs]


@on_each(AWKWARD)
def test_betweenness_of_pairs_is_that_of_networkx_and_igraph(graph: Awkward) -> None:
    seen = graph.projection
    found = counts(pair_betweenness(seen))

    expected = expected_counts(seen, by_hops=True)
    assert found == pytest.approx(expected, abs=1e-9, nan_ok=True)
    live = zip(seen.a[seen.live].tolist(), seen.b[seen.live].tolist(), strict=True)
    other = igraph.Graph(n=graph.people, edges=list(live))
    assert found[seen.live] == pytest.approx(other.edge_betweenness(directed=False), abs=1e-9)


@on_each(AWKWARD)
def test_by_strength_it_is_that_of_networkx_on_the_same_costs(graph: Awkward) -> None:
    seen = graph.projection

    found = pair_betweenness(seen, options=STRENGTH)

    assert counts(found) == pytest.approx(expected_counts(seen, by_hops=False), abs=1e-9)
    assert found.parameters["capped"] == seen.capped


@on_each(AWKWARD)
@pytest.mark.parametrize("options", [Options(exact_limit=0, pivots=2), Options()], ids=str)
def test_it_is_a_share_and_missing_only_where_a_pair_is_not_live(
    graph: Awkward, options: Options
) -> None:
    seen = graph.projection
    found = pair_betweenness(seen, options=options)

    assert np.array_equal(np.isnan(found.values), ~seen.live)
    assert ((found.values[seen.live] >= 0) & (found.values[seen.live] <= 1)).all()
    assert pair_betweenness(seen, options=options).values.tobytes() == found.values.tobytes()


def test_networkx_and_we_normalise_alike_where_everybody_has_a_pair() -> None:
    graph = nx.karate_club_graph()
    seen = projection_of_graph(graph)

    expected = nx.edge_betweenness_centrality(graph)

    found = dict(zip(zip(seen.a, seen.b, strict=True), pair_betweenness(seen).values, strict=True))
    assert found == pytest.approx(expected)


def test_over_a_bridge_run_all_ways_from_one_side_to_the_other() -> None:
    # two cliques of five, joined by one pair: 5 * 5 of 45 pairs of people
    seen = projection_of_graph(nx.barbell_graph(5, 0))

    found = pair_betweenness(seen).values

    assert found[bridge(seen).values == 1] == pytest.approx([25 / 45])
    assert found.max() == pytest.approx(25 / 45)


def test_people_without_a_pair_change_no_value() -> None:
    chain = [(0, 1, 1.0), (1, 2, 1.0)]

    assert pair_betweenness(projection_of_rows(3, chain)).values == pytest.approx([2 / 3] * 2)
    assert pair_betweenness(projection_of_rows(9, chain)).values == pytest.approx([2 / 3] * 2)


def test_a_weak_pair_with_a_cheaper_way_round_carries_nothing() -> None:
    # 0-1-2 costs 16 + 16 = 32; the direct pair is 1/25 as strong and costs 16 * 5 = 80
    seen = projection_of_rows(3, [(0, 1, 25.0), (1, 2, 25.0), (0, 2, 1.0)])

    assert pair_betweenness(seen).values == pytest.approx([1 / 3] * 3)
    found = pair_betweenness(seen, options=STRENGTH).values
    assert dict(zip(zip(seen.a, seen.b, strict=True), found, strict=True)) == pytest.approx(
        {(0, 1): 2 / 3, (0, 2): 0, (1, 2): 2 / 3}
    )


@pytest.mark.parametrize("paths", ["hops", "strength"])
def test_the_mean_of_all_samples_of_two_pivots_is_the_exact_value(paths: str) -> None:
    graph = nx.krackhardt_kite_graph()
    for k, (_, _, data) in enumerate(graph.edges(data=True)):
        data["weight"] = 1.0 + k % 7
    seen = projection_of_graph(graph, "weight")
    exact = pair_betweenness(seen, options=Options(paths=paths)).values  # type: ignore[arg-type]

    drawn = [
        pair_betweenness(
            seen,
            options=Options(paths=paths, exact_limit=0, pivots=2, seed=seed),  # type: ignore[arg-type]
        ).values
        for seed in range(600)
    ]

    # 600 draws leave a standard error under 0.01 on values of standard deviation under 0.25
    assert np.mean(drawn, axis=0) == pytest.approx(exact, abs=0.03)


@pytest.mark.parametrize("paths", ["hops", "strength"])
def test_from_all_but_one_pivot_only_that_one_is_missed(paths: str) -> None:
    graph = nx.connected_watts_strogatz_graph(60, 4, 0.3, seed=4)
    for k, (_, _, data) in enumerate(graph.edges(data=True)):
        data["weight"] = 1.0 + k % 7
    seen = projection_of_graph(graph, "weight")
    exact = pair_betweenness(seen, options=Options(paths=paths))  # type: ignore[arg-type]

    options = Options(paths=paths, exact_limit=0, pivots=59, seed=3)  # type: ignore[arg-type]
    found = pair_betweenness(seen, options=options)

    assert found.parameters["sample"] == "pivots"
    # one start has at most 59 targets, of 60 * 59 / 2 pairs counted from both ends
    assert np.abs(found.values * 59 / 60 - exact.values).max() <= 1 / 60 + 1e-12


def test_the_stated_error_holds_for_nineteen_pairs_in_twenty() -> None:
    seen = projection_of_graph(nx.powerlaw_cluster_graph(1500, 3, 0.4, seed=2))
    exact = pair_betweenness(seen)
    assert exact.parameters["sample"] == "everybody"
    assert exact.error == 0

    for seed in range(3):
        found = pair_betweenness(seen, options=Options(exact_limit=0, pivots=64, seed=seed))
        assert (np.abs(found.values - exact.values) <= found.error).mean() >= 0.95
        assert 0 < found.error < 0.1
