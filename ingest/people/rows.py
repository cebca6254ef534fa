"""What one row of a list says: facts about a person or an organization, and merges."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import partial

from graph.model import Fact, Merge
from graph.people.mail_domains import organization_of_domain
from ingest.people.cells import has_scheme, identity_in, is_name, moment_in, organization_in, parts
from ingest.people.columns import ListColumns
from ingest.people.index import PeopleIndex, full_name, identities_of
from ingest.rows.sheet import Row
from ingest.source import BadRecord, Reading

__all__ = ["OrganizationRows", "PeopleRows"]

_REASON = "same row of a people file"
Said = list[Fact | Merge]


class PeopleRows:
    """Reads the rows of a list of people; remembers what it has warned about."""

    def __init__(
        self, columns: ListColumns, index: PeopleIndex, reading: Reading, shown: str
    ) -> None:
        self.columns = columns
        self.index = index
        self.reading = reading
        self.shown = shown
        self.warnings: list[str] = []
        self._warned: set[str] = set()

    def said(self, row: Row) -> Said:
        """What a row says; a BadRecord says why it cannot be read."""
        identities = identities_of(row, self.columns, self.reading.log)
        if not identities:
            raise BadRecord("the row has no e-mail address or other identity of a person")
        own = self.index.own(identities)
        first, dates = own[0], self._dates(row)
        return [
            *(Merge(first, identity, _REASON) for identity in own[1:]),
            *self._not_own(row, first, [one for one in identities if one not in own]),
            *self._about(row, first),
            *self._organization(row, first, identities, dates),
            *self._managers(row, first, identities, dates),
        ]

    def _not_own(self, row: Row, first: str, identities: list[str]) -> Iterator[Fact]:
        """A reception's number, a team's mailbox: true of somebody, but not them."""
        for identity in identities:
            scheme, _, value = identity.partition(":")
            yield Fact(first, scheme, value)
            self._warn(
                "shared",
                f"{self.shown}:{row.line}: what several people or a team share, such as a number "
                "or a mailbox, is kept as a fact and makes nobody one person",
            )

    def _about(self, row: Row, first: str) -> Iterator[Fact]:
        columns, cells = self.columns, row.cells
        name = full_name(row, columns)
        if name:
            yield Fact(first, "name", name)
        kind = self._cell(row, "kind")
        if kind:
            yield Fact(first, "kind", kind.lower().replace("_", " "))
        yield from _segments(row, columns, first)
        for position in columns.owner_of:
            for owned in parts(cells[position]):
                yield Fact(first, "owner_of", organization_in(owned) or owned)
        for position, scheme in columns.identities:
            if scheme == "address" and cells[position] and "@" not in cells[position]:
                yield Fact(first, "address", cells[position])
        for position, other in columns.others:
            if cells[position]:
                yield Fact(first, other, cells[position])

    def _organization(
        self,
        row: Row,
        first: str,
        identities: list[str],
        dates: tuple[datetime | None, datetime | None],
    ) -> Iterator[Fact]:
        cell, title = self._cell(row, "organization"), self._cell(row, "title")
        if cell:
            key = self.index.organization(cell, identities)
            yield Fact(first, "organization", key, *dates)
            if is_name(cell):
                yield Fact(key, "name", cell)
        if title:
            yield Fact(first, "title", title, *dates)
        for position, unit in self.columns.units:
            if row.cells[position]:
                yield Fact(first, unit, row.cells[position], *dates)
        if not (cell or title or self._cell(row, "reports_to")):
            for name in ("since", "until"):  # of what, the row does not say
                if self._cell(row, name):
                    yield Fact(first, name, self._cell(row, name))

    def _managers(
        self,
        row: Row,
        first: str,
        identities: list[str],
        dates: tuple[datetime | None, datetime | None],
    ) -> Iterator[Fact]:
        for text in parts(self._cell(row, "reports_to")):
            manager = self.index.person(text)
            if manager is None:
                yield Fact(first, "reports_to_name", text, *dates)
            elif manager not in identities:  # at the top people report to themselves
                yield Fact(first, "reports_to", manager, *dates)

    def _dates(self, row: Row) -> tuple[datetime | None, datetime | None]:
        since, until = (
            moment_in(text, partial(self._zone, row, text)) if text else None
            for text in (self._cell(row, "since"), self._cell(row, "until"))
        )
        if since and until and until < since:
            text = self._cell(row, "until")
            raise BadRecord(f"ends {text!r} before it begins {self._cell(row, 'since')!r}", text)
        return since, until

    def _cell(self, row: Row, name: str) -> str:
        position = self.columns.one.get(name)
        return "" if position is None else row.cells[position]

    def _zone(self, row: Row, text: str) -> tzinfo:
        if self.reading.zone is None and ":" in text:  # whole days are too coarse to warn about
            self._warn(
                "zone",
                f"{self.shown}:{row.line}: a date has no zone and is read as UTC, "
                f"as all such dates of {self.shown}; --zone names another",
            )
        return self.reading.zone_or_utc()

    def _warn(self, about: str, line: str) -> None:
        if about not in self._warned:
            self._warned.add(about)
            self.warnings.append(line)


class OrganizationRows:
    """Reads the rows of a list of organizations."""

    def __init__(self, columns: ListColumns) -> None:
        self.columns = columns

    def said(self, row: Row) -> Said:
        """What a row says; a BadRecord says why it cannot be read."""
        keys = [_of_domain(text) for text in parts(row.cells[self.columns.one["domain"]], ";,")]
        if not keys:
            raise BadRecord("the row has no domain")
        return [fact for key in dict.fromkeys(keys) for fact in self._about(row, key)]

    def _about(self, row: Row, key: str) -> Iterator[Fact]:
        one, cells = self.columns.one, row.cells
        if "name" in one and cells[one["name"]]:
            yield Fact(key, "name", cells[one["name"]])
        yield from _segments(row, self.columns, key)
        for owner in parts(cells[one["owner"]]) if "owner" in one else ():
            if "@" in owner or has_scheme(owner):
                identity = identity_in(owner, "email" if "@" in owner else "")
                yield Fact(str(identity), "owner_of", key)
            else:
                yield Fact(key, "owner", owner)
        for position, name in (*self.columns.units, *self.columns.others):
            if cells[position]:
                yield Fact(key, name, cells[position])


def _segments(row: Row, columns: ListColumns, subject: str) -> Iterator[Fact]:
    for position in columns.segments:
        for segment in parts(row.cells[position]):
            yield Fact(subject, "segment", segment)


def _of_domain(text: str) -> str:
    key = organization_in(text)
    if key is None or organization_of_domain(key.removeprefix("org:")) is None:
        raise BadRecord(f"{text!r} is not a domain of an organization, such as acme.example", text)
    return key
