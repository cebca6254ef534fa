"""Between groups: strength from group to group, held against the definition."""

import numpy as np
import pytest

from algorithms.groups.between_groups import between_groups
from algorithms.groups.cohesion import cohesion
from algorithms.groups.membership import Groups
from tests.algorithms.graphs import (
    CORNERS,
    RANDOM,
    Awkward,
    on_each,
    pairs_graph,
    projection_of_rows,
)

ALL = on_each(CORNERS + RANDOM)


def drawn(graph: Awkward) -> tuple[Groups, Groups]:
    """One group for each but a few, and three groups that overlap."""
    rng = np.random.default_rng(graph.people)
    label = rng.integers(-1, 4, graph.people)
    masks = [rng.random(graph.people) < share for share in (0.2, 0.5, 0.8)]
    return Groups.of_labels(label, 4), Groups.of_masks(graph.people, masks)


@ALL
def test_strength_and_pairs_are_those_of_the_definition(graph: Awkward) -> None:
    live = pairs_graph(graph.projection, live=True)
    for groups in drawn(graph):
        found = between_groups(graph.projection, groups)
        inside = [set(groups.members(k).tolist()) for k in range(len(groups))]
        strength = np.zeros((len(groups), len(groups)))
        pairs = np.zeros_like(strength)
        for g, h in np.ndindex(strength.shape):
            for a, b, weight in live.edges(data="weight"):
                for one, other in ((a, b), (b, a)):
                    if one in inside[g] and other not in inside[g] and other in inside[h]:
                        strength[g, h] += weight
                        pairs[g, h] += 1
        assert found.strength.toarray() == pytest.approx(strength, rel=1e-12)
        assert (found.pairs.toarray() == pairs).all()
        assert found.outside == pytest.approx(cohesion(graph.projection, groups).strength_outside)


@ALL
def test_where_nobody_is_in_two_groups_strength_is_symmetric(graph: Awkward) -> None:
    found = between_groups(graph.projection, drawn(graph)[0]).strength.toarray()

    assert found == pytest.approx(found.T)
    assert not found.diagonal().any()


@ALL
def test_some_groups_are_told_what_they_are_told_among_all(graph: Awkward) -> None:
    for groups in drawn(graph):
        whole = between_groups(graph.projection, groups)
        some = between_groups(graph.projection, groups, of=np.array([2, 1]))
        for k in (1, 2):
            mine, expected = some.closest(k, 9), whole.closest(k, 9)
            assert [one[0] for one in mine] == [one[0] for one in expected]
            assert [one[1:] for one in mine] == [pytest.approx(one[1:]) for one in expected]


def test_a_small_group_may_hang_on_a_large_one_that_hardly_notices() -> None:
    """Group 1 has one pair out, to group 0, which has three more to group 2."""
    rows = [(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (0, 4, 1.0)]
    found = between_groups(projection_of_rows(5, rows), Groups.of_labels(np.array([0, 1, 2, 2, 2])))

    assert found.closest(0, 5) == [(2, 3.0, 0.75, 3), (1, 1.0, 0.25, 1)]
    assert found.closest(1, 5) == [(0, 1.0, 1.0, 1)]


def test_of_equals_the_first_group_stands_first_and_no_more_than_asked_for() -> None:
    rows = [(0, k, 1.0) for k in (3, 2, 1)]
    found = between_groups(projection_of_rows(4, rows), Groups.of_labels(np.arange(4)))

    assert [group for group, *_ in found.closest(0, 2)] == [1, 2]


def test_contact_with_people_of_no_group_is_outside_but_with_nobody() -> None:
    rows = [(0, 1, 1.0), (0, 2, 3.0)]
    found = between_groups(projection_of_rows(3, rows), Groups.of_labels(np.array([0, 1, -1])))

    assert found.closest(0, 5) == [(1, pytest.approx(1 / 3), 0.25, 1)]  # type: ignore[comparison-overlap]


def test_a_group_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match=r"numbered 0 \.\. 0, not 0 \.\. 3"):
        between_groups(
            projection_of_rows(2, [(0, 1, 1.0)]),
            Groups.of_labels(np.array([0, 0])),
            of=np.array([0, 3]),
        )
