"""Cheapest: what hangs on whom, where steps cost differently."""

import numpy as np
import pytest

from algorithms.network.cheapest import cheapest_dependencies
from tests.algorithms.graphs import RANDOM, Awkward, on_each


@on_each(RANDOM)
def test_what_hangs_on_everybody_is_what_igraph_says(graph: Awkward) -> None:
    seen = graph.projection
    near = seen.neighbours
    cost = seen.cost.astype(np.float64).take(near.pair)
    starts = np.arange(len(near), dtype=np.int32)

    found = list(cheapest_dependencies(near, cost, starts))

    for start, depends in zip(near.person.tolist(), found, strict=True):
        # igraph halves what it counts in an undirected graph, even from one source
        counts = seen.graph.betweenness(directed=False, weights=seen.cost.tolist(), sources=[start])
        assert depends == pytest.approx(2 * np.array(counts)[near.person], rel=1e-12, abs=1e-12)


@on_each(RANDOM)
def test_a_search_finds_the_same_alone_and_among_others(
    graph: Awkward, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = graph.projection
    near = seen.neighbours
    cost = seen.cost.astype(np.float64).take(near.pair)
    starts = np.arange(len(near), dtype=np.int32)
    together = list(cheapest_dependencies(near, cost, starts))

    monkeypatch.setattr("algorithms.network.cheapest._MOST", 1)
    alone = list(cheapest_dependencies(near, cost, starts))

    assert [one.tobytes() for one in together] == [one.tobytes() for one in alone]
