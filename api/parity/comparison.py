"""A comparison: one measure as tieline takes it, and as another library takes it.

The two differ by at most  absolute + relative * (their value),  for every person or pair, and are
undefined (NaN) in the same places; else they do not agree.

A library means something a little different by many a name. What has to be done to its answer, or
to what it is given, is written beside the call as ``conversion``; a tolerance wider than rounding
has its reason in ``why``. Where a library has no answer, or any of several, ``can`` says so.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection
from api.parity.ours import FORMS

__all__ = ["Comparison", "Difference", "always", "difference"]

Floats = NDArray[np.float64]
_FAINT = 1e-6


def always(_seen: Projection) -> bool:
    """Say yes: the library has an answer for every projection."""
    return True


@dataclass(frozen=True)
class Comparison:
    """One measure of people or of pairs, its counterpart in a library, and how near they must be.

    ``measure`` and ``form`` say what is taken (see ``api.parity.ours``). ``theirs`` is given what
    ``drawn`` makes of a projection: the same people and ties as the library keeps them. ``limits``
    says in words where it ``can`` not be asked.
    """

    measure: str
    call: str
    theirs: Callable[[Any], Floats]
    library: str
    drawn: Callable[[Projection], Any]
    form: str = ""
    relative: float = 1e-9
    absolute: float = 1e-12
    conversion: str = ""
    why: str = ""
    can: Callable[[Projection], bool] = always
    limits: str = ""

    @property
    def name(self) -> str:
        """The measure, its form, and the library: what tells comparisons apart."""
        form = f" {self.form}" if self.form else ""
        return f"{self.measure}{form}, {self.library}"

    @property
    def tolerance(self) -> str:
        """How far apart the two may be, in words."""
        if self.relative == self.absolute == 0:
            return "equal"
        parts = [f"{self.relative:g} of the value"] if self.relative else []
        return " plus ".join([*parts, f"{self.absolute:g}"])

    def ours(self, seen: Projection) -> Floats:
        """Take the measure ourselves, in its form."""
        return FORMS[self.form](self.measure)(seen)

    def given(self, drawn: Any) -> Floats:  # noqa: ANN401 - what the library keeps graphs in
        """Ask the library; what it warns of is what the comparison will show, or known."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return np.asarray(self.theirs(drawn), np.float64)


@dataclass(frozen=True)
class Difference:
    """How far two columns of values lie apart: at most, and against what is allowed.

    ``relative`` looks at values of at least a millionth of the largest.
    """

    compared: int
    absolute: float
    relative: float
    agrees: bool


def difference(
    ours: Floats, theirs: Floats, *, relative: float = 1e-9, absolute: float = 1e-12
) -> Difference:
    """Compare values one by one; undefined ones must be undefined on both sides.

    >>> difference(np.array([1.0, np.nan]), np.array([1.0 + 1e-12, np.nan])).agrees
    True
    >>> difference(np.array([1.0, np.nan]), np.array([1.0, 2.0])).agrees
    False
    """
    if ours.shape != theirs.shape:
        return Difference(0, np.inf, np.inf, agrees=False)
    known = ~np.isnan(theirs)
    if not np.array_equal(known, ~np.isnan(ours)):
        return Difference(int(known.sum()), np.inf, np.inf, agrees=False)
    here, there = ours[known], theirs[known]
    apart, size = np.abs(here - there), np.abs(there)
    of_size = size > _FAINT * size.max(initial=0.0)
    shares = np.divide(apart, size, out=np.zeros(len(apart)), where=of_size)
    return Difference(
        compared=int(known.sum()),
        absolute=float(apart.max(initial=0.0)),
        relative=float(shares.max(initial=0.0)),
        agrees=bool((apart <= absolute + relative * size).all()),
    )
