"""Outlook's CSV exports: contacts and calendars of classic Outlook, and of Google Contacts.

Each card, and each row of a calendar, is a record. Calendars name people only by their names
(`ingest.outlook.people`), say nothing of who accepted, and have no ids: a meeting goes by its
organizer, start and subject, so that a later export with one more attendee adds to it. Days are
read as the language of the header writes them; where that is English and nothing shows which number
is the month, the row is rejected. Files that are not UTF-8 are read in the encoding that they are
found to be in. The CSV of mail tells no dates, and is left out with that reason.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from graph.batch import Batch, Rejected
from graph.keys import SEPARATOR, digest_of
from graph.model import Fact, Interaction, Kind, Receiver, Role, Status
from ingest.batches.gather import Record, gather
from ingest.heard.topic_words import subject_topic
from ingest.json.records import Said
from ingest.mail.addresses import account
from ingest.outlook.columns import columns_of, is_known, sort_of
from ingest.outlook.people import Cards, Cells, card_names, named
from ingest.role_addresses import RESOURCE, kind_of
from ingest.rows.column_dates import Dates
from ingest.rows.records import row_records
from ingest.rows.sheet import Row, Sheet, sheet_of
from ingest.source import BadRecord, File, Reading
from ingest.told import Near, Told

__all__ = ["Outlook"]

_SUFFIXES = (".csv", ".tsv", ".txt")
_YES = frozenset(
    """true wahr vrai verdadero prawda vero waar verdadeiro yes ja oui s\u00ed tak s\u00ec sim on
    ein 1""".split()  # noqa: SIM905
)
_CALLED_OFF = re.compile(
    r"(?:cancell?ed|abgesagt|annul\u00e9e?|cancelad[oa]|odwo\u0142ane|annullat[oa]|geannuleerd)\s*:",
    re.IGNORECASE,
)
_HALF = re.compile(r"\b([ap])\.?\s?m\b\.?", re.IGNORECASE)
_ENGLISH = {"start date", "startdate"}
_CONTACTS = re.compile(
    r"(?:contact|kontakt|contacto|contatti|address|adress|osoby).*\.(?:csv|tsv|txt)$", re.IGNORECASE
)
_LONGEST = timedelta(days=31)  # of a meeting; what is longer is no contact that long


class Outlook:
    """Reads Outlook's contacts and calendars."""

    name = "outlook"
    meaning = "Outlook and Google Contacts: contacts, calendars (CSV, in eight languages)"

    def recognises(self, file: File) -> bool:
        """Say whether the header is that of Outlook's contacts or calendar."""
        return file.suffix in _SUFFIXES and _sheet(file) is not None

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every row into batches."""
        found = _sheet(file)
        if found is None:
            reason = "is no contacts or calendar of Outlook, expected its columns"
            yield from gather([(file.shown, Rejected(file.shown, reason))], self.name, reading)
            return
        sheet = _settled(file, found)
        warnings = sheet.warning(file.shown)
        said = _reader(file, sheet, reading, warnings)
        yield from gather(_records(file, sheet, said), self.name, reading, warnings=warnings)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold contacts."""
        return bool(_CONTACTS.search(shown.rpartition("/")[2]))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell by which names the contacts go."""
        found = _sheet(file) if file.suffix in _SUFFIXES else None
        columns = columns_of(found.names) if found else {}
        if found is None or sort_of(columns) != "contacts":
            return
        sheet = _settled(file, found)
        cards = Cards(_cards(file, sheet))
        for cells in _cards(file, sheet):
            own = cards.own(cells)
            for key in card_names(cells) if own else ():
                yield Told(key, own[0], "1")


def _sheet(file: File) -> Sheet | None:
    try:
        sheet = sheet_of(file, is_known)
    except OSError:
        return None
    return sheet if sheet is not None and sort_of(columns_of(sheet.names)) else None


def _settled(file: File, sheet: Sheet) -> Sheet:
    """The same with its encoding: what is undecidable was written by Windows in western Europe."""
    return sheet.settled(file.path).as_windows()


def _reader(
    file: File, sheet: Sheet, reading: Reading, warnings: list[str]
) -> Callable[[Cells], Said]:
    if sort_of(columns_of(sheet.names)) == "contacts":
        return Cards(_cards(file, sheet)).said
    days = (cells["start_day"] for cells in _cards(file, sheet))
    dates = Dates(f"{day} {hour}" for day, hour in zip(days, _hours(file, sheet), strict=False))
    if not (dates.months_first or _ENGLISH & {name.lower() for name in sheet.names}):
        dates.days_first = True
    return _Meetings(file, dates, reading, warnings).said


def _hours(file: File, sheet: Sheet) -> Iterator[str]:
    return (_HALF.sub(r"\1m", cells["start_hour"]) for cells in _cards(file, sheet))


def _cards(file: File, sheet: Sheet) -> Iterator[Cells]:
    columns = columns_of(sheet.names)
    return (_Cells(columns, row) for row in sheet.rows(file.path) if not row.trouble)


class _Cells(dict[str, str]):
    """The cells of a row by their fields; one that is not there is empty."""

    def __init__(self, columns: dict[str, int], row: Row) -> None:
        super().__init__({field: row.cells[place] for field, place in columns.items()})

    def __missing__(self, field: str) -> str:
        return ""


def _records(file: File, sheet: Sheet, said: Callable[[Cells], Said]) -> Iterator[Record]:
    columns = columns_of(sheet.names)
    return row_records(file.shown, sheet.rows(file.path), lambda row: said(_Cells(columns, row)))


class _Meetings:
    """Reads the rows of a calendar."""

    def __init__(self, file: File, dates: Dates, reading: Reading, warnings: list[str]) -> None:
        self.shown = file.shown
        self.dates = dates
        self.reading = reading
        self.near: Near = reading.survey.near(file.place)
        self.warnings = warnings
        self._has_warned = False

    def said(self, cells: Cells) -> Said:
        """What a row says; a BadRecord where its start cannot be read."""
        is_whole_day = cells["all_day"].casefold() in _YES
        start = self._moment(cells["start_day"], "" if is_whole_day else cells["start_hour"])
        log = self.reading.log
        organizers = list(named(cells["organizer"], self.near, log))
        sender = organizers[0][0] if organizers else account("calendar", log)
        rooms = {who for who, _ in named(cells["rooms"], self.near, log)}
        status = Status.UNANSWERED
        if _CALLED_OFF.match(cells["subject"]):
            status = Status.DECLINED
        reached: dict[str, Receiver] = {}
        names = organizers[:1]
        for column, role in (("required", Role.ATTENDEE), ("optional", Role.OPTIONAL)):
            for who, name in named(cells[column], self.near, log):
                if who not in rooms and who != sender:
                    reached.setdefault(who, Receiver(who, role, status))
                    names.append((who, name))
        meeting = Interaction(
            at=start,
            kind=Kind.MEETING,
            channel="calendar",
            sender=sender,
            receivers=tuple(reached.values()),
            id=_id(sender, start, cells["subject"]),
            duration=self._lasted(cells, start, is_whole_day=is_whole_day),
            topics=() if not reached or _is_private(cells) else subject_topic(cells["subject"]),
        )
        return [meeting, *_facts(names, rooms, start, None if organizers else sender)]

    def _lasted(self, cells: Cells, start: datetime, *, is_whole_day: bool) -> timedelta | None:
        try:
            end = self._moment(cells["end_day"], "" if is_whole_day else cells["end_hour"])
        except BadRecord:
            return timedelta(days=1) if is_whole_day else None
        least = timedelta(days=1) if is_whole_day else timedelta(0)
        return max(end - start, least) if timedelta(0) <= end - start <= _LONGEST else None

    def _moment(self, day: str, hour: str) -> datetime:
        half = _HALF.sub(r"\1m", hour)
        text = " ".join(f"{day} {half}".split())
        return self.dates.moment(text if hour else f"{text} 00:00", self._zone())

    def _zone(self) -> tzinfo:
        if self.reading.zone is None and not self._has_warned:
            self._has_warned = True
            warning = "times name no zone, read as UTC; --zone names another one"
            self.warnings.append(f"{self.shown}: {warning}")
        return self.reading.zone or UTC


def _is_private(cells: Cells) -> bool:
    """Whether a row is marked as private, personal or confidential; else it is normal."""
    marked = cells["sensitivity"].casefold()
    is_marked = bool(marked) and not marked.startswith("norma")
    return is_marked or cells["private"].casefold() in _YES


def _id(sender: str, start: datetime, subject: str) -> str:
    told = SEPARATOR.join((sender, start.isoformat(), subject))
    return f"outlook:{digest_of(told).hex()}"


def _facts(
    names: list[tuple[str, str]], rooms: set[str], at: datetime, owner: str | None
) -> Iterator[Fact]:
    for who, name in names:
        if name and who.startswith("email:"):
            yield Fact(who, "seen_name", name, at)
        if (kind := kind_of(who)) is not None:
            yield Fact(who, "kind", kind)
    for who in sorted(rooms):
        yield Fact(who, "kind", RESOURCE)
    if owner:
        yield Fact(owner, "kind", RESOURCE)
