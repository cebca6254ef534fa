"""The embedded store's file: created whole, and left alone when it is something else."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from graph.batch import Added
from graph.duckdb import file as duckdb_file
from graph.duckdb import schema as duckdb_schema
from graph.duckdb.file import opened
from graph.duckdb.store import DuckDBStore
from graph.errors import NewerStore, NotAStore, StoreError, StoreUnreachable
from graph.model import Fact
from tests.graph.records import START, batch_of, mail

ONE = batch_of(mail("ann", "bob", id="1"), mail("ann", "eve"))


def files(folder: Path) -> dict[str, str]:
    """Every file of a folder, with a hash of what is in it."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file()
    }


def tried(path: Path) -> list[Callable[[], object]]:
    """Everything that can be asked of a store or told it."""
    store = DuckDBStore(path, wait=0.2)
    add = lambda: store.add(ONE, arrived_at=1)  # noqa: E731
    return [store.contents, store.status, store.digest, add]


def sql(path: Path, *statements: str) -> None:
    with closing(duckdb.connect(str(path))) as connection:
        for statement in statements:
            connection.execute(statement)


def sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE meta (mark, version)")
        connection.commit()


FOREIGN: dict[str, Callable[[Path], object]] = {
    "a text": lambda path: path.write_text("sender,recipient,date\n" * 1000),
    "a few bytes": lambda path: path.write_bytes(b"hello"),
    "nothing at all": lambda path: path.touch(),
    "an SQLite database": sqlite,
    "an empty DuckDB database": lambda path: sql(path, "SELECT 1"),
    "other tables": lambda path: sql(path, "CREATE TABLE sales (amount INTEGER)"),
    "tables in another schema": lambda path: sql(
        path, "CREATE SCHEMA s", "CREATE TABLE s.t (x INT)"
    ),
    "another meta": lambda path: sql(path, "CREATE TABLE meta (key INT)"),
    "another mark": lambda path: sql(path, "CREATE TABLE meta AS SELECT 'x' mark, 1 version"),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_a_file_that_holds_something_else_is_refused_and_left_alone(
    tmp_path: Path, what: str
) -> None:
    path = tmp_path / "log.duckdb"
    FOREIGN[what](path)
    before = files(tmp_path)

    for act in tried(path):
        with pytest.raises(NotAStore, match=r"log\.duckdb .* left alone; name another file"):
            act()
    assert files(tmp_path) == before


def test_a_store_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.duckdb"
    DuckDBStore(path).add(ONE, arrived_at=1)
    sql(path, "UPDATE meta SET version = 99")
    before = files(tmp_path)

    for act in tried(path):
        with pytest.raises(NewerStore, match="has store version 99; this tieline reads up to"):
            act()
    assert files(tmp_path) == before


@pytest.mark.parametrize("at", [100, 4_200, 8_300])
def test_a_damaged_store_is_told_as_such(tmp_path: Path, at: int) -> None:
    path = tmp_path / "log.duckdb"
    DuckDBStore(path).add(ONE, arrived_at=1)
    content = bytearray(path.read_bytes())
    content[at : at + 8] = b"\xff" * 8
    path.write_bytes(content)

    for act in tried(path):
        with pytest.raises(StoreError, match="is damaged; put a backup in its place"):
            act()


def test_a_store_cut_short_is_told_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "log.duckdb"
    DuckDBStore(path).add(ONE, arrived_at=1)
    path.write_bytes(path.read_bytes()[:6_000])

    for act in tried(path):
        with pytest.raises(StoreError, match="is damaged"):
            act()


def test_a_new_store_is_whole_and_leaves_nothing_else_behind(tmp_path: Path) -> None:
    path = tmp_path / "log.duckdb"
    assert DuckDBStore(path).add(ONE, arrived_at=1) == Added(new=2)
    assert {name.removesuffix(".wal") for name in files(tmp_path)} == {"log.duckdb"}
    assert [entry for entry in tmp_path.iterdir() if entry.is_dir()] == []


def test_adding_what_is_known_writes_nothing(tmp_path: Path) -> None:
    store = DuckDBStore(tmp_path / "log.duckdb")
    store.add(ONE, arrived_at=1)
    before = files(tmp_path)

    assert store.add(ONE, arrived_at=2) == Added(known=2)
    assert files(tmp_path) == before


def test_an_older_store_is_migrated_once_after_a_copy_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.duckdb"
    store = DuckDBStore(path)
    store.add(ONE, arrived_at=1)
    before = store.digest()
    next_version(monkeypatch, "ALTER TABLE fact ADD COLUMN note VARCHAR")

    assert store.digest() == before
    copy = tmp_path / f"log.duckdb.before-v{duckdb_schema.VERSION}"
    made = copy.stat().st_mtime_ns
    assert store.add(batch_of(mail("ann", "zoë")), arrived_at=2) == Added(new=1)
    assert copy.stat().st_mtime_ns == made, "once is enough"
    with opened(path, wait=1) as connection:
        assert "note" in connection.sql("FROM fact").columns

    monkeypatch.undo()
    assert DuckDBStore(copy).digest() == before
    assert DuckDBStore(copy).status().rows == 2
    with pytest.raises(NewerStore):
        store.digest()


def test_a_migration_that_fails_leaves_the_older_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DuckDBStore(tmp_path / "log.duckdb")
    store.add(ONE, arrived_at=1)
    before = store.digest()
    with monkeypatch.context() as patch:
        next_version(patch, "ALTER TABLE fact ADD COLUMN note VARCHAR; SELECT * FROM nowhere")
        with pytest.raises(StoreError):
            store.digest()

    assert store.digest() == before
    assert store.add(ONE, arrived_at=2) == Added(known=2)


def next_version(monkeypatch: pytest.MonkeyPatch, statements: str) -> None:
    """Let the product be one version further, by one more migration."""
    steps = (*duckdb_schema._MIGRATIONS, statements)
    monkeypatch.setattr(duckdb_schema, "_MIGRATIONS", steps)
    for module in (duckdb_schema, duckdb_file):
        monkeypatch.setattr(module, "VERSION", len(steps))


def test_below_a_date_that_is_missing_stands_nothing_that_memory_held(tmp_path: Path) -> None:
    store = DuckDBStore(tmp_path / "a.duckdb")
    days = [START + timedelta(days=k) if k % 3 else None for k in range(3_000)]
    names = (Fact(f"email:{k}@x.example", "name", "Ann", at) for k, at in enumerate(days))
    store.add(batch_of(*names), arrived_at=1)

    for name in ("since", "until"):
        (dates,) = store.contents().facts.column(name).chunks
        below = np.frombuffer(dates.buffers()[1], np.int64, len(dates))
        assert not below[dates.is_null().to_numpy(zero_copy_only=False)].any()


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    for act in tried(tmp_path / "no" / "log.duckdb"):
        with pytest.raises(
            StoreUnreachable, match=r"the folder .*no does not exist; make it first"
        ):
            act()


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    for act in tried(tmp_path):
        with pytest.raises(StoreUnreachable, match="Is a directory"):
            act()


def drivers_errors() -> list[type[duckdb.Error]]:
    return [
        kind for kind in vars(duckdb).values()
        if isinstance(kind, type) and issubclass(kind, duckdb.Error)
    ]  # fmt: skip


@pytest.mark.parametrize("kind", drivers_errors())
def test_no_error_of_the_driver_leaves_the_store_nor_any_value_in_it(
    tmp_path: Path, kind: type[duckdb.Error]
) -> None:
    with (
        pytest.raises(StoreError) as caught,
        opened(tmp_path / "log.duckdb", wait=1),
    ):
        raise kind("Constraint Error: duplicate key 'ann@x.example'")
    if not issubclass(kind, duckdb.IOException):
        assert "ann@" not in str(caught.value)
