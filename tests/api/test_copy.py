"""Copying a store: the same digest at the end, whatever was there, and however often it stopped."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from typer.testing import CliRunner

from api.cli import app
from graph.batch import Added, Batch
from graph.connect import open_store
from graph.copying import copied
from graph.duckdb.store import DuckDBStore
from tests.api.kept import fill, office
from tests.graph.plain_store import kept, stated
from tests.graph.records import batch_of, deliveries, mail

run = CliRunner().invoke


class Stopping(DuckDBStore):
    """A store whose disk is pulled after so many batches."""

    batches = 0

    @property
    def batch_rows(self) -> int:
        return 10

    def add(self, batch: Batch, *, arrived_at: int) -> Added:
        self.batches -= 1
        if self.batches < 0:
            raise OSError("pulled")
        return super().add(batch, arrived_at=arrived_at)


@how(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=deliveries())
def test_a_copy_holds_what_the_original_holds(
    told: tuple[list[Batch], list[Batch]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("copy")
    source, target = (DuckDBStore(folder / name) for name in ("a.duckdb", "b.duckdb"))
    for k, batch in enumerate(told[1]):
        source.add(batch, arrived_at=k)

    assert copied(source, target).is_equal

    there, here = source.contents(), target.contents()
    assert (kept(there), stated(there)) == (kept(here), stated(here))
    columns = ["at", "arrived_at", "key_lo"]
    assert there.interacted.select(columns).equals(here.interacted.select(columns))


def test_a_copy_that_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    source = DuckDBStore(fill(tmp_path / "a.duckdb", office()))
    target = Stopping(tmp_path / "b.duckdb")
    target.batches = 3
    with pytest.raises(OSError, match="pulled"):
        copied(source, target)

    target.batches = 1_000
    again = copied(source, target)

    assert again.is_equal
    assert again.rows - again.written == 30, "three batches of ten were there already"


def test_the_command_prints_both_digests_and_does_not_copy_what_is_there(tmp_path: Path) -> None:
    source, target = fill(tmp_path / "a.duckdb", office()), tmp_path / "b.duckdb"
    first = run(app, ["copy", str(source), str(target)])
    assert first.exit_code == 0
    assert first.output.count(open_store(str(source)).digest()) == 2
    assert '"written":0' in run(app, ["copy", str(source), str(target), "--json"]).output


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("a.duckdb", "a.duckdb", "cannot be copied into itself"),
        ("none.duckdb", "b.duckdb", "holds nothing yet"),
        ("a.duckdb", "mysql://x", "is not known"),
    ],
)
def test_a_copy_that_makes_no_sense_is_told(
    source: str, target: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path / "a.duckdb", office())
    found = run(app, ["copy", source, target])
    assert found.exit_code != 0
    assert told in found.output
    assert not (tmp_path / "none.duckdb").exists()


def test_a_target_with_more_in_it_keeps_it_and_is_told_apart(tmp_path: Path) -> None:
    source, target = fill(tmp_path / "a.duckdb", office()), tmp_path / "b.duckdb"
    DuckDBStore(target).add(batch_of(mail("zoë", "bob", id="own")), arrived_at=1)
    before = DuckDBStore(target).status().interactions
    found = run(app, ["copy", str(source), str(target)])
    assert found.exit_code == 1
    assert "holds more than" in found.output
    held = DuckDBStore(source).status().interactions
    assert DuckDBStore(target).status().interactions == held + before
