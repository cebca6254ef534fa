"""Outbound pressure: who writes to the void, against how the other usually answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algorithms.pairs.pressure import (
    PRESSING,
    VOID,
    Pressure,
    pressure,
    pressures,
    unanswered_share,
)
from algorithms.rows.pair_rows import pair_rows
from graph.timeline import Timeline
from tests.algorithms.test_responses import contacts_of, exchanges_of
from tests.worlds import DAY, timeline_of


def of(timeline: Timeline, day: float) -> Pressure:
    rows = pair_rows(timeline, np.ones(len(timeline)), as_of=round(day * DAY))
    return pressures(timeline, rows, as_of=round(day * DAY))


def of_one(*messages: tuple[int, float], day: float) -> Pressure:
    """Of one pair: (sender, day) each."""
    return of(timeline_of(2, *((sender, 1 - sender, at) for sender, at in messages)), day)


def answered_weekly(weeks: int, *, within: float = 1.0) -> list[tuple[int, float]]:
    """Ann writes every week and Bob answers each time."""
    return [one for k in range(weeks) for one in ((0, 14.0 * k), (1, 14.0 * k + within))]


def test_who_was_answered_presses_nobody() -> None:
    found = of_one(*answered_weekly(5), day=400)

    assert (found.by[0], found.unanswered[0]) == (-1, 1)  # Bob's answer stands last
    assert found.pressure[0] < PRESSING


def test_six_messages_to_somebody_who_used_to_answer_go_to_the_void() -> None:
    sent = [(0, 140.0 + 5 * k) for k in range(6)]
    found = of_one(*answered_weekly(10), *sent, day=180)

    assert (found.by[0], found.unanswered[0]) == (1, 6)
    assert found.since[0] == 140 * DAY
    assert found.heard_at[0] == 127 * DAY  # two weeks before, a day after Ann's tenth
    assert found.usual[0] == pytest.approx(12 / 11)  # ten messages, ten answers
    assert found.pressure[0] == pytest.approx(1 - 2 ** -(6 / (12 / 11)))
    assert found.is_void[0]
    assert (found.runs_a[0], found.answered_a[0]) == (11, 10)


def test_an_answer_takes_all_pressure_away() -> None:
    sent = [(0, 140.0 + 5 * k) for k in range(6)]
    found = of_one(*answered_weekly(10), *sent, (1, 179.0), day=180)

    assert not found.is_void[0]
    assert found.by[0] == -1
    assert found.unanswered[0] == 1


def test_a_meeting_takes_all_pressure_away() -> None:
    timeline = Timeline.of(
        2, source=[0, 0, 0, 0, 1], target=[1, 1, 1, 1, 0], at=np.array([0, 1, 2, 9, 9]) * DAY,
        interaction=[0, 1, 2, 3, 3],
    )  # fmt: skip
    found = of(timeline, 60)

    assert (found.by[0], found.unanswered[0], found.pressure[0]) == (0, 0, 0)
    assert found.heard_at[0] == 9 * DAY


def test_somebody_who_usually_takes_a_fortnight_is_not_pressed_after_a_day() -> None:
    slow = [one for k in range(8) for one in ((0, 40.0 * k), (1, 40.0 * k + 7))]
    soon = of_one(*slow, (0, 320.0), day=321)
    late = of_one(*slow, (0, 320.0), day=340)

    assert soon.due[0] == pytest.approx((1 / 7) / 9)
    assert late.due[0] == 1
    assert soon.pressure[0] < 0.05 < late.pressure[0] < PRESSING


def test_three_messages_that_had_no_time_yet_are_no_void() -> None:
    found = of_one(*answered_weekly(8, within=6), *[(0, 112 + k / 24) for k in range(3)], day=112.2)

    assert found.unanswered[0] == 3
    assert found.pressure[0] < 0.1


def test_who_takes_ten_messages_for_an_answer_is_not_lost_after_three() -> None:
    often = [one for k in range(3) for one in (*((0, 40.0 * k + j) for j in range(10)),
                                               (1, 40.0 * k + 10))]  # fmt: skip
    found = of_one(*often, (0, 120.0), (0, 122.0), (0, 124.0), day=150)

    assert found.usual[0] == pytest.approx(32 / 4)
    assert found.pressure[0] < 0.3


def test_a_note_to_forty_asks_little_of_each() -> None:
    one = of(timeline_of(2, (0, 1, 0.0), (0, 1, 1.0), (0, 1, 2.0), (0, 1, 3.0)), 60)
    timeline = timeline_of(2, (0, 1, 0.0), (0, 1, 1.0), (0, 1, 2.0), (0, 1, 3.0))
    timeline.size[:] = 40
    many = of(timeline, 60)

    assert one.pressure[0] == pytest.approx(VOID)
    assert one.is_void[0]
    assert many.pressure[0] < 0.05


def test_of_a_person_the_share_that_nobody_answered() -> None:
    timeline = timeline_of(
        4, (0, 1, 0.0), (1, 0, 1.0), (0, 1, 30.0), (0, 2, 0.0), (0, 2, 40.0), (3, 0, 99.0)
    )
    rows = pair_rows(timeline, np.ones(6), as_of=99 * DAY)
    share = unanswered_share(pressures(timeline, rows, as_of=99 * DAY), rows, 4)

    # of Ann's four runs one was answered; Bob's one was not; Cleo wrote none, Dan's is too young
    assert share == pytest.approx([0.75, 1.0, np.nan, np.nan], nan_ok=True)


def literal(timeline: Timeline, k: int, as_of: int) -> tuple[int, int, float, float]:
    """The definitions once more, in plain Python, of one pair."""
    contacts = [one for one in contacts_of(timeline, k) if one[0] <= as_of]
    rows = timeline.pairs.rows(k)
    size = {int(timeline.at[row]): int(timeline.size[row]) for row in rows}
    writer = contacts[-1][1]
    if writer == 2:
        return 0, 0, 0.0, 0.0
    trailing: list[int] = []
    before = list(contacts)
    while before and before[-1][1] == writer:
        trailing.append(before.pop()[0])
    waits = []
    for exchange in exchanges_of(contacts):
        first = None
        spoken = [one for one in exchange if one[1] != 2]
        for j, (at, who) in enumerate(spoken):
            if j == 0 or spoken[j - 1][1] != who:
                if j and who != writer and first is not None:
                    waits.append(at - first)
                first = at
    usual = max(1.0, (sum(1 / size[at] for at, who in before if who == writer) + 2)
                / (len(waits) + 1))  # fmt: skip
    due = sum(
        (sum(wait <= as_of - at for wait in waits) + min(1.0, (as_of - at) / (7 * DAY)))
        / (len(waits) + 1) / size[at]
        for at in trailing
    )  # fmt: skip
    return (1 if writer == 0 else -1), len(trailing), due, 1 - 2 ** -(due / usual)


@pytest.mark.parametrize("seed", range(12))
def test_it_is_what_its_definition_says_pair_by_pair(seed: int) -> None:
    rng = np.random.default_rng(seed)
    source = rng.integers(0, 4, 80)
    target = (source + rng.integers(1, 4, 80)) % 4
    at = np.sort(rng.choice(3000, 80, replace=False)) * (DAY // 24)
    both = rng.random(80) < 0.1
    timeline = Timeline.of(
        4, np.append(source, target[both]), np.append(target, source[both]),
        np.append(at, at[both]), interaction=np.append(np.arange(80), np.flatnonzero(both)),
        size=np.append(1 + at % 3, (1 + at % 3)[both]),
    )  # fmt: skip
    as_of = 130 * DAY
    found = of(timeline, 130)

    for k in range(len(timeline.pairs.a)):
        by, count, due, value = literal(timeline, k, as_of)
        assert (found.by[k], found.unanswered[k]) == (by, count)
        assert found.due[k] == pytest.approx(due, abs=1e-12)
        assert found.pressure[k] == pytest.approx(value, abs=1e-12)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(0, 500)), max_size=40),
    st.integers(0, 100),
)
def test_it_lies_between_none_and_one_and_silence_only_raises_it(
    rows: list[tuple[int, int, int]], more: int
) -> None:
    timeline = timeline_of(4, *((s, (s + d) % 4, at / 4) for s, d, at in rows))
    now, later = of(timeline, 125), of(timeline, 125 + more)

    assert ((now.pressure >= 0) & (now.pressure <= 1)).all()
    # what was still within its exchange may turn out unanswered, but no answer comes of silence
    assert (later.due >= now.due - 1e-12).all()
    assert (later.pressure >= now.pressure - 1e-12).all()


def test_there_may_be_nobody_at_all() -> None:
    found = of(timeline_of(0), 1)

    assert len(found.pressure) == 0
    rows = pair_rows(timeline_of(0), np.ones(0), as_of=DAY)
    assert len(pressure(timeline_of(0), rows).by) == 0
