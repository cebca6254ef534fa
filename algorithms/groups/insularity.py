"""Insularity: whether a group keeps to itself or lives by its contacts with others.

    insularity = (external - internal) / (external + internal)

Krackhardt and Stern's E-I index: -1 where all contact stays inside, +1 where all leads out, 0 where
there is as much of either. *Internal* is what lies between two members, *external* what lies
between a member and somebody who is none; a pair counts once, by number or by strength. Where each
end is counted on its own, as by those who begin with every member's own contacts, internal ties
weigh double: that number is ``1 - 2 * cohesion``.

A small group among many people has more ways out than ties it could have inside. What is to be
expected of its size alone, if everybody were in touch with everybody, is

    expected = (size * (n - size) - size * (size - 1) / 2) / (the same two added up)

with n people in all; a group keeps to itself if it stays below. Without any contact the index is
undefined (NaN), and so is the expectation for nobody and for a person who is all there is.

Cost: O(number of groups).

References
----------
Krackhardt, D., Stern, R. N. "Informal networks and organizational crises: an experimental
simulation." Social Psychology Quarterly 51 (1988).
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["expected_insularity", "insularity"]

Numbers = NDArray[np.integer] | NDArray[np.floating]


def insularity(internal: Numbers, external: Numbers) -> NDArray[np.float64]:
    """Give the E-I index of each group from what is inside it and what leads out.

    >>> insularity(np.array([3, 0, 0]), np.array([1, 2, 0]))
    array([-0.5,  1. ,  nan])
    """
    inside, outside = (np.asarray(one, np.float64) for one in (internal, external))
    if min(inside.min(initial=0), outside.min(initial=0)) < 0:
        raise ValueError("what is inside and what leads out must not be negative")
    found = np.full(inside.shape, np.nan)
    both = inside + outside
    np.divide(outside - inside, both, out=found, where=both > 0)
    return found


def expected_insularity(size: NDArray[np.integer], people: int) -> NDArray[np.float64]:
    """Give the E-I index that each group would have if everybody were in touch with everybody.

    Of four people, two make a group: one pair inside, four lead out.

    >>> expected_insularity(np.array([2, 4, 1]), 4)
    array([ 0.6, -1. ,  1. ])
    """
    of = np.asarray(size, np.float64)
    if of.max(initial=0) > people:
        raise ValueError(f"a group of {of.max():.0f} is larger than all {people} people")
    return insularity(of * (of - 1) / 2, of * (people - of))
