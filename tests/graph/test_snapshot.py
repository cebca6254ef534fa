"""Snapshots: published whole or not at all, found out when damaged, dropped when old."""

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from graph.building import building
from graph.errors import DamagedSnapshot, StoreError, StoreUnreachable
from graph.snapshot import Columns, Pointer, Snapshots
from tests.graph.rights import unprivileged

RUN = Pointer("s_1", "r_1")


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "log.duckdb.snapshots")


def tables(value: int = 1) -> dict[str, pa.Table]:
    words = pa.array(["email", "call"] * 500).dictionary_encode()
    return {
        "log": pa.table({"at": np.full(1_000, value), "channel": words}),
        "people": pa.table({"name": pa.array([None, "Ann"]), "topics": pa.array([["a"], None])}),
        "merges": pa.table({"a": pa.array([], pa.string())}),
    }


def publish(snapshots: Snapshots, number: int) -> Pointer:
    """Write a snapshot and a run of that number and make them the current ones."""
    pointer = Pointer(f"s_{number}", f"r_{number}")
    snapshots.write(tables(number), {"number": number}, pointer.snapshot)
    snapshots.write(tables(number), {"number": number}, pointer.snapshot, run=pointer.run)
    snapshots.point(pointer)
    return pointer


def values(columns: Columns) -> set[int]:
    return set(columns.table("log").column("at").to_pylist())


def test_what_was_written_comes_back(snapshots: Snapshots) -> None:
    written = snapshots.write(tables(), {"digest": "d", "rows": 3}, "s_1")

    assert (written.name, written.manifest["digest"], written.manifest["rows"]) == ("s_1", "d", 3)
    for name, table in tables().items():
        assert written.table(name).equals(table)
    assert Snapshots(snapshots.folder).open("s_1").table("log").equals(tables()["log"])


def test_what_is_open_is_the_same_object_again(snapshots: Snapshots) -> None:
    snapshots.write(tables(), {}, "s_1")
    assert snapshots.open("s_1") is snapshots.open("s_1")


def test_nothing_is_current_before_the_first_refresh(snapshots: Snapshots) -> None:
    assert snapshots.pointer() is None
    snapshots.write(tables(), {}, "s_1")
    assert snapshots.pointer() is None


def test_the_oldest_runs_of_a_snapshot_make_room_but_never_the_current_one(
    snapshots: Snapshots,
) -> None:
    publish(snapshots, 1)
    for number in range(2, 71):
        snapshots.write(tables(), {}, "s_1", run=f"r_{number}")
    kept = {path.name for path in (snapshots.folder / "s_1" / "runs").glob("r_*")}
    assert kept == {"r_1", *(f"r_{number}" for number in range(7, 71))}


def test_the_current_one_is_what_was_pointed_to_last(snapshots: Snapshots) -> None:
    for number in (1, 2, 3):
        assert publish(snapshots, number) == snapshots.pointer()


@pytest.mark.parametrize("pointer", [Pointer("s_9", "r_1"), Pointer("s_1", "r_9")])
def test_what_is_not_there_cannot_become_current(snapshots: Snapshots, pointer: Pointer) -> None:
    publish(snapshots, 1)
    with pytest.raises(DamagedSnapshot, match=r"_9 is missing or damaged; run: tieline refresh"):
        snapshots.point(pointer)
    assert snapshots.pointer() == RUN


def test_a_run_goes_into_a_snapshot_that_is_there(snapshots: Snapshots) -> None:
    with pytest.raises(DamagedSnapshot):
        snapshots.write(tables(), {}, "s_1", run="r_1")
    assert not snapshots.folder.exists()


def test_a_whole_one_of_the_same_name_stays(snapshots: Snapshots) -> None:
    first = snapshots.write(tables(), {}, "s_1")
    assert snapshots.write(tables(), {}, "s_1") is first


def test_a_table_that_is_not_in_a_snapshot_is_told(snapshots: Snapshots) -> None:
    with pytest.raises(DamagedSnapshot, match=r"ties\.arrow is missing"):
        snapshots.write(tables(), {}, "s_1").table("ties")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut short": lambda folder: truncate(folder / "log.arrow", 100),
    "empty": lambda folder: truncate(folder / "people.arrow", 0),
    "missing": lambda folder: (folder / "log.arrow").unlink(),
    "end overwritten": lambda folder: overwrite(folder / "log.arrow", -200),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "manifest cut short": lambda folder: truncate(folder / "manifest.json", 20),
    "manifest of another make": lambda folder: (folder / "manifest.json").write_text("[1]"),
}


