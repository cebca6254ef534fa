"""Call logs: of a phone (CSV, or the XML of its backup) and of a telephone system (CSV).

A call goes from who called to who was called, with its length; one that was missed, refused or not
answered has a length of nothing, and one whose length is not told, or that was answered and has a
length of nothing, has none. A system's log names
both; a phone's names the other one only, so its owner is named with --log. A number with its
country (``+48...``) is ``phone:``; one without is ``account:phone/...``, for it says little outside
its country. Who hid their number is refused.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from graph.batch import Batch, Rejected
from graph.identity import canonical, clean
from graph.model import Interaction, Kind
from ingest.accounts import Introduced, reached
from ingest.call_words import COLUMNS, TALKED, as_box, plain, sorts_in
from ingest.dates import moment_in, moment_or_none
from ingest.gather import Record, gather
from ingest.json_records import Said
from ingest.sheet import Sheet, sheet_of
from ingest.slashed import order_told, slashes_of
from ingest.source import BadRecord, File, Reading

__all__ = ["Calls"]

_KNOWN = frozenset(name for names in COLUMNS.values() for name in names)
_XML_SORTS = {"1": "incoming", "2": "outgoing", "3": "missed", "4": "voicemail", "5": "rejected",
              "6": "blocked"}  # fmt: skip
_CALL = re.compile(r"<call\s([^<>]{1,4000})>")
_ATTRIBUTE = re.compile(r'(\w{1,40})="([^"]{0,400})"')
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})")
_SECONDS = re.compile(r"(\d{1,7})(?:\.\d{1,6})? ?(?:s|sec|secs|seconds)?", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9][0-9 ()./-]{1,30}[0-9]")
_SLASHED = re.compile(r"(?:[^\W\d]{2,12}\.?,? )?\d{1,2}[/-]\d{1,2}[/-]\d\d")
_CHUNK = 2**18
_LONGEST = 7 * 24 * 3600
_NO_OWNER = "a phone's log does not say whose it is: name the owner with --log"


class Calls:
    """Reads logs of calls; each call is a record."""

    name = "calls"
    meaning = "call logs: a phone's (CSV, XML backup; owner by --log), a telephone system's (CSV)"

    def recognises(self, file: File) -> bool:
        """Say whether the header, and the first rows below it, are those of a log of calls."""
        if _is_backup(file):
            return True
        sheet = _sheet(file)
        if sheet is None:
            return False
        for found in _first(file, sheet):
            if sorts_in(found.get("sort", ""), found.get("status", "")):
                at = _date(found)
                return moment_or_none(at) is not None or _SLASHED.match(at) is not None
        return False

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read one call a row."""
        calls = _Rows(reading)
        warnings: list[str] = []
        order = order_told(reading.mapping)
        records = _backup(file, calls) if _is_backup(file) else _table(file, calls, order, warnings)
        yield from gather(records, self.name, reading, warnings=warnings)


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

    def _call(self, found: dict[str, str]) -> Said:
        at = moment_in(_date(found), self.zone)
        sorts = sorts_in(found.get("sort", ""), found.get("status", ""))
        seconds = 0 if "missed" in sorts else _length(found.get("duration", ""))
        is_told = seconds or (seconds == 0 and "taken" not in sorts)
        length = timedelta(seconds=seconds or 0) if is_told else None
        other = ""
        if found.get("from") and found.get("to"):
            sender, to = _number(found["from"]), _number(found["to"])
        else:
            if not self.owner:
                raise BadRecord(_NO_OWNER)
            other = _number(found.get("number", ""))
            is_out = "out" in sorts
            if not is_out and not sorts & {"in", "missed"}:
                raise BadRecord("has no direction, expected incoming, outgoing or missed", "")
            sender, to = (self.owner, other) if is_out else (other, self.owner)
        call = Interaction(
            at=at,
            kind=Kind.CALL,
            channel="phone",
            sender=sender,
            receivers=reached(sender, [to]),
            duration=length,
        )
        name = found.get("name", "")
        is_named = other and clean(name) and plain(name) not in ("unknown", "null")
        return [call, *(self._introduced.said(other, at, name=name) if is_named else [])]


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


def _number(text: str) -> str:
    """Whom a number means, with its country or without it."""
    written = clean(text[:60])
    digits = re.sub(r"[^0-9]", "", written)
    if written.startswith(("+", "00")) and len(digits) > 6:  # a short one is a service's
        return canonical(f"phone:{written}")
    if _DIGITS.fullmatch(written):
        return f"account:phone/{digits}"
    raise BadRecord("names no number, expected such as +48 600 100 200", written)


def _is_backup(file: File) -> bool:
    head = file.head[:4096]
    return b"<calls" in head and re.search(rb"<call\s[^<>]{0,2000}duration=", head) is not None


def _backup(file: File, calls: _Rows) -> Iterator[Record]:
    with file.path.open(encoding="utf-8", errors="replace") as stream:
        kept, number = "", 0
        while block := stream.read(_CHUNK):
            text, last = kept + block, 0
            for found in _CALL.finditer(text):
                number, last = number + 1, found.end()
                cells = dict(_ATTRIBUTE.findall(html.unescape(found[1])))
                row = {
                    "date": cells.get("date", ""),
                    "duration": cells.get("duration", ""),
                    "sort": _XML_SORTS.get(cells.get("type", ""), ""),
                    "number": cells.get("number", ""),
                    "name": cells.get("contact_name", "").strip("()"),
                }
                yield calls.said(f"{file.shown}:call {number}", row)
            kept = text[last:][-_CHUNK:]


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
    has_both = {"from", "to"} <= there or "number" in there
    has_sort = "sort" in there or "status" in there
    return sheet if {"date", "duration"} <= there and has_both and has_sort else None


def _columns(sheet: Sheet) -> dict[str, int]:
    folded = [plain(name) for name in sheet.names]
    found = {
        word: min(folded.index(name) for name in names if name in folded)
        for word, names in COLUMNS.items()
        if set(names) & set(folded)
    }
    talked = [folded.index(name) for name in TALKED if name in folded]
    return found | {"duration": talked[0]} if talked else found


def _first(file: File, sheet: Sheet) -> Iterator[dict[str, str]]:
    columns = _columns(sheet)
    for count, row in enumerate(sheet.rows(file.path)):
        if count >= 20:
            return
        if not row.trouble:
            yield as_box(sheet.names, {word: row.cells[k] for word, k in columns.items()})
