"""Clustering: how many of somebody's contacts know each other."""

import networkx as nx
import numpy as np
import pytest

from algorithms.people.clustering import clustering
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)


@on_each(CORNERS + RANDOM)
def test_clustering_is_that_of_networkx_where_two_can_be_introduced(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)
    known = nx.clustering(live)

    expected = [known[k] if live.degree(k) > 1 else np.nan for k in range(graph.people)]

    assert clustering(seen).values == pytest.approx(expected, rel=1e-12, nan_ok=True)


@on_each(RANDOM)
def test_it_counts_the_triangles_that_igraph_lists(graph: Awkward) -> None:
    seen = graph.projection
    a, b = seen.a[seen.live], seen.b[seen.live]
    corners = np.array(seen.live_graph.list_triangles(), np.int64).ravel()
    count = np.bincount(corners, minlength=seen.people)
    degree = np.bincount(np.concatenate([a, b]), minlength=seen.people)

    found = np.nan_to_num(clustering(seen).values) * degree * (degree - 1) / 2

    assert found == pytest.approx(count, abs=1e-9)


def test_the_karate_club_has_the_values_of_paper_and_pencil() -> None:
    # member 11 knows one other; 12 knows 0 and 3, who know each other; of the 120 twos among the
    # 16 contacts of 0 there are 18 who know each other
    found = clustering(projection_of_graph(nx.karate_club_graph())).values

    assert found[[12, 0]] == pytest.approx([1.0, 18 / 120])
    assert np.isnan(found[11])
    assert np.nanmean(found) == pytest.approx(0.570638 * 34 / 33, abs=1e-6)  # known with 11 as 0


def test_a_clique_is_closed_and_a_star_is_open() -> None:
    assert clustering(projection_of_graph(nx.complete_graph(7))).values.tolist() == [1.0] * 7

    star = clustering(projection_of_graph(nx.star_graph(6))).values
    assert star[0] == 0
    assert np.isnan(star[1:]).all()


def test_strength_and_direction_make_no_difference_to_a_live_pair() -> None:
    one_way = projection_of_rows(3, [(0, 1, 1.0), (1, 2, 500.0), (2, 0, 0.02)])
    both = projection_of_rows(3, [(a, b, 1.0) for a in range(3) for b in range(3) if a != b])

    assert clustering(one_way).values.tolist() == clustering(both).values.tolist() == [1.0] * 3


def test_a_pair_that_is_no_longer_live_does_not_close_anything() -> None:
    faint = projection_of_rows(3, [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 0.01)])

    assert clustering(faint).values == pytest.approx([np.nan, 0.0, np.nan], nan_ok=True)
