"""Questions about columns that numpy answers slowly or not at all."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["distinct", "ranks", "repeated", "union"]


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Give the distinct values in order, by sorting: ``np.unique`` hashes, ten times slower.

    >>> distinct(np.array([3, 1, 3]))
    array([1, 3])
    """
    if len(values) == 0 or np.all(values[1:] > values[:-1]):
        return values
    ordered = np.sort(values)
    return np.asarray(ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])])


def ranks(*columns: NDArray[Any]) -> NDArray[np.int64]:
    """Number the distinct combinations of values, in their order.

    >>> ranks(np.array([7, 2, 7, 2]), np.array([0, 5, 0, 4]))
    array([2, 1, 2, 0])
    """
    order = np.argsort(columns[0]) if len(columns) == 1 else np.lexsort(columns[::-1])
    starts = np.zeros(len(order), bool)
    for column in columns:
        starts[1:] |= column[order[1:]] != column[order[:-1]]
    found = np.empty(len(order), np.int64)
    found[order] = np.cumsum(starts)
    return found


def repeated(ordered: NDArray[Any]) -> NDArray[Any]:
    """Give the values of a sorted array that stand more than once.

    >>> repeated(np.array([1, 1, 2, 3, 3, 3]))
    array([1, 3])
    """
    again = ordered[1:] == ordered[:-1]
    return distinct(ordered[1:][again])


def union(ordered: NDArray[Any], more: NDArray[Any]) -> NDArray[Any]:
    """Give the distinct values of a sorted array and of a few more, in order.

    >>> union(np.array([1, 1, 4, 9]), np.array([5, 4, 10]))
    array([ 1,  4,  5,  9, 10])
    """
    is_again = ordered[1:] == ordered[:-1]
    kept = ordered[np.append(True, ~is_again)] if is_again.any() else ordered
    more = distinct(more)
    place = np.searchsorted(kept, more)
    is_new = (place == len(kept)) | (kept[np.minimum(place, len(kept) - 1)] != more)
    return np.insert(kept, place[is_new], more[is_new])
