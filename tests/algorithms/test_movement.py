"""Movement: who rose and who fell, among those who were there both times."""

import numpy as np
import pytest

from algorithms.changes.movement import movement


def test_newcomers_push_nobody_down_and_leavers_lift_nobody() -> None:
    then = np.array([1, 2, 3, 4, 0, 0])
    now = np.array([3, 0, 4, 5, 1, 2])

    found = movement(then, now)

    assert found.places.tolist() == [0, 0, 0, 0, 0, 0]
    assert found.rise[[0, 2, 3]].tolist() == [0, 0, 0]
    assert np.isnan(found.rise[[1, 4, 5]]).all()


def test_from_fifth_to_first_is_more_than_from_160th_to_140th() -> None:
    then, now = np.arange(1, 201), np.arange(1, 201)
    now[[0, 1, 2, 3, 4]] = [2, 3, 4, 5, 1]
    now[139:160] = [*range(141, 161), 140]

    found = movement(then, now)

    assert found.order(upwards=True).tolist() == [4, 159]
    assert found.places[[4, 159]].tolist() == [4, 20]
    assert found.rise[4] == pytest.approx(np.log2(6 / 2))


def test_falling_is_rising_seen_from_the_other_moment() -> None:
    dice = np.random.default_rng(1)
    then, now = dice.permutation(50) + 1, dice.permutation(50) + 1

    there, back = movement(then, now), movement(now, then)

    assert there.rise.tolist() == (-back.rise).tolist()
    assert there.order(upwards=False).tolist() == back.order(upwards=True).tolist()


def test_equal_ranks_stay_equal_and_who_stays_is_in_no_list() -> None:
    found = movement(np.array([1, 1, 3, 3]), np.array([1, 1, 3, 3]))

    assert found.rise.tolist() == [0, 0, 0, 0]
    assert len(found.order(upwards=True)) == len(found.order(upwards=False)) == 0


def test_nobody_moves_where_nobody_was_there_twice() -> None:
    for then, now in (([], []), ([0, 0], [1, 2]), ([1, 0], [0, 1])):
        found = movement(np.array(then, np.int64), np.array(now, np.int64))
        assert len(found.order(upwards=True)) == 0
        assert np.isnan(found.rise).all()
