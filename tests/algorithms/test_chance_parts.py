"""The chance of contact is told in parts, in words and numbers, and the parts add up to it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit

from algorithms.liveness.cuts import Protocol
from algorithms.liveness.facts import FACTS, Known, PairFacts, facts_at
from algorithms.liveness.learning import Liveness
from algorithms.liveness.parts import THEMES, chance_parts
from algorithms.rows.pair_rows import pair_rows
from graph.timeline import Timeline
from tests.worlds import DAY

NAMES = tuple(fact.name for fact in FACTS)


def model(seed: int, *, label: str = "silent", stretch: float = 0.8) -> Liveness:
    draw = np.random.default_rng(seed)
    return Liveness(
        label=label, horizon_days=21, cases=100, share=0.3, since=0, until=0, intercept=-1.0,
        coefficients=dict(zip(NAMES, draw.normal(0, 0.4, len(NAMES)), strict=True)),
        centre=dict(zip(NAMES, draw.normal(1, 1, len(NAMES)), strict=True)),
        shift=0.1, stretch=stretch, bins=(), bg_nbd=None, priors=None, figures={},
        protocol=Protocol(label=label),
    )  # fmt: skip


def facts(at: float, days: list[int]) -> PairFacts:
    """Ann wrote to Bob on these days; facts as of another."""
    count = len(days)
    timeline = Timeline.of(2, [0] * count, [1] * count, [day * DAY for day in days])
    weight = np.ones(count)
    rows = pair_rows(timeline, weight, as_of=1_000 * DAY)
    known = Known.of(timeline, rows, weight > 0)
    return facts_at(known, np.zeros(1, np.intp), at=round(at * DAY), horizon_days=21, model=None)


@pytest.mark.parametrize("label", ["silent", "recontact"])
@pytest.mark.parametrize("seed", range(20))
def test_parts_lead_from_the_average_chance_to_that_of_the_pair(label: str, seed: int) -> None:
    days = np.cumsum(np.random.default_rng(seed).integers(1, 9, 12)).tolist()
    now, at_last = facts(days[-1] + 3 * seed, days), facts(days[-1], days)
    fitted = model(seed, label=label)

    found = chance_parts(fitted, now, at_last)

    expected = float(fitted.probability(now)[0])
    assert found.p == pytest.approx(1 - expected if label == "silent" else expected, abs=1e-12)
    points = sum(part.points for part in found.parts)
    assert found.average + points == pytest.approx(found.p, abs=1e-9)
    for part in found.parts:
        assert sum(one[1] for one in part.facts) == pytest.approx(part.log_odds, abs=1e-9)
        assert sum(one[2] for one in part.facts) == pytest.approx(part.points, abs=1e-9)


def test_log_odds_of_the_parts_are_those_of_the_model() -> None:
    days = list(range(0, 70, 7))
    now, at_last = facts(80, days), facts(63, days)
    fitted = model(3)

    split = chance_parts(fitted, now, at_last)

    by_hand = -sum(value for _, value in fitted.parts(now, 0))
    start = np.log(split.average / (1 - split.average))
    assert start + sum(part.log_odds for part in split.parts) == pytest.approx(by_hand, abs=1e-9)


def test_an_average_pair_has_the_average_chance_and_no_parts_to_speak_of() -> None:
    now = facts(80, list(range(0, 70, 7)))
    values = {name: float(now.named(name)[0]) for name in NAMES}
    fitted = replace(model(1), centre=values)

    split = chance_parts(fitted, now)

    assert split.p == split.average == pytest.approx(1 - expit(0.1 - 0.8))
    assert {part.points for part in split.parts} == {0.0}


def test_all_that_days_without_contact_did_is_called_silence() -> None:
    days = list(range(0, 70, 7))
    fitted, at_last = model(5), facts(63, days)

    before, after = (chance_parts(fitted, facts(at, days), at_last) for at in (70, 110))

    told = [{part.theme: part.log_odds for part in one.parts} for one in (before, after)]
    moved = {theme for theme in THEMES if abs(told[0][theme] - told[1][theme]) > 1e-9}
    assert moved <= {"silence", "elsewhere"}
    assert "silence" in moved


def test_parts_are_said_in_words_and_numbers() -> None:
    days = list(range(0, 70, 7))
    split = chance_parts(model(5), facts(104, days), facts(63, days))

    said = {part.theme: part.text for part in split.parts}
    assert said["silence"] == "a silence of 41 days"
    assert said["rhythm"] == "usually in touch every 7 days"
    assert said["history"] == "10 contacts on 10 days in 63 days"
    assert said["answers"] == "only one side writes"
    assert said["lately"] == "3 contacts in the 21 days up to their last, 3 in the 21 before"


def test_a_silence_within_the_mean_gap_is_said_to_be() -> None:
    days = list(range(0, 300, 30))
    split = chance_parts(model(5), facts(290, days), facts(270, days))

    said = {part.theme: part.text for part in split.parts}
    assert said["silence"] == "a silence of 20 days, within their mean gap of 30 days"


def test_every_fact_belongs_to_a_theme() -> None:
    assert {name for names in THEMES.values() for name in names} == set(NAMES)


def test_a_model_of_weakening_tells_no_chance_of_contact() -> None:
    with pytest.raises(ValueError, match="tells no chance of contact"):
        chance_parts(model(1, label="weakened"), facts(80, [0, 7, 14]))
