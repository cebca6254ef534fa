"""Explained: what is seen in a table, written as a mapping to start from.

What is recognised stands in the mapping; what is only guessed stands there with a question mark in
its comment; what every table needs and nobody can guess stands as a comment to be filled in.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from graph.errors import EngineError
from ingest.mapping import TableMapping, written
from ingest.rows.columns import GUESSES, REQUIRED, recognised
from ingest.table.layout import Layout
from ingest.table.plan import Plan, is_time, planned

__all__ = ["explained"]

_UNDATED = (
    "# Is there none? A contact has a date: add a column with the day on which each row was true"
)
_MEANING = {"at": "the date", "sender": "who", "receiver": "whom"}
_SHOWN = 3  # values of a column


def explained(layout: Layout, mapping: TableMapping, shown: str, path: Path) -> str:
    """Write the mapping of a table, with its first values beside its columns."""
    guessed: dict[str, str] = {}
    try:
        plan = planned(layout, mapping, shown)
    except EngineError:
        guessed = _guessed(layout, mapping)
        plan = _guess(layout, mapping, guessed, shown)
    own = _settled(layout, plan.mapping)
    notes = {f"columns.{name}": _note(layout, plan, name, guessed) for name in own.columns}
    notes["kind"] = "a guess; email message call meeting contact mention reply ..."
    notes["epoch"] = "a guess: the day this clock starts"
    lines = [f"# How to read {shown}: tieline load --mapping THIS_FILE {path}", ""]
    lines += [written(own, notes).rstrip()]
    missing = [name for name in REQUIRED if name not in own.columns and name not in own.constants]
    if missing and not own.columns:
        lines += ["", "[columns]"]
    lines += [f'# {name} = ""  # {_MEANING[name]}: name one of the columns' for name in missing]
    if "at" in missing:
        lines += [_UNDATED]
    unused = [name for name in layout.names if name not in _used(own)]
    if unused:
        lines += ["", "# Columns left out: " + ", ".join(_toml_safe(name) for name in unused)]
    lines += ["", *_advice(layout, own)]
    return "\n".join(lines).rstrip() + "\n"


def _used(mapping: TableMapping) -> set[object]:
    return {column for several in mapping.columns.values() for column in several}


def _toml_safe(name: str) -> str:
    return " ".join(name.split())


def _settled(layout: Layout, mapping: TableMapping) -> TableMapping:
    """Say in the mapping what the layout was recognised as."""
    if layout.form != "delimited":
        return replace(mapping, shown="")
    encoding = None if layout.encoding == "utf-8" else layout.encoding
    return replace(
        mapping,
        shown="",
        delimiter=layout.delimiter,
        header=layout.has_header,
        encoding=mapping.encoding or encoding,
    )


def _note(layout: Layout, plan: Plan, name: str, guessed: dict[str, str]) -> str:
    values = [
        " ".join(value.split())[:40]
        for column in plan.column(name)
        if column in layout.names
        for value in list(dict.fromkeys(layout.values(column)))[:_SHOWN]
    ]
    seen = "such as " + ", ".join(values) if values else "empty in the first rows"
    return f"a guess? {seen}" if name in guessed else seen


def _guessed(layout: Layout, mapping: TableMapping) -> dict[str, str]:
    """Columns that may hold what is missing."""
    if layout.form == "delimited" and not layout.has_header:
        return _guessed_by_values(layout) if not mapping.columns else {}
    named = {str(column) for several in mapping.columns.values() for column in several}
    left = [name for name in layout.names if name not in named]
    sure = recognised(left)
    rest = [name for name in left if name not in sure.values()]
    more = recognised(rest, {name: GUESSES[name] for name in GUESSES if name not in sure})
    found = {name: column for name, column in (sure | more).items() if name in REQUIRED}
    return {name: column for name, column in found.items() if name not in mapping.columns}


def _guessed_by_values(layout: Layout) -> dict[str, str]:
    """Without names, the column of plausible or growing numbers is the time, two are the ends."""
    columns = list(layout.names)
    times = [name for name in columns if is_time(layout.values(name))]
    times += [name for name in columns if _grows(layout.values(name))]
    if not times:
        return {}
    ends = [name for name in columns if name != times[0]][:2]
    return dict(zip(("at", "sender", "receiver"), (times[0], *ends), strict=False))


def _grows(values: Sequence[str]) -> bool:
    numbers = [int(value) for value in values if value.isdigit()]
    return len(numbers) == len(values) > 1 and numbers == sorted(numbers) != sorted(set(numbers))


def _guess(layout: Layout, mapping: TableMapping, guessed: dict[str, str], shown: str) -> Plan:
    columns = dict(mapping.columns)
    columns |= {name: (column,) for name, column in guessed.items()}
    draft = replace(mapping, columns=columns)
    at = layout.values(guessed["at"]) if "at" in guessed else []
    if at and all(value.isdigit() and int(value) < 10**8 for value in at):
        draft = replace(draft, time_format="relative_s", epoch=date(2000, 1, 1))
    try:
        return planned(layout, draft, shown)
    except EngineError:
        return Plan(layout, draft)


def _advice(layout: Layout, mapping: TableMapping) -> list[str]:
    lines = []
    times = [str(column) for column in mapping.columns.get("at", ())]
    clocks = [value for name in times if name in layout.names for value in layout.values(name)]
    if mapping.zone is None and not all(value.isdigit() for value in clocks):
        lines.append('# zone = "Europe/Warsaw"  # of dates that have none; else they are UTC')
    if "id" not in mapping.columns and not mapping.group and not mapping.undirected:
        lines += [
            '# group = ["sender", "second"]  # where one mail to many stands in many rows: one',
            "# undirected = true  # where a row ties both alike, as contacts measured by badges do",
        ]
    if lines:
        lines.insert(0, "# These go above [columns] if they apply:")
    return lines
