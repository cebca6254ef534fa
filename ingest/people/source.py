"""People and organizations: who is who, where, since when, and to whom they report.

One row is one record: the identities of a row are one person, the other cells are facts about them.
A row that says nothing about whom it means is rejected with its place. The organization of somebody
whose row names none follows from their address elsewhere.
"""

from collections.abc import Iterator
from itertools import islice

from graph.batch import Batch
from graph.errors import NotRecognised
from ingest.batches.gather import gather
from ingest.people.columns import is_known, organization_columns, people_columns
from ingest.people.index import PeopleIndex
from ingest.people.job_lists import is_of_jobs
from ingest.people.rows import OrganizationRows, PeopleRows
from ingest.ratings.words import PLAIN
from ingest.rows.records import row_records
from ingest.rows.sheet import Sheet, sheet_of
from ingest.source import File, Reading

__all__ = ["Organizations", "People"]

_FIRST = 20


class People:
    """Reads lists of people: addresses, names, employers, managers."""

    name = "people"
    meaning = "people from CSV: identities, names, organizations with dates, segments, managers"

    def recognises(self, file: File) -> bool:
        """Say whether the header is that of a list of people, and not of a log."""
        sheet = _sheet(file)
        if sheet is None or people_columns(sheet.names) is None:
            return False
        return not is_of_jobs(sheet.names, file.head)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read the rows twice: to know who is in the file, then what is said about them."""
        sheet = _sheet(file)
        columns = people_columns(sheet.names) if sheet else None
        if sheet is None or columns is None:
            wanted = "a header with an e-mail address or another identity, and a name or the like"
            raise NotRecognised(f"{file.shown} is no list of people, expected {wanted}")
        sheet = sheet.settled(file.path)
        index = PeopleIndex(columns, sheet.rows(file.path), reading.log)
        rows = PeopleRows(columns, index, reading, file.shown)
        rows.warnings += [*sheet.warning(file.shown), *_unread_answers(file, sheet)]
        records = row_records(file.shown, sheet.rows(file.path), rows.said)
        yield from gather(records, self.name, reading, warnings=rows.warnings)


class Organizations:
    """Reads lists of organizations: their domains, names, segments, owners."""

    name = "organizations"
    meaning = "organizations from CSV: domain, name, segment, owner"

    def recognises(self, file: File) -> bool:
        """Say whether the header is that of a list of organizations."""
        sheet = _sheet(file)
        return sheet is not None and organization_columns(sheet.names) is not None

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read one organization a row."""
        sheet = _sheet(file)
        columns = organization_columns(sheet.names) if sheet else None
        if sheet is None or columns is None:
            wanted = "a header with a domain, and a name, a segment or the like"
            raise NotRecognised(f"{file.shown} is no list of organizations, expected {wanted}")
        sheet = sheet.settled(file.path)
        said = OrganizationRows(columns).said
        records = row_records(file.shown, sheet.rows(file.path), said)
        yield from gather(records, self.name, reading, warnings=sheet.warning(file.shown))


def _unread_answers(file: File, sheet: Sheet) -> Iterator[str]:
    """Say that a column may hold answers to a survey: without a scale they are no ratings."""
    for k, name in enumerate(sheet.names):
        if name.strip().lower() in PLAIN and any(
            row.cells[k].isdecimal() for row in islice(sheet.rows(file.path), _FIRST) if row.cells
        ):
            yield (
                f"{file.shown}: a list of people; its column {name!r} is left out. If it holds "
                "answers to a survey, name that column, its scale and the column of dates in a "
                "mapping, below [ratings]"
            )


def _sheet(file: File) -> Sheet | None:
    try:
        return sheet_of(file, is_known)
    except OSError:
        return None
