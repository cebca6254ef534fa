"""BG/NBD: the published fit of the CDNOW customers, and what it says of them."""

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize
from scipy.special import betaln, gammaln

from algorithms.liveness.bg_nbd import BgNbd, bg_nbd

PUBLISHED = BgNbd(0.243, 4.414, 0.793, 2.426)


def cdnow(shared: Path) -> tuple[np.ndarray, ...]:
    with (shared / "cdnow" / "cdnow_customers_summary.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        np.array([float(row[name]) for row in rows]) for name in ("frequency", "recency", "T")
    )


@pytest.fixture
def fit(shared: Path) -> BgNbd:
    found = bg_nbd(*cdnow(shared))
    assert found is not None
    return found


def test_the_published_numbers_of_cdnow_come_out(fit: BgNbd) -> None:
    """Fader, Hardie and Lee 2005; the finer values are those of `lifetimes`."""
    assert_allclose((fit.r, fit.alpha, fit.a, fit.b), (0.243, 4.414, 0.793, 2.426), atol=5e-4)
    assert_allclose(
        (fit.r, fit.alpha, fit.a, fit.b), (0.24259, 4.41353, 0.79289, 2.42575), atol=1e-5
    )
    assert fit.log_likelihood == pytest.approx(-9582.4256, abs=1e-4)


def test_the_published_chances_and_counts_of_cdnow_come_out(fit: BgNbd) -> None:
    assert fit.expected(2, 30.43, 38.86, 39) == pytest.approx(1.22591, abs=1e-5)
    known = np.array(
        [(2, 30.43, 38.86), (26, 30.86, 31), (4, 10, 38.86), (1, 1.71, 38.86), (10, 38, 38.86)]
    )
    assert_allclose(fit.alive(*known.T), [0.726609, 0.968920, 0.060599, 0.212227, 0.921459],
                    atol=1e-6)  # fmt: skip
    ahead = np.array([0.1429, 1, 3, 31.8571, 32, 78])
    expected = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    assert_allclose(fit.expected(0, 0, 0, ahead), expected, atol=5e-4)


def loss(at: np.ndarray, x: np.ndarray, last: np.ndarray, age: np.ndarray) -> float:
    """The formula of the paper, at the logarithms of the four numbers."""
    r, alpha, a, b = np.exp(at)
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    alive = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
    left = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b)
    left = np.where(x > 0, left - (r + x) * np.log(alpha + last), -np.inf)
    return -float((common + np.logaddexp(alive, left)).sum())


def test_the_fit_is_the_highest_likelihood(shared: Path) -> None:
    """Found anew by scipy, from the formula of the paper, on every third customer."""
    x, last, age = (one[::3] for one in cdnow(shared))

    other = minimize(loss, np.zeros(4), (x, last, age), method="Nelder-Mead",
                     options={"xatol": 1e-9, "fatol": 1e-10, "maxiter": 9999})  # fmt: skip
    found = bg_nbd(x, last, age)

    assert found is not None
    assert found.log_likelihood == pytest.approx(-other.fun, abs=1e-6)
    assert_allclose((found.r, found.alpha, found.a, found.b), np.exp(other.x), rtol=1e-4)


def test_where_all_write_equally_often_the_fit_lies_highest_on_the_bound() -> None:
    """Then r / alpha alone is told: both grow to the bound, along which scipy finds the rest."""
    dice = np.random.default_rng(13)
    age = dice.integers(200, 400, 1000).astype(float)
    x = dice.binomial((age / 4).astype(int), 0.1).astype(float)  # a little more alike than chance
    last = np.where(x > 0, np.floor(age * dice.beta(np.maximum(x, 1), 1)), 0.0)
    bound = np.log(1e6)

    def along(at: np.ndarray) -> float:
        return loss(np.array([at[0] + bound, bound, at[1], at[2]]), x, last, age)

    starts = [np.array([-4.0, a, b]) for a in (-5, 0, 5) for b in (0, 5, 10)]
    others = [minimize(along, start, method="L-BFGS-B", bounds=[(-9, 0), (-9, bound), (-9, bound)])
              for start in starts]  # fmt: skip
    found = bg_nbd(x, last, age)

    assert found is not None
    assert found.alpha == pytest.approx(1e6)
    assert found.log_likelihood >= max(-one.fun for one in others) - 0.01


def test_many_equal_pairs_are_as_good_as_few(shared: Path) -> None:
    one = tuple(values[:300] for values in cdnow(shared))
    draw = np.random.default_rng(3).permutation(3 * 300)

    found, thrice = bg_nbd(*one), bg_nbd(*(np.tile(values, 3)[draw] for values in one))

    assert found is not None
    assert thrice is not None
    assert_allclose((thrice.r, thrice.alpha, thrice.a, thrice.b),
                    (found.r, found.alpha, found.a, found.b), rtol=1e-6)  # fmt: skip
    assert thrice.log_likelihood == pytest.approx(3 * found.log_likelihood)


@pytest.mark.parametrize(
    ("x", "last", "age"),
    [
        ([1], [1], [2]),
        ([5] * 10, [5] * 10, [5] * 10),
        ([1_000_000] * 3, [1e6] * 3, [1e6] * 3),
        ([1, 0, 0], [0, 0, 0], [0, 0, 0]),
        ([1, 2000, 3], [1, 90_000, 400], [90_000, 90_000, 400]),
        ([3, 3, 3, 0], [30, 31, 32, 0], [4000, 4000, 4000, 4000]),
    ],
)
def test_whatever_the_pairs_all_stays_finite(
    x: list[float], last: list[float], age: list[float]
) -> None:
    found = bg_nbd(x, last, age)

    assert found is not None
    for value in (found.r, found.alpha, found.a, found.b, found.log_likelihood):
        assert np.isfinite(value)
    chances = found.contact([0, 1, 5, 10**6], [0, 1, 5, 10**6], [9, 1, 10**5, 10**6], 21)
    assert ((chances >= 0) & (chances <= 1)).all()


def test_where_nobody_repeats_nothing_is_known() -> None:
    assert bg_nbd([], [], []) is None
    assert bg_nbd([0, 0, 0], [0, 0, 0], [1, 5, 1000]) is None


def test_one_contact_more_or_a_shorter_silence_is_a_better_chance() -> None:
    assert PUBLISHED.alive(0, 0, 10) == 1
    silent = PUBLISHED.contact(5, 30, np.array([31, 35, 60]), 21)
    assert silent[0] > silent[1] > silent[2]
    assert PUBLISHED.contact(3, 30, 31, 21) < PUBLISHED.contact(9, 30, 31, 21)
    assert PUBLISHED.contact(3, 30, 31, 0) == 0
