"""A text taken apart the quick way says what the careful way says, or is left to that."""

import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.mapping import TableMapping
from ingest.table.cells import Cells
from ingest.table.file import ways_to_read
from ingest.table.layout import layout_of
from ingest.table.plan import planned
from ingest.table.sql import Sql
from tests.ingest.tables import table_file

HEADER = "sender,recipient,date\n"
BEGINNING = "ann,bob,2026-01-05T09:00:00Z\n"
PIECES = st.sampled_from(
    ["a", "é", '"', '""', ",", " ", "\n", "\\N", "\t", '"a"', '"a,b"', '"a ""b"""', ",,", "a,b,c\n",
     '"a","b","c"\n', "'", "\\", '"\\"']
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def cells(sql: Sql, way: Cells, names: tuple[str, ...]) -> list[tuple[object, ...]]:
    both = [*(way.text[name] for name in names), *(way.raw[name] for name in names)]
    return sql.rows(f"SELECT {', '.join([way.flaw, *both])} FROM {way.relation}")


def taken_apart(body: str) -> tuple[list[tuple[object, ...]] | None, list[tuple[object, ...]]]:
    """The rows of the quick way, None where it was not taken or failed, and of the careful one."""
    with tempfile.TemporaryDirectory() as name, duckdb.connect(":memory:") as connection:
        sql, folder, mapping = Sql(connection), Path(name), TableMapping()
        file = table_file(folder, HEADER + BEGINNING + body)
        layout = layout_of(file, mapping)
        plan = planned(layout, mapping, file.shown)
        quick = None
        for way, count, _ in ways_to_read(sql, file, plan, folder):
            try:
                found = cells(sql, way, layout.names)
            except duckdb.Error:
                assert way.is_quick
                continue
            if not way.is_quick:
                assert len(found) == count
                return quick, found
            quick = found if len(found) == count else None
    raise AssertionError("no careful way")


@settings(max_examples=150)
@given(TEXTS)
@example(' "a,b" ,c,d\n')
@example('"a"  "b",c,d\n')
@example("a,b,c,\n")
@example("a,b,c,,\n")
@example('a,b,c,""\n')
@example('"a\nb",c,d\n')
@example("\na,b,c\n")
def test_the_quick_way_says_what_the_careful_way_says(body: str) -> None:
    quick, careful = taken_apart(body)

    assert quick is None or quick == careful


@pytest.mark.proof
@settings(max_examples=5_000, derandomize=False, print_blob=True)
@given(TEXTS)
def test_the_quick_way_says_what_the_careful_way_says_of_thousands_of_texts(body: str) -> None:
    quick, careful = taken_apart(body)

    assert quick is None or quick == careful


@pytest.mark.parametrize("body", ['"ann","bob","2026-01-05"\n', 'a"b,"c,""d""e",2026-01-05\n'])
def test_plain_texts_are_taken_the_quick_way(body: str) -> None:
    assert taken_apart(body)[0] is not None
