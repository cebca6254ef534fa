"""The same log in other forms: NDJSON, a JSON array, Parquet."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.errors import EngineError
from ingest.table.source import Table
from ingest.table.times import EXPECTED
from tests.conftest import ROOT
from tests.ingest.tables import TableFound, read_text, table_at, table_read

AT = "2026-03-01T09:30:00Z"
RECORDS = [
    {"id": "m1", "sender": "ann", "recipient": "bob", "date": AT},
    {"id": "m2", "sender": "bob", "recipient": "cid", "date": AT},
]


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def parquet(tmp_path: Path, mapping: str | None = None, **columns: pa.Array) -> TableFound:
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table(columns), path)
    assert mapping or Table().recognises(table_at(path))
    return table_read(table_at(path), mapping)


@pytest.mark.parametrize("indent", [None, 1])
def test_a_page_of_an_api_is_the_table_that_it_holds(tmp_path: Path, indent: int | None) -> None:
    """OData 4, Oracle's REST, and OData 2 with its dates: 1772357400 is 9:30 of 1 March 2026."""
    of_odata_2 = [
        {"__metadata": {"type": "Call"}} | one | {"date": "/Date(1772357400000)/"}
        for one in RECORDS
    ]
    pages = [
        {"@odata.context": "https://x.example/$metadata#calls", "value": RECORDS},
        {"items": RECORDS, "count": 2, "hasMore": False, "links": [{"rel": "self"}]},
        {"d": {"__count": "2", "results": of_odata_2}},
        {"d": of_odata_2},
    ]

    found = [
        read_text(tmp_path, json.dumps(page, indent=indent), name=f"{k}.json")
        for k, page in enumerate(pages)
    ]

    assert [one.ties for one in found] == [[("ann", "bob"), ("bob", "cid")]] * 4
    assert {row["at"] for one in found for row in one.rows} == {AT}


def test_records_a_line_that_hold_lists_are_no_pages(tmp_path: Path) -> None:
    records = [one | {"items": [{"sender": "eve", "recipient": "mal"}]} for one in RECORDS]

    assert read_text(tmp_path, lines(*records), name="log.ndjson").ties == [
        ("ann", "bob"),
        ("bob", "cid"),
    ]


def test_every_form_of_a_log_gives_the_same_interactions(tmp_path: Path) -> None:
    text = "id,sender,recipient,date\n" + "".join(
        ",".join(record.values()) + "\n" for record in RECORDS
    )
    columns = {name: pa.array([record[name] for record in RECORDS]) for name in RECORDS[0]}
    forms = [
        read_text(tmp_path, text),
        read_text(tmp_path, lines(*RECORDS), name="log.ndjson"),
        read_text(tmp_path, json.dumps(RECORDS, indent=2), name="log.json"),
        parquet(tmp_path, **columns),
        parquet(
            tmp_path,
            **(columns | {"date": pa.array([datetime(2026, 3, 1, 9, 30, tzinfo=UTC)] * 2)}),
        ),
    ]
    for found in forms:
        assert found.rows == forms[0].rows
        assert (found.read, found.rejected, found.warnings) == (2, [], [])


def test_bad_lines_of_ndjson_are_rejected_one_by_one(tmp_path: Path) -> None:
    text = (
        lines(RECORDS[0]) + "not json\n\n[1]\n" + '{"sender": "ann"\n'
        + lines({"sender": "ann", "recipient": "bob"}, RECORDS[1])
        + '{"id": "\\ud800", "sender": "ann", "recipient": "bob", "date": "2026-03-01"}\n'
    )  # fmt: skip
    found = read_text(tmp_path, text, name="log.ndjson")
    assert [row["id"] for row in found.rows] == ["m1", "m2"]
    assert [(one.place, one.reason) for one in found.rejected] == [
        ("log.ndjson:2", "the line is not a JSON object"),
        ("log.ndjson:4", "the line is not a JSON object"),
        ("log.ndjson:5", "the line is not a JSON object"),
        ("log.ndjson:6", f"the date is empty, expected {EXPECTED}"),
        ("log.ndjson:8", "the line is not a JSON object"),
    ]  # fmt: skip
    assert found.read == 7


def test_lists_and_nested_names(tmp_path: Path) -> None:
    text = lines(
        {"id": "m1", "at": AT, "from": {"email": "a@x.example"},
         "to": [{"email": "b@x.example"}, {"email": "c@x.example"}]},
        {"id": "m2", "at": AT, "from": {"email": "a@x.example"}, "to": {"email": "d@x.example"}},
        {"id": "m3", "at": AT, "from": {"email": "a@x.example"}, "to": []},
    )  # fmt: skip
    mapping = '[columns]\nid = "id"\nat = "at"\nsender = "from.email"\nreceiver = "to.email"\n'
    found = read_text(tmp_path, text, mapping, name="log.ndjson")
    assert [(row["id"], row["receiver"]) for row in found.rows] == [
        ("m1", "email:b@x.example"), ("m1", "email:c@x.example"), ("m2", "email:d@x.example"),
    ]  # fmt: skip
    assert [one.place for one in found.rejected] == ["log.ndjson:3"]


