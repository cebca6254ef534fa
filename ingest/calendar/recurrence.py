"""Series of meetings: every occurrence of a rule up to a horizon, and what was moved out of it."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Event, vDDDLists, vDDDTypes, vRecur
from recurring_ical_events import EventAdapter, Occurrence, Series

from graph.people.identity import clean
from ingest.calendar.lines import Component
from ingest.calendar.meeting import Clock, Day, Meeting
from ingest.source import BadRecord
from ingest.work_limit import FAILURES

__all__ = ["MOST", "Held", "Part", "is_series", "occurrences"]

MOST = 5_000  # occurrences of one series: every working day for nineteen years
_SCANNED = 20_000  # of a rule, before its last ones are kept
_FIRST = datetime(1, 1, 1)  # noqa: DTZ001  # before all, in any zone
_LAST = datetime(9999, 12, 29)  # noqa: DTZ001  # and as good as after all


@dataclass(frozen=True, slots=True)
class Part:
    """A VEVENT of a series: its text and what it says."""

    component: Component
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Held:
    """One occurrence: the meeting that describes it, its start in its series, when it is held."""

    meeting: Meeting
    original: Day | None
    start: Day
    duration: timedelta | None


def is_series(component: Component) -> bool:
    """Whether a VEVENT repeats."""
    return any(found.value for name in ("RRULE", "RDATE") for found in component.all(name))


def occurrences(
    master: Part, overrides: Sequence[Part], clock: Clock, *, until: datetime, most: int = MOST
) -> tuple[list[Held], bool]:
    """Expand a series up to *until*; say whether more than the *most* it may have were left out.

    What *overrides* replace is left out: they stand for themselves, but for those that move all
    the rest of the series as well. A series that begins later than *until* has its first one.
    """
    series = _followed(master, overrides, clock, _Bounds(until, most))
    held: list[Held] = []
    for found in series.between(_FIRST, series.stop):
        if found.is_override or (held and clock.instant(found.start) > until):
            continue
        about = found.adapter.part.meeting
        original = found.start - found.adapter.move_recurrences_by
        if held and held[-1].original == original:
            continue  # twice a day, but of days without hours
        length = found.end - found.start if about.duration or found.end != found.start else None
        held.append(Held(about, original, found.start, length))
    return held, series.is_cut


@dataclass(frozen=True, slots=True)
class _Bounds:
    until: datetime
    most: int


def _followed(master: Part, overrides: Sequence[Part], clock: Clock, bounds: _Bounds) -> "_Series":
    try:
        return _Series([_Adapter(part, clock) for part in (master, *overrides)], bounds)
    except BadRecord:
        raise
    except FAILURES as error:
        rule = ", ".join(found.value for found in master.component.all("RRULE"))
        reason = (
            f"RRULE {clean(rule)[:80]!r} cannot be followed, expected such as FREQ=WEEKLY;COUNT=9"
        )
        raise BadRecord(reason, rule[:200]) from error


class _Adapter(EventAdapter):  # type: ignore[misc]  # an untyped library
    """Hands the library a VEVENT whose dates are already placed in their zones."""

    def __init__(self, part: Part, clock: Clock) -> None:
        self.part = part
        about = part.meeting
        event = Event()
        event["UID"] = about.uid or "series"
        event["SEQUENCE"] = about.sequence
        event["DTSTART"] = vDDDTypes(about.start)
        event["DTEND"] = vDDDTypes(about.start + (about.duration or timedelta(0)))
        if about.original is not None:
            event["RECURRENCE-ID"] = vDDDTypes(about.original)
            if about.moves_the_rest:
                event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
        for found in part.component.all("RRULE"):
            event.setdefault("RRULE", []).append(vRecur.from_ical(_as_defined(found.value)))
        for name in ("RDATE", "EXDATE"):
            for found in part.component.all(name):
                days = [
                    (day, length) if length is not None else day
                    for day, length in clock.days(found)
                ]
                event.setdefault(name, []).append(vDDDLists(days))
        super().__init__(event)


class _Occurrence(Occurrence):  # type: ignore[misc]  # an untyped library
    """An occurrence that remembers whether the rule made it or an override stands for it."""

    def __init__(self, adapter: _Adapter, start: Day | None = None, end: Day | None = None) -> None:
        super().__init__(adapter, start, end)
        self.adapter = adapter
        self.is_override = start is None


class _Series(Series):  # type: ignore[misc]  # an untyped library
    """A series that is read lazily, since rules may go on for ever."""

    def __init__(self, adapters: Sequence[_Adapter], bounds: _Bounds) -> None:
        super().__init__(adapters)
        self.last = max(_bare(bounds.until), _bare(self.recurrence.start))
        self.stop = min(self.last, _LAST) + timedelta(days=1)
        self.most = bounds.most
        self.is_cut = False

    def occurrence(
        self, adapter: _Adapter, start: Day | None = None, end: Day | None = None
    ) -> _Occurrence:
        """Give an occurrence of our own kind; the library calls this for each."""
        return _Occurrence(adapter, start, end)

    def rrule_between(self, span_start: Day, span_stop: Day) -> Iterator[datetime]:  # noqa: ARG002
        """Give the starts up to the horizon, the last ones where there are too many."""
        kept: deque[datetime] = deque(maxlen=self.most)
        for start in sorted({start for rule in self.recurrence.rrules for start in self._of(rule)}):
            self.is_cut |= len(kept) == self.most
            kept.append(start)
        return iter(kept)

    def _of(self, rule: Iterable[datetime]) -> Iterator[datetime]:
        for number, start in enumerate(rule):
            if number == _SCANNED:
                self.is_cut = True
            if number == _SCANNED or _bare(start) > self.last:
                return
            yield start


def _as_defined(rule: str) -> str:
    r"""A rule without what programs write into it: blanks, escapes, the calendar that all count by.

    >>> _as_defined("RSCALE=GREGORIAN;FREQ=WEEKLY\\;BYDAY=MO, TU;SKIP=FORWARD")
    'FREQ=WEEKLY;BYDAY=MO,TU'
    """
    parts = "".join(rule.replace("\\", "").split()).split(";")
    if "RSCALE=GREGORIAN" in (part.upper() for part in parts):
        parts = [one for one in parts if not one.upper().startswith(("RSCALE=", "SKIP="))]
    return ";".join(parts)


def _bare(start: datetime) -> datetime:
    return start.astimezone(UTC).replace(tzinfo=None) if start.tzinfo else start
