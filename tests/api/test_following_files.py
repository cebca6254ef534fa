"""Folders that grow: what comes to rest is loaded, once, and is what a load at once would keep."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.following_files import Follower, Pace
from api.loading import Way
from api.state import State
from graph.connect import state_file
from graph.errors import Misuse, StoreUnreachable
from graph.moments import DAY
from tests.api.followed_world import NOW, at_once, csv, mail, watch

SLACK = Path(__file__).parents[1] / "samples" / "slack"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


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


def test_nothing_is_read_while_anything_changes(inbox: Path, tmp_path: Path) -> None:
    """An export is many files that tell about one another: it is waited for as a whole."""
    going = watch(tmp_path, inbox)
    for day in range(1, 6):
        (inbox / f"{day}.csv").write_text(csv(day))
        assert going.counts(1) == []

    assert going.counts() == [(5, 5, 0)]


def test_what_never_comes_to_rest_is_read_after_thirty_rests(inbox: Path, tmp_path: Path) -> None:
    (inbox / "at-rest.csv").write_text(csv(1))
    growing = inbox / "growing.csv"
    growing.write_text(csv(2))
    going = watch(tmp_path, inbox)
    loads = []
    for minute in range(70):
        with growing.open("a") as file:
            file.write(f"ann@x.example,bob@x.example,2026-01-03T10:{minute % 60:02}:00Z\n")
        loads += going.counts(1)

    assert loads == [(63, 63, 0)]  # after sixty seconds; of what grows, what is complete
    assert [rejected for _, _, rejected in going.counts(3)] == [0]
    assert going.digest == at_once(tmp_path, [inbox])


def test_half_a_line_is_left_for_the_next_time(inbox: Path, tmp_path: Path) -> None:
    log = inbox / "log.csv"
    log.write_text(csv(1) + "ann@x.example,bob@x.ex")
    going = watch(tmp_path, inbox)
    assert going.counts() == [(1, 1, 0)]

    with log.open("a") as file:
        file.write("ample,2026-01-02T10:00:00Z\n")
    assert going.counts() == [(2, 1, 0)]
    assert going.digest == at_once(tmp_path, [inbox])


def test_a_last_line_without_an_end_is_read_once_nothing_follows(
    inbox: Path, tmp_path: Path
) -> None:
    (inbox / "log.csv").write_text(csv(1, 2).rstrip("\n"))
    going = watch(tmp_path, inbox)

    assert going.counts() == [(1, 1, 0)]
    assert going.counts(30) == [(2, 1, 0)]
    assert going.counts(30) == []
    assert watch(tmp_path, inbox).counts(60) == []


@pytest.mark.parametrize("name", ["log.csv.part", ".log.csv", "log.csv.crdownload", "log.csv~"])
def test_what_a_program_has_not_finished_is_passed_over(
    inbox: Path, tmp_path: Path, name: str
) -> None:
    (inbox / name).write_text(csv(1))
    assert watch(tmp_path, inbox).counts(60) == []


def test_half_an_archive_and_half_a_json_file_are_waited_for(inbox: Path, tmp_path: Path) -> None:
    whole = shutil.make_archive(str(tmp_path / "export"), "zip", SLACK)
    data = Path(whole).read_bytes()
    (inbox / "export.zip").write_bytes(data[: len(data) // 2])
    (inbox / "half.json").write_text('[{"type": "message", "user": "U1", "text": "a", "ts": "14')
    going = watch(tmp_path, inbox)
    assert going.run(10) == []

    (inbox / "export.zip").write_bytes(data)
    (inbox / "half.json").unlink()
    assert [new > 0 for _, new, _ in going.counts()] == [True]
    assert going.digest == at_once(tmp_path, [Path(whole)])


def test_a_file_that_shrank_or_was_replaced_is_read_anew(inbox: Path, tmp_path: Path) -> None:
    log = inbox / "log.csv"
    log.write_text(csv(1, 2, 3))
    going = watch(tmp_path, inbox)
    going.run()
    log.write_text(csv(4))
    assert going.counts() == [(1, 1, 0)]

    before = log.stat()
    (inbox / "other").write_text(csv(5))
    (inbox / "other").rename(log)
    os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert going.counts() == [(1, 1, 0)]  # as many bytes and as old, but another file


def test_a_file_that_vanishes_removes_nothing(inbox: Path, tmp_path: Path) -> None:
    (inbox / "log.csv").write_text(csv(1, 2))
    going = watch(tmp_path, inbox)
    going.run()
    before = going.digest
    shutil.rmtree(inbox)
    assert going.run(30) == []
    assert going.digest == before

    inbox.mkdir()
    (inbox / "log.csv").write_text(csv(1, 2, 3))
    assert going.counts() == [(3, 1, 0)]


def test_a_file_that_vanishes_while_it_is_about_to_be_read_costs_itself_only(
    inbox: Path, tmp_path: Path
) -> None:
    going = watch(tmp_path, inbox, rest=0)
    for name in ("a.csv", "b.csv"):
        (inbox / name).write_text(csv(1))
    going.follower.look()
    (inbox / "a.csv").unlink()
    picks = going.follower.ready()
    assert [one.shown for one in picks] == ["inbox/b.csv"]

    (inbox / "b.csv").unlink()
    assert [one["read"] for one in going.follower.loaded(picks)] == [0]
    (inbox / "c.csv").write_text(csv(2))
    assert going.counts(5) == [(1, 1, 0)]


def _large(path: Path, rows: int = 25_000) -> None:
    """A log without ids of over a megabyte, a row each second of January."""
    lines = (
        f"p{k % 97}@x.example,q{k % 89}@x.example,2026-01-{1 + k // 86_400:02}T"
        f"{k // 3600 % 24:02}:{k // 60 % 60:02}:{k % 60:02}Z\n"
        for k in range(rows)
    )
    path.write_text("sender,receiver,at\n" + "".join(lines))


def test_of_a_large_log_only_what_was_appended_is_read(inbox: Path, tmp_path: Path) -> None:
    log = inbox / "log.csv"
    _large(log)
    going = watch(tmp_path, inbox)
    assert going.counts() == [(25_000, 25_000, 0)]
    for day in (20, 21):
        with log.open("a") as file:
            file.write(csv(day, day, head=False))  # twice the same row is two rows
        assert going.counts() == [(2, 2, 0)]

    with log.open("a") as file:
        file.write(csv(22, head=False) + "ann@x.example")
    assert watch(tmp_path, inbox).counts() == [(1, 1, 0)]  # after a restart, too
    with log.open("a") as file:
        file.write(",bob@x.example,2026-01-23T10:00:00Z\n")
    assert going.digest != at_once(tmp_path, [inbox])
    assert watch(tmp_path, inbox).counts() == [(1, 1, 0)]
    assert going.digest == at_once(tmp_path, [inbox])


def test_rows_that_are_not_later_than_all_before_have_the_whole_log_read(
    inbox: Path, tmp_path: Path
) -> None:
    """A row without an id is told from others like it by its number in the whole file."""
    log = inbox / "log.csv"
    _large(log)
    with log.open("a") as file:
        file.write(csv(20, head=False))
    going = watch(tmp_path, inbox)
    going.run()
    with log.open("a") as file:
        file.write(csv(20, head=False))

    assert going.counts() == [(25_002, 1, 0)]
    assert going.digest == at_once(tmp_path, [inbox])


def test_of_a_large_mailbox_only_what_was_appended_is_read(inbox: Path, tmp_path: Path) -> None:
    box = inbox / "in.mbox"
    box.write_text("".join(mail(k, body="x" * 3_000 + "\n") for k in range(400)))
    going = watch(tmp_path, inbox)
    assert going.counts() == [(400, 400, 0)]

    with box.open("a") as file:
        file.write(mail(400) + mail(401).rpartition("\n\n")[0])  # without its last blank line
    assert going.counts() == [(1, 1, 0)]
    with box.open("a") as file:
        file.write("\n\n" + mail(402))
    assert going.counts() == [(2, 2, 0)]
    with box.open("a") as file:  # one without an id is read with all before it
        file.write(mail(403).replace("Message-ID: <403@x.example>\n", ""))
    assert going.counts() == [(404, 1, 0)]
    assert going.digest == at_once(tmp_path, [inbox])


def test_a_large_file_that_was_rewritten_is_read_from_its_beginning(
    inbox: Path, tmp_path: Path
) -> None:
    log = inbox / "log.csv"
    _large(log)
    going = watch(tmp_path, inbox)
    going.run()
    log.write_text(log.read_text().replace("p1@", "z1@") + csv(20, head=False))

    assert going.counts()[0][0] == 25_001


def test_a_new_day_of_an_export_is_read_with_the_names_that_stood_there(
    inbox: Path, tmp_path: Path
) -> None:
    export = inbox / "export"
    shutil.copytree(SLACK, export)
    days = sorted(path for path in export.rglob("2*.json"))
    last = days[-1].read_bytes()
    days[-1].unlink()
    going = watch(tmp_path, inbox)
    before = going.counts()[0][0]
    days[-1].write_bytes(last)
    came = going.counts()

    assert 0 < came[0][0] < before
    assert going.digest == at_once(tmp_path, [inbox])


def test_files_are_read_again_when_others_tell_something_else_about_them(
    inbox: Path, tmp_path: Path
) -> None:
    """Slack's users.json came last: who wrote the messages is only known now."""
    export = inbox / "export"
    shutil.copytree(SLACK, export)
    users = (export / "users.json").read_bytes()
    (export / "users.json").unlink()
    going = watch(tmp_path, inbox)
    first = going.counts()[0][0]
    (export / "users.json").write_bytes(users)

    assert going.counts()[0][0] > first / 2


