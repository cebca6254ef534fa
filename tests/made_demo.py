"""The demo as its command leaves it, made once for all who look at it on any worker.

Who changes anything works on a copy.
"""

import fcntl
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.forked import tieline

__all__ = ["MadeDemo", "made_in"]

_FOLDER = "tieline-demo"


@dataclass(frozen=True)
class MadeDemo:
    """A folder that stays as it is, and what the command said in it."""

    folder: Path
    said: dict[str, Any]

    def copied(self, folder: Path) -> Path:
        """Copy its exports and its store; give the path of the store."""
        shutil.copytree(self.folder / _FOLDER, folder / _FOLDER)
        return folder / _FOLDER / "tieline.duckdb"

    def copied_store(self, folder: Path, *ends: str) -> Path:
        """Copy its store alone, and of what stands beside it that with these ends."""
        for end in ("", ".wal", *ends):
            path = self.folder / _FOLDER / f"tieline.duckdb{end}"
            if path.exists():
                copy = shutil.copytree if path.is_dir() else shutil.copy2
                copy(path, folder / path.name)
        return folder / "tieline.duckdb"


def made_in(folder: Path) -> MadeDemo:
    """Run the command in a folder, unless another worker has done so."""
    folder.mkdir(exist_ok=True)
    said = folder / "said.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            said.write_text(_run(folder), "utf-8")
    return MadeDemo(folder, json.loads(said.read_text("utf-8")))


def _run(folder: Path) -> str:
    shutil.rmtree(folder / _FOLDER, ignore_errors=True)  # of one that failed
    own = {key: value for key, value in os.environ.items() if not key.startswith("TIELINE_")}
    words = ("demo", "--no-serve", "--json", "--quiet")
    done = subprocess.run(
        [tieline(), *words], cwd=folder, env=own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
