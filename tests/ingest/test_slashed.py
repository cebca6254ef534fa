"""Dates such as 01/02/2026: the column tells which number is the day, or one is asked."""

from pathlib import Path

import pytest

from api.incoming.loading import source_of
from graph.errors import Misuse
from ingest.calls.source import Calls
from ingest.hubspot.source import HubSpot
from ingest.mapping import read_mapping
from ingest.rows.sheet import sheet_of
from ingest.rows.slashed import Slashes, order_told, slashes_of
from ingest.salesforce.source import Salesforce
from tests.ingest.gathered import Gathered, file_at, gathered

SHOWN = "as the numbers above 12 show"
HEAD = "Id,WhoId,OwnerId,Subject,ActivityDate,StartDateTime,DurationInMinutes,IsDeleted\n"
EVENT = '00U1G00000AbC{k}2,0031G00001S3ckZQAR,0051G000005zjKbQAI,Demo,,"{at}",30,false\n'


def events(path: Path, *moments: str, mapping: Path | None = None) -> Gathered:
    """What becomes of meetings at these moments."""
    rows = (EVENT.format(k=k, at=at) for k, at in enumerate(moments, 1))
    path.write_text(HEAD + "".join(rows))
    return gathered(Salesforce(), path, mapping=mapping)


def days(found: Gathered) -> list[str]:
    """The days of all that happened, as a calendar of UTC has them."""
    return [one.at.isoformat()[:16] for one in found.interactions]


def test_a_number_above_12_tells_the_order_of_its_column(tmp_path: Path) -> None:
    european = events(tmp_path / "Event.csv", "01/02/2026 9:30", "31/12/2025 10:00")
    american = events(tmp_path / "Event.csv", "01/02/2026 9:30 AM", "12/31/2025, 2:05 PM")

    assert days(european) == ["2026-02-01T09:30", "2025-12-31T10:00"]
    assert days(american) == ["2026-01-02T09:30", "2025-12-31T14:05"]
    (said,) = european.warnings
    assert said == f"Event.csv: dates such as 01/02/2026 9:30 were read with the day first, {SHOWN}"


def test_where_nothing_tells_the_order_one_is_asked_and_a_mapping_answers(tmp_path: Path) -> None:
    mapping = tmp_path / "dates.toml"
    mapping.write_text('[dates]\norder = "mdy"\n')
    asked = events(tmp_path / "Event.csv", "01/02/2026 9:30", "03/04/2026 10:00")
    told = events(tmp_path / "Event.csv", "01/02/2026 9:30", "03/04/2026 10:00", mapping=mapping)

    assert asked.interactions == []
    assert [one.reason for one in asked.rejected] == [
        f"date '{at}' may be of two days, expected 2026-03-01, "
        'or a mapping with [dates] and order = "dmy" or "mdy"'
        for at in ("01/02/2026 9:30", "03/04/2026 10:00")
    ]
    assert "name it with --mapping" in asked.warnings[0]
    assert days(told) == ["2026-01-02T09:30", "2026-03-04T10:00"]
    assert told.warnings == []


def test_a_column_that_shows_nothing_takes_the_order_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "kontakte.csv"
    path.write_text(
        "Record ID,First Name,Last Name,Email,Create Date,Last Activity Date\n"
        "1,Ann,Lee,ann@x.example,02/03/2024 10:00,31/12/2025 10:00\n"
        "2,Bob,Ray,bob@x.example,04/05/2024 10:00,30/12/2025 10:00\n"
    )

    found = gathered(HubSpot(), path)
    since = {one.since.date().isoformat() for one in found.facts if one.since}

    assert since == {"2024-03-02", "2024-05-04"}


def test_a_column_with_both_orders_gives_what_can_be_read_in_one_way(tmp_path: Path) -> None:
    found = events(tmp_path / "Event.csv", "31/12/2025 9:30", "12/30/2025 9:30", "01/02/2026 9:30")

    assert days(found) == ["2025-12-31T09:30", "2025-12-30T09:30"]
    assert len(found.rejected) == 1
    assert "has days first and months first" in found.warnings[0]


def test_a_cell_that_is_no_date_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(
        "Record ID,First Name,Last Name,Email,Job Title\n"
        "1,Ann,Lee,ann@x.example,24/7/2024\n2,Bob,Ray,bob@x.example,Sales\n"
    )

    assert gathered(HubSpot(), path).said("title") == {
        ("hubspot:1", "24/7/2024"),
        ("hubspot:2", "Sales"),
    }


def test_logs_of_calls_ask_too(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    head = "Date,Time,Direction,From,To,Duration\n"
    row = "{at},10:00,Outbound,+48600100200,+48600100201,95\n"

    path.write_text(head + row.format(at="25/03/2026") + row.format(at="01/02/2026"))
    read = gathered(Calls(), path)
    path.write_text(head + row.format(at="01/02/2026"))
    asked = gathered(Calls(), path)

    assert Calls().recognises(file_at(path))
    assert days(read) == ["2026-03-25T10:00", "2026-02-01T10:00"]
    assert asked.rejected[0].reason.startswith("date '01/02/2026 10:00' may be of two days")


def test_a_mapping_of_dates_alone_is_for_any_source(tmp_path: Path) -> None:
    mapping = tmp_path / "dates.toml"
    mapping.write_text('[dates]\norder = "dmy"\n')
    other = tmp_path / "other.toml"
    other.write_text('[dates]\norder = "ymd"\n')

    assert source_of(mapping) is None
    assert read_mapping(mapping).day_first is True
    with pytest.raises(Misuse, match='order = "dmy" or "mdy"'):
        order_told(other)


def test_a_table_without_such_dates_is_looked_over_once(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("Record ID,Email,Create Date\n1,ann@x.example,2024-01-05 10:00\n")
    sheet = sheet_of(file_at(path), {"Email"}.__contains__)
    assert sheet is not None

    assert slashes_of(sheet, path) == Slashes()
    path.write_text("Record ID,Email,Create Date\n1,ann@x.example,05-13-2024 10:00\n")
    assert slashes_of(sheet, path).orders == {2: "mdy"}
