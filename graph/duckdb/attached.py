"""DuckDB, started once in a process: a file is attached to it for one unit of work, then let go.

Starting it takes 20 ms, in which it learns its own functions; attaching a file takes two. What has
no work has no file open and waits for the next. Each serves one unit at a time. It ends with its
work where that failed, or took much of a large file into memory, which it would hold on to: such
work does not feel 20 ms. A process that forks ends what waits, whose threads would stay behind.
"""

import os
from contextlib import suppress
from pathlib import Path

import duckdb

__all__ = ["CONFIG", "Attached", "quoted"]

Connection = duckdb.DuckDBPyConnection

# No extension is needed, and none may be fetched because of what a file claims to be.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_SMALL = 4 << 20  # bytes of a file, and of what was added to it since
_LITTLE = 16 << 20  # bytes in memory: the digest of ten million rows takes less, their columns more
_WAITING: list[Connection] = []


class Attached:
    """A file, or memory in its place, for one unit of work; its user lets go of it, or ends it."""

    def __init__(self, path: Path, *, writing: bool = False, in_memory: bool = False) -> None:
        try:
            self._root = _WAITING.pop()  # one step: no two threads are given the same
        except IndexError:
            self._root = _started()
        self._path, self._is_reading = path, not writing
        try:
            self._root.execute(f"SET temp_directory = {quoted(f'{path}.tmp')}")
            if in_memory:
                self._root.execute("ATTACH ':memory:' AS store")
            else:
                how = "READ_WRITE" if writing else "READ_ONLY"
                self._root.execute(f"ATTACH {quoted(str(path))} AS store ({how})")
            self.connection = self._root.cursor()
            self.connection.execute("USE store; SET enable_progress_bar = false")
        except BaseException:
            self._root.close()
            raise

    def let_go(self) -> None:
        """Close the file, and keep DuckDB for the next; what was not committed is not kept."""
        with suppress(duckdb.Error):
            is_light = self._is_reading and self._holds() <= _LITTLE
            self.connection.close()
            self._root.execute("DETACH store")
            if not _WAITING and not self._has_spilled() and (is_light or self._is_small()):
                _WAITING.append(self._root)
                return
        self._root.close()

    def end(self) -> None:
        """Close the file, and DuckDB with it: whatever failed in there is nobody's any more."""
        self.connection.close()
        self._root.close()

    def _holds(self) -> int:
        query = "SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()"
        [(held,)] = self._root.execute(query).fetchall()
        return int(held)

    def _is_small(self) -> bool:
        sizes = []
        for path in (self._path, Path(f"{self._path}.wal")):
            with suppress(OSError):
                sizes.append(path.stat().st_size)
        return sum(sizes) < _SMALL

    def _has_spilled(self) -> bool:
        """Whether it put things beside the file, which go when it ends."""
        return Path(f"{self._path}.tmp").exists()


def quoted(text: str) -> str:
    """A text as SQL spells it."""
    return "'" + text.replace("'", "''") + "'"


def _started() -> Connection:
    root = duckdb.connect(config=CONFIG)
    # it would cost each of many small batches a pass over the file
    root.execute("PRAGMA disable_checkpoint_on_shutdown")
    return root


def _end_waiting() -> None:
    while _WAITING:
        _WAITING.pop().close()


os.register_at_fork(before=_end_waiting)
