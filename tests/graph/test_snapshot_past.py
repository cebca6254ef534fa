"""Snapshots of what was known then: kept beside the current one, a few, those asked for last."""

import os
from pathlib import Path

import pytest

from graph.errors import DamagedSnapshot
from graph.snapshot import Snapshots
from tests.graph.test_snapshot import publish, tables


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "log.duckdb.snapshots")


def past(snapshots: Snapshots, name: str, *, asked: int) -> None:
    """Write a snapshot of the past that was asked for at a moment."""
    snapshots.write(tables(), {}, name)
    snapshots.keep_past(name)
    os.utime(snapshots.folder / name / "asked", (asked, asked))


def there(snapshots: Snapshots) -> set[str]:
    return {folder.name for folder in snapshots.folder.glob("s_*")}


def test_it_does_not_become_current_and_stays_when_others_do(snapshots: Snapshots) -> None:
    pointer = publish(snapshots, 1)
    past(snapshots, "s_past", asked=1)
    assert snapshots.pointer() == pointer

    for number in (2, 3, 4, 5):
        publish(snapshots, number)
    assert {"s_past", "s_5"} <= there(snapshots) <= {"s_past", "s_3", "s_4", "s_5"}


def test_those_asked_for_longest_ago_make_room(snapshots: Snapshots) -> None:
    publish(snapshots, 1)
    for asked in range(1, 8):
        past(snapshots, f"s_p{asked}", asked=asked)
    assert there(snapshots) == {"s_1", "s_p4", "s_p5", "s_p6", "s_p7"}

    snapshots.asked("s_p4")
    past(snapshots, "s_p8", asked=8)
    assert there(snapshots) == {"s_1", "s_p4", "s_p6", "s_p7", "s_p8"}


def test_the_current_one_never_makes_room_though_it_was_asked_for_as_the_past(
    snapshots: Snapshots,
) -> None:
    publish(snapshots, 1)
    snapshots.keep_past("s_1")
    os.utime(snapshots.folder / "s_1" / "asked", (0, 0))
    for asked in range(1, 6):
        past(snapshots, f"s_p{asked}", asked=asked)
    assert "s_1" in there(snapshots)


def test_one_that_made_room_is_still_read_by_who_holds_it_and_can_be_written_again(
    snapshots: Snapshots,
) -> None:
    publish(snapshots, 1)
    past(snapshots, "s_p0", asked=0)
    held = snapshots.open("s_p0")
    for asked in range(1, 5):
        past(snapshots, f"s_p{asked}", asked=asked)

    assert "s_p0" not in there(snapshots)
    assert held.table("log").equals(tables()["log"])
    with pytest.raises(DamagedSnapshot):
        snapshots.keep_past("s_p0")
    snapshots.asked("s_p0")  # which makes nothing
    assert "s_p0" not in there(snapshots)
    past(snapshots, "s_p0", asked=9)
    assert snapshots.has("s_p0")
