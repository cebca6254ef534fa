"""Calendars as Exchange, Outlook and Google write them, beyond what the standard says."""

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.connect import open_store
from graph.model import Receiver, Role, Status
from ingest.load import LoadReport, load
from ingest.source import Reading
from tests.ingest.gathered import CLOCK
from tests.ingest.test_calendar_ics import ANN, BOB, START, one, read

AT_NINE = "20260702T090000"
DAILY = "UID:u\nDTSTART;TZID=Europe/Berlin:20260302T090000\nRRULE:FREQ=DAILY;COUNT=3"


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("W. Europe Standard Time", 7),
        ("Romance Standard Time", 7),
        ("Eastern Standard Time", 13),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 7),
        ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", 7),
        ("(UTC-05:00) Eastern Time (US & Canada)", 13),
        ("(UTC-08:00) Pacific Time (US & Canada)", 16),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", 8),
        ("(UTC) Coordinated Universal Time", 9),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", 3),
        ("(UTC+02:00) Somewhere Nobody Knows", 7),  # then the offset is all there is
        ("America/New_York-2", 13),
        ("/softwarestudio.org/Olson_20011030_5/Europe/Paris", 7),
        ("tzone://Microsoft/Utc", 9),
    ],
)
def test_zones_go_by_the_names_that_programs_show(tmp_path: Path, zone: str, hour: int) -> None:
    """Nine o'clock in July: where summer has an hour of its own, it is taken off."""
    found = one(tmp_path, "UID:u", f'DTSTART;TZID="{zone}":{AT_NINE}', ANN, BOB)

    assert found.at.replace(minute=0) == datetime(2026, 7, 2, hour, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Customized Time Zone", "tzone://Microsoft/Custom"])
def test_a_zone_of_ones_own_is_what_the_file_defines(tmp_path: Path, zone: str) -> None:
    rules = (
        "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\n"
    )
    definition = f"BEGIN:VTIMEZONE\nTZID:{zone}\n{rules}END:VTIMEZONE\n"
    event = f'UID:u\nDTSTART;TZID="{zone}":{AT_NINE}\n{ANN}\n{BOB}'
    (found,) = read(tmp_path, event, head=definition).interactions

    assert found.at == datetime(2026, 7, 2, 7, tzinfo=UTC)


def test_a_zone_that_nobody_defines_is_warned_about(tmp_path: Path) -> None:
    event = f"UID:u\nDTSTART;TZID=Customized Time Zone:{AT_NINE}\n{ANN}\n{BOB}"

    assert "nobody knows the zone 'Customized Time Zone'" in read(tmp_path, event).warnings[0]


@pytest.mark.parametrize(
    "excluded",
    [
        "EXDATE;VALUE=DATE:20260303",
        "EXDATE:20260303T090000",
        "EXDATE:20260303T080000Z",
        "EXDATE;TZID=America/New_York:20260303T030000",
        "EXDATE;TZID=W. Europe Standard Time:20260303T090000,20260309T090000",
    ],
)
def test_an_excluded_day_may_be_written_by_any_type_and_zone(tmp_path: Path, excluded: str) -> None:
    found = read(tmp_path, f"{DAILY}\n{excluded}\n{ANN}\n{BOB}")

    assert [meeting.at.day for meeting in found.interactions] == [2, 4]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=3;BYDAY=MO, TU, WE",
        "FREQ=DAILY\\;COUNT=3",
        "RSCALE=GREGORIAN;FREQ=DAILY;COUNT=3;SKIP=FORWARD",
    ],
)
def test_a_rule_may_have_blanks_escapes_and_the_usual_calendar_in_it(
    tmp_path: Path, rule: str
) -> None:
    found = read(tmp_path, f"{DAILY.partition('RRULE')[0]}RRULE:{rule}\n{ANN}\n{BOB}")

    assert [meeting.at.day for meeting in found.interactions] == [2, 3, 4]


def test_days_of_a_series_may_have_the_zone_that_google_gives_them(tmp_path: Path) -> None:
    days = "UID:u\nDTSTART;VALUE=DATE:20260302\nRDATE:20260305Z\nRDATE:20260307Z"
    found = read(tmp_path, f"{days}\n{ANN}\n{BOB}")

    assert [meeting.at.day for meeting in found.interactions] == [2, 5, 7]


def test_a_length_that_nobody_can_read_costs_no_meeting(tmp_path: Path) -> None:
    start = "DTSTART:20260302T090000Z"
    for length in ("DURATION:-PT1W1D2H", "DTEND:20260302T25:00", "DTEND:20260230", "DTEND:,"):
        assert one(tmp_path, "UID:u", start, length, ANN, BOB).duration is None


def test_a_moment_excludes_its_day_from_a_series_of_days(tmp_path: Path) -> None:
    days = "UID:u\nDTSTART;VALUE=DATE:20260302\nRRULE:FREQ=DAILY;COUNT=3"
    found = read(tmp_path, f"{days}\nEXDATE:20260303T000000Z\n{ANN}\n{BOB}")

    assert [meeting.at.day for meeting in found.interactions] == [2, 4]


