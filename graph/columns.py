"""Columns: one folder of tables as memory-mapped files, with a manifest that tells their sizes.

Tables are not forced to the disk, which would take seconds for a large log: they are caches. After
a power cut, a file whose end had not been written is shorter than its manifest says, or its
checksum is wrong; either is found out, and the folder is made again.
"""

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.errors import DamagedSnapshot, StoreUnreachable

__all__ = [
    "Columns",
    "Shared",
    "Tables",
    "as_json",
    "damaged",
    "is_intact",
    "manifest_of",
    "mapped",
    "write_columns",
]

Tables = Mapping[str, pa.Table] | Iterable[tuple[str, pa.Table]]
"""Tables by name, or one after the other with theirs: written while the next is made."""

_WRITERS = 2
_PARTS = 8  # files of one table at most; then it is written anew
_WORTH = 2  # at least one half of a former table is shared, or nothing


@dataclass(frozen=True)
class Columns:
    """One published folder: its manifest, and its tables, which are mapped.

    They stay readable for as long as this is held, even when the folder is dropped meanwhile.
    """

    folder: Path
    manifest: Mapping[str, Any]
    tables: Mapping[str, pa.Table]

    @property
    def name(self) -> str:
        """The folder's name: ``s_...`` or ``r_...``."""
        return self.folder.name

    def table(self, name: str) -> pa.Table:
        """Give one table; the same object each time."""
        if name not in self.tables:
            raise damaged(self.folder / f"{name}.arrow")
        return self.tables[name]


@dataclass(frozen=True)
class Shared:
    """A folder from which tables are shared: how many of its first rows a table begins with."""

    columns: Columns
    rows: Mapping[str, int]


def write_columns(
    folder: Path, tables: Tables, manifest: Mapping[str, Any], shared: Shared | None = None
) -> None:
    """Write tables and then their manifest into a folder that nobody reads yet.

    The first rows of a table that is *shared* are not written again: the files that hold them are
    linked, and those of the rest come after them. Two tables are written at once, while the next
    is made.
    """
    files: dict[str, dict[str, int]] = {}
    parts: dict[str, list[list[Any]]] = {}
    named = tables.items() if isinstance(tables, Mapping) else tables
    with ThreadPoolExecutor(_WRITERS) as writers:
        begun = [(n, writers.submit(_written, folder, n, table, shared)) for n, table in named]
    for name, written in begun:
        parts[name], more = written.result()
        files |= more
    told = {**manifest, "files": files, "parts": parts}
    (folder / "manifest.json").write_text(as_json(told), "utf-8")


def _written(
    folder: Path, name: str, table: pa.Table, shared: Shared | None
) -> tuple[list[list[Any]], dict[str, dict[str, int]]]:
    """Write or link one table; gives the files it lies in with their rows, and what they are."""
    files: dict[str, dict[str, int]] = {}
    parts = [] if shared is None else _linked(folder, name, shared, files)
    done = sum(rows for _, rows in parts)
    if done == len(table) and parts:
        return parts, files
    path = folder / (f"{name}.{len(parts)}.arrow" if parts else f"{name}.arrow")
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table.slice(done).combine_chunks())
    files[path.name] = {"bytes": path.stat().st_size, "crc32": _checksum(path)}
    return [*parts, [path.name, len(table) - done]], files


def _linked(
    folder: Path, name: str, shared: Shared, files: dict[str, dict[str, int]]
) -> list[list[Any]]:
    """Link the files that hold the first rows of a table; gives them, and their rows."""
    former, left = shared.columns, shared.rows.get(name, 0)
    known = former.manifest["parts"][name]
    if left * _WORTH < sum(rows for _, rows in known) or len(known) >= _PARTS:
        return []  # so that a table never lies in many small pieces
    found: list[list[Any]] = []
    for file, rows in known:
        if not left:
            break
        try:
            os.link(former.folder / file, folder / file)
        except OSError:  # a file system without hard links, or a folder dropped meanwhile
            break
        files[file] = former.manifest["files"][file]
        found.append([file, min(rows, left)])
        left -= found[-1][1]
    return found


def manifest_of(folder: Path) -> dict[str, Any]:
    """Read a folder's manifest and check that its files are there in their sizes."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        sizes = {folder / file: said["bytes"] for file, said in manifest["files"].items()}
        is_whole = all(path.stat().st_size == size for path, size in sizes.items())
    except PermissionError as error:
        raise StoreUnreachable(f"{folder} may not be read; check its permissions") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(folder) from error
    if not is_whole:
        raise damaged(folder)
    return manifest


def mapped(folder: Path, manifest: Mapping[str, Any]) -> Columns:
    """Map every table of a folder."""
    tables = {}
    for name, parts in _parts(manifest).items():
        found = []
        for file, rows in parts:
            try:
                with pa.memory_map(str(folder / file)) as source:
                    found.append(pa.ipc.open_file(source).read_all().slice(0, rows))
            except (OSError, pa.ArrowException) as error:
                raise damaged(folder / file) from error
        tables[name] = found[0] if len(found) == 1 else pa.concat_tables(found)
    return Columns(folder, manifest, tables)


def _parts(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """Which files a table lies in, and how many rows of each; one whole file by itself."""
    if "parts" in manifest:
        return manifest["parts"]  # type: ignore[no-any-return]
    return {Path(file).stem: [[file, None]] for file in manifest["files"]}


def is_intact(columns: Columns) -> bool:
    """Read every file against its checksum: about half a second for 1 GB."""
    try:
        return all(
            _checksum(columns.folder / file) == said["crc32"]
            for file, said in columns.manifest["files"].items()
        )
    except (OSError, KeyError):
        return False


def damaged(path: Path) -> DamagedSnapshot:
    """Say that a file or folder has to be made again."""
    return DamagedSnapshot(f"{path} is missing or damaged; run: tieline refresh")


def as_json(value: Mapping[str, Any]) -> str:
    """Write a manifest or a pointer."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _checksum(path: Path) -> int:
    if not path.stat().st_size:
        return 0
    with pa.memory_map(str(path)) as file:
        return zlib.crc32(file.read_buffer())
