"""The local state file: what belongs to this installation and not to the graph.

Rejected records wait here with their place and reason until a later load of the same path accepts
them, loads leave their receipts (`api.incoming.unchanged`), and files with bare names are
remembered (`api.incoming.bare_names`). SQLite, one file beside the store; safe to delete, which
forgets only this.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.batch import Rejected
from graph.errors import StoreError, StoreUnreachable

__all__ = ["KeptReject", "State"]

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS rejected (
        path TEXT NOT NULL, source TEXT NOT NULL, mapping TEXT NOT NULL, log TEXT NOT NULL,
        zone TEXT NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL, found TEXT NOT NULL,
        unread TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX IF NOT EXISTS rejected_path ON rejected (path);
    CREATE TABLE IF NOT EXISTS receipt (key TEXT PRIMARY KEY, report TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS known (digest TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS bare (place TEXT PRIMARY KEY);
"""


@dataclass(frozen=True, slots=True)
class KeptReject:
    """One rejected record, and how its path was loaded."""

    path: str
    source: str
    mapping: str
    log: str
    zone: str
    place: str
    reason: str
    found: str
    unread: str = ""  # channels whose texts were not to be read, joined by commas


class State:
    """The state file of one store."""

    def __init__(self, path: Path, *, wait: float = 30.0) -> None:
        self.path = path
        self.wait = wait

    @contextlib.contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open it for one unit of work, which is done whole or not at all."""
        try:
            connection = sqlite3.connect(self.path, timeout=self.wait)
            try:
                connection.text_factory = os.fsdecode  # paths may be bytes that are no text
                connection.executescript(_SCHEMA)
                _widen(connection)
                with connection:
                    yield connection
            finally:
                connection.close()
        except sqlite3.OperationalError as error:
            if "unable to open" in str(error) or "readonly" in str(error):
                raise StoreUnreachable(
                    f"{self.path} cannot be written; check the permissions of its folder"
                ) from error
            if "locked" in str(error):
                raise StoreUnreachable(
                    f"{self.path} is in use by another process for more than {self.wait:g} s; "
                    "try again when its load has ended"
                ) from error
            raise StoreError(f"{self.path} cannot be used: {error}") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{self.path} is damaged ({error}); delete it: only the list of rejects is lost"
            ) from error

    def forget_rejects(self, path: Path) -> None:
        """Drop what was rejected of a path: it is about to be read again."""
        if self.path.exists():
            with self.opened() as connection:
                connection.execute(
                    "DELETE FROM rejected WHERE path = CAST(? AS TEXT)",
                    [os.fsencode(path.resolve())],
                )

    def keep_rejects(
        self,
        path: Path,
        source: str,
        rejected: Sequence[Rejected],
        *,
        mapping: str = "",
        log: str = "",
        zone: str = "",
        unread: str = "",
    ) -> None:
        """Keep rejected records with how to read them again."""
        if rejected:
            how = (os.fsencode(path.resolve()), source, mapping, log, zone)
            rows = [
                (*how, _text(one.place), _text(one.reason), _text(one.found[:200]), unread)
                for one in rejected
            ]
            with self.opened() as connection:
                connection.executemany(
                    "INSERT INTO rejected VALUES (CAST(? AS TEXT),?,?,?,?,?,?,?,?)", rows
                )

    def rejects(self, limit: int | None = None) -> list[KeptReject]:
        """List what waits, in the order it was rejected."""
        if not self.path.exists():
            return []
        with self.opened() as connection:
            rows = connection.execute(
                "SELECT * FROM rejected ORDER BY rowid LIMIT ?", [-1 if limit is None else limit]
            ).fetchall()
        return [KeptReject(*row) for row in rows]

    def reject_count(self) -> int:
        """Count what waits."""
        if not self.path.exists():
            return 0
        with self.opened() as connection:
            (count,) = connection.execute("SELECT count(*) FROM rejected").fetchone()
        return int(count)

    def receipt(self, key: str, digest: str) -> str | None:
        """Give the report of a load, if what the store holds is what loads from here brought."""
        if not self.path.exists():
            return None
        with self.opened() as connection:
            row = connection.execute(
                "SELECT report FROM receipt, known WHERE key = ? AND digest = ?", [key, digest]
            ).fetchone()
        return None if row is None else str(row[0])

    def keep_receipt(self, key: str, report: str | None, *, before: str, after: str) -> None:
        """Keep the report of a load that led from one digest of the store to another.

        Without a report an older one ends; all of them do if others changed the store before.
        """
        with self.opened() as connection:
            known = connection.execute("SELECT digest FROM known").fetchone()
            if known is not None and known[0] != before:
                connection.execute("DELETE FROM receipt")
            connection.execute("DELETE FROM receipt WHERE key = ?", [key])
            connection.execute("DELETE FROM known")
            connection.execute("INSERT INTO known VALUES (?)", [after])
            if report is not None:
                connection.execute("INSERT INTO receipt VALUES (?, ?)", [key, report])

    def bare(self, places: Sequence[str]) -> list[str]:
        """Keep the places of files with bare names; give those that were kept before."""
        with self.opened() as connection:
            before = connection.execute("SELECT place FROM bare ORDER BY rowid").fetchall()
            connection.executemany(
                "INSERT OR IGNORE INTO bare VALUES (?)", [(_text(place),) for place in places]
            )
        return [str(place) for (place,) in before]


def _text(found: str) -> str:
    """Text as it was found, with what no text can hold written out."""
    return found.encode("utf-8", "backslashreplace").decode()


def _widen(connection: sqlite3.Connection) -> None:
    """Give the table of a file that was made before it the column that says what was unread."""
    columns = {name for _, name, *_ in connection.execute("PRAGMA table_info(rejected)")}
    if "unread" not in columns:
        with contextlib.suppress(sqlite3.OperationalError):  # another process was quicker
            connection.execute("ALTER TABLE rejected ADD COLUMN unread TEXT NOT NULL DEFAULT ''")
