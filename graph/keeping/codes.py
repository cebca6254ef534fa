"""Codes for words, as every store keeps them: each word of a column is looked at once."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["coded", "places"]

Ints = NDArray[np.integer]


def coded(column: pa.ChunkedArray, coding: Callable[[list[str]], Ints]) -> pa.Array:
    """Give a word column as the code of each word.

    >>> words = pa.chunked_array([pa.array(["cc", "to", "cc"]).dictionary_encode()])
    >>> coded(words, lambda wanted: places(("to", "cc"), wanted)).to_pylist()
    [1, 0, 1]
    """
    parts = [coding(part.dictionary.to_pylist())[part.indices.to_numpy()] for part in column.chunks]
    return pa.array(np.concatenate(parts))


def places(words: tuple[str, ...], wanted: list[str]) -> Ints:
    """Give the place of each wanted word among *words*; ``ValueError`` for one that is not."""
    unknown = set(wanted) - set(words)
    if unknown:
        raise ValueError(f"{min(unknown)!r} is not one of {', '.join(words)}")
    return np.array([words.index(word) for word in wanted], np.uint8)
