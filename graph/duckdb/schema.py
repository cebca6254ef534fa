"""The embedded store's tables, and the steps that turn each version of them into the next.

Most rows of large logs carry nothing but who, whom, when and what kind, and no id of the source:
their key covers all that they say, and they are kept in ``plain``, a narrow table. The others are
in ``interacted``. Words (channels, sets of sources joined by ``|``) and identities are kept once
and numbered; ``arrival`` dates each transaction. ``superseded`` keeps what was replaced, with the
transaction that first had it (``seq``) and the one that replaced it; ``superseded_fact`` and
``superseded_merge`` do so for dates of names and reasons of merges that moved on. ``digest_day``
adds up the hashes of the current rows, one line per transaction and UTC day.
"""

import os
from pathlib import Path

import duckdb

from graph.building import building
from graph.duckdb.attached import Attached, quoted
from graph.errors import NewerStore, NotAStore

__all__ = ["VERSION", "create", "created_in", "migrate", "version_of"]

_WHO_AND_WHEN = """
    key_hi UBIGINT, key_lo UBIGINT, "at" BIGINT, kind UTINYINT, channel INTEGER, sender INTEGER,
    receiver INTEGER, role UTINYINT, status UTINYINT, is_bulk BOOLEAN, sources INTEGER"""
_REST = """
    revision BIGINT, content UBIGINT, id VARCHAR, duration BIGINT, thread VARCHAR,
    in_reply_to VARCHAR, sentiment FLOAT, topics VARCHAR[], row_hi UBIGINT, row_lo UBIGINT"""

# One entry a version: what turns the version before into it. A new file runs them all.
_MIGRATIONS: tuple[str, ...] = (
    f"""
    CREATE TABLE meta (mark VARCHAR, version INTEGER, epoch INTEGER);
    INSERT INTO meta VALUES ('tieline', 0, 0);
    CREATE TABLE arrival (seq INTEGER, arrived_at BIGINT);
    CREATE TABLE identity (number INTEGER, key VARCHAR);
    CREATE TABLE word (number INTEGER, text VARCHAR);
    CREATE TABLE plain ({_WHO_AND_WHEN}, seq INTEGER);
    CREATE TABLE interacted ({_WHO_AND_WHEN}, {_REST}, seq INTEGER);
    CREATE TABLE superseded ({_WHO_AND_WHEN}, {_REST}, seq INTEGER, replaced INTEGER);
    CREATE TABLE digest_day (day INTEGER, hi HUGEINT, lo HUGEINT, rows BIGINT);
    CREATE TABLE fact (subject VARCHAR, name VARCHAR, value VARCHAR, since BIGINT, until BIGINT,
                       source VARCHAR, seq INTEGER);
    CREATE TABLE merged (a VARCHAR, b VARCHAR, reason VARCHAR, "at" BIGINT, is_active BOOLEAN,
                         seq INTEGER);
    """,
    """
    CREATE TABLE superseded_fact (subject VARCHAR, name VARCHAR, value VARCHAR, since BIGINT,
                                  until BIGINT, source VARCHAR, seq INTEGER, replaced INTEGER);
    CREATE TABLE superseded_merge (a VARCHAR, b VARCHAR, reason VARCHAR, "at" BIGINT,
                                   is_active BOOLEAN, seq INTEGER, replaced INTEGER);
    """,
    """
    ALTER TABLE interacted ADD COLUMN sentiment_by VARCHAR;
    ALTER TABLE interacted ADD COLUMN confidence FLOAT;
    ALTER TABLE interacted ADD COLUMN heard USMALLINT;
    ALTER TABLE superseded ADD COLUMN sentiment_by VARCHAR;
    ALTER TABLE superseded ADD COLUMN confidence FLOAT;
    ALTER TABLE superseded ADD COLUMN heard USMALLINT;
    """,
)
VERSION = len(_MIGRATIONS)
_MARK = "tieline"


def create(path: Path) -> None:
    """Make an empty store, whole or not at all: built under another name and linked into place.

    If another process made one meanwhile, that one stays.
    """
    with building(path.parent, prefix=f".{path.name}-") as folder:
        new = folder / "new"
        file = Attached(new, writing=True)
        try:
            created_in(file.connection)
            file.connection.execute("CHECKPOINT")  # what is left to later tells of no full disk
        except BaseException:
            file.end()
            raise
        file.let_go()
        try:
            os.link(new, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            if not path.exists():
                new.rename(path)


def created_in(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Make the tables of the current version in an empty database."""
    _run_from(connection, 0)
    return connection


def version_of(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Read the version of an opened file; refuse one that is newer, or not a store of ours."""
    try:
        ((mark, version),) = connection.execute("SELECT mark, version FROM meta").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException, ValueError):
        mark, version = None, 0
    if mark != _MARK:
        raise NotAStore(f"{path} is not a tieline store and is left alone; name another file")
    if version > VERSION:
        raise NewerStore(
            f"{path} has store version {version}; this tieline reads up to {VERSION}. "
            "Install a newer tieline to use it"
        )
    return int(version)


def migrate(connection: duckdb.DuckDBPyConnection, path: Path, version: int) -> None:
    """Bring an older file to the current version, after keeping a copy of it beside.

    The copy is made by the database itself: closing any other handle on the file would give up
    the lock that this process holds on it.
    """
    backup = path.with_name(f"{path.name}.before-v{VERSION}")
    with building(path.parent, prefix=f".{path.name}-") as folder:
        copy = folder / "copy"
        connection.execute(f"ATTACH {quoted(str(copy))} AS backup")
        ((name,),) = connection.execute("SELECT current_database()").fetchall()
        connection.execute(f'COPY FROM DATABASE "{name}" TO backup')
        connection.execute("CHECKPOINT backup")
        connection.execute("DETACH backup")
        copy.replace(backup)
    _run_from(connection, version)


def _run_from(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    connection.execute("BEGIN")
    for statements in _MIGRATIONS[version:]:
        connection.execute(statements)
    connection.execute("UPDATE meta SET version = ?", [VERSION])
    connection.execute("COMMIT")
