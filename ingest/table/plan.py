"""The plan: which column of a table holds what, once its layout meets its mapping.

What a mapping names is taken as named and must be there. Without one, columns are recognised by
their plain names, and a table without a header by three columns of which one can only be the time:
``sender receiver time`` or ``time one other``. What is not sure is not recognised.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.errors import BadMapping, EngineError, NotRecognised
from graph.model import KINDS, ROLES, STATUSES, Kind
from ingest.mapping import Column, TableMapping
from ingest.rows.columns import REQUIRED, plain, recognised
from ingest.table.layout import Layout

__all__ = ["CHANNELS", "Plan", "is_time", "planned"]

CHANNELS: Mapping[str, str] = {
    Kind.EMAIL: "email",
    Kind.CALL: "phone",
    Kind.MEETING: "calendar",
    Kind.CONTACT: "in person",
}
"""Where a contact takes place if nothing says so, by its kind; else the kind's own name."""

_WORDS = {"kind": KINDS, "role": ROLES, "status": STATUSES}
_MOST_CHANNELS = 20
_UNITS = {"min": "min", "minutes": "min", "ms": "ms", "milliseconds": "ms"}
_EPOCH = range(300_000_000, 4_100_000_000)  # seconds, from 1979 to 2099


@dataclass(frozen=True)
class Plan:
    """A mapping in which nothing is left to be recognised, for the table it was made for.

    ``mapping.columns`` holds names of the layout only. ``unused`` are the columns left over;
    ``doubtful`` says of a column with the name of a kind why it is one of them.
    """

    layout: Layout
    mapping: TableMapping
    unused: tuple[str, ...] = ()
    doubtful: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> tuple[str, ...]:
        """The columns of a field, none if it has none."""
        return tuple(str(column) for column in self.mapping.columns.get(name, ()))


def planned(layout: Layout, mapping: TableMapping, shown: str) -> Plan:
    """Settle which column holds what.

    A column that a mapping names and the table lacks is a BadMapping that lists the columns there
    are; a table without a mapping whose columns are not plain is NotRecognised.
    """
    columns = {
        name: tuple(_found(column, layout, mapping, shown) for column in several)
        for name, several in mapping.columns.items()
    }
    missing = [name for name in REQUIRED if name not in columns and name not in mapping.constants]
    if missing:
        columns |= _recognised(layout, columns, mapping)
    seen = columns.get("kind", ())
    if mapping.group:
        columns.pop("id", None)
    if not mapping.columns:
        columns = {
            name: several
            for name, several in columns.items()
            if name in REQUIRED or _is_sure(name, several[0], columns, layout)
        }
    missing = [name for name in REQUIRED if name not in columns and name not in mapping.constants]
    if missing and not (missing == ["receiver"] and mapping.kind == Kind.POST):
        raise _unclear(layout, mapping, missing, shown)
    completed = _with_defaults(layout, replace(mapping, columns=columns))
    used = {name for several in columns.values() for name in several}
    unused = tuple(name for name in layout.names if name not in used)
    is_doubtful = seen and "kind" not in columns
    doubtful = _doubtful(seen[0], layout, completed, shown) if is_doubtful else ""
    return Plan(layout, completed, unused, doubtful)


def _doubtful(column: str, layout: Layout, mapping: TableMapping, shown: str) -> str:
    words = [word for word in layout.values(column) if word.lower() not in set(KINDS)]
    if not words:
        return ""
    return (
        f"{shown}: the column {column!r} is left out, for {words[0][:40]!r} in it is no kind; "
        f"every row was read as {mapping.kind}. A mapping tells what its words are: "
        f'[columns] kind = "{column}" and [kinds] "{words[0][:40]}" = "call"'
    )


def _found(column: Column, layout: Layout, mapping: TableMapping, shown: str) -> str:
    """The name of a column that a mapping names, or counts."""
    if isinstance(column, int):
        if column <= len(layout.names):
            return layout.names[column - 1]
    elif column in layout.names or layout.form in ("ndjson", "json"):
        return column  # later records may have keys that the first ones lack
    seen = ", ".join(repr(name) for name in layout.names[:40])
    hint = ""
    if layout.form == "delimited" and len(layout.names) == 1:
        hint = f"; the delimiter may not be {layout.delimiter!r}"
    raise BadMapping(f"{mapping.shown}: {shown} has no column {column!r}; it has {seen}{hint}")


def _recognised(
    layout: Layout, columns: Mapping[str, tuple[str, ...]], mapping: TableMapping
) -> dict[str, tuple[str, ...]]:
    """What plain names, or the shape of a table without a header, say about the missing fields."""
    taken = {name for several in columns.values() for name in several}
    if layout.form == "delimited" and not layout.has_header:
        found = _unheaded(layout) if not taken else {}
    else:
        found = recognised([name for name in layout.names if name not in taken])
    given = set(columns) | set(mapping.constants)
    given |= {"kind"} if mapping.kind else set()
    given |= {"channel"} if mapping.channel else set()
    # beside columns that a mapping names only what is required is looked for
    wanted = REQUIRED if mapping.columns else tuple(found)
    chosen: dict[str, tuple[str, ...]] = {
        name: (found[name],) for name in wanted if name in found and name not in given
    }
    if "at" in chosen:
        chosen["at"] = _with_hour(chosen["at"][0], layout)
    return chosen


