"""Snapshots: immutable folders of memory-mapped columns that every answer is read from.

    store.duckdb.snapshots/
        current                 names one snapshot and one run: the only thing that ever changes
        s_4f.../                the log as columns: log, timeline, pairs, people, facts, ...
            manifest.json       what it was made from, and the size and checksum of each file
            runs/r_9a.../       what was computed at one moment with one configuration
                manifest.json
            runs/o_9a.../       the part of it that rankings of people are read from
            runs/u_9a..._.../   how far one measure moves from drawn log to drawn log
        s_81.../                what was known at a past moment, if somebody asked for that
            asked               when that was last

A folder is built under another name and moved into place whole, and the pointer is replaced in one
step, so a reader sees a complete snapshot or the one before, also when a writer is killed.
Snapshots are caches: a missing or damaged one is rebuilt from the store.
"""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.building import building, drop, replace_text, turn
from graph.columns import (
    Columns,
    Shared,
    Tables,
    as_json,
    damaged,
    is_intact,
    manifest_of,
    mapped,
    write_columns,
)
from graph.errors import DamagedSnapshot, StoreError

__all__ = ["Columns", "Pointer", "Shared", "Snapshots"]

_OPEN = 16  # snapshots and runs held open at most
_RUNS = 64  # of one snapshot, for other moments and half-lives; the oldest make room
_PAST = 4  # snapshots of what was known then; those asked for longest ago make room
_ASKED = "asked"  # the file in each of these whose date says when that was


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``current`` names."""

    snapshot: str
    run: str


class Snapshots:
    """The folder that holds the snapshots of one store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: dict[Path, tuple[tuple[int, int], Columns]] = {}

    def pointer(self) -> Pointer | None:
        """Read what is current, or None before the first refresh."""
        try:
            found = json.loads((self.folder / "current").read_text("utf-8"))
            return Pointer(str(found["snapshot"]), str(found["run"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged(self.folder / "current") from error

    def open(self, name: str, run: str | None = None) -> Columns:
        """Open a snapshot, or a run in it; a ``DamagedSnapshot`` if it is not whole.

        Whole means that each file is there in its size and readable as columns. What is open
        already is the same object again, if the folder has not been made anew.
        """
        folder = self._place(name, run)
        manifest = manifest_of(folder)
        made = _made_at(folder)
        before, columns = self._opened.get(folder, (None, None))
        if columns is None or before != made:
            columns = mapped(folder, manifest)
            for oldest in list(self._opened)[: 1 - _OPEN]:
                self._opened.pop(oldest, None)
            self._opened[folder] = made, columns
        return columns

    def has(self, name: str, run: str | None = None) -> bool:
        """Whether a whole snapshot (or run) of this name is there, to the last byte.

        Reads every file against its checksum: about half a second for 1 GB.
        """
        try:
            return is_intact(self.open(name, run))
        except DamagedSnapshot:
            return False

    def write(
        self, tables: Tables, manifest: Mapping[str, Any], name: str, *,
        run: str | None = None, shared: Shared | None = None,
    ) -> Columns:  # fmt: skip
        """Write a snapshot, or a run in one that is there, whole or not at all.

        Names stand for contents: if a whole one of this name is there already, it stays. Tables
        that begin as those of a former snapshot may be *shared* with it.
        """
        folder = self._place(name, run)
        if run is not None:
            self.open(name)
        with self._told():
            folder.parent.mkdir(parents=True, exist_ok=True)
            with building(folder.parent) as built:
                write_columns(built, tables, manifest, shared)
                with turn(folder.parent):
                    if not self.has(name, run):
                        if folder.exists():
                            drop(folder)
                        built.rename(folder)
                    if run is not None:
                        self._make_room(folder)
        return self.open(name, run)

    def point(self, pointer: Pointer) -> None:
        """Make a snapshot and a run the current ones, in one step; drop what is older.

        Kept are the one before, for those who are reading it, and whatever was written since it
        was pointed to, which another refresh may be about to point to.
        """
        current = self.folder / "current"
        with self._told(), turn(self.folder):
            self.open(pointer.snapshot)
            self.open(pointer.snapshot, pointer.run)
            since = current.stat().st_mtime_ns if current.exists() else 0
            kept = {pointer.snapshot, self._former()}
            replace_text(current, as_json({"snapshot": pointer.snapshot, "run": pointer.run}))
            for folder in self.folder.glob("s_*"):
                is_past = (folder / _ASKED).exists()
                if folder.name not in kept and not is_past and _made_at(folder)[1] < since:
                    drop(folder)
        for folder in list(self._opened):
            if not folder.exists():
                self._opened.pop(folder, None)

    def keep_past(self, name: str) -> None:
        """Keep a snapshot that is not the current one, while it is among those asked for last."""
        with self._told(), turn(self.folder):
            self.open(name)
            (self.folder / name / _ASKED).touch()
            past = [file.parent for file in self.folder.glob(f"s_*/{_ASKED}")]
            current = self._former()
            past.sort(key=_asked_last, reverse=True)
            for folder in [one for one in past if one.name not in (name, current)][_PAST - 1 :]:
                drop(folder)

    def asked(self, name: str) -> None:
        """Say that a snapshot that is kept beside the current one is in use."""
        with contextlib.suppress(OSError):
            os.utime(self.folder / name / _ASKED)

    def _make_room(self, written: Path) -> None:
        """Drop the oldest runs of a snapshot beyond so many, never the current or the new one."""
        current = self._current()
        kept = {written.name, current.run if current else ""}
        runs = sorted(written.parent.glob("?_*"), key=_made_at_last, reverse=True)
        for folder in runs[_RUNS:]:
            if folder.name not in kept:
                drop(folder)

    def _place(self, name: str, run: str | None) -> Path:
        return self.folder / name if run is None else self.folder / name / "runs" / run

    def _former(self) -> str | None:
        before = self._current()
        return before.snapshot if before else None

    def _current(self) -> Pointer | None:
        """What is current; None too where that cannot be read any more."""
        try:
            return self.pointer()
        except DamagedSnapshot:
            return None

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"{self.folder} cannot be written ({error.strerror or error}); what was loaded is "
                "kept, and answers stay as they were: make room there, then tieline refresh"
            ) from error


def _asked_last(folder: Path) -> tuple[int, str]:
    try:
        return (folder / _ASKED).stat().st_mtime_ns, folder.name
    except OSError:
        return 0, folder.name


def _made_at_last(folder: Path) -> tuple[int, str]:
    return _made_at(folder)[1], folder.name


def _made_at(folder: Path) -> tuple[int, int]:
    """Which file the manifest is, and when it was written; zeros if there is none."""
    try:
        found = (folder / "manifest.json").stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns
