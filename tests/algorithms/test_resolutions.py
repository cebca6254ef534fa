"""Resolutions: the same network from coarse to fine, each level nested in the one before."""

from dataclasses import replace
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from algorithms.groups.communities import communities
from algorithms.groups.resolutions import RESOLUTIONS, resolutions
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)


@on_each(CORNERS + RANDOM[::2])
def test_whoever_is_together_is_together_at_all_coarser_levels(graph: Awkward) -> None:
    levels = resolutions(graph.projection)

    assert len(levels) == len(RESOLUTIONS)
    for coarse, fine in pairwise(levels):
        for head in fine.head.tolist():
            assert len(set(coarse.membership[fine.members(head)].tolist())) == 1
        assert np.array_equal(coarse.membership >= 0, fine.membership >= 0)
        assert len(coarse) <= len(fine)


def test_each_level_has_the_quality_that_networkx_finds() -> None:
    novel = nx.les_miserables_graph()
    seen = projection_of_graph(novel, "weight")
    people = pairs_graph(seen, live=True)

    for level in resolutions(seen):
        groups = [set(level.members(head).tolist()) for head in level.head]
        resolution = float(level.parameters["resolution"])
        expected = [
            nx.community.modularity(people, groups, weight="weight", resolution=g)
            for g in (1.0, resolution)
        ]
        assert [level.modularity, level.quality] == pytest.approx(expected, abs=1e-9)


def test_the_level_at_one_is_the_communities_themselves() -> None:
    seen = projection_of_graph(nx.les_miserables_graph(), "weight")

    levels = dict(zip(RESOLUTIONS, resolutions(seen), strict=True))

    assert levels[1.0].membership.tolist() == communities(seen).membership.tolist()


def test_a_company_of_teams_in_departments_is_seen_at_both_levels() -> None:
    # twelve teams of five, four to a department
    rng = np.random.default_rng(4)
    rows = []
    for a in range(60):
        for b in range(a):
            together = 1.0 if a // 5 == b // 5 else 0.3 if a // 20 == b // 20 else 0.004
            if rng.random() < together:
                rows.append((b, a, 1.0))

    coarse, fine = resolutions(projection_of_rows(60, rows), levels=(0.5, 3.0))

    assert [set(coarse.members(head) // 20) for head in sorted(coarse.head)] == [{0}, {1}, {2}]
    assert len(fine) == 12
    assert all(len(set(fine.members(head) // 5)) == 1 for head in fine.head)


def test_searches_that_could_go_round_equals_for_ever_end() -> None:
    # at resolution 2 it is all the same to everybody of a star whether they join its middle
    levels = resolutions(projection_of_graph(nx.star_graph(40)), levels=(1.0, 2.0))

    assert len(levels[0]) == 1


def test_a_community_that_is_the_same_at_two_levels_has_one_name() -> None:
    seen = projection_of_graph(nx.caveman_graph(6, 5))  # cliques apart

    named = [sorted(level.head.tolist()) for level in resolutions(seen, levels=(0.5, 1.0, 2.0))]

    assert named[0] == named[1] == named[2]


def test_equal_input_gives_equal_bytes() -> None:
    seen = projection_of_graph(nx.barabasi_albert_graph(200, 3, seed=1))

    once, again = resolutions(seen), resolutions(replace(seen))

    assert [a.membership.tobytes() for a in once] == [b.membership.tobytes() for b in again]


@pytest.mark.parametrize("levels", [(), (0.0, 1.0), (-1.0,), (1.0, float("inf"))])
def test_levels_have_to_be_positive(levels: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="levels must be positive numbers"):
        resolutions(projection_of_graph(nx.karate_club_graph()), levels=levels)