def test_a_chat_export_by_the_mapping_that_ships(tmp_path: Path) -> None:
    text = lines(
        {"id": "m1", "ts": "1772357400.25", "user": "U1", "channel": "general",
         "mentions": ["U2", "U3"], "text": "hello"},
        {"id": "m2", "ts": "1772357401", "user": "U2", "channel": "general", "mentions": []},
        {"id": "m3", "ts": "1772357402", "user": "U2", "channel": "general"},
    )  # fmt: skip
    mapping = (ROOT / "docs" / "examples" / "chat-export.toml").read_text("utf-8")
    found = read_text(tmp_path, text, mapping, name="chat.ndjson")
    assert [(row["sender"], row["receiver"], row["role"]) for row in found.rows] == [
        ("slack:T1/U1", "slack:T1/U2", "mentioned"),
        ("slack:T1/U1", "slack:T1/U3", "mentioned"),
        ("slack:T1/U2", None, "to"),
        ("slack:T1/U2", None, "to"),
    ]
    assert found.rows[0]["at"] == "2026-03-01T09:30:00.250000Z"
    assert found.rows[0]["topics"] == ["general"]
    assert found.read == 3


def test_a_dotted_key_may_also_be_one_key(tmp_path: Path) -> None:
    text = lines({"from.email": "a@x.example", "to": "b@x.example", "at": AT})
    assert read_text(tmp_path, text, name="log.ndjson").ties == [
        ("email:a@x.example", "email:b@x.example")
    ]


def test_a_json_array_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="is not whole JSON"):
        read_text(tmp_path, json.dumps(RECORDS)[:-1], name="log.json")


@pytest.mark.parametrize(
    ("at", "expected", "warned"),
    [
        (pa.array([datetime(2026, 3, 1, 9, 30)], pa.timestamp("us")), AT, 1),  # noqa: DTZ001
        (pa.array([datetime(2026, 3, 1, 9, 30)], pa.timestamp("s")), AT, 1),  # noqa: DTZ001
        (pa.array([datetime(2026, 3, 1, 9, 30)], pa.timestamp("ns")), AT, 1),  # noqa: DTZ001
        (pa.array([datetime(2026, 3, 1, 9, 30, tzinfo=UTC)], pa.timestamp("ms", "UTC")), AT, 0),
        (pa.array([1772357400], pa.int64()), AT, 0),
        (pa.array([1772357400000], pa.int64()), AT, 0),
        (pa.array([1772357400.5], pa.float64()), "2026-03-01T09:30:00.500000Z", 0),
        (pa.array([AT]).dictionary_encode(), AT, 0),
        (pa.array(["2026-03-01"]), "2026-03-01T00:00:00Z", 1),
    ],
)
def test_times_of_parquet(tmp_path: Path, at: pa.Array, expected: str, warned: int) -> None:
    found = parquet(tmp_path, sender=pa.array(["ann"]), recipient=pa.array(["bob"]), date=at)
    assert [row["at"] for row in found.rows] == [expected]
    assert len(found.warnings) == warned


def test_names_of_parquet_may_be_numbers_lists_and_nested(tmp_path: Path) -> None:
    at = pa.array([1772357400] * 2)
    numbers = parquet(tmp_path, i=pa.array([1, 2]), j=pa.array([2.0, 3.0]), t=at)
    assert numbers.ties == [("1", "2"), ("2", "3")]
    words = pa.array(["ann", "ann"]).dictionary_encode()
    lists = parquet(tmp_path, sender=words, recipients=pa.array([["bob", "cid"], []]), date=at)
    assert lists.ties == [("ann", "bob"), ("ann", "cid"), ("ann", "")]
    nested = parquet(
        tmp_path,
        '[columns]\nsender = "from.email"\nreceiver = "to.email"\nat = "date"\n',
        **{
            "from": pa.array([{"email": "a@x.example"}] * 2),
            "to": pa.array([[{"email": "b@x.example"}, {"email": "c@x.example"}]] * 2),
            "date": at,
        },
    )
    assert [row["receiver"] for row in nested.rows] == [
        "email:b@x.example",
        "email:c@x.example",
    ] * 2


def test_rows_of_parquet_are_rejected_by_their_number(tmp_path: Path) -> None:
    found = parquet(
        tmp_path,
        sender=pa.array(["ann", None, "ann", ""]),
        recipient=pa.array(["bob", "bob", None, "bob"]),
        date=pa.array([1772357400.0, 1772357400.0, 1772357400.0, float("nan")]),
    )
    assert [(one.place, one.reason.partition(",")[0]) for one in found.rejected] == [
        ("log.parquet:2", "the sender is empty"),
        ("log.parquet:3", "the receiver is empty"),
        ("log.parquet:4", "the sender is empty"),
    ]
    assert found.read == 4


def test_parquet_without_rows(tmp_path: Path) -> None:
    none = pa.array([], pa.string())
    found = parquet(tmp_path, sender=none, recipient=none, date=pa.array([], pa.timestamp("us")))
    assert found.read == 0
