"""Tieless: which records were understood and kept, but tie nobody."""

import numpy as np

from graph.arrays import distinct
from graph.batch import Batch
from graph.model import Status

__all__ = ["tieless_records"]


def tieless_records(batch: Batch, max_receivers: int) -> int:
    """Count the records whose interactions tie nobody.

    Bulk mail, self-mail, declined invitations, what reached nobody, and what reached more than
    *max_receivers* distinct others. Records that hold no interaction are not counted.
    """
    rows = batch.interacted
    if not len(rows):
        return 0
    receiver = rows.column("receiver").to_numpy()
    status = rows.column("status").combine_chunks()
    words = status.dictionary.to_pylist()
    ties = (receiver >= 0) & (receiver != rows.column("sender").to_numpy())
    if Status.DECLINED in words:
        ties &= status.indices.to_numpy() != words.index(Status.DECLINED)
    ties &= ~rows.column("is_bulk").to_numpy()
    shared = np.flatnonzero(ties & (rows.column("content").to_numpy() != 0))
    if len(shared):  # only an id can reach more than one
        key = rows.column("key_lo").to_numpy()[shared]
        order = np.lexsort((receiver[shared], key))
        key, reached = key[order], receiver[shared][order]
        is_first = np.ones(len(key), bool)
        is_first[1:] = (np.diff(key) != 0) | (np.diff(reached) != 0)
        start = np.flatnonzero(np.concatenate([[True], np.diff(key) != 0]))
        size = np.add.reduceat(is_first.astype(np.int64), start)
        size = np.repeat(size, np.diff(start, append=len(key)))
        ties[shared[order[size > max_receivers]]] = False
    record = rows.column("record").to_numpy()
    return len(distinct(record)) - len(distinct(record[ties]))
