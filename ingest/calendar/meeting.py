"""One VEVENT as a meeting: when it is, who calls it, who takes part and what they answered."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from icalendar import vDDDTypes

from graph.model import Receiver, Role, Status
from graph.people.identity import canonical, clean, plain_email
from ingest.calendar.lines import Component, Property
from ingest.calendar.zones import Zones
from ingest.heard.topic_words import subject_topic
from ingest.mail.addresses import Named, account
from ingest.role_addresses import LIST, RESOURCE
from ingest.source import BadRecord

__all__ = ["Clock", "Day", "Meeting", "meeting", "sequence_of", "uid_of"]

Day = date | datetime
_Period = tuple[Day, timedelta | None]

_date_or_period: Callable[[str], object] = vDDDTypes.from_ical
_DAY = re.compile(r"\d{8}Z")  # as Google writes the days of birthdays
_STATUSES = {
    "ACCEPTED": Status.ACCEPTED,
    "COMPLETED": Status.ACCEPTED,
    "IN-PROCESS": Status.ACCEPTED,
    "TENTATIVE": Status.TENTATIVE,
    "DECLINED": Status.DECLINED,
    "DELEGATED": Status.DECLINED,  # whom it was delegated to is an attendee too
}
_ESCAPED = re.compile(r"\\([\\;,Nn])")
_MOST_SUMMARY = 1_000
_NO_MEETINGS = {
    "COUNTER": "a proposal to the organizer",
    "DECLINECOUNTER": "an answer to a proposal",
    "REFRESH": "a question for the latest version",
}
_OF_OUTLOOK = ("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT")
_MAILTO = re.compile(r".*mailto:\s*([^\s?;,\"]+@[^\s?;,\"]+)", re.IGNORECASE | re.DOTALL)
_NOT_PEOPLE = {
    "RESOURCE": RESOURCE,
    "ROOM": RESOURCE,
    "GROUP": LIST,
    "@resource.calendar.google.com": RESOURCE,
    "@group.calendar.google.com": LIST,
    "@import.calendar.google.com": RESOURCE,
    "@group.v.calendar.google.com": RESOURCE,  # birthdays and holidays
    "email:unknownorganizer@calendar.google.com": RESOURCE,
}


@dataclass(slots=True)
class Clock:
    """Reads the dates of one component, and notes those that name no zone, or an unknown one."""

    zones: Zones
    zone: tzinfo
    is_assumed: bool = False
    has_placed: bool = False
    unknown: set[str] = field(default_factory=set)

    def days(self, found: Property) -> list[_Period]:
        """Read a property's dates, each with its duration where it is a period."""
        tzid = found.parameters.get("TZID")
        zone = self.zones.named(tzid) if tzid else None
        if tzid and zone is None:
            self.unknown.add(clean(tzid)[:80])
        periods = []
        for text in filter(None, (part.strip() for part in found.value.split(","))):
            try:
                read = _date_or_period(text[:8] if _DAY.fullmatch(text) else text)
            except (ValueError, LookupError, TypeError) as error:
                raise _no_date(found, text) from error
            if isinstance(read, tuple):
                begins, ends = read
                periods.append(self._period(begins, ends, zone))
            elif isinstance(read, date):
                periods.append((self._placed(read, zone), None))
            else:
                raise _no_date(found, text)
        return periods

    def day(self, found: Property) -> Day:
        """Read a property's first date; a ``BadRecord`` says that it has none."""
        periods = self.days(found)
        if not periods:
            raise _no_date(found, found.value)
        return periods[0][0]

    def _period(self, start: Day, end: Day | timedelta, zone: tzinfo | None) -> _Period:
        begins = self._placed(start, zone)
        if isinstance(end, timedelta):
            return begins, max(end, timedelta(0))
        return begins, max(
            self.instant(self._placed(end, zone)) - self.instant(begins), timedelta(0)
        )

    def _placed(self, day: Day, zone: tzinfo | None) -> Day:
        if isinstance(day, datetime) and day.tzinfo is None:
            self.has_placed |= zone is None
            return day.replace(tzinfo=zone or self.zone)
        return day

    def instant(self, day: Day) -> datetime:
        """Give the moment in UTC; a day begins at midnight in the calendar's zone."""
        if not isinstance(day, datetime):
            day = datetime.combine(day, time(), self.zone)
        return day.astimezone(UTC)


