"""Rows to records: whatever one row of a table becomes, it is accounted for, and raises nothing."""

from collections.abc import Callable, Iterable, Iterator

from graph.batch import Rejected
from ingest.gather import Record
from ingest.json_records import Said
from ingest.sheet import Row
from ingest.source import BadRecord
from ingest.work_limit import FAILURES

__all__ = ["row_records"]


def row_records(shown: str, rows: Iterable[Row], said: Callable[[Row], Said]) -> Iterator[Record]:
    """Read rows, each with its place: the name of the file as *shown*, and its line.

    >>> list(row_records("a.csv", [], lambda row: []))
    []
    """
    for row in rows:
        place = f"{shown}:{row.line}"
        if row.trouble:
            yield place, Rejected(place, row.trouble, row.found)
            continue
        try:
            yield place, said(row)
        except BadRecord as error:
            yield place, Rejected(place, str(error), error.found)
        except FAILURES as error:
            reason = f"cannot be read ({type(error).__name__})"
            yield place, Rejected(place, reason, ",".join(row.cells)[:200])
