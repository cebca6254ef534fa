"""Eigenvector centrality: who is close to people who count."""

import igraph
import networkx as nx
import numpy as np
import pytest

from algorithms.options import Options
from algorithms.people.eigenvector import eigenvector, largest_component
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)


def test_the_karate_club_has_its_published_values() -> None:
    found = eigenvector(projection_of_graph(nx.karate_club_graph()))

    # published for a vector of length 1
    length = np.linalg.norm(found.values)
    assert found.values[[33, 0]] / length == pytest.approx([0.373363, 0.355491], abs=1e-6)
    assert found.values[33] == 1
    assert found.has_converged
    assert found.parameters == {"tolerance": 1e-10, "component": 34}


def test_the_middle_of_a_star_has_the_root_of_its_contacts_more() -> None:
    # by hand, and bipartite: the value is 3, the middle 3 times each of nine
    found = eigenvector(projection_of_graph(nx.star_graph(9)))

    assert found.values == pytest.approx([1] + [1 / 3] * 9)
    assert found.has_converged


def test_a_row_is_half_a_wave() -> None:
    found = eigenvector(projection_of_graph(nx.path_graph(200)))

    wave = np.sin(np.pi * np.arange(1, 201) / 201)
    assert found.values == pytest.approx(wave / wave.max(), rel=1e-6)
    assert found.has_converged


def test_in_a_clique_all_are_equal() -> None:
    assert eigenvector(projection_of_graph(nx.complete_graph(7))).values == pytest.approx([1] * 7)


def test_both_directions_count_together() -> None:
    one_way = projection_of_rows(3, [(0, 1, 2.0), (1, 2, 3.0)])
    both = projection_of_rows(3, [(0, 1, 1.0), (1, 0, 1.0), (1, 2, 1.0), (2, 1, 2.0)])

    assert eigenvector(one_way).values == pytest.approx(eigenvector(both).values)


@pytest.mark.parametrize("people", [0, 1, 4])
def test_without_a_pair_nobody_has_a_value(people: int) -> None:
    found = eigenvector(projection_of_rows(people, []))

    assert found.values.shape == (people,)
    assert np.isnan(found.values).all()
    assert found.parameters["component"] == 0
    assert found.has_converged


def test_outside_the_largest_component_nobody_has_a_value() -> None:
    # the smaller one is far stronger, which does not help it
    found = eigenvector(projection_of_rows(6, [(0, 1, 100.0), (2, 3, 1.0), (3, 4, 1.0)]))

    half = np.sqrt(0.5)
    nan = np.nan
    assert found.values == pytest.approx([nan, nan, half, 1, half, nan], nan_ok=True)


def test_of_components_as_large_the_stronger_one_counts() -> None:
    inside = largest_component(projection_of_rows(5, [(0, 1, 1.0), (2, 3, 2.0)]))

    assert inside.tolist() == [False, False, True, True, False]


def test_of_equal_components_the_one_with_the_smallest_number_counts() -> None:
    inside = largest_component(projection_of_rows(6, [(4, 2, 1.0), (5, 1, 1.0)]))

    assert inside.tolist() == [False, True, False, False, False, True]


@on_each(CORNERS + RANDOM)
def test_the_component_is_the_largest_that_networkx_knows(graph: Awkward) -> None:
    seen = graph.projection
    every = pairs_graph(seen, live=False)
    inside = set(np.flatnonzero(largest_component(seen)).tolist())

    if every.number_of_edges() == 0:
        assert inside == set()
    else:
        assert inside in nx.connected_components(every)
        assert len(inside) == max(map(len, nx.connected_components(every)))


@pytest.mark.filterwarnings("ignore:Some eigenvector centralities are nearly zero:RuntimeWarning")
@on_each(RANDOM)
def test_it_is_that_of_networkx_and_igraph(graph: Awkward) -> None:
    seen = graph.projection
    found = eigenvector(seen)
    inside = np.flatnonzero(~np.isnan(found.values)).tolist()
    part = pairs_graph(seen, live=False).subgraph(inside)

    assert found.has_converged
    expected = nx.eigenvector_centrality_numpy(part, weight="weight", tol=1e-14)
    largest = max(expected.values())
    given = [expected[k] / largest for k in inside]
    assert found.values[inside] == pytest.approx(given, abs=2e-8)

    place = {person: k for k, person in enumerate(inside)}
    rows = [(place[a], place[b], data["weight"]) for a, b, data in part.edges(data=True)]
    other = igraph.Graph(n=len(inside), edges=[(a, b) for a, b, _ in rows])
    theirs = other.eigenvector_centrality(weights=[w for *_, w in rows])
    assert found.values[inside] == pytest.approx(theirs, abs=2e-8)


@on_each(RANDOM)
def test_everybody_is_positive_and_fits_the_formula(graph: Awkward) -> None:
    seen = graph.projection
    found = eigenvector(seen, options=Options(tolerance=1e-13)).values
    inside = ~np.isnan(found)
    table = np.zeros((seen.people, seen.people))
    table[seen.a, seen.b] = table[seen.b, seen.a] = seen.pair_weight
    table = table[np.ix_(inside, inside)]

    assert (found[inside] > 0).all()
    assert found[inside].max() == 1
    after = table @ found[inside]
    assert after / after.max() == pytest.approx(found[inside], rel=1e-6)


def test_strengths_far_apart_leave_the_strongest_pair() -> None:
    rows = [(0, 1, 1e30), (1, 2, 1e-30), (2, 3, 1e300), (3, 0, 1e-300)]

    found = eigenvector(projection_of_rows(4, rows))

    assert found.values == pytest.approx([0, 0, 1, 1], abs=1e-12)
    assert found.has_converged


@pytest.mark.parametrize("factor", [0.5, 3.0, 1e-6, 1e9])
def test_multiplying_all_strengths_changes_nothing(factor: float) -> None:
    club = nx.karate_club_graph()
    rows = [(a, b, factor * data["weight"]) for a, b, data in club.edges(data=True)]

    found = eigenvector(projection_of_rows(34, rows)).values

    assert found == pytest.approx(eigenvector(projection_of_graph(club, "weight")).values, rel=1e-8)
