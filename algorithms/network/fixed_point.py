"""Fixed point: what everybody ends up with who hands on shares of what they have, for ever.

    y = q + A y        q: what everybody begins with, A >= 0: who gets which share from whom

Rounds are taken in single precision, where a product moves half as many bytes, and what is left,
q + A y - y, is found in double precision and taken through rounds in its turn:

    y <- y + left * (e + A e + A A e + ...)        e = (q + A y - y) / left, left = |q + A y - y|

Each turn ends when a round adds less than 0.00001, or a part of what is wanted where that is more,
so that two or three turns do; it is looked at after every fourth round. The search ends when
|q + A y - y| is below the tolerance times the sum of y, in sums of absolute values, whatever was
rounded on the way: the check is a plain round, and what it gives is the answer. Where nothing comes
to, y stays 0.

Large tables are taken in two halves side by side. Every sum is one row's, so that how many threads
there are changes no byte.

Cost: O(n + m) a round; 136 rounds and three checks where a round keeps 85 %, to 1e-10.

References
----------
Wilkinson, J. H. "Rounding errors in algebraic processes." HMSO 1963: iterative refinement.
Higham, N. J., Mary, T. "Mixed precision algorithms in numerical linear algebra." Acta Numerica 31
(2022).
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["fixed_point"]

Floats = NDArray[np.float64]
_Vector = NDArray[Any]
_Times = Callable[[_Vector], _Vector]

_SIDE_BY_SIDE = 1_000_000  # numbers in a table; half of fewer is done before a thread has begun
_TURN = 1e-5  # what a round adds when its turn ends: single precision knows seven digits
_LOOKED_AT = 4  # rounds
_MOST_TURNS = 20  # three will do


def fixed_point(
    table: sparse.csr_array, begun: Floats, *, tolerance: float, rounds: int
) -> tuple[Floats, bool]:
    """Give what everybody ends up with, and whether that has settled after so many rounds a turn.

    Everybody hands on half of what they have, the first to the second and the second to nobody:

    >>> half = sparse.csr_array(np.array([[0.0, 0.0], [0.5, 0.0]]))
    >>> fixed_point(half, np.ones(2), tolerance=1e-10, rounds=100)
    (array([1. , 1.5]), True)
    """
    short = sparse.csr_array(
        (table.data.astype(np.float32), table.indices, table.indptr), table.shape
    )
    values = begun.copy()
    with _product(table) as times, _product(short) as briefly:
        for _ in range(_MOST_TURNS):
            rest = times(values)
            rest += begun
            rest -= values
            left, wanted = float(np.abs(rest).sum()), tolerance * float(values.sum())
            if left < wanted:
                values += rest  # the round is taken already
                return values, True
            rest /= left
            found = _rounds(briefly, rest, enough=max(_TURN, wanted / left / 8), most=rounds)
            values += left * found
    return values, False


def _rounds(times: _Times, rest: Floats, *, enough: float, most: int) -> Floats:
    """Add up, in single precision, what becomes of the rest in round after round."""
    step = rest.astype(np.float32)
    total = step.copy()
    for taken in range(1, most + 1):
        step = times(step)
        total += step
        if taken % _LOOKED_AT == 0 and float(np.abs(step).sum()) < enough:
            break
    return total.astype(np.float64)


@contextmanager
def _product(table: sparse.csr_array) -> Iterator[_Times]:
    """Give what multiplies a vector by a table, in two halves at once where it is large."""
    if table.nnz < _SIDE_BY_SIDE:
        yield table.__matmul__
        return
    middle = int(np.searchsorted(table.indptr, table.nnz / 2))
    halves = table[:middle], table[middle:]
    with ThreadPoolExecutor(2) as threads:
        yield lambda values: np.concatenate(list(threads.map(lambda half: half @ values, halves)))
