"""Hubs and authorities: who writes to those that count, and who is written to."""

from collections.abc import Callable

import igraph
import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.network.leading_vector import LeadingVector, leading_vector
from algorithms.options import Options
from algorithms.people import hits as module
from algorithms.people.hits import authorities, hubs
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

Floats = NDArray[np.float64]


def test_whoever_writes_to_two_authorities_is_the_better_hub() -> None:
    # by hand: 0 -> 2, 1 -> 2, 1 -> 3; the hubs of 0 and 1 stand as 1 to the golden section
    golden = (1 + np.sqrt(5)) / 2
    seen = projection_of_rows(4, [(0, 2, 1.0), (1, 2, 1.0), (1, 3, 1.0)])

    found, received = hubs(seen), authorities(seen)

    assert found.values == pytest.approx([1 / golden**2, 1 / golden, 0, 0], abs=1e-10)
    assert received.values == pytest.approx([0, 0, 1 / golden, 1 / golden**2], abs=1e-10)
    assert (found.measure, received.measure) == ("hubs", "authorities")
    assert found.has_converged
    assert found.parameters == received.parameters == {"tolerance": 1e-10}


def test_in_the_karate_club_both_are_the_eigenvector() -> None:
    # 0.373363 and 0.355491 are published for length 1; there all values sum to 4.987
    expected = np.array(
        list(nx.eigenvector_centrality_numpy(nx.karate_club_graph(), None).values())
    )
    assert expected[[33, 0]] == pytest.approx([0.373363, 0.355491], abs=1e-6)
    seen = projection_of_graph(nx.karate_club_graph())

    for found in (hubs(seen).values, authorities(seen).values):
        assert found == pytest.approx(expected / expected.sum(), abs=1e-9)
        assert found[33] / found[0] == pytest.approx(0.373363 / 0.355491, rel=1e-5)


@pytest.mark.parametrize("rows", [[], [(0, 1, 1.0)], [(0, 1, 1e-300)], [(0, 1, 1e300)]])
def test_they_sum_to_one_as_soon_as_there_is_a_tie(rows: list[tuple[int, int, float]]) -> None:
    seen = projection_of_rows(4, rows)

    assert hubs(seen).values.tolist() == [float(bool(rows)), 0, 0, 0]
    assert authorities(seen).values.tolist() == [0, float(bool(rows)), 0, 0]


def test_nobody_at_all_has_no_values() -> None:
    assert hubs(projection_of_rows(0, [])).values.shape == (0,)
    assert authorities(projection_of_rows(0, [])).values.shape == (0,)


def test_a_star_has_one_hub_and_its_receivers_by_strength() -> None:
    seen = projection_of_rows(4, [(0, 1, 1.0), (0, 2, 2.0), (0, 3, 5.0)])

    assert hubs(seen).values == pytest.approx([1, 0, 0, 0])
    assert authorities(seen).values == pytest.approx([0, 1 / 8, 2 / 8, 5 / 8])


def test_in_a_clique_all_are_equal() -> None:
    seen = projection_of_graph(nx.complete_graph(7))

    assert hubs(seen).values == pytest.approx([1 / 7] * 7)
    assert authorities(seen).values == pytest.approx([1 / 7] * 7)


def test_the_strongest_part_has_everything() -> None:
    # two parts that nearly balance: plain rounds would need some hundred million to tell them apart
    seen = projection_of_rows(5, [(0, 1, 1.0), (2, 3, 1.0 + 1e-7)])

    assert hubs(seen).values == pytest.approx([0, 0, 1, 0, 0], abs=1e-12)
    assert authorities(seen).values == pytest.approx([0, 0, 0, 1, 0], abs=1e-12)


def test_equally_strong_parts_share_by_how_evenly_they_are_spread() -> None:
    # 0 reaches one by 2, 2 reaches four by 1 each: both have the singular value 2; even
    # authorities lie along (1) by 1 and along (1/2, 1/2, 1/2, 1/2) by 2
    seen = projection_of_rows(7, [(0, 1, 2.0), *((2, k, 1.0) for k in range(3, 7))])

    assert authorities(seen).values == pytest.approx([0, 1 / 5, 0, 1 / 5, 1 / 5, 1 / 5, 1 / 5])
    assert hubs(seen).values == pytest.approx([1 / 3, 0, 2 / 3, 0, 0, 0, 0])


