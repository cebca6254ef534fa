"""Lineage: what became of communities, on cases drawn by hand."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algorithms.groups.lineage import Lineage, lineage


def told(before: list[int], after: list[int]) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    found = lineage(np.array(before), np.array(after))
    return [(change.kind, change.before, change.after) for change in found]


def test_a_community_goes_on_under_another_label() -> None:
    assert told([4, 4, 4], [9, 9, 9]) == [("continued", (4,), (9,))]


def test_two_become_one_and_one_becomes_two() -> None:
    assert told([1, 1, 1, 2, 2], [7] * 5) == [("merged", (1, 2), (7,))]
    assert told([7] * 5, [1, 1, 1, 2, 2]) == [("split", (7,), (1, 2))]


def test_who_comes_into_touch_is_born_and_who_falls_silent_ends() -> None:
    assert told([-1, -1, 3], [5, 5, 3]) == [("born", (), (5,)), ("continued", (3,), (3,))]
    assert told([5, 5, 3], [-1, -1, 3]) == [("ended", (5,), ()), ("continued", (3,), (3,))]


def test_a_community_that_went_everywhere_has_ended() -> None:
    #  three of 0 go to three large communities
    before = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    after = [1, 2, 3, 1, 1, 1, 2, 2, 2, 3, 3, 3]

    found = lineage(np.array(before), np.array(after))

    assert ("ended", (0,), ()) in told(before, after)
    assert [change.kind for change in found].count("continued") == 3
    assert found.moved == pytest.approx(3 / 12)


def test_a_part_that_joins_another_makes_the_change_one_of_many_to_many() -> None:
    # six of 0 stay, the other four are more than half of the seven that 1 has become
    before = [0] * 10 + [1] * 3
    after = [7] * 6 + [8] * 4 + [8] * 3

    assert told(before, after) == [("regrouped", (0, 1), (8, 7))]


def test_exactly_half_is_not_more_than_half() -> None:
    before, after = [0, 0, 1, 1, 2, 2], [5, 6, 5, 6, 5, 6]

    assert {kind for kind, *_ in told(before, after)} == {"ended", "born"}


def test_people_who_are_in_no_community_the_other_time_do_not_count_for_descent() -> None:
    # of five, one is left in touch: what remains goes on
    (change,) = lineage(np.array([0] * 5), np.array([3, -1, -1, -1, -1])).changes

    assert change.kind == "continued"
    assert (change.stayed, change.left, change.came) == (1, 4, 0)
    assert change.moved == pytest.approx(0.8)


def test_who_moved_is_counted_on_both_sides() -> None:
    before = np.array([0, 0, 0, 0, 1, 1, 1])
    after = np.array([0, 0, 0, 1, 1, 1, 1])

    found = lineage(before, after)

    assert [(one.stayed, one.left, one.came) for one in found] == [(3, 1, 0), (3, 0, 1)]
    assert found.moved == pytest.approx(1 / 7)


def test_nobody_has_no_lineage() -> None:
    found = lineage(np.array([-1, -1]), np.array([-1, -1]))

    assert len(found) == 0
    assert np.isnan(found.moved)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="3 people before and 2 after"):
        lineage(np.zeros(3, int), np.zeros(2, int))
    with pytest.raises(ValueError, match="threshold must lie in"):
        lineage(np.zeros(2, int), np.zeros(2, int), threshold=0.3)


LABELS = st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 4)), max_size=30)


@given(LABELS)
def test_every_community_of_either_side_is_in_exactly_one_change(
    rows: list[tuple[int, int]],
) -> None:
    before, after = (np.array([row[side] for row in rows], int) for side in (0, 1))

    found = lineage(before, after)

    for labels, side in ((before, "before"), (after, "after")):
        named = sorted(chain.from_iterable(getattr(change, side) for change in found))
        assert named == sorted(set(labels[labels >= 0].tolist()))
    for change in found:
        one, other = np.isin(before, change.before), np.isin(after, change.after)
        assert change.stayed == (one & other).sum()
        assert change.left == (one & ~other).sum()
        assert change.came == (other & ~one).sum()


@given(LABELS)
def test_told_backwards_merges_are_splits(rows: list[tuple[int, int]]) -> None:
    before, after = (np.array([row[side] for row in rows], int) for side in (0, 1))
    backwards = {"merged": "split", "split": "merged", "born": "ended", "ended": "born"}

    def kinds(found: Lineage) -> list[tuple[str, int]]:
        return sorted((change.kind, change.stayed) for change in found)

    turned = [(backwards.get(kind, kind), stayed) for kind, stayed in kinds(lineage(after, before))]
    assert kinds(lineage(before, after)) == sorted(turned)
