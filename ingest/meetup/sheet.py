"""Meetup's sheets: the members of a group, and who answered to come to an event.

Organizers download both as tables, called .xls though they are text with tabs. A list of attendees
says when somebody answered, and neither which event that is nor when it was: an answer happened,
and ties nobody (the interface's pages tell of whom they met). A guest without an account is
``account:meetup/NAME``. Dates such as 04/05/2024 are read as their column shows.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from graph.model import Fact, Interaction, Kind
from graph.people.identity import clean
from ingest.accounts import profile
from ingest.batches.gather import Record
from ingest.dates import moment_in, moment_or_none
from ingest.json.records import Said
from ingest.rows.columns import plain
from ingest.rows.records import row_records
from ingest.rows.sheet import Row, Sheet, sheet_of
from ingest.rows.slashed import order_told, slashes_of
from ingest.source import BadRecord, File, Reading

__all__ = ["SHEETS", "attended", "sheet_at"]

SHEETS = (".xls", ".csv", ".tsv", ".txt")
_MEMBERS = frozenset({"name", "userid", "joinedgroupon", "urlofmemberprofile"})
_ATTENDEES = frozenset({"name", "userid", "rsvp", "rsvpedon"})
_KNOWN = _MEMBERS | _ATTENDEES | {"memberid", "title", "eventhost"}
_NUMBER = re.compile(r"(?:user )?(\d{1,15})")
_PROFILE = re.compile(
    r"https?://(?:www\.)?meetup\.com/(?:[a-z]{2}-[A-Z]{2}/)?([\w-]{1,100})/members/(\d{1,15})/?.*"
)
_WRITTEN = ("%B %d, %Y %I:%M %p", "%B %d, %Y", "%b %d, %Y %I:%M %p", "%b %d, %Y")
_LONGEST = 200


def sheet_at(file: File) -> Sheet | None:
    """The table that a file is, if it is one of these two."""
    if file.suffix not in SHEETS:
        return None
    try:
        sheet = sheet_of(file, lambda name: plain(name) in _KNOWN)
    except OSError:
        return None
    names = set() if sheet is None else set(map(plain, sheet.names))
    return sheet if names >= _MEMBERS or names >= _ATTENDEES else None


def attended(file: File, reading: Reading, warnings: list[str]) -> Iterator[Record]:
    """Read the rows of such a table."""
    sheet = sheet_at(file)
    if sheet is None:
        return
    sheet = sheet.settled(file.path).as_windows()
    warnings += sheet.warning(file.shown)
    slashes = slashes_of(sheet, file.path, order_told(reading.mapping))
    warnings += slashes.warnings(file.shown)
    names = [plain(name) for name in sheet.names]
    if "rsvpedon" in names and reading.zone is None:
        warnings.append(f"{file.shown}: times name no zone, read as UTC; --zone names another one")

    def said(row: Row) -> Said:
        cells = dict(zip(names, slashes.written(row.cells), strict=False))
        try:
            return _said(cells, reading.zone_or_utc())
        except BadRecord as error:
            raise BadRecord(slashes.reason(error.found) or str(error), error.found) from None

    yield from row_records(file.shown, sheet.rows(file.path), said)


def _said(cells: dict[str, str], zone: tzinfo) -> Said:
    """A member, and that they answered."""
    shown = _PROFILE.fullmatch(cells.get("urlofmemberprofile", ""))
    written = _NUMBER.fullmatch(cells.get("memberid") or cells.get("userid", ""))
    number = written[1] if written else shown[2] if shown else ""
    name = clean(cells.get("name", ""))[:_LONGEST]
    if not number and not name:
        raise BadRecord("names nobody, expected Name and User ID")
    identity = f"meetup:{number}" if number else f"account:meetup/{name}"
    said = profile(identity, reason="", name=name, title=cells.get("title", ""))
    joined = _moment(cells.get("joinedgroupon", ""), UTC)
    if shown:
        said.append(Fact(identity, "segment", shown[1].lower(), joined))
    if cells.get("rsvpedon"):
        at = _moment(cells["rsvpedon"], zone) or moment_in(cells["rsvpedon"])
        said.append(Interaction(at, Kind.ACTIVITY, "meetup", identity))
    return said


def _moment(cell: str, zone: tzinfo) -> datetime | None:
    found = moment_or_none(cell, zone) if cell else None
    for form in _WRITTEN if cell and found is None else ():
        try:
            naive = datetime.strptime(" ".join(cell.split()), form)  # noqa: DTZ007
            return moment_in(naive.isoformat(), zone)
        except ValueError:
            continue
    return found
