"""The embedded store on a full disk: told clearly, nothing half done, and on it goes with space.

The disk is "full" when a file would grow beyond a limit (RLIMIT_FSIZE) in a process of its own.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graph.duckdb.store import DuckDBStore
from tests.conftest import ROOT
from tests.graph.bulk import bulk
from tests.graph.full_disk import BEFORE, ROWS


def refused(folder: Path, sizes: list[int], *, before: int = 0, batches: int = 6) -> int:
    """Let stores grow by each size, check what they tell and hold; give how many were refused."""
    complete = DuckDBStore(folder / "complete.duckdb")
    if before:
        complete.add(bulk(BEFORE, before), arrived_at=0)
    for number in range(batches):
        complete.add(bulk(number, ROWS), arrived_at=1)
    words = (str(folder), str(before), str(batches), *map(str, sizes))
    line = [sys.executable, "-m", "tests.graph.full_disk", *words]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    told = [json.loads(text) for text in done.stdout.splitlines()]
    assert [one["grow"] for one in told] == sizes
    for one in told:
        assert one["rows_then"] == before + one["kept"] * ROWS, "what was acknowledged, no more"
        assert one["known"] == [ROWS] * one["kept"] + [0] * (batches - one["kept"])
        assert one["digest"] == complete.digest()
        assert ("the disk may be full" in one["told"]) == (one["kept"] < batches)
    return sum(one["kept"] < batches for one in told)


def test_a_full_disk_loses_nothing_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    assert refused(tmp_path, [0, 300_000, 2_000_000], batches=3) == 3


@pytest.mark.proof
def test_a_disk_that_is_full_at_fifty_sizes(tmp_path: Path) -> None:
    assert refused(tmp_path, [int(1_000 * 1.2**step) for step in range(50)]) > 40


@pytest.mark.proof
def test_a_disk_that_is_full_when_the_journal_is_folded_into_the_file(tmp_path: Path) -> None:
    # after 16 MB of journal the database does that by itself, and the file may not grow
    assert refused(tmp_path, [50_000], before=800_000, batches=18) == 1
