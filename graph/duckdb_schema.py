"""The embedded store's file: its tables, how it is opened, locked, migrated, and refused.

The file is opened for one unit of work and closed again, waiting for another process's lock with
a limit; nothing is kept open, because a second process could not even read meanwhile.
"""

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from graph.errors import NewerStore, NotAStore, StoreError, StoreUnreachable

__all__ = ["VERSION", "one_row", "opened", "table_of"]

_ROW = """
    key_hi UBIGINT, key_lo UBIGINT, "at" BIGINT, kind UTINYINT, channel VARCHAR,
    sender INTEGER, receiver INTEGER, role UTINYINT, status UTINYINT, is_bulk BOOLEAN,
    revision BIGINT, content UBIGINT, id VARCHAR, duration BIGINT, thread VARCHAR,
    in_reply_to VARCHAR, sentiment FLOAT, topics VARCHAR[], sources VARCHAR,
    row_hi UBIGINT, row_lo UBIGINT, arrived_at BIGINT, seq INTEGER"""

# One entry a version: what turns the version before into it. A new file runs them all.
_MIGRATIONS: tuple[str, ...] = (
    f"""
    CREATE TABLE identity (number INTEGER, key VARCHAR);
    CREATE TABLE interacted ({_ROW});
    CREATE TABLE superseded ({_ROW});
    CREATE TABLE digest_day (day INTEGER, hi HUGEINT, lo HUGEINT, rows BIGINT);
    CREATE TABLE fact (subject VARCHAR, name VARCHAR, value VARCHAR, since BIGINT, until BIGINT,
                       source VARCHAR, arrived_at BIGINT, seq INTEGER);
    CREATE TABLE merged (a VARCHAR, b VARCHAR, reason VARCHAR, "at" BIGINT, is_active BOOLEAN,
                         arrived_at BIGINT, seq INTEGER);
    """,
)
VERSION = len(_MIGRATIONS)
_MARK = "tieline"


@contextlib.contextmanager
def opened(path: Path, *, wait: float) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the store's file for one unit of work, creating or migrating it where needed.

    *wait* is how many seconds another process's lock is waited for. Driver errors come out as
    ``StoreError`` and its kin, inside the block as well.
    """
    try:
        connection = _connected(path, wait)
        try:
            _prepared(connection, path)
            yield connection
        finally:
            connection.close()
    except duckdb.Error as error:
        raise _told(error, path) from error


def table_of(connection: duckdb.DuckDBPyConnection, query: str, values: object = None) -> pa.Table:
    """Run a query and give its rows as an Arrow table."""
    return connection.sql(query, params=values).to_arrow_table()


def one_row(
    connection: duckdb.DuckDBPyConnection, query: str, values: object = None
) -> tuple[Any, ...]:
    """Run a query that has exactly one row, such as an aggregate."""
    (row,) = connection.execute(query, values).fetchall()
    return row


def _connected(path: Path, wait: float) -> duckdb.DuckDBPyConnection:
    if not path.parent.is_dir():
        raise StoreUnreachable(f"{path}: the folder {path.parent} does not exist; make it first")
    config: dict[str, str | bool | int | float | list[str]] = {"preserve_insertion_order": False}
    until = time.monotonic() + wait
    while True:
        try:
            connection = duckdb.connect(str(path), config=config)
        except duckdb.IOException as error:
            if "Could not set lock" not in str(error):
                raise
            if time.monotonic() > until:
                raise StoreUnreachable(
                    f"{path} is in use by another process for more than {wait:g} s; "
                    "try again when its load has ended"
                ) from error
            time.sleep(0.05)
        else:
            connection.execute("PRAGMA disable_checkpoint_on_shutdown")
            connection.execute("SET enable_progress_bar = false")
            return connection


def _prepared(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Create, check or migrate the schema, in one transaction."""
    tables = {name for (name,) in connection.execute("SHOW TABLES").fetchall()}
    if not tables:
        version = 0
    elif "meta" not in tables:
        names = ", ".join(sorted(tables)[:5])
        raise NotAStore(f"{path} holds other tables ({names}) and is left alone; name a new file")
    else:
        mark, version = one_row(connection, "SELECT any_value(mark), max(version) FROM meta")
        if mark != _MARK:
            raise NotAStore(f"{path} is not a tieline store and is left alone; name a new file")
    if version == VERSION:
        return
    if version > VERSION:
        raise NewerStore(
            f"{path} has store version {version}; this tieline reads up to {VERSION}. "
            "Install a newer tieline to use it"
        )
    if version:
        shutil.copy2(path, path.with_name(f"{path.name}.before-v{VERSION}"))
    connection.execute("BEGIN")
    if not version:
        connection.execute("CREATE TABLE meta (mark VARCHAR, version INTEGER, epoch INTEGER)")
        connection.execute("INSERT INTO meta VALUES (?, 0, 0)", [_MARK])
    for statements in _MIGRATIONS[version:]:
        connection.execute(statements)
    connection.execute("UPDATE meta SET version = ?", [VERSION])
    connection.execute("COMMIT")


_TOLD: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (
        ("not a valid DuckDB database file",),
        NotAStore,
        "is not a tieline store and is left alone; name another file",
    ),
    (
        ("newer version", "version number"),
        NewerStore,
        "was written by a newer version; install a newer tieline to use it",
    ),
    (
        ("Cannot open file", "Permission denied", "Read-only", "read-only"),
        StoreUnreachable,
        "cannot be opened for writing; check the permissions of the file and its folder",
    ),
    (
        ("No space left", "File too large", "could not be written", "Could not write"),
        StoreError,
        "could not be written, the disk may be full; nothing of this batch was kept, free space",
    ),
    (
        ("Out of Memory", "could not allocate", "failed to allocate"),
        StoreError,
        "needs more memory for this batch; set a smaller batch_rows",
    ),
)


def _told(error: duckdb.Error, path: Path) -> StoreError:
    """Say a driver's error in our words; its own text may quote values and stays in the cause."""
    text = str(error)
    for needles, kind, message in _TOLD:
        if any(needle in text for needle in needles):
            return kind(f"{path} {message}")
    what = text.splitlines()[0][:200] if isinstance(error, duckdb.IOException) else ""
    name = type(error).__name__
    return StoreError(f"{path}: the store refused ({what or name}); nothing of this was kept")
