"""Checked rows: cells become values, and a row that cannot be read gets its reason.

The first thing wrong with a row is its flaw; a blank line has an empty one. What a row says
beyond who, whom and when is read with the same strictness: a duration that is no number rejects the
row, since a value that is wrong tells that the columns may be wrong too.
"""

from dataclasses import dataclass

from graph.model import KINDS, ROLES, STATUSES, Kind, Role
from ingest.table.cells import Cells
from ingest.table.decimals import UNCLEAR, number
from ingest.table.plan import CHANNELS, Plan
from ingest.table.sql import text, words
from ingest.table.times import EXPECTED, Clock, is_slashed, moment_of

__all__ = ["Checked", "checked"]

_RECEIVERS = (("receiver", Role.TO), ("cc", Role.CC), ("bcc", Role.BCC))
_REACHING_NOBODY = (
    Kind.POST, Kind.COMMENT, Kind.REACTION, Kind.ACTIVITY, Kind.MENTION, Kind.RATING,
)  # fmt: skip
_ROLES = {Kind.MEETING: Role.ATTENDEE, Kind.MENTION: Role.MENTIONED}
_UNITS = {"us": 1, "ms": 1_000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000}
_LONGEST = 36_525 * 86_400_000_000  # a duration of a hundred years
_NUMBER = r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?"
_HOURS = r"\d+:[0-5]\d:[0-5]\d(?:\.\d+)?"


@dataclass(frozen=True)
class Checked:
    """The SELECT of checked rows.

    It gives ``sender_cell``, ``receiver_cell_0`` and so on (one for each of ``roles``), ``moment``,
    ``is_local``, what is named in ``fields``, ``flaw``, ``found``, and ``line`` where the rows
    have numbers of their own.
    """

    select: str
    roles: tuple[str, ...]
    fields: tuple[str, ...]
    may_reach_nobody: bool


def checked(plan: Plan, cells: Cells, clock: Clock) -> Checked:
    """Write the SELECT of the checked rows of a table."""
    query = _Query(plan, cells)
    query.ends()
    query.moment(clock)
    for name, known in (("kind", KINDS), ("role", ROLES), ("status", STATUSES)):
        query.word(name, [str(word) for word in known])
    query.by_kind()
    query.duration()
    query.sentiment()
    query.of_sentiment()
    for name in ("id", "thread", "in_reply_to", "topics"):
        query.plain(name)
    return query.checked()


