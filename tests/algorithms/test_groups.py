"""Groups: one form for communities, organizations and overlapping segments."""

import numpy as np
import pytest

from algorithms.groups.membership import Groups


def test_labels_and_marks_of_the_same_groups_are_the_same() -> None:
    label = np.array([1, 0, -1, 1, 0])
    marked = Groups.of_masks(5, [label == 0, label == 1])
    labelled = Groups.of_labels(label)

    assert labelled.person.tolist() == marked.person.tolist() == [0, 1, 3, 4]
    assert labelled.group.tolist() == marked.group.tolist() == [1, 0, 1, 0]
    assert (labelled.size == marked.size).all()
    assert marked.label is not None
    assert marked.label.tolist() == label.tolist()


def test_somebody_may_be_in_several_groups_and_in_none() -> None:
    found = Groups.of_masks(3, [np.array([True, False, True]), np.array([True, False, False])])

    assert found.label is None  # no one number says where the first is
    assert found.members(0).tolist() == [0, 2]
    assert found.members(1).tolist() == [0]
    assert found.matrix.toarray().tolist() == [[1, 1], [0, 0], [1, 0]]


def test_being_told_twice_is_being_in_once() -> None:
    found = Groups.of_pairs(3, 2, np.array([2, 0, 2]), np.array([1, 1, 1]))

    assert found.size.tolist() == [0, 2]


def test_there_may_be_nobody_and_no_group() -> None:
    for found in (
        Groups.of_labels(np.zeros(0, np.int32)),
        Groups.of_masks(0, []),
        Groups.of_labels(np.full(4, -1)),
    ):
        assert len(found) == 0
        assert found.size.tolist() == []


def test_a_group_may_be_empty() -> None:
    found = Groups.of_labels(np.array([0, 2]), 4)

    assert found.size.tolist() == [1, 0, 1, 0]
    assert found.members(3).tolist() == []


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="there are 2 groups, but 2 among the labels"):
        Groups.of_labels(np.array([2]), 2)
    with pytest.raises(ValueError, match="must mark 3 people"):
        Groups.of_masks(3, [np.zeros(2, bool)])
