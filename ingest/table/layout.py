"""Layout: how a text table is laid out, seen from its first bytes.

Encoding, delimiter, header, the names of its columns, and its first rows. Lines before the table
that begin with ``#``, ``%`` or ``sep=`` are comments. Without a header columns are called 1, 2, 3.
"""

import codecs
import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import BadMapping, NotRecognised
from ingest.json.page import begin_of_page, plain_record
from ingest.mapping import TableMapping
from ingest.rows.columns import REQUIRED, recognised
from ingest.rows.sheet import is_title
from ingest.source import File
from ingest.text.encodings import encoding_found, unmarked_utf16

__all__ = ["Layout", "encoding_of", "layout_of"]

_HEAD = 65_536
_LONG_HEAD = 8 * 2**20  # for a first line that is longer
_MOST_COLUMNS = 5_000
_DELIMITERS = (",", ";", "\t", "|", " ")
_SAMPLE = 1_000  # rows
_DEPTH = 3  # of the names inside nested records
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Layout:
    """A table's form, its columns and its first rows as text.

    ``form`` is "delimited", "ndjson", "json" (an array of records) or "parquet"; ``skip`` counts
    the lines before the first row; ``types`` and ``expressions`` are those of
    Parquet columns, in the words of DuckDB.
    """

    form: str
    names: tuple[str, ...]
    sample: tuple[tuple[str | None, ...], ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    has_header: bool = True
    skip: int = 0
    types: tuple[str, ...] = ()
    expressions: tuple[str, ...] = ()

    def values(self, name: str) -> list[str]:
        """The values of a column in the first rows, without the empty ones."""
        k = self.names.index(name)
        return [value for row in self.sample if (value := row[k]) is not None]


def layout_of(file: File, mapping: TableMapping) -> Layout:
    """Look at the beginning of a text table; what is no text, or no table, is NotRecognised."""
    head, is_whole = _head(file)
    if not head:
        raise NotRecognised(f"{file.shown} is empty")
    encoding = mapping.encoding or encoding_of(head)
    if encoding is None:
        raise NotRecognised(f"{file.shown} is neither text nor Parquet, expected a table")
    try:
        lines = _lines(head, encoding, is_whole=is_whole)
    except LookupError as error:
        raise BadMapping(f"{mapping.shown}: no encoding is called {encoding!r}") from error
    first = next((line.lstrip() for line in lines if line.strip()), "")
    layout = None
    if first.startswith("{"):
        layout = _page(lines, encoding) or _ndjson(lines, encoding)
    elif first.startswith("["):
        layout = _array(lines, encoding)
    try:
        layout = layout or _delimited(lines, encoding, mapping)
    except NotRecognised as error:
        raise NotRecognised(f"{file.shown}: {error}") from error
    if layout is None:
        raise NotRecognised(f"{file.shown} has no rows that could be a table")
    return layout


def _head(file: File) -> tuple[bytes, bool]:
    """The first bytes of a file, with its first line whole, and whether that is all of it."""
    size = file.path.stat().st_size
    head = file.head
    if len(head) < min(size, _HEAD) or b"\n" not in head:
        with file.path.open("rb") as opened:
            head = opened.read(_HEAD)
            while b"\n" not in head and len(head) < min(size, _LONG_HEAD):
                head += opened.read(_LONG_HEAD - len(head))
    return head, len(head) >= size


_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
_JUDGED_LATER = ("cp1252", "mac_roman", "cp850", "iso2022_jp_ext", "iso2022_kr")


def encoding_of(head: bytes) -> str | None:
    """Guess the encoding of a text from its beginning; None for what is no text.

    >>> encoding_of(b"a,b"), encoding_of("a,b".encode("utf-16")), encoding_of(bytes(100))
    ('utf-8', 'utf-16', None)
    """
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    unmarked = unmarked_utf16(head)
    if unmarked:
        return unmarked
    if head.count(0) > max(8, 0.01 * len(head)):
        return None
    control = sum(head.count(byte) for byte in range(1, 32) if byte not in (9, 10, 12, 13, 26, 27))
    return None if control > max(8, 0.01 * len(head)) else _of_bytes(head)


def _of_bytes(head: bytes) -> str:
    """What is neither UTF-8 nor western is told by its letters; the whole file decides the rest."""
    found = None if head.isascii() else encoding_found(head)
    return found if found is not None and found not in _JUDGED_LATER else "utf-8"


def _lines(head: bytes, encoding: str, *, is_whole: bool) -> list[str]:
    """Give the complete lines of a beginning."""
    text = head.decode(encoding, errors="replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if is_whole or len(lines) == 1 else lines[:-1]


def _delimited(lines: Sequence[str], encoding: str, mapping: TableMapping) -> Layout | None:
    """Recognise delimiter, header and columns; None where nothing looks like a table."""
    skip = mapping.skip
    while skip < len(lines) and (
        lines[skip][:1] in ("#", "%", "")
        or lines[skip][:4] == "sep="
        or not lines[skip].strip()
        or (mapping.header is not False and is_title(lines[skip], lines[skip + 1 :]))
    ):
        skip += 1
    body = lines[skip : skip + _SAMPLE + 1]
    if not body:
        return None
    candidates = [mapping.delimiter] if mapping.delimiter else list(_DELIMITERS)
    tables = {delimiter: list(_rows(body, delimiter, mapping.quote)) for delimiter in candidates}
    tables = {delimiter: rows for delimiter, rows in tables.items() if rows}
    if not tables:
        return None
    widest = max(len(rows[0]) for rows in tables.values())
    if widest > _MOST_COLUMNS:
        raise NotRecognised(f"{widest:,} columns, expected at most {_MOST_COLUMNS:,}")
    wanted = {c for several in mapping.columns.values() for c in several if isinstance(c, str)}
    if mapping.header is not False:
        for delimiter, rows in tables.items():
            names = {name.strip() for name in rows[0]}
            if wanted <= names if wanted else set(REQUIRED) <= set(recognised(rows[0])):
                return _layout(rows, encoding, delimiter, skip, has_header=True)
    delimiter = max(tables, key=lambda one: _evenness(tables[one]))
    rows = tables[delimiter]
    has_header = mapping.header if mapping.header is not None else _has_header(rows, wanted)
    return _layout(rows, encoding, delimiter, skip, has_header=has_header)


def _layout(
    rows: list[list[str]], encoding: str, delimiter: str, skip: int, *, has_header: bool
) -> Layout:
    if has_header:
        names = [name.strip() for name in rows[0]]
        while len(names) > 1 and not names[-1] and all(not any(r[len(names) - 1 :]) for r in rows):
            names.pop()  # every line ends with a delimiter
        rows = rows[1:]
        skip += 1
    else:
        width = Counter(map(len, rows)).most_common(1)[0][0]
        names = [str(k + 1) for k in range(width)]
    sample = tuple(
        tuple(value.strip() or None for value in row[: len(names)])
        for row in rows
        if len(row) >= len(names)
    )
    return Layout("delimited", tuple(names), sample, encoding, delimiter, has_header, skip)


def _rows(lines: Sequence[str], delimiter: str, quote: str) -> Iterator[list[str]]:
    if delimiter == " ":
        lines = [" ".join(line.split()) for line in lines]
    if quote:
        reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        for row in reader:
            if row:
                yield row
    except csv.Error:  # a field too long, a stray carriage return: what was read will do
        return


def _evenness(rows: list[list[str]]) -> tuple[bool, float, int]:
    """How much a delimiter makes a table: the share of rows of the commonest width above one."""
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return width > 1, count / len(rows), width


def _has_header(rows: list[list[str]], wanted: set[str]) -> bool:
    """A first row of words, no two alike, that are not of the kind that stands below them."""
    first = [cell.strip() for cell in rows[0]]
    if wanted:
        return not all(name.isdigit() for name in wanted)
    named = [cell for cell in first if cell]
    if not named or len(set(named)) != len(named):
        return False
    return not any(
        _is_value(cell, [row[k].strip() for row in rows[1:] if k < len(row)])
        for k, cell in enumerate(first)
    )


def _is_value(cell: str, below: Sequence[str]) -> bool:
    """Say whether a cell of the first row is data, and no name such as "Phone 2" or "" of an index.

    >>> _is_value("Phone 2", ["+48 600"]), _is_value("u12", ["u13"]), _is_value("", ["0", "1"])
    (False, True, False)
    """
    if not cell:
        return any(not one.isdigit() for one in below if one)
    if "@" in cell or cell[0].isdigit():
        return True
    has_digit = any(letter.isdigit() for letter in cell)
    return has_digit and (not any(below) or _shape(cell) in map(_shape, below))


def _shape(cell: str) -> str:
    """How a cell is written: its letters as one, its digits as one."""
    return _DIGITS.sub("9", _LETTERS.sub("a", cell))


def _ndjson(lines: Sequence[str], encoding: str) -> Layout | None:
    """Recognise one JSON object a line; names of inner values are dotted."""
    records: list[dict[str, Any]] = []
    seen = 0
    for line in lines[: _SAMPLE * 2]:
        if line.strip():
            seen += 1
            record = _object(line)
            if record is not None:
                records.append(record)
        if len(records) == _SAMPLE:
            break
    if not records or len(records) < seen / 2:
        return None
    return _records(records, encoding, "ndjson")


def _page(lines: Sequence[str], encoding: str) -> Layout | None:
    """Recognise the page of an API by what holds its records; one record a line is no page."""
    text = "\n".join(lines)
    begin = begin_of_page(text)
    if begin is None or sum(_object(line) is not None for line in lines[:_SAMPLE]) > 1:
        return None
    return _listed(text, begin, encoding)


def _array(lines: Sequence[str], encoding: str) -> Layout | None:
    """Recognise one JSON array of objects by those that are whole in its beginning."""
    text = "\n".join(lines)
    return _listed(text, text.index("[") + 1, encoding)


def _listed(text: str, at: int, encoding: str) -> Layout | None:
    """The layout of an array whose first object begins at a place."""
    decoder = json.JSONDecoder()
    records: list[dict[str, Any]] = []
    while len(records) < _SAMPLE:
        at += len(text[at:]) - len(text[at:].lstrip(", \t\r\n"))
        try:
            record, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        if not isinstance(record, dict):
            return None
        records.append(plain_record(record))
    return _records(records, encoding, "json") if records else None


def _records(records: Sequence[dict[str, Any]], encoding: str, form: str) -> Layout:
    flat = [dict(_flat(record, "")) for record in records]
    names = tuple(dict.fromkeys(name for record in flat for name in record))[:_MOST_COLUMNS]
    sample = tuple(tuple(record.get(name) for name in names) for record in flat)
    return Layout(form, names, sample, encoding)


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _flat(record: dict[str, Any], prefix: str) -> Iterator[tuple[str, str | None]]:
    for key, value in record.items():
        name = f"{prefix}{key}"
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict) and name.count(".") < _DEPTH:
            yield from _flat(inner, f"{name}.")
        elif value is None or value == "":
            yield name, None
        else:
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
