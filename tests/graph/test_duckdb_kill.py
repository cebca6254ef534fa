"""The embedded store under SIGKILL: nothing acknowledged is lost, nothing is doubled.

A process adds batches and says when each is acknowledged; it is killed at such a moment or some
time after it, and started again from the first batch on, as a user would load the same file again.
Of a hundred kills only each tenth is followed by a load of all: the others load again the last few
batches, which is as much of a load that was cut, and a fifth of the time.
"""

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from graph.duckdb.store import DuckDBStore
from tests.conftest import ROOT
from tests.graph.bulk import bulk

ROWS = 1_000
AGAIN = 3  # batches that are loaded again, where not all are
JOURNAL = 16_000_000  # bytes of it; a little later the database folds it into the file


def loaded(
    path: Path, end: int, *, first: int = 0, kill_after: int | None = None, delay: float = 0.0
) -> int:
    """Load until killed, so many acknowledgements and seconds later; give the last batch's end."""
    line = [sys.executable, "-m", "tests.graph.loader", str(path), str(first), str(end)]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = first
        while said != kill_after and child.stdout.readline():
            said += 1
        time.sleep(delay)
        if kill_after is not None:
            child.kill()
        said += len(child.stdout.readlines())
    return said


def survives(
    path: Path, batches: int, kills: list[tuple[int, float]], *, all_in_each: int = 1
) -> None:
    """Kill one load again and again, let it end at last, and compare with one never disturbed."""
    complete = DuckDBStore(path.with_name("complete.duckdb"))
    for number in range(batches):
        complete.add(bulk(number), arrived_at=1)
    store = DuckDBStore(path)
    most = 0
    for turn, (kill_after, delay) in enumerate(kills):
        is_all = turn % all_in_each == 0
        first = 0 if is_all else max(0, min(most, kill_after) - AGAIN)
        said = loaded(path, batches, first=first, kill_after=kill_after, delay=delay)
        most = max(most, said)
        # the one being added may be there unsaid, whole
        assert store.status().rows in (most * ROWS, (most + 1) * ROWS)
        most = store.status().rows // ROWS
    assert loaded(path, batches) == batches
    assert store.digest() == complete.digest()
    assert store.contents().interacted.num_rows == batches * ROWS
    assert [entry.name for entry in path.parent.iterdir() if entry.is_dir()] == []


def journal(path: Path) -> Path:
    return Path(f"{path}.wal")


def copied(path: Path, to: Path) -> None:
    """Copy a store as it lies there, with its journal if it has one."""
    for one, other in ((path, to), (journal(path), journal(to))):
        other.unlink(missing_ok=True)
        if one.exists():
            shutil.copyfile(one, other)


def before_it_folds(path: Path) -> tuple[int, float]:
    """Fill a store until its next batch folds the journal; give that batch and what it takes."""
    store, copy = DuckDBStore(path), path.with_name("tried.duckdb")
    for number in range(1_000):
        if journal(path).exists() and journal(path).stat().st_size > JOURNAL:
            copied(path, copy)
            start = time.monotonic()
            DuckDBStore(copy).add(bulk(number), arrived_at=1)
            if not journal(copy).exists():
                return number, time.monotonic() - start
        store.add(bulk(number), arrived_at=1)
    raise AssertionError("the journal was never folded")


def left(path: Path, before: Path) -> str:
    """How far a killed load came with the batch that folds the journal."""
    if not journal(path).exists():
        return "folded"
    if path.read_bytes() != before.read_bytes():
        return "while it folded"
    grown = journal(path).stat().st_size > journal(before).stat().st_size
    return "in the journal" if grown else "before"


def survives_folding(folder: Path, kills: int) -> Counter[str]:
    """Kill as many loads, at moments all over the batch that folds the journal into the file."""
    before, path = folder / "before.duckdb", folder / "log.duckdb"
    number, seconds = before_it_folds(before)
    copied(before, path)
    digests, complete = [DuckDBStore(before).digest()], DuckDBStore(path)
    for one in range(number, number + 3):
        complete.add(bulk(one), arrived_at=1)
        digests.append(complete.digest())

    seen: Counter[str] = Counter()
    for kill in range(kills):
        copied(before, path)
        delay = 2 * seconds * kill / kills
        said = loaded(path, number + 1, first=number - 1, kill_after=number, delay=delay)
        seen[left(path, before)] += 1
        store = DuckDBStore(path)
        assert store.digest() in digests[said - number : 2]
        for one in range(number, number + 3):
            store.add(bulk(one), arrived_at=1)
        assert store.digest() == digests[-1]
    return seen


def test_a_killed_load_is_resumed_without_loss_or_double(tmp_path: Path) -> None:
    survives(tmp_path / "log.duckdb", 14, [(0, 0.5), (1, 0.0), (5, 0.013), (10, 0.03)])


@pytest.mark.proof
def test_a_load_of_100_batches_killed_at_every_commit(tmp_path: Path) -> None:
    kills = [(after, 0.0) for after in range(100)]
    survives(tmp_path / "log.duckdb", 100, kills, all_in_each=10)


@pytest.mark.proof
def test_a_load_of_100_batches_killed_at_100_random_moments(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311
    kills = [(after, chance.uniform(0.0, 0.1)) for after in range(100)]
    survives(tmp_path / "log.duckdb", 100, kills, all_in_each=10)


@pytest.mark.proof
def test_a_load_killed_100_times_while_the_journal_is_folded_into_the_file(tmp_path: Path) -> None:
    seen = survives_folding(tmp_path, 100)

    assert seen["while it folded"] >= 5
    assert len(seen) >= 3  # before and after it as well
