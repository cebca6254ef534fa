"""Workbooks: each sheet is a table, and one that is damaged or hostile costs nothing else."""

import random
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph.connect import open_store
from ingest.files.unpacked import Unreadable, files
from ingest.load import LoadReport, load
from ingest.source import Reading
from tests.ingest.sheets_of import Rows, workbook

CLOCK = datetime(2026, 6, 1, tzinfo=UTC)
CALLS: Rows = [
    ["date", "from", "to", "type", "phone"],
    [datetime(2026, 1, 5, 9, 30), "ann@x.example", "bob@y.example", "call", 48600100200.0],  # noqa: DTZ001
    [date(2026, 1, 6), "bob@y.example", "ann@x.example", "call", None],
]
FAR = (
    "far.xlsx/far.csv: is damaged, or its cells lie too far apart or are too many; save its "
    "sheets as CSV"
)
PEOPLE: Rows = [["Email", "Name", "Company"], ["ann@x.example", "Ann Ex", "X Corp"]]


def tables(path: Path, folder: Path) -> dict[str, str]:
    """What each table of a workbook holds, by its name."""
    return {
        one.shown: one.path.read_text("utf-8")
        for one in files([path], folder)
        if not isinstance(one, Unreadable)
    }


def told(path: Path, folder: Path) -> list[str]:
    return [str(one) for one in files([path], folder) if isinstance(one, Unreadable)]


def loaded(tmp_path: Path, *paths: Path) -> LoadReport:
    return load(paths, open_store(str(tmp_path / "log.duckdb")), Reading(clock=CLOCK))


def test_a_workbook_of_one_sheet_is_a_table_of_its_own_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "calls.xlsx", {"Sheet1": CALLS})

    assert tables(path, tmp_path) == {
        "calls.xlsx/calls.csv": "date,from,to,type,phone\n"
        "2026-01-05 09:30:00,ann@x.example,bob@y.example,call,48600100200\n"
        "2026-01-06 00:00:00,bob@y.example,ann@x.example,call,\n"
    }


def test_each_of_several_sheets_is_a_table(tmp_path: Path) -> None:
    book = {"Calls": CALLS, "People": PEOPLE, "../up": [["a"]], "Empty": []}
    found = tables(workbook(tmp_path / "crm.xlsx", book), tmp_path)

    assert list(found) == [
        "crm.xlsx/Calls.csv", "crm.xlsx/People.csv", "crm.xlsx/__up.csv", "crm.xlsx/Empty.csv",
    ]  # fmt: skip
    assert found["crm.xlsx/Empty.csv"] == ""


def test_days_times_and_numbers_are_written_as_a_table_writes_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["day", "took", "share", "is new", "line"],
        [date(2026, 5, 1), timedelta(hours=26, minutes=3), 0.25, True, "two\nlines, and a comma"],
        [date(2026, 5, 2), timedelta(seconds=9), 3.0, False, 'a "quote"'],
    ]
    text = tables(workbook(tmp_path / "b.xlsx", {"S": rows}), tmp_path)["b.xlsx/b.csv"]

    assert text == (
        "day,took,share,is new,line\n"
        '2026-05-01,26:03:00,0.25,true,"two\nlines, and a comma"\n'
        '2026-05-02,0:00:09,3,false,"a ""quote"""\n'
    )


def test_what_stands_above_a_table_is_a_title_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    title: Rows = [[], ["Calls of January"], [None, "as of", date(2026, 2, 1)], []]
    rows: Rows = [*title, *CALLS, [], ["no day", "ann@x.example", "bob@y.example", "call"]]
    path = workbook(tmp_path / "calls.xlsx", {"Report": rows})

    assert tables(path, tmp_path)["calls.xlsx/calls.csv"].startswith("\n\n\n\ndate,from,to,")
    rejected: list[str] = []
    report = load(
        [path],
        open_store(str(tmp_path / "log.duckdb")),
        Reading(clock=CLOCK),
        keep_rejected=lambda _path, _source, found: rejected.extend(one.place for one in found),
    )
    assert (report.total("read"), report.total("new")) == (3, 2)
    assert rejected == ["calls.xlsx/calls.csv:9"]  # the ninth row of the sheet


def test_a_workbook_says_what_the_same_table_says_as_csv(tmp_path: Path) -> None:
    path = workbook(tmp_path / "calls.xlsx", {"Sheet1": CALLS})
    (text,) = tables(path, tmp_path).values()
    (tmp_path / "calls.csv").write_text(text)

    assert loaded(tmp_path, path).total("new") == 2
    assert loaded(tmp_path, tmp_path / "calls.csv").total("known") == 2
    assert loaded(tmp_path, path).total("known") == 2


def test_people_and_calls_of_one_workbook_are_read_by_their_sources(tmp_path: Path) -> None:
    book = {"People": PEOPLE, "Calls": CALLS, "Ideas": [["todo"], ["buy milk"]]}
    report = loaded(tmp_path, workbook(tmp_path / "crm.xlsx", book))

    assert {part.source: (part.read, part.new) for part in report.sources} == {
        "people": (1, 1),
        "table": (2, 2),
    }
    assert report.not_recognised == ("crm.xlsx/Ideas.csv",)


