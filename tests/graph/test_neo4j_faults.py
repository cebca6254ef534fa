"""A Neo4j store under SIGKILL of the server, of the loader, and on a line that is cut.

Nothing acknowledged is lost, nothing is doubled, no batch is torn. The digest of the embedded
store, which was never disturbed, says what must be there in the end.
"""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.batch import Added, Batch
from graph.duckdb.store import DuckDBStore
from graph.errors import StoreUnreachable
from graph.neo4j.store import Neo4jStore
from tests.conftest import ROOT
from tests.graph.bulk import bulk
from tests.graph.cutting_proxy import CuttingProxy
from tests.graph.neo4j_counts import adds_up
from tests.graph.neo4j_loader import ROWS, halves
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j


def undisturbed(folder: Path, batches: list[Batch]) -> str:
    store = DuckDBStore(folder / "undisturbed.duckdb")
    for batch in batches:
        store.add(batch, arrived_at=1)
    return store.digest()


@contextmanager
def loading(url: str, cache: Path, batches: int) -> Iterator[subprocess.Popen[str]]:
    """A process of our own that adds so many batches and says when each is acknowledged."""
    line = [sys.executable, "-m", "tests.graph.neo4j_loader", url, str(cache), "rows"]
    with subprocess.Popen(
        [*line, str(batches)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def acknowledged(child: subprocess.Popen[str], most: int | None = None) -> int:
    """Wait for so many acknowledgements, or for the end; how many came."""
    assert child.stdout is not None
    said = 0
    while said != most and child.stdout.readline():
        said += 1
    return said


def nothing_lost(url: str, said: int) -> None:
    """What was acknowledged is there; the one being added is there whole or not at all."""
    rows = adds_up(url).interacted.num_rows
    assert rows in (said * ROWS, (said + 1) * ROWS)


def starts_again(server: Neo4jServer, cache: Path) -> set[str]:
    """Start a killed server; what a store is told until it answers."""
    starting = threading.Thread(target=server.start)
    starting.start()
    told = set()
    store = Neo4jStore(server.url, cache, wait=0)
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            store.digest()
            break
        except StoreUnreachable as error:
            told.add(f"{error.exit_code}: {error}")
        time.sleep(0.05)
    starting.join()
    return told


@pytest.mark.proof
def test_a_load_goes_on_when_its_server_was_killed_and_comes_back(
    mortal_neo4j: Neo4jServer, tmp_path: Path
) -> None:
    with mortal_neo4j.driver() as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    with loading(mortal_neo4j.url, tmp_path / "loader", 4) as child:
        assert acknowledged(child, 2) == 2
        mortal_neo4j.kill()
        told = starts_again(mortal_neo4j, tmp_path / "asker")
        assert acknowledged(child) == 2
        assert child.wait() == 0
    assert all(text.startswith("4: ") for text in told)
    assert any("start the server, or check the address" in text for text in told)
    found = adds_up(mortal_neo4j.url)
    assert found.digest == undisturbed(tmp_path, [bulk(k, ROWS) for k in range(4)])


def killed_loads(server: Neo4jServer, folder: Path, kills: list[tuple[int, float]]) -> None:
    """Kill one load again and again, so many acknowledgements and seconds on, and let it end."""
    with server.driver() as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    most = 0
    for number, (more, delay) in enumerate(kills):
        with loading(server.url, folder / "loader", 10_000) as child:
            most = max(most, acknowledged(child, most + more))
            time.sleep(delay)
            child.kill()
            most += acknowledged(child)
        nothing_lost_or_still_going(server.url, most)
        most = Neo4jStore(server.url, folder / f"asker{number}").status().rows // ROWS
    ends(server, folder, most + 2)


def nothing_lost_or_still_going(url: str, said: int) -> None:
    """A transaction whose client died is ended by the server within moments."""
    until = time.monotonic() + 10
    while True:
        try:
            return nothing_lost(url, said)
        except AssertionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def ends(server: Neo4jServer, folder: Path, batches: int) -> None:
    with loading(server.url, folder / "loader", batches) as child:
        assert acknowledged(child) == batches
        assert child.wait() == 0
    found = adds_up(server.url)
    assert found.interacted.num_rows == batches * ROWS
    assert found.digest == undisturbed(folder, [bulk(k, ROWS) for k in range(batches)])


def killed_servers(server: Neo4jServer, folder: Path, kills: list[tuple[int, float]]) -> None:
    """The same with the server, and the loader at the same moment so that it cannot go on."""
    with server.driver() as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    most = 0
    for number, (more, delay) in enumerate(kills):
        with loading(server.url, folder / "loader", 10_000) as child:
            most = max(most, acknowledged(child, most + more))
            time.sleep(delay)
            server.kill()
            child.kill()
            most += acknowledged(child)
        server.start()
        nothing_lost(server.url, most)
        most = Neo4jStore(server.url, folder / f"asker{number}").status().rows // ROWS
    ends(server, folder, most + 2)


def test_a_killed_loader_leaves_whole_batches_and_is_started_again(
    neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    killed_loads(neo4j_server, tmp_path, [(1, 0.05)])


def test_a_killed_server_keeps_what_it_acknowledged(
    neo4j_to_kill: Neo4jServer, tmp_path: Path
) -> None:
    killed_servers(neo4j_to_kill, tmp_path, [(1, 0.05)])


@pytest.mark.proof
def test_a_loader_killed_20_times(mortal_neo4j: Neo4jServer, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311
    killed_loads(mortal_neo4j, tmp_path, [(1, chance.uniform(0.0, 0.3)) for _ in range(20)])


@pytest.mark.proof
def test_a_server_killed_20_times(mortal_neo4j: Neo4jServer, tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311
    killed_servers(mortal_neo4j, tmp_path, [(1, chance.uniform(0.0, 0.3)) for _ in range(20)])


def load(url: str, cache: Path, batches: list[Batch]) -> list[tuple[Added, int]]:
    """Add all, and again what was told to have failed; what was added and after how many tries."""
    store = Neo4jStore(url, cache, wait=30)
    done = []
    for batch in batches:
        for tries in range(1, 4):
            try:
                done.append((store.add(batch, arrived_at=1), tries))
                break
            except StoreUnreachable:
                continue  # as its message says: do it again
    return done


def cut_load(
    url: str,
    folder: Path,
    batches: list[Batch],
    expected: str,
    *,
    after: int | None,
    commit: int | None = None,
) -> bool:
    """Load over a line that is cut once, and compare with a load that was not; was it cut?"""
    with CuttingProxy(url, cut_after=after, cut_commit=commit) as line:
        done = load(line.url, folder, batches)
        found = adds_up(url)
    assert len(done) == len(batches)
    for (added, _), batch in zip(done, batches, strict=True):
        assert added.new + added.known + added.corrected + len(batch.rejected) == batch.read
    assert sum(tries - 1 for _, tries in done) <= 1  # one cut, one repeat at most
    assert found.digest == expected
    return line.was_cut


def cut_loads(
    empty: Callable[[], str], folder: Path, by_bytes: int, commits: int
) -> tuple[int, int]:
    """Cut a load at points spread over its bytes, and at the last commits; how many were cut."""
    batches = [bulk(0, 200), *halves(), bulk(1, 200)]
    load(empty(), folder / "first", batches[:1])  # makes the constraints, which others find there
    with CuttingProxy(empty()) as line:
        load(line.url, folder / "whole", batches)
        passed, asked = line.passed, line.commits
    assert asked == 3 + len(batches)  # two looks, the ``Log``, and one for each batch
    expected = undisturbed(folder, batches)
    cut = []
    for number in range(by_bytes):
        after = 1 + passed * number // by_bytes
        place = folder / f"byte{number}"
        place.mkdir()
        cut.append(cut_load(empty(), place, batches, expected, after=after))
    for number in range(asked, asked - commits, -1):
        place = folder / f"commit{number}"
        place.mkdir()
        cut.append(cut_load(empty(), place, batches, expected, after=None, commit=number))
    return sum(cut), len(cut)


def test_a_line_cut_at_any_byte_or_commit_loses_and_doubles_nothing(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    assert cut_loads(neo4j_without_data, tmp_path, 2, 1) == (3, 3)


@pytest.mark.proof
def test_a_line_cut_at_60_bytes_and_every_commit(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    assert cut_loads(neo4j_without_data, tmp_path, 60, 9) == (69, 69)
