"""Ties: what is left of every interaction, kept as one date."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from algorithms.ties import Ties, contributions, ties, ties_by_half_life
from graph.timeline import Timeline
from tests.algorithms import plain
from tests.algorithms.logs import collegemsg
from tests.worlds import DAY, timeline_of

MINUTE = 60_000_000
MONTH = 30 * DAY

people = st.integers(0, 3)
interactions = st.tuples(
    people, people, st.integers(0, 600 * 1440), st.sampled_from([0.1, 0.5, 1.0, 3.0])
).filter(lambda row: row[0] != row[1])
logs = st.lists(interactions, min_size=1, max_size=40)


def read(log: list[tuple[int, int, int, float]]) -> tuple[Timeline, np.ndarray]:
    """A timeline of (source, target, minute, weight) rows in one order, and their weights."""
    log = sorted(log, key=lambda row: (row[2], row[0], row[1], row[3]))
    source, target, minute, weight = zip(*log, strict=True)
    return Timeline.of(4, source, target, [m * MINUTE for m in minute]), np.array(weight)


def pair_strengths(found: Ties, at: int) -> dict[tuple[int, int], float]:
    left = found.pair_strength(at)
    return {(int(a), int(b)): float(s) for a, b, s in zip(found.a, found.b, left, strict=True)}


def test_a_tie_loses_half_its_strength_every_half_life() -> None:
    found = ties(timeline_of(2, (0, 1, 0)), np.ones(1), as_of=0, half_life=MONTH)

    assert [found.strength(day * DAY).item() for day in (0, 30, 60)] == [1.0, 0.5, 0.25]


def test_seven_notes_leave_what_a_tenth_a_month_takes_from_them() -> None:
    # measures.md M3: 7 * 0.9**3 = 5.103 and 7 * 0.9**12 = 1.977, a month being 30 days
    half_life = round(MONTH * np.log(2) / -np.log(0.9))
    timeline = timeline_of(2, *[(0, 1, 0)] * 7)

    found = ties(timeline, np.ones(7), as_of=0, half_life=half_life)

    left = [found.strength(months * MONTH).item() for months in (3, 12)]
    assert_allclose(left, [5.103, 1.977], atol=5e-4)


def test_a_pair_is_as_strong_as_both_directions_together() -> None:
    timeline = timeline_of(3, (0, 1, 0), (0, 1, 0), (1, 0, 0), (2, 0, 0))

    found = ties(timeline, np.ones(4), as_of=0, half_life=MONTH)

    assert pair_strengths(found, 0) == pytest.approx({(0, 1): 3.0, (0, 2): 1.0})
    assert found.source.tolist() == [0, 1, 2]
    assert found.target.tolist() == [1, 0, 0]
    assert found.pair.tolist() == [0, 0, 1]
    assert found.count.tolist() == [2, 1, 1]
    assert found.pair_count.tolist() == [3, 1]


def test_what_lies_after_the_moment_or_weighs_nothing_ties_nobody() -> None:
    timeline = timeline_of(4, (0, 1, 0), (2, 3, 5), (0, 2, 1))

    found = ties(timeline, np.array([1.0, 0.0, 1.0]), as_of=4 * DAY, half_life=MONTH)

    assert list(zip(found.a, found.b, strict=True)) == [(0, 1)]


def test_an_empty_timeline_has_no_ties() -> None:
    found = ties(timeline_of(3), np.zeros(0), as_of=0, half_life=MONTH)

    assert len(found.source) == len(found.a) == len(found.pair_strength(0)) == 0


def test_a_mail_log_of_2010_keeps_its_order_at_seven_days() -> None:
    # seen from 2026 its strengths are 2**-834 and less: as dates they are as good as new
    timeline = timeline_of(4, (0, 1, 14_610), (0, 2, 14_611), (0, 2, 9_000), (1, 2, 14_600))

    found = ties(timeline, np.ones(4), as_of=20_454 * DAY, half_life=7 * DAY)

    assert found.b[np.argsort(-found.pair_fades_at)].tolist() == [2, 1, 2]
    assert_allclose(found.pair_strength(14_611 * DAY)[1], 1.0, rtol=1e-9)
    assert np.all(np.isfinite(found.pair_fades_at))


def test_every_moment_of_every_pair_is_the_sum_over_the_log(shared: Path) -> None:
    timeline = collegemsg(shared)
    weight = np.random.default_rng(3).uniform(0.1, 3.0, len(timeline))
    draw = np.random.default_rng(7)
    low = np.minimum(timeline.source, timeline.target)
    high = np.maximum(timeline.source, timeline.target)
    first, last = int(timeline.at[0]), int(timeline.at[-1])
    for as_of in [*draw.integers(first, last, 9).tolist(), last]:
        found = ties(timeline, weight, as_of=as_of, half_life=MONTH)
        for k in draw.integers(0, len(found.a), 100):
            rows = (low == found.a[k]) & (high == found.b[k]) & (timeline.at <= as_of)
            # in the past: as seen from there; from the last interaction on: the date alone
            for at in (as_of, as_of + int(draw.integers(0, 300)) * DAY):
                ages = (at - timeline.at[rows]) / MONTH
                expected = np.sum(weight[rows] * 2.0**-ages)
                assert_allclose(found.pair_strength(at)[k], expected, rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(logs, st.integers(0, 700 * 1440))
def test_directed_ties_equal_brute_force(
    log: list[tuple[int, int, int, float]], minute: int
) -> None:
    timeline, weight = read(log)
    as_of = minute * MINUTE
    found = ties(timeline, weight, as_of=as_of, half_life=MONTH)

    raw = [(s, t, m * MINUTE, w) for s, t, m, w in log]
    expected = {(s, t): plain.strength(raw, s, t, as_of, MONTH) for s, t, m, _ in raw if m <= as_of}
    left = dict(
        zip(zip(found.source, found.target, strict=True), found.strength(as_of), strict=True)
    )
    assert left == pytest.approx(expected, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(logs, st.randoms())
def test_the_order_of_arrival_changes_nothing(
    log: list[tuple[int, int, int, float]], dice: Random
) -> None:
    one = ties(*read(log), as_of=900 * DAY, half_life=MONTH)
    dice.shuffle(log)
    other = ties(*read(log), as_of=900 * DAY, half_life=MONTH)

    assert one.fades_at.tobytes() == other.fades_at.tobytes()
    assert one.pair_fades_at.tobytes() == other.pair_fades_at.tobytes()


@settings(max_examples=60, deadline=None)
@given(logs, logs)
def test_two_logs_together_are_as_strong_as_each_added_up(
    one: list[tuple[int, int, int, float]], other: list[tuple[int, int, int, float]]
) -> None:
    at = 700 * DAY
    apart = [
        pair_strengths(ties(*read(log), as_of=at, half_life=MONTH), at) for log in (one, other)
    ]
    together = pair_strengths(ties(*read(one + other), as_of=at, half_life=MONTH), at)

    sums = {pair: sum(each.get(pair, 0.0) for each in apart) for pair in apart[0] | apart[1]}
    assert together == pytest.approx(sums, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(logs, interactions)
def test_one_more_interaction_never_lowers_a_strength(
    log: list[tuple[int, int, int, float]], more: tuple[int, int, int, float]
) -> None:
    at = 700 * DAY
    before = pair_strengths(ties(*read(log), as_of=at, half_life=MONTH), at)
    after = pair_strengths(ties(*read([*log, more]), as_of=at, half_life=MONTH), at)

    assert all(after[pair] >= left * (1 - 1e-12) for pair, left in before.items())


@settings(max_examples=60, deadline=None)
@given(logs, st.integers(0, 39))
def test_one_interaction_or_two_of_half_its_weight_are_the_same(
    log: list[tuple[int, int, int, float]], k: int
) -> None:
    source, target, minute, weight = log[k % len(log)]
    halved = [*log, (source, target, minute, weight / 2)]
    halved[k % len(log)] = (source, target, minute, weight / 2)
    at = 700 * DAY

    whole = pair_strengths(ties(*read(log), as_of=at, half_life=MONTH), at)
    split = pair_strengths(ties(*read(halved), as_of=at, half_life=MONTH), at)

    assert split == pytest.approx(whole, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(logs, st.integers(-10_000, 10_000))
def test_a_log_moved_in_time_has_the_same_strengths(
    log: list[tuple[int, int, int, float]], days: int
) -> None:
    timeline, weight = read(log)
    moved = Timeline.of(4, timeline.source, timeline.target, timeline.at + days * DAY)
    at = 600 * DAY

    one = ties(timeline, weight, as_of=at, half_life=MONTH)
    other = ties(moved, weight, as_of=at + days * DAY, half_life=MONTH)

    assert_allclose(one.pair_strength(at), other.pair_strength(at + days * DAY), rtol=1e-10)


def test_three_half_lives_at_once_are_each_as_if_alone(shared: Path) -> None:
    timeline = collegemsg(shared)
    weight = np.ones(len(timeline))
    as_of = int(timeline.at[-1])
    half_lives = [7 * DAY, 30 * DAY, 90 * DAY]

    together = ties_by_half_life(timeline, weight, as_of=as_of, half_lives=half_lives)

    for half_life in half_lives:
        alone = ties(timeline, weight, as_of=as_of, half_life=half_life)
        assert_array_equal(together[half_life].fades_at, alone.fades_at)
        assert_array_equal(together[half_life].pair_fades_at, alone.pair_fades_at)
    assert together[7 * DAY].source is together[90 * DAY].source


def test_the_parts_of_a_tie_add_up_to_it(shared: Path) -> None:
    timeline = collegemsg(shared)
    weight = np.ones(len(timeline))
    as_of = int(timeline.at[40_000])
    found = ties(timeline, weight, as_of=as_of, half_life=MONTH)

    strengths = found.pair_strength(as_of)
    for k in range(0, len(found.a), 50):
        between = int(found.b[k]), int(found.a[k])
        parts = contributions(timeline, weight, between, as_of=as_of, half_life=MONTH)
        assert parts.strength.sum() == pytest.approx(strengths[k], rel=1e-9)
        assert len(parts.row) == found.pair_count[k]


def test_strangers_have_no_parts() -> None:
    timeline = timeline_of(3, (0, 1, 0))

    parts = contributions(timeline, np.ones(1), (0, 2), as_of=0, half_life=MONTH)

    assert len(parts.row) == len(parts.strength) == 0


def test_a_half_life_must_be_positive_and_every_row_needs_a_weight() -> None:
    timeline = timeline_of(2, (0, 1, 0))

    with pytest.raises(ValueError, match="half_life must be positive, not 0 microseconds"):
        ties(timeline, np.ones(1), as_of=0, half_life=0)
    with pytest.raises(ValueError, match="half_life must be positive, not -1 microseconds"):
        contributions(timeline, np.ones(1), (0, 1), as_of=0, half_life=-1)
    with pytest.raises(ValueError, match="2 weights for 1 rows"):
        ties(timeline, np.ones(2), as_of=0, half_life=1)
