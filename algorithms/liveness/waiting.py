"""Waiting: a model in which no silence beyond a pair's own mean gap makes a contact likelier.

Within its mean gap a silence may bring the next contact nearer: who is in touch every month is more
likely to be within three weeks of today two weeks after the last time than the day after it. Beyond
it, waiting only lowers the chance. Each fact that waiting moves therefore has a sign:

    elapsed, elapsed_long, overdue                        at most 0 for a contact
    recent, decayed_third, decayed_triple, bg_nbd         at least 0
    elapsed_short                                         at most -elapsed, or 0
    before                                                from 0 to that of recent
    age                                                   at most -elapsed, or 0

where ``silence``, the clock within the gap, may have either. Coefficients that come out otherwise
are set to 0 and the others fitted anew, until all are in order. A contact that leaves the last
window for the one before it may still add a little, as ``before`` is a logarithm of its own.

Cost: that of `logistic`, once more for each time that some are set to 0.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from algorithms.liveness.logistic import Logistic, logistic

__all__ = ["waited"]

_AT_MOST_0 = ("elapsed", "elapsed_long", "overdue")
_AT_LEAST_0 = ("recent", "decayed_third", "decayed_triple", "bg_nbd")

Floats = NDArray[np.float64]


def waited(
    facts: Mapping[str, Floats],
    answer: NDArray[np.bool_],
    *,
    sign: int,
    ridge: float,
    spread: Floats,
    expected: Floats,
) -> Logistic:
    """Fit a model to facts by name; *sign* is 1 where the answer is a contact, -1 where silence is.

    Silence is followed by contact more often the longer it is: nothing is made of it.

    >>> days = {"elapsed": np.arange(8.0)}
    >>> waited(days, days["elapsed"] > 3.5, sign=1, ridge=1.0, spread=np.ones(1),
    ...        expected=np.zeros(1)).coefficients
    (0.0,)
    """
    names = tuple(facts)
    values = np.stack([facts[name] for name in names])
    found = np.zeros(len(names))
    free = np.ones(len(names), np.bool_)
    while True:
        model = logistic(
            values[free], answer, ridge=ridge, spread=spread[free], expected=expected[free]
        )
        found[:] = 0.0
        found[free] = model.coefficients
        wrong = _wrong(dict(zip(names, (sign * found).tolist(), strict=True)))
        held = np.array([name in wrong for name in names]) & free
        if not held.any():
            centre = values.mean(axis=1)
            return Logistic(model.intercept, tuple(found.tolist()), tuple(centre.tolist()))
        free &= ~held


def _wrong(contact: Mapping[str, float]) -> set[str]:
    """Name the coefficients, in log odds of a contact, by which waiting would raise its chance."""
    wrong = {name for name in _AT_MOST_0 if contact.get(name, 0.0) > 0}
    wrong |= {name for name in _AT_LEAST_0 if contact.get(name, 0.0) < 0}
    falls = max(-contact.get("elapsed", 0.0), 0.0)
    wrong |= {name for name in ("elapsed_short", "age") if contact.get(name, 0.0) > falls}
    if not 0 <= contact.get("before", 0.0) <= max(contact.get("recent", 0.0), 0.0):
        wrong.add("before")
    return wrong
