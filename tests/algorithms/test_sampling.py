"""Sampling: when path measures are exact, and from whom they are estimated."""

import numpy as np
import pytest

from algorithms.network.sampling import sample
from algorithms.options import Options

EVERYBODY = np.arange(1000, dtype=np.int32) * 3


def test_small_graphs_are_exact_and_large_ones_sampled() -> None:
    # 1,000 people: exact below 100,000 pairs, where people times pairs reach 1e8
    assert sample(EVERYBODY, 99_999, Options()).is_exact
    drawn = sample(EVERYBODY, 100_000, Options())
    assert not drawn.is_exact
    assert len(drawn.starts) == 64
    assert drawn.parameters == {"sample": "pivots", "pivots": 64, "seed": 1}


def test_pivots_are_different_people_out_of_those_given_in_order() -> None:
    drawn = sample(EVERYBODY, 1, Options(exact_limit=0, pivots=500))

    assert len(set(drawn.starts.tolist())) == 500
    assert np.isin(drawn.starts, EVERYBODY).all()
    assert (np.diff(drawn.starts) > 0).all()


def test_the_seed_decides() -> None:
    def drawn(seed: int) -> list[int]:
        return list(sample(EVERYBODY, 1, Options(exact_limit=0, seed=seed)).starts)

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_as_many_pivots_as_people_are_everybody() -> None:
    drawn = sample(EVERYBODY, 10**9, Options(pivots=1000))

    assert drawn.is_exact
    assert drawn.error(np.ones(3)) == 0


def test_the_error_of_one_value_is_that_of_a_mean() -> None:
    drawn = sample(EVERYBODY, 1, Options(exact_limit=0, pivots=100))

    # variance 0.04 is standard deviation 0.2, over the root of 100; a tenth was drawn; Student's t
    # with 99 degrees of freedom exceeds 1.9842 one time in forty
    assert drawn.error(np.array([0.04])) == pytest.approx(1.9842 * 0.02 * 0.9**0.5, rel=1e-4)
    assert drawn.error(np.array([0.04, 0.0])) == drawn.error(np.array([0.04]))


def test_the_error_holds_for_all_values_at_once() -> None:
    drawn = sample(EVERYBODY, 1, Options(exact_limit=0, pivots=100))

    # five that vary alike: each may be off one time in a hundred, t beyond 2.6264 either side
    alike = drawn.error(np.full(5, 0.04))
    assert alike == pytest.approx(2.6264 * 0.02 * 0.9**0.5, rel=1e-4)
    # others that vary less add to it, the less the fewer and the smaller they are
    assert drawn.error(np.array([0.04, 0.01])) < drawn.error(np.array([0.04, 0.039])) < alike
    faint = drawn.error(np.concatenate([[0.04], np.full(1000, 1e-9)]))
    assert faint == pytest.approx(drawn.error(np.array([0.04])), rel=1e-9)


def test_the_error_is_never_above_one() -> None:
    assert sample(EVERYBODY, 1, Options(exact_limit=0, pivots=2)).error(np.full(900, 0.2)) == 1.0


def test_where_nothing_varies_nothing_is_off() -> None:
    assert sample(EVERYBODY, 1, Options(exact_limit=0, pivots=9)).error(np.zeros(4)) == 0.0
    assert sample(EVERYBODY, 1, Options(exact_limit=0, pivots=9)).error(np.zeros(0)) == 0.0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"damping": 1.0}, r"damping must lie in \[0, 1\), not 1.0"),
        ({"tolerance": 0.0}, "tolerance must be positive, not 0.0"),
        ({"paths": "miles"}, "paths must be 'hops' or 'strength', not 'miles'"),
        ({"pivots": 1}, "pivots must be at least 2, not 1"),
    ],
)
def test_impossible_options_are_refused(given: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Options(**given)  # type: ignore[arg-type]
