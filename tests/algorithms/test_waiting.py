"""Waiting alone never speaks for a contact, whatever a log says; else the fit is the plain one."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from algorithms.liveness.logistic import logistic
from algorithms.liveness.waiting import waited

NAMES = (
    "elapsed", "elapsed_short", "elapsed_long", "silence", "overdue", "age", "recent", "before",
    "decayed_third", "bg_nbd", "balance",
)  # fmt: skip


def drawn(seed: int, slopes: dict[str, float]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    draw = np.random.default_rng(seed)
    facts = {name: draw.normal(size=1_000) for name in NAMES}
    odds = sum(slope * facts[name] for name, slope in slopes.items())
    return facts, draw.random(1_000) < 1 / (1 + np.exp(-odds))


def fit(facts: dict[str, np.ndarray], answer: np.ndarray, sign: int = 1) -> dict[str, float]:
    n = len(facts)
    model = waited(facts, answer, sign=sign, ridge=1.0, spread=np.ones(n), expected=np.zeros(n))
    return dict(zip(facts, model.coefficients, strict=True))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("sign", [1, -1])
def test_whatever_is_drawn_no_coefficient_lets_a_chance_rise_by_waiting(
    seed: int, sign: int
) -> None:
    slopes = dict(zip(NAMES, np.random.default_rng(seed).normal(0, 0.5, len(NAMES)), strict=True))
    facts, answer = drawn(seed, slopes)

    found = {name: sign * one for name, one in fit(facts, answer, sign).items()}

    assert max(found["elapsed"], found["elapsed_long"], found["overdue"]) <= 0
    assert min(found["recent"], found["decayed_third"], found["bg_nbd"]) >= 0
    assert found["elapsed"] + max(found["elapsed_short"], found["age"]) <= 0
    assert 0 <= found["before"] <= found["recent"]


def test_where_all_is_in_order_it_is_the_plain_fit() -> None:
    slopes = {"elapsed": -1.0, "elapsed_short": -0.5, "elapsed_long": -0.5, "overdue": -0.5,
              "age": -0.5, "recent": 1.0, "before": 0.5, "decayed_third": 0.5, "bg_nbd": 0.5,
              "silence": 0.7}  # fmt: skip
    facts, answer = drawn(3, slopes)

    plain = logistic(np.stack(list(facts.values())), answer)

    assert_allclose(list(fit(facts, answer).values()), plain.coefficients)


def test_what_was_set_to_0_is_left_to_the_other_facts() -> None:
    facts, answer = drawn(4, {"elapsed": 1.0, "balance": 0.5})
    rest = {name: facts[name] for name in ("silence", "balance")}

    found = fit({"elapsed": facts["elapsed"], **rest}, answer)

    assert found == pytest.approx({"elapsed": 0.0, **fit(rest, answer)})


def test_the_clock_within_the_gap_may_bring_a_contact_nearer() -> None:
    facts, answer = drawn(5, {"silence": 1.0})

    assert fit(facts, answer)["silence"] > 0.5
