"""The embedded store under SIGKILL: nothing acknowledged is lost, nothing is doubled.

A process adds batches and says when each is acknowledged; it is killed at such a moment or some
time after it, and started again from the first batch on, as a user would load the same file again.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.duckdb.store import DuckDBStore
from tests.conftest import ROOT
from tests.graph.bulk import bulk

ROWS = 1_000


def loaded(path: Path, batches: int, *, kill_after: int | None = None, delay: float = 0.0) -> int:
    """Load until killed, so many acknowledgements and seconds later; give the acknowledged."""
    line = [sys.executable, "-m", "tests.graph.loader", str(path), str(batches)]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = 0
        while said != kill_after and child.stdout.readline():
            said += 1
        time.sleep(delay)
        if kill_after is not None:
            child.kill()
        said += len(child.stdout.readlines())
    return said


def survives(path: Path, batches: int, kills: list[tuple[int, float]]) -> None:
    """Kill one load again and again, let it end at last, and compare with one never disturbed."""
    complete = DuckDBStore(path.with_name("complete.duckdb"))
    for number in range(batches):
        complete.add(bulk(number), arrived_at=1)
    store = DuckDBStore(path)
    most = 0
    for kill_after, delay in kills:
        most = max(most, loaded(path, batches, kill_after=kill_after, delay=delay))
        # the one being added may be there unsaid, whole
        assert store.status().rows in (most * ROWS, (most + 1) * ROWS)
        most = store.status().rows // ROWS
    assert loaded(path, batches) == batches
    assert store.digest() == complete.digest()
    assert store.contents().interacted.num_rows == batches * ROWS
    assert [entry.name for entry in path.parent.iterdir() if entry.is_dir()] == []


def test_a_killed_load_is_resumed_without_loss_or_double(tmp_path: Path) -> None:
    survives(tmp_path / "log.duckdb", 14, [(0, 0.5), (1, 0.0), (5, 0.013), (10, 0.03)])


@pytest.mark.proof
def test_a_load_of_100_batches_killed_at_every_commit(tmp_path: Path) -> None:
    survives(tmp_path / "log.duckdb", 100, [(after, 0.0) for after in range(100)])


@pytest.mark.proof
def test_a_load_of_100_batches_killed_at_100_random_moments(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311
    kills = [(after, chance.uniform(0.0, 0.1)) for after in range(100)]
    survives(tmp_path / "log.duckdb", 100, kills)
