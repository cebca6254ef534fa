"""Folders that grow: what comes to rest is loaded, once, and is what a load at once would keep."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.incoming.following_files import Follower, Pace, follow
from api.incoming.loading import Way
from graph.errors import Misuse, StoreUnreachable
from tests.api.followed_world import at_once, csv, watch

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


def test_what_is_there_is_loaded_and_then_what_comes(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.csv").write_text(csv(1, 2))
    going = watch(tmp_path, inbox)
    assert going.counts() == [(2, 2, 0)]

    (inbox / "b.csv").write_text(csv(3))
    assert going.counts() == [(1, 1, 0)]
    assert going.counts(60) == []
    assert going.digest == at_once(tmp_path, [inbox])


def test_a_restart_reads_what_is_new_and_nothing_else(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.csv").write_text(csv(1, 2))
    watch(tmp_path, inbox).run()
    (inbox / "b.csv").write_text(csv(3))

    assert watch(tmp_path, inbox).counts() == [(1, 1, 0)]
    assert watch(tmp_path, inbox).counts() == []
    assert watch(tmp_path, inbox, again=True).counts() == [(3, 0, 0)]


def test_another_way_of_reading_is_another_reading(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.csv").write_text("sender,receiver,at\nann,bob,2026-01-01T10:00:00Z\n")
    watch(tmp_path, inbox).run()

    assert watch(tmp_path, inbox, way=Way(log="desk")).counts() == [(1, 1, 0)]


def emptied(folder: Path) -> None:
    for path in folder.glob("followed.duckdb*"):
        if path.suffix in (".duckdb", ".wal"):
            path.unlink()


def test_a_store_that_was_put_back_is_filled_again(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.csv").write_text(csv(1, 2))
    going = watch(tmp_path, inbox)
    going.run()
    emptied(tmp_path)
    (inbox / "b.csv").write_text(csv(3))
    assert [new for _, new, _ in going.counts(20)] == [1, 2]
    assert going.digest == at_once(tmp_path, [inbox])

    emptied(tmp_path)
    assert [new for _, new, _ in watch(tmp_path, inbox).counts(20)] == [3]


def test_what_cannot_be_opened_is_told_and_tried_again(inbox: Path, tmp_path: Path) -> None:
    (inbox / "broken.zip").write_bytes(b"PK\x03\x04" + b"x" * 50)
    going = watch(tmp_path, inbox)
    told = going.run(60)

    assert [one["failed"] != [] for one in told] == [True]


def test_a_store_that_is_held_by_another_is_waited_for(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.csv").write_text(csv(1))
    going = watch(tmp_path, inbox, flags={"lock_wait_seconds": 0.1})
    going.run()
    (inbox / "a.csv").write_text(csv(1, 2))
    command = [sys.executable, "-c", HOLD, str(tmp_path / "followed.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        going.follower.pace = Pace(every=10, rest=2, patience=60)
        assert going.counts(30) == []
        assert len(going.said) == 1
        assert "asking again for 60 s" in going.said[0]
        with pytest.raises(StoreUnreachable):
            going.run(90)
        other.communicate(b"\n")

    assert going.counts(30) == [(2, 1, 0)]


def test_what_does_not_exist_is_told_before_anything_is_waited_for(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="does not exist"):
        watch(tmp_path, tmp_path / "nowhere")
    assert Follower.__doc__


def test_a_refresh_follows_a_load_and_not_every_load(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.csv").write_text(csv(1))
    going = watch(tmp_path, inbox, refresh=True)
    first = going.run()
    assert ["run" in one for one in first] == [False, True]
    assert going.engine.influencers()["run"] == first[1]["run"]

    (inbox / "a.csv").write_text(csv(1, 2))
    assert ["run" in one for one in going.run()] == [False, True]
    assert going.run(60) == []


def test_a_restart_refreshes_what_was_loaded_without(inbox: Path, tmp_path: Path) -> None:
    (inbox / "a.csv").write_text(csv(1))
    watch(tmp_path, inbox).run()

    assert [list(one) for one in watch(tmp_path, inbox, refresh=True).run()] == [["at", "run"]]
    assert watch(tmp_path, inbox, refresh=True).run() == []


def test_the_next_look_does_not_wait_longer_because_a_load_took_long(tmp_path: Path) -> None:
    inbox, waited = tmp_path / "inbox", list[float]()
    inbox.mkdir()
    (inbox / "log.csv").write_text(csv(1))
    going = watch(tmp_path, inbox, every=1.0)

    def pause(seconds: float) -> None:
        going.now += seconds
        waited.append(seconds)

    answers = follow(going.follower, is_refreshing=False, pause=pause)
    next(answers)
    going.now += 20  # which is how long the load took
    (inbox / "more.csv").write_text(csv(2))
    next(answers)

    assert set(waited) == {1.0}
