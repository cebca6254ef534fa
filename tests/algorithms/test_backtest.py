"""The whole back-test: rolling cuts, rules, lists, thresholds, and the check for leaks."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import rankdata

from algorithms.backtesting.backtest import Asked, Backtest, backtest
from algorithms.backtesting.factors import Factor, chosen, factors
from algorithms.backtesting.rolling import MODEL, Arrays, Keep, Log, Rolled, rolled, schedule
from algorithms.backtesting.rules import RULES, calibrated, rule_scores
from algorithms.backtesting.shortlist import lead_days, listed, shortlist
from algorithms.backtesting.shuffled import leak_check, with_shuffled_future
from algorithms.liveness.cuts import LABELS, Cases, Protocol, cases
from algorithms.rhythm.phase import Thresholds
from algorithms.rows.pair_rows import pair_rows
from graph.moments import DAY
from graph.timeline import Timeline
from tests.algorithms.logs import collegemsg, dnc, manufacturing

ASKED = Asked(Protocol(), half_life=30 * DAY, shuffles=4)


def log_of(timeline: Timeline, until: int | None = None) -> Log:
    weight = np.ones(len(timeline))
    last = int(timeline.at[-1]) if len(timeline) else 0
    return Log(
        timeline, weight, pair_rows(timeline, weight, as_of=last if until is None else until)
    )


def lives(*, pairs: int = 150, days: int = 240, seed: int = 3) -> Timeline:
    """Pairs with a rhythm of their own, each of which ends at a time of its own."""
    dice = np.random.default_rng(seed)
    end = np.minimum(dice.exponential(150, pairs), days)
    rate = dice.uniform(0.05, 0.7, pairs)
    pair, at = [], []
    for k in range(pairs):
        count = dice.poisson(rate[k] * end[k])
        pair += [k] * count
        at += (dice.random(count) * end[k] * DAY).tolist()
    who = np.array(pair)
    hub = who % 30  # thirty people with five contacts each
    return Timeline.of(pairs + 30, hub, who + 30, np.array(at))


def kept_nothing() -> Keep:
    return lambda _name, make: make()


def quiet(_what: str, _done: float) -> None:
    pass


def rolled_of(log: Log, protocol: Protocol) -> Rolled:
    return rolled(
        log, protocol, schedule(log, protocol),
        half_life=30 * DAY, best_half_life=None, keep=kept_nothing(), report=quiet,
    )  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Backtest:
    return backtest(log_of(lives()), ASKED)


def test_a_list_is_as_long_as_it_may_be_at_each_cut() -> None:
    dice = np.random.default_rng(1)
    cut = np.repeat([1, 2, 3], [50, 5, 20])
    score = dice.integers(0, 6, 75).astype(float)

    share = listed(cut, score, 10)

    assert_allclose(np.bincount(cut, share), [0, 10, 5, 10])
    for moment in (1, 3):
        own = cut == moment
        lowest = score[own][share[own] > 0].min()
        assert (share[own][score[own] > lowest] == 1).all()
        assert (share[own][score[own] < lowest] == 0).all()


def test_precision_and_recall_by_hand() -> None:
    """Two of four places are right, of three that happened."""
    share = np.array([1.0, 1, 1, 0.5, 0.5, 0])
    answer = np.array([True, False, True, False, False, True])

    made = shortlist(share, answer)

    assert made.places == 4.0
    assert made.precision == 0.5
    assert made.recall == pytest.approx(2 / 3)
    assert np.isnan(shortlist(np.zeros(2), np.zeros(2, bool)).precision)


def test_a_silence_named_twice_leads_from_the_first_time() -> None:
    cut = np.array([10, 20, 20, 20]) * DAY
    last_at = np.array([5, 5, 18, 0]) * DAY
    named = np.array([True, True, True, False])

    # by hand: silences begun on days 5 and 18, named on days 10 and 20, over after 45 days
    lead = lead_days(cut, np.array([1, 1, 2, 3]), last_at, named, silent_days=45)

    assert lead == pytest.approx((40 + 43) / 2)
    assert np.isnan(lead_days(cut, np.zeros(4, int), last_at, np.zeros(4, bool), silent_days=45))


def test_a_rule_is_calibrated_on_what_was_known_before() -> None:
    """A pool of adjacent violators never falls, and is the share of each value where it rises."""
    score = np.repeat([1.0, 2.0, 3.0], 100)
    answer = np.concatenate([np.arange(100) < share for share in (10, 5, 60)])

    low, middle, high = calibrated(score, answer, np.array([1.0, 2.0, 3.0]))

    assert low == middle == pytest.approx(0.0767, abs=0.003)  # (10 + 5 + 2 * 0.25) / 202
    assert high == pytest.approx(0.6, abs=0.01)
    assert calibrated(score, answer, np.array([9.0]))[0] == high
    assert np.isnan(calibrated(np.zeros(0), np.zeros(0, bool), np.ones(2))).all()


def test_rules_say_what_their_names_say() -> None:
    at = np.array([0, 10, 20, 30, 40, 0, 1, 2, 3]) * DAY
    timeline = Timeline.of(4, [0] * 5 + [2] * 4, [1] * 5 + [3] * 4, at)
    log = log_of(timeline, 100 * DAY)
    made = cases(timeline, log.weight, log.rows, np.array([44 * DAY]), Protocol())
    scores = rule_scores(made, {"decay": np.array([1.0, -3.0])}, label="silent")

    assert made.pair.tolist() == [0, 1]
    assert scores["days since last"].tolist() == [4, 41]
    assert scores["fixed 30 days"].tolist() == [0, 1]
    assert scores["fixed 90 days"].tolist() == [0, 0]
    assert scores["count"].tolist() == [-5, -4]
    assert scores["decay"].tolist() == [-1, 3]
    assert scores["elapsed over mean gap"].tolist() == [0.4, 41]
    assert scores["elapsed over usual gap"].tolist() == [0.4, 41]
    turned = rule_scores(made, {}, label="recontact")
    assert turned["days since last"].tolist() == [-4, -41]


@pytest.mark.parametrize("label", LABELS)
def test_what_comes_after_a_cut_changes_nothing_that_was_said_there(label: str) -> None:
    """The log cut off a horizon after a cut gives the same scores and probabilities there."""
    timeline, protocol = lives(pairs=80), Protocol(label=label)
    whole = rolled_of(log_of(timeline), protocol)
    cut = int(np.unique(whole.cut)[0])
    later = rolled_of(log_of(timeline), replace(protocol, fitting_share=0.0))
    early = timeline.at <= cut + protocol.horizon + 7 * DAY  # the next cut is out of reach
    short = rolled_of(
        log_of(timeline.chosen(early)),
        replace(protocol, fitting_share=0.0),
    )

    here, there = later.cut == cut, short.cut == cut
    assert here.sum() == there.sum() > 0
    for name in (MODEL, "days since last", "decay"):
        assert_array_equal(later.probability[name][here], short.probability[name][there])
    assert_array_equal(later.answer[here], short.answer[there])


def test_no_fact_of_the_future_comes_with_a_shuffled_one() -> None:
    """The past of every pair stays; the futures are those of others, none is lost."""
    log, cut = log_of(lives(pairs=40)), 120 * DAY
    pair = np.arange(0, len(log.rows), 2)
    goes_to = np.roll(pair, 1)

    altered = with_shuffled_future(log, cut, pair, goes_to)

    def of(one: Log, number: int, *, is_later: bool) -> list[Any]:
        rows = one.rows.row[one.rows.start[number] : one.rows.start[number + 1]]
        at = one.timeline.at[rows]
        return list(np.sort(at[(at > cut) == is_later]))

    for k, other in zip(pair.tolist(), goes_to.tolist(), strict=True):
        assert of(altered, k, is_later=False) == of(log, k, is_later=False)
        assert of(altered, other, is_later=True) == of(log, k, is_later=True)
    assert of(altered, 1, is_later=True) == of(log, 1, is_later=True)


def leaking(log: Log, cut: int, protocol: Protocol) -> Cases:
    """Facts with a mistake: the number of contacts is that of the next week."""
    made = cases(log.timeline, log.weight, log.rows, np.array([cut]), protocol)
    at = log.timeline.at[log.rows.row]
    is_next = (at > cut) & (at <= cut + 7 * DAY)
    coming = np.add.reduceat(is_next, log.rows.first)[made.pair]
    values = made.facts.values.copy()
    values[6] = np.log1p(coming)
    return replace(made, facts=replace(made.facts, values=values))


def test_a_leak_is_found() -> None:
    log, protocol = log_of(lives()), Protocol()
    plan = schedule(log, protocol)
    asked = {"seed": 7, "keep": kept_nothing(), "report": quiet, "shuffles": 3}

    honest = leak_check(log, protocol, plan, **asked)  # type: ignore[arg-type]
    wrong = leak_check(log, protocol, plan, cases_of=leaking, **asked)  # type: ignore[arg-type]

    assert honest is not None
    assert wrong is not None
    assert honest.auc == pytest.approx(0.5, abs=0.03)
    assert wrong.auc > 0.6
    assert not wrong.has_passed


def test_the_model_and_every_rule_are_judged_on_the_same_cases(found: Backtest) -> None:
    assert found.model is not None
    assert found.shortfall is None
    assert [one.name for one in found.rules] == [rule.name for rule in RULES]
    for one in (found.model, *found.rules):
        assert 0 <= one.calibration_error.value <= 1
        assert one.auc.low <= one.auc.value + 0.02
    assert sum(one.cases for one in found.reliability) == found.cases
    assert found.leak is not None
    assert found.leak.has_passed


def test_what_the_model_adds_is_the_difference_of_the_areas(found: Backtest) -> None:
    assert found.model is not None
    for rule in found.rules:
        assert rule.adds.value == pytest.approx(found.model.auc.value - rule.auc.value)
        assert rule.adds.low <= rule.adds.high


def test_the_area_is_that_of_the_ranks(found: Backtest) -> None:
    judged = rolled_of(log_of(lives()), Protocol())
    rank = rankdata(judged.score[MODEL])
    yes = judged.answer.sum()
    expected = (rank[judged.answer].sum() - yes * (yes + 1) / 2) / yes / (~judged.answer).sum()

    assert found.model is not None
    assert found.model.auc.value == pytest.approx(expected)


def test_an_interrupted_back_test_goes_on_with_what_was_kept(found: Backtest) -> None:
    parts: dict[str, Arrays] = {}
    made: list[str] = []

    def keep(name: str, make: object) -> Arrays:
        if name not in parts:
            if len(made) == 4:
                raise KeyboardInterrupt
            made.append(name)
            parts[name] = make()  # type: ignore[operator]
        return parts[name]

    for _ in range(30):
        try:
            again = backtest(log_of(lives()), ASKED, keep=keep)
        except KeyboardInterrupt:
            made.clear()
            continue
        break

    assert repr(again) == repr(found)  # NaN is no NaN to ==


def test_too_little_history_says_what_would_be_enough() -> None:
    for log in (log_of(Timeline.of(0, [], [], [])), log_of(lives(pairs=3, days=100))):
        made = backtest(log, ASKED)
        assert made.model is None
        assert made.rules == ()
        assert made.shortfall is not None
        assert "too little history" in str(made.shortfall)
        assert made.leak is None
    assert made.shortfall is not None
    assert made.shortfall.days_missing
    assert "more days" in str(made.shortfall)


def tried(*figures: tuple[float, int, float, float, float]) -> list[Factor]:
    return [Factor(*one) for one in figures]


GRID = tried((1.5, 90, 30.0, 0.6, 0.8), (2.0, 60, 20.0, 0.7, 0.6), (4.0, 30, 10.0, 0.9, 0.1))


@pytest.mark.parametrize(
    ("length", "precision", "factor", "word"),
    [
        (20, None, 2.0, "balance"),  # 1.5 warns of too many; 2 balances better than 4
        (40, None, 1.5, "balance"),
        (5, None, 2.0, "every factor warns of more"),
        (20, 0.65, 2.0, "earliest"),
        (20, 0.85, 4.0, "earliest"),
        (20, 0.95, 2.0, "no factor"),
    ],
)
def test_a_threshold_is_chosen_for_a_list_or_a_precision(
    length: int, precision: float | None, factor: float, word: str
) -> None:
    made = chosen(GRID, thresholds=Thresholds(), list_length=length, precision=precision)

    assert made.factor == factor
    assert word in made.why
    assert made.thresholds.dormant == (4.0 if factor == 2.0 else 2 * factor)


def test_few_warnings_choose_nothing() -> None:
    few = tried((1.5, 3, 1.0, 1.0, 1.0), (2.0, 2, 1.0, 1.0, 0.5))

    made = chosen(few, thresholds=Thresholds(), list_length=20, precision=0.5)

    assert made.factor == 2.0
    assert "fewer than 20" in made.why


def test_later_warnings_catch_less() -> None:
    log, protocol = log_of(lives()), Protocol()
    made = factors(
        log, protocol, schedule(log, protocol),
        half_life=30 * DAY, thresholds=Thresholds(), report=quiet,
    )  # fmt: skip

    recall = [one.recall for one in made]
    assert recall == sorted(recall, reverse=True)
    assert made[0].entered > 0


@pytest.mark.proof
@pytest.mark.parametrize("read", [collegemsg, manufacturing, dnc], ids=["chat", "factory", "party"])
@pytest.mark.parametrize("label", LABELS)
def test_nothing_leaks_on_real_logs(shared: Path, read: object, label: str) -> None:
    log, protocol = log_of(read(shared)), Protocol.for_horizon(label, 21)  # type: ignore[operator]

    made = leak_check(
        log, protocol, schedule(log, protocol), seed=7, keep=kept_nothing(), report=quiet
    )

    assert made is not None
    assert made.auc == pytest.approx(0.5, abs=0.02)


def test_on_collegemsg_the_figures_are_those_of_the_protocol(shared: Path) -> None:
    """measures.md: 0.781 and 0.765 by days since the last message; the model must do better."""
    log = log_of(collegemsg(shared))
    for label, rule, least in (("silent", 0.781, 0.805), ("weakened", 0.765, 0.765)):
        judged = rolled_of(log, Protocol(label=label))
        rank = {name: rankdata(judged.score[name]) for name in (MODEL, "days since last")}
        yes, no = judged.answer.sum(), (~judged.answer).sum()
        auc = {
            name: (ranks[judged.answer].sum() - yes * (yes + 1) / 2) / yes / no
            for name, ranks in rank.items()
        }
        assert auc["days since last"] == pytest.approx(rule, abs=0.005)
        assert auc[MODEL] >= least
