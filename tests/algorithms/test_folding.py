"""Folding: a state lasts, a regular rhythm never fades, and what no feed brought is no silence."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from algorithms.feeds.coverage import Coverage, coverage
from algorithms.rhythm.phase import NEVER, STATES
from algorithms.ties import ties
from algorithms.weakening import Pairs, weakening, weakening_order
from graph.timeline import Timeline
from tests.algorithms import plain
from tests.algorithms.rhythms import (
    RHYTHMS,
    changes,
    days_of,
    ever_fades,
    listed_before_next,
    phases_of,
    seen_at_every_step,
)
from tests.worlds import DAY

MONTH = 30 * DAY
SETTLED = [("new", "steady")]


def seen(at: list[float], as_of: float, heard: Coverage | None = None) -> Pairs:
    """Two people who were in touch on these days, seen from a day."""
    rows = [round(day * DAY) for day in at]
    timeline = Timeline.of(2, [0] * len(rows), [1] * len(rows), rows)
    weight, moment = np.ones(len(rows)), round(as_of * DAY)
    known = ties(timeline, weight, as_of=moment, half_life=MONTH)
    return weakening(timeline, weight, known, as_of=moment, coverage=heard)


def state(at: list[float], as_of: float, heard: Coverage | None = None) -> str:
    return STATES[seen(at, as_of, heard).state.item()]


@pytest.mark.parametrize("name", RHYTHMS)
def test_a_calendar_rhythm_is_new_then_steady_and_nothing_else_at_any_moment(name: str) -> None:
    days = days_of(RHYTHMS[name])[:250]
    for hour in (0, 9, 23.99):  # also what another zone's midnight makes of it
        at = [day + hour / 24 for day in days]

        assert changes(phases_of(seen_at_every_step(at)[0])) == SETTLED
        assert ever_fades(at) == []
    assert listed_before_next([day + 0.4 for day in days[:20]]) == 0


def test_every_period_from_a_day_to_a_quarter_is_new_then_steady_at_any_moment() -> None:
    for period in range(1, 93):
        at = [period * k + 0.4 for k in range(45)]

        assert changes(phases_of(seen_at_every_step(at)[0])) == SETTLED, period
        assert ever_fades(at) == [], period


@settings(max_examples=30)
@given(st.floats(6.5, 92), st.floats(0, 1), st.integers(6, 40))
def test_periods_that_are_no_whole_days_neither(period: float, hour: float, many: int) -> None:
    at = [hour + period * k for k in range(many)]

    assert ever_fades(at) == []
    assert set(changes(phases_of(seen_at_every_step(at)[0]))) <= set(SETTLED)


@settings(max_examples=40)
@given(st.data())
def test_a_regular_rhythm_with_jitter_never_fades(data: st.DataObject) -> None:
    period = data.draw(st.integers(7, 91), "period")
    most = max(2.0, period / 10)
    jitter = data.draw(st.lists(st.floats(-most, most), min_size=30, max_size=30), "jitter")
    at = sorted(period * k + 10 + by for k, by in enumerate(jitter))

    assert ever_fades(at) == []


def plain_states(at: list[float], until: float) -> list[tuple[int, str, float]]:
    return plain.states([(round(day * DAY), 1.0) for day in at], MONTH, round(until * DAY))


busy = st.lists(
    st.sampled_from([0.02, 0.3, 1, 1.5, 2, 3, 5, 7, 9, 14, 20, 28, 31, 60]), min_size=6, max_size=60
).map(lambda gaps: [float(day) for day in np.cumsum(gaps)])


@settings(max_examples=80)
@given(busy, st.floats(0, 200))
def test_the_fold_equals_its_definition_in_plain_python(at: list[float], later: float) -> None:
    as_of = at[-1] + later
    found, expected = seen(at, as_of), plain_states(at, as_of)

    assert STATES[found.state.item()] == expected[-1][1]
    assert STATES[found.phase.item()] == plain_states(at, at[-1])[-1][1]


@settings(max_examples=80)
@given(busy)
def test_no_state_ends_within_one_usual_gap_but_by_dormancy_and_by_coming_back(
    at: list[float],
) -> None:
    for (since, word, gap), (until, following, after) in pairwise(plain_states(at, at[-1] + 400)):
        if following not in ("dormant", "revived"):
            assert until - since >= round(max(gap, after) * DAY) - 1, (word, following)


def test_one_contact_an_hour_after_cooling_does_not_end_it() -> None:
    weekly = [7.0 * k for k in range(20)]  # the last on day 133: cools on day 147
    back = [*weekly, 147.05]

    assert state(weekly, 147.04) == "cooling"
    assert state(back, 147.1) == "cooling"
    assert state([*back, 151.0], 151) == "cooling"
    assert state([*back, 154.05], 154.1) == "steady"
    assert seen(back, 148).at_risk_at.item() == round((147.05 + 28) * DAY)


def test_who_is_in_touch_again_is_not_listed_though_still_cooling() -> None:
    weekly = [7.0 * k for k in range(20)]

    silent, again = seen(weekly, 147.04), seen([*weekly, 147.05], 147.1)

    assert len(weakening_order(silent)) == 1
    assert len(weakening_order(again)) == 0


def test_a_meeting_left_out_once_is_steady_if_the_next_comes_on_time() -> None:
    weekly = [7.0 * k for k in range(20)]

    assert state([*weekly, 147.0], 147) == "steady"


def test_who_was_dormant_is_revived_by_the_first_contact() -> None:
    weekly = [7.0 * k for k in range(20)]  # dormant on day 133 + 56

    assert state([*weekly, 188.9], 189) == "steady"  # at risk for longer than a usual gap
    assert state([*weekly, 189.1], 190) == "revived"


def test_later_contacts_of_a_day_move_the_dates_and_not_the_phase() -> None:
    days = [float(day) for day in range(120)] + [129.0 + 10 * k for k in range(8)]
    more = [days[-1] + k / 100 for k in range(1, 60)]

    one, other = seen(days, 250), seen([*days, *more], 250)

    assert STATES[one.phase.item()] == STATES[other.phase.item()] == "cooling"
    assert other.dormant_at.item() - one.dormant_at.item() == round(0.59 * DAY)


def feed(without: tuple[int, int], until: int = 300) -> Coverage:
    """A feed that brings five interactions a day, but for some days."""
    day = np.repeat(np.arange(until), 5)
    kept = day[(day < without[0]) | (day >= without[1])]
    return coverage(kept * DAY, as_of=until * DAY)


def one_way(found: Coverage, contacts: int) -> Coverage:
    """The same for a timeline of so many rows, all of which came by this feed."""
    return replace(found, way=np.zeros(contacts, np.int64))


def test_during_an_outage_nobody_cools() -> None:
    weekly = [7.0 * k + 0.5 for k in range(29)]  # up to day 196
    out = one_way(feed((200, 260)), len(weekly))

    assert state(weekly, 255) == "dormant"
    assert state(weekly, 255, out) == "steady"
    found = seen(weekly, 255, out)
    assert found.elapsed.item() == pytest.approx(3.5, abs=1e-6)
    assert found.cools_at.item() == round((196.5 + 14 + 60) * DAY)
    assert found.dormant_at.item() == round((196.5 + 56 + 60) * DAY)


def test_a_feed_that_ended_makes_no_silence() -> None:
    weekly = [7.0 * k + 0.5 for k in range(29)]
    ended = one_way(feed((200, 300)), len(weekly))

    found = seen(weekly, 299, ended)

    assert STATES[found.state.item()] == "steady"
    assert {found.cools_at.item(), found.at_risk_at.item(), found.dormant_at.item()} == {NEVER}


def test_an_outage_inside_a_past_gap_is_no_gap_of_the_pair() -> None:
    weekly = [7.0 * k + 0.5 for k in range(40) if not 200 <= 7 * k < 260]
    out = one_way(feed((200, 260)), len(weekly))

    heard, unheard = seen(weekly, 275, out), seen(weekly, 275)

    # days 196 and 266 lie ten heard days apart: silence enough for nothing
    assert STATES[unheard.phase.item()] == "revived"
    assert STATES[heard.phase.item()] == "steady"
    assert heard.usual_gap.item() == heard.long_gap.item() == 7
    assert heard.momentum.item() == pytest.approx(0, abs=0.2)
    assert heard.active_days.item() == unheard.active_days.item()


def test_a_full_coverage_changes_nothing() -> None:
    weekly = [7.0 * k + 0.5 for k in range(29)]
    whole = one_way(feed((300, 300)), len(weekly))

    assert not whole.outages
    one, other = seen(weekly, 280), seen(weekly, 280, whole)
    assert one.state.tolist() == other.state.tolist()
    assert one.dormant_at.tolist() == other.dormant_at.tolist()
