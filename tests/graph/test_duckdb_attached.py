"""DuckDB is started once for many small units of work, and holds on to nothing between them."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from graph.duckdb import attached as duckdb_attached
from graph.duckdb.file import opened
from graph.duckdb.store import DuckDBStore
from graph.errors import StoreError
from tests.graph.bulk import bulk


@pytest.fixture(autouse=True)
def _none_waits() -> None:
    duckdb_attached._end_waiting()


def held(path: Path) -> list[str]:
    """The files of a store, or beside it, that this process has open."""
    links = [one for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    names = [str(one.readlink()) for one in links if one.exists()]
    return [name for name in names if path.name in name]


def test_it_is_started_once_for_many_units_and_no_file_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    connect = duckdb.connect

    def counted(*given: object, **named: object) -> object:
        started.append(given)
        return connect(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(duckdb, "connect", counted)
    for number in range(3):
        path = tmp_path / f"{number}.duckdb"
        DuckDBStore(path).add(bulk(number, 10), arrived_at=1)
        assert DuckDBStore(path).status().rows == 10
        assert held(path) == []
    assert len(started) == 1


def test_what_one_unit_left_undone_or_in_its_own_tables_is_not_there_in_the_next(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.duckdb"
    with opened(path, wait=1, writing=True) as connection:
        connection.execute("CREATE TEMP TABLE own AS SELECT 1; BEGIN; DELETE FROM meta")
    with opened(path, wait=1) as connection:
        assert connection.execute("SELECT count(*) FROM meta").fetchall() == [(1,)]
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary"
                                  ).fetchall() == [(0,)]  # fmt: skip


def test_one_that_failed_is_not_used_again(tmp_path: Path) -> None:
    path = tmp_path / "log.duckdb"
    DuckDBStore(path).add(bulk(0, 10), arrived_at=1)
    with (
        pytest.raises(StoreError, match="the store refused"),
        opened(path, wait=1, writing=True) as connection,
    ):
        connection.execute("SELECT nonsense")

    assert duckdb_attached._WAITING == []
    assert held(path) == []
    assert DuckDBStore(path).status().rows == 10


def test_a_large_file_lets_go_of_its_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DuckDBStore(tmp_path / "log.duckdb")
    store.add(bulk(0, 10), arrived_at=1)
    assert len(duckdb_attached._WAITING) == 1

    monkeypatch.setattr(duckdb_attached, "_SMALL", 100_000)
    store.add(bulk(1, 10), arrived_at=2)
    assert duckdb_attached._WAITING == []

    monkeypatch.setattr(duckdb_attached, "_LITTLE", 1_000)
    assert store.status().rows == 20
    assert duckdb_attached._WAITING == []


def test_what_reads_little_of_a_large_file_starts_nothing_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DuckDBStore(tmp_path / "log.duckdb")
    store.add(bulk(0, 10), arrived_at=1)
    monkeypatch.setattr(duckdb_attached, "_SMALL", 100_000)

    assert store.status().rows == 10
    [waits] = duckdb_attached._WAITING
    assert store.status().rows == 10
    assert [waits] == duckdb_attached._WAITING


def test_two_files_are_used_at_a_time(tmp_path: Path) -> None:
    stores = [DuckDBStore(tmp_path / f"{number}.duckdb") for number in range(2)]

    def filled(store: DuckDBStore) -> str:
        for number in range(3):
            store.add(bulk(number, 50), arrived_at=1)
        return store.digest()

    with ThreadPoolExecutor(2) as pool:
        found = set(pool.map(filled, stores))
    assert found == {filled(DuckDBStore(tmp_path / "alone.duckdb"))}


def test_a_process_that_forks_leaves_none_of_its_threads_behind(tmp_path: Path) -> None:
    store = DuckDBStore(tmp_path / "log.duckdb")
    store.add(bulk(0, 10), arrived_at=1)
    assert len(duckdb_attached._WAITING) == 1

    if (child := os.fork()) == 0:
        os._exit(0 if store.status().rows == 10 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.status().rows == 10


def test_a_store_may_have_a_quote_in_its_name(tmp_path: Path) -> None:
    store = DuckDBStore(tmp_path / "ann's.duckdb")
    store.add(bulk(0, 10), arrived_at=1)
    assert store.status().rows == 10
