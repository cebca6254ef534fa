"""Records of CRM systems, whatever they are written in: JSON of an API, or rows of a CSV file.

``WhoId``, ``who_id`` and ``Who Id`` are one name, ``whoid``; an object inside a record gives names
of both (``Owner.Email`` is ``owneremail``). What connectors wrap around a record is taken off.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph.batch import Batch
from ingest.batches.gather import Record, gather
from ingest.json.head import json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, Several, read_json
from ingest.json.text import Damage
from ingest.rows.columns import plain as folded_name
from ingest.rows.records import row_records
from ingest.rows.sheet import Row as SheetRow
from ingest.rows.sheet import Sheet, sheet_of
from ingest.rows.slashed import Slashes, order_told, slashes_of
from ingest.source import BadRecord, File, Reading
from ingest.work_limit import FAILURES

__all__ = ["SUFFIXES", "Row", "all_rows", "first_rows", "folded", "read_rows"]

SUFFIXES = (".json", ".jsonl", ".ndjson", ".csv", ".tsv")
"""How files are named that may tell what others refer to."""

_JSON = (".json", ".jsonl", ".ndjson", "")
_CSV = (".csv", ".tsv", ".txt", "")
_FIRST = 20
_ENDS = (("Id", ""), ("Value", ""), ("LogicalName", "type"), ("Name", "name"))  # of OData 2
_REFERENCE = {name for name, _ in _ENDS}
_FOOTER, _OF_SALESFORCE = 12, "salesforce.com"
plain = lru_cache(maxsize=20_000)(folded_name)


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its values by folded name, the names as written, the stream it came in.

    ``raw`` is the record of a JSON file; a row of a CSV file has none.
    """

    values: dict[str, Any]
    stream: str = ""
    raw: dict[str, Any] | None = None


def read_rows(
    file: File,
    reading: Reading,
    source: str,
    said: Callable[[Row], Said | None],
    *,
    into: Collection[str],
    known: Callable[[str], bool],
    nested: Callable[[Row], list[Several]] = lambda _: [],
    warnings: list[str] | None = None,
) -> Iterator[Batch]:
    """Read a file into batches, row by row.

    *into* names arrays, *known* tells columns, *nested* gives the records that one has inside;
    *said* may append to *warnings*.
    """
    told = warnings if warnings is not None else []
    if _is_json(file):

        def of_piece(piece: Piece) -> Said | list[Several] | None:
            row = _of_json(piece.value, piece.above)
            if piece.is_around and not (row and said_by_itself(row)):
                return None
            if row is None:
                raise BadRecord("is no JSON object, expected {...}", str(piece.value)[:200])
            return nested(row) or said(row)

        yield from read_json(file, reading, source, of_piece, into=into)
        return
    sheet = _sheet(file, known)
    if sheet is not None:
        sheet = sheet.settled(file.path).as_windows()
        slashes = slashes_of(sheet, file.path, order_told(reading.mapping))
        records = _cells(file, sheet, said, slashes)
        told += [*sheet.warning(file.shown), *slashes.warnings(file.shown)]
        yield from gather(records, source, reading, warnings=told)


def said_by_itself(row: Row) -> bool:
    """Whether what stands around arrays is a record as well; pages of APIs are not."""
    return any(name in row.values for name in ("id", "activityid")) and len(row.values) > 3


def first_rows(file: File, into: Collection[str], known: Callable[[str], bool]) -> list[Row]:
    """Give the first rows of a file, for saying whose it is; never raises."""
    if _is_json(file):
        value = json_head(file).value
        found = value if isinstance(value, list) else [value]
        for name in into:
            inner = value
            for step in name.split("."):
                inner = inner.get(step) if isinstance(inner, dict) else None
            found = found + inner[:_FIRST] if isinstance(inner, list) else found
        listed = found[: 2 * _FIRST]
        if isinstance(value, list) and _pair(value) is not None:
            listed = [value]
        return [row for one in listed if (row := _of_json(one)) is not None]
    try:
        sheet = _sheet(file, known)
        if sheet is None:
            return []
        rows = []
        for line in sheet.rows(file.path):
            if not line.trouble:
                rows.append(_of_cells(sheet, line.cells))
            if len(rows) == _FIRST:
                break
        return rows or [Row(dict.fromkeys(map(plain, sheet.names), ""))]
    except (OSError, *FAILURES):
        return []


