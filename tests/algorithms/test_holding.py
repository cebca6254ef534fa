"""Holding together: what every member has to do with the others, held against the definition."""

import networkx as nx
import numpy as np
import pytest

from algorithms.groups.cohesion import cohesion
from algorithms.groups.holding import holding
from algorithms.groups.membership import Groups
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
def test_what_holds_is_the_strength_with_other_members(graph: Awkward) -> None:
    rng = np.random.default_rng(graph.people)
    masks = [rng.random(graph.people) < share for share in (0.2, 0.5, 0.0, 0.8)]
    groups = Groups.of_masks(graph.people, masks)
    live = pairs_graph(graph.projection, live=True)
    found = holding(graph.projection, groups)

    for k in range(len(groups)):
        rows = found.rows(k)
        members = found.person[rows].tolist()
        assert sorted(members) == groups.members(k).tolist()
        inside = live.subgraph(members).degree(weight="weight")
        assert found.inside[rows] == pytest.approx([inside[one] for one in members], rel=1e-12)
        whole = [live.degree(one, "weight") for one in members]
        assert found.strength[rows] == pytest.approx(whole, rel=1e-12)
        assert (np.diff(found.inside[rows]) <= 1e-9).all()


def test_the_parts_of_all_members_are_all_that_is_inside() -> None:
    seen = projection_of_graph(nx.karate_club_graph(), "weight")
    groups = Groups.of_labels(np.arange(34) % 3)
    found, inside = holding(seen, groups), cohesion(seen, groups).strength_inside

    assert np.add.reduceat(found.inside, found.start[:-1]) == pytest.approx(2 * inside)


@on_each(RANDOM[:20])
def test_groups_of_one_each_are_measured_like_groups_that_overlap(graph: Awkward) -> None:
    label = np.random.default_rng(graph.people).integers(-1, 4, graph.people)
    one = Groups.of_labels(label, 5)
    masks = [label == k for k in range(4)]
    several = Groups.of_masks(graph.people, [*masks, np.ones(graph.people, bool)])
    left, right = holding(graph.projection, one), holding(graph.projection, several)

    for k in range(4):
        assert left.person[left.rows(k)].tolist() == right.person[right.rows(k)].tolist()
        assert left.inside[left.rows(k)] == pytest.approx(right.inside[right.rows(k)], rel=1e-12)


def test_of_equals_the_lowest_number_stands_first() -> None:
    seen = projection_of_graph(nx.complete_graph(5))

    assert holding(seen, Groups.of_labels(np.zeros(5, int))).person.tolist() == [0, 1, 2, 3, 4]


def test_who_is_in_touch_with_nobody_holds_nothing() -> None:
    found = holding(projection_of_rows(3, [(0, 1, 1.0)]), Groups.of_labels(np.zeros(3, int)))

    assert found.inside.tolist() == [1, 1, 0]
    assert found.stays.tolist()[:2] == [1, 1]
    assert np.isnan(found.stays[2])
