"""Weights: what one interaction adds to a tie."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from algorithms.weighing.durations import length_factor
from algorithms.weighing.table import DEFAULT_WEIGHTS, USUAL, sorts
from algorithms.weighing.weights import Weighting, weighed, weights
from graph.model import KINDS, STATUSES, Kind, Status
from graph.timeline import Timeline, repeated


def weight_of(kind: Kind, weighting: Weighting | None = None, **columns: Any) -> float:
    """The weight of a single interaction; its channel is a word."""
    channels = (columns.pop("channel", ""), "elsewhere")
    if "minutes" in columns:
        columns["seconds"] = 60 * columns.pop("minutes")
    told = {name: [value] for name, value in columns.items()}
    one = Timeline.of(2, [0], [1], [0], kind=[KINDS.index(kind)], channels=channels, **told)
    return float(weights(one, weighting or Weighting())[0])


def test_a_note_to_forty_is_not_forty_notes() -> None:
    timeline = Timeline.of(2, [0], [1], [0], size=[40])

    assert_allclose(weights(timeline, Weighting()), 40**-0.7)


def test_a_meeting_of_five_ties_by_its_share_and_by_who_answered() -> None:
    # weight 3 over 4 others; one half where either has not answered; nothing once declined
    statuses = [Status.ACCEPTED, Status.TENTATIVE, Status.UNANSWERED, Status.DECLINED]
    timeline = Timeline.of(
        2,
        [0] * 4,
        [1] * 4,
        [0] * 4,
        size=[4] * 4,
        kind=[KINDS.index(Kind.MEETING)] * 4,
        status=[STATUSES.index(status) for status in statuses],
    )

    assert weights(timeline, Weighting()).tolist() == [0.75, 0.375, 0.375, 0.0]


# -- the table ------------------------------------------------------------------------------------


def test_every_kind_and_the_missed_call_have_a_row_and_each_row_its_reason() -> None:
    assert {rule.kind for rule in USUAL if rule.channel is None} == set(sorts())
    assert len(DEFAULT_WEIGHTS) == len(USUAL), "no row stands twice"
    assert all(len(rule.why.split()) > 4 for rule in USUAL)


def test_a_like_is_less_than_a_letter_and_that_less_than_a_call_and_that_than_a_meeting() -> None:
    order = (Kind.POST, Kind.REACTION, Kind.MENTION, Kind.EMAIL, Kind.CALL, Kind.MEETING)
    found = [weight_of(kind) for kind in order]

    assert found == sorted(set(found)), found
    assert weight_of(Kind.RATING) == weight_of(Kind.POST) == 0


def test_what_is_set_wins_over_what_is_usual_and_the_more_special_row_over_its_kind() -> None:
    set_kind = Weighting({"reply": 1.2})
    set_both = Weighting({"reply": 1.2, "reply/reddit": 0.1})
    set_one = Weighting({"reply/slack": 0.9})
    usual = DEFAULT_WEIGHTS["reply"], DEFAULT_WEIGHTS["reply/reddit"]

    cells = [
        [weight_of(Kind.REPLY, one, channel=channel) for channel in ("slack", "reddit")]
        for one in (Weighting(), set_kind, set_both, set_one)
    ]

    assert cells == [list(usual), [1.2, 1.2], [1.2, 0.1], [0.9, usual[1]]]


def test_a_kind_set_to_nothing_counts_nothing_over_any_channel() -> None:
    off = Weighting({"reaction": 0.0})

    assert [weight_of(Kind.REACTION, off, channel=one) for one in ("slack", "github")] == [0, 0]


def test_each_row_is_weighed_over_its_own_channel() -> None:
    reply, mail = KINDS.index(Kind.REPLY), KINDS.index(Kind.EMAIL)
    timeline = Timeline.of(
        2, [0] * 4, [1] * 4, range(4), kind=[reply, reply, mail, reply], channel=[0, 1, 1, 2],
        channels=("email", "reddit", "slack"),
    )  # fmt: skip

    assert weights(timeline, Weighting()).tolist() == [1.0, 0.5, 1.0, 1.0]


# -- lengths --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "factor"),
    # 2 m / (m + 5): by hand
    [(5, 1), (15, 1.5), (45, 1.8), (1, 1 / 3), (0, 0), (np.nan, 1), (24 * 60, 1), (9_999, 1)],
)
def test_a_length_counts_by_a_curve_that_saturates(minutes: float, factor: float) -> None:
    assert_allclose(length_factor(np.array([minutes]), 5.0), [factor], rtol=1e-15)


def test_a_call_of_an_hour_is_more_than_one_of_a_minute_and_less_than_sixty_of_these() -> None:
    hour, minute = weight_of(Kind.CALL, minutes=60), weight_of(Kind.CALL, minutes=1)

    assert minute < hour < 60 * minute
    assert hour < 2 * weight_of(Kind.CALL), "nor ever twice one of the usual length"


@given(st.lists(st.floats(0, 1439.9), min_size=2, max_size=20), st.floats(0.1, 600))
def test_a_longer_one_never_counts_less_nor_more_by_more_than_its_length(
    lengths: list[float], typical: float
) -> None:
    minutes = np.sort(lengths)
    factor = length_factor(minutes, typical)

    assert np.all(np.diff(factor) >= 0)
    assert np.all(factor < 2)
    # concave through nothing: twice the length is at most twice the factor
    assert np.all(length_factor(minutes / 2, typical) * 2 >= factor - 1e-12)


def test_a_missed_call_is_less_than_a_call_and_one_of_ten_seconds_is_no_more() -> None:
    missed, short = (weight_of(Kind.CALL, minutes=m) for m in (0, 1 / 6))

    assert missed == short == DEFAULT_WEIGHTS["missed call"]
    assert missed < weight_of(Kind.CALL, minutes=1) < weight_of(Kind.CALL)


def test_a_missed_call_never_counts_more_than_a_call() -> None:
    assert weight_of(Kind.CALL, Weighting({"call": 0.0}), minutes=0) == 0
    assert weight_of(Kind.CALL, Weighting({"call/phone": 0.05}), channel="phone", minutes=0) == 0.05


def test_what_a_missed_call_counts_can_be_set_for_one_channel() -> None:
    found = Weighting({"missed call": 0.4, "missed call/telegram": 0.1})

    assert weight_of(Kind.CALL, found, channel="phone", minutes=0) == 0.4
    assert weight_of(Kind.CALL, found, channel="telegram", minutes=0) == 0.1


def test_an_entry_of_a_whole_day_or_of_no_time_is_a_meeting_of_unknown_length() -> None:
    usual = weight_of(Kind.MEETING)

    assert [weight_of(Kind.MEETING, minutes=m) for m in (30, 0, 1440, 5 * 1440)] == [usual] * 4
    assert weight_of(Kind.MEETING, minutes=23 * 60) < 2 * usual


def test_lengths_can_be_left_out_or_counted_for_another_kind() -> None:
    off = Weighting(typical_minutes={"call": 0.0})
    seen = Weighting(typical_minutes={"contact": 10.0})

    assert [weight_of(Kind.CALL, off, minutes=m) for m in (0, 1, 60)] == [0.2, 2.0, 2.0]
    assert weight_of(Kind.CONTACT, seen, minutes=30) == 1.5
    assert weight_of(Kind.CONTACT, Weighting(), minutes=30) == 1.0


def test_a_log_without_lengths_is_weighed_as_if_there_were_no_such_column() -> None:
    """The same bytes, whether the column is one value seen often or written for each row."""
    draw = np.random.default_rng(3)
    columns = {"kind": draw.integers(0, len(KINDS), 500), "size": draw.integers(1, 60, 500)}
    written = Timeline.of(9, draw.integers(0, 4, 500), draw.integers(5, 9, 500), range(500),
                          **columns)  # fmt: skip
    none = repeated(np.float32(np.nan), 500)
    fields = {name: getattr(written, name) for name in Timeline.columns()} | {"seconds": none}
    seen = Timeline(people=9, **fields)

    base = np.array([DEFAULT_WEIGHTS[kind] for kind in KINDS])[written.kind]
    mutual = np.isin(written.kind, [KINDS.index(Kind.MEETING), KINDS.index(Kind.CONTACT)])
    by_hand = base / written.size ** np.where(mutual, 1.0, 0.7)
    assert weights(seen, Weighting()).tobytes() == weights(written, Weighting()).tobytes()
    assert weights(seen, Weighting()).tobytes() == by_hand.tobytes()


# -- taken apart ----------------------------------------------------------------------------------


def test_a_weight_is_the_product_of_the_parts_that_are_told() -> None:
    draw = np.random.default_rng(4)
    rows = 400
    minutes = draw.choice([np.nan, 0.0, 0.1, 3.0, 42.0, 1440.0], rows)
    timeline = Timeline.of(
        9, draw.integers(0, 4, rows), draw.integers(5, 9, rows), range(rows),
        kind=draw.integers(0, len(KINDS), rows), size=draw.integers(0, 60, rows),
        status=draw.integers(0, len(STATUSES), rows), seconds=60 * minutes,
        channel=draw.integers(0, 3, rows), channels=("phone", "reddit", "x"),
    )  # fmt: skip
    for weighting in (Weighting(), Weighting({"missed call": 9.0, "call/x": 0.1, "email": 0.0})):
        parts = [weighed(timeline, row, weighting) for row in range(rows)]

        assert_allclose([one.weight for one in parts], weights(timeline, weighting), rtol=1e-12)
        for row, one in enumerate(parts):
            missed = timeline.kind[row] == KINDS.index(Kind.CALL) and minutes[row] == 0
            assert not missed or one.rule.kind == "missed call"
