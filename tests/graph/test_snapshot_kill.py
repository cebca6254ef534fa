"""Snapshots under SIGKILL: a reader that never rests never sees half of one.

A process publishes one snapshot after the other, all of its tables full of its number, and is
killed at random moments; another reads the pointer and every table all the while.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.snapshot import Snapshots
from tests.conftest import ROOT
from tests.graph.publisher import publish, seen


def process(*words: str) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "tests.graph.publisher", *words]
    return subprocess.Popen(
        line, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def killed_after(folder: Path, first: int, seconds: float) -> int:
    """Publish from a number on, kill it some time after its first word, give the last it said."""
    with process("write", str(folder), str(first)) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline()]
        time.sleep(seconds)
        writer.kill()
        said += writer.stdout.readlines()
    return max(int(line) for line in said if line.endswith("\n"))


def never_half(folder: Path, moments: list[float]) -> None:
    publish(Snapshots(folder), 0)
    with process("read", str(folder)) as reader:
        last = 0
        for seconds in moments:
            said = killed_after(folder, last + 1, seconds)
            (there,) = seen(folder)
            assert there in (said, said + 1), "pointed to though not said yet, or what was said"
            last = there
        reads, _ = reader.communicate("stop\n")
    assert reader.returncode == 0
    assert int(reads) > 10 * len(moments)
    publish(Snapshots(folder), last + 1)
    publish(Snapshots(folder), last + 2)
    names = {path.name for path in folder.iterdir()}
    assert names == {"current", f"s_{last + 1}", f"s_{last + 2}"}, "and nothing is left behind"


def test_no_reader_ever_sees_half_a_snapshot(tmp_path: Path) -> None:
    never_half(tmp_path / "snapshots", [0.002, 0.017, 0.031])


@pytest.mark.proof
def test_no_reader_ever_sees_half_a_snapshot_in_100_kills(tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311
    never_half(tmp_path / "snapshots", [chance.uniform(0, 0.15) for _ in range(100)])
