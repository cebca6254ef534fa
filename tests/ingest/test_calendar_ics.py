"""Calendars: who took part in which meeting, when, and what a later export corrects."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from graph.model import Interaction, Kind, Receiver, Role, Status
from ingest.calendar.source import CalendarIcs
from tests.ingest.gathered import Gathered, file_at, gathered

ANN = "ORGANIZER:mailto:ann@x.example"
BOB = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@x.example"
START = "DTSTART:20260302T090000Z"
NO_DATE = "is no date, expected such as 20260301T093000Z"
NO_RULE = "cannot be followed, expected such as FREQ=WEEKLY;COUNT=9"
TOO_LONG = "repeats by a rule that takes too long to follow"


def read(folder: Path, *components: str, head: str = "", **reading: Any) -> Gathered:
    """Read a calendar of these VEVENTs (their lines), as a file with CRLF."""
    text = "".join(f"BEGIN:VEVENT\n{lines}\nEND:VEVENT\n" for lines in components)
    path = folder / "calendar.ics"
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{text}END:VCALENDAR\n"
    path.write_bytes(whole.replace("\n", "\r\n").encode())
    return gathered(CalendarIcs(), path, **reading)


def one(folder: Path, *lines: str, **reading: Any) -> Interaction:
    (found,) = read(folder, "\n".join(lines), **reading).interactions
    return found


def test_a_meeting_goes_by_its_uid_so_that_putting_it_off_corrects_it(tmp_path: Path) -> None:
    former = one(tmp_path, "UID:u", START, ANN, BOB)
    later = one(tmp_path, "UID:u", "SEQUENCE:1", "DTSTART:20260303T090000Z", ANN, BOB)

    assert former == Interaction(
        at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        kind=Kind.MEETING,
        channel="calendar",
        sender="email:ann@x.example",
        receivers=(Receiver("email:bob@x.example", Role.ATTENDEE, Status.ACCEPTED),),
        id="ics:u",
        thread="ics:u",
    )
    assert later == replace(former, at=former.at + timedelta(days=1), revision=4)


def test_meetings_that_share_a_uid_without_being_a_series_stay_apart(tmp_path: Path) -> None:
    found = read(
        tmp_path, f"UID:u\n{START}\n{ANN}\n{BOB}", f"UID:u\nDTSTART:20260309T090000Z\n{ANN}\n{BOB}"
    )

    assert [meeting.id for meeting in found.interactions] == [
        "ics:u#20260302T090000Z",
        "ics:u#20260309T090000Z",
    ]


def test_a_meeting_without_a_uid_has_no_id(tmp_path: Path) -> None:
    assert (one(tmp_path, START, ANN).id, one(tmp_path, START, ANN).thread) == (None, None)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("ACCEPTED", Status.ACCEPTED), ("declined", Status.DECLINED),
        ("TENTATIVE", Status.TENTATIVE), ("NEEDS-ACTION", Status.UNANSWERED),
        ("DELEGATED", Status.DECLINED), ("X-OWN", Status.UNANSWERED), ("", Status.UNANSWERED),
    ],
)  # fmt: skip
def test_what_an_attendee_answered(tmp_path: Path, status: str, expected: Status) -> None:
    found = one(tmp_path, START, ANN, f"ATTENDEE;PARTSTAT={status}:mailto:bob@x.example")

    assert found.receivers[0].status is expected


@pytest.mark.parametrize(
    "attendee",
    [
        "ATTENDEE:MAILTO:Bob@X.example",
        "attendee;cn=Bob:mailto: bob@x.example",
        "ATTENDEE;CN=Bob:bob@x.example",
        "ATTENDEE;CN=Bob;EMAIL=bob@x.example:/principals/uuid/17/",
        "ATTENDEE;CN=bob@x.example:invalid:nomail",
        'ATTENDEE;CN="Bob: the \\"builder\\";X=Y":mailto:bob@x.example',
        "ATTENDEE;CN=Bob: Jones:mailto:bob@x.example",
        "ATTENDEE;CN=Bob;;=;X:mailto:bob@x.example?subject=x",
        'ATTENDEE;CN="unclosed:mailto:bob@x.example',
        'ATTENDEE;MEMBER="mailto:all@x.example":mailto:bo\n b@x.exam\n\tple',
    ],
)
def test_an_attendee_is_found_however_a_program_writes_it(tmp_path: Path, attendee: str) -> None:
    found = one(tmp_path, START, ANN, attendee)

    assert [receiver.identity for receiver in found.receivers] == ["email:bob@x.example"]


def test_the_organizer_is_counted_once_and_so_is_everyone(tmp_path: Path) -> None:
    found = one(
        tmp_path, START, ANN, "ATTENDEE:mailto:ANN@x.example", BOB, BOB.replace("bob", "Bob")
    )

    assert [receiver.identity for receiver in found.receivers] == ["email:bob@x.example"]


def test_rooms_groups_and_those_merely_informed_take_no_part(tmp_path: Path) -> None:
    lines = [
        "ATTENDEE;CUTYPE=ROOM:mailto:room@x.example",
        "ATTENDEE;CUTYPE=RESOURCE;CN=Beamer:mailto:beamer@x.example",
        "ATTENDEE;CUTYPE=GROUP:mailto:all@x.example",
        "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:informed@x.example",
    ]
    found = read(tmp_path, "\n".join([START, ANN, *lines]))

    assert found.interactions[0].receivers == ()
    assert found.said("kind") == {
        ("email:room@x.example", "resource"),
        ("email:beamer@x.example", "resource"),
        ("email:all@x.example", "list"),
    }


def test_a_virtual_calendar_calls_no_meeting_a_person_does(tmp_path: Path) -> None:
    found = one(tmp_path, START, "ORGANIZER:mailto:abc@group.calendar.google.com", BOB)

    assert (found.sender, found.receivers) == ("email:bob@x.example", ())


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        ("", "account:calendar"),
        ("X-WR-CALNAME:Holidays\n", "account:calendar"),
        ("X-WR-CALNAME:ann@x.example\n", "email:ann@x.example"),
    ],
)
def test_a_meeting_that_names_nobody_is_kept(tmp_path: Path, head: str, sender: str) -> None:
    found = read(tmp_path, START, head=head)

    assert [(one.sender, one.receivers) for one in found.interactions] == [(sender, ())]


@pytest.mark.parametrize(
    "lines", ["STATUS:CANCELLED", "status:cancelled", pytest.param("", id="METHOD:CANCEL")]
)
def test_a_cancelled_meeting_has_everyone_declining(tmp_path: Path, lines: str) -> None:
    head = "" if lines else "METHOD:CANCEL\n"
    (found,) = read(tmp_path, f"{START}\n{ANN}\n{BOB}\n{lines}", head=head).interactions

    assert [receiver.status for receiver in found.receivers] == [Status.DECLINED]


def test_an_alarm_is_not_an_attendee(tmp_path: Path) -> None:
    alarm = "BEGIN:VALARM\nATTENDEE:mailto:alarm@x.example\nDTSTART:19000101T000000Z\nEND:VALARM"

    assert one(tmp_path, alarm, START, ANN).receivers == ()


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        ("DTEND:20260302T093000Z", 30), ("DURATION:PT1H30M", 90), ("", None),
        ("DTEND;TZID=Europe/Berlin:20260302T103000", 30), ("DTEND:20260302T080000Z", None),
        ("DURATION:-PT5M", None), ("DTEND:20260302T090000Z", 0),
    ],
)  # fmt: skip
def test_how_long_a_meeting_lasts(tmp_path: Path, lines: str, minutes: int | None) -> None:
    found = one(tmp_path, START, ANN, lines)

    assert found.duration == (None if minutes is None else timedelta(minutes=minutes))


def test_a_day_begins_in_the_zone_asked_for(tmp_path: Path) -> None:
    found = one(tmp_path, "UID:u", "DTSTART;VALUE=DATE:20260302", ANN, zone=ZoneInfo("Asia/Tokyo"))

    assert (found.at, found.duration) == (datetime(2026, 3, 1, 15, tzinfo=UTC), timedelta(days=1))


def test_dates_without_a_zone_take_the_given_one_then_the_calendars_then_utc(
    tmp_path: Path,
) -> None:
    line, tokyo = "DTSTART:20260302T090000", "X-WR-TIMEZONE:Asia/Tokyo\n"

    found = [
        read(tmp_path, line, head=tokyo, zone=ZoneInfo("Europe/Berlin")),
        read(tmp_path, line, head=tokyo),
        read(tmp_path, line, line),
    ]

    assert [[one.at.hour for one in read.interactions] for read in found] == [[8], [0], [9, 9]]
    assert [len(read.warnings) for read in found] == [0, 0, 1]


def test_an_id_does_not_change_with_the_zone_that_is_asked_for(tmp_path: Path) -> None:
    lines = "UID:u\nRRULE:FREQ=DAILY;COUNT=2\nDTSTART:20260302T090000"
    ids = [
        [one.id for one in read(tmp_path, lines, zone=zone).interactions]
        for zone in (None, ZoneInfo("Asia/Tokyo"))
    ]

    assert ids[0] == ids[1] == ["ics:u#20260302T090000", "ics:u#20260303T090000"]


def test_a_revision_is_the_organizers_count_in_fours_and_nonsense_is_none(tmp_path: Path) -> None:
    written = ["SEQUENCE:7", "SEQUENCE:-1", "SEQUENCE:soon", "SEQUENCE:" + "9" * 40, ""]

    revisions = [one(tmp_path, START, ANN, line).revision for line in written]

    assert revisions == [28, 0, 0, 4 * 2**31, 0]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (ANN, "has no DTSTART, expected such as DTSTART:20260301T093000Z"),
        ("DTSTART:", "has no DTSTART, expected such as DTSTART:20260301T093000Z"),
        ("DTSTART:soon", f"DTSTART 'soon' {NO_DATE}"),
        ("DTSTART:,", f"DTSTART ',' {NO_DATE}"),
        ("DTSTART:PT1H", f"DTSTART 'PT1H' {NO_DATE}"),
        (f"{START}\nRECURRENCE-ID:,", f"RECURRENCE-ID ',' {NO_DATE}"),
        ("DTSTART:20260230T090000Z", f"DTSTART '20260230T090000Z' {NO_DATE}"),
        (f"{START}\nRECURRENCE-ID:soon", f"RECURRENCE-ID 'soon' {NO_DATE}"),
        (f"{START}\nRRULE:FREQ=SOON", f"RRULE 'FREQ=SOON' {NO_RULE}"),
        (f"{START}\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", TOO_LONG),
    ],
)
def test_an_unreadable_meeting_costs_only_itself(tmp_path: Path, lines: str, reason: str) -> None:
    found = read(tmp_path, f"UID:a\n{START}\n{ANN}", lines, f"UID:b\n{START}\n{ANN}")

    assert [(one.place, one.reason) for one in found.rejected] == [
        ("calendar.ics:VEVENT 2 (line 8)", reason)
    ]
    assert [one.id for one in found.interactions] == ["ics:a", "ics:b"]


def test_an_attachment_inside_a_meeting_is_passed_over(tmp_path: Path) -> None:
    folded = "ATTACH;ENCODING=BASE64:" + "\n ".join(["QUJD" * 15] * 20_000)
    straight = "X-ALT-DESC:" + "BEGIN:VEVENT " * 100_000

    assert one(tmp_path, START, folded, straight, ANN, BOB).receivers != ()


def test_a_file_that_is_no_calendar_says_so(tmp_path: Path) -> None:
    path = tmp_path / "page.ics"
    path.write_text("<html>Sign in to see the calendar</html>")

    found = gathered(CalendarIcs(), path)

    assert [(one.place, one.reason) for one in found.rejected] == [
        ("page.ics", "holds no calendar, expected BEGIN:VCALENDAR")
    ]


@pytest.mark.parametrize("text", ["", "BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR\n"])
def test_a_calendar_without_meetings_holds_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tasks.ics"
    path.write_text(text)

    assert gathered(CalendarIcs(), path).read == 0


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.ics", b"", True), ("a.ICS.gz", b"", True),
        ("a", b"\xef\xbb\xbfbegin:vcalendar\r\n", True),
        ("a.txt", b"\r\nBEGIN:VEVENT\r\n", True), ("a.vcf", b"BEGIN:VCARD\r\n", False),
        ("a.csv", b"Subject,Start Date\n", False), ("a.json", b"{}", False), ("a", b"", False),
    ],
)  # fmt: skip
def test_a_calendar_is_known_by_its_name_or_its_first_line(
    tmp_path: Path, name: str, head: bytes, *, expected: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(head)

    assert CalendarIcs().recognises(file_at(path)) is expected


def test_real_calendars_are_read_without_loss(shared: Path) -> None:
    """Counted by eye. The Zimbra series: 173 first Tuesdays from October 2012 to February 2027,

    without three excluded, and five more dates; two of those 175 were moved. The other series
    lists 19 dates.
    """
    found = {
        path.name: gathered(CalendarIcs(), path, clock=datetime(2026, 3, 1, tzinfo=UTC))
        for path in sorted((shared / "platform-calendar").glob("*.ics"))
    }

    counts = {
        name: (read.read, len(read.interactions), len(read.rejected))
        for name, read in found.items()
    }
    assert counts == {
        "Attendee1.ics": (1, 1, 0),
        "Outlook2007LineFolds.ics": (1, 1, 0),
        "alarm_google_future.ics": (1, 1, 0),
        "america_new_york.ics": (1, 1, 0),
        "event_with_rsvp.ics": (1, 0, 1),
        "issue_156_RDATE_with_PERIOD_TZID_khal.ics": (1, 19, 0),
        "recur_instances.ics": (3, 173 - 3 + 5, 0),
    }
    (folded,) = found["Outlook2007LineFolds.ics"].interactions
    assert [one.identity for one in folded.receivers] == [
        "email:some.attendee@event.com",
        "email:event@calendardemo.net",
    ]
    assert found["alarm_google_future.ics"].interactions[0].receivers == ()
    assert found["america_new_york.ics"].interactions[0].at.hour == 12