class _Query:
    """Layers: cells, values, and what is wrong with them. SQL repeats what has no layer."""

    def __init__(self, plan: Plan, cells: Cells) -> None:
        self.plan = plan
        self.cells = cells
        self.inner: list[str] = []
        self.layers: list[list[str]] = []
        self.values: list[str] = []
        self.fields: list[str] = []
        self.checks: list[tuple[str, str, str]] = [
            ("row_flaw IS NOT NULL", "row_flaw", cells.shown)
        ]
        self.roles: list[str] = []
        self.may_reach_nobody = False

    def checked(self) -> Checked:
        number = self.cells.number
        outputs = [
            "sender_cell", *(f"receiver_cell_{k}" for k in range(len(self.roles))),
            "moment", "is_local", *self.fields, *(["line"] if number else []),
        ]  # fmt: skip
        cells = [f"{self.cells.flaw} AS row_flaw", *self.inner]
        cells.append(f"{number} AS line" if number else "raw")
        reasons = " ".join(f"WHEN {bad} THEN {reason}" for bad, reason, _ in self.checks)
        found = " ".join(f"WHEN {bad} THEN {found}" for bad, _, found in self.checks)
        select = f"SELECT {', '.join(cells)} FROM {self.cells.relation}"
        for layer in (*self.layers, *([self.values] if self.values else [])):
            select = f"SELECT *, {', '.join(layer)} FROM ({select})"
        select = (
            f"SELECT {', '.join(outputs)}, CASE {reasons} END AS flaw, "
            f"(CASE {found} END)[:200] AS found FROM ({select})"
        )
        return Checked(select, tuple(self.roles), tuple(self.fields), self.may_reach_nobody)

    def refuse(self, bad: str, reason: str, found: str) -> None:
        self.checks.append((bad, reason, found))

    def cell(self, name: str) -> str | None:
        """The text of a field: a column's, several joined by a blank, or a constant."""
        columns = [self.cells.text[column] for column in self.plan.column(name)]
        if name in self.plan.mapping.constants:
            return text(self.plan.mapping.constants[name])
        if len(columns) > 1:
            return f"nullif(concat_ws(' ', {', '.join(columns)}), '')"
        return columns[0] if columns else None

    def ends(self) -> None:
        sender = [self.cells.raw[column] for column in self.plan.column("sender")]
        self.inner.append(f"{sender[0] if sender else self.cell('sender')} AS sender_cell")
        self.refuse("sender_cell IS NULL", text("the sender is empty, expected a name"), "NULL")
        role = self.plan.mapping.constants.get("role")
        of_kind = _ROLES.get(Kind(self.plan.mapping.kind)) if self.plan.mapping.kind else None
        columns = [
            (self.cells.raw[column], role or (of_kind if name == "receiver" else None) or default)
            for name, default in _RECEIVERS
            for column in self.plan.column(name)
        ]
        if "receiver" in self.plan.mapping.constants:
            columns.append((text(self.plan.mapping.constants["receiver"]), role or Role.TO))
        columns = columns or [("NULL::VARCHAR", Role.TO)]  # posts, which name nobody
        self.roles = [str(role) for _, role in columns]
        self.inner += [
            f"nullif({cell}, '[]') AS receiver_cell_{k}" for k, (cell, _) in enumerate(columns)
        ]
        nobody = " AND ".join(f"receiver_cell_{k} IS NULL" for k in range(len(columns)))
        if self.lists_receivers() or self.plan.mapping.kind in _REACHING_NOBODY:
            self.may_reach_nobody = True
            return
        if self.plan.column("kind"):  # a post may reach nobody, a mail may not
            self.may_reach_nobody = True
            nobody = f"{nobody} AND kind NOT IN {words(_REACHING_NOBODY)}"
        self.refuse(nobody, text("the receiver is empty, expected a name"), "NULL")

    def lists_receivers(self) -> bool:
        """Whether receivers come as lists, which may be empty."""
        layout = self.plan.layout
        return any(
            value.startswith("[")
            for column in self.plan.column("receiver")
            if column in layout.names
            for value in layout.values(column)
        )

    def moment(self, clock: Clock) -> None:
        columns = self.plan.column("at")
        typed = self.cells.typed[columns[0]]
        cell, type_ = typed if len(columns) == 1 else (str(self.cell("at")), "VARCHAR")
        moment = moment_of("time_cell", type_, clock)
        self.inner.append(f"{cell} AS {'time_raw' if type_ == 'VARCHAR' else 'time_cell'}")
        if type_ == "VARCHAR":
            self.layers.append(["is_usual(time_raw) AS is_usual"])
            trimmed = "CASE WHEN is_usual THEN time_raw ELSE nullif(trim(time_raw), '') END"
            self.layers.append([f"{trimmed} AS time_cell"])
        self.layers += [[f"{sql} AS {name}" for name, sql in layer.items()] for layer in moment]
        shown = "time_cell::VARCHAR"
        self.refuse("time_cell IS NULL", text(f"the date is empty, expected {EXPECTED}"), "NULL")
        if type_ == "VARCHAR" and clock.time_format is None and clock.day_first is None:
            reason = (
                "the date has day and month in an order that the table does not tell; write "
                'time_format = "%d/%m/%Y" or "%m/%d/%Y", with the hours if any, in a mapping'
            )
            self.refuse(f"moment IS NULL AND {is_slashed('time_cell')}", text(reason), shown)
        small = f"moment IS NULL AND abs(try_cast({shown} AS DOUBLE)) < 1e8"
        reason = (
            "the date is a number too small for one; if this clock starts at zero, write "
            'time_format = "relative_s" and epoch = 2026-03-01, its first day, in a mapping'
        )
        self.refuse(small, text(reason), shown)
        wanted = EXPECTED if clock.time_format is None else f"time_format = {clock.time_format!r}"
        self.refuse("moment IS NULL", text(f"the date is not readable, expected {wanted}"), shown)

    def word(self, name: str, known: list[str]) -> None:
        cell = self.cell(name)
        if not self.plan.column(name) or cell is None:
            return
        value = f"lower({name}_cell)"
        if name == "kind" and self.plan.mapping.kinds:
            own = " ".join(
                f"WHEN {text(key)} THEN {text(kind)}"
                for key, kind in self.plan.mapping.kinds.items()
            )
            value = f"CASE {name}_cell {own} ELSE {value} END"
        default = {"role": Role.TO, "status": "none"}.get(name)
        if default:
            value = f"coalesce({value}, {text(default)})"
        self.fields.append(name)
        self.inner.append(f"{cell} AS {name}_cell")
        self.values.append(f"{value} AS {name}")
        reason = f"the {name} is not known, expected one of {', '.join(known)}"
        if name == "kind":
            reason += '; a mapping translates others: [kinds] RT = "reaction"'
        self.refuse(f"{name} IS NULL OR {name} NOT IN {words(known)}", text(reason), f"{name}_cell")

    def by_kind(self) -> None:
        """Where rows have their own kind, channel and role may follow from it."""
        self.plain("channel")
        if "kind" not in self.fields:
            return
        if "channel" not in self.fields and self.plan.mapping.channel is None:
            own = " ".join(f"WHEN {text(k)} THEN {text(v)}" for k, v in CHANNELS.items())
            self.fields.append("channel")
            self.values.append(f"CASE kind {own} ELSE kind END AS channel")
        if "role" not in self.fields and len(self.roles) == 1:
            own = " ".join(f"WHEN {text(k)} THEN {text(v)}" for k, v in _ROLES.items())
            self.fields.append("role")
            self.values.append(f"CASE kind {own} ELSE {text(self.roles[0])} END AS role")

    def duration(self) -> None:
        cell = self.cell("duration")
        if cell is None:
            return
        factor = _UNITS[self.plan.mapping.duration_unit or "s"]
        part = "split_part(duration_cell, ':', {})::DECIMAL(18, 6)"
        hours = f"({part.format(1)} * 3600 + {part.format(2)} * 60 + {part.format(3)}) * 1000000"
        self.fields.append("duration")
        self.inner.append(f"{cell} AS duration_cell, {self.number(cell)} AS duration_number")
        self.values.append(
            f"CASE WHEN regexp_full_match(duration_number, {text(_NUMBER)}) "
            f"THEN TRY((try_cast(duration_number AS DECIMAL(28, 6)) * {factor})::BIGINT) "
            f"WHEN regexp_full_match(duration_cell, {text(_HOURS)}) "
            f"THEN TRY(({hours})::BIGINT) END AS duration"
        )
        bad = f"duration_cell IS NOT NULL AND coalesce(duration, -1) NOT BETWEEN 0 AND {_LONGEST}"
        reason = "the duration is neither a number nor hours, minutes and seconds such as 0:12:30"
        self.refuse(bad, _unless_unclear("duration", reason), "duration_cell")

    def sentiment(self) -> None:
        cell = self.cell("sentiment")
        if cell is None:
            return
        self.fields.append("sentiment")
        self.inner.append(f"{cell} AS sentiment_cell")
        self.values.append(f"try_cast({self.number('sentiment_cell')} AS DOUBLE) AS sentiment")
        bad = "sentiment_cell IS NOT NULL AND NOT coalesce(sentiment BETWEEN -1 AND 1, false)"
        reason = _unless_unclear("sentiment", "the sentiment is not a number from -1 to 1")
        self.refuse(bad, reason, "sentiment_cell")

    def number(self, cell: str) -> str:
        """The number of a cell, as the mapping or its own form says that decimals begin."""
        return number(cell, self.plan.mapping.decimal)

    def of_sentiment(self) -> None:
        """What gave the sentiment, and how sure it is: nothing of a row that has none."""
        has_one = "CASE WHEN sentiment_cell IS NOT NULL THEN"
        by, sure = self.cell("sentiment_by"), self.cell("confidence")
        if "sentiment" in self.fields and by is not None:
            control = text("[\x01-\x1f\x7f]")
            self.fields.append("sentiment_by")
            self.inner.append(f"regexp_replace({by}, {control}, ' ', 'g') AS sentiment_by_cell")
            self.values.append(f"{has_one} sentiment_by_cell END AS sentiment_by")
        if "sentiment" in self.fields and sure is not None:
            self.fields.append("confidence")
            self.inner.append(f"{sure} AS confidence_cell")
            value = f"try_cast({self.number('confidence_cell')} AS DOUBLE)"
            self.values.append(f"{has_one} {value} END AS confidence")
            bad = "confidence_cell IS NOT NULL AND NOT coalesce(confidence BETWEEN 0 AND 1, {})"
            reason = text("the confidence is not a number from 0 to 1")
            self.refuse(bad.format("sentiment_cell IS NULL"), reason, "confidence_cell")

    def plain(self, name: str) -> None:
        """A text that is taken as it is, with control characters as blanks."""
        if self.plan.column(name):
            self.fields.append(name)
            control = text("[\x01-\x1f\x7f]")
            self.inner.append(f"regexp_replace({self.cell(name)}, {control}, ' ', 'g') AS {name}")


def _unless_unclear(what: str, reason: str) -> str:
    """SQL: the reason, or for 1,234 that the mapping has to say what its comma is."""
    unclear = f'the {what} may be of thousands or have decimals: decimal = "," or "." tells'
    is_unclear = f"regexp_full_match({what}_cell, {text(UNCLEAR)})"
    return f"CASE WHEN {is_unclear} THEN {text(unclear)} ELSE {text(reason)} END"
