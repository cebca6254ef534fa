"""Katz: who is reached by many walks."""

import networkx as nx
import numpy as np
import pytest

from algorithms.options import Options
from algorithms.people.katz import katz
from algorithms.projection import Projection
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    projection_of_graph,
    projection_of_rows,
)


def table(seen: Projection) -> np.ndarray:
    found = np.zeros((seen.people, seen.people))
    found[seen.source, seen.target] = seen.weight
    return found


def networkx_katz(seen: Projection, alpha: float) -> list[float]:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(seen.people))
    rows = zip(seen.source.tolist(), seen.target.tolist(), seen.weight.tolist(), strict=True)
    graph.add_weighted_edges_from(rows)
    found = nx.katz_centrality_numpy(graph, alpha, normalized=False, weight="weight")
    largest = max(found.values())
    return [found[k] / largest for k in range(seen.people)]


def test_each_step_of_a_row_adds_half_of_the_last() -> None:
    # by hand: sigma is 1 and alpha 1/2, so that the row has 1, 3/2, 7/4, 15/8
    found = katz(projection_of_rows(4, [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]))

    assert found.values * 15 / 8 == pytest.approx([1, 3 / 2, 7 / 4, 15 / 8], abs=1e-12)
    assert found.has_converged
    assert found.parameters == {"alpha": pytest.approx(0.5), "tolerance": 1e-10}


def test_a_star_that_is_written_to_stands_above_all() -> None:
    # by hand: sigma is the root of 9, alpha 1/6: the middle has 1 + 9/6
    found = katz(projection_of_rows(10, [(k, 0, 1.0) for k in range(1, 10)]))

    assert found.values == pytest.approx([1.0] + [1 / 2.5] * 9)


def test_in_a_clique_all_have_the_most() -> None:
    assert katz(projection_of_graph(nx.complete_graph(7))).values == pytest.approx([1.0] * 7)


@pytest.mark.parametrize("people", [0, 1, 4])
def test_without_ties_all_are_equal(people: int) -> None:
    found = katz(projection_of_rows(people, []))

    assert found.values.tolist() == [1.0] * people
    assert found.has_converged


def test_whoever_nobody_writes_to_has_the_least() -> None:
    found = katz(projection_of_rows(5, [(0, 1, 3.0), (1, 2, 1.0), (2, 1, 1.0)])).values

    assert found[0] == found[3] == found[4] == found.min()
    assert (found > 0).all()
    assert found.max() == 1


def test_where_all_is_answered_in_kind_alpha_is_half_of_what_is_finite() -> None:
    club = nx.karate_club_graph()
    seen = projection_of_graph(club)
    largest = float(np.linalg.eigvalsh(table(seen))[-1])

    found = katz(seen)

    assert found.parameters["alpha"] == pytest.approx(0.5 / largest, rel=1e-9)
    assert largest * seen.weight.size / seen.weight.sum() == pytest.approx(6.725698, abs=1e-6)


@on_each(CORNERS + RANDOM)
def test_katz_is_that_of_networkx(graph: Awkward) -> None:
    seen = graph.projection
    found = katz(seen)

    assert found.has_converged
    if len(seen.source) == 0:
        return
    alpha = float(found.parameters["alpha"])
    assert alpha == pytest.approx(0.5 / np.linalg.norm(table(seen), 2), rel=1e-9)
    assert found.values == pytest.approx(networkx_katz(seen, alpha), abs=1e-9)
    assert found.values.max() == 1


@pytest.mark.parametrize("factor", [0.5, 3.0, 1e-6, 1e9])
def test_multiplying_all_strengths_changes_nothing(factor: float) -> None:
    for graph in RANDOM[:20]:
        moved = projection_of_rows(graph.people, [(a, b, factor * w) for a, b, w in graph.rows])

        assert katz(moved).values == pytest.approx(katz(graph.projection).values, rel=1e-9)


def test_the_tolerance_bounds_how_much_of_the_walks_is_missing() -> None:
    seen = projection_of_graph(nx.karate_club_graph(), "weight")
    settled = katz(seen, options=Options(tolerance=1e-14)).values

    for tolerance in (10.0, 1e-2, 1e-6):
        found = katz(seen, options=Options(tolerance=tolerance))
        assert found.has_converged
        assert np.abs(found.values - settled).max() < 2 * tolerance
