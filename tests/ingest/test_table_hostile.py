"""Whatever a file holds, a table is read or refused clearly, and every record is accounted for."""

import random
import resource
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import BadMapping, EngineError, NotRecognised
from ingest.table.source import Table
from tests.ingest.tables import read_text, table_at, table_file, table_read

HEAD = "sender,recipient,date\n"
ROW = "ann,bob,2026-03-01T09:30:00Z\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\n\n\n", "no rows"),
        (bytes(range(256)) * 50, "neither text nor Parquet"),
        (b"\x7fELF" + bytes(500), "neither text nor Parquet"),
        (b"name,size\nx,1\n", "no column is recognised as sender and receiver and date"),
        (b"from,to,size\na,b,1\n", "no column is recognised as date; it has 'from', 'to', 'size'"),
        (b"{not json\n", "no column is recognised"),
    ],
)
def test_what_is_no_log_is_refused_with_what_was_found(
    tmp_path: Path, data: bytes, message: str
) -> None:
    assert not Table().recognises(table_file(tmp_path, data))
    with pytest.raises(NotRecognised, match=message):
        read_text(tmp_path, data)


def test_a_header_alone_is_a_table_without_records(tmp_path: Path) -> None:
    assert Table().recognises(table_file(tmp_path, HEAD))
    assert read_text(tmp_path, HEAD).read == 0
    assert read_text(tmp_path, HEAD + "\n  \n\n").read == 0


def test_a_wrong_delimiter_and_a_missing_column_name_the_columns_there_are(tmp_path: Path) -> None:
    text = HEAD + ROW
    columns = '[columns]\nsender = "sender"\nreceiver = "recipient"\nat = "date"\n'
    with pytest.raises(BadMapping, match="'sender,recipient,date'; the delimiter may not be ';'"):
        read_text(tmp_path, text, f'delimiter = ";"\n{columns}')
    with pytest.raises(BadMapping, match=r"no column 'who'; it has 'sender', 'recipient', 'date'"):
        read_text(tmp_path, text, columns.replace('"sender"', '"who"'))


def test_a_million_columns_are_refused_at_once(tmp_path: Path) -> None:
    file = table_file(tmp_path, ",".join(f"c{k}" for k in range(10**6)) + "\n")
    began = time.perf_counter()
    assert not Table().recognises(file)
    with pytest.raises(NotRecognised, match="1,000,000 columns, expected at most 5,000"):
        table_read(file)
    assert time.perf_counter() - began < 10


def test_rows_of_a_wrong_shape_are_rejected_and_nothing_else_is(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        b"sender,recipient,date,note\n"  # line 1
        b"a,b,2026-03-01,x\n"
        b"a,b,2026-03-02\n"  # too few
        b"\n"
        b"a,b,2026-03-03,x,y\n"  # too many
        b'a,"b,2026-03-04,x\n'  # a quote that never closes
        b"a,c,2026-03-05,x\n"
        b'a,c,2026-03-06,"first\r\nsecond, and ""third"""\n'  # lines 8 and 9
        b'"a","c",2026-03-07,5" disk\n'
        b"a,\xc3(,2026-03-08,x\n"  # no UTF-8
        b"a,c,2026-03-09,x,,\n"  # empty fields at the end
        b",c,2026-03-10,x\n"
        b"a,c,2026-03-11,\x00x\n",
    )
    assert [(one.place, one.reason.partition(",")[0]) for one in found.rejected] == [
        ("log.csv:3", "3 fields"),
        ("log.csv:5", "5 fields"),
        ("log.csv:6", "a quoted field does not end; expected a closing quote before a delimiter"),
        ("log.csv:11", "the line is not UTF-8 text"),
        ("log.csv:13", "the sender is empty"),
    ]
    assert [row["at"][8:10] for row in found.rows] == ["01", "05", "06", "07", "09", "11"]
    assert found.read == found.records + len(found.rejected) == 11


def test_rows_of_several_receivers_beside_rejected_ones_are_counted_as_rows(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "sender,recipient,date\nann,bob;cid,2026-03-01\nann,bob;cid,2026-03-02\n"
        "ann,,2026-03-03\nann,bob,never\nann,bob,2026-03-05\n",
    )

    assert (found.read, found.records, len(found.rejected)) == (5, 3, 2)


def test_two_broken_quotes_do_not_swallow_the_rows_between_them(tmp_path: Path) -> None:
    found = read_text(tmp_path, HEAD + 'a,"b,2026-03-01\n' + ROW * 3 + 'a,b","2026-03-01\n' + ROW)
    assert [one.place for one in found.rejected] == ["log.csv:2", "log.csv:6"]
    assert len(found.rows) == 4


