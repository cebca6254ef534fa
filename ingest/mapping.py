r"""The mapping: a small TOML file that says how to read a table whose columns are not plain.

Every key may be left out; what is left out is recognised, or has the default shown here::

    delimiter = ";"             # recognised; "\t" for tabs, " " for blanks
    header = true               # recognised; false: the columns are called 1, 2, 3, ...
    encoding = "utf-8"          # recognised; also "utf-16", "cp1252", "latin-1", ...
    quote = '"'                 # "" for tables that quote nothing
    skip = 0                    # lines before the header, or before the first row

    kind = "email"              # for every row; or a column below
    channel = "email"           # where the contact took place; or a column below
    log = "hr"                  # bare names become account:hr/86 instead of account:86
    scheme = "slack"            # bare names are of this scheme: slack:hr/U7, phone:+48600100200
    zone = "Europe/Warsaw"      # for dates without a zone
    time_format = "%d/%m/%Y %H:%M"      # or "epoch_s", "epoch_ms", "epoch_us", "relative_s"
    epoch = 2013-06-24          # where a relative clock starts
    duration_unit = "s"         # or "us", "ms", "min", "h"
    decimal = ","               # of durations and sentiments; recognised but for 1,234
    separators = ";,"           # between several receivers in one cell
    undirected = false          # true: a row ties both alike; the sender is the smaller identity
    group = ["sender", "second"]        # rows of one sender and second are one interaction

    [columns]                   # the column, by its name or its number from 1, of each field:
    sender = "Sender"           # sender receiver at id kind channel role status duration thread
    receiver = 2                # in_reply_to sentiment sentiment_by confidence cc bcc topics
    at = ["Day", "Hour"]        # several columns are joined by a blank (receivers: united)

    [constants]                 # a value for every row: sender receiver role status thread topics
    sender = "ann@x.example"    # sentiment_by

    [kinds]                     # words of the table for kinds of interaction
    MT = "mention"

In NDJSON and nested Parquet a dotted name leads inside: ``from.email``, ``mentions.id``. A
``group`` is by ``sender`` and one of ``at``, ``second``, ``minute``; it is for rows without an id
of their own, and then a row that stands twice is known, not two. An unknown key is an error.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from graph.errors import BadMapping
from graph.model import KINDS, ROLES, STATUSES
from graph.people.identity import SCHEMES
from ingest.rows.columns import FIELDS
from ingest.rows.slashed import is_dates_mapping, order_told

__all__ = ["Column", "TableMapping", "mapping_of", "read_mapping", "written"]

Column = str | int
"""A column by its name, or by its number from 1."""

_CLOCKS = ("epoch_s", "epoch_ms", "epoch_us", "relative_s")
_NO_KEYS = ("day_first", "shown")
_UNITS = ("us", "ms", "s", "min", "h")
_MOMENTS = ("at", "second", "minute")
_CONSTANTS = ("sender", "receiver", "role", "status", "thread", "topics", "sentiment_by")
_JOINED = ("at", "receiver", "cc", "bcc")


@dataclass(frozen=True)
class TableMapping:
    """How to read one table; None means to be recognised. The keys are this module's docstring."""

    delimiter: str | None = None
    header: bool | None = None
    encoding: str | None = None
    quote: str = '"'
    skip: int = 0
    kind: str | None = None
    channel: str | None = None
    log: str | None = None
    scheme: str | None = None
    zone: str | None = None
    time_format: str | None = None
    epoch: date | None = None
    duration_unit: str | None = None
    decimal: str | None = None
    separators: str = ";,"
    undirected: bool = False
    group: tuple[str, ...] = ()
    columns: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None  # of 01/02/2026, where [dates] is all that a mapping says
    shown: str = ""  # where it was read from, for messages

    def tzinfo(self) -> ZoneInfo | None:
        """The zone for dates without one, if the mapping names it."""
        return ZoneInfo(self.zone) if self.zone else None


_TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(
        (
            "delimiter", "encoding", "quote", "kind", "channel", "log", "scheme", "zone",
            "time_format", "duration_unit", "decimal", "separators",
        ),
        (str,),
    ),
    "header": (bool,), "undirected": (bool,), "skip": (int,), "epoch": (date, datetime),
    "group": (list,), "columns": (dict,), "constants": (dict,), "kinds": (dict,),
}  # fmt: skip


def read_mapping(path: Path) -> TableMapping:
    """Read a mapping file; a BadMapping says what is wrong with it."""
    if is_dates_mapping(path):
        return TableMapping(day_first=order_told(path) == "dmy", shown=path.name)
    if not path.exists():
        raise BadMapping(f"{path} does not exist; tieline load FILE --explain begins a mapping")
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadMapping(f"{path}: the mapping cannot be read: {error}") from error
    return mapping_of(text, path.name)