@pytest.mark.parametrize(
    "moved",
    [
        "RECURRENCE-ID:20260303T080000Z",
        "RECURRENCE-ID;TZID=America/New_York:20260303T030000",
        "RECURRENCE-ID;TZID=W. Europe Standard Time:20260303T090000",
        "RECURRENCE-ID;VALUE=DATE:20260303",
        "RECURRENCE-ID:20260303",
        "RECURRENCE-ID:20260303T090000",
    ],
)
def test_a_moved_occurrence_stands_for_the_one_it_was_however_that_is_written(
    tmp_path: Path, moved: str
) -> None:
    override = f"UID:u\n{moved}\nDTSTART;TZID=America/New_York:20260303T150000\n{ANN}\n{BOB}"
    found = read(tmp_path, f"{DAILY}\n{ANN}\n{BOB}", override)

    assert sorted((meeting.id, meeting.at.hour) for meeting in found.interactions) == [
        ("ics:u#20260302T080000Z", 8),
        ("ics:u#20260303T080000Z", 20),
        ("ics:u#20260304T080000Z", 8),
    ]


@pytest.mark.parametrize("day", ["20260329", "20261025", "20260302"])
def test_a_whole_day_is_a_day_where_a_clock_is_changed(tmp_path: Path, day: str) -> None:
    lines = f"UID:u\nDTSTART;VALUE=DATE:{day}\nDTEND;VALUE=DATE:{int(day) + 1}\n{ANN}\n{BOB}"
    (found,) = read(tmp_path, lines, head="X-WR-TIMEZONE:Europe/Berlin\n").interactions

    assert found.duration == timedelta(days=1)


@pytest.mark.parametrize(
    ("attendee", "identity"),
    [
        ("ATTENDEE;CN=Cy Moor:invalid:nomail", "account:Cy Moor"),
        ("ATTENDEE;CN=cy@x.example:invalid:nomail", "email:cy@x.example"),
        ('ATTENDEE;CN="Cy":/o=ExchangeLabs/ou=x/cn=Recipients/cn=cy', "account:Cy"),
        ("ATTENDEE;CN=Cy;EMAIL=cy@x.example:urn:uuid:1-2", "email:cy@x.example"),
        ('ATTENDEE;CN=Cy;SENT-BY="mailto:pa@x.example":mailto:cy@x.example', "email:cy@x.example"),
        ('ATTENDEE;X-RESPONSE-COMMENT="at 9: ok; hi":mailto:cy@x.example', "email:cy@x.example"),
        ("ATTENDEE;X-NUM-GUESTS=0;CUTYPE=INDIVIDUAL:MAILTO:Cy@X.example", "email:cy@x.example"),
    ],
)  # fmt: skip
def test_who_takes_part_without_a_plain_address(
    tmp_path: Path, attendee: str, identity: str
) -> None:
    found = one(tmp_path, "UID:u", START, ANN, attendee)

    assert [receiver.identity for receiver in found.receivers] == [identity]


def test_an_attendee_who_is_nobody_is_passed_over(tmp_path: Path) -> None:
    assert one(tmp_path, "UID:u", START, ANN, BOB, "ATTENDEE:invalid:nomail").receivers == (
        Receiver("email:bob@x.example", Role.ATTENDEE, Status.ACCEPTED),
    )


def test_who_sends_for_another_does_not_call_the_meeting(tmp_path: Path) -> None:
    boss = 'ORGANIZER;CN=Ann;SENT-BY="mailto:assistant@x.example":mailto:ann@x.example'

    assert one(tmp_path, "UID:u", START, boss, BOB).sender == "email:ann@x.example"


@pytest.mark.parametrize(
    "organizer",
    [
        "ORGANIZER;CN=Unknown Organizer:mailto:unknownorganizer@calendar.google.com",
        "ORGANIZER;CN=Team:mailto:abc123@group.calendar.google.com",
    ],
)
def test_where_a_calendar_calls_a_meeting_its_first_attendee_does(
    tmp_path: Path, organizer: str
) -> None:
    found = one(tmp_path, "UID:u", START, organizer, BOB, "ATTENDEE:mailto:cy@x.example")

    assert found.sender == "email:bob@x.example"
    assert [receiver.identity for receiver in found.receivers] == ["email:cy@x.example"]


@pytest.mark.parametrize(
    "calendar",
    ["addressbook#contacts", "en.polish#holiday", "p#weeknum"],
)
def test_birthdays_and_holidays_tie_nobody(tmp_path: Path, calendar: str) -> None:
    address = f"{calendar}@group.v.calendar.google.com"
    found = one(
        tmp_path, "UID:h", "DTSTART;VALUE=DATE:20260501",
        f"ORGANIZER;CN=Holidays:mailto:{address}", "ATTENDEE:mailto:bob@x.example",
    )  # fmt: skip

    assert found.sender == "email:bob@x.example"
    assert found.receivers == ()


@pytest.mark.parametrize("method", ["COUNTER", "DECLINECOUNTER", "REFRESH"])
def test_a_proposal_moves_no_meeting(tmp_path: Path, method: str) -> None:
    found = read(tmp_path, f"UID:u\n{START}\n{ANN}\n{BOB}", head=f"METHOD:{method}\n")

    assert not found.interactions
    assert found.rejected[0].reason.startswith(f"METHOD:{method} is ")


