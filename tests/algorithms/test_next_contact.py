"""Next contact: what somebody does in a week, when a turn comes, and who is handed to whom."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algorithms.reminding.next_contact import (
    LEAST,
    SHARE,
    Capacity,
    capacity,
    due_at,
    handed_out,
    lost,
    turns,
)
from algorithms.ties import Ties, ties
from algorithms.weakening import Pairs, weakening
from graph.timeline import Timeline
from tests.worlds import DAY, timeline_of

AS_OF = 84 * DAY


def standing(timeline: Timeline, as_of: int = AS_OF) -> tuple[Ties, Pairs]:
    weight = np.ones(len(timeline))
    known = ties(timeline, weight, as_of=as_of, half_life=30 * DAY)
    return known, weakening(timeline, weight, known, as_of=as_of)


def of(timeline: Timeline, *people: int, as_of: int = AS_OF) -> Capacity:
    known, pairs = standing(timeline, as_of)
    return capacity(timeline, np.ones(len(timeline)), (known.a, known.b), pairs,
                    known.pair_first_at, of=np.array(people, np.int64))  # fmt: skip


def test_reach_is_the_median_of_the_weeks_in_which_somebody_was_reached() -> None:
    # one, two and five people in three weeks, the others empty; answers are not reach
    rows = [(0, 1, 83.0), (0, 2, 71.0), (0, 3, 71.5), *((0, k, 50.0) for k in range(1, 6))]
    found = of(timeline_of(6, *rows, (1, 0, 83.5), (1, 0, 83.6)), 0, 1, 5)

    assert found.reach.tolist() == [2, 1, 0]
    assert found.room.tolist() == [2, 1, 0]


def test_somebody_reached_twice_in_a_week_counts_once_and_twelve_weeks_are_read() -> None:
    found = of(timeline_of(4, (0, 1, 0.0), (0, 2, 80.0), (0, 2, 81.0), (0, 3, 90.0)), 0)

    assert found.reach.tolist() == [1]


@pytest.mark.parametrize(("reach", "room"), [(1, 1), (2, 2), (3, 3), (8, 3), (12, 3), (13, 4),
                                             (40, 10)])  # fmt: skip
def test_room_is_a_quarter_of_the_reach_or_three(reach: int, room: int) -> None:
    found = of(timeline_of(reach + 1, *((0, k + 1, 82.0) for k in range(reach))), 0)

    assert found.room.tolist() == [room]


def test_turnover_tells_explorers_from_keepers() -> None:
    keeper = [(0, other, float(day)) for other in (1, 2) for day in range(-400, 84, 10)]
    explorer = [(3, 10 + k, 5.0 * k) for k in range(16)]
    timeline = timeline_of(30, *((s, t, day + 400) for s, t, day in (*keeper, *explorer)))
    found = of(timeline, 0, 3, as_of=484 * DAY)

    assert found.open_ties[0] == 2
    assert found.turnover[0] == 0
    assert found.turnover[1] == 15 / 16  # the first is twelve weeks old


def test_the_turn_comes_with_the_silence_of_a_usual_gap_and_the_end_of_patience() -> None:
    weekly = timeline_of(2, *((k % 2, 1 - k % 2, 7.0 * k) for k in range(10)))  # until day 63

    def at(day: float) -> tuple[bool, float]:
        _, pairs = standing(weekly, round(day * DAY))
        return bool(turns(pairs)[0]), float(due_at(pairs)[0] / DAY)

    assert at(66) == (False, 77.0)
    assert at(69) == (False, 77.0)  # no usual gap yet
    assert at(70) == (True, 77.0)
    assert at(90) == (True, 77.0)


def test_what_is_lost_grows_with_silence_and_is_always_known() -> None:
    timeline = timeline_of(3, *((0, 1, 7.0 * k) for k in range(10)), (0, 2, 60.0))
    found = [lost(standing(timeline, day * DAY)[1]) for day in (64, 80, 150, 400)]

    assert not np.isnan(found).any()
    assert (np.diff(np.array(found), axis=0) >= 0).all()
    assert (np.array(found) <= 1).all()


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(-1, 3)), max_size=30, unique=True),
    st.lists(st.integers(0, 4), min_size=4, max_size=4),
)
def test_nobody_is_handed_out_twice_and_nobody_gets_more_than_their_room(
    ways: list[tuple[int, int]], room: list[int]
) -> None:
    ways.sort(key=lambda way: way[0])
    theirs, ours = (np.array([way[k] for way in ways], np.int64) for k in (0, 1))
    chosen = handed_out(theirs, ours, np.array(room))

    assert len(set(theirs[chosen].tolist())) == len(chosen)
    given_to = [int(np.count_nonzero(ours[chosen] == k)) for k in range(4)]
    assert all(count <= most for count, most in zip(given_to, room, strict=True))
    left = set(theirs.tolist()) - set(theirs[chosen].tolist())
    for them in left:  # only those whom nobody had room for
        assert all(given_to[us] == room[us] for us in ours[theirs == them].tolist())


def test_what_is_stated_is_what_is_done() -> None:
    assert (SHARE, LEAST) == (0.25, 3)
