"""Batches of many rows, made as columns: quick to make, the same for the same number."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.batch import INTERACTED, Batch

__all__ = ["bulk"]

_PEOPLE = 500
_SECOND = 1_000_000


def bulk(number: int, rows: int = 1_000) -> Batch:
    """A batch of its own for each number: every other row has an id of the source."""
    rng = np.random.default_rng(number)
    has_id = np.arange(rows) % 2 == 0
    names = pc.binary_join_element_wise("<", pa.array(np.arange(rows)).cast(pa.string()),
                                        f"-{number}@mail.x.example>", "")  # fmt: skip
    columns = {
        "record": pa.array(np.arange(rows)),
        "key_hi": pa.array(rng.integers(0, 2**64, rows, np.uint64)),
        "key_lo": pa.array(rng.integers(0, 2**64, rows, np.uint64)),
        "at": pa.array(np.sort(rng.integers(0, 10**9, rows)) * _SECOND),
        "sender": pa.array(rng.integers(0, _PEOPLE, rows).astype(np.int32)),
        "receiver": pa.array(rng.integers(0, _PEOPLE, rows).astype(np.int32)),
        "is_bulk": pa.array(np.zeros(rows, bool)),
        "revision": pa.array(np.zeros(rows, np.int64)),
        "content": pa.array(np.where(has_id, np.uint64(1), np.uint64(0))),
        "id": pc.if_else(pa.array(has_id), names, pa.scalar(None, pa.string())),
    }
    for name, word in (("kind", "email"), ("channel", "email"), ("role", "to"), ("status", "none")):
        code = pa.array(np.zeros(rows, np.int8))
        columns[name] = pa.DictionaryArray.from_arrays(code, pa.array([word]))
    schema = pa.schema([field for field in INTERACTED if field.name in columns])
    people = pa.array([f"email:p{k}-{number % 7}@x.example" for k in range(_PEOPLE)])
    table = pa.table({field.name: columns[field.name] for field in schema}).cast(schema)
    return Batch("table", rows, people, table)
