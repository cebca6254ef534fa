"""Building a folder out of sight and moving it into place whole, one writer at a time.

What a killed writer leaves behind is swept away by the next one: a lock that the system gives up
with the process tells the living from the dead.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

__all__ = ["building", "drop", "replace_text", "turn"]

_BUILDING = ".building-"
_WRITING = ".writing-"


@contextlib.contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Take the turn to move things in a folder; other processes and threads wait."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def building(parent: Path, prefix: str = _BUILDING) -> Iterator[Path]:
    """Give an empty folder beside the place it is for; gone at the end unless moved there.

    To be entered with the turn of *parent* free.
    """
    with turn(parent):
        for left in parent.iterdir():
            if left.name.startswith(prefix) and _is_abandoned(left):
                shutil.rmtree(left, ignore_errors=True)
        folder = _fresh(parent, prefix)
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        os.close(handle)
        shutil.rmtree(folder, ignore_errors=True)


def drop(folder: Path) -> None:
    """Drop a folder, in one step as far as readers can tell."""
    aside = _fresh(folder.parent, _BUILDING)
    folder.rename(aside / folder.name)
    shutil.rmtree(aside, ignore_errors=True)


def replace_text(path: Path, text: str) -> None:
    """Replace a small file in one step, on the disk too; to be called in its folder's turn."""
    written = path.with_name(f"{_WRITING}{path.name}")
    with written.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    written.replace(path)


def _fresh(parent: Path, prefix: str) -> Path:
    """A new folder under a name of its own, with the rights that any new folder gets."""
    folder = parent / f"{prefix}{secrets.token_hex(8)}"
    folder.mkdir()
    return folder


def _is_abandoned(folder: Path) -> bool:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(handle)
