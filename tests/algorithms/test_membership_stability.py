"""Membership stability: who surely belongs to their community, and who might as well not."""

from typing import Any

import networkx as nx
import numpy as np
import pytest

from algorithms.groups.communities import communities
from algorithms.groups.membership_stability import membership_stability
from tests.algorithms.graphs import CORNERS, RANDOM, Awkward, on_each, projection_of_graph


def torn() -> nx.Graph:
    """Two cliques of eight, and person 16 with three contacts in either."""
    graph = nx.disjoint_union(nx.complete_graph(8), nx.complete_graph(8))
    graph.add_edges_from((16, k) for k in (0, 1, 2, 8, 9, 10))
    return graph


def test_who_stands_between_two_groups_is_less_sure_than_who_is_in_one() -> None:
    seen = projection_of_graph(torn())

    found = membership_stability(seen, communities(seen))

    assert found.of_person[:16].tolist() == [1.0] * 16
    assert 0.2 < found.of_person[16] < 0.95


def test_cliques_that_know_nobody_else_are_sure() -> None:
    seen = projection_of_graph(nx.caveman_graph(5, 6))

    found = membership_stability(seen, communities(seen))

    assert set(found.of_person.tolist()) == {1.0}
    assert found.of_community.tolist() == [1.0] * 5


def test_teams_are_surer_than_groups_found_in_noise() -> None:
    teams = projection_of_graph(nx.relaxed_caveman_graph(10, 10, 0.1, seed=1))
    noise = projection_of_graph(nx.gnm_random_graph(100, 450, seed=1))

    sure, unsure = (
        np.nanmean(membership_stability(seen, communities(seen)).of_person)
        for seen in (teams, noise)
    )

    assert sure > 0.95
    assert unsure < 0.8


@on_each(CORNERS + RANDOM[::3])
def test_shares_are_shares_and_who_is_in_no_community_has_none(graph: Awkward) -> None:
    seen = graph.projection
    found = communities(seen)

    sure = membership_stability(seen, found, trials=4)

    assert np.isnan(sure.of_person[found.membership < 0]).all()
    known = sure.of_person[~np.isnan(sure.of_person)]
    assert ((known >= 0) & (known <= 1)).all()
    assert len(sure.of_community) == len(found)
    means = sure.of_community[~np.isnan(sure.of_community)]
    assert ((means >= 0) & (means <= 1 + 1e-12)).all()


def test_equal_seeds_give_equal_bytes() -> None:
    seen = projection_of_graph(nx.barabasi_albert_graph(150, 3, seed=2))
    found = communities(seen)

    once, again = (membership_stability(seen, found) for _ in range(2))

    assert once.of_person.tobytes() == again.of_person.tobytes()
    assert once.parameters == {"trials": 20, "dropped": 0.1, "rounds": "until stable", "seed": 1}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"dropped": 0.0}, "dropped must lie"), ({"trials": 0}, "trials must be")],
)
def test_wrong_options_are_refused(wrong: dict[str, Any], message: str) -> None:
    seen = projection_of_graph(nx.karate_club_graph())
    with pytest.raises(ValueError, match=message):
        membership_stability(seen, communities(seen), **wrong)