def test_one_percent_of_damage_loses_one_percent(tmp_path: Path) -> None:
    dice = random.Random(7)  # noqa: S311  # the same damage every time
    lines, damaged = [], []
    for k in range(20_000):
        line = f"u{k % 97}@x.example,u{k % 89}@y.example,{1_700_000_000 + k},note {k}"
        if k % 100 == 50:
            damage = dice.choice(["cut", "more", "quote", "date", "utf8", "empty"])
            line = {
                "cut": line[: line.index(",", 30)],
                "more": line + ",,x",
                "quote": line.replace(",u", ',"u', 1),
                "date": line.replace(",17", ",x17"),
                "utf8": line + "\udcff",
                "empty": line.replace(f"u{k % 97}@x.example", "", 1),
            }[damage]
            damaged.append(f"log.csv:{k + 2}")
        lines.append(line)
    text = "from,to,ts,note\n" + "\n".join(lines) + "\n"
    found = read_text(tmp_path, text.encode("utf-8", "surrogateescape"), batch_rows=7_000)
    assert [one.place for one in found.rejected] == damaged
    assert (found.read, len(found.rows)) == (20_000, 19_800)
    assert [row["at"] for row in found.rows] == sorted(row["at"] for row in found.rows)


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        ((HEAD + "Zoë,Łukasz,2026-03-01T09:30:00Z\n").encode("utf-16"), 0),
        ((HEAD + "Zoë,Łukasz,2026-03-01T09:30:00Z\n").encode("utf-16-le"), 0),
        (("\ufeff" + HEAD + "Zoë,Łukasz,2026-03-01T09:30:00Z\n").encode(), 0),
        ((HEAD + "Zoë,Łukasz,2026-03-01T09:30:00Z\n").replace("\n", "\r").encode(), 0),
        ((HEAD + "Zoë,Łukasz,2026-03-01T09:30:00Z").replace("\n", "\r\n").encode(), 0),
        ((HEAD + "Zoë,Lukasz,2026-03-01T09:30:00Z\n").encode("latin-1"), 1),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, data: bytes, warned: int) -> None:
    found = read_text(tmp_path, data)
    assert [row["sender"] for row in found.rows] == ["account:Zoë"]
    assert len(found.warnings) == warned


def test_an_encoding_that_the_mapping_names(tmp_path: Path) -> None:
    data = (HEAD + "Łucja,bob,2026-03-01T09:30:00Z\n").encode("cp1250")
    assert read_text(tmp_path, data, 'encoding = "cp1250"\n').ties == [("Łucja", "bob")]
    with pytest.raises(BadMapping, match="no encoding is called 'klingon'"):
        read_text(tmp_path, data, 'encoding = "klingon"\n')


def test_comments_before_a_table_and_a_hint_at_its_delimiter(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, "# a log\n% of mail\n\nsep=;\nfrom;to;date\na;b;never\na;b;2026-03-01\n"
    )
    assert found.ties == [("a", "b")]
    assert [one.place for one in found.rejected] == ["log.csv:6"]


@pytest.mark.skipif(sys.platform == "darwin", reason="ru_maxrss counts bytes there")
def test_a_field_of_500_mb_is_one_rejected_row_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    with path.open("wb") as out:
        out.write((HEAD + ROW).encode())
        for _ in range(500):
            out.write(b"x" * 2**20)
        out.write(b",bob,2026-03-01T09:30:00Z\n" + ROW.encode())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = table_read(table_at(path))
    path.unlink()
    assert (len(found.rows), [one.place for one in found.rejected]) == (2, ["log.csv:3"])
    assert "a line of 524288" in found.rejected[0].reason
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


def test_a_name_full_of_patterns_is_a_file_and_not_a_pattern(tmp_path: Path) -> None:
    file = table_file(tmp_path, HEAD + ROW, "a[b]*?'\"{x}.csv")
    assert table_read(file).ties == [("ann", "bob")]


def test_a_damaged_parquet_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    table = pa.table({"sender": ["a"] * 9_000, "to": ["b"] * 9_000, "at": list(range(9_000))})
    pq.write_table(table, path, compression="none", use_dictionary=False)
    whole = path.read_bytes()
    for damaged in (whole[:-9], whole[: len(whole) // 2], b"PAR1" + bytes(100)):
        path.write_bytes(damaged)
        assert Table().recognises(table_at(path))
        with pytest.raises(EngineError, match=r"log\.parquet cannot be read, it may be damaged"):
            table_read(table_at(path))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            [
                "a", "ann@x.example", '"', '""', ",", ",", ",", "\n", "\n", "\r", "\r\n", " ", ";",
                "2026-03-01", "1700000000", "\x00", "\x1a", "\x1e", "\x1f", "Ł", "\udcff", "\t",
                "a,b,2026-03-01\n", 'a,"b",2026-03-01\n', "[", "{", "'", "\\", "<", ">",
            ]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_bytes_after_a_header_are_accounted_for(tmp_path: Path, pieces: list[str]) -> None:
    data = (HEAD + "x,y,2026-03-01\n" + "".join(pieces)).encode("utf-8", "surrogateescape")
    found = read_text(tmp_path, data, batch_rows=3)
    assert found.read == found.records + len(found.rejected) >= 1
    assert found.ties[0] == ("x", "y")
    places = [int(one.place.rpartition(":")[2]) for one in found.rejected]
    assert places == sorted(set(places))
    assert all(2 < place <= data.count(b"\n") + data.count(b"\r") + 1 for place in places)
