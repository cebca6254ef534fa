"""What must be known of a calendar file before its first meeting is read.

Zones may be defined below the meetings that use them, and what was moved out of a series may stand
before or after it. This first reading keeps only that, and a few bytes for each meeting.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from ingest.calendar.lines import Component, Property, components
from ingest.calendar.meeting import sequence_of, uid_of
from ingest.calendar.recurrence import is_series
from ingest.calendar.zones import Zones

__all__ = ["Survey", "survey"]

_OVERRIDE = frozenset(
    {"UID", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "SEQUENCE", "STATUS"}
)


@dataclass(slots=True)
class Survey:
    """Zones; overrides, SEQUENCE and DTSTART of series by UID; UIDs that several meetings share."""

    zones: Zones = field(default_factory=Zones)
    overrides: dict[str, list[Component]] = field(default_factory=lambda: defaultdict(list))
    sequences: dict[str, int] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    firsts: dict[str, Property] = field(default_factory=dict)


def survey(file: BinaryIO) -> Survey:
    """Read a calendar file for what concerns more than one of its components."""
    found = Survey()
    definitions: dict[str, bytes] = {}
    starts: dict[str, tuple[int, str]] = {}
    for component in components(file):
        if component.name == "VTIMEZONE":
            name = component.first("TZID")
            if name:
                definitions.setdefault(name.value, b"\r\n".join(component.text) + b"\r\n")
        elif not component.problem:
            _note(component, found, starts)
    found.zones = Zones(definitions)
    return found


def _note(component: Component, found: Survey, starts: dict[str, tuple[int, str]]) -> None:
    uid, sequence = uid_of(component), sequence_of(component)
    if uid is None:
        return
    moved = component.first("RECURRENCE-ID")
    if moved:
        kept = component.properties
        if "THISANDFUTURE" not in moved.parameters.values():
            kept = [one for one in kept if one.name in _OVERRIDE]
        found.overrides[uid].append(replace(component, properties=kept))
    elif is_series(component):
        if start := component.first("DTSTART"):
            found.firsts.setdefault(uid, start)
        found.sequences[uid] = max(sequence, found.sequences.get(uid, 0))
    else:
        # Some exports write a series as many meetings under one UID; a meeting that was put off
        # has another SEQUENCE.
        start = component.first("DTSTART")
        said = (sequence, start.value if start else "")
        former = starts.setdefault(uid, said)
        if former != said and former[0] == sequence:
            found.shared.add(uid)
