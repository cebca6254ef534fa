"""Triangles: each three who all know each other, once."""

import networkx as nx
import numpy as np
import pytest

from algorithms.network.triangles import triangle_counts, triangles
from tests.algorithms.graphs import RANDOM, Awkward, on_each


@pytest.mark.parametrize("chunk", [1, 7, 1_000_000])
@on_each(RANDOM[:20])
def test_every_triangle_is_found_once_however_it_is_cut(graph: Awkward, chunk: int) -> None:
    seen = graph.projection
    a, b = seen.a, seen.b
    found = list(triangles(seen.neighbours, chunk=chunk))

    trios = [frozenset(trio) for part in found for trio in zip(part.u, part.v, part.w, strict=True)]

    simple = nx.Graph(zip(a.tolist(), b.tolist(), strict=True))
    expected = {frozenset(c) for c in nx.enumerate_all_cliques(simple) if len(c) == 3}
    assert len(trios) == len(set(trios))
    assert set(trios) == expected


def test_the_pairs_of_a_triangle_join_the_people_it_names() -> None:
    seen = RANDOM[1].projection
    for part in triangles(seen.neighbours):
        for pair, one, other in (
            (part.uv, part.u, part.v),
            (part.uw, part.u, part.w),
            (part.vw, part.v, part.w),
        ):
            assert np.array_equal(np.minimum(one, other), seen.a[pair])
            assert np.array_equal(np.maximum(one, other), seen.b[pair])


@pytest.mark.parametrize("chunk", [1, 1_000_000])
@on_each(RANDOM[:20])
def test_who_is_in_how_many_triangles_is_what_networkx_counts(graph: Awkward, chunk: int) -> None:
    near = graph.projection.neighbours
    a, b = graph.projection.a, graph.projection.b
    sides, corners = triangle_counts(near, chunk=chunk)

    simple = nx.Graph(zip(a.tolist(), b.tolist(), strict=True))
    expected = nx.triangles(simple)
    assert corners.tolist() == [expected[person] for person in near.person.tolist()]
    assert sides.tolist() == [
        len(list(nx.common_neighbors(simple, one, other)))
        for one, other in zip(a.tolist(), b.tolist(), strict=True)
    ]
