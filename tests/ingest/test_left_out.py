"""Files that no source reads are named with what they are, and with what to do about them."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.connect import open_store
from graph.errors import NotRecognised
from ingest.files.left_out import SORTS, left_out
from ingest.files.unpacked import Unreadable, files
from ingest.load import LoadReport, load
from ingest.source import File, Reading
from ingest.sources import SOURCES, source_for
from tests.ingest.tables import CLOCK, table_file

FOUND: dict[str, tuple[bytes, str, str]] = {
    "README": (b"Read me, please.\n", "documentation", "documentation"),
    "notes.md": (b"# Notes\n\nWhat we saw, and when.\n", "documentation", "documentation"),
    "nothing.csv": (b"", "empty", "it is empty"),
    "blank.txt": (b"\xef\xbb\xbf \r\n\n", "empty", "blanks"),
    "hole.json": (b"[]", "empty", "JSON that holds nothing"),
    "logo.png": (b"\x89PNG\r\n\x1a\n" + bytes(40), "media", "a picture (PNG)"),
    "film.mp4": (bytes(4) + b"ftypisom" + bytes(40), "media", "film"),
    "offer.pdf": (b"%PDF-1.7\n", "office", "PDF"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(400), "office", "save it as CSV"),
    "core.bin": (bytes(range(256)) * 4, "binary", "neither text"),
    "RC_2012-01.zst": (b"\x28\xb5\x2f\xfd" + bytes(9), "binary", "zstd -d --long=31"),
    "mail.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(9), "binary", "unpack it first"),
    "survey.numbers": (b"PK\x03\x04" + bytes(40), "office", "export it as .xlsx or CSV"),
    "letter.docx": (b"PK\x03\x04" + bytes(40), "office", "a document (.docx)"),
    "teams.pst": (b"!BDN" + bytes(40), "office", "that Microsoft Graph gives"),
    "room.html": (b"<html><p><b>ann</b>: hi</p></html>", "page", "ask for JSON instead"),
    "page.html": (b"<!DOCTYPE html><html><p>Hello</p></html>", "page", "a web page (HTML)"),
    "graph.xml": (b'<?xml version="1.0"?><graphml/>', "page", "XML"),
    "shop.json": (b'{"orders": [{"sku": 1}], "page": 2}', "json", "the keys 'orders', 'page'"),
    "rows.json": (b'[{"sku": 1, "day": "2026-01-02"}]', "json", "'sku', 'day'; say which is what"),
    "rows.ndjson": (b'{"sku": 1}\n{"sku": 2}\n', "json", "'sku'; say which is what with --mapping"),
    "torn.json": (b'{"orders: [', "damaged", "cut short: it ends at line 1"),
    "note.json": (b"// made by hand\n[1]", "json", "cannot be read as such"),
    "ids.json": (b'{"ok": true, "members": ["U1", "U2"]}', "companion", "ids or words"),
    "app.toml": (b'[server]\nport = 80\nname = "x"\n', "settings", "settings"),
    "who.csv": (b"wave,from,to\n1,2,3\n1,3,2\n", "table", "no column is known as date"),
    "sold.csv": (b"sku;price\n1;2,5\n2;3,5\n", "table", "the columns 'sku', 'price'"),
    "pairs.txt": (
        b"1 2\n2 3\n3 1\n",
        "table",
        "2 columns without a header, its first row '1', '2'",
    ),
    "ids.txt": (b"1\n2\n3\n", "text", "a list of single values"),
    "chat.txt": (
        b"[1/2/26, 9:05] Ann: are you there?\n[1/2/26, 9:06] Bo: yes\nsince nine\n",
        "text",
        "a chat saved as text",
    ),
    "letter.txt": (b"Dear all,\n\nwe met, and we spoke.\nBye, Ann\n", "text", "neither mail"),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_is_left_out_is_told_with_the_reason(name: str, tmp_path: Path) -> None:
    data, sort, reason = FOUND[name]
    file = table_file(tmp_path, data, name)
    assert source_for(file) is None

    found = left_out(file, SOURCES)

    assert (found.path, found.sort) == (name, sort)
    assert reason in found.reason


WHOLE = b'{"ok": true, "members": ["U1", "U2"], "of": {"id": 7, "name": "a \\"b\\""}}'

AGAIN = "in the middle of a value; export or download it again"
MEND = "mend it there, or export it again"

DAMAGED: dict[str, tuple[bytes, str]] = {
    "a quote that is never closed": (
        b'{"orders: [',
        f"JSON, cut short: it ends at line 1, column 11, {AGAIN}",
    ),
    "a list of ids that a download broke off": (
        b'{"ok": true,\n "members": ["U1", "U',
        f"JSON with the keys 'ok', 'members', cut short: it ends at line 2, column 21, {AGAIN}",
    ),
    "the last of many lines": (
        b'{"sku": [1]}\n{"sku": [2]}\n{"sku": [',
        f"JSON with the keys 'sku', cut short: it ends at line 3, column 9, {AGAIN}",
    ),
    "longer than what is looked at first": (
        b'{"data": [' + b",".join(b'{"sku": %05d}' % k for k in range(10_000, 30_000)),
        f"JSON with the keys 'data', cut short: it ends at line 1, column 300,009, {AGAIN}",
    ),
    "larger than is read": (
        b'{"data": [' + b",".join(b'{"sku": "%s"}' % (b"x" * 1_000) for _ in range(9_000)) + b",",
        f"JSON with the keys 'data', cut short: it ends at byte {9_000 * 1_012 + 10:,}, {AGAIN}",
    ),
    "a comma that was left out": (
        b'{"sku": 1,\n "shop": 2 "day": 3}',
        (
            "JSON, damaged at line 2, column 12: a comma or a closing } is expected, "
            f"""'"day": 3}}' stands there; {MEND}"""
        ),
    ),
    "what Python prints": (
        b"{'sku': 1}",
        (
            'JSON, damaged at line 1, column 2: a name in double quotes (") is expected, '
            f""""'sku': 1}}" stands there (what Python prints is no JSON); {MEND}"""
        ),
    ),
    "text after the end, in letters of several bytes": (
        '{"où": ["é"]} fin'.encode(),
        (
            "JSON with the keys 'où', damaged at line 1, column 15: a value is expected, "
            f"'fin' stands there; {MEND}"
        ),
    ),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damaged_json_is_told_with_its_place_and_what_to_do(what: str, tmp_path: Path) -> None:
    data, reason = DAMAGED[what]
    found = left_out(table_file(tmp_path, data, "a.json"), SOURCES)

    assert (found.sort, found.reason) == ("damaged", reason)


@pytest.mark.parametrize("size", range(1, len(WHOLE)))
def test_json_is_told_as_cut_short_wherever_it_was_cut(size: int, tmp_path: Path) -> None:
    found = left_out(table_file(tmp_path, WHOLE[:size], "a.json"), SOURCES)

    assert (found.sort, "cut short: it ends at line 1" in found.reason) == ("damaged", True)
    assert left_out(table_file(tmp_path, WHOLE, "a.json"), SOURCES).sort == "json"


def test_the_last_page_of_an_answer_is_told_as_empty_and_not_as_unknown(tmp_path: Path) -> None:
    page = b'{"ok": true, "messages": [], "has_more": false}'

    found = left_out(table_file(tmp_path, page, "history.json"), SOURCES)

    assert (found.sort, found.reason) == (
        "empty",
        "a page of JSON without records: 'messages' holds nothing",
    )


def test_a_damaged_file_that_explains_others_is_told_as_damaged(tmp_path: Path) -> None:
    """The account of an archive of X, without its last brackets."""
    account = b'window.YTD.account.part0 = [{"account": {"username": "ann", "accountId": "7"}'
    found = left_out(table_file(tmp_path, account, "account.js"), SOURCES)

    assert found.sort == "damaged"
    assert found.reason.startswith(
        "it only explains other files (x); cut short: it ends at line 1, column 77"
    )


def test_a_table_says_how_it_can_be_read(tmp_path: Path) -> None:
    file = table_file(tmp_path, "sku;price\n1;2,5\n2;3,5\n", "sold.csv")

    assert "--mapping FILE; tieline load --explain begins one" in left_out(file).reason


def test_names_are_told_in_one_line_and_not_without_end(tmp_path: Path) -> None:
    header = ",".join(f'"c{k}\n{"x" * 500}"' for k in range(300))
    file = table_file(tmp_path, header.replace("\n", " ") + "\n" + ",".join("1" * 300), "wide.csv")
    reason = left_out(file).reason

    assert "and 292 more" in reason
    assert len(reason) < 1_000
    assert "\n" not in reason


def written(folder: Path) -> Path:
    """A folder with one log, and one of each sort that nobody reads."""
    folder.mkdir()
    for name, (data, _, _) in FOUND.items():
        (folder / name).write_bytes(data)
    (folder / "log.csv").write_text("from,to,date\na@x.example,b@x.example,2026-01-05\n")
    with zipfile.ZipFile(folder / "Letter.docx", "w") as letter:
        letter.writestr("word/document.xml", "<?xml version='1.0'?><document/>")
    return folder


def loaded(folder: Path, tmp_path: Path) -> LoadReport:
    return load([folder], open_store(str(tmp_path / "log.duckdb")), Reading(clock=CLOCK))


def test_a_load_names_every_file_it_left_out_once_and_reads_the_others(tmp_path: Path) -> None:
    report = loaded(written(tmp_path / "all"), tmp_path)
    sorts = {one.path: one.sort for one in report.left_out}

    assert report.total("new") == 1
    assert report.failed == ()
    assert report.not_recognised == tuple(one.path for one in report.left_out)
    assert sorts == {
        **{f"all/{name}": sort for name, (_, sort, _) in FOUND.items()},
        "all/Letter.docx": "office",
    }
    assert set(sorts.values()) == set(SORTS)


def test_a_file_named_alone_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "sold.csv").write_text("sku;price\n1;2\n2;3\n")

    with pytest.raises(NotRecognised, match=r"sold\.csv: a table with the columns 'sku', 'price'"):
        loaded(tmp_path / "sold.csv", tmp_path)


@given(
    st.binary(max_size=300), st.sampled_from(["a.csv", "a.json", "a.js", "users.json", "a", "b.md"])
)
def test_no_bytes_are_without_a_reason(data: bytes, name: str) -> None:
    found = left_out(File(Path("/dev/null"), name, data), SOURCES)

    assert found.sort in SORTS
    assert found.reason


def test_every_file_of_the_real_tree_is_read_or_has_a_reason(shared: Path, tmp_path: Path) -> None:
    reasons = {}
    for file in files([shared], tmp_path):
        assert not isinstance(file, Unreadable), str(file)
        if source_for(file) is None:
            found = left_out(file, SOURCES)
            reasons[found.path.partition("/")[2]] = found
    readmes = {path.relative_to(shared).as_posix() for path in shared.rglob("README.md")}

    assert {path for path, one in reasons.items() if one.sort == "documentation"} == readmes
    assert reasons["platform-slack/web-api/slack_members1.json"].sort == "companion"
    assert "no column is known as date" in reasons["krackhardt-hightech/advice.csv"].reason
    assert "'graph', 'directed'" in reasons["reference-centralities/krackhardt_kite.json"].reason
    assert reasons["football/football.gml"].sort == "text"
    sorts = {"table", "json", "companion", "documentation", "settings", "text"}
    assert {one.sort for one in reasons.values()} == sorts
