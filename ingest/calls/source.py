"""Call logs: of a phone (CSV, or the XML of its backup) and of a telephone system (CSV, JSON).

A call goes from who called to who was called, with its length; one that was missed, refused or not
answered has a length of nothing, and one whose length is not told, or that was answered and has a
length of nothing, has none. A system's log names both; a phone's names the other one only, so its
owner is named with --log. A number with its country (``+48...``) is ``phone:``; one without is
``account:phone/...``, for it says little outside its country. Who hid their number is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from graph.batch import Batch, Rejected
from graph.model import Interaction, Kind
from graph.people.identity import canonical, clean
from ingest.accounts import Introduced, reached
from ingest.batches.gather import Record, gather
from ingest.calls.asterisk import is_asterisk, lines
from ingest.calls.phone_backup import backed_up_calls, is_backup, is_texts, texts
from ingest.calls.records import INTO, met, row_of
from ingest.calls.sides import sides, told
from ingest.calls.words import COLUMNS, DIRECTED, TALKED, as_box, plain, sorts_in
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import objects_in
from ingest.json.head import json_head
from ingest.json.pieces import Piece
from ingest.json.records import Said, read_json
from ingest.rows.sheet import Sheet, sheet_of
from ingest.rows.slashed import order_told, slashes_of
from ingest.source import BadRecord, File, Reading

__all__ = ["Calls"]

_KNOWN = frozenset(name for names in COLUMNS.values() for name in names)
_JSON = (".json", ".jsonl", ".ndjson")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})")
_SECONDS = re.compile(r"(\d{1,7})(?:\.\d{1,6})? ?(?:s|sec|secs|seconds)?", re.IGNORECASE)
_SLASHED = re.compile(r"(?:[^\W\d]{2,12}\.?,? )?\d{1,2}[/-]\d{1,2}[/-]\d\d")
_LONGEST = 7 * 24 * 3600
_NO_OWNER = "a phone's log does not say whose it is: name the owner with --log"


class Calls:
    """Reads logs of calls; each call is a record."""

    name = "calls"
    meaning = "calls: a phone's log (CSV, XML backup; owner by --log), a system's (CSV, JSON)"

    def recognises(self, file: File) -> bool:
        """Say whether the header, and the first rows below it, are those of a log of calls."""
        if is_backup(file) or is_texts(file) or is_asterisk(file):
            return True
        if file.suffix in _JSON:
            return any(_is_call(one) for one in _listed(file))
        sheet = _sheet(file)
        if sheet is None:
            return False
        for found in map(told, _first(file, sheet)):
            if sorts_in(found.get("sort", ""), found.get("status", "")):
                at = _date(found)
                return moment_or_none(at) is not None or _SLASHED.match(at) is not None
        return False

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read one call a row."""
        calls = _Rows(reading)
        if file.suffix in _JSON:
            yield from read_json(file, reading, self.name, calls.record, into=INTO)
            return
        warnings: list[str] = []
        records = _records(file, calls, order_told(reading.mapping), warnings)
        found = texts(file, reading) if is_texts(file) else records
        yield from gather(found, self.name, reading, warnings=warnings)


class _Rows:
    def __init__(self, reading: Reading) -> None:
        self.zone = reading.zone_or_utc()
        self.owner = canonical(reading.log) if reading.log and clean(reading.log) else ""
        self._introduced = Introduced()

    def said(self, place: str, found: dict[str, str]) -> tuple[str, Said | Rejected]:
        """One call, or why it is none."""
        try:
            return place, self._call(found)
        except BadRecord as error:
            return place, Rejected(place, str(error), error.found)

    def record(self, piece: Piece) -> Said | None:
        """One call of a page."""
        found = piece.value if isinstance(piece.value, dict) else {}
        if piece.is_around and not _is_call(found):
            return None
        row = row_of(found)
        said = self._call(row) if row is not None else met(found, self._introduced)
        if said is None:
            raise BadRecord("is no call of a telephone system that is read", str(found)[:200])
        return said

    def _call(self, row: dict[str, str]) -> Said:
        found = told(row)
        at = moment_in(_date(found), self.zone)
        sorts = sorts_in(found.get("sort", ""), found.get("status", ""))
        seconds = 0 if "missed" in sorts else _length(found.get("duration", ""))
        is_told = seconds or (seconds == 0 and "taken" not in sorts)
        sender, to = sides(found, self.owner, _NO_OWNER)
        is_fax = plain(found.get("medium", "")) == "fax"
        call = Interaction(
            at=at,
            kind=Kind.MESSAGE if is_fax else Kind.CALL,
            channel="phone",
            sender=sender.identity,
            receivers=reached(sender.identity, [to.identity]),
            duration=timedelta(seconds=seconds or 0) if is_told and not is_fax else None,
            id=found.get("id") or None,
        )
        said: Said = [call]
        for one in (sender, to):
            said += self._introduced.said(one.identity, at, name=one.name) if one.name else []
        return said


