"""Calendars: every occurrence of every meeting in an iCalendar file is one interaction.

The file is read twice: first for the zones it defines and for what was moved out of its series
(`ingest.calendar.survey`), then meeting by meeting. A series is expanded to one year past the
clock. A meeting that does not repeat goes by its UID, so that putting it off corrects it; an
occurrence of a series by its UID and the start it had in the series.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from graph.batch import Batch, Rejected
from graph.model import Fact, Interaction, Kind, Merge
from graph.people.identity import clean, plain_email
from ingest.batches.gather import Record, gather
from ingest.calendar.lines import Component, components
from ingest.calendar.meeting import Clock, Day, Meeting, meeting
from ingest.calendar.recurrence import MOST, Held, Part, is_series, occurrences
from ingest.calendar.survey import survey
from ingest.mail.addresses import account
from ingest.role_addresses import RESOURCE, kind_of
from ingest.source import BadRecord, File, Reading
from ingest.work_limit import FAILURES, TooMuchWork, work_limit

__all__ = ["CalendarIcs"]

_SUFFIXES = (".ics", ".ical", ".icalendar")
_AHEAD = timedelta(days=365)
_CALLS = 2_000_000  # to expand one series: about a second
_CALLS_AN_OVERRIDE = 2_000
_CALLS_A_DATE, _MOST_DATES = 500, 10_000  # that are listed, in or out
_RANKS, _MOVED, _CANCELLED = 4, 2, 3  # of one SEQUENCE
_MOST_ROWS = 250_000  # of one record: occurrences times receivers


class CalendarIcs:
    """Reads iCalendar files; each VEVENT is one record, however often it repeats."""

    name = "ics"
    meaning = "calendars: iCalendar files of Outlook, Google, Apple and others"

    def recognises(self, file: File) -> bool:
        """Say whether the file is a calendar, by its suffix or its first line."""
        head = file.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:16].upper()
        return file.suffix in _SUFFIXES or head.startswith((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every meeting into batches."""
        calendar = _Calendar(file, reading)
        yield from gather(calendar.records(), self.name, reading, warnings=calendar.warnings)


