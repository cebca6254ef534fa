"""Unchanged files: what was loaded whole and is as it was then need not be read again.

A load leaves a receipt in the local state file: which files it read and how, their sizes and times
of change, and its report. The same load again is answered from it, with all that was new or
corrected then as known now. A receipt is only kept where reading again could not tell more: nothing
was rejected and nothing failed, no calendar was read (their series are unfolded up to a year past
the clock), and no file changed within moments of the load. All of them end when the store holds
anything that no load of this installation brought.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ingest.files.left_out import LeftOut
from ingest.load import LoadReport, Part
from ingest.sources import CLOCKED

__all__ = ["Listing", "as_known", "listed", "receipt_of", "report_of"]

_TICK = 2_000_000  # microseconds; some file systems keep times of change no finer
_FORM = 3  # of receipts: those of another form are not found


@dataclass(frozen=True, slots=True)
class Listing:
    """Files as they are at one moment: ``key`` names them with how they are read.

    ``newest`` is the last time at which any of them changed, in microseconds.
    """

    key: str
    newest: int


def listed(paths: Sequence[Path], how: Sequence[object]) -> Listing:
    """List what is there beneath *paths*, without reading any of it."""
    found = sorted(_files(paths))
    told = json.dumps([_FORM, found, [str(one) for one in how]]).encode()
    newest = max((changed // 1_000 for _, _, changed in found), default=0)
    return Listing(hashlib.sha256(told).hexdigest(), newest)


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        if path.is_file():
            yield from _seen(path.parent.resolve(), [path.name])
        for at, _, names in os.walk(path):
            yield from _seen(Path(at).resolve(), names)


def _seen(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The files of a folder that is told without links, each with its size and time of change."""
    for name in names:
        file = folder / name
        with suppress(OSError):  # a link may lead nowhere, or round in a circle
            if file.is_symlink():
                file = file.resolve(strict=True)
            seen = file.stat()
            yield os.fsencode(file).hex(), seen.st_size, seen.st_mtime_ns


def receipt_of(report: LoadReport, listing: Listing, clock: int) -> str | None:
    """Give the receipt of a load that began at *clock*; None where it is to be read again."""
    is_settled = listing.newest + _TICK < clock
    by_clock = any(part.source in CLOCKED for part in report.sources)
    if report.total("rejected") or report.failed or by_clock or not is_settled:
        return None
    return json.dumps(asdict(report))


def report_of(receipt: str) -> LoadReport:
    """Give the report that a receipt holds."""
    told: dict[str, Any] = json.loads(receipt)
    lists = ("warnings", "failed", "bare", "bare_ids")
    told |= {name: tuple(told.get(name, ())) for name in lists}
    told["sources"] = tuple(Part(**part) for part in told["sources"])
    told["left_out"] = tuple(LeftOut(**one) for one in told["left_out"])
    return LoadReport(**told)


def as_known(report: LoadReport) -> LoadReport:
    """Tell a load again: what was new or corrected then is known now."""
    parts = (
        replace(part, known=part.read - part.rejected, new=0, corrected=0)
        for part in report.sources
    )
    note = "nothing has changed since this was loaded, and it was not read again; --again reads it"
    return replace(report, sources=tuple(parts), warnings=(*report.warnings, note))
