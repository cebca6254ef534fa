"""The reading of one table: a chain of views and tables in a connection of its own.

checked_rows      the file's rows as values, each with its flaw if it has one
who, everyone     the distinct texts of senders and receivers, and the identities they are
kept              a row for each receiver of each row without a flaw, with its key
repeated          the keys of rows that are alike
rejects           every row that is neither kept nor blank, with its reason
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, tzinfo
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.arrays import repeated, union
from graph.batch import OPTIONAL, Batch, Rejected
from graph.errors import BadMapping, EngineError
from graph.keys import SEPARATOR
from graph.moments import DAY, micros
from ingest.source import File, Reading
from ingest.table.cells import Cells
from ingest.table.checked import Checked, checked
from ingest.table.cut import Alike, interacted
from ingest.table.everyone import name_everyone
from ingest.table.file import ways_to_read
from ingest.table.keyed import Keying, keyed
from ingest.table.plan import Plan
from ingest.table.sql import Sql, text
from ingest.table.times import Clock, is_slashed, shifted, slashed_parts
from ingest.table.who import Naming

__all__ = ["TableReader"]

_WORDS = ("kind", "channel", "role", "status")
_LOW = 2**64 - 1
_FIRST = 1_000  # ids of a batch that are looked at
_AHEAD = "dated more than a day ahead of the clock; only meetings may be"


class TableReader:
    """One reading of one table."""

    def __init__(self, sql: Sql, file: File, plan: Plan, reading: Reading, folder: Path) -> None:
        self.sql = sql
        self.file = file
        self.plan = plan
        self.mapping = plan.mapping
        self.reading = reading
        self.folder = folder
        self.zone: tzinfo | None = self.mapping.tzinfo() or reading.zone
        self.warnings: list[str] = []

    def batches(self) -> Iterator[Batch]:
        """Read, key, and cut into batches."""
        rows, count, blanks = self._read()
        keying = self._keying(rows)
        self.sql.run(f"CREATE TEMP TABLE kept AS {keyed(keying)}")
        many = keying.is_wide or keying.named.has_lists
        (kept,) = self.sql.one(f"SELECT count({'DISTINCT line' if many else '*'}) FROM kept")
        self._reject(keying, count - blanks - kept)
        if kept == 0 and count > blanks:
            self._refuse_all(count - blanks)
        yield from self._cut(keying, count, self._alike(keying), has_blanks=blanks > 0)

    # times

    def _clock(self, cells: Cells) -> Clock:
        mapping = self.mapping
        if mapping.time_format is None:
            told = mapping.day_first
            return Clock(day_first=self._day_first(cells) if told is None else told)
        if mapping.epoch is not None:
            start = mapping.epoch
            if not isinstance(start, datetime):
                start = datetime.combine(start, time())
            if start.tzinfo is None:
                self._warn_of_zone()
                start = start.replace(tzinfo=self.zone or UTC)
            return Clock(mapping.time_format, micros(start))
        if "%" in mapping.time_format:
            try:
                self.sql.run(f"SELECT try_strptime('', {text(mapping.time_format)})")
            except duckdb.Error as error:
                message = f"{mapping.shown}: time_format {mapping.time_format!r}: "
                raise BadMapping(message + str(error).partition("\n")[0]) from error
        return Clock(mapping.time_format)

    def _day_first(self, cells: Cells) -> bool | None:
        """Find out how the whole table writes days and months, if it writes them by numbers."""
        column, layout = self.plan.column("at")[0], self.plan.layout
        cell, type_ = cells.typed[column]
        sample = layout.values(column) if column in layout.names else []
        if type_ != "VARCHAR" or not sample:
            return None
        self.sql.lend("sample", pa.table({"x": pa.array(sample, pa.string())}))
        if not self.sql.one(f"SELECT bool_or({is_slashed('x')}) FROM sample")[0]:
            return None
        first, second = slashed_parts("x")
        day, month = self.sql.one(
            f"SELECT bool_or({first} BETWEEN 13 AND 31 AND {second} <= 12), "
            f"bool_or({second} BETWEEN 13 AND 31 AND {first} <= 12) "
            f"FROM (SELECT trim({cell}) AS x FROM {cells.relation})"
        )
        return None if bool(day) == bool(month) else bool(day)

    def _warn_of_zone(self) -> None:
        if self.zone is None:
            self.warnings.append(
                f"{self.file.shown}: dates without a zone were read as UTC; name the zone with "
                '--zone or in a mapping: zone = "Europe/Warsaw"'
            )

    def _moment(self) -> str:
        """SQL of a row's moment in UTC."""
        local = "FROM checked_rows WHERE is_local AND flaw IS NULL"
        if not self.sql.rows(f"SELECT 1 {local} LIMIT 1"):
            return "p.moment"
        self._warn_of_zone()
        if self.zone is None or self.zone is UTC:
            return "p.moment"
        low, high = self.sql.one(f"SELECT min(moment), max(moment) {local}")
        moment = shifted("p.moment", self.zone, low, high)
        return f"CASE WHEN p.is_local THEN {moment} ELSE p.moment END"

    # rows

    def _read(self) -> tuple[Checked, int, int]:
        """Make the checked rows; give them, how many lines there are, and how many are blank."""
        for cells, count, warnings in ways_to_read(self.sql, self.file, self.plan, self.folder):
            self.warnings = [*warnings, *filter(None, [self.plan.doubtful])]
            try:
                rows = checked(self.plan, cells, self._clock(cells))
                found, blanks = self._check(rows, cells, count)
            except duckdb.Error:
                if not cells.is_quick:
                    raise
                continue
            if found == count:
                return rows, count, blanks
        raise EngineError(f"{self.file.shown}: {found} lines were read of {count}")

    def _check(self, rows: Checked, cells: Cells, count: int) -> tuple[int, int]:
        """Make the checked rows; give how many there are, and how many are blank."""
        if cells.number:
            self.sql.run(f"CREATE TEMP VIEW checked_rows AS {rows.select}")
            return count, 0
        self.sql.run(f"CREATE OR REPLACE TEMP TABLE parsed AS {rows.select}")
        view = "CREATE OR REPLACE TEMP VIEW checked_rows AS SELECT rowid AS line, * FROM parsed"
        self.sql.run(view)
        return self.sql.one("SELECT count(*), count(*) FILTER (flaw = '') FROM parsed")

    def _keying(self, rows: Checked) -> Keying:
        cells = ["sender_cell", *(f"receiver_cell_{k}" for k in range(len(rows.roles)))]
        mapping = self.mapping
        naming = Naming(mapping.log, mapping.scheme, mapping.separators)
        named = name_everyone(self.sql, naming, cells)
        is_wide = len(rows.roles) > 1
        if rows.may_reach_nobody and not is_wide:
            nobody = "SELECT 1 FROM checked_rows WHERE flaw IS NULL AND receiver_cell_0 IS NULL"
            is_wide = bool(self.sql.rows(f"{nobody} LIMIT 1"))
        if is_wide and mapping.undirected:
            raise BadMapping(
                f"{mapping.shown or self.file.shown}: undirected rows have two ends, "
                "expected one receiver column without empty cells"
            )
        latest = micros(self.reading.clock) + DAY
        return Keying(rows, mapping, mapping.log, self._moment(), latest, is_wide, named)

    def _alike(self, keying: Keying) -> Alike:
        """Number rows that are alike and have no id of their own."""
        nothing = (np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.uint64))
        if self.mapping.group:
            return Alike(*nothing)
        has_ids = "id" in keying.checked.fields
        rows = "(FROM kept WHERE id IS NULL)" if has_ids else "kept"
        if keying.is_wide or keying.named.has_lists:
            rows = f"(SELECT DISTINCT line, key, moment FROM {rows})"
        halves = self.sql.table(f"SELECT (key & {_LOW})::UBIGINT AS lo FROM {rows}")
        ordered = np.sort(halves["lo"].to_numpy())
        twice = repeated(ordered)
        if not len(twice):
            return Alike(*nothing, None if has_ids else ordered)
        self.sql.lend("twice", pa.table({"lo": twice}))
        self.sql.run(
            f"CREATE TEMP TABLE repeated AS SELECT key FROM {rows} "
            f"SEMI JOIN twice ON lo = (key & {_LOW})::UBIGINT GROUP BY key HAVING count(*) > 1"
        )
        found = self.sql.table(
            f"SELECT line, (again >> 64)::UBIGINT AS hi, (again & {_LOW})::UBIGINT AS lo FROM ("
            f"SELECT line, nth, md5_number(concat_ws({text(SEPARATOR)}, key, nth)) AS again FROM ("
            "SELECT line, key, row_number() OVER (PARTITION BY key ORDER BY line) AS nth "
            f"FROM {rows} SEMI JOIN repeated USING (key))) WHERE nth > 1 ORDER BY line"
        )
        line, hi, lo = (found[name].to_numpy() for name in ("line", "hi", "lo"))
        return Alike(line, hi, lo, None if has_ids else union(ordered, lo))

    # what is not kept

    def _reject(self, keying: Keying, expected: int) -> None:
        """Find why every row that was not kept was not."""
        self.sql.run("CREATE TEMP TABLE rejects (line BIGINT, reason VARCHAR, found VARCHAR)")
        if not expected:
            return
        known = "SELECT k FROM who WHERE members = 1"
        self.sql.run(
            "INSERT INTO rejects SELECT p.line, "
            f"CASE WHEN p.flaw IS NOT NULL THEN p.flaw WHEN {keying.is_ahead} THEN {text(_AHEAD)} "
            f"WHEN p.sender_cell NOT IN ({known}) THEN 'the sender is not one identity' "
            "ELSE 'a receiver is not an identity' END, "
            "CASE WHEN p.flaw IS NOT NULL THEN p.found "
            f"WHEN {keying.is_ahead} THEN make_timestamp({keying.moment})::VARCHAR "
            f"WHEN p.sender_cell NOT IN ({known}) THEN p.sender_cell[:200] "
            "ELSE p.receiver_cell_0[:200] END "
            "FROM checked_rows p ANTI JOIN kept ON kept.line = p.line "
            "WHERE p.flaw IS DISTINCT FROM ''"
        )

    def _refuse_all(self, rows: int) -> None:
        line, reason, found = self.sql.one("SELECT * FROM rejects ORDER BY line LIMIT 1")
        what = f"{reason}, found {found!r}" if found else reason
        raise BadMapping(
            f"{self._place(line)}: {what}. None of {rows:,} rows can be read; a mapping tells how: "
            f"tieline load --explain {self.file.shown}"
        )

    def _place(self, line: int) -> str:
        return f"{self.file.shown}:{line + self.plan.layout.skip + 1}"

    # batches

    def _cut(
        self, keying: Keying, count: int, alike: Alike, *, has_blanks: bool
    ) -> Iterator[Batch]:
        words = {
            name: word
            for name in _WORDS
            if (word := keying.same(name)) and not (name == "role" and keying.is_wide)
        }
        distinct = "DISTINCT ON (num)" if keying.named.prefix is None else ""
        identities = self.sql.table(f"SELECT {distinct} canon FROM who ORDER BY num")
        canons = identities["canon"].combine_chunks()
        present = {row[0] for row in self.sql.rows("SELECT column_name FROM (DESCRIBE kept)")}
        wanted = [name for name in (*_WORDS, "content", *OPTIONAL) if name in present - set(words)]
        selected = ", ".join(["line", "moment", "sender", "receiver", *wanted])
        keys = f"(key >> 64)::UBIGINT AS key_hi, (key & {_LOW})::UBIGINT AS key_lo"
        for start in range(0, count, self.reading.batch_rows):
            end = min(start + self.reading.batch_rows, count)
            within = f"WHERE line >= {start} AND line < {end}"
            rows = self.sql.table(f"SELECT {selected}, {keys} FROM kept {within}")
            used, table = interacted(rows, words, canons, alike)
            blank = 0
            if has_blanks:
                blanks = f"SELECT count(*) FROM checked_rows {within} AND flaw = ''"
                (blank,) = self.sql.one(blanks)
            rejected = self.sql.rows(f"SELECT * FROM rejects {within} ORDER BY line")
            place = (self.file.place or self.file.shown,)
            yield Batch(
                source="table",
                read=end - start - blank,
                identities=used,
                interacted=table,
                rejected=tuple(
                    Rejected(self._place(line), reason, found or "")
                    for line, reason, found in rejected
                ),
                warnings=tuple(self.warnings) if start == 0 else (),
                done=end / count,
                bare=place if _are_bare(used) else (),
                bare_ids=place if _are_numbers(table) else (),
                sorted_keys=alike.keys if end - start == count else None,
            )


def _are_bare(identities: pa.Array) -> bool:
    """Say whether anybody has a bare name: an account of no log that has a name."""
    is_account = pc.starts_with(identities, "account:")
    return bool(pc.any(pc.and_not(is_account, pc.match_substring(identities, "/"))).as_py())


def _are_numbers(interacted: pa.Table) -> bool:
    """Say whether ids are bare numbers, as every log counts its own: seen by the first of them."""
    if "id" not in interacted.column_names:
        return False
    first = interacted.column("id").slice(0, _FIRST)
    return bool(pc.any(pc.match_substring_regex(first, r"^\d{1,9}$")).as_py())
