"""Leading vector: the strongest pattern in a table of who has how much to do with whom.

    A v = value * v,      value the largest there is,      v >= 0,      sum of v = 1

A is symmetric, without negative numbers, and known only by what it makes of a vector. Repeating
x <- A x finds v, but takes forever where a second pattern is nearly as strong, and swings where
people fall into two halves. Here each round picks the best mixture of the vector, what A x changes
in it, and the step before: the roots of the rounds that repeating takes, three vectors of memory.

The search ends when one more plain round, A x / value, would change the values by less than the
tolerance in sum, or after 2,000 rounds, and then says that it has not converged. It begins with an
even vector and draws nothing. Where several patterns are equally strong the outcome is a mixture of
all of them, as plain rounds from that vector give: the part of it that lies in their space.

What is found is right to the tolerance, so that smaller values are noise. ``in_proportion`` takes
plain rounds from there, which bring them into proportion to the values that they hang on: until
none changes by more than the tolerance of itself, or 50 rounds. Whoever stands more than 50 steps
from all values above the tolerance has one that is positive and says nothing more.

Cost: one product with A and some twenty passes over the people a round.

References
----------
Knyazev, A. "Toward the optimal preconditioned eigensolver: locally optimal block preconditioned
conjugate gradient method." SIAM J. Scientific Computing 23 (2001).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["LeadingVector", "in_proportion", "leading_vector"]

Floats = NDArray[np.float64]

_MOST_ROUNDS = 2000
_PLAIN_ROUNDS = 50
_LEAST = 1e-200  # what is not known yet but not 0 either
_LOST = 1e-10  # of a direction, left over beside the others: rounding, and no direction of its own


@dataclass(frozen=True)
class LeadingVector:
    """What is found: positive values that add up to 1, and how strong the pattern is."""

    values: Floats
    strength: float
    has_converged: bool


def leading_vector(
    times: Callable[[Floats], Floats], people: int, *, tolerance: float
) -> LeadingVector:
    """Find the leading vector of a symmetric table, given what it makes of a vector.

    Two people have each other, and one of them has a third.

    >>> table = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    >>> found = leading_vector(table.__matmul__, 3, tolerance=1e-10)
    >>> found.values.round(6), round(found.strength, 6)
    (array([0.292893, 0.414214, 0.292893]), 1.414214)
    """
    x = np.full(people, 1 / np.sqrt(people))
    now = _Direction(x, times(x))
    before: _Direction | None = None
    for _ in range(_MOST_ROUNDS):
        strength = _dot(now.x, now.image)
        if strength == 0:
            break
        if _change(now, strength) < tolerance:
            now = _Direction(now.x, times(now.x))  # sums of images drift by their rounding
            strength = _dot(now.x, now.image)
            if _change(now, strength) < tolerance:
                break
        rest = now.image - strength * now.x
        rest -= _dot(now.x, rest) * now.x
        rest /= np.sqrt(_dot(rest, rest))
        basis = [now, _Direction(rest, times(rest))]
        if before is not None:
            basis += before.beside(basis)
        now, before = _best(basis)
    values = np.maximum(now.x, _LEAST)
    converged = strength == 0 or _change(now, strength) < tolerance
    return LeadingVector(values / values.sum(), strength, has_converged=converged)


def in_proportion(times: Callable[[Floats], Floats], values: Floats, *, tolerance: float) -> Floats:
    """Bring values that are right to the tolerance into proportion, the small ones too; sum 1.

    What is 0 stays so where nothing but zeros comes in. Each of four has a hundredth of the last.

    >>> table = np.diag([1.0, 0, 0, 0]) + np.diag([0.01] * 3, 1) + np.diag([0.01] * 3, -1)
    >>> rough = np.array([1.0, 0.01, 0.0, 0.0])
    >>> in_proportion(table.__matmul__, rough, tolerance=1e-10).round(8)
    array([9.9000001e-01, 9.9000000e-03, 9.9000000e-05, 9.9000000e-07])
    """
    small = min(tolerance, 1 / max(len(values), 1)) * values.sum()
    noise = np.minimum(values, _LEAST)  # left as it is, it would take many rounds to fade
    values = np.where(values < small, noise, values)
    for _ in range(_PLAIN_ROUNDS):
        after = times(values)
        after /= after.sum()
        is_settled = bool((np.abs(after - values) <= tolerance * after).all())
        values = after
        if is_settled:
            break
    return values


@dataclass(frozen=True)
class _Direction:
    """A vector and what the table makes of it, kept together so that neither is made twice."""

    x: Floats
    image: Floats

    def scaled(self, factor: float) -> "_Direction":
        return _Direction(self.x * factor, self.image * factor)

    def plus(self, other: "_Direction", factor: float) -> "_Direction":
        x, image = factor * other.x, factor * other.image
        return _Direction(np.add(x, self.x, out=x), np.add(image, self.image, out=image))

    def beside(self, basis: list["_Direction"]) -> list["_Direction"]:
        """Give what of this direction is not in the basis, as one of length 1, if anything."""
        left = self
        for one in basis:
            left = left.plus(one, -_dot(one.x, left.x))
        length = np.sqrt(_dot(left.x, left.x))
        return [left.scaled(1 / length)] if length > _LOST else []


def _best(basis: list[_Direction]) -> tuple[_Direction, _Direction | None]:
    """Mix the basis to be as strong as can be; give the mixture and the step that led to it."""
    table = np.zeros((len(basis), len(basis)))
    for i, one in enumerate(basis):
        for j, other in enumerate(basis[: i + 1]):
            table[i, j] = _dot(one.x, other.image)  # symmetric: its lower half says all
    mix = np.linalg.eigh(table, UPLO="L")[1][:, -1]
    mix *= -1.0 if mix[0] < 0 else 1.0
    step = basis[1].scaled(mix[1])
    for one, share in zip(basis[2:], mix[2:], strict=True):
        step = step.plus(one, share)
    found = step.plus(basis[0], mix[0])
    length = np.sqrt(_dot(step.x, step.x))
    before = step.scaled(1 / length) if length > 0 else None
    return found.scaled(1 / np.sqrt(_dot(found.x, found.x))), before


def _change(now: _Direction, strength: float) -> float:
    """Give what one more plain round would change, in sum, of values that add up to 1."""
    return float(np.abs(now.image / strength - now.x).sum() / np.abs(now.x).sum())


def _dot(one: Floats, other: Floats) -> float:
    return float((one * other).sum())  # in one fixed order, whatever the number of threads
