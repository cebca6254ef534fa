"""Fixed point: what is found in single precision is right in double precision."""

import numpy as np
import pytest
from scipy import sparse

from algorithms.network.fixed_point import fixed_point


@pytest.mark.parametrize("people", [1, 2, 50, 400])
def test_it_is_the_solution_of_the_equations(people: int) -> None:
    rng = np.random.default_rng(people)
    table = rng.random((people, people)) * (rng.random((people, people)) < 0.1)
    table *= 0.85 / np.maximum(table.sum(axis=0), 1e-9)
    begun = rng.random(people)

    found, has_settled = fixed_point(sparse.csr_array(table), begun, tolerance=1e-12, rounds=1000)

    assert has_settled
    assert found == pytest.approx(np.linalg.solve(np.eye(people) - table, begun), rel=1e-10)


def test_what_is_too_small_for_single_precision_is_not_lost() -> None:
    table = np.array([[0.0, 0.5, 0.0], [0.5, 0.0, 0.0], [1e-60, 0.0, 0.0]])

    found, _ = fixed_point(
        sparse.csr_array(table), np.array([1.0, 0, 0]), tolerance=1e-10, rounds=100
    )

    assert found == pytest.approx([4 / 3, 2 / 3, 4e-60 / 3], rel=1e-9, abs=0)


def test_nobody_gets_anything_whom_nothing_comes_to() -> None:
    table = np.array([[0.0, 0.5, 0.0], [0.5, 0.0, 0.9], [0.0, 0.0, 0.0]])

    found, _ = fixed_point(
        sparse.csr_array(table), np.array([1.0, 0, 0]), tolerance=1e-10, rounds=100
    )

    assert found[2] == 0


def test_too_few_rounds_are_said_to_be_too_few() -> None:
    slow = sparse.csr_array(np.array([[0.999999]]))

    assert not fixed_point(slow, np.ones(1), tolerance=1e-10, rounds=1)[1]
