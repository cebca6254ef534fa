"""Files that tell about each other, or of which a later day sees more, are read again."""

import shutil
from pathlib import Path

from api.state import State
from graph.connect import state_file
from graph.moments import DAY
from tests.api.followed_world import NOW, at_once, csv, mail, watch

SLACK = Path(__file__).parents[1] / "samples" / "slack"


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
