"""Ratings: answers to surveys (NPS, CSAT, CES) and reviews (stars), as tone with its source.

Each answer is an interaction of the kind ``rating``: from who gave it, to nobody, so that it ties
nobody; its sentiment is the answer on its scale (`ingest.ratings.scales`), ``sentiment_by`` says
what was asked, its confidence is 1. What it is about (survey, product, question) is its topic. A
comment is listened to for key phrases and never changes the tone that its writer gave in numbers.

Who answered is an e-mail address, else a number or a name of that platform
(``account:survey/1001``); answers of nobody in particular are kept as ``account:survey/anonymous``,
because a topic has a tone without them being known. What was sent and never answered is refused.

Read are CSV and the like, JSON and NDJSON, and Parquet. A mapping names what a header does not:

    [ratings]
    score = "CSAT"          # the column of the answer
    scale = "1-5"           # nps, stars, percent, or worst-best: "5-1" where 1 is best
    by = "csat"             # what the tone is said to be from
    who = "Customer"        # and at, about, comment, id, date = "dmy" or "mdy"
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.batch import Batch, Rejected
from ingest.batches.gather import Record, gather
from ingest.json.fields import record
from ingest.json.head import json_head
from ingest.json.pieces import Piece
from ingest.json.records import Said, records_of
from ingest.ratings.columns import Columns, columns_in
from ingest.ratings.mapping import RatingMapping, rating_mapping
from ingest.ratings.rows import RatingRows, day_order
from ingest.ratings.surveymonkey import is_response, response_row
from ingest.ratings.typeform import as_row, is_form
from ingest.rows.sheet import Row, Sheet, sheet_of
from ingest.rows.slashed import is_dates_mapping
from ingest.source import BadRecord, File, Reading

__all__ = ["Ratings"]

_INTO = ("satisfaction_ratings", "responses", "results", "ratings", "reviews", "data")
_FEED, _LISTED = "feed.entry", "reviews.list"  # of the App Store, of AppFollow
_SAID = re.compile(r"(?:open-ended )?(?:response|r\u00e9ponse|antwort|respuesta|risposta|resposta)")
_FORMS = ("items",)  # of Typeform
_JSON = (".json", ".jsonl", ".ndjson")
_PARQUET = (".parquet", ".pq")
_ROWS = 10_000
_LOOKED_AT = 2_000  # rows, for the order of day and month
_SECOND_HEADERS = 2
_SHOWN = 20  # names of columns in a message


class Ratings:
    """Reads tables of answers; each row is a record."""

    name = "ratings"
    meaning = "answers to surveys and reviews: NPS, CSAT, CES, stars (CSV, JSON, Parquet)"

    def recognises(self, file: File) -> bool:
        """Say whether a table has a column of answers, and one of dates."""
        if file.suffix in _PARQUET:
            names = _parquet_names(file)
            return columns_in(names) is not None
        if file.suffix in _JSON:
            found = [*json_head(file).records[:2], *_inside(json_head(file).whole)]
            return any(_columns_of(tuple(_flat(one))) is not None for one in found)
        sheet = _sheet(file)
        return sheet is not None and _laid_out(file, sheet, None) is not None

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read one answer or several a row."""
        warnings: list[str] = []
        mapping = _mapping(reading)
        yield from gather(_records(file, reading, mapping), self.name, reading, warnings=warnings)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the columns of a sheet are, and how many rows below its header are no answers."""

    columns: Columns
    skipped: int


def _mapping(reading: Reading) -> RatingMapping | None:
    is_ours = reading.mapping is not None and not is_dates_mapping(reading.mapping)
    return rating_mapping(reading.mapping) if is_ours and reading.mapping else None


def _records(file: File, reading: Reading, mapping: RatingMapping | None) -> Iterator[Record]:
    if file.suffix in _PARQUET:
        yield from _of_parquet(file, reading, mapping)
    elif file.suffix in _JSON or file.head.lstrip()[:1] in (b"{", b"["):
        yield from _of_json(file, reading, mapping)
    else:
        yield from _of_sheet(file, reading, mapping)


def _of_sheet(file: File, reading: Reading, mapping: RatingMapping | None) -> Iterator[Record]:
    sheet = _sheet(file, mapping)
    layout = None if sheet is None else _laid_out(file, sheet, mapping)
    if sheet is None or layout is None or (mapping and mapping.missing(sheet.names)):
        found = sheet or sheet_of(file, bool)
        yield _refused(file, mapping, found.names if found else ())
        return
    sheet = sheet.settled(file.path)
    rows = RatingRows(layout.columns, reading, mapping)
    rows.order = rows.order or day_order(_dates(file, sheet, layout))
    for number, row in enumerate(sheet.rows(file.path)):
        place = f"{file.shown}:{row.line}"
        if row.trouble:
            yield place, Rejected(place, row.trouble, row.found)
        elif number >= layout.skipped:
            yield _answered(place, rows, row.cells)


def _of_json(file: File, reading: Reading, mapping: RatingMapping | None) -> Iterator[Record]:
    known: dict[tuple[str, ...], RatingRows | None] = {}

    def said(piece: Piece) -> Said | None:
        if piece.is_around:
            return None
        cells = _flat(record(piece.value))
        names = tuple(cells)
        if names not in known:
            columns = mapping.columns(names) if mapping else _columns_of(names)
            if len(known) > _ROWS:
                known.clear()
            known[names] = RatingRows(columns, reading, mapping) if columns else None
        rows = known[names]
        if rows is None:
            raise BadRecord("is no answer, expected a score of a known kind, and a date")
        return rows.said(tuple(cells.values()))

    yield from records_of(file, said, (*_INTO, *_FORMS, _FEED, _LISTED))


def _of_parquet(file: File, reading: Reading, mapping: RatingMapping | None) -> Iterator[Record]:
    names = _parquet_names(file)
    columns = mapping.columns(names) if mapping else columns_in(names)
    if columns is None or (mapping and mapping.missing(names)):
        yield _refused(file, mapping, names)
        return
    rows, number = RatingRows(columns, reading, mapping), 0
    try:
        for batch in pq.ParquetFile(file.path).iter_batches(_ROWS):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                yield _answered(f"{file.shown}:row {number}", rows, tuple(map(_cell, row)))
    except (pa.ArrowException, OSError, ValueError) as error:
        yield file.shown, Rejected(file.shown, f"cannot be read further ({type(error).__name__})")


def _answered(place: str, rows: RatingRows, cells: tuple[str, ...]) -> Record:
    try:
        return place, [*rows.said(cells)]
    except BadRecord as error:
        return place, Rejected(place, str(error), error.found)


def _refused(file: File, mapping: RatingMapping | None, names: Sequence[str]) -> Record:
    missing = mapping.missing(names) if mapping else []
    if missing:
        shown = ", ".join(map(repr, names[:_SHOWN])) + (", ..." if len(names) > _SHOWN else "")
        reason = f"has no column {missing[0]!r}, which [ratings] names; it has {shown or 'none'}"
    else:
        reason = (
            "is no table of answers, expected a column such as 'NPS' or 'CSAT (1-5)', and a date"
        )
    return file.shown, Rejected(file.shown, reason)


def _sheet(file: File, mapping: RatingMapping | None = None) -> Sheet | None:
    try:
        return sheet_of(file, lambda name: bool(name) and (mapping is None or mapping.has(name)))
    except OSError:
        return None


def _laid_out(file: File, sheet: Sheet, mapping: RatingMapping | None) -> _Layout | None:
    """The columns, by the names and by what stands in second headers (Qualtrics, SurveyMonkey)."""
    first = _first(file, sheet, _SECOND_HEADERS)
    questions: tuple[str, ...] = ()
    skipped = 0
    if len(first) > 1 and any(cell.startswith('{"ImportId"') for cell in first[1].cells):
        questions, skipped = first[0].cells, 2
    elif first and _is_second(sheet, first[0]):
        questions, skipped = _parts(sheet, first[0]), 1
    columns = mapping.columns(sheet.names) if mapping else columns_in(sheet.names, questions)
    return None if columns is None else _Layout(columns, skipped)


def _is_second(sheet: Sheet, row: Row) -> bool:
    """Whether a row below SurveyMonkey's header only says how each question was answered."""
    return sheet.names[0].lower() == "respondent id" and bool(row.cells) and not row.cells[0]