def _loaded(folder: Path, *files: tuple[str, str]) -> LoadReport:
    inside = folder / "in"
    inside.mkdir(exist_ok=True)
    for name, text in files:
        (inside / name).write_text(text.replace("\n", "\r\n"), newline="")
    return load([inside], open_store(str(folder / "log.duckdb")), Reading(CLOCK))


def _invitation(method: str, sequence: int, *lines: str) -> str:
    event = "\n".join((f"UID:u\nSEQUENCE:{sequence}", START, ANN, *lines))
    return f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"


def _answers(folder: Path) -> set[str]:
    kept = open_store(str(folder / "log.duckdb")).contents()
    codes = kept.interacted.column("status").to_pylist()
    return {list(Status)[code] for code in codes}


def test_an_answer_changes_what_the_invitation_said(tmp_path: Path) -> None:
    asked = "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bob@x.example"
    _loaded(tmp_path, ("1.ics", _invitation("REQUEST", 0, asked)))
    assert _answers(tmp_path) == {Status.UNANSWERED}
    _loaded(tmp_path, ("2.ics", _invitation("REPLY", 0, BOB)))

    assert _answers(tmp_path) == {Status.ACCEPTED}


@pytest.mark.parametrize("order", [("1.ics", "2.ics"), ("2.ics", "1.ics")])
def test_a_cancellation_of_a_higher_sequence_calls_the_meeting_off(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    first, second = order
    _loaded(
        tmp_path, (first, _invitation("REQUEST", 0, BOB)), (second, _invitation("CANCEL", 1, BOB))
    )

    assert _answers(tmp_path) == {Status.DECLINED}


def test_whole_days_out_of_the_office_tie_nobody_and_a_visit_does(tmp_path: Path) -> None:
    away = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"
    whole = one(tmp_path, "UID:u", "DTSTART;VALUE=DATE:20260303", away, ANN, BOB)
    midnight = one(
        tmp_path, "UID:u", "DTSTART:20260303T000000Z", away,
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", ANN, BOB,
    )  # fmt: skip
    visit = one(tmp_path, "UID:u", START, away, ANN, BOB)

    assert (whole.is_bulk, midnight.is_bulk, visit.is_bulk) == (True, True, False)


def test_a_letter_cut_in_two_by_a_fold_is_whole(tmp_path: Path) -> None:
    name = "Ren\u00e9e M\u00fcller".encode()
    line = b"ATTENDEE;CN=" + name + b":mailto:renee@x.example"
    cut = line.index(b"\xc3") + 1  # inside the two bytes of the accent
    path = tmp_path / "folded.ics"
    path.write_bytes(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20260302T090000Z\r\n"
        b"ORGANIZER:mailto:ann@x.example\r\n" + line[:cut] + b"\r\n " + line[cut:] + b"\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    report = load([path], open_store(str(tmp_path / "log.duckdb")), Reading(CLOCK))
    facts = open_store(str(tmp_path / "log.duckdb")).contents().facts

    assert report.total("new") == 1
    assert "Ren\u00e9e M\u00fcller" in facts.column("value").to_pylist()


def _mail(number: int, labels: str) -> str:
    return (
        f"From {number}@xxx Mon Mar 02 09:00:00 +0000 2026\nX-GM-THRID: 1{number}\n"
        f"X-Gmail-Labels: {labels}\nFrom: ann@x.example\nTo: bob@x.example\n"
        f"Message-ID: <{number}@x.example>\nDate: Mon, 02 Mar 2026 09:0{number}:00 +0000\n\nHi\n\n"
    )


def test_a_takeout_is_read_as_it_was_downloaded(tmp_path: Path) -> None:
    labels = (
        "Inbox,Important", "Spam,Unread", "Trash", "Drafts", "=?UTF-8?Q?Gel=C3=B6scht,Papierkorb?=",
        "=?UTF-8?Q?Entw=C3=BCrfe?=", "Chat", '"Trash, or not",Archived',
    )  # fmt: skip
    mails = "".join(_mail(k, label) for k, label in enumerate(labels))
    event = f"UID:u@google.com\n{START}\n{ANN}\n{BOB}"
    calendar = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"
    takeout = tmp_path / "takeout-20260301T000000Z-001.zip"
    with zipfile.ZipFile(takeout, "w") as archive:
        archive.writestr("Takeout/archive_browser.html", "<!DOCTYPE html><p>Takeout</p>")
        archive.writestr("Takeout/Calendar/ann@x.example.ics", calendar)
        archive.writestr("Takeout/Mail/All mail Including Spam and Trash.mbox", mails)
    report = load([takeout], open_store(str(tmp_path / "log.duckdb")), Reading(CLOCK))

    assert (report.total("new"), report.total("rejected")) == (7, 2)  # two were never sent
    assert report.total("tieless") == 3  # spam, and twice the trash
    assert [one.sort for one in report.left_out] == ["page"]
