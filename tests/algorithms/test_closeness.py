"""Closeness: how few steps away everybody is."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from algorithms.options import Options
from algorithms.people.closeness import closeness
from algorithms.projection import Projection
from tests.algorithms.graphs import (
    RANDOM,
    Awkward,
    fixture,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)

STRENGTH = Options(paths="strength")


def having_pairs(graph: nx.Graph) -> nx.Graph:
    return graph.subgraph([person for person in graph if graph.degree(person)])


def harmonic(graph: nx.Graph, *, cost: str | None = None, step: float = 1.0) -> list[float]:
    """What networkx says, divided by the number of others who have a pair."""
    others = max(len(having_pairs(graph)) - 1, 1)
    found = nx.harmonic_centrality(graph, distance=cost)
    return [step * found[person] / others for person in sorted(graph)]


def classic(graph: nx.Graph, *, cost: str | None = None, step: float = 1.0) -> list[float]:
    found = nx.closeness_centrality(having_pairs(graph), distance=cost, wf_improved=True)
    return [step * found.get(person, np.nan) for person in sorted(graph)]


@pytest.mark.parametrize("name", ["krackhardt_kite", "florentine_families"])
def test_published_graphs_have_their_published_values(shared: Path, name: str) -> None:
    graph, expected = fixture(shared, name)

    values = closeness(projection_of_graph(graph), kind="classic").values

    found = dict(zip(graph, values, strict=True))
    assert found == pytest.approx(expected["closeness_normalised"], abs=0.001)


def test_a_direct_contact_to_everybody_is_one() -> None:
    found = closeness(projection_of_graph(nx.star_graph(4))).values

    # a tip: one at 1 step, three at 2 steps
    assert found.tolist() == [1, 0.625, 0.625, 0.625, 0.625]


def test_who_has_no_pair_reaches_nobody() -> None:
    seen = projection_of_rows(3, [(0, 1, 1.0)])

    assert closeness(seen).values.tolist() == [1, 1, 0]
    assert closeness(seen, kind="classic").values == pytest.approx([1, 1, np.nan], nan_ok=True)


def test_people_in_equal_places_have_equal_values_to_the_last_digit() -> None:
    found = closeness(projection_of_graph(nx.circular_ladder_graph(501))).values

    assert len(set(found.tolist())) == 1


def test_the_strongest_pair_is_one_step_long() -> None:
    # 0-1 is one step, 1-2 a quarter as strong: two steps
    seen = projection_of_rows(3, [(0, 1, 4.0), (1, 2, 1.0)])

    found = closeness(seen, options=STRENGTH).values

    assert found == pytest.approx([(1 + 1 / 3) / 2, (1 + 1 / 2) / 2, (1 / 2 + 1 / 3) / 2])


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="'harmonic' or 'classic', not 'decay'"):
        closeness(projection_of_rows(1, []), kind="decay")  # type: ignore[arg-type]


@on_each(RANDOM)
def test_closeness_is_that_of_networkx(graph: Awkward) -> None:
    seen = graph.projection
    live, every = pairs_graph(seen, live=True), pairs_graph(seen, live=False)

    assert closeness(seen).values == pytest.approx(harmonic(live), abs=1e-10)
    assert closeness(seen, kind="classic").values == pytest.approx(
        classic(live), rel=1e-12, nan_ok=True
    )
    assert closeness(seen, options=STRENGTH).values == pytest.approx(
        harmonic(every, cost="cost", step=16.0), rel=1e-9
    )
    assert closeness(seen, options=STRENGTH, kind="classic").values == pytest.approx(
        classic(every, cost="cost", step=16.0), rel=1e-9, nan_ok=True
    )


@pytest.fixture(scope="module")
def town() -> Projection:
    graph = nx.powerlaw_cluster_graph(1500, 3, 0.4, seed=2)
    graph = nx.disjoint_union(graph, nx.path_graph(40))
    for k, (_, _, data) in enumerate(graph.edges(data=True)):
        data["weight"] = 1.0 + k % 5
    return projection_of_graph(graph, "weight")


@pytest.mark.parametrize("kind", ["harmonic", "classic"])
@pytest.mark.parametrize("paths", ["hops", "strength"])
def test_the_stated_error_holds_for_nineteen_people_in_twenty(
    town: Projection, kind: str, paths: str
) -> None:
    exact = closeness(town, kind=kind, options=Options(paths=paths))  # type: ignore[arg-type]
    assert exact.parameters["sample"] == "everybody"
    assert exact.error == 0

    for seed in range(3):
        options = Options(paths=paths, exact_limit=0, pivots=100, seed=seed)  # type: ignore[arg-type]
        found = closeness(town, kind=kind, options=options)  # type: ignore[arg-type]
        assert np.mean(np.abs(found.values - exact.values) <= found.error) >= 0.95
        assert 0 < found.error < 0.1
