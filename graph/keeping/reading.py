"""What every store does alike when it gives its contents."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["named_only", "worded"]

Ints = NDArray[np.integer]


def worded(number: Ints, words: list[str]) -> pa.DictionaryArray:
    """Words for their numbers; those that occur, in order of the letter."""
    used = np.flatnonzero(np.bincount(number, minlength=len(words)))
    order = sorted(used.tolist(), key=words.__getitem__)
    code = np.zeros(len(words), np.int32)
    code[order] = np.arange(len(order), dtype=np.int32)
    texts = pa.array([words[k] for k in order], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(code[number]), texts)


def named_only(
    identities: pa.Array, rows: pa.Table, told: pa.ChunkedArray
) -> tuple[pa.Array, pa.Table]:
    """Leave out identities that neither rows nor *told* name: only what was replaced did."""
    is_named = np.append(pc.is_in(identities, told).to_numpy(zero_copy_only=False), True)
    sides = {name: rows.column(name).to_numpy() for name in ("sender", "receiver")}
    for place in sides.values():
        is_named[place] = True  # -1, nobody, is last
    if is_named.all():
        return identities, rows
    moved = np.cumsum(is_named, dtype=np.int32) - 1
    moved[-1] = -1
    for name, place in sides.items():
        column = pa.array(moved[place])
        rows = rows.set_column(rows.schema.get_field_index(name), name, column)
    return identities.filter(pa.array(is_named[:-1])), rows
