"""What a follower has read: kept in the local state file, so that it stays read over a restart.

For each file, and each way of reading it: its size and time of change, digests of its first bytes
and of those before the place from which it can be read on, its last moment, and what the files
around it told. A row is written after the store has acknowledged what the file gave, never before:
whoever is killed between the two reads the file again, and finds all of it known.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, astuple, dataclass, fields
from pathlib import Path
from typing import Any

from api.state import State

__all__ = ["Followed", "Stamp", "WasRead"]

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS followed (
        path TEXT NOT NULL, way TEXT NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL,
        place INTEGER NOT NULL, until INTEGER NOT NULL, head TEXT NOT NULL, cut INTEGER NOT NULL,
        near TEXT NOT NULL, last_at INTEGER, told TEXT NOT NULL, read_at INTEGER NOT NULL,
        is_clocked INTEGER NOT NULL,
        PRIMARY KEY (path, way)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS followed_by (way TEXT PRIMARY KEY, held INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file looked: its size, when it changed (nanoseconds), and its number on the disk."""

    size: int
    changed: int
    place: int


@dataclass(frozen=True, slots=True)
class WasRead:
    """One file as it was read: ``until`` so many bytes, those up to ``cut`` for good.

    What stands after the cut was not complete and is read again when the file has grown.
    ``last_at`` is the last moment of what stands before the cut, where that is known. ``told`` is a
    digest of what the files around it told. ``is_clocked`` says that a later clock sees more of it.
    """

    size: int
    changed: int
    place: int
    until: int
    head: str = ""
    cut: int = 0
    near: str = ""
    last_at: int | None = None
    told: str = ""
    read_at: int = 0
    _: KW_ONLY
    is_clocked: bool = False

    @property
    def stamp(self) -> Stamp:
        """How it looked."""
        return Stamp(self.size, self.changed, self.place)


def _was_read(row: Sequence[Any]) -> WasRead:
    *said, is_clocked = row
    return WasRead(*said, is_clocked=bool(is_clocked))


_COLUMNS = ", ".join(one.name for one in fields(WasRead))


class Followed:
    """The followed files of one store, read in one way."""

    def __init__(self, state: State, way: str) -> None:
        self.state = state
        self.way = way

    def rows(self) -> dict[Path, WasRead]:
        """Give all that was read, by its path."""
        with self.state.opened() as connection:
            connection.executescript(_SCHEMA)
            found = connection.execute(
                f"SELECT path, {_COLUMNS} FROM followed WHERE way = ?",
                [self.way],
            ).fetchall()
        return {Path(path): _was_read(rest) for path, *rest in found}

    def keep(self, read: Iterable[tuple[Path, WasRead]], *, held: int) -> None:
        """Note files as read; *held* is how many interactions the store holds now."""
        told = [(os.fsencode(path), self.way, *astuple(one)) for path, one in read]
        marks = ", ".join("?" * (1 + len(fields(WasRead))))
        with self.state.opened() as connection:
            connection.executescript(_SCHEMA)
            connection.executemany(
                f"INSERT OR REPLACE INTO followed VALUES (CAST(? AS TEXT), {marks})",
                told,
            )
            connection.execute("INSERT OR REPLACE INTO followed_by VALUES (?, ?)", [self.way, held])

    def held(self) -> int:
        """How many interactions the store held when a file was last noted as read."""
        with self.state.opened() as connection:
            connection.executescript(_SCHEMA)
            row = connection.execute(
                "SELECT held FROM followed_by WHERE way = ?", [self.way]
            ).fetchone()
        return 0 if row is None else int(row[0])

    def forget(self) -> None:
        """Forget what was read: it is to be read again."""
        with self.state.opened() as connection:
            connection.executescript(_SCHEMA)
            for table in ("followed", "followed_by"):
                connection.execute(f"DELETE FROM {table} WHERE way = ?", [self.way])

    def forget_rejects(self, root: Path, shown: Sequence[str]) -> None:
        """Drop what was rejected of files below *root*, by the names they are shown by."""
        key = os.fsencode(root.resolve())
        with self.state.opened() as connection:
            for name in shown:
                connection.executemany(
                    "DELETE FROM rejected WHERE path = CAST(? AS TEXT) "
                    "AND (place = ? OR substr(place, 1, length(?)) = ?)",
                    [(key, name, *(name + mark,) * 2) for mark in (":", "/")],
                )
