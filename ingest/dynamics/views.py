"""Views of Dynamics 365, as users export them to Excel or CSV: names for people instead of ids.

People stand by their names. A name is the contact, lead or user that one record of the same folder
calls so, else ``account:dynamics/NAME``. What an activity is regarding may be a company, a deal or
a case as well as a person, so it is somebody only where such a record says so. The hidden columns
at the beginning, if they are there, have the record's id and when it was changed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver, Role, Status
from graph.people.identity import clean
from ingest.crm.people import (
    Profile,
    emails_in,
    name_tells,
    organization_of,
    profile,
    word_in,
)
from ingest.crm.records import Row
from ingest.dates import moment_or_none
from ingest.dynamics.labels import DIRECTIONS, ENTITIES, LABELS, SORTS, STATES
from ingest.dynamics.names import guid
from ingest.heard.topic_words import subject_topic
from ingest.json.records import Said
from ingest.rows.columns import plain
from ingest.source import BadRecord
from ingest.told import Near, Told

__all__ = ["Views", "tells_names", "tells_view", "view_of"]

Values = dict[str, Any]
_KINDS = {
    "email": Kind.EMAIL, "phonecall": Kind.CALL, "appointment": Kind.MEETING,
    "letter": Kind.CONTACT, "task": Kind.ACTIVITY,
}  # fmt: skip
_CHECKSUM = re.compile(r"(?:\w+:)?[\w+/]{8,200}=*")
_REASON = "same Dynamics {}: the address in its record"
_MOST = 500
_NO_ZONE = "times name no zone, read as UTC; --zone names that of who exported it"
_NOBODY = (
    "what activities are regarding is not known to be a person, so they may tie nobody: load the "
    "contacts, exported too, from the same folder"
)


@lru_cache(maxsize=256)
def _fields(names: tuple[str, ...]) -> dict[str, str]:
    """The column of each field; of several the first."""
    found: dict[str, str] = {}
    for name in names:
        field = LABELS.get(name)
        if field:
            found.setdefault(field, name)
    return found


def view_of(row: Row) -> str:
    """What a view shows, "activity", "contact" or "lead"; "" where a row is of no view."""
    fields = _fields(tuple(row.values))
    hidden = _hidden(row.values)
    shown = _called(next(iter(row.values), ""), ENTITIES) if hidden else ""
    if shown in ("contact", "lead") and fields.keys() & {"fullname", "email"}:
        return shown
    is_sorted = "type" in fields or bool(hidden and _sort_of_hidden(row.values))
    is_view = fields.keys() & {"regarding", "status"} or (hidden and "owner" in fields)
    return "activity" if "subject" in fields and is_sorted and is_view else ""


def tells_names(name: str, own: str) -> Iterator[Told]:
    """Tell who goes by a name."""
    if name and own:
        yield Told(_topic(name), own, "1")


def tells_view(row: Row) -> Iterator[Told]:
    """What a row of a view of contacts or leads tells about others."""
    if view_of(row) in ("contact", "lead"):
        name, own = _cell(row.values, "fullname"), _hidden(row.values)
        yield from tells_names(name, own)
        yield from name_tells(emails_in(_cell(row.values, "email")), name)


@dataclass(frozen=True)
class Views:
    """Reads rows of views, with what the files beside them tell.

    Their times are those of who exported them, in *zone*; *warns* is told once of each thing that
    an activity leaves open.
    """

    near: Near
    zone: tzinfo | None
    warns: Callable[[str], None]

    def said(self, row: Row, kind: str) -> Said:
        """Read one row."""
        return self._activity(row.values) if kind == "activity" else self._person(row.values, kind)

    def _activity(self, found: Values) -> Said:
        own, sort, state = _hidden(found), _sort(found), self._state(found)
        subject = _cell(found, "subject")
        if state == "canceled" and sort != "appointment":
            raise BadRecord("was cancelled, and did not take place", own)
        owner, about = self._who(_cell(found, "owner")), self._about(_cell(found, "regarding"))
        if state == "open" and sort != "appointment":
            if sort == "email":
                raise BadRecord("is a draft, which was never sent", own)
            return self._due(found, owner, about, subject)
        sender, reached = self._taking_part(found, sort, owner, about)
        if not sender:
            raise BadRecord("an activity of nobody, expected an owner or who it is from", own)
        at = self._moment(found, sort)
        changed = self._at(found, "modifiedon") or self._hidden_change(found)
        status = Status.DECLINED if state == "canceled" else Status.NONE
        return [
            Interaction(
                at, _KINDS[sort], "email" if sort == "email" else "dynamics", sender,
                tuple(Receiver(one, role, status) for one, role in reached.items()),
                f"dynamics:{own}" if own else None, topics=subject_topic(subject),
                revision=int(changed.timestamp()) if changed and own else 0,
            ),
            *self._names(found, sender, *reached),
        ]  # fmt: skip

    def _taking_part(
        self, found: Values, sort: str, owner: str, about: str
    ) -> tuple[str, dict[str, Role]]:
        """Who began an activity, and whom it reached."""
        listed = (
            ("to", Role.TO), ("cc", Role.CC), ("required", Role.ATTENDEE),
            ("optional", Role.OPTIONAL),
        )  # fmt: skip
        reached: dict[str, Role] = {}
        for field, role in listed:
            for one in self._all(found, field):
                reached.setdefault(one, role)
        sender = next(iter(self._all(found, "from") or self._all(found, "organizer")), "") or owner
        if not reached and about:
            is_incoming = _called(plain(_cell(found, "direction")), DIRECTIONS) == "incoming"
            if is_incoming and owner and sender == owner:
                sender, about = about, owner
            reached = {about: Role.ATTENDEE if sort == "appointment" else Role.TO}
        reached.pop(sender, None)
        return sender, {} if sort == "task" else reached

    def _due(self, found: Values, owner: str, about: str, subject: str) -> Said:
        """What is only due: an occasion of who it is about, else a task of its owner."""
        day, made = self._at(found, "due") or self._at(found, "start"), self._at(found, "createdon")
        if day is None or not about:
            if not (about or owner):
                raise BadRecord("an open task of nobody, expected an owner", subject)
            return [Fact(about or owner, "task", subject or "task", made)]
        return [
            Fact(about, "follow_up", day.date().isoformat(), made),
            Fact(about, "open_task", subject or "task", made),
        ]

    def _person(self, found: Values, kind: str) -> Said:
        own, name = f"dynamics:{_hidden(found)}", _cell(found, "fullname")
        emails, company = tuple(emails_in(_cell(found, "email"))), _cell(found, "company")
        key = organization_of(emails, company)
        phone = _cell(found, "phone")
        owner = self._who(_cell(found, "owner"))
        said = profile(
            Profile(
                own, name, emails, key, _cell(found, "jobtitle"), phones=(phone,) if phone else (),
                owner=owner, segments=("leads",) if kind == "lead" else (),
                since=self._at(found, "createdon"),
            ),
            self.near, _REASON.format(kind),
        )  # fmt: skip
        return said + ([Fact(key, "name", company)] if key and company else [])

    def _state(self, found: Values) -> str:
        said = plain(_cell(found, "status"))
        if said and said not in STATES:
            raise BadRecord(
                "an activity status that is not known, expected such as Open, Completed, Canceled",
                _cell(found, "status"),
            )
        return STATES[said] if said else "completed" if self._at(found, "actualend") else "open"

    def _moment(self, found: Values, sort: str) -> datetime:
        """When it took place; what is done was done before it was last changed."""
        first = ("start", "actualstart") if sort == "appointment" else ("actualstart", "actualend")
        at = next((one for field in first if (one := self._at(found, field))), None)
        if at is None:
            planned = self._at(found, "start") or self._at(found, "due")
            changed = self._at(found, "modifiedon") or self._hidden_change(found)
            is_early = sort != "appointment" and planned and changed and changed < planned
            at = changed if is_early else planned or self._at(found, "createdon") or changed
        if at is None:
            raise BadRecord("has no date, expected Start Date, Due Date or Actual End")
        return at

    def _at(self, found: Values, field: str) -> datetime | None:
        column = _fields(tuple(found)).get(field)
        return self._read(found[column]) if column else None

    def _hidden_change(self, found: Values) -> datetime | None:
        return self._read(list(found.values())[2]) if _hidden(found) else None

    def _read(self, cell: object) -> datetime | None:
        if self.zone is None and cell:
            self.warns(_NO_ZONE)
        at = moment_or_none(cell, self.zone or UTC)
        if at is None and isinstance(cell, str) and cell.strip():
            raise BadRecord("a date that cannot be read, expected such as 2026-03-01 09:30", cell)
        return at

    def _all(self, found: Values, field: str) -> list[str]:
        return list(dict.fromkeys(filter(None, map(self._who, _several(found, field)))))

    def _who(self, name: str) -> str:
        """Who goes by a name: the one record that has it, else the name; "" for nobody."""
        if not name:
            return ""
        email = next(iter(emails_in(name.strip("<>"))), "") if "@" in name else ""
        return email or self._told(name) or f"account:dynamics/{name[:200]}"

    def _told(self, name: str) -> str:
        told = self.near.values(_topic(name))
        return f"dynamics:{next(iter(told))}" if len(told) == 1 else ""

    def _about(self, name: str) -> str:
        found = self._told(name) if name else ""
        if name and not found:
            self.warns(_NOBODY)
        return found

    def _names(self, found: Values, *who: str) -> Said:
        named = [*_several(found, "from"), _cell(found, "owner"), _cell(found, "organizer")]
        for field in ("to", "cc", "required", "optional"):
            named += _several(found, field)
        names = dict.fromkeys(named)
        return [
            Fact(one, "name", name) for name in names if (one := self._who(name)) in who
            if one.startswith("account:")
        ]  # fmt: skip


def _topic(name: str) -> str:
    return f"dynamics.named {name.casefold()}"[:300]


def _cell(found: Values, field: str) -> str:
    column = _fields(tuple(found)).get(field)
    return word_in(found, column) if column else ""


def _several(found: Values, field: str) -> list[str]:
    """The names in a cell that may hold several."""
    column = _fields(tuple(found)).get(field)
    return [clean(name) for name in str(found[column]).split(";")[:_MOST]] if column else []


def _hidden(found: Values) -> str:
    """The id in the hidden columns, which stand before all others; "" where they are not there."""
    first = [str(one) for one in list(found.values())[:3]]
    is_there = len(first) == 3 and _CHECKSUM.fullmatch(first[1]) and any(map(str.isdigit, first[2]))
    return guid(first[0]) if is_there else ""


def _sort(found: Values) -> str:
    said = plain(_cell(found, "type"))
    sort = SORTS.get(said, "") if said else _sort_of_hidden(found)
    if not sort:
        raise BadRecord(
            "an activity type that is not read, expected such as Phone Call, E-mail, Appointment",
            _cell(found, "type"),
        )
    return sort


def _sort_of_hidden(found: Values) -> str:
    return _called(next(iter(found), ""), SORTS)


def _called(name: str, words: dict[str, str]) -> str:
    """What a name ends with: of several words the longest."""
    ends = [word for word in words if name.endswith(word)]
    return words[max(ends, key=len)] if ends else ""
