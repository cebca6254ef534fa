"""Spanning trees: what descends from whom, and which pairs lead out of it."""

import networkx as nx
import numpy as np

from algorithms.network.neighbours import Neighbours
from algorithms.network.spanning import Spanning, blocks, spanning
from tests.algorithms.graphs import CORNERS, RANDOM, Awkward, on_each


def descendants(tree: Spanning) -> list[set[int]]:
    found: list[set[int]] = [{k} for k in range(len(tree.parent))]
    for k in range(len(tree.parent)):
        above = int(tree.parent[k])
        while above >= 0:
            found[above].add(k)
            above = int(tree.parent[above])
    return found


def placed(near: Neighbours) -> nx.Graph:
    who = np.repeat(np.arange(len(near)), near.degree)
    graph = nx.Graph(zip(who.tolist(), near.neighbour.tolist(), strict=True))
    graph.add_nodes_from(range(len(near)))
    return graph


@on_each(CORNERS + RANDOM[:20])
def test_whoever_descends_from_somebody_is_numbered_right_after_them(graph: Awkward) -> None:
    tree = spanning(graph.projection.neighbours)

    assert sorted(tree.number.tolist()) == list(range(len(tree.number)))
    for k, below in enumerate(descendants(tree)):
        numbers = {int(tree.number[one]) for one in below}
        first = int(tree.number[k])
        assert numbers == set(range(first, first + int(tree.size[k])))


@on_each(CORNERS + RANDOM[:20])
def test_reach_is_what_pairs_outside_the_tree_lead_to(graph: Awkward) -> None:
    near = graph.projection.neighbours
    tree, pairs = spanning(near), placed(near)

    for k, below in enumerate(descendants(tree)):
        met = set(below)
        for one in below:
            met |= {o for o in pairs[one] if tree.parent[o] != one and tree.parent[one] != o}
        numbers = [int(tree.number[other]) for other in met]
        assert (tree.low[k], tree.high[k]) == (min(numbers), max(numbers))


@on_each(CORNERS + RANDOM[:20])
def test_the_blocks_are_those_of_networkx(graph: Awkward) -> None:
    near = graph.projection.neighbours
    tree = spanning(near)
    label = blocks(near, tree)

    found: dict[int, set[int]] = {}
    for k in tree.child.tolist():
        found.setdefault(int(label[k]), set()).update((k, int(tree.parent[k])))

    expected = nx.biconnected_components(placed(near))
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, expected))
    assert not set(label[tree.parent < 0].tolist()) & set(found)
