"""What is left of a measure without a tie, or a person, is what other libraries find without it."""

from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from algorithms.changes.removal import surroundings, without_person, without_tie
from algorithms.measures import MEASURES
from algorithms.options import Options
from algorithms.projection import Projection
from tests.worlds import projection_of

EXACT = Options()


def value(name: str, seen: Projection) -> np.ndarray:
    (measure,) = (one for one in MEASURES if one.name == name)
    return measure.function(seen, options=EXACT).values


def random_graph(seed: int) -> nx.Graph:
    return nx.gnm_random_graph(14, 26, seed=seed)


def connected(graph: nx.Graph) -> nx.Graph:
    """Only those with a tie: shortest paths are counted among them."""
    return graph.subgraph(k for k in graph if graph.degree(k))


def harmonic(graph: nx.Graph) -> list[float]:
    among = connected(graph)
    found = nx.harmonic_centrality(among)
    return [found.get(k, 0.0) / (len(among) - 1) for k in sorted(graph)]


def between(graph: nx.Graph) -> list[float]:
    found = nx.betweenness_centrality(connected(graph))
    return [found.get(k, 0.0) for k in sorted(graph)]


THEIRS: dict[str, Callable[[nx.Graph], list[float]]] = {
    "betweenness": between,
    "closeness": harmonic,
    "degree": lambda graph: [float(graph.degree(k)) for k in sorted(graph)],
    "core_number": lambda graph: [float(one) for one in nx.core_number(graph).values()],
    "pagerank": lambda graph: list(nx.pagerank(graph, tol=1e-12, max_iter=1_000).values()),
    "clustering": lambda graph: [
        one if graph.degree(k) > 1 else np.nan for k, one in nx.clustering(graph).items()
    ],
}


@pytest.mark.parametrize("name", THEIRS)
@pytest.mark.parametrize("seed", range(5))
def test_without_a_tie_it_is_what_networkx_finds_without_it(name: str, seed: int) -> None:
    graph = random_graph(seed)
    seen = projection_of(14, *graph.edges)
    for one, other in list(graph.edges)[:6]:
        less = graph.copy()
        less.remove_edge(one, other)

        np.testing.assert_allclose(
            value(name, without_tie(seen, other, one)), THEIRS[name](less), atol=1e-9
        )


@pytest.mark.parametrize("name", THEIRS)
def test_without_a_person_nobody_has_a_tie_to_them(name: str) -> None:
    graph = random_graph(7)
    seen = projection_of(14, *graph.edges)
    for person in range(6):
        less = graph.copy()
        less.remove_edges_from(list(graph.edges(person)))

        np.testing.assert_allclose(
            value(name, without_person(seen, person)), THEIRS[name](less), atol=1e-9
        )


@pytest.mark.parametrize(
    "name", [one.name for one in MEASURES if one.is_local and not one.needs_exchanges]
)
def test_a_measure_of_surroundings_needs_no_more_than_these(name: str) -> None:
    groups = np.arange(14, dtype=np.int32) % 3
    for seed in range(5):
        seen = projection_of(14, *random_graph(seed).edges)
        seen = replace(seen, community=groups, organization=groups)
        everybody = value(name, seen)
        for person in range(14):
            near = surroundings(seen, person)
            np.testing.assert_allclose(value(name, near)[person], everybody[person], atol=1e-12)


def test_strength_keeps_its_unit_when_the_strongest_tie_is_taken_away() -> None:
    seen = projection_of(3, (0, 1), (0, 1), (1, 2))

    assert value("strength", seen).tolist() == [1.0, 1.5, 0.5]
    assert value("strength", without_tie(seen, 0, 1)).tolist() == [0.0, 0.5, 0.5]


def test_strangers_lose_nothing_and_the_last_tie_leaves_nothing() -> None:
    seen = projection_of(4, (0, 1), (2, 3))

    assert len(without_tie(seen, 0, 2).a) == 2
    assert np.isnan(value("constraint", without_tie(seen, 0, 1))[0])
    assert len(without_person(without_person(seen, 0), 2).a) == 0
