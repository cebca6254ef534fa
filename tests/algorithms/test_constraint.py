"""Constraint and effective size: how much room somebody has between their contacts."""

from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pytest

from algorithms.people.constraint import constraint, effective_size
from algorithms.projection import projection
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.algorithms.graphs import (
    RANDOM,
    Awkward,
    fixture,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)


def test_borgattis_example_has_its_published_values(shared: Path) -> None:
    graph, expected = fixture(shared, "structural_holes_unweighted")
    seen = projection_of_graph(graph)

    found = dict(zip(graph, constraint(seen).values, strict=True))
    sizes = dict(zip(graph, effective_size(seen).values, strict=True))

    for person in "GAC":
        assert found[person] == pytest.approx(expected["constraint"][person], abs=0.001)
        assert sizes[person] == pytest.approx(expected["effective_size"][person], abs=0.01)


def test_the_karate_club_has_its_published_values() -> None:
    seen = projection_of_graph(nx.karate_club_graph())

    assert constraint(seen).values[[0, 33, 32, 2, 11]] == pytest.approx(
        [0.155423, 0.156419, 0.249223, 0.185177, 1.0], abs=1e-6
    )
    assert effective_size(seen).values[[0, 33, 2, 11]] == pytest.approx(
        [13.75, 15.235294, 7.8, 1.0], abs=1e-6
    )


def test_valjean_and_the_medici_have_their_published_values() -> None:
    novel, families = nx.les_miserables_graph(), nx.florentine_families_graph()
    valjean, medici = list(novel).index("Valjean"), list(families).index("Medici")

    plain, weighted = projection_of_graph(novel), projection_of_graph(novel, "weight")
    assert constraint(plain).values[valjean] == pytest.approx(0.070601, abs=1e-6)
    assert constraint(weighted).values[valjean] == pytest.approx(0.163448, abs=1e-6)
    married = projection_of_graph(families)
    assert constraint(married).values[medici] == pytest.approx(0.209877, abs=1e-6)
    assert effective_size(married).values[medici] == pytest.approx(5.666667, abs=1e-6)


def test_a_triangle_of_equals_is_above_one() -> None:
    # by hand: each share is 1/2, each part (1/2 + 1/4) squared, two of them: 9/8
    found = constraint(projection_of_graph(nx.complete_graph(3))).values

    assert found == pytest.approx([9 / 8] * 3)


def test_two_contacts_who_above_all_have_each_other_bring_it_near_two() -> None:
    found = constraint(projection_of_rows(3, [(0, 1, 1e-9), (0, 2, 1e-9), (1, 2, 1.0)])).values

    assert found[0] == pytest.approx(2, abs=1e-6)
    assert found[0] <= 2


def test_both_directions_count_together() -> None:
    one_way = projection_of_rows(3, [(0, 1, 2.0), (0, 2, 3.0)])
    both = projection_of_rows(3, [(0, 1, 1.0), (1, 0, 1.0), (0, 2, 1.0), (2, 0, 2.0)])

    assert constraint(one_way).values == pytest.approx(constraint(both).values)


def test_old_corners_of_a_long_log_keep_their_proportions() -> None:
    rows = [(0, 1), (0, 1), (0, 2), (1, 2), (2, 0)]
    source = [a for a, _ in rows] + [a + 3 for a, _ in rows]
    target = [b for _, b in rows] + [b + 3 for _, b in rows]
    timeline = Timeline.of(6, source, target, [2000] * 5 + [0] * 5)
    found = constraint(projection(ties(timeline, np.ones(10), as_of=2000, half_life=1))).values

    assert found[3:] == pytest.approx(found[:3], rel=1e-9)


@on_each(RANDOM)
def test_constraint_and_effective_size_are_those_of_networkx_and_igraph(graph: Awkward) -> None:
    seen = graph.projection
    every, live = pairs_graph(seen, live=False), pairs_graph(seen, live=True)
    everybody = range(graph.people)
    found = constraint(seen).values

    expected = nx.constraint(every, weight="weight")
    given = [expected[k] for k in everybody]
    assert found == pytest.approx(given, rel=1e-9, nan_ok=True)
    other = igraph.Graph(n=graph.people, edges=list(every.edges()))
    weights = [data["weight"] for *_, data in every.edges(data=True)]
    assert found == pytest.approx(other.constraint(weights=weights), rel=1e-9, nan_ok=True)

    sizes = nx.effective_size(live)
    given = [sizes[k] for k in everybody]
    assert effective_size(seen).values == pytest.approx(given, rel=1e-12, nan_ok=True)
