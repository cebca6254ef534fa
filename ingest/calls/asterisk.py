"""Asterisk's own log of calls, Master.csv: one call a line, without a header.

account, source, destination, context, caller id, channel, its other channel, application,
its data, start, answer, end, length, seconds talked, disposition, flags, unique id, ...
"""

import csv
import re
from collections.abc import Iterator

from ingest.source import File

__all__ = ["is_asterisk", "lines"]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?")
_DISPOSITIONS = ("ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION")
_LEAST, _MOST = 15, 40  # columns
_LONGEST = 2**16
_CALLER = re.compile(r'"?([^"<>]*)"?\s*(?:<[^<>]*>)?')


def is_asterisk(file: File) -> bool:
    """Say whether the first line is that of such a log."""
    if file.suffix not in (".csv", ".txt", ""):
        return False
    first = file.head.split(b"\n", 1)[0][:_LONGEST].decode("utf-8", "replace")
    return _cells(first) is not None


def _cells(line: str) -> list[str] | None:
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None
    if not _LEAST <= len(cells) <= _MOST or not _MOMENT.fullmatch(cells[9]):
        return None
    return cells if cells[14] in _DISPOSITIONS else None


def lines(file: File) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Read the calls with their lines; None for a line that is none."""
    with file.path.open(encoding="utf-8", errors="replace", newline="") as stream:
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            if not line.strip():
                continue
            cells = _cells(line.rstrip("\r\n"))
            yield number, None if cells is None else {
                "from": cells[1], "to": cells[2], "date": cells[9], "duration": cells[13],
                "status": cells[14], "fromname": _name(cells[4]),
            }  # fmt: skip


def _name(caller: str) -> str:
    found = _CALLER.match(caller)
    return found[1].strip() if found else ""
