"""Weakening: which ties are fading against their own rhythm, and how much is being lost."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from algorithms.rhythm.phase import STATES, Thresholds
from algorithms.ties import ties
from algorithms.weakening import Pairs, weakening, weakening_order
from graph.timeline import Timeline
from tests.algorithms import plain
from tests.algorithms.logs import collegemsg, manufacturing
from tests.worlds import DAY, timeline_of

MONTH = 30 * DAY

people = st.integers(0, 3)
contacts = st.tuples(people, people, st.integers(0, 500 * 24)).filter(lambda row: row[0] != row[1])
logs = st.lists(contacts, min_size=1, max_size=120)


def seen(
    timeline: Timeline, as_of: int, weight: np.ndarray | None = None, half_life: int = MONTH
) -> Pairs:
    weight = np.ones(len(timeline)) if weight is None else weight
    found = ties(timeline, weight, as_of=as_of, half_life=half_life)
    return weakening(timeline, weight, found, as_of=as_of)


def hourly(log: list[tuple[int, int, int]]) -> Timeline:
    source, target, hour = zip(*sorted(log, key=lambda row: (row[2], row)), strict=True)
    return Timeline.of(4, source, target, [h * 3600 * 1_000_000 for h in hour])


def weekly(a: int, b: int, *, until: float, since: float = 0, times: int = 1) -> list:  # type: ignore[type-arg]
    return [(a, b, since + 7 * k) for k in range(int((until - since) / 7) + 1)] * times


def columns(pairs: Pairs) -> dict[str, np.ndarray]:
    return {
        field.name: getattr(pairs, field.name)
        for field in fields(Pairs)
        if isinstance(getattr(pairs, field.name), np.ndarray)
    }


def test_what_is_most_being_lost_stands_first_and_a_weak_tie_that_keeps_its_rhythm_nowhere() -> (
    None
):
    rows = [
        *weekly(0, 1, until=300, times=3),  # strong, silent for 65 days
        *weekly(0, 2, until=300, times=1),  # less strong, as silent
        *weekly(0, 3, until=364, times=3),  # strong and well
        *[(0, 4, float(day)) for day in range(5, 365, 60)],  # weak, in its rhythm
    ]
    found = seen(timeline_of(5, *sorted(rows, key=lambda row: row[2])), 365 * DAY)

    assert [STATES[code] for code in found.state] == ["dormant", "dormant", "steady", "steady"]
    assert weakening_order(found).tolist() == [0, 1]
    assert found.strength_before[0] == pytest.approx(3 * found.strength_before[1])


def test_what_was_never_strong_is_no_loss() -> None:
    timeline = timeline_of(2, *weekly(0, 1, until=300))

    found = seen(timeline, 330 * DAY, weight=np.full(len(timeline), 0.1))

    assert STATES[found.state.item()] == "at risk"
    assert found.strength_before.item() < 1.0
    assert len(weakening_order(found)) == 0
    asked = replace(found, thresholds=Thresholds(strong=0.1))
    assert len(weakening_order(asked)) == 1


def test_a_dormant_pair_leaves_the_list_after_ninety_days() -> None:
    timeline = timeline_of(2, *weekly(0, 1, until=350))

    # dormant from day 350 + 56
    listed = [len(weakening_order(seen(timeline, day * DAY))) for day in (420, 495, 497)]

    assert listed == [1, 1, 0]


def test_a_falling_momentum_is_on_the_list_before_the_silence_is_long() -> None:
    # every 4 days to day 100, once more on day 108: on day 115 one active day in the last 14, on
    # days 88, 92, 96 and 100 four in the 14 before; patience is 8 days, its long gap 4
    timeline = timeline_of(2, *[(0, 1, 4.0 * k) for k in range(26)], (0, 1, 108.0))

    found = seen(timeline, round(115.5 * DAY))

    assert STATES[found.state.item()] == "steady"
    assert found.momentum.item() == pytest.approx(-0.6)
    assert weakening_order(found).tolist() == [0]


def test_the_strength_before_is_the_highest_of_the_last_year_or_that_of_the_end() -> None:
    rows = [*[(0, 1, 0.0)] * 8, *weekly(0, 1, until=100, since=50), (0, 2, 1.0), (0, 2, 1.0)]
    timeline = timeline_of(3, *sorted(rows, key=lambda row: row[2]))

    near, far = seen(timeline, 360 * DAY), seen(timeline, 480 * DAY)

    assert near.strength_before[0] == pytest.approx(8.0)
    assert far.strength_before[0] < 8.0
    assert far.strength_before[1] == pytest.approx(2.0)


def test_without_a_past_to_learn_from_the_loss_follows_the_silence() -> None:
    # by hand: patience 14 days; at risk after 28, where one half is lost
    found = seen(timeline_of(2, *weekly(0, 1, until=364)), (364 + 28) * DAY)

    assert found.model is None
    assert np.isnan(found.p_contact.item())
    assert found.loss.item() == pytest.approx(found.strength_before.item() / 2)


def test_a_pair_without_a_rhythm_has_no_loss_and_no_place_in_the_list() -> None:
    found = seen(timeline_of(2, *[(0, 1, float(day)) for day in (0, 1, 2)] * 20), 300 * DAY)

    assert STATES[found.state.item()] == "dormant"
    assert np.isnan(found.loss.item())
    assert len(weakening_order(found)) == 0


def test_nobody_weakens_in_an_empty_log() -> None:
    found = seen(timeline_of(3), 0)

    assert len(found) == len(weakening_order(found)) == 0


def test_ties_of_another_moment_are_refused() -> None:
    timeline = timeline_of(3, (0, 1, 0), (1, 2, 5))
    found = ties(timeline, np.ones(2), as_of=DAY, half_life=MONTH)

    with pytest.raises(ValueError, match="not those of this timeline as of"):
        weakening(timeline, np.ones(2), found, as_of=6 * DAY)


@settings(max_examples=60, deadline=None)
@given(logs, st.integers(0, 300 * 24))
def test_every_pair_equals_the_definitions(log: list[tuple[int, int, int]], later: int) -> None:
    as_of = (max(hour for _, _, hour in log) + later) * 3600 * 1_000_000
    found = seen(hourly(log), as_of)
    raw = [(s, t, hour * 3600 * 1_000_000, 1.0) for s, t, hour in log]
    known = ties(hourly(log), np.ones(len(log)), as_of=as_of, half_life=MONTH)

    for k, (a, b) in enumerate(zip(known.a, known.b, strict=True)):
        pair = plain.of_pair(raw, a, b, as_of)
        days = plain.days_of(pair)
        gap = plain.usual_gap(days)
        assert found.active_days[k] == len(days)
        assert STATES[found.phase[k]] == plain.phase(pair, MONTH)
        assert STATES[found.state[k]] == plain.state(pair, MONTH, as_of)
        assert found.elapsed[k] == pytest.approx((as_of - pair[-1][0]) / DAY)
        before = plain.highest_before(pair, MONTH, as_of - 365 * DAY)
        assert found.strength_before[k] == pytest.approx(before, rel=1e-9)
        assert found.strength[k] == pytest.approx(
            sum(w * 2 ** -((as_of - at) / MONTH) for at, w in pair), rel=1e-9
        )
        if gap is None:
            assert np.isnan(found.silence[k])
        else:
            assert found.silence[k] == pytest.approx(found.elapsed[k] / gap)


@settings(max_examples=40, deadline=None)
@given(logs, st.integers(-8000, 8000))
def test_a_log_moved_by_whole_days_weakens_the_same_way(
    log: list[tuple[int, int, int]], days: int
) -> None:
    timeline, as_of = hourly(log), 600 * DAY
    moved = Timeline.of(4, timeline.source, timeline.target, timeline.at + days * DAY)

    one, other = seen(timeline, as_of), seen(moved, as_of + days * DAY)

    for name, values in columns(one).items():
        dates = values != np.iinfo(np.int64).max
        shift = np.where(dates, days * DAY, 0) if name.endswith("_at") else 0
        assert_allclose(columns(other)[name], values + shift, rtol=1e-9, err_msg=name)
    assert_array_equal(weakening_order(one), weakening_order(other))


@settings(max_examples=40, deadline=None)
@given(logs)
def test_after_one_half_life_exactly_half_is_left(log: list[tuple[int, int, int]]) -> None:
    timeline = hourly(log)

    one, other = seen(timeline, 600 * DAY), seen(timeline, 600 * DAY + MONTH)

    assert_allclose(other.strength, one.strength / 2, rtol=1e-12)


@settings(max_examples=40, deadline=None)
@given(logs, st.integers(0, 500))
def test_what_lies_after_the_moment_is_not_seen(log: list[tuple[int, int, int]], day: int) -> None:
    past = [row for row in log if row[2] <= day * 24]
    if not past:
        return

    whole, known = seen(hourly(log), day * DAY), seen(hourly(past), day * DAY)

    for name, values in columns(whole).items():
        assert_array_equal(values, columns(known)[name], err_msg=name)


@settings(max_examples=30, deadline=None)
@given(logs, st.randoms())
def test_twice_the_same_bytes_whatever_the_order_of_arrival(
    log: list[tuple[int, int, int]], dice: Random
) -> None:
    one = columns(seen(hourly(log), 600 * DAY))
    dice.shuffle(log)
    other = columns(seen(hourly(log), 600 * DAY))

    assert all(one[name].tobytes() == other[name].tobytes() for name in one)


@pytest.mark.parametrize("read", [collegemsg, pytest.param(manufacturing, marks=pytest.mark.proof)])
def test_states_on_real_logs_tell_who_will_be_heard_of_again(
    shared: Path, read: Callable[[Path], Timeline]
) -> None:
    """Share in touch again within 21 days falls from state to state, pooled over five cuts."""
    order = ["steady", "cooling", "at risk", "dormant"]
    timeline = read(shared)
    pair = timeline.pairs.a.astype(np.int64) * timeline.people + timeline.pairs.b
    low = np.minimum(timeline.source, timeline.target).astype(np.int64)
    row_pair = low * timeline.people + np.maximum(timeline.source, timeline.target)
    states, came = [], []
    end = int(timeline.at[-1])
    for as_of in (end - back * 21 * DAY for back in range(1, 6)):
        found = seen(timeline, as_of)
        known = ties(timeline, np.ones(len(timeline)), as_of=as_of, half_life=MONTH)
        assert np.isin(known.a.astype(np.int64) * timeline.people + known.b, pair).all()
        after = (timeline.at > as_of) & (timeline.at <= as_of + 21 * DAY)
        met = np.isin(known.a.astype(np.int64) * timeline.people + known.b, row_pair[after])
        has_rhythm = ~np.isnan(found.usual_gap)
        states.append(found.state[has_rhythm])
        came.append(met[has_rhythm])
    state, was_met = np.concatenate(states), np.concatenate(came)

    shares = [was_met[state == STATES.index(word)].mean() for word in order]

    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < shares[0] / 3
