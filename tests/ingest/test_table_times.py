"""Times in every spelling, zones by the clock of the place, and thirty bad dates."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadMapping
from graph.moments import micros
from ingest.table.times import shifted
from tests.ingest.tables import read_text

GOOD = {
    "2026-03-01T09:30:00Z": "2026-03-01T09:30:00Z",
    "2026-03-01 09:30:00": "2026-03-01T09:30:00Z",
    "2026-03-01 09:30": "2026-03-01T09:30:00Z",
    "2026-03-01": "2026-03-01T00:00:00Z",
    "2026/03/01 9:05": "2026-03-01T09:05:00Z",
    "2020-10-22T21:03:23.000+0000": "2020-10-22T21:03:23Z",
    "2026-03-01T09:30:00.123456+02:00": "2026-03-01T07:30:00.123456Z",
    "2026-03-01T09:30:00-0530": "2026-03-01T15:00:00Z",
    "2026-03-01 02:00:00 UTC": "2026-03-01T02:00:00Z",
    "2026-03-01 09:30:00 +02:00": "2026-03-01T07:30:00Z",
    '"2026-03-01T09:30:00,5Z"': "2026-03-01T09:30:00.500000Z",
    "1385982020": "2013-12-02T11:00:20Z",
    "1385982020.25": "2013-12-02T11:00:20.250000Z",
    "1385982020000": "2013-12-02T11:00:20Z",
    "1385982020000000": "2013-12-02T11:00:20Z",
    "1385982020000000000": "2013-12-02T11:00:20Z",
    "1.385982020e9": "2013-12-02T11:00:20Z",
    "15 Mar 2009": "2009-03-15T00:00:00Z",
    "15 march 2009 21:30": "2009-03-15T21:30:00Z",
    "15-Mar-2009": "2009-03-15T00:00:00Z",
    '"Mar 15, 2009, 9:30:15 PM"': "2009-03-15T21:30:15Z",
    "Wed Oct 19 20:07:25 +0000 2022": "2022-10-19T20:07:25Z",
    "Thu Nov  1 11:19:12 2001": "2001-11-01T11:19:12Z",
    '"Wed, 19 Oct 2022 20:07:25 +0200"': "2022-10-19T18:07:25Z",
    '"Wed, 19 Oct 2022 20:07:25 GMT"': "2022-10-19T20:07:25Z",
    "19 Oct 2022 20:07:25 -0800 (PST)": "2022-10-20T04:07:25Z",
    "15.03.2009 10:00": "2009-03-15T10:00:00Z",
    " 2026-03-01T09:30:00Z ": "2026-03-01T09:30:00Z",
    "1822-05-03": "1822-05-03T00:00:00Z",
}

LOCAL = (datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2030-01-01"))

BAD = [
    "", "   ", "null", "\\N", "NaN", "inf", "-inf", "infinity", "epoch", "never", "tomorrow",
    "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-03-00", "2026-03-32T00:00:00Z",
    "2026-03-01T24:00:00Z", "2026-03-01 24:00:00", "2026-03-01 25:00:00", "2026-03-01T09:60:00Z",
    "2026-03-01 09:30:60", "2026-03-01T09:30:00+25:00", "2026-03-01T09:30:00+02:75", "0000-01-01",
    "0001-01-01 00:00:00", "12026-03-01", "44-03-15 (BC)", "12:30:00", "2026-03", "2026",
    "20260301", "0", "-1", "1e999", "99999999999999999999999", "2026-W10-1", "0x529C7B04",
    "2026-03-01T09:30:00 Mars", "\uff12\uff10\uff12\uff16-03-01", "31 Feb 2009", "15 Mrz 2009",
    "15 Mar", "15 Mar 09", "2026-03-01T", "2026-03-01T09", "2026-03-01T09:30:00ZZ", "1_385_982_020",
    "19 Oct 2022 20:07:25 +9900", "2999-01-01", "03/04/2026", "32/01/2009", "9999-12-31",
    "2026-03-01T09:30:00.Z", "Wed", "1385982020s",
]  # fmt: skip


def test_every_usual_spelling_is_read(tmp_path: Path) -> None:
    rows = "".join(f"ann,bob,{text}\n" for text in GOOD)
    found = read_text(tmp_path, f"sender,recipient,date\n{rows}")
    assert [row["at"] for row in found.rows] == list(GOOD.values())
    assert found.rejected == []
    assert len(found.warnings) == 1


def test_exactly_the_rows_with_bad_dates_are_rejected(tmp_path: Path) -> None:
    assert len(BAD) >= 30
    good = "ann,bob,2026-03-01T09:30:00Z\n"
    rows = good + "".join(f"ann,bob,{text}\n{good}" for text in BAD)
    found = read_text(tmp_path, f"sender,recipient,date\n{rows}")
    assert [one.place for one in found.rejected] == [
        f"log.csv:{2 * k + 3}" for k in range(len(BAD))
    ]
    assert len(found.rows) == len(BAD) + 1
    assert found.read == 2 * len(BAD) + 1
    by_found = {one.found: one.reason for one in found.rejected}
    assert "2026-03-01T09:30:00Z" in by_found["never"]
    assert "relative_s" in by_found["20260301"]
    assert "time_format" in by_found["03/04/2026"]
    assert "ahead of the clock" in by_found["2999-01-01 00:00:00"]


def test_a_table_of_which_no_date_can_be_read_is_refused_with_an_example(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match=r"log\.csv:2: .* found '1 Mrz'.* None of 2 rows"):
        read_text(tmp_path, "sender,recipient,date\nann,bob,1 Mrz\nann,bob,2 Mrz\n")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["03/04/2026", "13/04/2026 10:00"], ["2026-04-03T00:00:00Z", "2026-04-13T10:00:00Z"]),
        (["03/04/2026", "04/13/2026 9:05 PM"], ["2026-03-04T00:00:00Z", "2026-04-13T21:05:00Z"]),
        (["3-4-2026", "13-4-2026"], ["2026-04-03T00:00:00Z", "2026-04-13T00:00:00Z"]),
    ],
)
def test_days_and_months_by_numbers_where_the_table_tells_their_order(
    tmp_path: Path, dates: list[str], expected: list[str]
) -> None:
    rows = "".join(f"ann,bob,{date}\n" for date in dates)
    assert [row["at"] for row in read_text(tmp_path, f"from,to,date\n{rows}").rows] == expected


@pytest.mark.parametrize("last", ["05/04/2026", "13/04/2026\nann,bob,04/13/2026"])
def test_days_and_months_whose_order_nobody_knows_ask_for_a_mapping(
    tmp_path: Path, last: str
) -> None:
    text = f"from,to,date\nann,bob,03/04/2026\nann,bob,{last}\n"
    with pytest.raises(BadMapping, match='time_format = "%d/%m/%Y"'):
        read_text(tmp_path, text)
    found = read_text(tmp_path, text, 'time_format = "%d/%m/%Y"\n')
    assert found.rows[0]["at"] == "2026-04-03T00:00:00Z"


@pytest.mark.parametrize(
    ("time_format", "value"),
    [
        ("%Y%m%d %H%M", "20260301 0930"),
        ("%d.%m.%y, %H:%M %z", "01.03.26; 10:30 +0100".replace(";", ",")),
        ("epoch_s", "1772357400"),
        ("epoch_ms", "1772357400000"),
        ("epoch_us", "1772357400000000"),
    ],
)
def test_a_time_format_says_it_outright(tmp_path: Path, time_format: str, value: str) -> None:
    text = f"from;to;date\nann;bob;{value}\n"
    found = read_text(tmp_path, text, f'time_format = "{time_format}"\n')
    assert found.rows[0]["at"] == "2026-03-01T09:30:00Z"


def test_a_clock_that_starts_at_zero(tmp_path: Path) -> None:
    text = "from,to,t\nann,bob,0\nann,bob,90.5\nann,bob,-1\nann,bob,x\n"
    mapping = 'time_format = "relative_s"\nepoch = 2026-03-01T00:00:00+01:00\n'
    found = read_text(tmp_path, text, mapping)
    assert [row["at"] for row in found.rows] == [
        "2026-02-28T23:00:00Z", "2026-02-28T23:01:30.500000Z", "2026-02-28T22:59:59Z",
    ]  # fmt: skip
    assert [one.place for one in found.rejected] == ["log.csv:5"]


def test_a_zone_of_the_mapping_goes_before_that_of_the_command(tmp_path: Path) -> None:
    text = "from,to,date\nann,bob,2026-05-01 12:00:00\nann,bob,2026-05-01T12:00:00Z\n"
    zone = ZoneInfo("America/New_York")
    by_command = read_text(tmp_path, text, zone=zone)
    by_mapping = read_text(tmp_path, text, 'zone = "Europe/Warsaw"\n', zone=zone)
    assert [row["at"][11:16] for row in by_command.rows] == ["16:00", "12:00"]
    assert [row["at"][11:16] for row in by_mapping.rows] == ["10:00", "12:00"]
    assert by_command.warnings == by_mapping.warnings == []


def test_hours_that_a_zone_skips_or_has_twice(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "from,to,date\nann,bob,2026-03-29 02:30:00\nann,bob,2025-10-26 02:30:00\n",
        'zone = "Europe/Warsaw"\n',
    )
    # skipped: read with the offset before the change; twice: the first of the two
    assert [row["at"] for row in found.rows] == ["2026-03-29T01:30:00Z", "2025-10-26T00:30:00Z"]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran"]),
    st.lists(st.datetimes(*LOCAL), min_size=1, max_size=5),
)
def test_zones_are_those_of_the_standard_library(zone: str, times: list[datetime]) -> None:
    local = [micros(time.replace(tzinfo=UTC)) for time in times]
    query = shifted("m", ZoneInfo(zone), min(local), max(local))
    for time, moment in zip(times, local, strict=True):
        offset = time.replace(tzinfo=ZoneInfo(zone), fold=0).utcoffset()
        assert offset is not None
        assert _evaluated(query, moment) == moment - offset // timedelta(microseconds=1)


def _evaluated(query: str, moment: int) -> int:
    """Follow nested CASE WHEN m < X THEN A ELSE B END as SQL would."""
    shift = query.removeprefix("m - ")
    while shift.startswith("CASE"):
        words = shift.split(" ")
        limit, depth = int(words[4]), 0
        for k in range(6, len(words)):
            depth += (words[k] == "CASE") - (words[k] == "END")
            if words[k] == "ELSE" and depth == 0:
                chosen = words[6:k] if moment < limit else words[k + 1 : -1]
                break
        shift = " ".join(chosen)
    return moment - int(shift)
