"""Stance: what somebody declared in ratings goes before how their words sound, for a year."""

import numpy as np
import pytest

from algorithms.stakes.stance import NO_STATEMENTS, Stance, Statements, stance
from graph.moments import DAY
from graph.timeline import Timeline

Told = tuple[int, int, float, bool]  # person, day, tone, whether it is a rating


def found(mails: list[tuple[int, int, float]], beside: list[Told], *, as_of: int = 1000) -> Stance:
    """Ann (0) and Bob (1) write to Cleo (2); half-life thirty days."""
    timeline = Timeline.of(
        3,
        [mail[0] for mail in mails],
        [2 for _ in mails],
        [mail[1] * DAY for mail in mails],
        sentiment=[mail[2] for mail in mails],
    )
    rows = np.ones(len(mails), bool)
    statements = Statements(
        np.array([one[0] for one in beside], np.int32),
        np.array([one[1] * DAY for one in beside], np.int64),
        np.array([one[2] for one in beside], np.float64),
        np.array([one[3] for one in beside], bool),
    )
    return stance(
        timeline, np.ones(len(mails)), rows,
        as_of=as_of * DAY, half_life=30 * DAY, beside=statements,
    )  # fmt: skip


def test_a_rating_goes_before_any_number_of_kind_mails() -> None:
    kind = [(0, day, 1.0) for day in range(100)]
    seen = found(kind, [(0, 50, -0.5, True)])

    assert seen.values[0] == pytest.approx(-0.5)
    assert seen.interactions[0] == 1
    assert seen.has_rated is not None
    assert seen.has_rated.tolist() == [True, False, False]


@pytest.mark.parametrize(("day", "expected"), [(365, -1.0), (366, 0.5)])
def test_a_rating_holds_for_a_year_before_the_last_word(day: int, expected: float) -> None:
    seen = found([(0, day, 0.5)], [(0, 0, -1.0, True)])
    assert seen.values[0] == pytest.approx(expected, abs=1e-3)


def test_later_ratings_count_more() -> None:
    seen = found([], [(0, 0, -1.0, True), (0, 30, 0.5, True)])
    assert seen.values[0] == pytest.approx((-0.5 + 0.5) / 1.5)
    assert seen.interactions[0] == 2


def test_what_reaches_no_one_counts_beside_mails() -> None:
    seen = found([(0, 30, 1.0)], [(0, 0, -0.5, False)])
    assert seen.values[0] == pytest.approx((1.0 - 0.25) / 1.5)
    assert seen.interactions[0] == 2


def test_what_is_rated_later_is_not_known_yet() -> None:
    seen = found([(0, 0, 1.0)], [(0, 20, -1.0, True)], as_of=10)
    assert seen.values[0] == pytest.approx(1.0)


def test_the_ratings_of_one_say_nothing_of_another_and_silence_is_no_stance() -> None:
    seen = found([(1, 0, 0.25)], [(0, 0, -1.0, True)])
    assert seen.values[:2] == pytest.approx([-1.0, 0.25])
    assert np.isnan(seen.values[2])


def test_without_statements_it_is_the_decayed_mean_of_what_was_sent() -> None:
    seen = found([(0, 0, -1.0), (0, 30, 0.5)], [])
    assert len(NO_STATEMENTS) == 0
    assert seen.values[0] == pytest.approx(0.0)
    assert seen.has_rated is not None
    assert not seen.has_rated.any()
