"""Neighbours: the pairs once more, laid out for walking."""

import networkx as nx
import numpy as np

from algorithms.network.neighbours import Neighbours, in_order_of_people, neighbours
from tests.algorithms.graphs import CORNERS, RANDOM, Awkward, on_each


def pairs_of(near: Neighbours) -> set[tuple[int, int]]:
    who = np.repeat(near.person, near.degree).tolist()
    return set(zip(who, near.person[near.neighbour].tolist(), strict=True))


@on_each(CORNERS + RANDOM)
def test_every_pair_stands_there_both_ways_and_nobody_else(graph: Awkward) -> None:
    seen = graph.projection
    one_way = set(zip(seen.a.tolist(), seen.b.tolist(), strict=True))

    near = seen.neighbours

    assert pairs_of(near) == one_way | {(b, a) for a, b in one_way}
    assert (near.degree > 0).all()
    assert near.place_of(near.person).tolist() == list(range(len(near)))


@on_each(CORNERS + RANDOM[:9])
def test_each_neighbour_names_the_pair_that_leads_to_it(graph: Awkward) -> None:
    seen = graph.projection
    for near in (seen.neighbours, in_order_of_people(seen.people, seen.a, seen.b)):
        who = np.repeat(near.person, near.degree)
        other = near.person[near.neighbour]

        assert np.array_equal(np.minimum(who, other), seen.a[near.pair])
        assert np.array_equal(np.maximum(who, other), seen.b[near.pair])


def test_components_stand_together_the_largest_first_from_its_best_connected() -> None:
    # a star of five around 9, a chain 0-1-2, and 4 who knows nobody
    a = np.array([0, 1, 5, 6, 7, 8], np.int32)
    b = np.array([1, 2, 9, 9, 9, 9], np.int32)

    near = neighbours(10, a, b)

    assert near.person.tolist() == [9, 5, 6, 7, 8, 1, 0, 2]


def test_neighbours_mostly_have_near_places() -> None:
    shuffled = nx.relabel_nodes(
        nx.circular_ladder_graph(2000),
        dict(enumerate(np.random.default_rng(1).permutation(4000).tolist())),
    )
    a, b = (np.array(end, np.int32) for end in zip(*shuffled.edges(), strict=True))

    near = neighbours(4000, a, b)

    who = np.repeat(np.arange(len(near)), near.degree)
    assert np.abs(who - near.neighbour).max() <= 8


def test_a_step_goes_to_every_neighbour_of_every_place() -> None:
    near = RANDOM[2].projection.neighbours
    places = np.array([3, 0, 3], np.int32)

    who, to = near.step(places)

    expected = [
        (k, int(other))
        for k, place in enumerate(places)
        for other in near.neighbour[near.start[place] : near.start[place + 1]]
    ]
    assert list(zip(who.tolist(), to.tolist(), strict=True)) == expected