def test_rejected_records_wait_and_go_when_their_file_is_mended(
    inbox: Path, tmp_path: Path
) -> None:
    bad = csv(1) + "ann@x.example,bob@x.example,some day\n"
    (inbox / "a.csv").write_text(bad)
    (inbox / "b.csv").write_text(bad.replace("ann", "dan"))
    going = watch(tmp_path, inbox)
    assert going.counts() == [(4, 2, 2)]
    state = State(state_file(going.engine.url))
    assert {one.place for one in state.rejects()} == {"inbox/a.csv:3", "inbox/b.csv:3"}

    (inbox / "a.csv").write_text(csv(1, 2))
    assert going.counts() == [(2, 1, 0)]
    assert [one.place for one in state.rejects()] == ["inbox/b.csv:3"]


def test_a_calendar_is_read_again_when_a_later_day_sees_more_of_it(
    inbox: Path, tmp_path: Path
) -> None:
    (inbox / "series.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        "DTSTART:20260105T090000Z\r\nRRULE:FREQ=WEEKLY\r\nORGANIZER:mailto:ann@x.example\r\n"
        "ATTENDEE:mailto:bob@x.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    watch(tmp_path, inbox).run()

    assert watch(tmp_path, inbox, clock=NOW + DAY // 2).counts() == []
    assert len(watch(tmp_path, inbox, clock=NOW + 8 * DAY).counts()) == 1


def test_mail_that_is_moved_from_new_to_cur_is_known(tmp_path: Path) -> None:
    maildir = tmp_path / "Maildir"
    for name in ("tmp", "new", "cur"):
        (maildir / name).mkdir(parents=True)
    message = mail(1).partition("\n")[2]
    (maildir / "tmp" / "2.host").write_text(message[:40])
    (maildir / "new" / "1.host").write_text(message)
    going = watch(tmp_path, maildir)
    assert going.counts() == [(1, 1, 0)]

    (maildir / "new" / "1.host").rename(maildir / "cur" / "1.host:2,S")
    assert going.counts() == [(1, 0, 0)]


def test_what_cannot_be_opened_is_told_and_tried_again(inbox: Path, tmp_path: Path) -> None:
    (inbox / "broken.zip").write_bytes(b"PK\x03\x04" + b"x" * 50)
    going = watch(tmp_path, inbox)
    told = going.run(60)

    assert [one["failed"] != [] for one in told] == [True]


HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


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
