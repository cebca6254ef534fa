"""Tables: any CSV, TSV, Parquet or NDJSON log, read as columns by a DuckDB in memory.

Rows never pass through Python one by one: the file is read twice at most, its distinct names are
made canonical once each, rows are keyed by SQL, and batches are cut from the result in file order.
What cannot be read is rejected row by row with its place; a file of which no row can be read is a
BadMapping that shows the first. Which column is what: `ingest.table.plan`; how to say it:
`ingest.mapping`.
"""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
from duckdb.sqltypes import DuckDBPyType

from graph.batch import Batch
from graph.errors import EngineError
from ingest.mapping import TableMapping, read_mapping
from ingest.source import File, Reading
from ingest.table.cells import parquet_cells
from ingest.table.explained import explained
from ingest.table.file import linked
from ingest.table.layout import Layout, layout_of
from ingest.table.plan import planned
from ingest.table.reader import TableReader
from ingest.table.sql import Sql, text
from ingest.table.times import MACROS

__all__ = ["Table", "explain"]

_PARQUET = b"PAR1"
_SAMPLE = 1_000


class Table:
    """Reads logs: who, to whom, when, and what else a column says."""

    name = "table"
    meaning = "any CSV, TSV, Parquet or NDJSON log: sender, receiver, date"

    def recognises(self, file: File) -> bool:
        """Say whether the columns are plain enough to be read without a mapping."""
        try:
            planned(_layout(file, TableMapping()), TableMapping(), file.shown)
        except (EngineError, OSError, duckdb.Error):
            # a damaged one is better refused by name than passed over
            return file.suffix == ".parquet" and file.head.startswith(_PARQUET)
        return True

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read a table into batches of at most ``reading.batch_rows`` records, in file order."""
        mapping = _mapping(reading)
        outer = reading.folder if reading.folder != Path() else None
        with (
            _refusing(file.shown),
            tempfile.TemporaryDirectory(prefix="table-", dir=outer) as own,
            _connected(Path(own)) as connection,
        ):
            plan = planned(_layout(file, mapping), mapping, file.shown)
            yield from TableReader(Sql(connection), file, plan, reading, Path(own)).batches()


def explain(file: File, reading: Reading, path: Path) -> str:
    """Write a mapping to start from: what is recognised, what is guessed, what is left out.

    *path* is what a user loads to have the file read: itself, or what it was unpacked from.
    It can be used as it is, unless a field that every table needs is left as a question in it.
    """
    mapping = _mapping(reading)
    with _refusing(file.shown):
        return explained(_layout(file, mapping), mapping, file.shown, path)


def _mapping(reading: Reading) -> TableMapping:
    mapping = read_mapping(reading.mapping) if reading.mapping else TableMapping()
    return replace(mapping, log=reading.log or mapping.log)


@contextmanager
def _refusing(shown: str) -> Iterator[None]:
    """What DuckDB or the disk refuses is the user's to know, in one line."""
    try:
        yield
    except duckdb.Error as error:
        first = str(error).partition("\n")[0]
        raise EngineError(f"{shown} cannot be read, it may be damaged: {first}") from error
    except OSError as error:
        raise EngineError(f"{shown} cannot be read: {error.strerror or error}") from error


@contextmanager
def _connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": "true",
    }
    with closing(duckdb.connect(":memory:", config=config)) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        connection.execute(MACROS)
        yield connection


def _layout(file: File, mapping: TableMapping) -> Layout:
    if not file.head.startswith(_PARQUET):
        return layout_of(file, mapping)
    with tempfile.TemporaryDirectory(prefix="table-") as own, _connected(Path(own)) as connection:
        return _parquet_layout(connection, linked(file.path, Path(own)))


def _parquet_layout(connection: duckdb.DuckDBPyConnection, link: str) -> Layout:
    relation = connection.sql(f"SELECT * FROM read_parquet({text(link)})")
    columns = [
        column
        for name, type_ in zip(relation.columns, relation.types, strict=True)
        for column in _unfolded(name, f'"{name.replace(chr(34), chr(34) * 2)}"', type_)
    ]
    names, expressions, types = zip(*columns, strict=True)
    layout = Layout("parquet", names, types=types, expressions=expressions)
    cells = parquet_cells(layout, link)
    listed = ", ".join(cells.text[name] for name in names)
    rows = connection.sql(f"SELECT {listed} FROM {cells.relation} LIMIT {_SAMPLE}").fetchall()
    return replace(layout, sample=tuple(rows))


def _unfolded(name: str, sql: str, type_: DuckDBPyType) -> Iterator[tuple[str, str, str]]:
    """A column, or those inside it, with dotted names."""
    if type_.id == "struct":
        for key, inner in _inside(type_):
            yield from _unfolded(f"{name}.{key}", f"struct_extract({sql}, {text(key)})", inner)
    elif type_.id == "list" and _inside(type_)[0][1].id == "struct":
        for key, inner in _inside(_inside(type_)[0][1]):
            each = f"list_transform({sql}, lambda one: struct_extract(one, {text(key)}))"
            yield f"{name}.{key}", each, f"{inner}[]"
    else:
        yield name, sql, str(type_)


def _inside(type_: DuckDBPyType) -> list[tuple[str, DuckDBPyType]]:
    return [(name, inner) for name, inner in type_.children if isinstance(inner, DuckDBPyType)]
