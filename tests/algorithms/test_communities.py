"""Communities: who belongs together."""

import random
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.groups.communities import communities, modularity
from algorithms.options import Options
from algorithms.projection import Projection, projection
from algorithms.ties import ties
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)
from tests.algorithms.known_groups import KNOWN
from tests.worlds import DAY


def likeness(found: list[int], known: list[int]) -> list[float]:
    """Normalised mutual information and adjusted Rand index: 1 for equal partitions."""
    return [igraph.compare_communities(found, known, method) for method in ("nmi", "adjusted_rand")]


def test_the_karate_club_reaches_its_proven_optimum() -> None:
    found = communities(projection_of_graph(nx.karate_club_graph()))

    assert found.modularity == pytest.approx(0.41979, abs=1e-5)
    assert found.size.tolist() == [12, 11, 6, 5]
    assert found.membership[33] != found.membership[0]  # the administrator and the instructor
    weighted = communities(projection_of_graph(nx.karate_club_graph(), "weight"))
    assert weighted.modularity == pytest.approx(0.444904, abs=1e-6)


def test_the_people_of_les_miserables_reach_their_known_modularity() -> None:
    novel = nx.les_miserables_graph()

    assert communities(projection_of_graph(novel)).modularity == pytest.approx(0.560008, abs=1e-6)
    weighted = communities(projection_of_graph(novel, "weight"))
    assert weighted.modularity == pytest.approx(0.566688, abs=1e-6)
    assert len(weighted) == 6


def test_the_split_of_the_karate_club_has_its_known_modularity() -> None:
    club = nx.karate_club_graph()
    faction = np.array([club.nodes[person]["club"] == "Officer" for person in club], np.int64)
    seen = projection_of_graph(club)

    found = modularity(faction, seen.a, seen.b, seen.pair_weight)

    assert found == pytest.approx(0.358235, abs=1e-6)


@cache
def seen_at_the_end(shared: Path, name: str) -> tuple[Projection, list[int]]:
    """A log as it is seen by default: from its last interaction, at a half-life of thirty days."""
    timeline, known = KNOWN[name][0](shared)
    as_of = int(timeline.at.max())
    found = ties(timeline, np.ones(len(timeline)), as_of=as_of, half_life=30 * DAY)
    return projection(found), known


@pytest.mark.parametrize("name", sorted(KNOWN))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_known_groups_are_found_as_well_as_by_plain_leiden(
    shared: Path, name: str, seed: int
) -> None:
    _, information, rand = KNOWN[name]
    seen, known = seen_at_the_end(shared, name)

    found = communities(seen, options=Options(seed=seed))

    has = found.membership >= 0
    reached = likeness(found.membership[has].tolist(), np.array(known)[has].tolist())
    assert round(reached[0], 3) >= information
    assert round(reached[1], 3) >= rand


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_modularity_is_that_of_the_best_of_ten_searches_by_igraph(shared: Path, name: str) -> None:
    seen, _ = seen_at_the_end(shared, name)
    theirs = igraph.Graph(n=seen.people, edges=list(zip(seen.a, seen.b, strict=True)))
    weight = seen.pair_weight.tolist()

    labels = [
        theirs.community_leiden("modularity", weights=weight, n_iterations=-1).membership
        for _ in range(10)
    ]

    reached = max(theirs.modularity(label, weights=weight) for label in labels)
    assert communities(seen).modularity >= reached - 1e-3


@on_each(CORNERS + RANDOM)
def test_whatever_the_graph_the_description_fits_the_partition(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)

    found = communities(seen)

    members = {int(head): set(found.members(head).tolist()) for head in found.head}
    assert sorted(chain.from_iterable(members.values())) == [k for k in live if live.degree(k)]
    assert found.size.tolist() == sorted(map(len, members.values()), reverse=True)
    alone = {person for person in live if not live.degree(person)}
    assert {int(k) for k in np.flatnonzero(found.membership == -1)} == alone
    assert np.array_equal(np.isnan(found.inside), found.membership == -1)
    for head, size, cohesion in zip(found.head, found.size, found.cohesion, strict=True):
        group = members[int(head)]
        assert size == len(group) >= 2
        assert nx.is_connected(live.subgraph(group))
        inside = {k: _strength(live, k, group) for k in group}
        assert inside[int(head)] > 0
        total = sum(_strength(live, k, set(live)) for k in group)
        assert cohesion == pytest.approx(sum(inside.values()) / total, rel=1e-9)
    if live.number_of_edges():
        partition = [*members.values(), *({k} for k in alone)]
        expected = nx.community.modularity(live, partition, weight="weight")
        assert found.modularity == pytest.approx(expected, abs=1e-9)