def _with_hour(day: str, layout: Layout) -> tuple[str, ...]:
    """A column of days may have its time of day in the next one."""
    hours = [name for name in layout.names if plain(name) in ("time", "hour") and name != day]
    for hour in hours:
        values = layout.values(hour)
        is_hour = values and all(re.match(r"\d{1,2}:\d\d", value) for value in values)
        if is_hour and not any(":" in value for value in layout.values(day)):
            return day, hour
    return (day,)


def _unheaded(layout: Layout) -> dict[str, str]:
    if len(layout.names) != 3 or not layout.sample:
        return {}
    times = [name for name in layout.names if is_time(layout.values(name))]
    if times not in (["1"], ["3"]):
        return {}
    sender, receiver = [name for name in layout.names if name not in times]
    one, other = layout.values(sender), layout.values(receiver)
    alike = all(value.isdigit() for value in (*one, *other)) or all(
        "@" in value for value in (*one, *other)
    )
    if not alike and not set(one) & set(other):
        return {}
    return {"sender": sender, "receiver": receiver, "at": times[0]}


def is_time(values: Sequence[str]) -> bool:
    """Say whether all values are plausible seconds since 1970."""
    return bool(values) and all(
        re.fullmatch(r"\d{9,10}(\.\d+)?", value) and int(float(value)) in _EPOCH for value in values
    )


def _is_sure(
    name: str, column: str, columns: Mapping[str, tuple[str, ...]], layout: Layout
) -> bool:
    """Whether the values of a column recognised by its name are what the name says."""
    values = layout.values(column) if column in layout.names else []
    if name in _WORDS:
        known = {str(word) for word in _WORDS[name]}
        return bool(values) and {value.lower() for value in values} <= known
    if name == "channel":
        distinct = set(values)
        return 0 < len(distinct) <= _MOST_CHANNELS and all(len(word) <= 30 for word in distinct)
    if name == "id" and "sender" in columns:
        senders: dict[str, str | None] = {}
        k, j = (layout.names.index(one) for one in (column, columns["sender"][0]))
        return all(
            row[k] is None or senders.setdefault(row[k] or "", row[j]) == row[j]
            for row in layout.sample
        )
    return True


def _unclear(
    layout: Layout, mapping: TableMapping, missing: Sequence[str], shown: str
) -> EngineError:
    seen = ", ".join(repr(name) for name in layout.names[:40])
    if layout.form == "delimited" and not layout.has_header:
        seen = f"{len(layout.names)} columns without a header"
    what = " and ".join({"at": "date"}.get(name, name) for name in missing)
    if mapping.shown:
        undated = ". Where there is none, add one with the day on which each row was true"
        return BadMapping(
            f"{mapping.shown}: no column of {shown} is named or recognised as {what}; it has {seen}"
            f"{undated if 'at' in missing else ''}"
        )
    return NotRecognised(
        f"{shown}: no column is recognised as {what}; it has {seen}. "
        f"A mapping tells: tieline load --explain {shown} prints a starting point"
    )


def _with_defaults(layout: Layout, mapping: TableMapping) -> TableMapping:
    kind, channel, unit = mapping.kind, mapping.channel, mapping.duration_unit
    if kind is None and "kind" not in mapping.columns:
        kind = _kind(layout, mapping)
    if channel is None and "channel" not in mapping.columns and kind is not None:
        channel = CHANNELS.get(kind, kind)
    if unit is None and "duration" in mapping.columns:
        word = plain(str(mapping.columns["duration"][0])).removeprefix("duration")
        unit = _UNITS.get(word, "s")
    return replace(mapping, kind=kind, channel=channel, duration_unit=unit)


def _kind(layout: Layout, mapping: TableMapping) -> str:
    """What the names and the addresses of a table speak for that does not say its kind."""
    if mapping.undirected:
        return Kind.CONTACT
    names = {plain(name) for name in layout.names}
    ends = [
        value
        for name in ("sender", "receiver")
        for column in mapping.columns.get(name, ())
        if column in layout.names
        for value in layout.values(str(column))
    ]
    if names & {"caller", "callee", "calleduser", "callednumber", "callduration", "callid"}:
        return Kind.CALL
    if names & {"cc", "bcc", "messageid", "fromaddress", "fromemail", "mailid", "emailid"} or (
        ends and all("@" in value.lstrip("@") for value in ends)
    ):
        return Kind.EMAIL
    return Kind.MESSAGE