def _is_call(found: dict[str, Any]) -> bool:
    return row_of(found) is not None or {"startDateTime", "modalities"} <= found.keys()


def _listed(file: File) -> list[dict[str, Any]]:
    """The first records of a page."""
    head = json_head(file)
    inner = (one for name in INTO for one in list(objects_in(head.whole, name))[:20])
    return [*head.records, *inner]


def _date(found: dict[str, str]) -> str:
    return f"{found.get('date', '')} {found.get('time', '')}".strip()


def _length(text: str) -> int | None:
    """Seconds of ``95``, ``1:35`` and ``0:01:35``, None of nothing; a BadRecord for anything else.

    >>> _length("95"), _length("0:01:35"), _length("1:35"), _length("")
    (95, 95, 95, None)
    """
    written = text.strip()
    if clock := _CLOCK.fullmatch(written):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return min(hours * 3600 + minutes * 60 + seconds, _LONGEST)
    found = _SECONDS.fullmatch(written)
    if found is None and written:
        raise BadRecord("has no length, expected seconds or 0:01:35", written[:80])
    return min(int(found[1]), _LONGEST) if found else None


def _records(file: File, calls: _Rows, order: str, warnings: list[str]) -> Iterator[Record]:
    """The calls of a file that is no JSON."""
    if is_backup(file):
        for number, row in backed_up_calls(file):
            yield calls.said(f"{file.shown}:call {number}", row)
    elif is_asterisk(file):
        for number, found in lines(file):
            place = f"{file.shown}:{number}"
            reason = "is no call, expected the columns of Asterisk's log"
            yield calls.said(place, found) if found else (place, Rejected(place, reason))
    else:
        yield from _table(file, calls, order, warnings)


def _table(file: File, calls: _Rows, order: str, warnings: list[str]) -> Iterator[Record]:
    sheet = _sheet(file)
    if sheet is None:
        reason = "is no log of calls, expected date, duration, direction and number"
        yield file.shown, Rejected(file.shown, reason)
        return
    sheet = sheet.settled(file.path).as_windows()
    columns = _columns(sheet)
    slashes = slashes_of(sheet, file.path, order)
    warnings += slashes.warnings(file.shown)
    for row in sheet.rows(file.path):
        place = f"{file.shown}:{row.line}"
        if row.trouble:
            yield place, Rejected(place, row.trouble, row.found)
            continue
        cells = slashes.written(row.cells)
        _, said = calls.said(place, as_box(sheet.names, {w: cells[k] for w, k in columns.items()}))
        if isinstance(said, Rejected):
            said = replace(said, reason=slashes.reason(said.found) or said.reason)
        yield place, said


def _sheet(file: File) -> Sheet | None:
    if file.suffix not in (".csv", ".tsv", ".txt"):
        return None
    try:
        sheet = sheet_of(file, lambda name: plain(name) in _KNOWN)
    except OSError:
        return None
    if sheet is None:
        return None
    there = _columns(sheet).keys()
    has_both = {"from", "to"} <= there or bool({"number", "external"} & there)
    has_sort = bool({"sort", "status", "answered"} & there)
    has_length = "duration" in there or {"connected", "ended"} <= there
    is_dated = bool({"date", "time", "utc"} & there)
    return sheet if is_dated and has_length and has_both and has_sort else None


def _columns(sheet: Sheet) -> dict[str, int]:
    folded = [plain(name) for name in sheet.names]
    found = {
        word: min(folded.index(name) for name in names if name in folded)
        for word, names in COLUMNS.items()
        if set(names) & set(folded)
    }
    for word, names in (("duration", TALKED), ("sort", DIRECTED)):
        better = [folded.index(name) for name in names if name in folded]
        found |= {word: better[0]} if better else {}
    return found


def _first(file: File, sheet: Sheet) -> Iterator[dict[str, str]]:
    columns = _columns(sheet)
    for count, row in enumerate(sheet.rows(file.path)):
        if count >= 20:
            return
        if not row.trouble:
            yield as_box(sheet.names, {word: row.cells[k] for word, k in columns.items()})