def all_rows(
    file: File,
    into: Collection[str],
    known: Callable[[str], bool],
    nested: Callable[[Row], list[Several]] = lambda _: [],
) -> Iterator[Row]:
    """Give every row that can be read, for what a file tells about others."""
    if _is_json(file):
        with file.path.open("rb") as stream:
            for piece in pieces(stream, into):
                row = _of_json(piece.value, piece.above)
                if row is None or isinstance(piece.value, Damage):
                    continue
                values = [value for one in nested(row) for value in one.values] or [piece.value]
                yield from (one for value in values if (one := _of_json(value, piece.above)))
        return
    sheet = _sheet(file, known)
    if sheet is not None:
        sheet = sheet.settled(file.path).as_windows()
        slashes = slashes_of(sheet, file.path)
        for found in sheet.rows(file.path):
            if not found.trouble:
                yield _of_cells(sheet, slashes.written(found.cells))


def _is_json(file: File) -> bool:
    return file.suffix in _JSON and json_head(file).value is not None


def _sheet(file: File, known: Callable[[str], bool]) -> Sheet | None:
    if file.suffix not in _CSV:
        return None
    try:
        return sheet_of(file, lambda name: known(plain(name)))
    except OSError:
        return None


def _cells(
    file: File, sheet: Sheet, said: Callable[[Row], Said | None], slashes: Slashes
) -> Iterator[Record]:
    return row_records(
        file.shown,
        _without_footer(sheet.rows(file.path)),
        lambda row: said(_of_cells(sheet, slashes.written(row.cells))),
        reason=lambda error: slashes.reason(error.found) or str(error),
    )


def _without_footer(rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
    """Leave out what Salesforce writes below a report: sums, who made it, whose it all is."""
    held: list[SheetRow] = []
    for row in rows:
        if not row.trouble and any(row.cells[2:]):
            yield from held
            held.clear()
            yield row
        elif len(held) < _FOOTER and len(row.cells) > 2:
            held.append(row)
        else:
            yield from held
            held.clear()
            yield row
    if not any(_OF_SALESFORCE in cell for row in held for cell in row.cells):
        yield from held


def _of_cells(sheet: Sheet, cells: tuple[str, ...]) -> Row:
    values: dict[str, Any] = {}
    for name, cell in zip(sheet.names, cells, strict=False):
        folded = plain(name)
        if cell or folded not in values:
            values[folded] = cell
    return Row(values)


def _of_json(value: Any, above: tuple[dict[str, Any], ...] = ()) -> Row | None:  # noqa: ANN401
    pair = _pair(value) if isinstance(value, list) else None
    if pair is not None:
        return Row(folded(pair[1]), pair[0], pair[1])
    if not isinstance(value, dict):
        return None
    stream = value.get("stream")
    for name in ("record", "data"):  # Singer, Airbyte
        inner = value.get(name)
        if isinstance(stream, str) and isinstance(inner, dict):
            return Row(folded(inner), stream, inner)
    context = next((one["@odata.context"] for one in above if "@odata.context" in one), "")
    of_odata_2 = value.get("__metadata")
    if isinstance(of_odata_2, dict) and isinstance(of_odata_2.get("type"), str):
        context = f"#{of_odata_2['type'].rpartition('.')[2].lower()}"
    return Row(folded(value), context if isinstance(context, str) else "", value)


def _pair(value: list[Any]) -> tuple[str, dict[str, Any]] | None:
    """What a capture of Estuary Flow writes: ["acmeCo/contacts", {...}]."""
    if len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], dict):
        return value[0].rpartition("/")[2], value[1]
    return None


def folded(found: dict[str, Any]) -> dict[str, Any]:
    """The values of an object by folded name, those of objects inside by both names.

    >>> folded({"OwnerId": {"Id": "7", "LogicalName": "systemuser"}, "StateCode": {"Value": 1}})
    {'ownerid': '7', 'owneridtype': 'systemuser', 'statecode': 1}
    """
    values: dict[str, Any] = {}
    for key, value in found.items():
        name = plain(key)
        if isinstance(value, dict) and value.keys() - {"__metadata"} <= _REFERENCE and value:
            values |= {name + end: value[one] for one, end in _ENDS if value.get(one) is not None}
        elif isinstance(value, dict):
            for inner, one in value.items():
                values.setdefault(name + plain(inner), one)
        elif value is not None or name not in values:
            values[name] = value
    return values
