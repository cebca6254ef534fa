"""Rendering: one answer as JSON, NDJSON, CSV or a table; the JSON is the very object of the API."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

__all__ = ["as_csv", "as_json", "as_ndjson", "flat"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(answer: Mapping[str, Any], *, indent: bool = False) -> bytes:
    """Write one object; what is undefined (NaN) is null."""
    return orjson.dumps(answer, option=orjson.OPT_INDENT_2 if indent else None)


def as_ndjson(items: Sequence[Mapping[str, Any]]) -> bytes:
    """Write one line for each item."""
    return b"".join(orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE) for item in items)


def as_csv(items: Sequence[Mapping[str, Any]]) -> str:
    r"""Write items for a spreadsheet: nested names joined by dots, formulas made harmless.

    >>> as_csv([{"a": {"name": "=1+1"}, "n": -2.0}])
    "a.name,n\r\n'=1+1,-2.0\r\n"
    >>> as_csv([{"a": {"name": "Ann"}}, {"a": None}])
    'a.name\r\nAnn\r\n\r\n'
    """
    nested = {name for item in items for name, value in item.items() if isinstance(value, Mapping)}
    rows = [  # what has parts elsewhere and is null here is no column of its own
        {name: value for name, value in flat(item).items() if name not in nested} for item in items
    ]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _harmless(value) for name, value in row.items()})
    return out.getvalue()


def flat(item: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Flatten one item: people to their parts, reasons to their texts."""
    found: dict[str, Any] = {}
    for name, value in item.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            found[prefix + name] = "; ".join(_text(part) for part in value)
        else:
            found[prefix + name] = "" if value is None or value != value else value  # noqa: PLR0124
    return found


def _text(part: object) -> str:
    if isinstance(part, Mapping):
        for name in ("text", "name", "identity", "id"):
            if part.get(name):
                return str(part[name])
    return str(part)


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
