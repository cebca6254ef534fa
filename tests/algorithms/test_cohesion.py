"""Cohesion: what of a group's contact stays inside, held against networkx and the definitions."""

from math import nan

import networkx as nx
import numpy as np
import pytest

from algorithms.groups import cohesion as module
from algorithms.groups.cohesion import cohesion
from algorithms.groups.communities import communities
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

ALL = on_each(CORNERS + RANDOM)


def overlapping(graph: Awkward) -> Groups:
    """Groups at random: three that overlap, one of everybody, one of nobody."""
    rng = np.random.default_rng(graph.people)
    masks = [rng.random(graph.people) < share for share in (0.2, 0.5, 0.8, 2.0, -1.0)]
    return Groups.of_masks(graph.people, masks)


@ALL
def test_pairs_and_strength_are_those_of_the_definition(graph: Awkward) -> None:
    seen, groups = graph.projection, overlapping(graph)
    found, live = cohesion(seen, groups), pairs_graph(graph.projection, live=True)

    for k in range(len(groups)):
        members = set(groups.members(k).tolist())
        inside = live.subgraph(members)
        assert found.size[k] == len(members)
        assert found.pairs_inside[k] == inside.number_of_edges()
        assert found.strength_inside[k] == pytest.approx(inside.size("weight"), rel=1e-12)
        out = list(nx.edge_boundary(live, members, data="weight"))
        assert found.pairs_outside[k] == len(out)
        expected = nx.cut_size(live, members, weight="weight")
        assert found.strength_outside[k] == pytest.approx(expected, rel=1e-12)


@on_each(RANDOM[:20])
def test_groups_of_one_each_are_measured_like_groups_that_overlap(graph: Awkward) -> None:
    label = np.random.default_rng(graph.people).integers(-1, 4, graph.people)
    one = Groups.of_labels(label, 5)
    masks = [label == k for k in range(4)]
    several = Groups.of_masks(graph.people, [*masks, np.ones(graph.people, bool)])
    assert several.label is None
    left, right = cohesion(graph.projection, one), cohesion(graph.projection, several)

    assert (left.pairs_inside[:4] == right.pairs_inside[:4]).all()
    assert (left.pairs_outside[:4] == right.pairs_outside[:4]).all()
    assert left.strength_inside[:4] == pytest.approx(right.strength_inside[:4], rel=1e-12)
    assert left.strength_outside[:4] == pytest.approx(right.strength_outside[:4], rel=1e-12)


@ALL
def test_density_is_that_of_networkx(graph: Awkward) -> None:
    groups = overlapping(graph)
    live = pairs_graph(graph.projection, live=True)

    expected = [
        nx.density(live.subgraph(groups.members(k).tolist())) if groups.size[k] > 1 else nan
        for k in range(len(groups))
    ]
    assert cohesion(graph.projection, groups).density == pytest.approx(expected, nan_ok=True)


@ALL
def test_conductance_is_that_of_networkx(graph: Awkward) -> None:
    groups = overlapping(graph)
    live = pairs_graph(graph.projection, live=True)
    found = cohesion(graph.projection, groups).conductance

    for k in range(len(groups)):
        members = set(groups.members(k).tolist())
        sides = (members, set(live) - members)
        if all(sum(live.degree(one) for one in side) for side in sides):
            assert found[k] == pytest.approx(nx.conductance(live, *sides, "weight"), rel=1e-9)
        else:
            assert np.isnan(found[k])


@on_each(RANDOM[:20])
def test_cohesion_of_communities_is_what_communities_say(graph: Awkward) -> None:
    parts = communities(graph.projection)
    number = np.full(graph.people + 1, -1)
    number[parts.head] = np.arange(len(parts))
    groups = Groups.of_labels(number[parts.membership], len(parts))

    assert cohesion(graph.projection, groups).values == pytest.approx(parts.cohesion, rel=1e-12)


def test_two_threesomes_that_are_joined_by_one_pair() -> None:
    """3 pairs inside and 1 out: 6 of 7 ends stay; of all 14 ends each side has 7, 1 leads out."""
    found = cohesion(projection_of_graph(nx.barbell_graph(3, 0)), Groups.of_labels(
        np.array([0, 0, 0, 1, 1, 1])
    ))  # fmt: skip

    assert found.values == pytest.approx([6 / 7, 6 / 7])
    assert found.density.tolist() == [1, 1]
    assert found.conductance == pytest.approx([1 / 7, 1 / 7])


def test_what_is_dead_counts_nowhere() -> None:
    seen = projection_of_rows(3, [(0, 1, 1.0), (1, 2, 1e-3)])  # below 1/64 of a fresh one
    found = cohesion(seen, Groups.of_labels(np.array([0, 0, 1])))

    assert found.values[0] == 1
    assert found.pairs_outside.tolist() == [0, 0]
    assert np.isnan(found.values[1])


def test_groups_without_contact_have_no_cohesion() -> None:
    seen = projection_of_rows(4, [(0, 1, 1.0)])
    found = cohesion(seen, Groups.of_labels(np.array([0, 0, 1, 1])))

    assert found.values == pytest.approx([1, nan], nan_ok=True)
    assert found.density == pytest.approx([1, 0])
    assert np.isnan(found.conductance).all()  # nothing to cut it off from


def test_blocks_add_up_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = RANDOM[2]
    whole = cohesion(graph.projection, overlapping(graph))
    monkeypatch.setattr(module, "_BLOCK", 7)
    parts = cohesion(graph.projection, overlapping(graph))

    assert (whole.pairs_inside == parts.pairs_inside).all()
    assert parts.strength_outside == pytest.approx(whole.strength_outside)


def test_groups_of_other_people_are_refused() -> None:
    with pytest.raises(ValueError, match="groups of 2 people, but 3 are looked at"):
        cohesion(projection_of_rows(3, [(0, 1, 1.0)]), Groups.of_labels(np.array([0, 0])))
