"""LinkedIn: the CSV files of "Get a copy of your data".

Connections.csv, messages.csv, Invitations.csv, Profile.csv and Email Addresses.csv, whatever they
are called, of any year: columns are found by their names. So are endorsements, recommendations,
posts, comments, reactions and positions. Each row is a record.
"""

import re
from collections.abc import Iterator
from datetime import tzinfo
from itertools import islice

from graph.batch import Batch, Rejected
from graph.people.identity import clean
from ingest.batches.gather import Record, gather
from ingest.linkedin.activity import ACTIVITY
from ingest.linkedin.comments import COLUMNS, comment_rows
from ingest.linkedin.people import People, named_tells, profile_of
from ingest.linkedin.rows import READERS, Cells, Rows, recipients
from ingest.linkedin.sheet import Table, table_of
from ingest.linkedin.writers import NOBODY, Writers
from ingest.named import named
from ingest.rows.column_dates import Dates
from ingest.rows.records import row_records
from ingest.rows.sheet import Row, Sheet
from ingest.source import File, Reading
from ingest.told import Told

__all__ = ["LinkedIn"]

_SUFFIXES = (".csv", ".tsv", ".txt", "")
_TELLING = re.compile(r"profile(?:_\d+)?|invitations?.*|messages?.*", re.IGNORECASE)
_DATED = {
    "connections": "connected",
    "messages": "date",
    "invitations": "sent",
    "endorsements": "endorsed",
    "recommendations_given": "created",
    "recommendations_received": "created",
}
_MOST_TOLD = 100_000  # rows that are looked at for whose export it is


class LinkedIn:
    """Reads the CSV files of a LinkedIn export; each row is a record."""

    name = "linkedin"
    meaning = "LinkedIn: connections, messages, invitations, profile, activity (CSV, folder or zip)"

    def recognises(self, file: File) -> bool:
        """Say whether the file has the columns of one of LinkedIn's lists."""
        return file.suffix in _SUFFIXES and table_of(file) is not None

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every row of a file into batches."""
        table = table_of(file)
        if table is None:
            wanted = "the columns of Connections.csv, messages.csv or Invitations.csv"
            reason = f"is no file of LinkedIn, expected {wanted}"
            yield from gather([(file.shown, Rejected(file.shown, reason))], self.name, reading)
            return
        warnings: list[str] = []

        def zone() -> tzinfo:
            warning = f"{file.shown}: times name no zone, read as UTC; --zone names another one"
            if reading.zone is None and warning not in said:
                said.add(warning)
                warnings.append(warning)
            return reading.zone_or_utc()

        said: set[str] = set()
        sheet = table.sheet.settled(file.path)
        warnings += sheet.warning(file.shown)
        place = table.columns.get(_DATED.get(table.sort, ""), -1)
        cells = (row.cells[place] for row in sheet.rows(file.path) if row.cells and place >= 0)
        people = People(reading.survey.near(file.place), reading.log)
        rows = Rows(people, Dates(cells), zone, _writers(file, table, sheet))
        is_loose = tuple(table.columns) == COLUMNS and table.sort == "comments"
        found = comment_rows(sheet, file.path) if is_loose else sheet.rows(file.path)
        yield from gather(
            _records(file, table, found, rows),
            self.name,
            reading,
            warnings=warnings,
        )

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may say whose export it is."""
        path = named(shown)
        return path.suffix.lower() == ".csv" and bool(_TELLING.fullmatch(path.stem))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell whose export it is: as invitations prove, the profile says, conversations share."""
        table = table_of(file)
        if table is None:
            return
        threads: dict[str, set[str]] = {}
        sheet = table.sheet.settled(file.path)
        writers = _writers(file, table, sheet)
        for row in islice(sheet.rows(file.path), _MOST_TOLD):
            cells = Cells(table.columns, row.cells)
            if table.sort == "profile":
                name = clean(f"{cells['first']} {cells['last']}")[:200]
                yield Told("linkedin.owner", "name", name)
            elif table.sort == "invitations":
                is_own = cells["direction"].lower() == "outgoing"
                own = profile_of(cells["inviter" if is_own else "invitee"])
                if own and cells["direction"]:
                    yield Told("linkedin.owner", "id", own)
            elif table.sort == "messages" and cells["conversation"]:
                inside = [profile_of(cells["sender_url"])]
                yield from named_tells(clean(cells["from"])[:200], inside[0])
                inside += [profile_of(address) for _, address in recipients(cells, writers)]
                threads.setdefault(cells["conversation"], set()).update(filter(None, inside))
        for thread, people in threads.items():
            if len(people) > 1:
                yield Told("linkedin.thread", thread, " ".join(sorted(people)))


def _writers(file: File, table: Table, sheet: Sheet) -> Writers:
    """Who wrote under which profile, where receivers have none."""
    if table.sort != "messages" or "recipient_urls" in table.columns:
        return NOBODY
    rows = islice(sheet.rows(file.path), _MOST_TOLD)
    return Writers(Cells(table.columns, row.cells) for row in rows)


def _records(file: File, table: Table, found: Iterator[Row], rows: Rows) -> Iterator[Record]:
    read = {**READERS, **ACTIVITY}[table.sort]
    return row_records(file.shown, found, lambda row: read(rows, Cells(table.columns, row.cells)))
