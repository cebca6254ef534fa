"""Phases: how a pair stands, and when silence would change that."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from algorithms.rhythm.phase import NEVER, STATES
from algorithms.ties import ties
from algorithms.weakening import Pairs, weakening, weakening_order
from tests.algorithms import plain
from tests.worlds import DAY, timeline_of

MONTH = 30 * DAY
MONDAY = date(2024, 1, 1)
CALENDAR = [MONDAY + timedelta(days=k) for k in range(3 * 365)]


def seen(days: list[float], as_of: float) -> Pairs:
    """Two people who were in touch on these days, seen from a day."""
    timeline = timeline_of(2, *[(0, 1, day) for day in days])
    moment, weight = round(as_of * DAY), np.ones(len(days))
    found = ties(timeline, weight, as_of=moment, half_life=MONTH)
    return weakening(timeline, weight, found, as_of=moment)


def state(days: list[float], as_of: float) -> str:
    return STATES[seen(days, as_of).state.item()]


def is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


RHYTHMS: dict[str, Callable[[date], bool]] = {
    "every weekday": lambda day: day.weekday() < 5,
    "Monday, Wednesday, Friday": lambda day: day.weekday() in {0, 2, 4},
    "Monday and Tuesday": lambda day: day.weekday() < 2,
    "every Thursday": lambda day: day.weekday() == 3,
    "every second Thursday": lambda day: (day - MONDAY).days % 14 == 3,
    "the first of the month": lambda day: day.day == 1,
    "the middle of the month": lambda day: day.day == 15,
    "the end of the month": is_month_end,
    "the first and the middle": lambda day: day.day in {1, 15},
    "the end of the quarter": lambda day: is_month_end(day) and day.month % 3 == 0,
    "the last Friday of the month": lambda day: (
        day.weekday() == 4 and (day + timedelta(days=7)).month != day.month
    ),
    "the first Tuesday of every second month": lambda day: (
        day.weekday() == 1 and day.day <= 7 and day.month % 2 == 1
    ),
}
# what comes in bursts shows its rhythm only once it has happened a few times
BURSTS: dict[str, Callable[[date], bool]] = {
    "the first three days of the month": lambda day: day.day <= 3,
    "the last weekdays of the month": lambda day: (
        day.weekday() < 5 and (day + timedelta(days=5)).month != day.month
    ),
    "three days at the end of a quarter": lambda day: (
        day.month % 3 == 0 and (day + timedelta(days=3)).month != day.month
    ),
    "every other week, all its weekdays": lambda day: (
        day.weekday() < 5 and (day - MONDAY).days % 14 < 7
    ),
}
REST = {"cooling", "at risk", "dormant"}


def days_of(rhythm: Callable[[date], bool]) -> list[int]:
    return [(day - date(1970, 1, 1)).days for day in CALENDAR if rhythm(day)]


every_rhythm = pytest.mark.parametrize("name", [*RHYTHMS, *BURSTS])


@every_rhythm
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_regular_rhythm_never_cools(name: str, data: st.DataObject) -> None:
    never_cools(name, data)


@pytest.mark.proof
@every_rhythm
@settings(max_examples=500, deadline=None, derandomize=False, print_blob=True)
@given(st.data())
def test_a_regular_rhythm_never_cools_in_thousands_of_cases(name: str, data: st.DataObject) -> None:
    never_cools(name, data)


def never_cools(name: str, data: st.DataObject) -> None:
    days = days_of((RHYTHMS | BURSTS)[name])
    least = 5 if name in RHYTHMS else 13
    known = data.draw(st.integers(least, len(days) - 1), "how many contacts there were")
    dice = np.random.default_rng(data.draw(st.integers(0, 99), "whose times of day"))
    hours = dice.uniform(0, data.draw(st.floats(0, 0.99), "the latest of them"), known)
    before_next = data.draw(st.floats(0, 1), "how far into the next gap")
    contacts = [day + hour for day, hour in zip(days[:known], hours.tolist(), strict=True)]
    as_of = contacts[-1] + before_next * (days[known] + 0.99 - contacts[-1])

    found = seen(contacts, as_of)

    assert STATES[found.state.item()] not in REST
    assert len(weakening_order(found)) == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(7, 92), st.integers(5, 30), st.floats(0, 1))
def test_every_so_many_days_never_cools(gap: int, contacts: int, before_next: float) -> None:
    days = [float(gap * k) for k in range(contacts)]

    assert state(days, days[-1] + gap * before_next) not in REST


def test_silence_alone_leads_from_steady_to_dormant() -> None:
    # weekly for a year: patience is two gaps, 14 days
    weekly = [7.0 * k for k in range(53)]
    last = weekly[-1]

    states = [state(weekly, last + silent) for silent in (0, 13.9, 14, 27.9, 28, 55.9, 56, 500)]

    assert states == [
        *("steady", "steady", "cooling", "cooling"),
        *("at risk", "at risk", "dormant", "dormant"),
    ]


def test_the_dates_say_when_the_state_changes() -> None:
    found = seen([7.0 * k for k in range(53)], 364)

    dates = [found.cools_at, found.at_risk_at, found.dormant_at]
    assert [date.item() / DAY - 364 for date in dates] == [14, 28, 56]


def test_a_silence_that_happened_twice_belongs_to_the_rhythm() -> None:
    # every two days but for two pauses of 20 days: 1.25 long gaps are 25 days
    days = [0, 2, 4, 6, 26, 28, 30, 50, 52, 54, 56, 58, 60]
    found = seen([float(day) for day in days], 60)

    assert found.usual_gap.item() == 2
    assert found.cools_at.item() / DAY == 60 + 25


def test_a_pair_that_meets_daily_may_rest_for_a_week() -> None:
    daily = [float(day) for day in range(60)]

    assert state(daily, 59 + 6.9) == "steady"
    assert state(daily, 59 + 7.0) == "cooling"


def test_few_contacts_are_new_until_they_are_long_silent() -> None:
    found = seen([0.0, 1.0, 2.0], 2)

    assert STATES[found.state.item()] == "new"
    assert found.cools_at.item() == found.at_risk_at.item() == NEVER
    assert found.dormant_at.item() / DAY == 2 + 120
    assert state([0.0, 1.0, 2.0], 121.9) == "new"
    assert state([0.0, 1.0, 2.0], 122) == "dormant"
    assert state([0.0, 1.0, 122.0], 122) == "revived"


def test_a_month_of_daily_contact_is_new_and_then_steady() -> None:
    assert state([float(day) for day in range(31)], 30) == "new"
    assert state([float(day) for day in range(60)], 59) == "steady"


def test_a_pair_that_comes_back_is_revived_until_it_has_a_rhythm_again() -> None:
    weekly = [7.0 * k for k in range(20)]
    back = [*weekly, 400.0]

    states = [state([*back, *[400.0 + 7 * k for k in range(1, more)]], 500) for more in (1, 2, 3)]
    now = [state([*back, *[400.0 + 7 * k for k in range(1, k)]], 400.0 + 7 * k - 7) for k in (1, 3)]
    later = state([*back, *[400.0 + 7 * k for k in range(1, 4)]], 421)

    assert states == ["dormant"] * 3
    assert now == ["revived"] * 2
    assert later == "steady"


def test_more_and_more_contact_is_growing() -> None:
    # every ten days for 200 days, then every third: the window of 15 days holds 5 against 2
    days = [10.0 * k for k in range(21)] + [203.0, 206.0, 209.0, 212.0, 215.0]

    assert state(days, 215) == "growing"


def test_a_pair_that_thins_out_is_cooling_though_never_silent_for_long() -> None:
    # daily for 120 days, then every 10 days: patience has grown with the gaps, strength has not
    days = [float(day) for day in range(120)] + [129.0 + 10 * k for k in range(8)]

    found = seen(days, days[-1] + 1)

    assert STATES[found.state.item()] == "cooling"
    assert found.cools_at.item() == found.last_at.item()
    assert found.pace.item() == 10


def test_a_busy_project_in_one_week_does_not_make_an_old_rhythm_cool() -> None:
    # weekly before and after: the strength is below half of its peak, the gaps are what they were
    busy = [150.0 + k / 24 for k in range(40)]
    days = sorted([*[7.0 * k for k in range(60)], *busy])

    found = seen(days, 59 * 7)

    assert found.strength.item() / found.strength_before.item() < 0.25
    assert STATES[found.state.item()] == "steady"


contacts = st.lists(st.floats(0, 700), min_size=1, max_size=60).map(sorted)
# gaps beside every threshold: patience, 30 days of being new, 120 days of quiet
gaps = st.sampled_from([0.1, 0.5, 1, 3, 7, 14, 15, 28, 29, 56, 57, 90, 114, 129, 146])
contacts |= st.lists(gaps, max_size=50).map(lambda found: np.cumsum([0.3, *found]).tolist())


@settings(max_examples=60, deadline=None)
@given(contacts, st.floats(0, 400))
@example([0.0, 129.0, 275.0, 276.0, 390.0, 391.0, 394.0], 0.0)  # the usual gap was longer once
def test_every_state_equals_its_definition(days: list[float], later: float) -> None:
    as_of = days[-1] + later
    pair = [(round(day * DAY), 1.0) for day in days]

    assert state(days, as_of) == plain.state(pair, MONTH, round(as_of * DAY))


@settings(max_examples=60, deadline=None)
@given(contacts, st.floats(0, 400), st.floats(0, 400))
def test_the_state_of_a_later_moment_follows_from_the_dates(
    days: list[float], first: float, second: float
) -> None:
    earlier, later = sorted((days[-1] + first, days[-1] + second))
    then, found = seen(days, later), seen(days, earlier)

    for column in ("phase", "cools_at", "at_risk_at", "dormant_at"):
        assert getattr(found, column).item() == getattr(then, column).item()
    word = STATES[found.phase.item()]
    for column, name in (
        ("cools_at", "cooling"),
        ("at_risk_at", "at risk"),
        ("dormant_at", "dormant"),
    ):
        if getattr(found, column).item() <= then.as_of:
            word = name
    assert STATES[then.state.item()] == word


def test_the_calendar_of_these_tests_begins_on_a_monday() -> None:
    assert datetime(2024, 1, 1, tzinfo=UTC).weekday() == 0
