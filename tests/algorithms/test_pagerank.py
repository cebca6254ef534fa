"""PageRank: where everybody's attention ends up."""

import igraph
import networkx as nx
import numpy as np
import pytest

from algorithms.options import Options
from algorithms.people.pagerank import pagerank
from algorithms.projection import projection
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.algorithms.graphs import (
    RANDOM,
    Awkward,
    on_each,
    projection_of_graph,
    projection_of_rows,
)
from tests.worlds import projection_of


def test_whoever_is_written_to_has_more() -> None:
    # by hand: r_b = (1 + d) r_a and r_a + r_b = 1, so r_a = 1 / 2.85
    found = pagerank(projection_of_rows(2, [(0, 1, 1.0)]))

    assert found.values == pytest.approx([1 / 2.85, 1.85 / 2.85], abs=1e-10)
    assert found.has_converged
    assert found.parameters == {"damping": 0.85, "tolerance": 1e-10}


def test_the_karate_club_has_its_published_values() -> None:
    found = pagerank(projection_of(34, *nx.karate_club_graph().edges())).values

    assert found[[33, 0, 32]] == pytest.approx([0.100919, 0.096997, 0.071693], abs=1e-6)


def test_without_ties_everybody_is_equal() -> None:
    assert pagerank(projection_of_rows(4, [])).values == pytest.approx([0.25] * 4)


def test_without_damping_ties_do_not_matter() -> None:
    found = pagerank(projection_of_rows(3, [(0, 1, 1.0)]), options=Options(damping=0.0))

    assert found.values == pytest.approx([1 / 3] * 3)
    assert found.has_converged


def test_the_tolerance_bounds_how_far_the_values_are_from_settled() -> None:
    club = projection_of_graph(nx.karate_club_graph(), "weight")
    settled = pagerank(club, options=Options(tolerance=1e-14)).values

    for tolerance in (1e-2, 1e-4, 1e-6):
        found = pagerank(club, options=Options(tolerance=tolerance)).values
        # changes shrink by the damping each round, so what is left is at most d / (1 - d) of one
        assert np.abs(found - settled).sum() <= tolerance * 0.85 / 0.15


def test_old_corners_of_a_long_log_keep_their_proportions() -> None:
    # the same three-way contact, fresh and 2000 half-lives ago, where strengths underflow
    rows = [(0, 1), (0, 1), (0, 2), (1, 0), (2, 0)]
    source = [a for a, _ in rows] + [a + 3 for a, _ in rows]
    target = [b for _, b in rows] + [b + 3 for _, b in rows]
    timeline = Timeline.of(6, source, target, [2000] * 5 + [0] * 5)
    found = pagerank(projection(ties(timeline, np.ones(10), as_of=2000, half_life=1))).values

    assert found[3:] == pytest.approx(found[:3], rel=1e-9)
    assert found[1] > found[2]


@on_each(RANDOM)
def test_pagerank_is_that_of_networkx_and_igraph(graph: Awkward) -> None:
    found = pagerank(graph.projection).values
    directed = graph.digraph

    expected = nx.pagerank(directed, tol=1e-15, max_iter=5000)
    assert found == pytest.approx([expected[k] for k in range(graph.people)], abs=1e-9)

    other = igraph.Graph(n=graph.people, edges=[(a, b) for a, b, _ in graph.rows], directed=True)
    weights = [w for _, _, w in graph.rows]
    if max(weights) / min(weights) < 1e12:  # igraph counts weaker ones as none
        assert found == pytest.approx(other.pagerank(weights=weights), abs=1e-9)
    assert found.sum() == pytest.approx(1, abs=1e-12)


@on_each(RANDOM[:12])
def test_a_large_network_is_solved_to_what_the_rounds_of_a_small_one_give(
    graph: Awkward, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_rounds = pagerank(graph.projection, options=Options(tolerance=1e-13)).values
    monkeypatch.setattr("algorithms.people.pagerank._SOLVED_FROM", 0)

    solved = pagerank(graph.projection)

    assert np.abs(solved.values - by_rounds).sum() < 1e-10 / (1 - 0.85)
    assert solved.has_converged


@on_each(RANDOM[:12])
def test_how_many_threads_there_are_changes_no_byte(
    graph: Awkward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("algorithms.people.pagerank._SOLVED_FROM", 0)
    one_thread = pagerank(graph.projection).values
    monkeypatch.setattr("algorithms.network.fixed_point._SIDE_BY_SIDE", 0)

    assert pagerank(graph.projection).values.tobytes() == one_thread.tobytes()