def _no_date(found: Property, text: str) -> BadRecord:
    said = f"{found.name} {clean(text)[:40]!r} is no date"
    return BadRecord(f"{said}, expected such as 20260301T093000Z", text[:200])


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a VEVENT says; ``original`` is the start it had before it was moved out of its series.

    ``sequence`` is the organizer's count of changes.
    ``is_floating`` says that the date it goes by names no zone.
    """

    uid: str | None
    start: Day
    duration: timedelta | None
    original: Day | None
    moves_the_rest: bool
    sequence: int
    is_floating: bool
    sender: str | None
    receivers: tuple[Receiver, ...]
    names: tuple[Named, ...]
    kinds: tuple[tuple[str, str], ...]
    topics: tuple[str, ...] = ()
    is_absence: bool = False  # whole days out of the office, which colleagues are told of
    is_cancelled: bool = False

    @property
    def is_override(self) -> bool:
        """Whether this replaces one occurrence of a series."""
        return self.original is not None

    def called_off(self) -> "Meeting":
        """The same with everyone declining."""
        return replace(self, receivers=_declined(self.receivers))


def meeting(component: Component, clock: Clock, log: str | None) -> Meeting:
    """Read a VEVENT; a ``BadRecord`` says what is missing or unreadable."""
    if component.problem:
        raise BadRecord(component.problem)
    method = component.calendar.get("METHOD", "").upper()
    if method in _NO_MEETINGS:
        raise BadRecord(f"METHOD:{method[:20]} is {_NO_MEETINGS[method]}, expected a meeting")
    written = component.first("DTSTART")
    if written is None or not written.value:
        raise BadRecord("has no DTSTART, expected such as DTSTART:20260301T093000Z")
    start = clock.day(written)
    moved = component.first("RECURRENCE-ID")
    original = clock.day(moved) if moved and moved.value else None
    status = component.first("STATUS")
    sender, receivers, people = _people(component, log)
    is_cancelled = method == "CANCEL" or (
        status is not None and status.value.upper() == "CANCELLED"
    )
    return Meeting(
        uid=uid_of(component),
        start=start,
        duration=_duration(component, clock, start),
        original=original,
        moves_the_rest=moved is not None and "THISANDFUTURE" in moved.parameters.values(),
        sequence=sequence_of(component),
        is_floating=_is_floating(moved or written, clock.zones),
        sender=sender,
        receivers=_declined(receivers) if is_cancelled else tuple(receivers),
        names=tuple((one.identity, one.name) for one in people if one.name),
        kinds=tuple((one.identity, one.kind) for one in people if one.kind),
        topics=_topics(component) if receivers else (),
        is_absence=_is_absence(component, start),
        is_cancelled=is_cancelled,
    )


def _topics(component: Component) -> tuple[str, ...]:
    """What it is about, where that is not for its owner alone."""
    access, summary = component.first("CLASS"), component.first("SUMMARY")
    if access is not None and access.value.upper() in ("PRIVATE", "CONFIDENTIAL"):
        return ()
    text = "" if summary is None else summary.value[:_MOST_SUMMARY]
    return subject_topic(_ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], text))


def _is_absence(component: Component, start: Day) -> bool:
    said = {name: found.value.upper() for name in _OF_OUTLOOK if (found := component.first(name))}
    is_whole_day = not isinstance(start, datetime) or said.get(_OF_OUTLOOK[1]) == "TRUE"
    return is_whole_day and said.get(_OF_OUTLOOK[0]) == "OOF"


def _declined(receivers: Iterable[Receiver]) -> tuple[Receiver, ...]:
    return tuple(Receiver(one.identity, one.role, Status.DECLINED) for one in receivers)


def _is_floating(written: Property, zones: Zones) -> bool:
    if len(written.value) == 8 or written.value.upper().endswith("Z"):
        return False
    tzid = written.parameters.get("TZID")
    return tzid is None or zones.named(tzid) is None


def _duration(component: Component, clock: Clock, start: Day) -> timedelta | None:
    end, length = component.first("DTEND"), component.first("DURATION")
    lasted: object = None if isinstance(start, datetime) else timedelta(days=1)
    if end and end.value:
        with suppress(BadRecord):  # who met and when is read; how long it was is not known
            lasted = _between(start, clock.day(end), clock)
    elif length and length.value:
        with suppress(ValueError, LookupError, TypeError):
            lasted = _date_or_period(length.value)
    return lasted if isinstance(lasted, timedelta) and lasted >= timedelta(0) else None


def _between(start: Day, until: Day, clock: Clock) -> timedelta:
    if isinstance(until, datetime) or isinstance(start, datetime):
        return clock.instant(until) - clock.instant(start)
    return until - start  # days are days, also where a clock is changed


def uid_of(component: Component) -> str | None:
    """Give the UID, which a series and what was moved out of it share."""
    found = component.first("UID")
    return (clean(found.value) or None) if found else None


def sequence_of(component: Component) -> int:
    """Give the organizer's count of changes."""
    found = component.first("SEQUENCE")
    digits = found.value if found else ""
    return min(int(digits), 2**31) if digits.isascii() and digits.isdigit() else 0


