"""The embedded store where it may not write: what can be read is read, all else is told.

Root may do anything, so a test that runs as root steps down to the user ``nobody`` for its
questions; it then meets the refusals that any user meets.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.batch import Added
from graph.duckdb.store import DuckDBStore
from graph.errors import StoreUnreachable
from tests.graph.records import batch_of, mail
from tests.graph.rights import unprivileged

ONE = batch_of(mail("ann", "bob", id="1"))


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may look into; pytest's own are closed to other users."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        yield path
        path.chmod(0o755)


@pytest.fixture
def path(folder: Path) -> Path:
    """A store with one mail that may be read by all and written by nobody."""
    path = folder / "log.duckdb"
    DuckDBStore(path).add(ONE, arrived_at=1)
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    return path


def test_a_read_only_store_can_be_read(path: Path) -> None:
    with unprivileged():
        store = DuckDBStore(path)
        assert store.status().rows == len(store.contents().interacted) == 1
        assert store.digest() == store.status().digest


def test_a_read_only_store_is_not_written_and_says_why(path: Path) -> None:
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    with unprivileged():
        with pytest.raises(StoreUnreachable, match="check the permissions"):
            DuckDBStore(path).add(ONE, arrived_at=1)
        with pytest.raises(StoreUnreachable, match="check the permissions"):
            DuckDBStore(path).merge([], arrived_at=1)
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_store_that_may_not_be_read_says_so(path: Path) -> None:
    path.chmod(0o000)
    with unprivileged(), pytest.raises(StoreUnreachable, match="Permission denied"):
        DuckDBStore(path).status()


def test_a_folder_that_may_not_be_written_takes_no_new_store(folder: Path) -> None:
    folder.chmod(0o555)
    with unprivileged(), pytest.raises(StoreUnreachable, match="Permission denied"):
        DuckDBStore(folder / "log.duckdb").add(ONE, arrived_at=1)
    assert list(folder.iterdir()) == []


def test_a_path_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a folder")
    with pytest.raises(StoreUnreachable, match="does not exist; make it first"):
        DuckDBStore(tmp_path / "notes.txt" / "log.duckdb").add(ONE, arrived_at=1)


def test_it_goes_on_when_the_permissions_are_mended(path: Path) -> None:
    path.parent.chmod(0o755)
    for file in path.parent.iterdir():
        file.chmod(0o644)
    assert DuckDBStore(path).add(batch_of(mail("ann", "eve")), arrived_at=2) == Added(new=1)