def truncate(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def overwrite(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    at %= len(content)
    content[at : at + 100] = b"\0" * 100
    path.write_bytes(content)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_one_is_found_out_and_made_again(snapshots: Snapshots, damage: str) -> None:
    publish(snapshots, 1)
    DAMAGES[damage](snapshots.folder / "s_1")
    reader = Snapshots(snapshots.folder)

    with pytest.raises(DamagedSnapshot, match="run: tieline refresh"):
        reader.open("s_1")
    assert not reader.has("s_1")
    assert publish(reader, 1) == RUN
    assert reader.has("s_1")
    assert values(reader.open("s_1")) == {1}


def test_a_byte_that_changed_in_the_middle_is_found_out_before_anything_is_built_on_it(
    snapshots: Snapshots,
) -> None:
    publish(snapshots, 1)
    overwrite(snapshots.folder / "s_1" / "log.arrow", 2_000)

    assert not snapshots.has("s_1")
    assert snapshots.has("s_1", "r_1")
    snapshots.write(tables(), {}, "s_1")
    assert snapshots.has("s_1")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"snapshot": "s_1"}', "\0" * 40])
def test_a_damaged_pointer_is_found_out_and_replaced(snapshots: Snapshots, text: str) -> None:
    publish(snapshots, 1)
    (snapshots.folder / "current").write_text(text)

    with pytest.raises(DamagedSnapshot, match="current is missing or damaged"):
        snapshots.pointer()
    snapshots.point(RUN)
    assert snapshots.pointer() == RUN


def test_the_current_and_the_one_before_are_kept_and_older_ones_dropped(
    snapshots: Snapshots,
) -> None:
    for number in (1, 2, 3, 4):
        publish(snapshots, number)
    assert sorted(path.name for path in snapshots.folder.iterdir()) == ["current", "s_3", "s_4"]


def test_who_reads_a_dropped_one_reads_on(snapshots: Snapshots) -> None:
    publish(snapshots, 1)
    reading = Snapshots(snapshots.folder).open("s_1", "r_1")
    for number in (2, 3, 4):
        publish(snapshots, number)

    assert not reading.folder.exists()
    assert values(reading) == {1}
    with pytest.raises(DamagedSnapshot):
        Snapshots(snapshots.folder).open("s_1", "r_1")


def test_what_another_refresh_has_written_is_not_dropped_before_it_is_pointed_to(
    snapshots: Snapshots,
) -> None:
    publish(snapshots, 1)
    publish(snapshots, 2)
    other = Snapshots(snapshots.folder)
    other.write(tables(7), {}, "s_7")
    other.write(tables(7), {}, "s_7", run="r_7")
    publish(snapshots, 3)

    other.point(Pointer("s_7", "r_7"))
    assert values(other.open("s_7", "r_7")) == {7}


def test_two_that_write_the_same_at_once_agree(snapshots: Snapshots) -> None:
    threads = [
        threading.Thread(target=publish, args=(Snapshots(snapshots.folder), 1)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert snapshots.pointer() == RUN
    assert snapshots.has("s_1")
    assert sorted(path.name for path in snapshots.folder.iterdir()) == ["current", "s_1"]


def test_what_a_killed_writer_left_is_swept_and_what_a_living_one_builds_is_not(
    snapshots: Snapshots,
) -> None:
    publish(snapshots, 1)
    left = snapshots.folder / ".building-dead"
    left.mkdir()
    (left / "log.arrow").write_bytes(b"half")
    (snapshots.folder / ".writing-current").write_text("{")

    with building(snapshots.folder) as living:
        publish(snapshots, 2)
        assert living.is_dir()
    names = sorted(path.name for path in snapshots.folder.iterdir())
    assert names == ["current", "s_1", "s_2"]


def test_others_may_read_what_the_rights_of_new_files_let_them_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        publish(Snapshots(tmp_path / "snapshots"), 1)
    finally:
        os.umask(before)
    for path in (tmp_path / "snapshots").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o750 if path.is_dir() else 0o640), path


def test_a_snapshot_that_may_not_be_read_is_not_called_damaged() -> None:
    with tempfile.TemporaryDirectory() as name:
        snapshots = Snapshots(Path(name) / "snapshots")
        publish(snapshots, 1)
        Path(name).chmod(0o755)
        (snapshots.folder / "s_1").chmod(0o700)
        with unprivileged(), pytest.raises(StoreUnreachable, match="check its permissions"):
            Snapshots(snapshots.folder).open("s_1")


def test_a_folder_that_may_not_be_written_is_told_and_the_one_before_stays_current() -> None:
    with tempfile.TemporaryDirectory() as name:
        snapshots = Snapshots(Path(name) / "snapshots")
        publish(snapshots, 1)
        Path(name).chmod(0o755)
        with unprivileged():
            with pytest.raises(StoreError, match=r"cannot be written \(Permission denied\)"):
                snapshots.write(tables(2), {}, "s_2")
            with pytest.raises(StoreError, match="cannot be written"):
                snapshots.point(RUN)
            assert snapshots.pointer() == RUN
            assert values(Snapshots(snapshots.folder).open("s_1")) == {1}
