"""Bridges: the pairs that hold the network together."""

from collections.abc import Iterable

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.pairs.bridges import bridge, local_bridge
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


def marked(seen: Projection, values: NDArray[np.float64]) -> set[tuple[int, int]]:
    rows = np.flatnonzero(values == 1)
    return set(zip(seen.a[rows].tolist(), seen.b[rows].tolist(), strict=True))


def in_order(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    return {(min(a, b), max(a, b)) for a, b in pairs}


@on_each(CORNERS + RANDOM)
def test_bridges_are_those_of_networkx(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)

    assert marked(seen, bridge(seen).values) == in_order(nx.bridges(live))
    local = nx.local_bridges(live, with_span=False)
    assert marked(seen, local_bridge(seen).values) == in_order(local)


@on_each(CORNERS + RANDOM)
def test_only_pairs_that_are_not_live_have_no_value(graph: Awkward) -> None:
    seen = graph.projection

    for found in (bridge(seen).values, local_bridge(seen).values):
        assert np.array_equal(np.isnan(found), ~seen.live)
        assert set(found[seen.live]) <= {0.0, 1.0}


@on_each(RANDOM[:20])
def test_without_a_bridge_its_two_people_cannot_reach_each_other(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)
    found = bridge(seen).values

    for k in np.flatnonzero(seen.live):
        a, b = int(seen.a[k]), int(seen.b[k])
        live.remove_edge(a, b)
        assert (found[k] == 1) == (not nx.has_path(live, a, b))
        live.add_edge(a, b)


@on_each(RANDOM)
def test_every_bridge_is_a_local_bridge(graph: Awkward) -> None:
    seen = graph.projection

    assert (local_bridge(seen).values >= bridge(seen).values)[seen.live].all()


def test_all_of_a_tree_are_bridges_and_none_of_a_ring() -> None:
    assert bridge(projection_of_graph(nx.star_graph(20))).values.tolist() == [1.0] * 20
    ring = projection_of_graph(nx.cycle_graph(20))
    assert bridge(ring).values.tolist() == [0.0] * 20
    assert local_bridge(ring).values.tolist() == [1.0] * 20
    assert local_bridge(projection_of_graph(nx.cycle_graph(3))).values.tolist() == [0.0] * 3


def test_writing_both_ways_makes_no_second_way_round() -> None:
    seen = projection_of_rows(2, [(0, 1, 1.0), (1, 0, 1.0)])

    assert bridge(seen).values.tolist() == [1.0]


@pytest.mark.parametrize("people", [10_000, pytest.param(100_000, marks=pytest.mark.proof)])
def test_a_chain_of_very_many_people_is_no_trouble(people: int) -> None:
    """Ten times as deep as Python's own limit, and in the proof a hundred times."""
    seen = projection_of_rows(people, [(k, k + 1, 1.0) for k in range(people - 1)])

    assert bridge(seen).values.sum() == people - 1