def mapping_of(text: str, shown: str = "mapping") -> TableMapping:
    r"""Read a mapping from its text.

    >>> mapping_of('delimiter = ";"\n[columns]\nsender = "From"').columns
    {'sender': ('From',)}
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(f"{shown}: this is not TOML: {error}") from error
    for key, value in found.items():
        _known(key, [f.name for f in fields(TableMapping) if f.name not in _NO_KEYS], shown)
        if not isinstance(value, _TYPES[key]) or (key == "skip" and isinstance(value, bool)):
            wanted = " or ".join(kind.__name__ for kind in _TYPES[key])
            raise BadMapping(f"{shown}: {key} is {value!r}, expected {wanted}")
    found["columns"] = _columns(found.get("columns", {}), shown)
    found["group"] = tuple(found.get("group", ()))
    mapping = TableMapping(**found, shown=shown)
    _check_words(mapping)
    _check_layout(mapping)
    return mapping


def _known(word: object, words: Sequence[str], shown: str, what: str = "key") -> None:
    if word in words:
        return
    near = process.extractOne(str(word), words, scorer=fuzz.WRatio, score_cutoff=70)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(words)}"
    raise BadMapping(f"{shown}: unknown {what} {word!r}; {hint}")


def _columns(table: Mapping[str, Any], shown: str) -> dict[str, tuple[Column, ...]]:
    columns: dict[str, tuple[Column, ...]] = {}
    for name, value in table.items():
        _known(name, FIELDS, shown, "field of [columns]")
        several = value if isinstance(value, list) else [value]
        for column in several:
            if isinstance(column, bool) or not isinstance(column, str | int) or column in (0, ""):
                raise BadMapping(
                    f"{shown}: column {column!r} of {name}, expected a name or a number from 1"
                )
        if len(several) != 1 and (name not in _JOINED or not several):
            raise BadMapping(f"{shown}: {name} takes one column, not {len(several)}")
        columns[name] = tuple(several)
    return columns


def _check_words(mapping: TableMapping) -> None:
    shown, constants = mapping.shown, mapping.constants
    for key, value in constants.items():
        _known(key, _CONSTANTS, shown, "field of [constants]")
        if not isinstance(value, str) or not value:
            raise BadMapping(f"{shown}: [constants] {key} is {value!r}, expected some text")
        if key in mapping.columns:
            raise BadMapping(f"{shown}: {key} is both a column and a constant; keep one")
    for word, allowed, what in [
        (mapping.kind, KINDS, "kind"),
        *((kind, KINDS, "kind") for kind in mapping.kinds.values()),
        (constants.get("role"), ROLES, "role"),
        (constants.get("status"), STATUSES, "status"),
        (mapping.scheme, sorted(SCHEMES), "scheme"),
        (mapping.duration_unit, _UNITS, "duration_unit"),
        (mapping.decimal, (",", "."), "decimal"),
        *((word, ("sender", *_MOMENTS), "word of group") for word in mapping.group),
    ]:
        if word is not None:
            _known(word, [str(one) for one in allowed], shown, what)
    for key in ("sentiment_by", "confidence"):
        if (key in mapping.columns or key in constants) and "sentiment" not in mapping.columns:
            raise BadMapping(f"{shown}: {key} is said of a sentiment; name its column as well")
    if mapping.kind and "kind" in mapping.columns:
        raise BadMapping(f"{shown}: kind is both a column and a constant; keep one")
    if mapping.channel and "channel" in mapping.columns:
        raise BadMapping(f"{shown}: channel is both a column and a constant; keep one")


def _check_layout(mapping: TableMapping) -> None:
    shown = mapping.shown
    for name in ("delimiter", "quote"):
        value = getattr(mapping, name)
        allowed = (1,) if name == "delimiter" else (0, 1)
        if value is not None and (len(value) not in allowed or not value.isascii()):
            raise BadMapping(f"{shown}: {name} is {value!r}, expected one ASCII character")
    if mapping.skip < 0:
        raise BadMapping(f"{shown}: skip is {mapping.skip}, expected a number of lines")
    if mapping.zone is not None:
        try:
            ZoneInfo(mapping.zone)
        except (ValueError, OSError, LookupError) as error:
            message = f"{shown}: no zone is called {mapping.zone!r}; expected Europe/Warsaw or UTC"
            raise BadMapping(message) from error
    clock = mapping.time_format
    if clock is not None and "%" not in clock:
        _known(clock, _CLOCKS, shown, "time_format")
    if (clock == "relative_s") != (mapping.epoch is not None):
        raise BadMapping(
            f'{shown}: time_format = "relative_s" and epoch (the day the clock starts, '
            "such as epoch = 2013-06-24) go together"
        )
    if mapping.group and (
        "sender" not in mapping.group
        or len([word for word in mapping.group if word in _MOMENTS]) != 1
        or len(mapping.group) != 2
    ):
        raise BadMapping(f'{shown}: group is {list(mapping.group)}, expected ["sender", "second"]')
    if mapping.group and ("id" in mapping.columns or mapping.undirected):
        raise BadMapping(f"{shown}: group is for directed rows without an id; leave out the other")


def written(mapping: TableMapping, notes: Mapping[str, str]) -> str:
    """Write a mapping as TOML that reads back as the same; *notes* become comments of keys.

    >>> print(written(TableMapping(delimiter=";", columns={"sender": ("From",)}), {}))
    delimiter = ";"
    <BLANKLINE>
    [columns]
    sender = "From"
    <BLANKLINE>
    """
    plain = replace(mapping, columns={}, constants={}, kinds={}, shown="")
    lines = [
        _line(one.name, getattr(mapping, one.name), notes.get(one.name))
        for one in fields(TableMapping)
        if getattr(plain, one.name) != getattr(TableMapping(), one.name)
    ]
    for section in ("columns", "constants", "kinds"):
        table = getattr(mapping, section)
        if table:
            lines += ["", f"[{section}]"]
        for key, value in table.items():
            one = value[0] if isinstance(value, tuple) and len(value) == 1 else value
            lines.append(_line(_key(key), one, notes.get(f"{section}.{key}")))
    return "\n".join(lines) + "\n"


def _line(key: str, value: object, note: str | None) -> str:
    return f"{key} = {_toml(value)}" + (f"  # {note}" if note else "")


def _toml(value: object) -> str:
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)  # a date or a moment


def _key(text: str) -> str:
    return text if text.isascii() and text.replace("_", "").isalnum() else _toml(text)
