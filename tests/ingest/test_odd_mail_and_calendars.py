"""Mailboxes and calendars as they should not be, and as they are all the same."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.connect import open_store
from graph.model import Interaction
from ingest.calendar.source import CalendarIcs
from ingest.heard.hearing import hearing
from ingest.heard.tone import scorer_named
from ingest.load import load
from ingest.mail.eml import Eml
from ingest.mail.mbox import Mbox
from ingest.source import Reading, Source
from tests.ingest.gathered import CLOCK, Gathered, gathered

HEAD = (
    "From: ann@x.example\nTo: bob@x.example\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n"
    "Message-ID: <{}@x.example>\n\n"
)
LINE = "From ann@x.example Mon Mar  2 09:00:00 2026\n"
BOB = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@x.example"


def read(folder: Path, source: Source, text: str | bytes, **way: object) -> Gathered:
    path = folder / f"odd.{source.name}"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return gathered(source, path, **way)


def mail(number: int, body: str = "Hi\n") -> str:
    return LINE + HEAD.format(number) + body + "\n"


def calendar(*lines: str, around: str = "") -> str:
    said = ("UID:u", "ORGANIZER:mailto:ann@x.example", *lines)
    event = "\n".join(said)
    return f"BEGIN:VCALENDAR\n{around}BEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"


def meetings(folder: Path, *lines: str, around: str = "") -> list[Interaction]:
    return read(folder, CalendarIcs(), calendar(*lines, around=around)).interactions


@pytest.mark.parametrize(
    "inside",
    [
        "From now on we do it so.\nFrom: is a word.\n",
        "Hello,\n\nFrom Monday to Friday we open at 09:00, since 2026.\n",
        f"Hello,\n\n{LINE}\nwas the line above it.\n",
        "Hello,\n\nFrom ann@x.example Mon Mar  2 09:00:00 2026\nno header\n",
        f"Hello,\n\n>{LINE}From: ann@x.example\nTo: bob@x.example\n\nforwarded\n",
        f"> {LINE}> From: ann@x.example\n",
        "From \n\nFrom\nFrom x\n\nFrom ann@x.example\nDear Bob,\n",
    ],
)
def test_a_line_of_a_body_that_begins_with_from_begins_no_message(
    tmp_path: Path, inside: str
) -> None:
    found = read(tmp_path, Mbox(), mail(1, inside) + mail(2))

    assert [one.id for one in found.interactions] == ["mail:1@x.example", "mail:2@x.example"]
    assert not found.rejected


def test_a_mailbox_of_windows_is_read_like_any_other(tmp_path: Path) -> None:
    text = mail(1, "From now on\n\nFrom here.\n") + mail(2)
    windows = read(tmp_path, Mbox(), text.replace("\n", "\r\n"))

    assert len(windows.interactions) == 2
    assert windows.interactions == read(tmp_path, Mbox(), text).interactions


def test_a_mailbox_of_nothing_holds_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, Mbox(), b"")
    report = load([tmp_path / "odd.mbox"], open_store(str(tmp_path / "log")), Reading(CLOCK))

    assert (found.read, found.rejected, found.warnings) == (0, [], [])
    assert (report.total("read"), report.failed) == (0, ())


@pytest.mark.parametrize("is_heard", [False, True])
@pytest.mark.parametrize("source", [Mbox(), Eml()], ids=["mbox", "eml"])
@pytest.mark.parametrize("width", [76, 2**31], ids=["folded", "one line"])
def test_an_attachment_of_fifty_megabytes_is_passed_over(
    tmp_path: Path, source: Source, width: int, *, is_heard: bool
) -> None:
    size = 50 * 2**20
    attached = (b"QUJD" * (min(width, size) // 4) + b"\n") * max(size // width, 1)
    before = HEAD.format(1).encode()
    text = LINE.encode() + before + attached + b"\n" + mail(2).encode()
    path = tmp_path / f"odd.{source.name}"
    path.write_bytes(text if source.name == "mbox" else before + attached)
    listen = hearing(scorer_named("vader"), with_phrases=True) if is_heard else None
    del attached, text
    tracemalloc.start()
    try:
        found = gathered(source, path, listen=listen)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(found.interactions) == (2 if source.name == "mbox" else 1)
    assert peak < 12 * 2**20


def test_a_series_without_an_end_is_followed_for_a_year_and_its_last_5000_are_kept(
    tmp_path: Path,
) -> None:
    """Every day since 2000 is 10,012 days until the last of May 2027."""
    rule = "DTSTART:20000103T090000Z", "RRULE:FREQ=DAILY", BOB
    found = read(tmp_path, CalendarIcs(), calendar(*rule))

    held = [one.at for one in found.interactions]
    last = datetime(2027, 5, 31, 9, tzinfo=UTC)
    assert held == [last - timedelta(days=k) for k in reversed(range(5_000))]
    assert "repeats too often; 5000 of its occurrences are kept" in found.warnings[0]


def test_ten_thousand_listed_dates_are_a_series_as_well(tmp_path: Path) -> None:
    start = datetime(2000, 1, 3, 9, tzinfo=UTC)
    days = [start + timedelta(hours=7 * k) for k in range(1, 10_001)]
    listed = "RDATE:" + ",".join(f"{day:%Y%m%dT%H%M%SZ}" for day in days)

    held = meetings(tmp_path, f"DTSTART:{start:%Y%m%dT%H%M%SZ}", listed, BOB)

    assert len(held) == 5_000
    assert {one.at for one in held} <= {start, *days}


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Europe/Berlin", 7), ("Central European Standard Time", 7), ("GMT Standard Time", 8),
        ("AUS Eastern Standard Time", 23), ("Kamchatka Standard Time", 21),
        ("Pacific Time (US & Canada)", 16), ("UTC-05", 14),
        ("Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 7),
    ],
)  # fmt: skip
def test_a_zone_need_not_be_defined_to_be_known(tmp_path: Path, zone: str, hour: int) -> None:
    (found,) = meetings(tmp_path, f'DTSTART;TZID="{zone}":20260703T090000', BOB)

    assert found.at.hour == hour


def test_a_meeting_of_a_whole_day_is_a_day_of_its_calendar(tmp_path: Path) -> None:
    days = "DTSTART;VALUE=DATE:20260703", "DTEND;VALUE=DATE:20260704"
    (found,) = meetings(tmp_path, *days, BOB, around="X-WR-TIMEZONE:America/New_York\n")

    assert (found.at, found.duration) == (datetime(2026, 7, 3, 4, tzinfo=UTC), timedelta(days=1))


@pytest.mark.parametrize(("count", "tieless"), [(50, 0), (51, 1), (500, 1)])
def test_an_invitation_to_hundreds_is_kept_whole_and_ties_nobody(
    tmp_path: Path, count: int, tieless: int
) -> None:
    people = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:p{k}@x.example" for k in range(count)]
    (found,) = meetings(tmp_path, "DTSTART:20260303T090000Z", *people)
    path = tmp_path / "odd.ics"

    report = load([path], open_store(str(tmp_path / "log.duckdb")), Reading(CLOCK))

    assert len(found.receivers) == count
    assert (report.total("new"), report.total("tieless")) == (1, tieless)
