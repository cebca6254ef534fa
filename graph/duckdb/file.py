"""Opening the embedded store's file for one unit of work: locks, checks, and errors in our words.

No file is kept open, because a second process could not even read meanwhile. Questions open the
file for reading only, so they work on a read-only disk and create nothing.
"""

import contextlib
import errno
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from graph.duckdb.attached import Attached
from graph.duckdb.schema import VERSION, create, created_in, migrate, version_of
from graph.errors import NewerStore, NotAStore, StoreError, StoreUnreachable

__all__ = ["one_row", "opened", "table_of"]

Connection = duckdb.DuckDBPyConnection

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_MAGIC = slice(8, 12)  # where a DuckDB file says b"DUCK"

# One unit of work a file within this process: threads would share one database, whose file lock
# keeps out other processes only, and any handle on the file that is closed gives that lock up.
_TURNS: dict[Path, threading.Lock] = defaultdict(threading.Lock)


@contextlib.contextmanager
def opened(path: Path, *, wait: float, writing: bool = False) -> Iterator[Connection]:
    """Open the store's file for one unit of work, creating or migrating it where needed.

    *wait* is how many seconds others are waited for. What is not committed when the block ends is
    not kept. Driver errors come out as ``StoreError`` and its kin, inside the block as well.
    """
    until = time.monotonic() + wait
    turn = _TURNS[path.resolve()]
    if not turn.acquire(timeout=max(wait, 0.0)):
        raise _in_use(path, wait)
    try:
        file = _ready(path, until, wait, writing=writing)
        try:
            yield file.connection
        except BaseException:
            file.end()
            raise
        file.let_go()
    except duckdb.Error as error:
        raise _told(error, path) from error
    except OSError as error:
        kind = StoreError if error.errno in _FULL else StoreUnreachable
        what = error.strerror or error
        raise kind(f"{path} cannot be used: {what}; check the file and its folder") from error
    except RuntimeError as error:
        if "interrupted" in str(error):  # the driver's word for Ctrl-C
            raise KeyboardInterrupt from error
        raise
    finally:
        turn.release()


def table_of(connection: Connection, query: str, values: object = None) -> pa.Table:
    """Run a query and give its rows as an Arrow table."""
    return connection.sql(query, params=values).to_arrow_table()


def one_row(connection: Connection, query: str, values: object = None) -> tuple[Any, ...]:
    """Run a query that has exactly one row, such as an aggregate."""
    (row,) = connection.execute(query, values).fetchall()
    return row


def _ready(path: Path, until: float, wait: float, *, writing: bool) -> Attached:
    """Open a store of the current version."""
    if not path.parent.is_dir():
        raise StoreUnreachable(f"{path}: the folder {path.parent} does not exist; make it first")
    if not path.exists():
        if not writing:
            return _empty(path)
        create(path)
    _check_magic(path)
    file = _attached(path, until, wait, writing=writing)
    try:
        version = version_of(file.connection, path)
        if version < VERSION and not writing:
            file.let_go()
            file = _attached(path, until, wait, writing=True)
            version = version_of(file.connection, path)
        if version < VERSION:
            migrate(file.connection, path, version)
    except BaseException:  # whatever ends it, a file left open would stay locked
        file.end()
        raise
    return file


def _empty(path: Path) -> Attached:
    """A store that is not there yet: empty, and in memory."""
    file = Attached(path, in_memory=True)
    created_in(file.connection)
    return file


def _attached(path: Path, until: float, wait: float, *, writing: bool) -> Attached:
    while True:
        try:
            return Attached(path, writing=writing)
        except duckdb.IOException as error:
            if "Could not set lock" not in str(error):
                raise
            if time.monotonic() > until:
                raise _in_use(path, wait) from error
            time.sleep(0.05)


def _check_magic(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(_MAGIC.stop)
    if head[_MAGIC] != b"DUCK":
        what = "is empty and no" if not head else "is not a"
        raise NotAStore(f"{path} {what} tieline store and is left alone; name another file")


def _in_use(path: Path, wait: float) -> StoreUnreachable:
    return StoreUnreachable(
        f"{path} is in use by another process for more than {wait:g} s; "
        "try again when its load has ended"
    )


_TOLD: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (
        ("Corrupt database", "Could not read enough bytes", "not a valid DuckDB"),
        StoreError,
        "is damaged; put a backup in its place, or move it away and load the exports again",
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
        ("No space left", "File too large", "could not be written", "ould not write"),
        StoreError,
        "could not be written, the disk may be full; nothing of this was kept: free some space",
    ),
    (
        ("Out of Memory", "ould not allocate", "ailed to allocate"),
        StoreError,
        "needs more memory for this; nothing of it was kept: set a smaller batch_rows",
    ),
)


def _told(error: duckdb.Error, path: Path) -> StoreError:
    """Say a driver's error in our words; its own text may quote values and stays in the cause."""
    text = str(error)
    for needles, kind, message in _TOLD:
        if any(needle in text for needle in needles):
            return kind(f"{path} {message}")
    what = text.splitlines()[0][:200] if isinstance(error, duckdb.IOException) and text else ""
    name = type(error).__name__
    return StoreError(f"{path}: the store refused ({what or name}); nothing of this was kept")
