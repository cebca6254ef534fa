"""Whatever bytes a file holds, a source ends, raises nothing, and accounts for every record."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.calendar.source import CalendarIcs
from ingest.mail.eml import Eml
from ingest.mail.mbox import Mbox
from ingest.source import Source
from tests.ingest.gathered import file_at, gathered
from tests.ingest.mutated import few, many

SOURCES: tuple[Source, ...] = (Mbox(), Eml(), CalendarIcs())
ENVELOPE = b"From ann@x.example Mon Mar  2 10:00:00 2026\n"
NAMES = [
    b"From", b"To", b"Cc", b"Bcc", b"Date", b"Message-ID", b"In-Reply-To", b"References", b"Sender",
    b"Received", b"Return-Path", b"List-Id", b"List-Post", b"Precedence", b"Auto-Submitted",
    b"Content-Type", b"X-Junk",
]  # fmt: skip
VALUES = [
    b"ann@x.example", b"Ann <ann@x.example>", b"=?utf-8?Q?=C5=A0?=", b"=?utf-8?B?//8=?= <a@b>",
    b"jjl at pobox.com (J)", b"to::+;", b"<a@b> <c@d>", b"Mon, 2 Mar 2026 10:00:00 +0000",
    b"Thu Nov  1 11:19:12 2001", b"list", b"multipart/report", b"(((", b'"', b"\\", b",", b";",
    b"@", b"\xff\xfe", b"\x00", b"\r", b"\n ", b"\n\n", b"=?", b"?=", b"<mailto:a@b>",
]  # fmt: skip
PROPERTIES = [
    b"UID:u", b"DTSTART:20260302T090000Z", b"DTSTART;VALUE=DATE:20260302", b"DTEND:20260302T100000",
    b"DTSTART;TZID=Europe/Berlin:20260302T090000", b"DTSTART;TZID=Own:20260302T090000",
    b"DTSTART:00010101T000000", b"DTSTART:99991231T235959Z", b"DURATION:P1000000000D",
    b"DURATION:PT1H", b"RRULE:FREQ=WEEKLY", b"RRULE:FREQ=DAILY;COUNT=3", b"RRULE:FREQ=YEARLY",
    b"RDATE:20260303", b"RDATE;VALUE=PERIOD:20260303T090000Z/PT1H", b"EXDATE:20260302T090000Z",
    b"RECURRENCE-ID:20260309T090000Z", b"RECURRENCE-ID;RANGE=THISANDFUTURE:20260309T090000Z",
    b"RECURRENCE-ID;VALUE=DATE:20260309", b"SEQUENCE:9", b"STATUS:CANCELLED", b"ATTENDEE:x",
    b"ORGANIZER;CN=A:mailto:ann@x.example", b"ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:bob@x.example",
    b'ATTENDEE;CN="', b"BEGIN:VEVENT", b"END:VEVENT", b"BEGIN:VALARM", b"END:VALARM",
    b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"BEGIN:VTIMEZONE", b"TZID:Own", b"BEGIN:STANDARD",
    b"TZOFFSETFROM:+0100", b"TZOFFSETTO:+0200", b"END:STANDARD", b"END:VTIMEZONE", b" folded",
    b"X-WR-TIMEZONE:Asia/Tokyo", b"X-WR-CALNAME:ann@x.example", b"METHOD:CANCEL", b"\xff", b"",
]  # fmt: skip

LINES = st.tuples(st.sampled_from(NAMES), st.lists(st.sampled_from(VALUES), max_size=4)).map(
    lambda pair: pair[0] + b": " + b" ".join(pair[1])
)
MESSAGE = st.lists(LINES, max_size=8).map(
    lambda lines: ENVELOPE + b"\n".join(lines) + b"\n\nText.\n"
)
MAILBOX = st.lists(MESSAGE, min_size=1, max_size=4).map(b"\n".join)
CALENDAR = st.lists(st.sampled_from(PROPERTIES), max_size=25).map(
    lambda lines: b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"\n".join(lines) + b"\nEND:VEVENT\n"
)
ANYTHING = st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda s: s.encode()))


def check(folder: Path, data: bytes) -> None:
    path = folder / "hostile"
    path.write_bytes(data)
    for source in SOURCES:
        source.recognises(file_at(path))
        found = gathered(source, path)
        assert found.read == found.records + len(found.rejected)
        for one in found.interactions:  # every export must be able to carry it
            one.sender.encode("utf-8")
            assert "\x00" not in one.sender


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@few
@given(data=MAILBOX)
def test_no_mailbox_breaks_a_source(folder: Path, data: bytes) -> None:
    check(folder, data)


@few
@given(data=CALENDAR)
def test_no_calendar_breaks_a_source(folder: Path, data: bytes) -> None:
    check(folder, data)


@few
@given(data=ANYTHING)
def test_no_bytes_break_a_source(folder: Path, data: bytes) -> None:
    check(folder, data)


@pytest.mark.proof
@many
@given(data=st.one_of(MAILBOX, CALENDAR, ANYTHING))
def test_thousands_of_files_break_no_source(folder: Path, data: bytes) -> None:
    check(folder, data)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@pytest.mark.parametrize("sample", ["mail/inbox.mbox", "calendar/series.ics", "mail/quote.eml"])
def test_a_file_cut_anywhere_is_read_as_far_as_it_goes(
    tmp_path: Path, source: Source, sample: str
) -> None:
    whole = (Path(__file__).parent.parent / "samples" / sample).read_bytes()
    for end in range(0, len(whole), 97):
        path = tmp_path / "cut"
        path.write_bytes(whole[:end])

        found = gathered(source, path)

        assert found.read == found.records + len(found.rejected)


@pytest.mark.parametrize("name", NAMES)
def test_no_length_of_a_header_takes_long(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / "long.mbox"
    for text in (b"x", b"@", b"a@", b"< ", b"<a@b>", b"(", b'"', b"=?", b",", b"\t"):
        path.write_bytes(ENVELOPE + name + b": " + text * (70_000 // len(text)) + b"\n\nText.\n")
        before = time.process_time()

        assert gathered(Mbox(), path).read == 1
        assert time.process_time() - before < 2
