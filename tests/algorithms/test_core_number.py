"""Core number: how deep in the densest part somebody stands."""

import networkx as nx
import pytest

from algorithms.core_number import core_number
from tests.algorithms.graphs import RANDOM, Awkward, pairs_graph, projection_of_graph


def test_the_karate_club_has_a_core_of_ten() -> None:
    found = core_number(projection_of_graph(nx.karate_club_graph())).values

    assert found.max() == 4
    assert (found == 4).sum() == 10


@pytest.mark.parametrize("graph", RANDOM, ids=lambda graph: graph.name)
def test_core_numbers_are_those_of_networkx(graph: Awkward) -> None:
    seen = graph.projection

    expected = nx.core_number(pairs_graph(seen, live=True))

    assert core_number(seen).values.tolist() == [expected[k] for k in range(graph.people)]
