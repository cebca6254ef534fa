"""The last busy moment: up to when a log is alive."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from algorithms.moment import count_ahead, last_busy_moment
from tests.algorithms.logs import collegemsg, manufacturing
from tests.worlds import DAY

LATER = 30_000 * DAY


def days(*found: float) -> np.ndarray:
    return np.sort(np.array([round(day * DAY) for day in found], np.int64))


def test_a_log_that_ends_busily_is_alive_to_its_end() -> None:
    assert last_busy_moment(days(*range(100)), LATER) == 99 * DAY


def test_what_lies_after_the_clock_has_not_happened() -> None:
    at = days(*range(100))

    assert last_busy_moment(at, 50 * DAY + 1) == 50 * DAY
    assert count_ahead(at, 50 * DAY) == 49
    assert last_busy_moment(at, -1) is None


def test_an_empty_log_was_never_alive() -> None:
    assert last_busy_moment(np.zeros(0, np.int64), LATER) is None


def test_a_log_of_one_interaction_was_alive_then() -> None:
    assert last_busy_moment(days(42), LATER) == 42 * DAY


def test_a_meeting_of_forty_with_a_wrong_year_moves_nothing() -> None:
    # 40 x 39 rows at one moment a year later are still one moment
    at = np.concatenate([days(*np.arange(0, 100, 0.5)), np.full(1560, 465 * DAY)])

    assert last_busy_moment(at, LATER) == round(99.5 * DAY)
    assert count_ahead(at, round(99.5 * DAY)) == 1560


def test_meetings_that_were_planned_keep_no_log_alive() -> None:
    """A mail a day for 100 days, and a meeting a week for a year: alive to its last mail."""
    mails, meetings = np.arange(100.0), np.arange(0.5, 365, 7)
    at = days(*mails, *meetings)
    is_meeting = np.isin(at, days(*meetings))

    assert last_busy_moment(at, LATER) == round(364.5 * DAY)
    # on day 105.5 the last seven days still hold one mail and no more; two are asked for
    assert last_busy_moment(at, LATER, is_meeting=is_meeting) == 99 * DAY
    assert last_busy_moment(at[is_meeting], LATER, is_meeting=is_meeting[is_meeting]) == round(
        364.5 * DAY
    )


def test_a_meeting_can_be_the_last_interaction_of_a_log() -> None:
    at = days(*range(100), 100.5)

    assert last_busy_moment(at, LATER, is_meeting=at > 99 * DAY) == round(100.5 * DAY)


def test_a_thin_tail_is_ahead_of_a_busy_log() -> None:
    # 100 a week, then one every three days: 3 in 7 days are fewer than 5
    busy = np.arange(0, 140, 0.07)
    at = days(*busy, *range(150, 200, 3))

    found = last_busy_moment(at, LATER)

    assert found is not None
    assert found == at[len(busy) - 1]
    assert count_ahead(at, found) == 17


def test_a_log_that_goes_on_at_a_tenth_of_its_pace_is_still_alive() -> None:
    # 100 a week, then ten a week
    at = days(*np.arange(0, 140, 0.07), *np.arange(140.0, 200, 0.7))

    assert last_busy_moment(at, LATER) == at[-1]


def test_a_letter_a_month_is_alive_to_its_last_and_outlives_a_wrong_date() -> None:
    monthly = days(*range(0, 900, 30))

    assert last_busy_moment(monthly, LATER) == 870 * DAY
    assert last_busy_moment(days(*range(0, 900, 30), 3000), LATER) == 870 * DAY


def test_two_letters_in_twenty_years_are_alive_to_the_second() -> None:
    assert last_busy_moment(days(-3000, 4000), LATER) == 4000 * DAY


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32),
    st.integers(60, 2000),
    st.floats(210, 20_000) | st.floats(-20_000, -10),
)
def test_one_misdated_record_moves_nothing(seed: int, records: int, misdated: float) -> None:
    true = np.random.default_rng(seed).uniform(0, 200, records)
    found = last_busy_moment(days(*true), LATER)

    assert last_busy_moment(days(*true, misdated), LATER) == found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.integers(-100, 100))
def test_a_log_moved_by_whole_bins_is_alive_until_as_much_later(at: list[int], bins: int) -> None:
    # bins of 7, 28, ... days are aligned to the epoch: multiples of the widest stay aligned
    shift = 7 * 4**4 * bins * DAY

    one = last_busy_moment(days(*at), 10 * LATER)
    other = last_busy_moment(days(*at) + shift, 10 * LATER)

    assert one is not None
    assert other == one + shift


def test_real_logs_are_alive_until_their_last_week(shared: Path) -> None:
    """CollegeMsg ends on 2004-10-26 after a summer's fading, the factory's mail on 2010-09-30."""
    for timeline, day in (collegemsg(shared), "2004-10-26"), (manufacturing(shared), "2010-09-30"):
        found = last_busy_moment(timeline.at, LATER)

        assert found is not None
        assert str(np.datetime64(found, "us").astype("datetime64[D]")) == day


def test_the_clock_in_the_middle_of_a_real_log_is_where_it_is_alive(shared: Path) -> None:
    timeline = manufacturing(shared)
    clock = int(timeline.at[len(timeline) // 2])

    assert last_busy_moment(timeline.at, clock) == clock
    assert count_ahead(timeline.at, clock) == pytest.approx(len(timeline) / 2, rel=0.01)
