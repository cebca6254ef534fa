"""Participation, roles, bridged groups: how somebody stands in and between groups."""

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from math import nan, sqrt

import networkx as nx
import numpy as np
import pytest

from algorithms.groups.communities import communities
from algorithms.people.participation import (
    communities_bridged,
    community_role,
    organizations_bridged,
    participation,
    within_community,
)
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

EVERY = (
    participation,
    within_community,
    community_role,
    communities_bridged,
    organizations_bridged,
)


def in_communities(seen: Projection, *of: int) -> Projection:
    return replace(seen, community=np.array(of, np.int32))


def drawn(graph: Awkward, seed: int) -> Projection:
    """A projection in whose groups people are at random, and some in none."""
    rng = np.random.default_rng(seed)
    group = rng.integers(-1, 2 + seed % 4, graph.people).astype(np.int32) * 3
    return replace(graph.projection, community=np.maximum(group, -1))


class Plain:
    """The definitions once more, one person at a time and in whole numbers."""

    def __init__(self, seen: Projection) -> None:
        assert seen.community is not None
        self.group = seen.community.tolist()
        self.live = pairs_graph(seen, live=True)

    def contacts(self, person: int) -> Counter[int]:
        return Counter(self.group[k] for k in self.live[person] if self.group[k] >= 0)

    def participation(self, person: int) -> Fraction | None:
        found = self.contacts(person)
        k = found.total()
        squares = sum(count * count for count in found.values())
        return 1 - Fraction(squares, k * k) if k else None

    def z(self, person: int) -> tuple[int, int] | None:
        """How far above the mean, and the variance, both times the size of the community."""
        own = self.group[person]
        members = [k for k in self.live if self.group[k] == own]
        inside = [self.contacts(k)[own] for k in members]
        variance = len(members) * sum(k * k for k in inside) - sum(inside) ** 2
        if own < 0 or variance == 0:
            return None
        return len(members) * self.contacts(person)[own] - sum(inside), variance

    def role(self, person: int) -> float:
        spread, z = self.participation(person), self.z(person)
        if spread is None or self.group[person] < 0:
            return nan
        if z is not None and z[0] > 0 and 4 * z[0] ** 2 >= 25 * z[1]:
            return 5.0 + bisect_left([Fraction(30, 100), Fraction(75, 100)], spread)
        return 1.0 + bisect_left([Fraction(5, 100), Fraction(62, 100), Fraction(80, 100)], spread)


@pytest.mark.parametrize("seed", range(len(RANDOM)))
def test_values_are_those_of_the_definitions(seed: int) -> None:
    seen = drawn(RANDOM[seed], seed)
    plain, everybody = Plain(seen), range(seen.people)

    spread = [plain.participation(k) for k in everybody]
    given = [nan if value is None else float(value) for value in spread]
    assert participation(seen).values == pytest.approx(given, rel=1e-15, nan_ok=True)

    above = [plain.z(k) for k in everybody]
    given = [nan if value is None else value[0] / sqrt(value[1]) for value in above]
    assert within_community(seen).values == pytest.approx(given, abs=1e-12, nan_ok=True)

    given = [plain.role(k) for k in everybody]
    assert np.array_equal(community_role(seen).values, given, equal_nan=True)

    given = [len(set(plain.contacts(k)) - {plain.group[k]}) for k in everybody]
    assert communities_bridged(seen).values.tolist() == given


def test_the_karate_club_has_its_published_roles() -> None:
    seen = projection_of_graph(nx.karate_club_graph())
    found = communities(seen)
    assert found.modularity == pytest.approx(0.41979, abs=1e-5)  # the best there is: four of them
    seen = replace(seen, community=found.membership)

    spread, above, roles = (
        of(seen).values for of in (participation, within_community, community_role)
    )

    assert spread[[33, 0, 2]] == pytest.approx([0.5121, 0.5391, 0.62], abs=1e-4)
    assert above[[33, 0, 2]] == pytest.approx([2.5117, 2.1357, 0.3003], abs=1e-4)
    assert roles[[33, 0, 2]].tolist() == [6, 2, 2]
    assert np.flatnonzero(roles >= 5).tolist() == [33]


@pytest.mark.parametrize(
    ("spread", "expected"),
    [((39, 1), 1), ((38, 2), 2), ((5, 3, 1, 1), 3), ((2, 2, 2, 2, 2), 3), ((1,) * 6, 4)],
)
def test_a_role_changes_just_above_its_limit(spread: tuple[int, ...], expected: int) -> None:
    # shares squared: 39/40 and 1/40 leave 0.04875, 38 and 2 leave 0.095, 5 3 1 1 of ten 0.64, ...
    contacts = sum(spread)
    group = [c for c, count in enumerate(spread) for _ in range(count)]
    seen = projection_of_graph(nx.star_graph(contacts))

    found = community_role(in_communities(seen, len(spread), *group)).values

    assert found[0] == expected


def test_sixty_two_hundredths_are_still_peripheral_however_they_are_reached() -> None:
    # k = 10: 5, 3, 2 leave 1 - 38/100; k = 50 and 100 the same in other parts
    for parts in ((5, 3, 2), (25, 15, 10), (50, 30, 20), (500, 300, 200)):
        group = [c for c, count in enumerate(parts) for _ in range(count)]
        seen = in_communities(projection_of_graph(nx.star_graph(sum(parts))), 9, *group)

        assert participation(seen).values[0] == 0.62
        assert community_role(seen).values[0] == 2


