"""Cells: the SQL that finds, in each row of a table of any form, the cells of its columns.

Whatever the form, a row has a flaw where it could not be taken apart, and cells as text, NULL where
they are empty. Only a date in Parquet keeps its own type.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.table.layout import Layout
from ingest.table.lines import FLAW, SEPARATOR, Lines
from ingest.table.quoted import Quoting
from ingest.table.sql import text

__all__ = ["Cells", "delimited_cells", "json_cells", "parquet_cells", "plain_cells", "raw_lines"]

_SHOWN = 200  # characters of a line that are kept with its flaw


@dataclass(frozen=True)
class Cells:
    """SQL over the rows of one table.

    ``relation`` gives the rows in their order. ``flaw`` is NULL for a row that can be read, empty
    for a blank line, else the reason; ``shown`` is the row's text. ``raw`` cells may have blanks
    around them, which cost more to take off than all else; ``typed`` ones come with their type, and
    the same. ``number`` is the row's number where the relation has one. Where ``is_quick``, a text
    that is not plain may make it fail or give other rows than the file has lines.
    """

    relation: str
    flaw: str
    shown: str
    text: Mapping[str, str]
    raw: Mapping[str, str]
    typed: Mapping[str, tuple[str, str]]
    number: str | None = None
    is_quick: bool = False


def raw_lines(lines: Lines, link: str, skip: int) -> str:
    """The relation of the lines of a text, in their order, in one column called ``raw``."""
    return (
        f"read_csv({text(link)}, auto_detect = false, header = false, delim = '\x1e', quote = '', "
        f"escape = '', columns = {{'raw': 'VARCHAR'}}, skip = {skip}, "
        f"max_line_size = {lines.longest + 2})"
    )


def delimited_cells(layout: Layout, lines: Lines, quoting: Quoting, link: str) -> Cells:
    """Cells of delimited text: ``raw`` and ``f``, the list of its fields."""
    has_quotes = lines.has_quotes and bool(quoting.quote)
    split = quoting.fields("raw", has_quotes=has_quotes)
    wanted = len(layout.names)
    more = f"f[{wanted + 1}:]"
    if has_quotes:  # an empty field may have its quotes
        more = f"list_filter({more}, lambda x: x <> {text(quoting.quote * 2)})"
    differs = f"len(f) < {wanted} OR len(f) > {wanted} AND array_to_string({more}, '') <> ''"
    fields = {name: f"f[{k + 1}]" for k, name in reversed([*enumerate(layout.names)])}
    found = {name: quoting.value(field, has_quotes=has_quotes) for name, field in fields.items()}
    raw = found if has_quotes else {name: f"nullif({field}, '')" for name, field in fields.items()}
    return Cells(
        f"(SELECT raw, {split} AS f FROM {raw_lines(lines, link, layout.skip)})",
        f"CASE {_blank_or_marked(lines)} WHEN {differs} "
        f"THEN len(f) || ' fields, expected {wanted}' END",
        _shown(lines),
        found,
        raw,
        {name: (cell, "VARCHAR") for name, cell in raw.items()},
    )


def plain_cells(layout: Layout, lines: Lines, quoting: Quoting, link: str) -> Cells:
    """Cells of delimited text as DuckDB itself takes it apart, several times as quickly.

    It agrees with `delimited_cells` where every line is a record and no quote has a blank beside
    it; of a text with other lines it fails, or gives fewer rows than there are lines.
    """
    has_quotes = lines.has_quotes and bool(quoting.quote)
    quote = text(quoting.quote if has_quotes else "")
    numbered = [f"c{k}" for k in range(len(layout.names))]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in numbered)
    relation = (
        f"read_csv({text(link)}, auto_detect = false, header = false, strict_mode = true, "
        f"delim = {text(quoting.delimiter)}, quote = {quote}, escape = {quote}, "
        f"columns = {{{columns}}}, skip = {layout.skip}, max_line_size = {lines.longest + 2})"
    )
    raw = dict(zip(layout.names, numbered, strict=True))
    found = {name: f"nullif(nullif(trim({cell}), ''), '\\N')" for name, cell in raw.items()}
    if has_quotes:
        raw = found
    return Cells(
        f"(SELECT NULL::VARCHAR AS raw, * FROM {relation})",
        "NULL::VARCHAR",
        "NULL::VARCHAR",
        found,
        raw,
        {name: (cell, "VARCHAR") for name, cell in raw.items()},
        is_quick=True,
    )


def json_cells(columns: Sequence[str], lines: Lines, link: str) -> Cells:
    """Cells of one JSON object a line: ``raw`` and ``v``, the list of the values wanted.

    A dotted name is a key with a dot, or a key inside an object or inside each of a list of them.
    """
    paths = list(dict.fromkeys(path for column in columns for path in _paths(column)))
    listed = ", ".join(text(path) for path in paths)
    found = {}
    for column in columns:
        values = [f"v[{paths.index(path) + 1}]" for path in _paths(column)]
        if "." in column:
            first, _, rest = column.partition(".")
            inner = f"$.{_step(first)}[*].{'.'.join(map(_step, rest.split('.')))}"
            many = f"to_json(json_extract_string(raw, {text(inner)}))::VARCHAR"
            values.append(f"(CASE WHEN v IS NOT NULL THEN nullif({many}, '[]') END)")
        found[column] = f"nullif(coalesce({', '.join(values)}, ''), '')"
    return Cells(
        f"(SELECT raw, TRY(json_extract_string(raw, [{listed}])) AS v "
        f"FROM {raw_lines(lines, link, 0)})",
        f"CASE {_blank_or_marked(lines)} WHEN v IS NULL OR NOT starts_with(ltrim(raw), '{{') "
        f"THEN 'the line is not a JSON object' END",
        _shown(lines),
        {name: f"nullif(trim({cell}), '')" for name, cell in found.items()},
        found,
        {name: (cell, "VARCHAR") for name, cell in found.items()},
    )


def _paths(column: str) -> list[str]:
    literal = f"$.{_step(column)}"
    return [literal, "$." + ".".join(map(_step, column.split(".")))] if "." in column else [literal]


def _step(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parquet_cells(layout: Layout, link: str) -> Cells:
    """Cells of Parquet: its columns, and ``number``, that of the row from 0."""
    columns = list(zip(layout.names, layout.expressions, layout.types, strict=True))
    return Cells(
        f"read_parquet({text(link)}, file_row_number = true)",
        "NULL::VARCHAR",
        "NULL::VARCHAR",
        {name: f"nullif(trim({_as_text(cell, type_)}), '')" for name, cell, type_ in columns},
        {name: _as_text(cell, type_) for name, cell, type_ in columns},
        {
            name: (_as_text(cell, type_), "VARCHAR") if _is_text(type_) else (cell, type_)
            for name, cell, type_ in columns
        },
        "file_row_number",
    )


def _is_text(type_: str) -> bool:
    return type_.startswith(("VARCHAR", "ENUM", "BLOB", "UUID", "JSON"))


def _as_text(cell: str, type_: str) -> str:
    if type_.endswith("]"):
        return f"nullif(to_json({cell})::VARCHAR, 'null')"
    if type_ in ("DOUBLE", "FLOAT"):  # whole numbers became floats where some are missing
        whole = f"isfinite({cell}) AND {cell} = trunc({cell}) AND abs({cell}) < 1e15"
        return f"CASE WHEN {whole} THEN {cell}::BIGINT::VARCHAR ELSE {cell}::VARCHAR END"
    if type_ == "BLOB":
        return f"nullif(TRY(decode({cell})), '')"
    return f"nullif({cell}{'' if type_ == 'VARCHAR' else '::VARCHAR'}, '')"


def _blank_or_marked(lines: Lines) -> str:
    """The first branches of a CASE: blank lines have an empty flaw, marked ones their reason."""
    blank = "WHEN raw IS NULL OR (starts_with(raw, ' ') OR starts_with(raw, '\t')) "
    blank += "AND trim(raw, ' \t') = '' THEN ''"
    if not lines.has_flaws:
        return blank
    mark, separator = text(FLAW), text(SEPARATOR)
    return f"{blank} WHEN starts_with(raw, {mark}) THEN split_part(raw[2:], {separator}, 1)"


def _shown(lines: Lines) -> str:
    if not lines.has_flaws:
        return f"raw[:{_SHOWN}]"
    mark, separator = text(FLAW), text(SEPARATOR)
    return (
        f"CASE WHEN starts_with(raw, {mark}) THEN split_part(raw, {separator}, 2) "
        f"ELSE raw[:{_SHOWN}] END"
    )
