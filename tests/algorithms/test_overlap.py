"""Overlap: what the circles of two people have in common."""

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.pairs.overlap import embeddedness, overlap
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
from tests.worlds import projection_of


def of_pair(seen: Projection, values: NDArray[np.float64], a: int, b: int) -> float:
    [k] = np.flatnonzero((seen.a == a) & (seen.b == b))
    return float(values[k])


def test_the_karate_club_has_its_published_overlaps() -> None:
    seen = projection_of(34, *nx.karate_club_graph().edges())
    found = overlap(seen).values

    assert of_pair(seen, found, 0, 1) == pytest.approx(0.4375)
    assert of_pair(seen, found, 0, 31) == 0
    assert of_pair(seen, found, 32, 33) == pytest.approx(0.588235, abs=1e-6)


@on_each(CORNERS + RANDOM)
def test_overlap_is_the_share_of_sets_in_plain_python(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)

    def plain(a: int, b: int) -> tuple[float, float]:
        if not live.has_edge(a, b):
            return np.nan, np.nan
        either = (set(live[a]) | set(live[b])) - {a, b}
        both = set(live[a]) & set(live[b])
        return len(both), len(both) / len(either) if either else np.nan

    expected = [plain(a, b) for a, b in zip(seen.a.tolist(), seen.b.tolist(), strict=True)]

    assert np.array_equal(embeddedness(seen).values, [n for n, _ in expected], equal_nan=True)
    assert overlap(seen).values == pytest.approx([o for _, o in expected], nan_ok=True)


@on_each(RANDOM)
def test_embeddedness_is_the_common_neighbours_of_networkx(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)
    found = embeddedness(seen).values

    for k in np.flatnonzero(seen.live):
        assert found[k] == len(list(nx.common_neighbors(live, int(seen.a[k]), int(seen.b[k]))))


def test_in_a_clique_all_circles_are_one_and_in_a_star_none_meet() -> None:
    assert overlap(projection_of_graph(nx.complete_graph(9))).values.tolist() == [1.0] * 36
    assert overlap(projection_of_graph(nx.star_graph(9))).values.tolist() == [0.0] * 9


def test_two_who_know_only_each_other_have_no_overlap_and_nobody_in_common() -> None:
    seen = projection_of_rows(4, [(1, 2, 1.0)])

    assert np.isnan(overlap(seen).values).all()
    assert embeddedness(seen).values.tolist() == [0.0]


def test_a_pair_long_dead_has_neither_and_counts_for_nobody() -> None:
    # the faint pair 0-2 would close the triangle
    seen = projection_of_rows(4, [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (0, 2, 1e-3)])

    assert overlap(seen).values == pytest.approx([0.0, np.nan, 0.0, 0.0], nan_ok=True)
    assert embeddedness(seen).values == pytest.approx([0.0, np.nan, 0.0, 0.0], nan_ok=True)


def test_strength_and_direction_decide_nothing() -> None:
    even = projection_of_rows(3, [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0)])
    uneven = projection_of_rows(3, [(1, 0, 1e9), (2, 1, 1.0), (2, 0, 50.0), (0, 2, 1.0)])

    assert overlap(even).values.tobytes() == overlap(uneven).values.tobytes()
