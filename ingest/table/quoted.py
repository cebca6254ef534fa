r"""Quoted fields of delimited text, as RFC 4180 has them and programs write them.

    record = field *(delimiter field)
    field  = quote *(any but quote, or two quotes) quote  |  text that does not begin with a quote

A quote inside a field that does not begin with one is a plain character, as in ``5" disk``. The
same grammar is written twice: for the SQL that splits millions of lines, and for the few records
that span several lines.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.table.sql import text

__all__ = ["Quoting"]

_RECORD_LIMIT = 2**20  # bytes of a record over several lines


@dataclass(frozen=True)
class Quoting:
    """How the lines of one table are made: *columns* fields each, the date in field *at*."""

    delimiter: str
    quote: str
    columns: int
    at: int | None = None

    def is_broken(self, line: str) -> str:
        """SQL: a field begins with a quote and does not end with one."""
        if not self.quote:
            return "false"
        whole = f"regexp_full_match({line}, {text(_record(self.delimiter, self.quote))})"
        return f"(contains({line}, {text(self.quote)}) AND NOT {whole})"

    def fields(self, line: str, *, has_quotes: bool) -> str:
        """SQL: the list of a line's fields, quotes and all."""
        if self.delimiter == " ":
            single = f"regexp_replace({line}, ' +', ' ', 'g')"
            line = f"trim(CASE WHEN contains({line}, '  ') THEN {single} ELSE {line} END)"
        split = f"string_split({line}, {text(self.delimiter)})"
        if not (self.quote and has_quotes):
            return split
        d, q = re.escape(self.delimiter), re.escape(self.quote)
        plain = f"(?:{q}[^{q}{d}]*{q}|[^{q}{d}][^{d}]*|)"
        simple = f"(?s){plain}(?:{d}{plain})*"
        every = f"(?s){d}({_field(self.delimiter, self.quote)})"
        return (
            f"CASE WHEN NOT contains({line}, {text(self.quote)}) "
            f"OR regexp_full_match({line}, {text(simple)}) THEN {split} "
            f"ELSE regexp_extract_all({text(self.delimiter)} || {line}, {text(every)}, 1) END"
        )

    def value(self, field: str, *, has_quotes: bool) -> str:
        """SQL: the text of a field, NULL where there is none."""
        bare = f"trim({field})"
        if self.quote and has_quotes:
            q = text(self.quote)
            inner = f"trim(replace({bare}[2:-2], {q} || {q}, {q}))"
            is_quoted = f"starts_with({bare}, {q}) AND length({bare}) > 1"
            bare = f"CASE WHEN {is_quoted} THEN {inner} ELSE {bare} END"
        return f"nullif(nullif({bare}, ''), '\\N')"

    def record(self, line: bytes, following: Iterable[bytes]) -> tuple[bytes | None, int]:
        """Complete a line whose quoted field goes on in the next; say how many lines it took.

        None where it does not end, or not before what is plainly the next record.
        """
        parts, size = [line], len(line)
        for taken, more in enumerate(following, 1):
            size += len(more)
            if size > _RECORD_LIMIT or self._is_next(more):
                break
            parts.append(more)
            if self.quote.encode() in more:
                whole = b" ".join(part.rstrip(b"\r\n") for part in parts)
                if len(self._fields(whole)) == self.columns:
                    return whole, taken
        return None, 0

    def _is_next(self, line: bytes) -> bool:
        """Whether a line is a whole record by itself, with something like a date in its place."""
        fields = self._fields(line.rstrip(b"\r\n"))
        if len(fields) != self.columns or self.at is None:
            return False
        return len(re.findall(rb"[0-9]", fields[self.at])) >= 4

    def _fields(self, record: bytes) -> list[bytes]:
        """The fields of a record; none where the grammar does not fit."""
        whole = re.compile(_record(self.delimiter, self.quote).encode())
        if not whole.fullmatch(record):
            return []
        every = re.escape(self.delimiter) + f"({_field(self.delimiter, self.quote)})"
        return re.findall(f"(?s){every}".encode(), self.delimiter.encode() + record)


def _field(delimiter: str, quote: str) -> str:
    d, q = re.escape(delimiter), re.escape(quote)
    return f"{q}(?:[^{q}]|{q}{q})*{q}|[^{q}{d}][^{d}]*|"


def _record(delimiter: str, quote: str) -> str:
    field = f"(?:{_field(delimiter, quote)})"
    return f"(?s){field}(?:{re.escape(delimiter)}{field})*"
