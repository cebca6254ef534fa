"""The leading vector: the strongest pattern of a symmetric table, found without surprises."""

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.network.leading_vector import in_proportion, leading_vector

Floats = NDArray[np.float64]


def exact(table: Floats) -> tuple[float, Floats]:
    values, vectors = np.linalg.eigh(table)
    leading = np.abs(vectors[:, -1])
    return float(values[-1]), leading / leading.sum()


@pytest.mark.parametrize("seed", range(20))
def test_it_is_that_of_a_dense_solver(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.lognormal(0, 2, (30, 30)) * (rng.random((30, 30)) < 0.3)
    table = table + table.T + np.eye(30) * 1e-3

    found = leading_vector(table.__matmul__, 30, tolerance=1e-13)

    value, vector = exact(table)
    assert found.has_converged
    assert found.strength == pytest.approx(value, rel=1e-12)
    assert found.values == pytest.approx(vector, abs=1e-10)
    assert found.values.sum() == pytest.approx(1)
    assert (found.values > 0).all()


def test_one_more_plain_round_changes_less_than_the_tolerance() -> None:
    table = nx.to_numpy_array(nx.powerlaw_cluster_graph(200, 3, 0.3, seed=4))

    for tolerance in (1e-3, 1e-6, 1e-10):
        found = leading_vector(table.__matmul__, 200, tolerance=tolerance)
        after = table @ found.values
        assert np.abs(after / found.strength - found.values).sum() < tolerance * (1 + 1e-6)


def test_two_halves_do_not_make_it_swing() -> None:
    # a star of 9 is bipartite: its largest eigenvalue is 3 and its smallest -3
    found = leading_vector(nx.to_numpy_array(nx.star_graph(9)).__matmul__, 10, tolerance=1e-12)

    assert found.strength == pytest.approx(3)
    assert found.values == pytest.approx([3 / 12] + [1 / 12] * 9)


def test_a_long_row_is_found_though_a_second_pattern_is_nearly_as_strong() -> None:
    # a row of 300: its vector is half a sine, the second value 1.6e-4 below
    found = leading_vector(nx.to_numpy_array(nx.path_graph(300)).__matmul__, 300, tolerance=1e-12)

    wave = np.sin(np.pi * np.arange(1, 301) / 301)
    assert found.has_converged
    assert found.values == pytest.approx(wave / wave.sum(), rel=1e-6)


def test_equally_strong_patterns_share_by_how_evenly_they_are_spread() -> None:
    # four who all have one and a row of three with sqrt(1/2): both have the value 1; the even
    # vector lies along the first by 2, along (1/2, sqrt(1/2), 1/2) by 1.707
    half = np.sqrt(0.5)
    table = np.zeros((7, 7))
    table[:4, :4] = 0.25
    table[[4, 5, 5, 6], [5, 4, 6, 5]] = half

    found = leading_vector(table.__matmul__, 7, tolerance=1e-13).values

    along = 1 + half
    expected = np.array([1, 1, 1, 1, along / 2, along * half, along / 2])
    assert found == pytest.approx(expected / expected.sum(), abs=1e-12)


def test_what_cannot_be_reached_in_time_is_said_not_to_have_converged() -> None:
    table = nx.to_numpy_array(nx.path_graph(300))

    found = leading_vector(table.__matmul__, 300, tolerance=1e-30)

    assert not found.has_converged
    assert np.isfinite(found.values).all()


def test_a_table_of_zeros_leaves_all_equal() -> None:
    found = leading_vector(np.zeros((3, 3)).__matmul__, 3, tolerance=1e-10)

    assert found.values == pytest.approx([1 / 3] * 3)
    assert found.strength == 0
    assert found.has_converged


def test_small_values_come_into_proportion() -> None:
    # a clique of six with a tail, each step of which is worth about a fortieth
    graph = nx.lollipop_graph(6, 12)
    for k in range(5, 17):
        graph[k][k + 1]["weight"] = 1 / 8
    table = nx.to_numpy_array(graph)
    found = leading_vector(table.__matmul__, 18, tolerance=1e-10)

    values = in_proportion(table.__matmul__, found.values, tolerance=1e-10)

    # from the tail's end inwards: t_k+1 = (value * t_k - w * t_k-1) / w, exact for what decays
    tail = [1.0, found.strength * 8]
    for _ in range(10):
        tail.append(found.strength * 8 * tail[-1] - tail[-2])
    assert values[:5:-1] / values[-1] == pytest.approx(np.array(tail), rel=1e-9)
    assert values[-1] < 1e-18
