"""Articulation: into how many more pieces the network falls without somebody."""

import networkx as nx
import pytest

from algorithms.people.articulation import articulation
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)


def pieces_more(live: nx.Graph, person: int) -> int:
    """What taking somebody out does to the component they were in."""
    others = nx.node_connected_component(live, person) - {person}
    pieces: int = nx.number_connected_components(live.subgraph(others))
    return max(pieces - 1, 0)


@on_each(CORNERS + RANDOM)
def test_it_is_what_taking_people_out_one_by_one_shows(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)

    expected = [pieces_more(live, person) for person in range(graph.people)]

    assert articulation(seen).values.tolist() == expected


@on_each(CORNERS + RANDOM)
def test_it_is_above_zero_for_the_articulation_points_of_networkx(graph: Awkward) -> None:
    seen = graph.projection

    found = {k for k, value in enumerate(articulation(seen).values) if value > 0}

    assert found == set(nx.articulation_points(pairs_graph(seen, live=True)))


def test_the_karate_club_falls_apart_in_three_without_its_instructor() -> None:
    # published: 0 is the only articulation point and leaves components of 27, 5 and 1
    found = articulation(projection_of_graph(nx.karate_club_graph())).values

    assert found[0] == 2
    assert found[1:].max() == 0


def test_the_hub_of_a_star_holds_all_the_others_together() -> None:
    found = articulation(projection_of_graph(nx.star_graph(10))).values

    assert found.tolist() == [9.0, *[0.0] * 10]


def test_circles_and_cliques_spare_anybody() -> None:
    for graph in (nx.cycle_graph(8), nx.complete_graph(6), nx.path_graph(2), nx.path_graph(1)):
        assert articulation(projection_of_graph(graph)).values.tolist() == [0.0] * len(graph)


def test_a_pair_that_is_no_longer_live_holds_nothing_together() -> None:
    circle = [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]

    held = articulation(projection_of_rows(4, [*circle, (3, 0, 1.0)])).values
    faint = articulation(projection_of_rows(4, [*circle, (3, 0, 0.01)])).values

    assert held.tolist() == [0.0] * 4
    assert faint.tolist() == [0.0, 1.0, 1.0, 0.0]


@pytest.mark.parametrize("people", [10_000, pytest.param(100_000, marks=pytest.mark.proof)])
def test_a_long_chain_is_walked_without_running_out_of_depth(people: int) -> None:
    """Ten times as deep as Python's own limit, and in the proof a hundred times."""
    found = articulation(projection_of_graph(nx.path_graph(people))).values

    assert found.sum() == people - 2
    assert found[0] == found[-1] == 0
