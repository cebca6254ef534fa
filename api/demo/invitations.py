"""Invitations: meetings and series as an iCalendar file (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from api.demo.company import Member
from api.demo.names import spelled_plainly
from api.demo.series import Series
from api.demo.story import CALM, DAYS, OWN
from api.demo.talks import Meeting
from api.demo.workdays import Workdays

__all__ = ["holidays", "icalendar", "invitation", "invitations"]

_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Arboris//Calendar export//EN",
    "CALSCALE:GREGORIAN",
)
_EUROPE = (
    ("DAYLIGHT", "19810329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "+0100", "+0200"),
    ("STANDARD", "19961027T030000", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "+0200", "+0100"),
)
_ZONES: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "Europe/Warsaw": _EUROPE,
    "Europe/Paris": _EUROPE,
    "Asia/Kolkata": (("STANDARD", "19700101T000000", "", "+0530", "+0530"),),
    "America/Toronto": (
        ("DAYLIGHT", "20070311T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "-0500", "-0400"),
        ("STANDARD", "20071104T020000", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "-0400", "-0500"),
    ),
}


def icalendar(parts: Iterable[list[str]], zones: set[str]) -> bytes:
    """Put meetings and the zones they name into one file; lines are folded as the norm wants."""
    lines = [*_HEAD]
    for zone in sorted(zones):
        lines += ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
        for name, starts, rule, before, after in _ZONES[zone]:
            lines += [f"BEGIN:{name}", f"DTSTART:{starts}", *([f"RRULE:{rule}"] if rule else [])]
            lines += [f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", f"END:{name}"]
        lines.append("END:VTIMEZONE")
    for part in parts:
        lines += part
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _folded(line: str) -> Iterator[str]:
    """Cut a line after at most 74 octets, never inside a character."""
    if len(line) <= 74 and (line.isascii() or len(line.encode()) <= 74):
        yield line
        return
    start, octets = 0, 0
    for place, character in enumerate(line):
        size = len(character.encode())
        if octets + size > 73:
            yield line[start:place] if start == 0 else f" {line[start:place]}"
            start, octets = place, 0
        octets += size
    yield f" {line[start:]}" if start else line


def invitation(meeting: Meeting, stamp: str) -> list[str]:
    """Write one meeting."""
    starts = datetime.fromtimestamp(meeting.at, UTC)
    ends = starts + timedelta(minutes=meeting.minutes)
    return [
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}",
        f"DTSTAMP:{stamp}",
        f"DTSTART:{starts:%Y%m%dT%H%M%SZ}",
        f"DTEND:{ends:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{meeting.title}",
        *_people(meeting.organiser, meeting.guests, meeting.answers, meeting.room),
        "END:VEVENT",
    ]


def invitations(series: Series, workdays: Workdays, stamp: str) -> list[str]:
    """Write a series: its rule, the days it was called off, and the one day it was moved."""
    zone = series.organiser.zone
    local = [_local(workdays, day, series.second) for day in (series.days[0], series.days[-1])]
    until = datetime.fromtimestamp(workdays.at(series.days[-1], series.second, zone), UTC)
    people = _people(series.organiser, series.guests, series.answers, series.room)
    rule = f"FREQ=WEEKLY;INTERVAL={series.weeks}" if series.weeks > 1 else "FREQ=WEEKLY"
    skipped = ",".join(_local(workdays, day, series.second) for day in series.skipped)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{series.uid}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;TZID={zone}:{local[0]}",
        f"DURATION:PT{series.minutes}M",
        f"RRULE:{rule};UNTIL={until:%Y%m%dT%H%M%SZ}",
        *([f"EXDATE;TZID={zone}:{skipped}"] if skipped else []),
        f"SUMMARY:{series.title}",
        *people,
        "END:VEVENT",
    ]
    if series.moved is not None:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{series.uid}",
            f"DTSTAMP:{stamp}",
            f"RECURRENCE-ID;TZID={zone}:{_local(workdays, series.moved, series.second)}",
            "SEQUENCE:1",
            f"DTSTART;TZID={zone}:{_local(workdays, series.moved, series.second + 7200)}",
            f"DURATION:PT{series.minutes}M",
            f"SUMMARY:{series.title}",
            *people,
            "END:VEVENT",
        ]
    return lines


def holidays(workdays: Workdays, organiser: Member, stamp: str) -> Iterator[list[str]]:
    """Write the calm spells as all-day entries that invite nobody."""
    for begins, ends in CALM:
        yield [
            "BEGIN:VEVENT",
            f"UID:calm-{begins}@{OWN}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{workdays.date_of(DAYS - begins):%Y%m%d}",
            f"DTEND;VALUE=DATE:{workdays.date_of(DAYS - ends):%Y%m%d}",
            "SUMMARY:Most of us are away",
            f"ORGANIZER;CN={organiser.name}:mailto:{organiser.email}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]


def _local(workdays: Workdays, day: int, second: int) -> str:
    return f"{workdays.date_of(day):%Y%m%d}T{second // 3600:02d}{second // 60 % 60:02d}00"


def _people(
    organiser: Member, guests: tuple[Member, ...], answers: tuple[str, ...], room: str
) -> list[str]:
    lines = [
        f"ORGANIZER;CN={organiser.name}:mailto:{organiser.email}",
        f"ATTENDEE;CN={organiser.name};ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:{organiser.email}",
    ]
    lines += [
        f"ATTENDEE;CN={guest.name};ROLE=REQ-PARTICIPANT;PARTSTAT={answer}:mailto:{guest.email}"
        for guest, answer in zip(guests, answers, strict=True)
    ]
    if room:
        place = f"room-{spelled_plainly(room)}@{OWN}"
        lines.append(f"LOCATION:{room}")
        lines.append(f"ATTENDEE;CN={room};CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:{place}")
    return lines
