"""Workbooks: their sheets as tables, each as if it had been saved as CSV by itself.

A workbook of one sheet gives a table by its own name (``contacts.xlsx/contacts.csv``), one of more
a table for each (``crm.xlsx/Calls.csv``). Cells are taken as they were last computed. A day without
an hour is a day, where no other cell of its column has an hour; a whole number has no point.

A process of its own opens the workbook (`ingest.files.sheets`), so that one that is damaged, or
made to take all memory, is told as such and costs nothing else. Cost: .2 s of a core for each
workbook, and about 2 s for a million cells, in memory sheet by sheet.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

__all__ = ["WORKBOOKS", "Book", "Damaged", "is_workbook", "open_book"]

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
"""How the names of workbooks end that are opened."""

_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_START = "import sys; sys.path[:] = {path!r}; from ingest.files.sheets import main; main({book!r})"
_NO_NAME = re.compile(r"[/\\\x00-\x1f]|^\.+")
_DAMAGED = "is damaged, or no workbook at all ({}); save its sheets as CSV"
_ENDED = "is damaged, or its cells lie too far apart or are too many; save its sheets as CSV"
_LOCKED = "is protected by a password; save it without one"


class Damaged(Exception):
    """A workbook, or a sheet of one, that cannot be read; the message says why."""


def is_workbook(head: bytes, suffix: str) -> bool:
    r"""Say by its first bytes and the end of its name whether a file is a workbook.

    >>> is_workbook(b"PK\x03\x04...", ".xlsx"), is_workbook(b"<html>", ".xls")
    (True, False)
    """
    return suffix.lower() in WORKBOOKS and head.startswith(_MAGIC)


class Book:
    """A workbook in the process that opened it; ``tables`` gives its sheets by their names.

    ``has_ended`` says that this process did, so that it writes no more.
    """

    def __init__(self, process: "subprocess.Popen[str]", stem: str) -> None:
        self._process = process
        self.has_ended = False
        sheets = self._answer()["sheets"]
        own = (_NO_NAME.sub("_", sheet) or "_" for sheet in sheets)
        names = [stem] if len(sheets) == 1 else _apart(own)
        self.tables: dict[str, str] = dict(zip(names, sheets, strict=True))

    def write(self, name: str, path: Path) -> None:
        """Write a table as CSV; raises ``Damaged`` where that cannot be done."""
        told = json.dumps([self.tables[name], str(path)])
        if self._process.stdin:
            with suppress(BrokenPipeError):  # that it ended is heard below
                self._process.stdin.write(f"{told}\n")
                self._process.stdin.flush()
        self._answer()

    def _answer(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        found: dict[str, Any] = json.loads(line) if line.endswith("\n") else {}
        if not found:
            self.has_ended = True
            raise Damaged(_ENDED)
        if "error" in found:
            is_locked = "password" in found["error"].lower()
            raise Damaged(_LOCKED if is_locked else _DAMAGED.format(found["error"]))
        return found


@contextmanager
def open_book(path: Path, stem: str) -> Iterator[Book]:
    """Open a workbook called *stem*; raises ``Damaged`` where that cannot be done."""
    code = _START.format(path=sys.path, book=str(path))
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Book(process, stem)
        finally:
            process.kill()
            if process.stdin:
                with suppress(BrokenPipeError):
                    process.stdin.close()


def _apart(names: Iterable[str]) -> list[str]:
    """Number names that stand twice, in whatever case.

    >>> _apart(["Calls", "calls", "Mail"])
    ['Calls', 'calls 2', 'Mail']
    """
    times: Counter[str] = Counter()
    found = []
    for name in names:
        times[name.lower()] += 1
        often = times[name.lower()]
        found.append(name if often == 1 else f"{name} {often}")
    return found
