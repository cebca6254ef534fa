"""Promises that hold for any log: batches and order change nothing, two readers of names agree."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.people.identity import canonical
from ingest.table.lines import surveyed
from ingest.table.quoted import Quoting
from ingest.table.who import Naming
from tests.ingest.tables import TableFound, read_text

ROOMY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = st.sampled_from(
    ["ann", "bob", "Cid@x.example", "cid@X.example", "dan;ann", " ann ", "+48600100200"]
)
ROWS = st.lists(
    st.tuples(NAMES, NAMES, st.integers(0, 3), st.sampled_from(["", "m1", "m2"])),
    min_size=1,
    max_size=12,
)
PIECES = [
    "a", "Z", "0", "00", "+", "48600100200", "@", "x.example", ".", ":", "mailto", "slack", "X:",
    "account:", "email:", " ", "  ", "-", "_", "/", "'", '"', "<", ">", "(", ",", ";", "Ł", "\t",
    "\u200b", "é", "İ", "\x00", "=", "|", "\\", "%", "[", "]", "{",
]  # fmt: skip


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def log(rows: list[tuple[str, str, int, str]], *, ids: bool) -> str:
    lines = [
        ",".join([*([id_] if ids else []), sender, receiver, f"2026-03-01T09:30:0{second}Z"])
        for sender, receiver, second, id_ in rows
        if ";" not in sender
    ]
    head = "id,sender,recipient,date" if ids else "sender,recipient,date"
    return "\n".join([head, "ann," * ids + "ann,bob,2026-03-01T09:30:09Z", *lines]) + "\n"


def told(found: TableFound) -> list[tuple[object, ...]]:
    """Everything the rows say, but for the numbers that batches give to records."""
    return [
        tuple(value for name, value in sorted(row.items()) if name != "record")
        for row in found.rows
    ]


@ROOMY
@given(ROWS, st.integers(1, 5), st.booleans())
def test_the_size_of_batches_changes_nothing(
    tmp_path: Path, rows: list[tuple[str, str, int, str]], size: int, ids: bool
) -> None:
    text = log(rows, ids=ids)
    whole, cut = read_text(tmp_path, text), read_text(tmp_path, text, batch_rows=size)
    assert told(whole) == told(cut)
    assert [batch.read for batch in cut.batches[:-1]] == [size] * (len(cut.batches) - 1)
    assert cut.read == whole.read


@ROOMY
@given(st.data(), ROWS, st.booleans())
def test_the_order_of_rows_changes_nothing(
    tmp_path: Path, data: st.DataObject, rows: list[tuple[str, str, int, str]], ids: bool
) -> None:
    shuffled = data.draw(st.permutations(rows))
    one, other = (read_text(tmp_path, log(some, ids=ids)) for some in (rows, shuffled))
    assert sorted(map(repr, told(one))) == sorted(map(repr, told(other)))


@ROOMY
@given(ROWS)
def test_grouped_rows_in_any_order_are_the_same_interactions(
    tmp_path: Path, rows: list[tuple[str, str, int, str]]
) -> None:
    group = 'group = ["sender", "second"]\n'
    one, other = (read_text(tmp_path, log(some, ids=False), group) for some in (rows, rows[::-1]))
    said = [
        {(row["key"], row["receiver"], row["content"]) for row in found.rows}
        for found in (one, other)
    ]
    assert said[0] == said[1]
    assert len(set(one.keys)) == len({(row["sender"], row["at"]) for row in one.rows})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), max_size=7).map("".join), min_size=1, max_size=60),
    st.sampled_from([None, "hr"]),
)
def test_plain_names_are_what_the_slow_reader_makes_of_them(
    connection: duckdb.DuckDBPyConnection, names: list[str], log_name: str | None
) -> None:
    naming = Naming(log_name)
    query = f"SELECT x, {naming.plain('x')} FROM (SELECT unnest(?::VARCHAR[]) AS x)"
    listed = connection.execute(query, [names]).fetchall()
    for name, fast in listed:
        if fast is not None:
            assert fast == canonical(name, log=log_name)
            assert naming.identities(name) == [fast]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ann@x.example", "email:ann@x.example"),
        ("Ann.Smith+a@Mail.X.example", "email:ann.smith+a@mail.x.example"),
        ("86", "account:86"),
        ("Ann Smith", "account:Ann Smith"),
        ("+48600100200", "phone:+48600100200"),
        ("slack:T1/U7", "slack:T1/U7"),
        ("0048600100200", None),
        ("Łucja", None),
        ("<ann@x.example>", None),
        ("", None),
    ],
)
def test_most_names_need_no_slow_reader(
    connection: duckdb.DuckDBPyConnection, name: str, expected: str | None
) -> None:
    query = f"SELECT {Naming().plain('x')} FROM (SELECT ?::VARCHAR AS x)"
    assert connection.execute(query, [name]).fetchone() == (expected,)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["a", "b c", '"', '""', ",", " "]), max_size=8).map("".join),
        min_size=1,
        max_size=40,
    )
)
def test_sql_and_python_split_a_line_alike(
    connection: duckdb.DuckDBPyConnection, lines: list[str]
) -> None:
    quoting = Quoting(",", '"', 3)
    query = (
        f"SELECT x, {quoting.is_broken('x')}, {quoting.fields('x', has_quotes=True)} "
        "FROM (SELECT unnest(?::VARCHAR[]) AS x)"
    )
    for line, is_broken, fields in connection.execute(query, [lines]).fetchall():
        slowly = [field.decode() for field in quoting._fields(line.encode())]
        assert is_broken == (slowly == [])
        assert is_broken or fields == slowly


def test_many_rows_of_several_threads_keep_the_order_of_the_file(tmp_path: Path) -> None:
    rows = 300_000
    text = "from,to,ts\n" + "".join(f"u{k % 1000},v{k % 999},{10**9 + k}\n" for k in range(rows))
    found = read_text(tmp_path, text, batch_rows=120_000)
    assert [batch.read for batch in found.batches] == [120_000, 120_000, 60_000]
    times = np.concatenate([batch.interacted.column("at").to_numpy() for batch in found.batches])
    assert np.array_equal(times, (10**9 + np.arange(rows)) * 1_000_000)
    for batch in found.batches:
        assert np.array_equal(batch.interacted.column("record").to_numpy(), np.arange(batch.read))


def test_a_survey_counts_what_a_reader_counts(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes(b"a\n\nb\n\n" + b"x" * 200_000 + b"\nlast")
    lines = surveyed(path, tmp_path, "utf-8", is_certain=False, shown="lines.txt")
    assert (lines.path, lines.count, lines.has_quotes) == (path, 6, False)
    assert lines.longest >= 200_000
