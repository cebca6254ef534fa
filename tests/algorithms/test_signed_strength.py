"""S+ and S-: what sounds good and what sounds bad between two people, kept apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algorithms.pairs.measured import measure_pairs
from algorithms.pairs.measures import PAIR_MEASURES
from algorithms.pairs.signed_strength import SignedStrength, signed_strength, tones
from algorithms.projection import Projection, projection
from algorithms.rows.pair_rows import pair_rows
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.worlds import DAY

Row = tuple[int, int, int, float | None, float]  # source, target, day, tone, weight


def timeline_of(rows: list[Row]) -> tuple[Timeline, np.ndarray]:
    rows = sorted(rows, key=lambda row: row[2])
    tone = [np.nan if row[3] is None else row[3] for row in rows]
    made = Timeline.of(
        4, [r[0] for r in rows], [r[1] for r in rows], [r[2] * DAY for r in rows], sentiment=tone
    )
    return made, np.array([row[4] for row in rows], np.float64)


def seen(rows: list[Row], as_of: int = 40) -> tuple[Projection, SignedStrength]:
    timeline, weight = timeline_of(rows)
    found = projection(ties(timeline, weight, as_of=as_of * DAY, half_life=10 * DAY))
    given_rows = pair_rows(timeline, weight, as_of=as_of * DAY)
    return found, signed_strength(found, timeline, given_rows)


def by_the_letter(rows: list[Row], a: int, b: int, sign: int, day: float) -> float:
    """One direction of one pair, as the formula says, half-life ten days."""
    return sum(
        weight * max(sign * (tone or 0), 0) * 2 ** -((day - at) / 10)
        for source, target, at, tone, weight in rows
        if (source, target) == (a, b)
    )


def test_positive_and_negative_strength_are_kept_apart_in_each_direction() -> None:
    rows: list[Row] = [(0, 1, 0, 0.5, 2.0), (0, 1, 10, -1.0, 1.0), (1, 0, 20, 0.25, 1.0)]
    projected, found = seen(rows)
    fresh = 2 ** ((projected.ref - 20 * DAY / 1000) / projected.half_life)  # on day 20

    # 2 * 0.5 twice halved; 1 once halved; a quarter, fresh
    assert found.positive_ways[:, 0] * fresh == pytest.approx([0.25, 0.25])
    assert found.negative_ways[:, 0] * fresh == pytest.approx([0.5, 0.0])
    assert found.positive_strength[0] * fresh == pytest.approx(0.5)


def test_a_pair_without_any_tone_is_undefined_and_one_without_a_bad_one_has_none() -> None:
    _, found = seen([(0, 1, 0, None, 1.0), (2, 3, 0, 0.5, 1.0), (2, 3, 1, None, 1.0)])

    assert np.isnan(found.positive_strength[0])
    assert np.isnan(found.negative_strength[0])
    assert found.negative_strength[1] == 0
    assert found.positive_strength[1] > 0


def test_a_neutral_tone_is_a_tone_and_adds_nothing() -> None:
    _, found = seen([(0, 1, 0, 0.0, 1.0)])
    assert (found.positive_strength[0], found.negative_strength[0]) == (0, 0)


def test_what_comes_after_the_moment_has_not_been_said_yet() -> None:
    _, found = seen([(0, 1, 0, 1.0, 1.0), (0, 1, 30, -1.0, 1.0)], as_of=10)
    assert found.negative_strength[0] == 0


def test_a_meeting_has_its_tone_in_both_directions() -> None:
    timeline = Timeline.of(
        2, [0, 1], [1, 0], [0, 0], kind=[3, 3], sentiment=[0.5, 0.5], interaction=[0, 0]
    )
    weight = np.array([1.5, 1.5])
    found = projection(ties(timeline, weight, as_of=0, half_life=DAY))
    given_rows = pair_rows(timeline, weight, as_of=0)
    strength = signed_strength(found, timeline, given_rows)

    assert strength.positive_ways[:, 0] == pytest.approx([0.25, 0.25])  # of a pair of 3


def test_a_log_without_tones_is_measured_and_undefined_throughout() -> None:
    timeline, weight = timeline_of([(0, 1, 0, None, 1.0), (1, 2, 3, None, 1.0)])
    found = projection(ties(timeline, weight, as_of=40 * DAY, half_life=DAY))
    chosen = [one for one in PAIR_MEASURES if one.reads == "both"]
    measured = measure_pairs(
        found, timeline, pair_rows(timeline, weight, as_of=40 * DAY), measures=chosen
    )

    assert set(measured) == {"positive_strength", "negative_strength"}
    assert all(np.isnan(one.values).all() for one in measured.values())


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.integers(0, 3),
            st.integers(0, 40),
            st.one_of(st.none(), st.sampled_from([-1.0, -0.5, 0.0, 0.25, 1.0])),
            st.sampled_from([0.2, 1.0, 3.0]),
        ).filter(lambda row: row[0] != row[1]),
        min_size=1,
        max_size=20,
    )
)
def test_it_is_what_the_formula_says_and_never_more_than_the_strength(rows: list[Row]) -> None:
    projected, found = seen(rows)
    fresh = 2 ** ((projected.ref - 40 * DAY / 1000) / projected.half_life)
    has_tone = {frozenset(row[:2]) for row in rows if row[3] is not None}
    for k, (a, b) in enumerate(zip(projected.a.tolist(), projected.b.tolist(), strict=True)):
        if frozenset((a, b)) not in has_tone:
            assert np.isnan(found.positive_strength[k])
            continue
        for ways, sign in ((found.positive_ways, 1), (found.negative_ways, -1)):
            expected = [by_the_letter(rows, *way, sign, 40) for way in ((a, b), (b, a))]
            assert ways[:, k] * fresh == pytest.approx(expected, rel=1e-9, abs=1e-12)
        both = found.positive_strength[k] + found.negative_strength[k]
        assert both <= projected.pair_weight[k] * (1 + 1e-9)


def test_single_interactions_of_a_tie_add_up_to_both_signs() -> None:
    found = tones(
        np.array([0.5, -1.0, np.nan, 0.25], np.float32),
        np.array([1.0, 0.5, 4.0, 2.0]),
        np.array([True, True, True, False]),
    )
    assert (found.positive, found.negative, found.weight) == ((0.5, 0.5), (0.5, 0.0), 3.5)
