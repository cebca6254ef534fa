"""Cadence and momentum: the rhythm of a pair, read from its active days."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from algorithms.rhythm.cadence import ActiveDays, Cadence, active_days, cadence
from algorithms.rhythm.momentum import momentum
from algorithms.rows.pair_rows import pair_rows
from tests.algorithms import plain
from tests.worlds import timeline_of

day_lists = st.lists(
    st.lists(st.integers(0, 900), min_size=1, max_size=40, unique=True).map(sorted),
    min_size=1,
    max_size=8,
)


def packed(*pairs: list[int]) -> ActiveDays:
    lengths = [len(days) for days in pairs]
    days = np.concatenate([np.array(days, np.int32) for days in pairs])
    return ActiveDays(days, np.cumsum([0, *lengths]))


def rhythm(days: ActiveDays) -> Cadence:
    return cadence(days.day, days.start[:-1], days.start[1:])


def test_a_busy_afternoon_is_one_active_day_of_both_directions() -> None:
    timeline = timeline_of(3, (0, 1, 4.5), (1, 0, 4.6), (0, 1, 4.99), (0, 1, 5.0), (2, 0, 5.1))

    found = active_days(timeline, pair_rows(timeline, np.ones(5), as_of=6 * 86_400_000_000))

    assert found.day.tolist() == [4, 5, 5]
    assert found.start.tolist() == [0, 2, 3]


def test_days_before_1970_are_days_too() -> None:
    timeline = timeline_of(2, (0, 1, -0.1), (0, 1, -1.1), (0, 1, 0.1))

    found = active_days(timeline, pair_rows(timeline, np.ones(3), as_of=86_400_000_000))

    assert found.day.tolist() == [-2, -1, 0]


def test_four_active_days_are_too_few_for_a_usual_gap() -> None:
    found = rhythm(packed([0, 7, 14, 21], [0, 7, 14, 21, 28]))

    assert np.isnan(found.usual_gap[0])
    assert np.isnan(found.long_gap[0])
    assert found.usual_gap[1] == found.long_gap[1] == 7


def test_one_holiday_moves_neither_the_usual_nor_the_long_gap() -> None:
    found = rhythm(packed([*range(0, 60, 5), *range(85, 110, 5)]))

    assert found.usual_gap.item() == 5
    assert found.long_gap.item() == 5


def test_the_usual_gap_is_that_of_the_last_twelve() -> None:
    # 20 daily contacts, then 7 weekly: of the last 12 gaps 7 are weekly
    found = rhythm(packed([*range(20), *range(26, 75, 7)]))

    assert found.usual_gap.item() == 7


def test_the_pace_tells_how_much_slower_it_has_become() -> None:
    # the last 6 gaps of 12 days against 3 days before: 4 times slower
    found = rhythm(packed([*range(0, 60, 3), *range(69, 130, 12)]))

    assert found.recent_gap.item() == 12
    assert found.pace.item() == 4


def test_a_pace_needs_eleven_active_days() -> None:
    found = rhythm(packed(list(range(10)), list(range(11))))

    assert np.isnan(found.pace[0])
    assert found.pace[1] == 1


@settings(max_examples=60, deadline=None)
@given(day_lists)
def test_every_rhythm_equals_its_definition(pairs: list[list[int]]) -> None:
    found = rhythm(packed(*pairs))

    for k, days in enumerate(pairs):
        expected = [plain.usual_gap(days), plain.long_gap(days), plain.pace(days)]
        given = [found.usual_gap[k], found.long_gap[k], found.pace[k]]
        assert [None if np.isnan(value) else value for value in given] == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(day_lists, st.integers(0, 900))
def test_an_earlier_end_gives_the_rhythm_as_it_was_then(pairs: list[list[int]], cut: int) -> None:
    pairs = [days for days in pairs if days[0] <= cut]
    if not pairs:
        return
    known = [[day for day in days if day <= cut] for days in pairs]
    whole = packed(*pairs)
    end = whole.start[:-1] + np.array([len(days) for days in known])

    then = cadence(whole.day, whole.start[:-1], end)

    now = rhythm(packed(*known))
    np.testing.assert_array_equal(then.usual_gap, now.usual_gap)
    np.testing.assert_array_equal(then.pace, now.pace)


@settings(max_examples=60, deadline=None)
@given(day_lists, st.integers(0, 200))
def test_every_momentum_equals_its_definition(pairs: list[list[int]], later: int) -> None:
    days = packed(*pairs)
    until = days.last + later

    found = momentum(days, rhythm(days).usual_gap, until)

    for k, own in enumerate(pairs):
        gap = plain.usual_gap(own)
        expected = None if gap is None else plain.momentum(own, gap, int(until[k]))
        given = found.value[k]
        assert (None if np.isnan(given) else given) == pytest.approx(expected)


def test_momentum_runs_from_all_gone_to_all_new() -> None:
    days = packed([0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4])

    found = momentum(days, np.ones(3), np.array([4, 20, 60]))

    assert found.value[:2].tolist() == [1.0, -1.0]
    assert np.isnan(found.value[2])  # both windows are empty