def test_equal_parts_share_equally_along_a_one_way_row() -> None:
    seen = projection_of_rows(6, [(k, k + 1, 1.0) for k in range(5)])

    assert hubs(seen).values == pytest.approx([1 / 5] * 5 + [0])
    assert authorities(seen).values == pytest.approx([0] + [1 / 5] * 5)


@on_each(RANDOM)
def test_multiplying_all_strengths_changes_nothing(graph: Awkward) -> None:
    moved = projection_of_rows(graph.people, [(a, b, 4.0 * w) for a, b, w in graph.rows])

    assert hubs(moved).values == pytest.approx(hubs(graph.projection).values, rel=1e-6, abs=1e-12)


def singular(seen: Projection) -> tuple[float, float]:
    """The largest singular value, and how far below it the next one lies."""
    table = np.zeros((seen.people, seen.people))
    table[seen.source, seen.target] = seen.weight
    values = np.linalg.svd(table, compute_uv=False)
    return float(values[0]), float(1 - values[1] / values[0])


@on_each(RANDOM)
def test_they_are_those_of_networkx(graph: Awkward) -> None:
    seen = graph.projection
    assert singular(seen)[1] > 1e-4  # one pattern leads: the libraries can only mean the same
    found, received = hubs(seen), authorities(seen)

    assert found.has_converged
    expected_hubs, expected_authorities = nx.hits(graph.digraph, tol=1e-15)
    everybody = range(graph.people)
    assert found.values == pytest.approx([expected_hubs[k] for k in everybody], abs=1e-9)
    assert received.values == pytest.approx([expected_authorities[k] for k in everybody], abs=1e-9)
    assert found.values.sum() == pytest.approx(1, abs=1e-12)
    assert (received.values >= 0).all()


def test_igraph_has_them_as_shares_of_the_largest() -> None:
    graph = nx.gnm_random_graph(60, 400, seed=3, directed=True)
    rows = [(a, b, 1.0 + (a * b) % 7) for a, b in graph.edges()]
    other = igraph.Graph(n=60, edges=[(a, b) for a, b, _ in rows], directed=True)
    weights = [w for *_, w in rows]
    seen = projection_of_rows(60, rows)

    found, received = hubs(seen).values, authorities(seen).values

    assert found / found.max() == pytest.approx(other.hub_score(weights=weights), abs=1e-8)
    expected = other.authority_score(weights=weights)
    assert received / received.max() == pytest.approx(expected, abs=1e-8)


@on_each(CORNERS + RANDOM[:10])
def test_whoever_does_not_write_is_no_hub_and_whoever_is_not_written_to_no_authority(
    graph: Awkward,
) -> None:
    seen = graph.projection
    writes, is_written_to = np.zeros((2, seen.people), np.bool_)
    writes[seen.source] = is_written_to[seen.target] = True

    assert (hubs(seen).values[~writes] == 0).all()
    assert (authorities(seen).values[~is_written_to] == 0).all()
    assert authorities(seen).has_converged


def test_a_loose_tolerance_is_loose_and_still_sums_to_one() -> None:
    seen = projection_of_graph(nx.karate_club_graph(), "weight")
    settled = hubs(seen).values

    for tolerance in (10.0, 1e-2, 1e-5):
        found = hubs(seen, options=Options(tolerance=tolerance)).values
        assert np.abs(found - settled).sum() < 10 * tolerance
        assert found.sum() == pytest.approx(1)


def test_hubs_authorities_and_katz_search_once_for_all_three(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched = []

    def search(
        times: Callable[[Floats], Floats], people: int, *, tolerance: float
    ) -> LeadingVector:
        searched.append(tolerance)
        return leading_vector(times, people, tolerance=tolerance)

    monkeypatch.setattr(module, "leading_vector", search)
    graph = RANDOM[3]
    apart = [one(graph.projection).values.tobytes() for one in (katz, hubs, authorities)]
    seen = graph.projection

    assert [one(seen).values.tobytes() for one in (katz, hubs, authorities)] == apart
    assert len(searched) == 3 + 1
    hubs(seen, options=Options(tolerance=1e-6))
    assert searched[4:] == [1e-6]  # another tolerance is another search
