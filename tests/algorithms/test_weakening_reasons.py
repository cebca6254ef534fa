"""Reasons: what is unlike a pair's own rhythm, in words and numbers."""

from dataclasses import replace

import numpy as np
import pytest

from algorithms.liveness.prior import P_FROM
from algorithms.ties import ties
from algorithms.weakening import Pairs, weakening
from algorithms.weakening_reasons import reasons
from tests.worlds import DAY, timeline_of


def seen(days: list[float], as_of: float) -> Pairs:
    timeline = timeline_of(2, *[(0, 1, day) for day in days])
    moment, weight = round(as_of * DAY), np.ones(len(days))
    found = ties(timeline, weight, as_of=moment, half_life=30 * DAY)
    return weakening(timeline, weight, found, as_of=moment)


def told(pairs: Pairs) -> dict[str, str]:
    return {reason.measure: reason.text for reason in reasons(pairs, 0)}


EVERY_FOUR_DAYS = [4.0 * k for k in range(46)]


def test_a_silence_is_told_against_the_usual_gap() -> None:
    # strength by hand: (1 - q**46) / (1 - q) with q = 2**(-4/30), then 31 days of fading
    found = reasons(seen(EVERY_FOUR_DAYS, 180 + 31), 0)

    assert [(reason.measure, reason.text) for reason in found] == [
        ("silence", "usually every 4 days, silent for 31: 7.8 times the usual gap"),
        ("strength", "strength 5.5, 11.2 at its highest within a year: 49 % is left"),
        ("dormant_at", "dormant from 1970-08-01 if nothing happens"),
    ]
    assert [reason.value for reason in found] == pytest.approx(
        [7.75, 5.45, 212 * 86_400_000], rel=1e-2
    )


def test_a_pair_in_its_rhythm_says_when_it_was_last_in_touch() -> None:
    found = told(seen(EVERY_FOUR_DAYS, 180 + 2.5))

    assert found["silence"] == "usually every 4 days, last in touch 2.5 days ago"
    assert found["cools_at"] == "cooling from 1970-07-08 if nothing happens"
    assert "momentum" not in found


def test_a_falling_momentum_names_both_windows() -> None:
    found = told(seen([*[4.0 * k for k in range(26)], 108.0], 115.5))

    assert found["momentum"] == "in touch on 1 day of the last 14 days, on 4 of those before"


def test_who_is_in_touch_again_and_still_cooling_is_told_why() -> None:
    found = told(seen([*EVERY_FOUR_DAYS, 188.5], 189))

    assert found["usual_gap"] == (
        "silent for too long before its last contact: cooling until it keeps its rhythm"
    )
    assert "usual_gap" not in told(seen(EVERY_FOUR_DAYS, 189))


def test_a_pair_that_thins_out_names_both_gaps() -> None:
    days = [float(day) for day in range(120)] + [129.0 + 10 * k for k in range(8)]

    found = told(seen(days, days[-1] + 1))

    assert found["pace"] == "lately in touch every 10 days, before that every 1 day"
    assert found["silence"] == "usually every 10 days, last in touch 1 day ago"


def test_too_few_contacts_are_said_to_be_too_few() -> None:
    found = told(seen([0.0], 40))

    assert found["elapsed"] == (
        "in touch on 1 day so far, too few for a usual gap; silent for 40 days"
    )


def test_what_is_all_but_gone_is_not_called_nothing() -> None:
    found = told(seen(EVERY_FOUR_DAYS, 2000))

    assert found["strength"].endswith("11.2 at its highest within a year: under 1 % is left")


def test_a_probability_names_its_horizon() -> None:
    by_model = np.array([P_FROM.index("model")], np.uint8)
    pairs = replace(seen(EVERY_FOUR_DAYS, 200), p_contact=np.array([0.125]), p_from=by_model)

    found = told(pairs)

    assert found["p_contact"] == "12 % likely to be in touch again within 21 days"

    found = told(replace(pairs, p_from=np.array([P_FROM.index("prior")], np.uint8)))
    assert found["p_contact"].endswith("within 21 days, as other pairs silent for as long were")


def test_the_chance_of_a_pair_that_somebody_left_is_told_by_that_alone() -> None:
    left = np.array([P_FROM.index("departure")], np.uint8)
    pairs = replace(seen(EVERY_FOUR_DAYS, 200), p_contact=np.array([0.001]), p_from=left)

    assert told(pairs)["p_contact"] == (
        "under 1 % likely to be in touch again within 21 days, for one of the two has left"
    )