def test_a_mapping_that_fits_one_sheet_reads_it_and_names_the_others(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('[columns]\nsender="from"\nreceiver="to"\nat="date"\n')
    path = workbook(tmp_path / "crm.xlsx", {"Calls": CALLS, "People": PEOPLE})
    report = load(
        [path],
        open_store(str(tmp_path / "log.duckdb")),
        Reading(clock=CLOCK, mapping=tmp_path / "m.toml"),
        source_name="table",
    )

    assert report.total("new") == 2
    assert len(report.failed) == 1
    assert "crm.xlsx/People.csv has no column" in report.failed[0]


def test_what_an_archive_gave_before_a_file_that_fails_is_kept(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('[columns]\nsender="from"\nreceiver="to"\nat="date"\n')
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("1.csv", "from,to,date\na@x.example,b@x.example,2026-01-05\n")
        packed.writestr("2.csv", "name,city\nAnn,Oslo\n")
        packed.writestr("3.csv", "from,to,date\na@x.example,c@x.example,2026-01-06\n")
    report = load(
        [tmp_path / "all.zip"],
        open_store(str(tmp_path / "log.duckdb")),
        Reading(clock=CLOCK, mapping=tmp_path / "m.toml"),
        source_name="table",
    )

    assert (report.total("new"), len(report.failed)) == (2, 1)


def test_what_a_spreadsheet_saves_above_a_table_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(
        '"Calls, January",,\n,,\nfrom,to,date\na@x.example,b@x.example,2026-01-05\n'
    )
    (tmp_path / "people.csv").write_text("Our people;;\n;;\nEmail;Name;Company\na@x.example;A;X\n")
    (tmp_path / "list.csv").write_text("email,,\nc@x.example,,\nd@x.example,,\n")
    report = loaded(tmp_path, *sorted(tmp_path.glob("*.csv")))

    assert {Path(part.path).name: part.read for part in report.sources} == {
        "calls.csv": 1,
        "list.csv": 2,
        "people.csv": 1,
    }
    assert report.total("rejected") == 0


@pytest.mark.parametrize("name", ["old.xls", "table.ods"])
def test_workbooks_of_other_makes_are_read_alike(name: str, tmp_path: Path) -> None:
    path = Path(__file__).parent / "workbooks" / name

    (text,) = tables(path, tmp_path).values()
    assert text == (
        "date,from,to,kind\n"
        "2026-02-01 10:30:00,ann@x.example,carl@z.example,meeting\n"
        "2026-02-02 10:30:00,ann@x.example,carl@z.example,meeting\n"
    )


def test_a_cell_a_million_rows_off_ends_no_load(tmp_path: Path) -> None:
    far = workbook(tmp_path / "far.xlsx", {"S": CALLS})
    _replaced(far, "xl/worksheets/sheet1.xml", b'r="E3"', b'r="XFD1048576"')
    _replaced(far, "xl/worksheets/sheet1.xml", b'r="D3"', b'r="XFD1048576"')
    report = loaded(tmp_path, far, workbook(tmp_path / "calls.xlsx", {"Sheet1": CALLS}))

    assert report.total("new") == 2
    assert report.failed == (FAR,)


def test_a_sheet_that_ends_its_reader_leaves_the_others_readable(tmp_path: Path) -> None:
    path = workbook(tmp_path / "far.xlsx", {"far": CALLS, "People": PEOPLE, "Calls": CALLS})
    _replaced(path, "xl/worksheets/sheet1.xml", b'r="E3"', b'r="XFD1048576"')
    _replaced(path, "xl/worksheets/sheet1.xml", b'r="D3"', b'r="XFD1048576"')
    report = loaded(tmp_path, path)

    assert (report.total("new"), report.failed) == (3, (FAR,))


def test_a_workbook_that_unpacks_to_far_more_than_it_weighs_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", {"S": CALLS})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/zeros.bin", bytes(200 * 2**20))

    assert told(path, tmp_path) == ["bomb.xlsx: unpacks to over 400 times its weight; refused"]


@pytest.mark.parametrize("times", [8, pytest.param(400, marks=pytest.mark.proof)])
def test_damaged_workbooks_are_told_and_nothing_else(times: int, tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", {"Calls": CALLS, "People": PEOPLE}).read_bytes()
    path, drawn = tmp_path / "damaged.xlsx", random.Random(5)  # noqa: S311
    for _ in range(times):
        data = bytearray(whole)
        for _ in range(drawn.randint(1, 9)):
            data[drawn.randrange(4, len(data))] = drawn.randrange(256)
        path.write_bytes(data[: drawn.randint(50, len(data))])

        assert tables(path, tmp_path) or told(path, tmp_path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    assert "save its sheets as CSV" in told(path, tmp_path)[0]


def test_the_mark_of_an_open_workbook_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    workbook(folder / "calls.xlsx", {"Sheet1": CALLS})
    (folder / "~$calls.xlsx").write_bytes(b"\x07Ann Ex" + bytes(150))

    report = loaded(tmp_path, folder)
    assert (report.total("new"), report.left_out, report.failed) == (2, (), ())


def test_what_is_called_a_workbook_and_is_a_page_is_no_workbook(tmp_path: Path) -> None:
    page = tmp_path / "report.xls"
    page.write_text("<html><table><tr><td>Salesforce</td></tr></table></html>")

    (found,) = files([page], tmp_path)
    assert not isinstance(found, Unreadable)
    assert found.path == page


def _replaced(path: Path, entry: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    entries[entry] = entries[entry].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
