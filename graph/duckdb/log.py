"""The log of the embedded store: which rows of a batch are kept, and which they replace.

Plain rows, covered by their key, are kept if their key is not there yet (an anti-join). Of the
others, what is there already is dropped; interactions that are there in another form, or that the
batch itself tells in several, are settled (`graph.keeping.seen_again`); the rest is new.

Where a listener heard something in the text of a record without an id, its row is no plain one,
though the same record, told without the text, is. The plain row is then settled with the others;
and a plain row is not kept again where one of which more was heard is there.
"""

from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.arrays import distinct, ranks
from graph.batch import INTERACTED, OPTIONAL, Batch
from graph.duckdb.file import table_of
from graph.duckdb.writing import Writing
from graph.keeping.codes import coded, places
from graph.keeping.seen_again import settle
from graph.model import KINDS, ROLES, STATUSES
from graph.moments import DAY

__all__ = ["keep"]

Ints = NDArray[np.integer]
_NO_RECORDS: Ints = np.zeros(0, np.int64)

_CODES = {"kind": KINDS, "role": ROLES, "status": STATUSES}
_PLAIN = ("key_hi", "key_lo", "at", "kind", "channel", "sender", "receiver", "role", "status",
          "is_bulk")  # fmt: skip
_COLUMNS = (*_PLAIN, "revision", "content", *OPTIONAL)
_PLAIN_NAMED = ", ".join(f'"{name}"' for name in _PLAIN)
_NAMED = ", ".join(f'"{name}"' for name in _COLUMNS)

_NEW_PLAIN = "SELECT s.* FROM offered s ANTI JOIN plain USING (key_lo, key_hi)"
# What is there with something that was heard in its text, and has no id of the source.
_HEARD = "(FROM interacted WHERE heard IS NOT NULL AND id IS NULL)"
_NOT_HEARD = f"SELECT s.* FROM offered s ANTI JOIN {_HEARD} i USING (key_lo, key_hi)"
_LIFT = (
    f"""
    CREATE OR REPLACE TEMP TABLE lifted AS
    SELECT {_PLAIN_NAMED}, sources, 0::BIGINT AS revision, 0::UBIGINT AS content,
        key_hi AS row_hi, key_lo AS row_lo, seq, plain.rowid AS place
    FROM plain SEMI JOIN (FROM offered WHERE heard IS NOT NULL AND id IS NULL)
    USING (key_lo, key_hi)""",
    "INSERT INTO interacted BY NAME SELECT * EXCLUDE (place) FROM lifted",
    "DELETE FROM plain WHERE rowid IN (SELECT place FROM lifted)",
)
_INSERT_PLAIN = f"""
    INSERT INTO plain ({_PLAIN_NAMED}, sources, seq) SELECT {_PLAIN_NAMED}, ?, ? FROM inserted"""

# $mine are the sets of sources that the batch's own is in.
_FRESH = """
    SELECT s.* FROM offered s ANTI JOIN interacted i ON
        s.key_lo = i.key_lo AND s.key_hi = i.key_hi AND s.receiver = i.receiver
        AND s.content = i.content AND s.revision = i.revision AND s.role = i.role
        AND s.status = i.status AND list_contains($mine, i.sources)"""
# Told in several forms by the batch itself, or there in another form.
_DUBIOUS = """
    CREATE OR REPLACE TEMP TABLE dubious AS
    SELECT key_hi, key_lo FROM offered GROUP BY ALL
    HAVING count(*) > 1 AND (min(revision) <> max(revision) OR min(content) <> max(content)
        OR count(*) <> count(DISTINCT receiver) OR min(receiver) < 0)
    UNION
    SELECT key_hi, key_lo FROM offered SEMI JOIN interacted USING (key_lo, key_hi)"""
_CLEAN = "SELECT * FROM offered ANTI JOIN dubious USING (key_lo, key_hi)"
_UNSETTLED = f"""
    SELECT record, {_NAMED}, $source AS sources, -1::BIGINT AS place
    FROM offered SEMI JOIN dubious USING (key_lo, key_hi)"""
_KEPT = f"""
    SELECT -1::BIGINT AS record, {_NAMED}, text AS sources, i.rowid AS place
    FROM interacted i SEMI JOIN dubious USING (key_lo, key_hi) JOIN word ON number = sources"""

