"""Cuts: who is a case, what the answer is, and that neither knows the future."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from algorithms.liveness.cuts import LABELS, Cases, Protocol, cases, cases_of, cuts, known_cuts
from algorithms.liveness.facts import Known
from algorithms.rows.pair_rows import pair_rows
from graph.timeline import Timeline
from tests.algorithms.logs import collegemsg
from tests.worlds import DAY, timeline_of


def at_cuts(timeline: Timeline, protocol: Protocol, *days: float, **more: object) -> Cases:
    weight = np.ones(len(timeline))
    until = int(timeline.at[-1]) if len(timeline) else 0
    rows = pair_rows(timeline, weight, as_of=until)
    at = np.array([round(day * DAY) for day in days], np.int64)
    return cases(timeline, weight, rows, at, protocol, **more)  # type: ignore[arg-type]


def test_the_protocols_of_measures_md() -> None:
    quick, slow = (Protocol.for_horizon("silent", days) for days in (21, 60))

    assert quick == Protocol()
    assert (quick.step_days, quick.active_within_days, quick.least_interactions) == (15, 45, 4)
    assert (slow.step_days, slow.active_within_days, slow.least_interactions) == (60, 180, 5)
    assert Protocol.for_horizon("recontact", 30).least_interactions == 2
    for days in (1, 5, 30, 120, 3650):
        found = Protocol.for_horizon("silent", days)
        assert found.step_days >= 1
        assert found.active_within_days >= days
    with pytest.raises(ValueError, match="label must be one of silent, weakened, recontact"):
        Protocol(label="gone")
    with pytest.raises(ValueError, match="horizon_days must be at least 1, not 0"):
        Protocol(horizon_days=0)


def test_cuts_leave_a_whole_horizon_at_either_end() -> None:
    protocol = Protocol()
    found = cuts(round(0.7 * DAY), 200 * DAY, protocol)

    assert found[0] == 21 * DAY - 1
    assert set(np.diff(found).tolist()) == {15 * DAY}
    assert 200 * DAY - 15 * DAY < found[-1] + protocol.horizon <= 200 * DAY
    assert len(cuts(0, 41 * DAY, protocol)) == 0
    assert len(cuts(0, 100_000 * DAY, protocol)) <= 120


def test_known_cuts_are_those_whose_answers_are_in() -> None:
    found = known_cuts(3, 200 * DAY, Protocol())

    assert (found + 1).tolist() == [k * 15 * DAY for k in range(1, 12)]  # 165 + 21 days are over
    assert known_cuts(3, 201 * DAY - 2, Protocol())[-1] == found[-1]
    assert known_cuts(3, 201 * DAY - 1, Protocol())[-1] == 180 * DAY - 1
    assert len(known_cuts(0, 20 * DAY, Protocol())) == 0
    assert len(known_cuts(0, 100_000 * DAY, Protocol())) == 24


def test_while_a_log_grows_its_cuts_stay_where_they_are() -> None:
    protocol = Protocol()
    for days in range(30, 900, 7):
        before = known_cuts(5 * DAY, days * DAY, protocol)
        after = known_cuts(5 * DAY + 9, (days + 15) * DAY, protocol)
        assert_array_equal(before[-23:], after[:-1][-len(before[-23:]) :])


def test_a_pair_is_a_case_with_four_interactions_and_one_of_them_lately() -> None:
    four = [(0, 1, day) for day in (0.0, 1.0, 2.0, 3.0)]
    three = [(0, 2, day) for day in (0.0, 1.0, 3.0)]
    later = [(0, 1, 60.0), (3, 4, 100.0)]
    timeline = timeline_of(5, *four, *three, *later)

    found = at_cuts(timeline, Protocol(), 2.5, 3, 48, 48.5)

    assert (found.cut // DAY).tolist() == [3, 48]
    assert set(zip(found.a.tolist(), found.b.tolist(), strict=True)) == {(0, 1)}
    # day 60 is beyond 21 days from day 3, within them from day 48
    assert found.answer.tolist() == [True, False]
    recontact = at_cuts(timeline, Protocol.for_horizon("recontact", 21), 3)
    assert recontact.b.tolist() == [1, 2]
    assert recontact.answer.tolist() == [False, False]


def test_own_gaps_keep_a_slow_pair_a_case() -> None:
    timeline = timeline_of(2, *((0, 1, 90.0 * k) for k in range(6)))
    widened = replace(Protocol(), active_within_gaps=3.0)

    assert len(at_cuts(timeline, Protocol(), 350)) == 0
    assert len(at_cuts(timeline, widened, 350)) == 1
    assert len(at_cuts(timeline, widened, 270 + 271)) == 1  # of the last contact, on day 450


def test_weakened_is_fewer_than_half_of_the_two_windows_before() -> None:
    protocol = replace(Protocol(), label="weakened", horizon_days=10)
    before = [(0, 1, day) for day in (1.0, 2.0, 12.0, 13.0, 14.0, 15.0)]  # a mean of 3
    one_after = timeline_of(2, *before, (0, 1, 25.0), (0, 1, 90.0))
    two_after = timeline_of(2, *before, (0, 1, 25.0), (0, 1, 26.0), (0, 1, 90.0))
    few = timeline_of(2, *before[2:5], (0, 1, 0.5), (0, 1, 90.0))

    assert at_cuts(one_after, protocol, 20).answer.tolist() == [True]
    assert at_cuts(two_after, protocol, 20).answer.tolist() == [False]
    assert len(at_cuts(few, protocol, 20.9)) == 0  # a mean of 1.5


def test_what_is_not_told_is_no_answer() -> None:
    timeline = timeline_of(2, *((0, 1, day) for day in (0.0, 1.0, 2.0, 3.0, 90.0)))
    told = np.array([20 * DAY])

    assert len(at_cuts(timeline, Protocol(), 3)) == 1
    assert len(at_cuts(timeline, Protocol(), 3, told=told)) == 0


def test_a_meeting_is_one_interaction() -> None:
    # three meetings, a row each way, are three interactions, not six
    at = np.repeat([0, 1, 2], 2) * DAY
    timeline = Timeline.of(2, [0, 1] * 3, [1, 0] * 3, at, interaction=np.repeat([0, 1, 2], 2))

    assert len(at_cuts(timeline, Protocol(), 2)) == 0
    assert len(at_cuts(timeline, replace(Protocol(), least_interactions=3), 2)) == 1


def test_an_empty_log_has_no_cases() -> None:
    found = at_cuts(timeline_of(2), Protocol(), 10)

    assert len(found) == 0
    assert found.facts.values.shape[1] == 0


@pytest.mark.parametrize("label", LABELS)
def test_cases_know_nothing_after_their_horizon(shared: Path, label: str) -> None:
    timeline = collegemsg(shared)
    protocol = Protocol.for_horizon(label, 21)
    cut = int(timeline.at[45_000])
    end = int(np.searchsorted(timeline.at, cut + protocol.horizon, "right"))
    past = Timeline.of(
        timeline.people, timeline.source[:end], timeline.target[:end], timeline.at[:end]
    )

    whole, cropped = (at_cuts(log, protocol, cut / DAY) for log in (timeline, past))

    assert len(whole) > 100
    for name in ("cut", "a", "b", "answer"):
        assert_array_equal(getattr(whole, name), getattr(cropped, name))
    assert_array_equal(whole.facts.values, cropped.facts.values)


def test_facts_of_a_cut_do_not_hang_on_what_follows_it(shared: Path) -> None:
    timeline = collegemsg(shared)
    cut = int(timeline.at[45_000])
    end = int(np.searchsorted(timeline.at, cut, "right"))
    kept = np.concatenate([np.arange(end), np.arange(end, len(timeline), 3)])
    thinned = Timeline.of(
        timeline.people, timeline.source[kept], timeline.target[kept], timeline.at[kept]
    )

    whole, other = (at_cuts(log, Protocol(), cut / DAY) for log in (timeline, thinned))

    assert_array_equal(whole.a, other.a)
    assert_array_equal(whole.facts.values, other.facts.values)
    assert whole.answer.mean() < other.answer.mean()


def test_a_horizon_in_which_the_feeds_were_not_heard_is_no_answer() -> None:
    timeline = timeline_of(4, *((a, a + 1, d) for a in (0, 2) for d in (0.0, 1.0, 2.0, 3.0)),
                           (0, 1, 90.0))  # fmt: skip
    rows = pair_rows(timeline, np.ones(len(timeline)), as_of=90 * DAY)
    log = Known.of(timeline, rows, timeline.at <= 90 * DAY)
    at = np.array([3 * DAY])

    # the second pair's feed was out for three of the 21 days
    found = cases_of(log, at, Protocol(), heard=lambda pair, _s, _u: np.array([21.0, 18.0])[pair])

    assert cases_of(log, at, Protocol()).pair.tolist() == [0, 1]
    assert found.pair.tolist() == [0]
