"""Snapshots: immutable folders of memory-mapped columns that every answer is read from.

    store.duckdb.snapshots/
        current                 names one snapshot and one run: the only thing that ever changes
        s_4f.../                the log as columns: log, timeline, pairs, people, facts, ...
            manifest.json       what it was made from, and the size of each file
            runs/r_9a.../       what was computed at one moment with one configuration
                manifest.json

A folder is built under another name and moved into place whole, and the pointer is replaced in one
step, so a reader sees a complete snapshot or the one before. Snapshots are caches: a missing or
damaged one is rebuilt from the store.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.errors import DamagedSnapshot

__all__ = ["Columns", "Pointer", "Snapshots"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``current`` names."""

    snapshot: str
    run: str


@dataclass(frozen=True)
class Columns:
    """One published folder: its manifest, and its tables, mapped when first asked for."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The folder's name: ``s_...`` or ``r_...``."""
        return self.folder.name

    def table(self, name: str) -> pa.Table:
        """Map one table; the same object each time."""
        return _mapped(self.folder / f"{name}.arrow")


@lru_cache(maxsize=128)  # more than a few runs have; what a long-lived reader left is let go
def _mapped(path: Path) -> pa.Table:
    try:
        with pa.memory_map(str(path)) as file:
            return pa.ipc.open_file(file).read_all()
    except (OSError, pa.ArrowInvalid) as error:
        raise DamagedSnapshot(f"{path} is missing or damaged; run: tieline refresh") from error


class Snapshots:
    """The folder that holds the snapshots of one store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pointer(self) -> Pointer | None:
        """Read what is current, or None before the first refresh."""
        try:
            found = json.loads((self.folder / "current").read_text("utf-8"))
            return Pointer(found["snapshot"], found["run"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError) as error:
            raise DamagedSnapshot(
                f"{self.folder}/current is damaged; run: tieline refresh"
            ) from error

    def open(self, name: str, run: str | None = None) -> Columns:
        """Open a snapshot, or a run in it; a ``DamagedSnapshot`` if it is not whole."""
        folder = self.folder / name
        if run is not None:
            folder = folder / "runs" / run
        try:
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise DamagedSnapshot(
                f"{folder} is missing or damaged; run: tieline refresh"
            ) from error
        for file, size in manifest["files"].items():
            path = folder / file
            if not path.is_file() or path.stat().st_size != size:
                raise DamagedSnapshot(f"{path} is missing or damaged; run: tieline refresh")
        return Columns(folder, manifest)

    def has(self, name: str, run: str | None = None) -> bool:
        """Whether a whole snapshot (or run) of this name is there."""
        try:
            self.open(name, run)
        except DamagedSnapshot:
            return False
        return True

    def write(
        self, tables: Mapping[str, pa.Table], manifest: Mapping[str, Any], name: str, *,
        run: str | None = None,
    ) -> Columns:  # fmt: skip
        """Write a snapshot, or a run in one, whole or not at all."""
        folder = self.folder / name if run is None else self.folder / name / "runs" / run
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
        try:
            sizes = {}
            for table, columns in tables.items():
                path = building / f"{table}.arrow"
                _write_table(path, columns)
                sizes[path.name] = path.stat().st_size
            _write_text(building / "manifest.json", _json({**manifest, "files": sizes}))
            if folder.exists():  # a damaged one, or one another process has just finished
                shutil.rmtree(folder)
            building.rename(folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        _mapped.cache_clear()
        return self.open(name, run)

    def point(self, pointer: Pointer) -> None:
        """Make a snapshot and a run the current ones, in one step; drop what is older."""
        before = self.pointer() if (self.folder / "current").exists() else None
        text = _json({"snapshot": pointer.snapshot, "run": pointer.run})
        handle, temporary = tempfile.mkstemp(prefix=".current-", dir=self.folder)
        os.close(handle)
        _write_text(Path(temporary), text)
        Path(temporary).replace(self.folder / "current")
        _sync(self.folder)
        kept = {pointer.snapshot} | ({before.snapshot} if before else set())
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name.startswith("s_") and folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def _write_table(path: Path, table: pa.Table) -> None:
    with path.open("wb") as file:
        with pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        file.flush()
        os.fsync(file.fileno())


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