# The hash of a row is its key where that covers all of it.
_HASHED = f"""
    SELECT {_NAMED}, sources,
        CASE WHEN content = 0 THEN key_hi ELSE (hash >> 64)::UBIGINT END AS row_hi,
        CASE WHEN content = 0 THEN key_lo ELSE (hash & 18446744073709551615)::UBIGINT END AS row_lo
    FROM (
        SELECT r.*, md5_number(concat_ws(chr(31), key_hi, key_lo, coalesce(key, ''), role, status,
            revision, content, text)) AS hash
        FROM inserted r LEFT JOIN identity i ON i.number = receiver
        JOIN word w ON w.number = sources)"""
_INSERT = f"""
    INSERT INTO interacted ({_NAMED}, sources, row_hi, row_lo, seq)
    SELECT *, $seq FROM ({_HASHED})"""
_PUT_ASIDE = f"""
    INSERT INTO superseded ({_NAMED}, sources, row_hi, row_lo, seq, replaced)
    SELECT lost.*, $seq, $seq FROM ({_HASHED}) lost ANTI JOIN superseded
    USING (key_lo, key_hi, receiver, revision, content, role, status, sources)"""
_TAKE_OUT = (
    """INSERT INTO superseded BY NAME
       SELECT *, $seq AS replaced FROM interacted WHERE rowid IN (FROM leaving)""",
    "DELETE FROM interacted WHERE rowid IN (FROM leaving)",
)
_ADD_DAYS = f"""
    INSERT INTO digest_day
    SELECT "at" // {DAY}, sum({{hi}}) * {{sign}}, sum({{lo}}) * {{sign}}, count(*) * {{sign}}
    FROM {{rows}} GROUP BY ALL"""


def keep(writing: Writing, batch: Batch) -> tuple[Ints, Ints]:
    """Keep what is not there yet of a batch; give the new and the corrected records, sorted."""
    if not len(batch.interacted):
        return _NO_RECORDS, _NO_RECORDS
    rows = _as_kept(writing, batch)
    is_plain = _is_plain(rows)
    is_plain &= ~_among(rows, _heard_alone(rows))
    if is_plain.all():  # the bulk of logs: do not copy the rows
        return _keep_plain(writing, rows, batch), _NO_RECORDS
    new = _keep_plain(writing, rows.filter(pa.array(is_plain)), batch)
    others = _with_all_columns(rows.filter(pa.array(~is_plain)))
    also_new, corrected = _keep_others(writing, others, batch.source)
    return np.setdiff1d(distinct(np.concatenate([new, also_new])), corrected, True), corrected


def _keep_plain(writing: Writing, rows: pa.Table, batch: Batch) -> Ints:
    rows = rows.select(["record", *_PLAIN])
    for there, query in (("plain", _NEW_PLAIN), (_HEARD, _NOT_HEARD)):
        if len(rows) and not _is_empty(writing, there):
            writing.connection.register("offered", rows)
            rows = table_of(writing.connection, query)
    if len(batch.keys) < len(batch.interacted):  # some keys may be told twice
        rows = _told_once(rows)
    if len(rows):
        writing.connection.register("inserted", rows)
        writing.insert(_INSERT_PLAIN, [int(writing.numbers([batch.source])[0]), writing.seq])
        _add_days(writing, "inserted", hi="key_hi", lo="key_lo")
    return distinct(rows.column("record").to_numpy())


def _keep_others(writing: Writing, rows: pa.Table, source: str) -> tuple[Ints, Ints]:
    connection = writing.connection
    connection.register("offered", rows)
    if _heard_alone(rows).any():
        for query in _LIFT:
            connection.execute(query)
    if not _is_empty(writing, "interacted"):
        mine = [number for text, number in writing.words.items() if source in text.split("|")]
        rows = table_of(connection, _FRESH, {"mine": mine})
        connection.register("offered", rows)
    connection.execute(_DUBIOUS)
    new, corrected = _NO_RECORDS, _NO_RECORDS
    if not _is_empty(writing, "dubious"):
        kept = table_of(connection, _KEPT)
        incoming = table_of(connection, _UNSETTLED, {"source": source})
        settled = settle(kept, incoming.cast(kept.schema))
        _take_out(writing, kept.column("place").take(pa.array(settled.remove)))
        _insert(writing, _with_sources(writing, settled.insert))
        _insert(writing, _with_sources(writing, settled.lost), _PUT_ASIDE)
        new, corrected = settled.new, settled.corrected
        rows = table_of(connection, _CLEAN)
    _insert(writing, _with_sources(writing, rows, source))
    _add_days(writing, f"interacted WHERE seq = {writing.seq}")
    return distinct(np.concatenate([new, rows.column("record").to_numpy()])), corrected