class _Calendar:
    """One file's meetings."""

    def __init__(self, file: File, reading: Reading) -> None:
        self.file = file
        self.reading = reading
        self.warnings: list[str] = []
        self._warned: set[str] = set()
        with file.path.open("rb") as stream:
            self.survey = survey(stream)

    def records(self) -> Iterator[Record]:
        """Give each VEVENT as a record, and a file that is no calendar as a rejected one."""
        number = 0
        with self.file.path.open("rb") as stream:
            for component in components(stream):
                if component.name == "VEVENT":
                    number += 1
                    place = f"{self.file.shown}:VEVENT {number} (line {component.line})"
                    yield place, self._record(place, component)
        head = self.file.head.strip().upper()
        if not number and head and b"BEGIN:VCALENDAR" not in head:
            reason = "holds no calendar, expected BEGIN:VCALENDAR"
            yield self.file.shown, Rejected(self.file.shown, reason)

    def _record(
        self, place: str, component: Component
    ) -> Rejected | list[Interaction | Fact | Merge]:
        try:
            return self._read(place, component)
        except BadRecord as error:
            return Rejected(place, str(error), error.found)
        except TooMuchWork:
            rule = component.first("RRULE")
            reason = "repeats by a rule that takes too long to follow"
            return Rejected(place, reason, rule.value[:200] if rule else "")
        except FAILURES as error:
            reason = f"cannot be read ({type(error).__name__}), expected a VEVENT of RFC 5545"
            return Rejected(place, reason, clean(str(error))[:200])

    def _read(self, place: str, component: Component) -> list[Interaction | Fact | Merge]:
        clock = self._clock(component)
        about = self._meeting(component, clock)
        held = self._held(place, Part(component, about), clock)
        owner = about.sender or _owner(component, self.reading.log)
        self._warn(place, clock)
        return [
            *(self._interaction(one, owner, clock) for one in held),
            *_facts(about, owner, clock.instant(held[0].start)),
        ]

    def _clock(self, component: Component) -> Clock:
        zones = self.survey.zones
        own = zones.named(component.calendar.get("X-WR-TIMEZONE", ""))
        is_assumed = self.reading.zone is None and own is None
        return Clock(zones, self.reading.zone or own or UTC, is_assumed=is_assumed)

    def _held(self, place: str, part: Part, clock: Clock) -> list[Held]:
        about, uid = part.meeting, part.meeting.uid or ""
        if not is_series(part.component) or (about.is_override and uid in self.survey.sequences):
            original = about.original or (about.start if uid in self.survey.shared else None)
            return [Held(about, original, about.start, about.duration)]
        most = min(MOST, max(_MOST_ROWS // max(len(about.receivers), 1), 1))
        series = Part(part.component, replace(about, original=None))
        overrides = [] if about.is_override else list(self._overrides(uid, clock))
        dates = sum(one.value.count(",") for one in part.component.all("RDATE"))
        dates += sum(one.value.count(",") for one in part.component.all("EXDATE"))
        calls = _CALLS_AN_OVERRIDE * len(overrides) + _CALLS_A_DATE * min(dates, _MOST_DATES)
        with work_limit(_CALLS + calls):
            held, is_cut = occurrences(
                series, overrides, clock, until=self.reading.clock + _AHEAD, most=most
            )
        if is_cut:
            self.warnings.append(f"{place}: repeats too often; {most} of its occurrences are kept")
        # a series of which nothing is left was called off
        return held or [Held(about.called_off(), about.start, about.start, about.duration)]

    def _overrides(self, uid: str, clock: Clock) -> Iterator[Part]:
        for component in self.survey.overrides.get(uid, ()):
            with suppress(*FAILURES):  # it is rejected where it stands
                yield Part(component, self._meeting(component, clock))

    def _meeting(self, component: Component, clock: Clock) -> Meeting:
        """What a VEVENT says; the occurrence it replaces goes by the hour and zone of its series.

        Some programs name the occurrence by its day alone, or by its hour without the zone.
        """
        about = meeting(component, clock, self.reading.log)
        moved, first = component.first("RECURRENCE-ID"), self.survey.firsts.get(about.uid or "")
        if about.original is None or moved is None or first is None:
            return about
        start: Day | None = None
        with suppress(BadRecord):
            start = clock.day(first)
        if isinstance(start, datetime):
            if not isinstance(about.original, datetime):
                original = datetime.combine(about.original, start.timetz())
                return replace(about, original=original)
            if "TZID" not in moved.parameters and not moved.value.upper().endswith("Z"):
                original = about.original.replace(tzinfo=start.tzinfo)
                is_bare = about.is_floating and "TZID" not in first.parameters
                return replace(about, original=original, is_floating=is_bare)
        return about

    def _interaction(self, held: Held, owner: str, clock: Clock) -> Interaction:
        about = held.meeting
        sender = about.sender or owner
        return Interaction(
            at=clock.instant(held.start),
            kind=Kind.MEETING,
            channel="calendar",
            sender=sender,
            receivers=about.receivers,
            id=_id(held),
            duration=held.duration,
            thread=f"ics:{about.uid}" if about.uid else None,
            topics=about.topics,
            is_bulk=about.is_absence,
            revision=self._revision(about),
        )

    def _revision(self, about: Meeting) -> int:
        """Number the versions: by SEQUENCE, within it the series, then what was moved out of it.

        Last within a SEQUENCE comes what is called off: an answer to the invitation may be on its
        way, and be dated later, and calls nothing back; who does that raises the SEQUENCE.
        """
        series = self.survey.sequences.get(about.uid or "", -1) if about.is_override else -1
        rank = _CANCELLED if about.is_cancelled else _MOVED if series >= 0 else 0
        return _RANKS * max(about.sequence, series) + rank

    def _warn(self, place: str, clock: Clock) -> None:
        for name in clock.unknown - self._warned:
            self.warnings.append(
                f"{place}: nobody knows the zone {name!r}; its dates are taken as bare"
            )
        self._warned |= clock.unknown
        if clock.has_placed and clock.is_assumed and "" not in self._warned:
            self._warned.add("")
            self.warnings.append(
                f"{place}: a date has no zone and is read as UTC, "
                f"as all such dates of {self.file.shown}; --zone names another"
            )


def _owner(component: Component, log: str | None) -> str:
    """Whose calendar it is, for meetings that name nobody at all."""
    address = plain_email(clean(component.calendar.get("X-WR-CALNAME", "")))
    return f"email:{address}" if address else account("calendar", log)


def _facts(about: Meeting, owner: str, since: datetime) -> Iterator[Fact]:
    kinds = list(about.kinds)
    if about.sender is None and owner.startswith("account:"):
        kinds.append((owner, RESOURCE))
    for identity in dict.fromkeys([owner, *(one.identity for one in about.receivers)]):
        kind = kind_of(identity)
        if kind:
            kinds.append((identity, kind))
    for identity, name in about.names:
        yield Fact(identity, "seen_name", name, since)
    for identity, kind in kinds:
        yield Fact(identity, "kind", kind)


def _id(held: Held) -> str | None:
    uid, original = held.meeting.uid, held.original
    if uid is None or original is None:
        return uid and f"ics:{uid}"
    if not isinstance(original, datetime):
        return f"ics:{uid}#{original:%Y%m%d}"
    if held.meeting.is_floating:  # so that it does not change with --zone
        return f"ics:{uid}#{original:%Y%m%dT%H%M%S}"
    return f"ics:{uid}#{original.astimezone(UTC):%Y%m%dT%H%M%S}Z"