def hub_with_outside(inside: int, outside: tuple[int, ...]) -> Projection:
    """Somebody with so many contacts inside, who know nobody else, and so many in each other."""
    rows = [(0, k, 1.0) for k in range(1, 1 + inside + sum(outside))]
    group = [0] * (1 + inside) + [c + 1 for c, n in enumerate(outside) for _ in range(n)]
    return in_communities(projection_of_rows(len(group), rows), *group)


@pytest.mark.parametrize(
    ("outside", "expected"),
    [((), 5), ((1,), 5), ((4,), 6), ((10, 10), 6), ((10, 10, 10), 6), ((10,) * 4, 7)],
)
def test_hubs_have_roles_of_their_own(outside: tuple[int, ...], expected: int) -> None:
    # by hand: all in one 0; 10 and 1 leave 20/121; 10 and 4 leave 80/196 = 0.41; equal parts 2/3,
    # 3/4 (the limit itself) and 4/5. One of eleven with 10 inside stands at the root of ten.
    seen = hub_with_outside(10, outside)

    assert within_community(seen).values[0] == pytest.approx(sqrt(10))
    assert community_role(seen).values[0] == expected


@pytest.mark.parametrize(("others", "expected"), [(24, 1), (25, 5), (26, 5)])
def test_standing_out_by_exactly_two_and_a_half_makes_a_hub(others: int, expected: int) -> None:
    # four who each know all the others, and nobody else knows anybody: whatever the counts, z is
    # the root of others / 4, which is 2.5 for 25 (and the mean is no round number)
    seen = projection_of_graph(nx.complete_bipartite_graph(4, others))
    seen = in_communities(seen, *[0] * (4 + others))

    assert within_community(seen).values[:4] == pytest.approx([sqrt(others / 4)] * 4)
    assert community_role(seen).values.tolist() == [expected] * 4 + [1] * others


def test_where_all_are_equals_nobody_stands_out_and_nobody_is_a_hub() -> None:
    seen = in_communities(projection_of_graph(nx.complete_graph(6)), *[4] * 6)

    assert np.isnan(within_community(seen).values).all()
    assert community_role(seen).values.tolist() == [1.0] * 6


def test_without_groups_everybody_is_undefined() -> None:
    for graph in CORNERS + RANDOM[:5]:
        for measure in EVERY:
            found = measure(graph.projection)
            assert found.measure == measure.__name__
            assert found.values.shape == (graph.people,)
            assert np.isnan(found.values).all()


@on_each(CORNERS)
def test_awkward_networks_have_values_where_there_are_contacts(graph: Awkward) -> None:
    seen = graph.projection
    found = communities(seen).membership
    seen = replace(seen, community=found, organization=found)
    has_contact = found >= 0

    assert np.array_equal(np.isnan(participation(seen).values), ~has_contact)
    assert np.array_equal(np.isnan(community_role(seen).values), ~has_contact)
    assert np.isnan(within_community(seen).values)[~has_contact].all()
    assert (communities_bridged(seen).values >= 0).all()
    bridged = organizations_bridged(seen).values
    assert bridged.tolist() == communities_bridged(seen).values.tolist()


def test_contacts_in_no_group_count_nowhere() -> None:
    seen = in_communities(projection_of_graph(nx.star_graph(4)), -1, 0, 0, 1, -1)

    assert participation(seen).values == pytest.approx([4 / 9, *[nan] * 4], nan_ok=True)
    assert communities_bridged(seen).values.tolist() == [2, 0, 0, 0, 0]
    assert np.isnan(community_role(seen).values).all()  # the one with contacts is in no community


def test_organizations_are_counted_apart_from_communities() -> None:
    seen = projection_of_rows(5, [(0, 1, 1.0), (0, 2, 1.0), (3, 0, 5.0), (0, 4, 0.001)])
    organization = np.array([0, 0, 1, 2, 3], np.int32)
    seen = replace(seen, organization=organization)

    assert organizations_bridged(seen).values.tolist() == [2, 0, 1, 1, 0]  # the faint one is not
    assert np.isnan(communities_bridged(seen).values).all()


def test_the_numbers_that_groups_go_by_decide_nothing() -> None:
    seen = drawn(RANDOM[1], 7)
    assert seen.community is not None
    other = np.where(seen.community < 0, -1, 1000 - seen.community).astype(np.int32)
    renamed = replace(seen, community=other)

    for measure in (participation, within_community, community_role, communities_bridged):
        assert measure(seen).values.tobytes() == measure(renamed).values.tobytes()


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_people_decides_nothing(seed: int) -> None:
    graph, seen = RANDOM[seed], drawn(RANDOM[seed], seed)
    assert seen.community is not None
    place = np.random.default_rng(seed).permutation(graph.people)
    rows = [(int(place[a]), int(place[b]), w) for a, b, w in graph.rows]
    group = seen.community[np.argsort(place)]
    moved = replace(projection_of_rows(graph.people, rows), community=group)

    for measure in (participation, within_community, community_role, communities_bridged):
        found = measure(seen).values
        assert measure(moved).values[place] == pytest.approx(found, rel=1e-12, nan_ok=True)
