"""Efficiency and hierarchy: what contact is worth, and whether one contact rules it."""

import math

import networkx as nx
import numpy as np
import pytest
from scipy import stats

from algorithms.people.brokerage import efficiency, hierarchy
from algorithms.people.constraint import constraint, constraint_parts
from algorithms.projection import Projection, projection
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_graph,
    projection_of_rows,
)


def expected_hierarchy(seen: Projection) -> list[float]:
    """One less the normalised entropy of what networkx says each contact answers for."""
    graph = pairs_graph(seen, live=False)
    found = []
    for person in range(seen.people):
        parts = [nx.local_constraint(graph, person, k, weight="weight") for k in graph[person]]
        uneven = len(parts) > 1
        found.append(1 - stats.entropy(parts) / math.log(len(parts)) if uneven else math.nan)
    return found


@on_each(CORNERS[1:9] + RANDOM)
def test_efficiency_is_effective_size_over_contacts_as_networkx_has_them(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)
    sizes = nx.effective_size(live)

    expected = [sizes[k] / (live.degree(k) or math.nan) for k in range(graph.people)]

    assert efficiency(seen).values == pytest.approx(expected, rel=1e-12, nan_ok=True)


@on_each(CORNERS[:9] + RANDOM)
def test_hierarchy_is_the_unevenness_of_the_parts_networkx_gives(graph: Awkward) -> None:
    seen = graph.projection

    assert hierarchy(seen).values == pytest.approx(expected_hierarchy(seen), abs=1e-9, nan_ok=True)


@on_each(CORNERS)
def test_values_lie_between_none_and_all(graph: Awkward) -> None:
    seen = graph.projection
    contacts = np.bincount(np.concatenate([seen.a, seen.b]), minlength=seen.people)

    for found in (efficiency(seen).values, hierarchy(seen).values):
        known = found[~np.isnan(found)]
        assert ((known >= 0) & (known <= 1)).all()
    assert np.array_equal(np.isnan(hierarchy(seen).values), contacts < 2)


def test_the_parts_add_up_to_the_constraint() -> None:
    seen = projection_of_graph(nx.les_miserables_graph(), "weight")

    who, part = constraint_parts(seen)

    assert np.bincount(who, part) == pytest.approx(constraint(seen).values, rel=1e-12)


def test_the_karate_club_has_its_published_sizes_per_contact() -> None:
    found = efficiency(projection_of_graph(nx.karate_club_graph())).values

    assert found[[0, 33, 2, 11]] == pytest.approx(
        [13.75 / 16, 15.235294 / 17, 7.8 / 10, 1.0], abs=1e-6
    )


def test_equal_contacts_have_no_hierarchy_to_the_last_bit() -> None:
    for graph in (nx.complete_graph(9), nx.cycle_graph(7), nx.star_graph(11)):
        found = hierarchy(projection_of_graph(graph)).values
        assert set(found[~np.isnan(found)]) == {0.0}
        assert not np.signbit(found[~np.isnan(found)]).any()


def test_a_contact_who_has_it_all_is_the_whole_hierarchy() -> None:
    seen = projection_of_rows(4, [(0, 1, 1e200), (0, 2, 1.0), (0, 3, 1.0)])

    assert hierarchy(seen).values == pytest.approx([1.0, *[math.nan] * 3], nan_ok=True)


def test_a_contact_whose_other_contacts_all_lead_back_stands_out() -> None:
    # by hand: 0 knows 1, 2 and 3 equally; 1 knows 2 and 3 as well, who do not know each other.
    # via 1: (1/3 + 1/3 * 1/2 * 2)**2 = 4/9; via 2 or 3: (1/3 + 1/3 * 1/3)**2 = 16/81
    found = hierarchy(projection_of_graph(nx.Graph([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)])))
    share = np.array([36, 16, 16]) / 68

    assert found.values[0] == pytest.approx(1 + (share * np.log(share)).sum() / math.log(3))


def test_old_corners_of_a_long_log_keep_their_hierarchy() -> None:
    source, target = [0, 0, 0, 1], [1, 1, 2, 2]
    moved = [k + 3 for k in source], [k + 3 for k in target]
    timeline = Timeline.of(6, source + moved[0], target + moved[1], [2000] * 4 + [0] * 4)
    seen = projection(ties(timeline, np.ones(8), as_of=2000, half_life=1))

    found = hierarchy(seen).values

    assert found[3:] == pytest.approx(found[:3], rel=1e-9)
    assert np.isnan(efficiency(seen).values[3:]).all()  # none of these pairs is live


def test_faint_pairs_count_for_hierarchy_and_not_for_efficiency() -> None:
    seen = projection_of_rows(3, [(0, 1, 1.0), (0, 2, 1e-3)])

    assert efficiency(seen).values == pytest.approx([1.0, 1.0, math.nan], nan_ok=True)
    assert 0.9 < hierarchy(seen).values[0] < 1
