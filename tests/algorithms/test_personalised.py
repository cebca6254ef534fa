"""Personalised PageRank: who has the attention of some people."""

import igraph
import networkx as nx
import numpy as np
import pytest

from algorithms.options import Options
from algorithms.people.pagerank import pagerank
from algorithms.people.personalised import personalised_pagerank
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    projection_of_graph,
    projection_of_rows,
)


def some_roots(graph: Awkward) -> list[int]:
    rng = np.random.default_rng(graph.people)
    return sorted(rng.choice(graph.people, 1 + graph.people % 4, replace=False).tolist())


def test_attention_begins_again_at_the_root() -> None:
    # by hand: r_b = d * r_a, both sum to 1
    found = personalised_pagerank(projection_of_rows(3, [(0, 1, 1.0), (2, 0, 1.0)]), np.array([0]))

    assert found.values == pytest.approx([1 / 1.85, 0.85 / 1.85, 0], abs=1e-10)
    assert found.values[2] == 0
    assert found.measure == "personalised_pagerank"
    assert found.has_converged
    assert found.parameters == {"damping": 0.85, "tolerance": 1e-10, "roots": 1}


def test_a_root_without_a_tie_keeps_everything() -> None:
    found = personalised_pagerank(projection_of_rows(3, [(0, 1, 1.0)]), np.array([2]))

    assert found.values.tolist() == [0, 0, 1]


def test_roots_share_evenly_and_a_root_given_twice_counts_once() -> None:
    seen = projection_of_rows(4, [])

    assert personalised_pagerank(seen, np.array([1, 3])).values.tolist() == [0, 0.5, 0, 0.5]
    assert personalised_pagerank(seen, np.array([3, 1, 3])).values.tolist() == [0, 0.5, 0, 0.5]


def test_of_one_person_all_attention_is_theirs() -> None:
    assert personalised_pagerank(projection_of_rows(1, []), np.array([0])).values.tolist() == [1]


@on_each(CORNERS + RANDOM)
def test_with_everybody_for_a_root_it_is_pagerank_to_the_byte(graph: Awkward) -> None:
    if graph.people:
        found = personalised_pagerank(graph.projection, np.arange(graph.people))
        assert found.values.tobytes() == pagerank(graph.projection).values.tobytes()


def test_without_damping_only_the_roots_have_a_share() -> None:
    club = projection_of_graph(nx.karate_club_graph())
    found = personalised_pagerank(club, np.array([4, 7]), options=Options(damping=0.0)).values

    assert found[[4, 7]] == pytest.approx([0.5, 0.5])
    assert found.sum() == pytest.approx(1)


def test_each_root_adds_its_own_part() -> None:
    """Where everybody writes to somebody, two roots give the mean of what each of them gives."""
    club = projection_of_graph(nx.karate_club_graph(), "weight")
    one, other = (personalised_pagerank(club, np.array([k])).values for k in (5, 20))

    both = personalised_pagerank(club, np.array([5, 20])).values

    assert both == pytest.approx((one + other) / 2, abs=1e-9)


@pytest.mark.parametrize(
    ("roots", "complaint"),
    [
        (np.array([], np.int64), "at least one"),
        (np.array([[0, 1]]), "at least one"),
        (np.array([0.0]), "whole numbers"),
        (np.array([True, False, False]), "whole numbers"),
        (np.array([0, 3]), "0 .. 2, not 3"),
        (np.array([-1]), "0 .. 2, not -1"),
    ],
)
def test_roots_that_are_nobody_are_refused(roots: np.ndarray, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        personalised_pagerank(projection_of_rows(3, [(0, 1, 1.0)]), roots)


@on_each(RANDOM)
def test_it_is_that_of_networkx_and_igraph(graph: Awkward) -> None:
    roots = some_roots(graph)
    found = personalised_pagerank(graph.projection, np.array(roots)).values

    even = dict.fromkeys(roots, 1.0)
    directed = graph.digraph
    expected = nx.pagerank(directed, personalization=even, dangling=even, tol=1e-15, max_iter=5000)
    given = [expected[k] for k in range(graph.people)]
    assert found == pytest.approx(given, abs=1e-9)
    plain = nx.pagerank(directed, personalization=even, tol=1e-15, max_iter=5000)
    assert given == pytest.approx([plain[k] for k in range(graph.people)], abs=1e-12)

    other = igraph.Graph(n=graph.people, edges=[(a, b) for a, b, _ in graph.rows], directed=True)
    weights = [w for *_, w in graph.rows]
    theirs = other.personalized_pagerank(reset_vertices=roots, weights=weights)
    assert found == pytest.approx(theirs, abs=1e-9)


def test_igraph_counts_a_root_given_twice_double() -> None:
    theirs = igraph.Graph(n=2, directed=True).personalized_pagerank(reset_vertices=[0, 0, 1])

    assert theirs == pytest.approx([2 / 3, 1 / 3])


def test_whom_no_walk_from_a_root_reaches_has_nothing() -> None:
    for graph in RANDOM[:20]:
        roots = some_roots(graph)
        found = personalised_pagerank(graph.projection, np.array(roots)).values
        reached = set(roots).union(*(nx.descendants(graph.digraph, k) for k in roots))

        assert set(np.flatnonzero(found).tolist()) <= reached
