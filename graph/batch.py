"""A batch: what a source hands to a store, as columns.

``interacted`` has one row for each receiver an interaction reached (one row with receiver -1
where it reached nobody). Senders and receivers are positions in ``identities``, which are distinct.
``record`` is the position, among those behind the batch, of the record a row came from: several
rows may share one, and counting (new, known, corrected, rejected) is by record.

``key_hi`` and ``key_lo`` are the two halves of the interaction's id: the MD5 of its text id, or,
where the source has none, of its content (`graph.keys`). ``content`` is 0 where the key
already covers the whole row, its source included; else it is a hash of what an id may hold
differently next time. ``heard`` is for rows to which a listener added something that it heard in
the text: its rank (1 to 200), and 256 more if the tone is of it, 512 if the source gave a tone.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.arrays import distinct

__all__ = [
    "FACTS",
    "INTERACTED",
    "MERGES",
    "OPTIONAL",
    "Added",
    "Batch",
    "Rejected",
    "concat",
    "told_once",
]

_WORD = pa.dictionary(pa.int8(), pa.string())
_NAME = pa.dictionary(pa.int32(), pa.string())

INTERACTED = pa.schema(
    [
        pa.field("record", pa.int64(), nullable=False),
        pa.field("key_hi", pa.uint64(), nullable=False),
        pa.field("key_lo", pa.uint64(), nullable=False),
        pa.field("at", pa.int64(), nullable=False),  # microseconds since the epoch, UTC
        pa.field("kind", _WORD, nullable=False),
        pa.field("channel", _NAME, nullable=False),
        pa.field("sender", pa.int32(), nullable=False),
        pa.field("receiver", pa.int32(), nullable=False),
        pa.field("role", _WORD, nullable=False),
        pa.field("status", _WORD, nullable=False),
        pa.field("is_bulk", pa.bool_(), nullable=False),
        pa.field("revision", pa.int64(), nullable=False),
        pa.field("content", pa.uint64(), nullable=False),
        # what follows may be left out of a batch as a whole: the store then keeps nulls
        pa.field("id", pa.string()),  # the source's own id
        pa.field("duration", pa.int64()),  # microseconds
        pa.field("thread", pa.string()),
        pa.field("in_reply_to", pa.string()),
        pa.field("sentiment", pa.float32()),
        pa.field("topics", pa.list_(pa.string())),
        pa.field("sentiment_by", pa.string()),  # what gave the sentiment
        pa.field("confidence", pa.float32()),  # of the sentiment, from 0 to 1
        pa.field("heard", pa.uint16()),  # how much of this is heard in the text, and how well
    ]
)
OPTIONAL = (
    "id", "duration", "thread", "in_reply_to", "sentiment", "topics", "sentiment_by", "confidence",
    "heard",
)  # fmt: skip

FACTS = pa.schema(
    [
        pa.field("record", pa.int64(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("value", pa.string(), nullable=False),
        pa.field("since", pa.int64()),
        pa.field("until", pa.int64()),
    ]
)

MERGES = pa.schema(
    [
        pa.field("record", pa.int64(), nullable=False),
        pa.field("a", pa.string(), nullable=False),  # the smaller of the two identities
        pa.field("b", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("at", pa.int64(), nullable=False),
        pa.field("is_active", pa.bool_(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that could not become an interaction: its place in the file, and why.

    ``found`` is the offending value, kept in the installation's own state file and never logged.
    """

    place: str
    reason: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What a store made of a batch, in records; identical records of the batch are known."""

    new: int = 0
    known: int = 0
    corrected: int = 0

    def __add__(self, other: "Added") -> "Added":
        return Added(
            self.new + other.new, self.known + other.known, self.corrected + other.corrected
        )


@dataclass(frozen=True)
class Batch:
    """Columns of interactions, facts and merges from one source, and what it rejected.

    ``source`` is a word without ``|``, which joins the sources of one interaction. ``read`` counts
    every record behind the batch, the rejected included. ``done`` says how far into the file the
    batch reaches, from 0 to 1, for progress. ``bare`` are the places of files that name people by
    bare names, which say something within one log alone, ``bare_ids`` of those whose interactions
    have bare numbers as ids. A source that has ``keys`` already spares
    others the sorting by ``sorted_keys``.
    """

    source: str
    read: int
    identities: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    interacted: pa.Table = field(default_factory=INTERACTED.empty_table)
    facts: pa.Table = field(default_factory=FACTS.empty_table)
    merges: pa.Table = field(default_factory=MERGES.empty_table)
    rejected: tuple[Rejected, ...] = ()
    warnings: tuple[str, ...] = ()
    done: float = 1.0
    bare: tuple[str, ...] = ()
    bare_ids: tuple[str, ...] = ()
    sorted_keys: NDArray[np.uint64] | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.source or "|" in self.source:
            raise ValueError(f"source must be a word without '|', not {self.source!r}")

    @cached_property
    def keys(self) -> NDArray[np.uint64]:
        """The distinct low halves of the keys, in order: sorted once, for all who ask."""
        if self.sorted_keys is not None:
            return self.sorted_keys
        return distinct(self.interacted.column("key_lo").to_numpy())


def concat(batches: list[Batch]) -> Batch:
    """Join small batches of one source into one, so that many small files share a transaction.

    Records are renumbered so that no two share one; identities stay distinct. Rows that are equal
    in all that a key covers become one: the record that told it first has it.
    """
    if len(batches) == 1:
        return batches[0]
    identities = pa.chunked_array([batch.identities for batch in batches], pa.string())
    named = pc.unique(identities)
    number = np.append(pc.index_in(identities, named).to_numpy(), -1).astype(np.int32)
    starts = np.cumsum([0, *(_records(batch) for batch in batches)])[:-1]
    places = np.cumsum([0, *(len(batch.identities) for batch in batches)])[:-1]

    rows = [len(batch.interacted) for batch in batches]
    table = _joined([batch.interacted for batch in batches], starts)
    for side in ("sender", "receiver"):
        place = table.column(side).to_numpy()
        moved = np.where(place < 0, -1, place + np.repeat(places, rows))
        at = table.schema.get_field_index(side)
        table = table.set_column(at, INTERACTED.field(side), pa.array(number[moved]))
    return Batch(
        source=batches[0].source,
        read=sum(batch.read for batch in batches),
        identities=named,
        interacted=told_once(table),
        facts=_joined([batch.facts for batch in batches], starts),
        merges=_joined([batch.merges for batch in batches], starts),
        rejected=tuple(rejected for batch in batches for rejected in batch.rejected),
        warnings=tuple(dict.fromkeys(line for batch in batches for line in batch.warnings)),
        done=batches[-1].done,
        bare=tuple(dict.fromkeys(place for batch in batches for place in batch.bare)),
        bare_ids=tuple(dict.fromkeys(place for batch in batches for place in batch.bare_ids)),
    )


def _records(batch: Batch) -> int:
    """How many numbers the records of a batch take."""
    tables = (batch.interacted, batch.facts, batch.merges)
    last = [pc.max(table.column("record")).as_py() for table in tables if len(table)]
    return int(max([batch.read - 1, *last])) + 1


def _joined(tables: list[pa.Table], starts: NDArray[np.int64]) -> pa.Table:
    """Tables one below the other, the records of each counted on from where it starts."""
    joined = pa.concat_tables(tables, promote_options="default").combine_chunks()
    moved = joined.column("record").to_numpy() + np.repeat(starts, [len(t) for t in tables])
    return joined.set_column(0, joined.schema.field("record"), pa.array(moved, pa.int64()))


def told_once(table: pa.Table) -> pa.Table:
    """Of rows that are equal in all that a key covers, keep the one that was told first."""
    covered = np.flatnonzero(table.column("content").to_numpy() == 0)
    hi, lo = (table.column(name).to_numpy()[covered] for name in ("key_hi", "key_lo"))
    order = np.lexsort((lo, hi))  # stable: the first told comes first
    again = (np.diff(hi[order]) == 0) & (np.diff(lo[order]) == 0)
    if not again.any():
        return table
    is_first = np.ones(len(table), bool)
    is_first[covered[order[1:][again]]] = False
    return table.filter(pa.array(is_first))