@dataclass(frozen=True, slots=True)
class _Attendee:
    identity: str
    name: str
    kind: str | None
    role: Role
    status: Status
    is_participant: bool


def _people(
    component: Component, log: str | None
) -> tuple[str | None, list[Receiver], list[_Attendee]]:
    """Who calls the meeting, who it reaches, and everyone it names."""
    caller = component.first("ORGANIZER")
    organizer = _attendee(caller, log) if caller else None
    named = [_attendee(found, log) for found in component.all("ATTENDEE")]
    attendees = [one for one in named if one is not None]
    sender = organizer.identity if organizer and organizer.is_participant else None
    reached: dict[str, Receiver] = {}
    for one in attendees:
        if not one.is_participant:
            continue
        sender = sender or one.identity
        if one.identity != sender and one.identity not in reached:
            reached[one.identity] = Receiver(one.identity, one.role, one.status)
    everyone = ([organizer] if organizer else []) + attendees
    return sender, list(reached.values()), everyone


def _attendee(found: Property, log: str | None) -> _Attendee | None:
    name = clean(found.parameters.get("CN", ""))[:200].strip("'\" ")
    identity = _identity(found, name, log)
    if identity is None:
        return None
    role = found.parameters.get("ROLE", "").upper()
    kind = _kind(identity, found.parameters.get("CUTYPE", "").upper())
    return _Attendee(
        identity=identity,
        name="" if "@" in name or identity.startswith("account:") else name,
        kind=kind,
        role=Role.OPTIONAL if role == "OPT-PARTICIPANT" else Role.ATTENDEE,
        status=_STATUSES.get(found.parameters.get("PARTSTAT", "").upper(), Status.UNANSWERED),
        is_participant=kind is None and role != "NON-PARTICIPANT",
    )


def _identity(found: Property, name: str, log: str | None) -> str | None:
    mailto = _MAILTO.match(found.value)
    for text in (mailto[1] if mailto else found.value, found.parameters.get("EMAIL", ""), name):
        address = plain_email(clean(text.rpartition(":")[2]))
        if address and len(address) <= 320:
            return f"email:{address}"
    if found.value.lower().startswith("tel:"):
        return canonical(f"phone:{found.value[4:]}")
    return account(name, log) if name else None


def _kind(identity: str, user_type: str) -> str | None:
    at = identity.rfind("@")
    return (
        _NOT_PEOPLE.get(user_type)
        or _NOT_PEOPLE.get(identity[at:] if at >= 0 else "")
        or _NOT_PEOPLE.get(identity)
    )