def _insert(writing: Writing, rows: pa.Table, query: str = _INSERT) -> None:
    """Put rows into the log, or by another query aside; ``sources`` as text or as its number."""
    if len(rows):
        writing.connection.register("inserted", rows)
        writing.insert(query, {"seq": writing.seq})


def _take_out(writing: Writing, places: pa.Array) -> None:
    """Move rows from the log and its digest to what was replaced."""
    if len(places):
        writing.connection.register("leaving", pa.table({"place": places}))
        _add_days(writing, "interacted WHERE rowid IN (FROM leaving)", sign=-1)
        for query in _TAKE_OUT:
            writing.connection.execute(query, {"seq": writing.seq} if "$seq" in query else None)


def _add_days(
    writing: Writing, rows: str, *, hi: str = "row_hi", lo: str = "row_lo", sign: int = 1
) -> None:
    writing.connection.execute(_ADD_DAYS.format(rows=rows, hi=hi, lo=lo, sign=sign))


def _as_kept(writing: Writing, batch: Batch) -> pa.Table:
    """A batch's rows with the store's own numbers for identities and channels, codes for words."""
    table = batch.interacted
    identity = np.append(writing.identities(batch.identities), np.int32(-1))  # -1, nobody, is last
    columns = {"record": table.column("record")}
    for name in _COLUMNS:
        if name in ("sender", "receiver"):
            columns[name] = pa.array(identity[table.column(name).to_numpy()])
        elif name == "channel":
            columns[name] = coded(table.column(name), writing.numbers)
        elif name in _CODES:
            columns[name] = coded(table.column(name), partial(places, _CODES[name]))
        elif name in table.column_names:  # some may be left out
            columns[name] = table.column(name)
    return pa.table(columns)


def _with_sources(writing: Writing, rows: pa.Table, source: str | None = None) -> pa.Table:
    """Rows with the number of their set of sources, which is told by text or is one for all."""
    if source is not None:
        number = pa.array(np.full(len(rows), writing.numbers([source])[0]))
        return rows.append_column("sources", number)
    place = rows.schema.get_field_index("sources")
    if not len(rows):
        return rows
    return rows.set_column(
        place, "sources", coded(rows.column(place).dictionary_encode(), writing.numbers)
    )


def _is_plain(rows: pa.Table) -> NDArray[np.bool_]:
    """Whether a row's key covers it and it says nothing that only some logs do."""
    plain = rows.column("content").to_numpy() == 0
    plain &= rows.column("revision").to_numpy() == 0
    for name in OPTIONAL:
        if name in rows.column_names and rows.column(name).null_count < len(rows):
            plain &= rows.column(name).is_null().to_numpy()
    return np.asarray(plain, bool)


def _heard_alone(rows: pa.Table) -> NDArray[np.bool_]:
    """Which rows have something that was heard in their text, and no id of the source."""
    if "heard" not in rows.column_names or rows.column("heard").null_count == len(rows):
        return np.zeros(len(rows), bool)
    heard = rows.column("heard").is_valid().to_numpy()
    if "id" in rows.column_names:
        heard &= rows.column("id").is_null().to_numpy()
    return np.asarray(heard, bool)


def _among(rows: pa.Table, some: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rows are of the same interactions as some of them."""
    if not some.any():
        return some
    key = ranks(*(rows.column(name).to_numpy() for name in ("key_hi", "key_lo")))
    return np.isin(key, key[some])


def _with_all_columns(rows: pa.Table) -> pa.Table:
    for name in OPTIONAL:
        if name not in rows.column_names:
            rows = rows.append_column(name, pa.nulls(len(rows), INTERACTED.field(name).type))
    return rows.select(["record", *_COLUMNS])


def _told_once(rows: pa.Table) -> pa.Table:
    """Rows without those whose key another one of the batch has: equal keys are equal rows."""
    hi, lo = rows.column("key_hi").to_numpy(), rows.column("key_lo").to_numpy()
    record = rows.column("record").to_numpy()
    order = np.lexsort((record, lo, hi))
    again = np.flatnonzero((hi[order[1:]] == hi[order[:-1]]) & (lo[order[1:]] == lo[order[:-1]]))
    is_first = np.ones(len(rows), bool)
    is_first[order[again + 1]] = False
    return rows.filter(pa.array(is_first))


def _is_empty(writing: Writing, table: str) -> bool:
    """Whether a table, or a query in brackets, has no row."""
    return not writing.connection.execute(f"FROM {table} LIMIT 1").fetchall()
