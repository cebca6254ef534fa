"""Pair state: one contact at a time gives what the whole log gives at once, in whatever order."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from algorithms.pairs.burstiness import burstiness
from algorithms.pairs.channel_mix import channel_mix
from algorithms.pairs.direction_balance import direction_balance
from algorithms.pairs.sentiment_trend import sentiment_trend
from algorithms.rhythm.phase import STATES
from algorithms.rows.pair_rows import PairRows, pair_rows
from algorithms.ties import ties_by_half_life
from algorithms.weakening import weakening
from graph.timeline import Timeline
from tests.algorithms.pair_state import Met, PairState
from tests.worlds import DAY

WEEK, MONTH, QUARTER = 7 * DAY, 30 * DAY, 90 * DAY
HOUR = DAY // 24

gaps = st.sampled_from([0, 0, 1, 5, 24, 24, 36, 48, 72, 7 * 24, 14 * 24, 21 * 24, 60 * 24, 99 * 24])
sides = st.sampled_from([(1.0, 0.0), (0.0, 1.0), (0.5, 0.0), (1.0, 1.0), (0.25, 0.25)])
tones = st.sampled_from([float("nan"), -1.0, -0.25, 0.0, 0.5, 1.0])
contacts = st.lists(
    st.tuples(gaps, sides, st.sampled_from(["email", "slack", "meet"]), tones),
    min_size=1,
    max_size=90,
)
Drawn = list[tuple[int, tuple[float, float], str, float]]


def met(drawn: Drawn) -> list[Met]:
    hours = np.cumsum([one[0] for one in drawn])
    return [
        Met(int(hour) * HOUR, key, *side, channel=channel, sentiment=tone)
        for key, (hour, (_, side, channel, tone)) in enumerate(zip(hours, drawn, strict=True))
    ]


def whole(log: list[Met]) -> tuple[Timeline, np.ndarray, PairRows]:
    """The same log as a timeline: a contact of both is a row each way."""
    rows = [
        (one.at, *ends, weight, one.key, one.sentiment)
        for one in log
        for ends, weight in (((0, 1), one.from_a), ((1, 0), one.from_b))
        if weight > 0
    ]
    at, source, target, weight, key, tone = zip(*rows, strict=True)
    timeline = Timeline.of(2, source, target, at, interaction=key, sentiment=tone)
    weights = np.array(weight)
    return timeline, weights, pair_rows(timeline, weights, as_of=max(at))


def state_of(log: list[Met]) -> PairState:
    state = PairState(half_life=MONTH, other_half_lives=[WEEK, QUARTER])
    state.add_all(log)
    return state


def same(found: float, expected: float) -> None:
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


def equals_the_log(state: PairState, log: list[Met], as_of: int) -> None:
    timeline, weight, rows = whole(log)
    known = ties_by_half_life(timeline, weight, as_of=as_of, half_lives=[MONTH, WEEK, QUARTER])
    pairs = weakening(timeline, weight, known[MONTH], as_of=as_of)

    assert state.count == len(log)
    assert (state.first_at, state.last_at) == (log[0].at, pairs.last_at.item())
    assert state.rhythm.active_days == pairs.active_days.item()
    for half_life, tie in known.items():
        same(state.strength(as_of, half_life), tie.pair_strength(as_of).item())
        assert abs(state.fades_at[half_life] - tie.pair_fades_at.item()) < 1  # millisecond
    for name in ("usual_gap", "long_gap", "pace", "patience"):
        same(getattr(state.rhythm, name), getattr(pairs, name).item())
    same(state.rhythm.momentum(as_of), pairs.momentum.item())
    same(state.silence(as_of), pairs.silence.item())
    same(state.rhythm.strength_before(as_of), pairs.strength_before.item())
    dates = [pairs.cools_at.item(), pairs.at_risk_at.item(), pairs.dormant_at.item()]
    assert state.rhythm.phase == STATES[pairs.phase.item()]
    assert list(state.rhythm.dates()) == dates
    assert state.at(as_of) == STATES[pairs.state.item()]
    same(state.burstiness, burstiness(timeline, rows).values.item())
    same(state.direction_balance, direction_balance(timeline, rows).values.item())
    same(state.sentiment_trend, sentiment_trend(timeline, rows).values.item())
    assert state.channel_mix == channel_mix(one.channel for one in log)


@settings(max_examples=80)
@given(contacts, st.integers(0, 300 * 24))
def test_contacts_in_order_give_what_the_log_gives(drawn: Drawn, later: int) -> None:
    log = met(drawn)

    equals_the_log(state_of(log), log, log[-1].at + later * HOUR)


@settings(max_examples=60)
@given(contacts, st.integers(0, 300 * 24), st.randoms(use_true_random=False))
def test_contacts_in_any_order_give_the_same(drawn: Drawn, later: int, dice: Random) -> None:
    log = met(drawn)
    shuffled = log.copy()
    dice.shuffle(shuffled)

    equals_the_log(state_of(shuffled), log, log[-1].at + later * HOUR)


@pytest.mark.proof
@settings(max_examples=3000)
@given(contacts, st.integers(0, 300 * 24), st.randoms(use_true_random=False))
def test_thousands_of_logs_in_any_order(drawn: Drawn, later: int, dice: Random) -> None:
    log = met(drawn)
    arrived = log.copy()
    for _ in range(dice.randint(0, 4)):  # mostly in order, some late
        arrived.append(arrived.pop(dice.randrange(len(arrived))))

    equals_the_log(state_of(arrived), log, log[-1].at + later * HOUR)


@settings(max_examples=30)
@given(contacts)
def test_after_each_contact_it_is_what_the_log_so_far_gives(drawn: Drawn) -> None:
    log = met(drawn)[:40]
    state = PairState(half_life=MONTH)

    for k, one in enumerate(log):
        state.add(one)
        timeline, weight, _ = whole(log[: k + 1])
        known = ties_by_half_life(timeline, weight, as_of=one.at, half_lives=[MONTH])
        pairs = weakening(timeline, weight, known[MONTH], as_of=one.at)
        assert state.rhythm.phase == STATES[pairs.phase.item()]


def test_a_late_contact_rebuilds_its_pair_and_one_in_order_does_not() -> None:
    weekly = [Met(7 * k * DAY, k, 1.0, 0.0) for k in range(20)]
    state = state_of(weekly)
    rhythm = state.rhythm

    state.add(Met(140 * DAY, 20, 1.0, 0.0))
    assert state.rhythm is rhythm

    state.add(Met(38 * DAY, 21, 0.0, 1.0))
    assert state.rhythm is not rhythm
    assert state.count == 22


def test_mean_and_deviation_of_gaps_by_hand() -> None:
    state = state_of([Met(day * DAY, day, 1.0, 0.0) for day in (0, 2, 8)])

    assert state.gap_mean == pytest.approx(4)
    assert state.gap_deviation == pytest.approx(2)


def test_one_contact_has_no_gaps_and_what_weighs_nothing_is_no_contact() -> None:
    state = state_of([Met(0, 0, 1.0, 0.0), Met(DAY, 1, 0.0, 0.0)])

    assert state.count == 1
    assert np.isnan([state.gap_mean, state.burstiness, state.sentiment_trend]).all()
    assert state.at(119 * DAY) == "new"
    assert state.at(120 * DAY) == "dormant"


def test_the_direction_is_who_writes_and_a_meeting_is_of_both() -> None:
    log = [Met(k * DAY, k, 1.0, 0.0) for k in range(3)] + [Met(5 * DAY, 9, 1.0, 1.0)]

    assert state_of(log).direction_balance == 0.75


def trend(day: list[float], tone: list[float]) -> float:
    at = [round(one * DAY) for one in day]
    timeline = Timeline.of(2, [0] * len(at), [1] * len(at), at, sentiment=tone)
    rows = pair_rows(timeline, np.ones(len(at)), as_of=max(at))
    return float(sentiment_trend(timeline, rows).values.item())


def test_a_tone_on_a_line_has_its_slope_whatever_the_weights() -> None:
    days = [0.0, 3, 10, 40, 50, 80]

    assert trend(days, [0.5 - day / 180 for day in days]) == pytest.approx(-0.5, rel=1e-6)
    assert trend(days, [0.25] * 6) == 0
    assert trend(days, [-0.66] * 6) == 0  # whose mean is rounded


def test_a_weighted_slope_is_that_of_numpy() -> None:
    day = np.array([0.0, 5, 30, 61, 100, 180])
    tone = np.array([0.5, -0.25, 0.75, 0.0, -0.5, -0.75])
    weight = np.exp2((day - 180) / 90)

    slope, _ = np.polyfit(day, tone, 1, w=np.sqrt(weight))

    assert trend(day.tolist(), tone.tolist()) == pytest.approx(90 * slope)


def test_few_tones_or_those_of_one_week_have_no_trend() -> None:
    assert np.isnan(trend([0, 10, 20, 30], [0, 0, 0, 1]))
    assert np.isnan(trend([0, 1, 2, 3, 6], [0, 0, 0, 0, 1]))
    assert trend([0, 1, 2, 3, 7], [-1, -1, -1, 0, 1]) == 2.0
    assert trend([0, 1, 2, 3, 7, 8], [-1, float("nan"), -1, -1, 0, 1]) == 2.0
