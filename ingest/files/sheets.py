"""Sheets of a workbook, written as tables by a process of its own that may not take too much.

A workbook that is damaged, or one of whose cells lies a million rows off, ends the process that
opens it, or has it take all memory; that is why it is never opened where a load runs. Started by
`ingest.files.workbooks`: it says what the sheets are called in a line, and is then told line by
line which one to write next, and where to.
"""

import csv
import json
import resource
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

__all__ = ["main", "shown"]

_MEMORY = 3 * 2**30  # bytes that a workbook may take, of addresses
_SECONDS = 600  # of a core
_FIRST = 50  # rows, among which the table begins
_HALF_A_SECOND = timedelta(milliseconds=500)
_WHOLE = 2.0**53  # below, a number without a fraction is meant as a whole one

Cell = int | float | str | bool | time | date | datetime | timedelta


def shown(value: Cell, *, is_clocked: bool = False) -> str:
    """Give a cell as text that a table may hold; days of a *clocked* column carry their hour.

    >>> shown(48600100200.0), shown(0.25), shown(True), shown(timedelta(minutes=90))
    ('48600100200', '0.25', 'true', '1:30:00')
    >>> shown(date(2026, 5, 1)), shown(date(2026, 5, 1), is_clocked=True), shown(time(9, 30))
    ('2026-05-01', '2026-05-01 00:00:00', '09:30:00')
    """
    text = str(value)
    if isinstance(value, bool):
        text = text.lower()
    elif isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        text = str(int(value))
    elif isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        text = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    elif isinstance(value, datetime):  # of which some are a thousandth off
        text = str((value + _HALF_A_SECOND).replace(microsecond=0))
    elif isinstance(value, date) and is_clocked:
        text = f"{text} 00:00:00"
    return text


def _write(sheet: CalamineSheet, path: str) -> None:
    """Write a sheet as CSV, each row in a line of its own; an empty one is an empty line."""
    title = _title(list(islice(sheet.iter_rows(), _FIRST)))
    clocked = _clocked(islice(sheet.iter_rows(), title, None))
    with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
        file.write("\n" * title)
        lines = csv.writer(file, lineterminator="\n")
        for row in islice(sheet.iter_rows(), title, None):
            cells = [shown(value, is_clocked=k in clocked) for k, value in enumerate(row)]
            lines.writerow(cells if any(cells) else [])


def _title(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows stand above a table: those with less than half its cells, as a title has.

    >>> _title([["Calls of 2026", "", ""], ["", "", ""], ["date", "from", "to"], [1, "ann", ""]])
    2
    >>> _title([["name"], ["ann"]]), _title([])
    (0, 0)
    """
    widths = [sum(value != "" for value in row) for row in rows]
    widest = max(widths, default=0)
    return next((k for k, width in enumerate(widths) if 2 * width >= widest > 0), 0)


def _clocked(rows: Iterable[Sequence[Cell]]) -> set[int]:
    """The columns in which somebody wrote an hour beside the day."""
    return {k for row in rows for k, value in enumerate(row) if isinstance(value, datetime)}


def main(path: str) -> None:
    """Serve the process that started this one, until it says no more."""
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
    with open(path, "rb") as file:  # noqa: PTH123
        try:
            book = CalamineWorkbook.from_filelike(file)
        except CalamineError as error:
            _say({"error": str(error)})
            return
        found = book.sheets_metadata
        _say({"sheets": [one.name for one in found if one.typ == SheetTypeEnum.WorkSheet]})
        for line in sys.stdin:
            name, where = json.loads(line)
            try:
                _write(book.get_sheet_by_name(name), where)
            except (CalamineError, OSError, ValueError) as error:
                _say({"error": str(error)})
            else:
                _say({"written": name})


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(value)}\n")
    sys.stdout.flush()