def _strength(graph: nx.Graph, person: int, among: set[int]) -> float:
    return float(sum(data["weight"] for other, data in graph[person].items() if other in among))


@on_each(RANDOM)
def test_moving_one_person_elsewhere_never_raises_modularity(graph: Awkward) -> None:
    seen = graph.projection
    a, b, weight = seen.a[seen.live], seen.b[seen.live], seen.pair_weight[seen.live]
    found = communities(seen)

    for person in np.flatnonzero(found.membership >= 0).tolist():
        for other in {int(found.membership[k]) for k in _neighbours(a, b, person)}:
            moved = found.membership.copy()
            moved[person] = other
            assert modularity(moved, a, b, weight) <= found.modularity + 1e-9


def _neighbours(a: NDArray[np.int32], b: NDArray[np.int32], person: int) -> list[int]:
    return [*b[a == person].tolist(), *a[b == person].tolist()]


def test_a_pair_that_is_alone_is_a_community_of_two() -> None:
    found = communities(projection_of_rows(5, [(0, 1, 1.0), (2, 3, 1.0)]))

    assert found.membership[0] == found.membership[1] in (0, 1)
    assert found.membership[2] == found.membership[3] in (2, 3)
    assert found.membership[4] == -1
    assert found.cohesion.tolist() == [1, 1]
    assert found.modularity == pytest.approx(0.5)


def test_nobody_in_touch_is_no_community() -> None:
    found = communities(projection_of_rows(3, []))

    assert len(found) == 0
    assert found.membership.tolist() == [-1, -1, -1]
    assert found.modularity == 0


def test_equal_seeds_give_equal_bytes_whatever_was_drawn_before() -> None:
    graph = nx.barabasi_albert_graph(300, 2, seed=1)

    once = communities(projection_of_graph(graph), options=Options(seed=4))
    random.seed(99)
    igraph.Graph.Barabasi(n=50)
    again = communities(projection_of_graph(graph), options=Options(seed=4))

    assert once.membership.tobytes() == again.membership.tobytes()
    assert once.cohesion.tobytes() == again.cohesion.tobytes()
    assert once.modularity == again.modularity


def test_the_random_numbers_of_others_are_left_as_they_were() -> None:
    seen = projection_of_graph(nx.karate_club_graph())
    random.seed(7)
    expected = igraph.Graph.Erdos_Renyi(n=40, m=100).get_edgelist()

    random.seed(7)
    communities(seen)

    assert igraph.Graph.Erdos_Renyi(n=40, m=100).get_edgelist() == expected


def test_absolute_strength_decides_nothing() -> None:
    # the same contact, fresh and at a ten-billionth of it; live pairs stay live
    graph = nx.les_miserables_graph()
    for *_, data in graph.edges(data=True):
        data["huge"] = data["weight"] * 1e10

    once = communities(projection_of_graph(graph, "weight"))
    again = communities(projection_of_graph(graph, "huge"))

    assert once.membership.tolist() == again.membership.tolist()


