"""Degree: distinct people somebody is in touch with."""

import networkx as nx
import numpy as np

from algorithms.people.degree import degree, in_degree, out_degree
from tests.algorithms.graphs import RANDOM, Awkward, on_each, pairs_graph, projection_of_rows
from tests.worlds import projection_of


def test_a_hundred_notes_count_once() -> None:
    seen = projection_of_rows(2, [(0, 1, 1.0)] * 100)

    assert degree(seen).values.tolist() == [1, 1]
    assert in_degree(seen).values.tolist() == [0, 1]
    assert out_degree(seen).values.tolist() == [1, 0]


def test_a_faded_pair_does_not_count() -> None:
    # a pair lives while at least 1/64 of a fresh interaction is left of it
    seen = projection_of_rows(4, [(0, 1, 1 / 64), (1, 0, 0.001), (2, 3, 1 / 65)])

    assert degree(seen).values.tolist() == [1, 1, 0, 0]
    assert in_degree(seen).values.tolist() == [1, 1, 0, 0]


def test_the_karate_club_has_its_known_degrees() -> None:
    club = nx.karate_club_graph()

    found = degree(projection_of(34, *club.edges())).values

    assert found.tolist() == [club.degree(person) for person in range(34)]


@on_each(RANDOM)
def test_degrees_are_those_of_networkx(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)
    directed = nx.DiGraph((a, b) for a, b, _ in graph.rows if live.has_edge(a, b))
    directed.add_nodes_from(range(graph.people))
    everybody = range(graph.people)

    assert degree(seen).values.tolist() == [live.degree(k) for k in everybody]
    assert in_degree(seen).values.tolist() == [directed.in_degree(k) for k in everybody]
    assert out_degree(seen).values.tolist() == [directed.out_degree(k) for k in everybody]
    assert np.sum(in_degree(seen).values) == directed.number_of_edges()
