"""Files that change: of a large one what was appended is read, of others the whole, once."""

import os
import shutil
from pathlib import Path

from tests.api.followed_world import at_once, csv, mail, watch


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
