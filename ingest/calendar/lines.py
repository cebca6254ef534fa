"""The text of an iCalendar file, cut into components: one VEVENT or VTIMEZONE at a time.

Cutting by hand rather than parsing the whole file means that a broken component costs itself only,
that an attachment of 50 MB in one of them is passed over, and that memory does not grow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from ingest.text.encodings import decoded_text

__all__ = ["Component", "Property", "components", "content_line"]

_WANTED = frozenset(
    {
        "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
        "SEQUENCE", "STATUS", "CLASS", "SUMMARY", "ORGANIZER", "ATTENDEE", "TZID",
        "X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT",
    }
)  # fmt: skip
_OF_CALENDAR = frozenset({"METHOD", "X-WR-TIMEZONE", "X-WR-CALNAME"})
_OPENING = frozenset({"VCALENDAR", "VEVENT", "VTIMEZONE"})
_PIECE = 2**16
_MOST_BYTES = 2**20  # of one property, unfolded
_MOST_PROPERTIES = 50_000  # of one component
_NAME = re.compile(rb"[A-Za-z0-9-]+")
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^;:=\"]*(?:=(?:\"[^\"]*\"|[^\";:])*)?)*):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";([^;:=\"]*)=((?:\"[^\"]*\"|[^\";:])*)")
_ESCAPES = {"^n": " ", "^'": '"', "^^": "^", "\\,": ",", "\\;": ";", "\\n": " ", "\\N": " "}
_ESCAPED = re.compile("|".join(re.escape(escape) for escape in _ESCAPES))


class Property(NamedTuple):
    """One property: ``DTSTART;TZID=Europe/Berlin:20260301T090000``."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """One VEVENT (its properties) or VTIMEZONE (its text), and the line it begins on.

    ``calendar`` holds what the calendar around it says of all its components. ``problem`` says
    why the component cannot be trusted, if so.
    """

    name: str
    line: int
    calendar: dict[str, str]
    properties: list[Property] = field(default_factory=list)
    text: list[bytes] = field(default_factory=list)
    problem: str = ""

    def first(self, name: str) -> Property | None:
        """The first property of a name, or None."""
        return next((found for found in self.properties if found.name == name), None)

    def all(self, name: str) -> list[Property]:
        """Every property of a name, in the order of the file."""
        return [found for found in self.properties if found.name == name]


def content_line(line: bytes) -> Property:
    """Cut an unfolded line into name, parameters and value; what is malformed is kept as value.

    >>> content_line(b'ATTENDEE;CN="Lal, James":mailto:james@x.example')
    Property(name='ATTENDEE', parameters={'CN': 'Lal, James'}, value='mailto:james@x.example')
    """
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = decoded_text(line)
    cut = _LINE.fullmatch(text)
    if cut is None:
        name, _, value = text.partition(":")
        return Property(re.split("[;:]", name, maxsplit=1)[0].upper(), {}, value)
    parameters = {
        name.strip().upper(): _ESCAPED.sub(lambda found: _ESCAPES[found[0]], value.strip('" '))
        for name, value in _PARAMETER.findall(cut[2])
    }
    return Property(cut[1].upper(), parameters, cut[3].strip())


def components(file: BinaryIO) -> Iterator[Component]:
    """Give the VEVENTs and VTIMEZONEs of a file in its order, lazily."""
    calendar: dict[str, str] = {}
    inner: list[str] = []  # what is open inside the component, such as a VALARM
    current: Component | None = None
    for number, line in _unfolded(file):
        mark, name = _mark(line)
        if mark == "BEGIN" and name in _OPENING:
            if current is not None:
                current.problem = f"has no END:{current.name} before the next BEGIN:{name}"
                yield current
            calendar = {} if name == "VCALENDAR" else calendar
            current = None if name == "VCALENDAR" else Component(name, number, calendar)
            inner = []
        elif mark == "END" and current is not None and name == current.name:
            current.text.append(line)
            yield current
            current, inner = None, []
            continue
        else:
            _keep(line, current if not inner else None, {} if inner or current else calendar)
            _nest(mark, name, inner)
        if current is not None and current.name == "VTIMEZONE":
            current.text.append(line)
    if current is not None:
        current.problem = f"has no END:{current.name} before the end of the file"
        yield current


def _mark(line: bytes) -> tuple[str, str]:
    mark, _, rest = line[:80].partition(b":")
    mark = mark.strip().upper()
    if mark not in (b"BEGIN", b"END"):
        return "", ""
    return mark.decode(), rest.strip().upper().decode("latin-1")


def _nest(mark: str, name: str, inner: list[str]) -> None:
    if mark == "BEGIN":
        inner.append(name)
    elif mark == "END" and name in inner:
        del inner[inner.index(name) :]


def _keep(line: bytes, current: Component | None, calendar: dict[str, str]) -> None:
    name = _NAME.match(line)
    key = name[0].upper().decode() if name else ""
    if current is None and key in _OF_CALENDAR:
        calendar[key] = content_line(line).value
    elif current is not None and key in _WANTED and len(current.properties) < _MOST_PROPERTIES:
        current.properties.append(content_line(line))


def _unfolded(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Join folded lines; a line longer than a property may be keeps its beginning."""
    number, started = 0, 0
    parts: list[bytes] = []
    size, at_start = 0, True
    while piece := file.readline(_PIECE):
        if at_start:
            number += 1
            if piece[:1] in (b" ", b"\t") and parts:
                piece = piece[1:]
            else:
                if parts:
                    yield started, b"".join(parts)
                parts, size, started = [], 0, number
        at_start = piece.endswith(b"\n")
        if size < _MOST_BYTES:
            text = piece.rstrip(b"\r\n") if at_start else piece
            if number == 1:
                text = text.removeprefix(b"\xef\xbb\xbf")
            parts.append(text)
            size += len(text)
    if parts:
        yield started, b"".join(parts)
