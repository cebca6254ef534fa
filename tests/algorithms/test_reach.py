"""Two-step reach: how many people somebody gets to through one they know."""

import networkx as nx
import numpy as np
import pytest

from algorithms.people import reach
from algorithms.people.reach import two_step_reach
from algorithms.projection import Projection
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)


def expected_reach(seen: Projection) -> list[int]:
    """The sizes of networkx's ego graphs of two steps, without the ego."""
    live = pairs_graph(seen, live=True)
    return [len(nx.ego_graph(live, person, radius=2)) - 1 for person in range(seen.people)]


@pytest.fixture(autouse=True, params=["by igraph", "by us"])
def walked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small networks are walked by igraph; these are either way."""
    if request.param == "by us":
        monkeypatch.setattr("algorithms.projection._SMALL", -1)


@pytest.fixture(params=["no hubs", "three hubs", "everybody a hub"])
def hubs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who counts as a hub changes what is walked, and no count."""
    most, least = {"no hubs": (0, 0), "three hubs": (3, 1), "everybody a hub": (20, 0)}[
        request.param
    ]
    monkeypatch.setattr(reach, "_HUBS", most)
    monkeypatch.setattr(reach, "_HUB_FROM", least)


@pytest.mark.usefixtures("hubs")
@on_each(CORNERS + RANDOM)
def test_reach_is_the_size_of_networkx_ego_graphs(graph: Awkward) -> None:
    seen = graph.projection

    assert two_step_reach(seen).values.tolist() == expected_reach(seen)


@pytest.mark.usefixtures("hubs")
@pytest.mark.parametrize("chunk", [1, 7, 300])
def test_how_the_work_is_cut_changes_no_count(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = projection_of_graph(nx.barabasi_albert_graph(120, 3, seed=4))
    monkeypatch.setattr(reach, "_CHUNK", chunk)

    assert two_step_reach(seen).values.tolist() == expected_reach(seen)


def test_hubs_of_a_thousand_who_share_many_people_are_counted_once() -> None:
    rng = np.random.default_rng(3)
    people = 4000
    rows = [(hub, int(k), 1.0) for hub in range(5) for k in rng.choice(people, 1500, replace=False)]
    rows += [(int(a), int(b), 1.0) for a, b in rng.integers(0, people, (1500, 2))]
    seen = projection_of_rows(people, [row for row in rows if row[0] != row[1]])

    found = two_step_reach(seen).values

    live = pairs_graph(seen, live=True)
    for person in range(people):
        met = set(live[person]).union(*(live[contact] for contact in live[person]))
        assert found[person] == len(met - {person})


def test_the_karate_club_is_reached_as_drawn() -> None:
    # 11 knows 0 alone, who knows 16; 16 knows 5 and 6, who know 0, 4 and 10 besides each other
    found = two_step_reach(projection_of_graph(nx.karate_club_graph())).values

    assert found[[11, 16]].tolist() == [16, 5]


def test_a_star_reaches_everybody_and_a_chain_two_each_way() -> None:
    assert two_step_reach(projection_of_graph(nx.star_graph(30))).values.tolist() == [30.0] * 31
    chain = two_step_reach(projection_of_graph(nx.path_graph(7))).values
    assert chain.tolist() == [2, 3, 4, 4, 4, 3, 2]


def test_a_star_of_many_thousands_takes_no_steps_one_by_one() -> None:
    people = 60_000
    rows = [(0, k, 1.0) for k in range(1, people)]
    rows += [(1, k, 1.0) for k in range(2, people, 2)]  # some thousand million steps if walked

    found = two_step_reach(projection_of_rows(people, rows)).values

    assert (found == people - 1).all()


def test_a_pair_that_is_no_longer_live_leads_nowhere() -> None:
    seen = projection_of_rows(4, [(0, 1, 1.0), (1, 2, 0.01), (2, 3, 1.0)])

    assert two_step_reach(seen).values.tolist() == [1.0] * 4