def teams_of(size: int, teams: int, *, tail: float = np.inf) -> Projection:
    """Teams whose members know four of their own, and some others; strengths may be unlike."""
    rng = np.random.default_rng(3)
    inside = np.arange(teams * size).repeat(4)
    colleague = inside // size * size + rng.integers(0, size, len(inside))
    outside = rng.integers(0, teams * size, (2, len(inside) // 10))
    source = np.concatenate([inside, outside[0]]).tolist()
    target = np.concatenate([colleague, outside[1]]).tolist()
    strength = (
        1 + rng.pareto(tail, len(source)) if tail < np.inf else np.ones(len(source))
    ).tolist()
    rows = [(a, b, w) for a, b, w in zip(source, target, strength, strict=True) if a != b]
    return projection_of_rows(teams * size, rows)


@pytest.mark.parametrize(("teams", "rounds"), [(40, 8), (100, 3)])
def test_in_a_large_network_a_few_rounds_find_what_was_planted(teams: int, rounds: int) -> None:
    found = communities(teams_of(300, teams))

    assert found.parameters["rounds"] == rounds  # below and above 100,000 live pairs
    assert found.parameters["best_of"] == 1
    planted = (np.arange(teams * 300) // 300).tolist()
    assert likeness(found.membership.tolist(), planted)[0] > 0.95


@pytest.mark.parametrize("seed", [1, 2])
def test_where_few_pairs_are_far_stronger_three_rounds_find_more_than_three_of_igraph(
    seed: int,
) -> None:
    seen = teams_of(300, 100, tail=1.0)  # igraph weighs chance against the strongest pair of all
    a, b, weight = seen.a[seen.live], seen.b[seen.live], seen.pair_weight[seen.live].tolist()
    theirs = igraph.Graph(seen.people, list(zip(a.tolist(), b.tolist(), strict=True)))

    found = communities(seen, options=Options(seed=seed))

    label = theirs.community_leiden("modularity", weights=weight, n_iterations=3).membership
    assert found.parameters["rounds"] == 3
    assert found.modularity > theirs.modularity(label, weights=weight) + 1e-4


def test_by_cpm_at_resolution_one_nobody_of_the_karate_club_holds_together() -> None:
    # what igraph gives by CPM where no resolution is stated
    found = communities(projection_of_graph(nx.karate_club_graph()), objective="cpm")

    assert found.size.tolist().count(1) == 34 - 2 * found.size.tolist().count(2)  # or a pair alone
    assert found.quality == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("resolution", [0.02, 0.1, 0.3])
def test_cpm_is_as_good_as_igraphs_best_of_ten(resolution: float) -> None:
    club = nx.karate_club_graph()
    theirs = igraph.Graph.from_networkx(club)

    def quality(label: list[int]) -> float:
        sizes = Counter(label).values()
        inside = sum(label[a] == label[b] for a, b in club.edges)
        return float(inside - resolution * sum(n * (n - 1) / 2 for n in sizes)) / 78

    best = max(
        quality(theirs.community_leiden("CPM", resolution=resolution, n_iterations=-1).membership)
        for _ in range(10)
    )
    found = communities(projection_of_graph(club), objective="cpm", resolution=resolution)

    assert found.quality == pytest.approx(quality(found.membership.tolist()), abs=1e-12)
    assert found.quality >= best - 1e-12


def test_cpm_tells_a_ring_of_cliques_apart_where_modularity_joins_them() -> None:
    # Fortunato and Barthelemy's example: thirty cliques of five in a ring
    seen = projection_of_graph(nx.ring_of_cliques(30, 5))

    by_cpm = communities(seen, objective="cpm", resolution=0.5)
    by_modularity = communities(seen)

    assert by_cpm.size.tolist() == [5] * 30
    assert len(by_modularity) < 30
    assert by_cpm.modularity < by_modularity.modularity
    assert communities(seen, resolution=4.0).size.tolist() == [5] * 30


def test_cpm_reads_relative_strengths_only() -> None:
    graph = nx.les_miserables_graph()
    for *_, data in graph.edges(data=True):
        data["huge"] = data["weight"] * 1e10

    found = [
        communities(projection_of_graph(graph, weight), objective="cpm", resolution=0.5)
        for weight in ("weight", "huge")
    ]

    assert found[0].membership.tolist() == found[1].membership.tolist()
    assert found[0].quality == pytest.approx(found[1].quality, rel=1e-9)


def test_a_wrong_objective_or_resolution_is_refused() -> None:
    seen = projection_of_graph(nx.karate_club_graph())
    with pytest.raises(ValueError, match="objective must be 'modularity' or 'cpm', not 'best'"):
        communities(seen, objective="best")  # type: ignore[arg-type]
    for resolution in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="resolution must be a positive number"):
            communities(seen, resolution=resolution)


def test_where_searches_are_unlike_three_times_as_many_are_asked() -> None:
    teams, noise = (
        nx.relaxed_caveman_graph(10, 10, 0.1, seed=1),
        nx.gnm_random_graph(100, 450, seed=1),
    )

    asked = [communities(projection_of_graph(one)).parameters["best_of"] for one in (teams, noise)]

    assert asked == [20, 60]
