"""Writers of one Neo4j store at once: each gets its turn, and readers never see half a batch."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.batch import Added
from graph.duckdb.store import DuckDBStore
from graph.errors import EngineError
from graph.neo4j.store import Neo4jStore
from tests.conftest import ROOT
from tests.graph.neo4j_counts import adds_up, digest_of_rows
from tests.graph.neo4j_loader import halves, in_order
from tests.graph.records import batch_of, mail

pytestmark = pytest.mark.neo4j


def written_at_once(url: str, folder: Path, rounds: int, many: int, apart: int) -> list[str]:
    """So many threads and processes add the same batches in different orders; what was read."""
    added: list[Added] = []
    read: list[str] = []
    wrong: list[str] = []
    is_done = threading.Event()

    def write(number: int) -> None:
        store = Neo4jStore(url, folder / f"thread{number}", wait=120)
        for batch in in_order(number) * rounds:
            found = store.add(batch, arrived_at=1)
            assert found.new + found.known + found.corrected == batch.read
            added.append(found)

    def look() -> None:
        store = Neo4jStore(url, folder / "reader")
        while not is_done.wait(0.05):  # looks, and leaves the writers room
            try:
                contents = store.contents()
            except EngineError as error:
                wrong.append(str(error))
                return
            read.append(contents.digest)
            if digest_of_rows(contents) != contents.digest:
                wrong.append(contents.digest)

    line = [sys.executable, "-m", "tests.graph.neo4j_loader", url]
    processes = [
        subprocess.Popen(
            [*line, str(folder / f"process{number}"), "halves", str(number)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for number in range(4, 4 + apart)
    ]  # fmt: skip
    threads = [threading.Thread(target=write, args=(number,)) for number in range(many)]
    reader = threading.Thread(target=look)
    for thread in (reader, *threads):
        thread.start()
    for thread in threads:
        thread.join(300)
    said = [process.communicate(timeout=300)[0].split() for process in processes]
    is_done.set()
    reader.join(60)
    assert wrong == []
    assert len(added) == many * rounds * len(halves())
    assert said == [[str(k) for k in range(len(halves()))]] * apart
    return read


def survives_writers(
    url: str, folder: Path, rounds: int = 1, *, many: int = 4, apart: int = 3
) -> None:
    alone = DuckDBStore(folder / "alone.duckdb")
    for batch in halves():
        alone.add(batch, arrived_at=1)
    read = written_at_once(url, folder, rounds, many, apart)
    contents = adds_up(url)
    assert contents.digest == alone.digest()
    assert contents.interacted.num_rows == alone.contents().interacted.num_rows
    assert len(read) > 1  # somebody looked meanwhile


def test_three_writers_of_the_same_mails_lose_and_double_nothing(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    survives_writers(neo4j_without_data(), tmp_path, many=2, apart=1)


@pytest.mark.proof
def test_seven_writers_twenty_times_over(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        survives_writers(neo4j_without_data(), folder, 3)


def test_one_store_is_shared_by_threads(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    store = Neo4jStore(neo4j_without_data(), tmp_path)
    batches = [batch_of(mail("ann", f"bob{k}", id=f"{k}")) for k in range(8)]
    threads = [
        threading.Thread(target=store.add, args=(batch,), kwargs={"arrived_at": 1})
        for batch in batches
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert adds_up(store.url).interacted.num_rows == 8
