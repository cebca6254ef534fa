"""Answers that reach nobody yet: mail to a list, whose parent came in another load.

A message that names no receivers is to the author of the one it answers. Where both come in one
load the source says so itself; else the store finds them afterwards, whichever came first: of the
mail it keeps that reaches nobody and answers a message that it keeps too, each reaches the sender
of that message, but for answers to oneself. Such an answer is told again, with its receiver, as any
record is that a second export knows more about. So the log holds the same in any order of loads.

Cost: linear in the mail that reaches nobody, and nothing where there is none.
"""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.batch import INTERACTED, OPTIONAL, Batch
from graph.model import KINDS, ROLES, STATUSES
from graph.store import Store

__all__ = ["LONGEST_ID", "MAIL", "Answering", "answer", "answers_of", "names_mail"]

MAIL = "mail:"
"""How the id of an interaction begins that is a mail."""

LONGEST_ID = 1_000
"""Characters of an id by which a message is looked for."""

_CODES = {"kind": KINDS, "role": ROLES, "status": STATUSES}


@runtime_checkable
class Answering(Protocol):
    """A store that can tell whom the mail it keeps answers."""

    def answers(self) -> Iterator[Batch]:
        """Give mail that reached nobody, with the author whom it answers, ready to be added."""


def answer(store: Store, *, arrived_at: int) -> None:
    """Let the mail of a store reach the authors of what it answers, where that is there by now."""
    if isinstance(store, Answering):
        for batch in store.answers():
            store.add(batch, arrived_at=arrived_at)


def names_mail(batch: Batch) -> bool:
    """Say whether a batch holds any mail that others may answer, or that answers others.

    >>> names_mail(Batch("mbox", 0))
    False
    """
    ids = batch.interacted.column("id") if "id" in batch.interacted.column_names else None
    if ids is None or ids.null_count == len(ids):
        return False
    return bool(pc.any(pc.starts_with(ids, MAIL)).as_py())


def answers_of(rows: pa.Table) -> Iterator[Batch]:
    """Make batches of rows, one for each set of sources that told them.

    *rows* have the columns of a batch with ``sender`` and ``receiver`` as text, codes for words,
    and ``sources``, joined by ``|``.
    """
    for sources in sorted(set(rows.column("sources").to_pylist())):
        mine = rows.filter(pc.equal(rows.column("sources"), sources))
        names = pc.unique(
            pa.chunked_array([*mine.column("sender").chunks, *mine.column("receiver").chunks])
        )
        columns = {"record": pa.array(np.arange(len(mine)))}
        for name in INTERACTED.names[1:]:
            column = mine.column(name).combine_chunks()
            if name in ("sender", "receiver"):
                column = pc.index_in(column, names)
            elif name in _CODES:
                words = pa.array([str(word) for word in _CODES[name]])
                column = pa.DictionaryArray.from_arrays(column.cast(pa.int8()), words)
            elif name == "channel":
                column = column.dictionary_encode()
            if name not in OPTIONAL or column.null_count < len(column):
                columns[name] = column.cast(INTERACTED.field(name).type)
        schema = pa.schema([field for field in INTERACTED if field.name in columns])
        yield Batch(
            source=sources.partition("|")[0],
            read=len(mine),
            identities=names,
            interacted=pa.table(columns, schema=schema),
        )
