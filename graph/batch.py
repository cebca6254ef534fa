"""A batch: what a source hands to a store, as columns.

``interacted`` has one row for each receiver an interaction reached (one row with receiver -1
where it reached nobody). Senders and receivers are positions in ``identities``. ``record`` is the
position, in the file, of the record a row came from: several rows may share one, and counting
(new, known, corrected, rejected) is by record.

``key_hi`` and ``key_lo`` are the two halves of the interaction's id: the MD5 of its text id, or,
where the source has none, of its content (`graph.keys`). ``content`` is 0 where the key
already covers the whole row; else it is a hash of what an id may hold differently next time.
"""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["FACTS", "INTERACTED", "MERGES", "OPTIONAL", "Added", "Batch", "Rejected", "concat"]

_WORD = pa.dictionary(pa.int8(), pa.string())

INTERACTED = pa.schema(
    [
        pa.field("record", pa.int64(), nullable=False),
        pa.field("key_hi", pa.uint64(), nullable=False),
        pa.field("key_lo", pa.uint64(), nullable=False),
        pa.field("at", pa.int64(), nullable=False),  # microseconds since the epoch, UTC
        pa.field("kind", _WORD, nullable=False),
        pa.field("channel", _WORD, nullable=False),
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
    ]
)
OPTIONAL = ("id", "duration", "thread", "in_reply_to", "sentiment", "topics")

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
        pa.field("a", pa.string(), nullable=False),
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

    ``read`` counts every record behind the batch, the rejected included. ``done`` says how far
    into the file the batch reaches, from 0 to 1, for progress.
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


def concat(batches: list[Batch]) -> Batch:
    """Join small batches of one source into one, so that many small files share a transaction.

    Records are renumbered so that no two files share one; identities stay distinct.
    """
    first = batches[0]
    if len(batches) == 1:
        return first
    identities = pc.unique(pa.chunked_array([batch.identities for batch in batches]))
    interacted, facts, merges = [], [], []
    offset = 0
    for batch in batches:
        place = pc.index_in(batch.identities, identities)
        table = _moved(batch.interacted, offset)
        for side in ("sender", "receiver"):
            column = table.column(side).combine_chunks()
            reached = pc.greater_equal(column, 0)
            taken = pc.take(place, pc.if_else(reached, column, pa.scalar(0, pa.int32())))
            mapped = pc.if_else(reached, taken, pa.scalar(-1, pa.int32()))
            field_at = table.schema.get_field_index(side)
            table = table.set_column(field_at, INTERACTED.field(side), mapped)
        interacted.append(table)
        facts.append(_moved(batch.facts, offset))
        merges.append(_moved(batch.merges, offset))
        offset += batch.read
    return Batch(
        source=first.source,
        read=sum(batch.read for batch in batches),
        identities=identities,
        interacted=pa.concat_tables(interacted, promote_options="default"),
        facts=pa.concat_tables(facts),
        merges=pa.concat_tables(merges),
        rejected=tuple(rejected for batch in batches for rejected in batch.rejected),
        warnings=tuple(dict.fromkeys(line for batch in batches for line in batch.warnings)),
        done=batches[-1].done,
    )


def _moved(table: pa.Table, offset: int) -> pa.Table:
    record = pc.add(table.column("record"), pa.scalar(offset, pa.int64()))
    return table.set_column(0, table.schema.field("record"), record)
