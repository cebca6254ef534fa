"""Insularity: Krackhardt and Stern's E-I index."""

from math import isnan

import numpy as np
import pytest

from algorithms.groups.insularity import expected_insularity, insularity


def test_all_inside_is_minus_one_and_all_outside_is_one() -> None:
    assert insularity(np.array([7, 0]), np.array([0, 3])).tolist() == [-1, 1]


def test_as_much_of_either_is_zero_whatever_the_unit() -> None:
    assert (
        insularity(np.array([4, 1e-300, 1e300]), np.array([4, 1e-300, 1e300])).tolist() == [0] * 3
    )


def test_without_any_contact_there_is_no_index() -> None:
    assert isnan(insularity(np.array([0]), np.array([0]))[0])
    assert len(insularity(np.zeros(0), np.zeros(0))) == 0


def test_the_index_by_members_own_counts_follows_from_cohesion() -> None:
    """Each end counted on its own: (E - 2 I) / (E + 2 I) = 1 - 2 * cohesion."""
    inside, outside = np.array([3.0, 1.0, 8.0]), np.array([5.0, 0.0, 1.0])

    own = insularity(2 * inside, outside)
    assert own == pytest.approx(1 - 2 * (2 * inside / (2 * inside + outside)))


def test_where_everybody_is_in_touch_the_index_is_the_expected_one() -> None:
    """Ten people, a group of four: 6 pairs inside, 24 out: (24 - 6) / 30."""
    assert expected_insularity(np.array([4]), 10).tolist() == [0.6]


def test_nobody_and_who_is_alone_in_the_world_expect_nothing() -> None:
    assert np.isnan(expected_insularity(np.array([0]), 5)).all()
    assert np.isnan(expected_insularity(np.array([1]), 1)).all()


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        insularity(np.array([-1]), np.array([2]))
    with pytest.raises(ValueError, match="larger than all 3 people"):
        expected_insularity(np.array([4]), 3)