def _parts(sheet: Sheet, row: Row) -> tuple[str, ...]:
    """SurveyMonkey's second header: the part of a question, or only that it was answered."""
    said = (one.strip() for one in row.cells)
    pairs = zip(sheet.names, said, strict=False)
    return tuple(
        name if not cell or _SAID.match(cell.lower()) else f"{name}: {cell}" for name, cell in pairs
    )


def _first(file: File, sheet: Sheet, most: int) -> list[Row]:
    found = []
    for row in sheet.rows(file.path):
        found.append(row)
        if len(found) >= most:
            break
    return found


def _dates(file: File, sheet: Sheet, layout: _Layout) -> list[str]:
    return [
        row.cells[layout.columns.at]
        for row in _first(file, sheet, _LOOKED_AT)[layout.skipped :]
        if row.cells
    ]


def _inside(value: Any) -> list[Any]:  # noqa: ANN401  # JSON holds anything
    """The first records of the arrays that the answers of an interface wrap them in."""
    if not isinstance(value, dict):
        return []
    lists = [value.get(name) for name in (*_INTO, *_FORMS)]
    for path in (_FEED, _LISTED):
        name, _, inner = path.partition(".")
        around = value.get(name)
        lists.append(around.get(inner) if isinstance(around, dict) else None)
    return [one[0] for one in lists if isinstance(one, list) and one]


@lru_cache(maxsize=1_000)
def _columns_of(names: tuple[str, ...]) -> Columns | None:
    return columns_in(names)


def _flat(value: Any) -> dict[str, str]:  # noqa: ANN401  # JSON holds anything
    """The fields of an object, and those of the objects in it, as cells."""
    found: dict[str, str] = {}
    if isinstance(value, dict) and is_form(value):
        return as_row(value)
    if isinstance(value, dict) and is_response(value):
        return response_row(value)
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(inner, Mapping) and "label" in inner and inner["label"] != "":
                found[str(name)] = _cell(inner["label"])
            elif isinstance(inner, Mapping):
                before = "" if name == "attributes" else f"{name} "
                for other, cell in inner.items():
                    inside = cell.get("label") if isinstance(cell, Mapping) else cell
                    found[f"{before}{other}"] = _cell(inside)
            else:
                found[str(name)] = _cell(inner)
    return found


def _cell(value: Any) -> str:  # noqa: ANN401
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)[:20_000]


def _parquet_names(file: File) -> tuple[str, ...]:
    try:
        return tuple(pq.ParquetFile(file.path).schema_arrow.names)
    except (pa.ArrowException, OSError, ValueError):
        return ()
