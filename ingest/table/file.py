"""The file of a table: from its bytes to rows of cells that SQL can read."""

from collections.abc import Iterator
from pathlib import Path

import orjson

from graph.errors import EngineError
from ingest.json.page import plain_record, records_of_page
from ingest.source import File
from ingest.table.cells import (
    Cells,
    delimited_cells,
    json_cells,
    parquet_cells,
    plain_cells,
    raw_lines,
)
from ingest.table.lines import Lines, joined, surveyed
from ingest.table.plan import Plan
from ingest.table.quoted import Quoting
from ingest.table.sql import Sql

__all__ = ["linked", "ways_to_read"]

_ARRAY_LIMIT = 256 * 2**20  # bytes of a JSON array, which is read at once


def linked(path: Path, folder: Path) -> str:
    """Give a file a name that no reader takes for a pattern."""
    link = folder / "input"
    link.unlink(missing_ok=True)
    link.symlink_to(path.resolve())
    return str(link)


def ways_to_read(
    sql: Sql, file: File, plan: Plan, folder: Path
) -> Iterator[tuple[Cells, int, tuple[str, ...]]]:
    """Give the cells of a file, how many rows it has, blank ones included, and warnings.

    Where a quick way may fail, the careful one comes after it.
    """
    layout = plan.layout
    if layout.form == "parquet":
        cells = parquet_cells(layout, linked(file.path, folder))
        (count,) = sql.one(f"SELECT count(*) FROM {cells.relation}")
        yield cells, count, ()
        return
    lines = surveyed(
        _records(file, folder) if layout.form == "json" else file.path,
        folder,
        layout.encoding,
        is_certain=plan.mapping.encoding is not None,
        shown=file.shown,
        quote=plan.mapping.quote,
    )
    if layout.form != "delimited":
        columns = [column for name in plan.mapping.columns for column in plan.column(name)]
        cells = json_cells(columns, lines, linked(lines.path, folder))
        yield cells, lines.count, lines.warnings
        return
    at = layout.names.index(plan.column("at")[0])
    quoting = Quoting(layout.delimiter, plan.mapping.quote, len(layout.names), at)
    if not (lines.has_flaws or lines.has_spaced_quotes or layout.delimiter == " "):
        cells = plain_cells(layout, lines, quoting, linked(lines.path, folder))
        yield cells, max(lines.count - layout.skip, 0), lines.warnings
    lines = _joined(sql, lines, quoting, folder)
    cells = delimited_cells(layout, lines, quoting, linked(lines.path, folder))
    yield cells, max(lines.count - layout.skip, 0), lines.warnings


def _joined(sql: Sql, lines: Lines, quoting: Quoting, folder: Path) -> Lines:
    """Bring records that span several lines together."""
    if not (lines.has_quotes and quoting.quote):
        return lines
    source = raw_lines(lines, linked(lines.path, folder), 0)
    numbered = f"SELECT row_number() OVER () - 1 AS n, raw FROM {source}"
    broken = sql.table(f"SELECT n FROM ({numbered}) WHERE {quoting.is_broken('raw')}")
    return joined(lines, broken["n"].to_pylist(), quoting, folder) if len(broken) else lines


def _records(file: File, folder: Path) -> Path:
    """A JSON array of records, or a page that holds one, as one record a line."""
    size = file.path.stat().st_size
    if size > _ARRAY_LIMIT:
        raise EngineError(
            f"{file.shown}: a JSON array of {size:,} bytes, expected up to {_ARRAY_LIMIT:,}; "
            "write one record a line instead"
        )
    try:
        records = orjson.loads(file.path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise EngineError(f"{file.shown} is not whole JSON: {error}") from error
    path = folder / "records.ndjson"
    listed = map(plain_record, records_of_page(records))
    path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in listed))
    return path
