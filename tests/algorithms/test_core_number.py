"""Core number: how deep in the densest part somebody stands."""

import networkx as nx
import pytest

from algorithms.people.core_number import core_number
from tests.algorithms.graphs import RANDOM, Awkward, on_each, pairs_graph, projection_of_graph


@pytest.fixture(autouse=True, params=["one by one", "in rounds"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small networks go to igraph; these do either way."""
    if request.param == "in rounds":
        monkeypatch.setattr("algorithms.projection._SMALL", -1)


def test_the_karate_club_has_a_core_of_ten() -> None:
    found = core_number(projection_of_graph(nx.karate_club_graph())).values

    assert found.max() == 4
    assert (found == 4).sum() == 10


@on_each(RANDOM)
def test_core_numbers_are_those_of_networkx(graph: Awkward) -> None:
    seen = graph.projection

    expected = nx.core_number(pairs_graph(seen, live=True))

    assert core_number(seen).values.tolist() == [expected[k] for k in range(graph.people)]


def test_long_chains_are_peeled_as_well() -> None:
    chain = nx.path_graph(4_100)
    chain.add_edge(2_000, 4_200)
    chain.add_edges_from([(4_099, 4_300), (4_300, 4_098)])  # a ring of three at one end

    found = core_number(projection_of_graph(nx.convert_node_labels_to_integers(chain))).values

    assert (found == 2).sum() == 3
    assert (found == 1).sum() == len(chain) - 3
