"""Rows to records: whatever one row of a table becomes, it is accounted for, and raises nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.batch import Rejected
from graph.model import Fact, Interaction, Merge
from ingest.batches.gather import Record
from ingest.rows.sheet import Row
from ingest.source import BadRecord
from ingest.work_limit import FAILURES

__all__ = ["row_records"]


def row_records(
    shown: str,
    rows: Iterable[Row],
    said: Callable[[Row], Sequence[Interaction | Fact | Merge] | None],
    *,
    reason: Callable[[BadRecord], str] = str,
) -> Iterator[Record]:
    """Read rows, each with its place: the name of the file as *shown*, and its line.

    *said* gives what a row became, None for one that is no record; *reason* words a refusal.

    >>> list(row_records("a.csv", [], lambda row: []))
    []
    """
    for row in rows:
        place = f"{shown}:{row.line}"
        if row.trouble:
            yield place, Rejected(place, row.trouble, row.found)
            continue
        try:
            found = said(row)
        except BadRecord as error:
            yield place, Rejected(place, reason(error), error.found)
        except FAILURES as error:
            failed = f"cannot be read ({type(error).__name__})"
            yield place, Rejected(place, failed, ",".join(row.cells)[:200])
        else:
            if found is not None:
                yield place, [*found]
