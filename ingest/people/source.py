"""People and organizations: who is who, where, since when, and to whom they report.

One row is one record: the identities of a row are one person, the other cells are facts about them.
A row that says nothing about whom it means is rejected with its place. The organization of somebody
whose row names none follows from their address elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from graph.batch import Batch
from graph.errors import NotRecognised
from ingest.batches.gather import gather
from ingest.people.columns import ListColumns, is_known, organization_columns, people_columns
from ingest.people.index import PeopleIndex
from ingest.people.job_lists import is_of_jobs
from ingest.people.rows import OrganizationRows, PeopleRows
from ingest.ratings.words import PLAIN
from ingest.rows.records import row_records
from ingest.rows.sheet import Sheet, sheet_of
from ingest.source import File, Reading

__all__ = ["Organizations", "People"]

_FIRST = 20
_Recognises = Callable[[Sequence[str]], ListColumns | None]


class People:
    """Reads lists of people: addresses, names, employers, managers."""

    name = "people"
    meaning = "people from CSV: identities, names, organizations with dates, segments, managers"

    def recognises(self, file: File) -> bool:
        """Say whether the header is that of a list of people, and not of a log."""
        found = _found(file, people_columns)
        return found is not None and not is_of_jobs(found[0].names, file.head)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read the rows twice: to know who is in the file, then what is said about them."""
        wanted = "a header with an e-mail address or another identity, and a name or the like"
        sheet, columns = _settled(file, people_columns, "people", wanted)
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
        return _found(file, organization_columns) is not None

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read one organization a row."""
        wanted = "a header with a domain, and a name, a segment or the like"
        sheet, columns = _settled(file, organization_columns, "organizations", wanted)
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


def _settled(
    file: File, columns_of: _Recognises, of: str, wanted: str
) -> tuple[Sheet, ListColumns]:
    """Give the table as the whole file writes it, and what its columns are."""
    found = _found(file, columns_of)
    if found is None:
        raise NotRecognised(f"{file.shown} is no list of {of}, expected {wanted}")
    sheet, columns = found
    return sheet.settled(file.path), columns


def _found(file: File, columns_of: _Recognises) -> tuple[Sheet, ListColumns] | None:
    """Give the table and what its columns are, where its header says so."""
    try:
        sheet = sheet_of(file, is_known)
    except OSError:
        return None
    columns = columns_of(sheet.names) if sheet else None
    return None if sheet is None or columns is None else (sheet, columns)
