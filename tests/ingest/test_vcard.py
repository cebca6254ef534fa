"""Contact cards of any version become people with their names, organizations and birthdays."""

import io
import tracemalloc
from pathlib import Path

import pytest

from api.engine import Engine
from api.settings import settings
from graph.connect import open_store
from graph.moments import micros
from ingest.load import load
from ingest.source import Reading
from ingest.vcard.lines import cards
from ingest.vcard.source import VCard
from tests.ingest.gathered import CLOCK, Gathered, gathered


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"]) + "\r\n"


def read(folder: Path, *texts: str | bytes) -> Gathered:
    path = folder / "cards.vcf"
    path.write_bytes(b"".join(one.encode() if isinstance(one, str) else one for one in texts))
    return gathered(VCard(), path)


def facts(found: Gathered) -> list[tuple[str, str]]:
    return [(fact.name, fact.value) for fact in found.facts]


ANN, AT = "FN:Ann Lee", "EMAIL:ann@x.example"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("BDAY:1980-05-17", "1980-05-17"),
        ("BDAY:19800517", "1980-05-17"),
        ("BDAY;VALUE=date:1980-05-17", "1980-05-17"),
        ("BDAY:1980-05-17T00:00:00Z", "1980-05-17"),
        ("BDAY:1980-05-17T22:00:00-0200", "1980-05-17"),
        ("BDAY:--0517", "05-17"),
        ("BDAY:--05-17", "05-17"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-17", "05-17"),
        ("BDAY;X-APPLE-OMIT-YEAR=1900:1900-05-17", "05-17"),
        ("BDAY:1604-02-29", "02-29"),
        ("item1.BDAY:1980-05-17", "1980-05-17"),
    ],
)
def test_a_birthday_is_a_day_with_or_without_its_year(
    tmp_path: Path, written: str, day: str
) -> None:
    assert ("birthday", day) in facts(read(tmp_path, card(ANN, AT, written)))


@pytest.mark.parametrize(
    "written",
    ["BDAY:", "BDAY:1980", "BDAY:1980-05", "BDAY:---17", "BDAY;VALUE=text:May", "BDAY:1985-02-29"],
)
def test_what_is_no_day_is_no_birthday(tmp_path: Path, written: str) -> None:
    assert facts(read(tmp_path, card(ANN, AT, written))) == [("name", "Ann Lee")]


@pytest.mark.parametrize(
    "written",
    [
        "EMAIL:ann@x.example",
        "email;type=internet;type=home;type=pref:Ann@X.example",
        "item1.EMAIL;TYPE=INTERNET:ann@x.example",
        'EMAIL;TYPE="home,pref";PREF=1:mailto:ann@x.example',
        "EMAIL;PREF;INTERNET;ENCODING=QUOTED-PRINTABLE:ann=40x.example",
        "EMAIL;INTERNET:<ann@x.example>",
        "EMA\r\n IL:ann@x.exam\r\n ple",
        'EMAIL;X-NOTE="a: b; c":ann@x.example',
    ],
)  # fmt: skip
def test_an_address_may_be_written_in_many_ways(tmp_path: Path, written: str) -> None:
    (fact,) = read(tmp_path, card(ANN, written)).facts

    assert (fact.subject, fact.value) == ("email:ann@x.example", "Ann Lee")


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:Lee;Ann;May;Dr.;PhD"], "Ann May Lee"),
        (["FN:", "N:Lee;Ann"], "Ann Lee"),
        (["FN:ann@x.example", "N:Lee;Ann"], "Ann Lee"),
        (["FN:Lee\\, Ann"], "Lee, Ann"),
        (["FN:Ann\\nLee"], "Ann Lee"),
        (["FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=81=C3=B3d=\r\n=C5=BA"], "Łódź"),
        (["FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-2:=A3=F3d=BC"], "Łódź"),
        (["FN;QUOTED-PRINTABLE:=E5=BC=A0=E4=BC=9F"], "张伟"),
        (["N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=BC=9F"], "伟 张"),
        (["FN;ENCODING=QUOTED-PRINTABLE;CHARSET=no-such-charset:=C3=A9a"], "éa"),
    ],
)
def test_a_name_is_as_it_is_shown_else_put_together(
    tmp_path: Path, lines: list[str], name: str
) -> None:
    assert facts(read(tmp_path, card(*lines, AT, version="2.1"))) == [("name", name)]


def test_a_letter_cut_in_two_by_a_fold_is_whole(tmp_path: Path) -> None:
    line = "FN:Renée Müller".encode()
    cut = line.index(b"\xc3") + 1
    folded = b"BEGIN:VCARD\nVERSION:3.0\n" + line[:cut] + b"\n " + line[cut:] + b"\n"

    assert facts(read(tmp_path, folded, f"{AT}\nEND:VCARD\n")) == [("name", "Renée Müller")]


@pytest.mark.parametrize(("version", "name"), [("2.1", "Ann Lee"), ("3.0", "AnnLee")])
def test_a_fold_of_the_oldest_version_keeps_its_blank(
    tmp_path: Path, version: str, name: str
) -> None:
    assert facts(read(tmp_path, card("FN:Ann\r\n Lee", AT, version=version))) == [("name", name)]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b""])
def test_what_windows_wrote_is_read_and_so_is_a_mark_before_it(
    tmp_path: Path, before: bytes
) -> None:
    found = read(tmp_path, before, card("FN:Jürgen", AT, version="2.1").encode("cp1252"))

    assert facts(found) == [("name", "Jürgen")]


@pytest.mark.parametrize(
    ("line", "identity"),
    [
        ("TEL;TYPE=CELL:+48 600 100 200", True), ("TEL;CELL;VOICE:0048600100200", True),
        ("TEL:+48 600 100 200", True), ("TEL;TYPE=CELL,WORK:+48 (600) 100-200", True),
        ('TEL;VALUE=uri;TYPE="voice,cell":tel:+48-600-100-200', True),
        ("TEL;TYPE=WORK:+48 600 100 200", False), ("TEL;HOME:+48 600 100 200", False),
        ("TEL;TYPE=CELL:600 100 200", False), ("TEL;TYPE=FAX:+48 600 100 200", False),
        ("item1.TEL:+48 600 100 200\r\nitem1.X-ABLabel:_$!<Main>!$_", False),
        ("item1.TEL:+48 600 100 200\r\nitem1.X-ABLabel:Boat", True),
    ],
)  # fmt: skip
def test_a_number_of_ones_own_is_who_one_is_and_any_other_a_fact(
    tmp_path: Path, line: str, *, identity: bool
) -> None:
    found = read(tmp_path, card(ANN, AT, line))

    merged = {one for merge in found.merges for one in (merge.a, merge.b)}
    assert ("phone:+48600100200" in merged) is identity
    assert ("phone" in dict(facts(found))) is not identity


def test_what_stands_on_the_cards_of_two_makes_nobody_one(tmp_path: Path) -> None:
    home = "EMAIL:home@x.example"
    found = read(
        tmp_path, card("FN:Ann Lee", "EMAIL:ann@x.example", home),
        card("FN:Bob Lee", "EMAIL:bob@x.example", home),
    )  # fmt: skip

    assert found.merges == []
    assert found.said("email") == {
        ("email:ann@x.example", "home@x.example"),
        ("email:bob@x.example", "home@x.example"),
    }


def test_two_cards_of_one_uid_are_of_one_person_whatever_they_are_called(tmp_path: Path) -> None:
    other = "EMAIL:ann@old.example"
    found = read(
        tmp_path, card("UID:7", "FN:Ann Lee", AT, other),
        card("UID:urn:uuid:7", "FN:Ann Smith", AT, other),
    )  # fmt: skip

    assert {(one.a, one.b) for one in found.merges} == {
        ("email:ann@old.example", "email:ann@x.example")
    }


def test_a_company_is_no_person_but_a_person_without_a_name_is(tmp_path: Path) -> None:
    company = card("N:;;;;", "FN:Acme", "ORG:Acme", "EMAIL:post@acme.example")
    unnamed = card("ORG:Acme", "EMAIL:bob@acme.example")
    found = read(tmp_path, company, unnamed)

    assert found.said("kind") == {("email:post@acme.example", "shared mailbox")}
    assert ("email:bob@acme.example", "org:acme.example") in found.said("organization")


@pytest.mark.parametrize("kind", ["KIND:group", "X-ADDRESSBOOKSERVER-KIND:group", "KIND:location"])
def test_groups_and_places_are_no_records(tmp_path: Path, kind: str) -> None:
    found = read(tmp_path, card(kind, "FN:Friends", AT), card(ANN, AT))

    assert (found.read, facts(found)) == (1, [("name", "Ann Lee")])


def test_a_card_that_is_not_closed_costs_itself_only(tmp_path: Path) -> None:
    found = read(tmp_path, "BEGIN:VCARD\nFN:Lost\nEMAIL:lost@x.example\n", card(ANN, AT))

    assert facts(found) == [("name", "Ann Lee")]
    assert [one.place for one in found.rejected] == ["cards.vcf:card 1 (line 1)"]


def test_a_picture_of_fifty_megabytes_is_passed_over() -> None:
    picture = b"PHOTO;ENCODING=b;TYPE=JPEG:" + b"QUJD" * (12 * 2**20) + b"\r\n"
    folded = (
        b"PHOTO;ENCODING=b:" + b"QUJD" * 15 + b"\r\n" + (b" " + b"QUJD" * 18 + b"\r\n") * 30_000
    )
    text = b"BEGIN:VCARD\r\n" + picture + folded + b"FN:Ann\r\nEND:VCARD\r\n"
    stream = io.BytesIO(text)
    tracemalloc.start()
    try:
        (found,) = cards(stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert found.first("FN") == "Ann"
    assert peak < 2 * 2**20


def test_a_birthday_is_a_reason_to_write(tmp_path: Path) -> None:
    """Ann's is ten days after Bob wrote to her, at an address that only her card knows."""
    (tmp_path / "in").mkdir()
    text = card("FN:Ann Lee", AT, "EMAIL:ann@home.example", "ORG:Acme", "BDAY:1980-06-10")
    (tmp_path / "in" / "contacts.vcf").write_text(text)
    (tmp_path / "in" / "a.eml").write_text(
        "From: bob@y.example\nTo: ann@home.example\nDate: Sun, 31 May 2026 09:00:00 +0000\n"
        "Message-ID: <1@y.example>\n\nHi\n"
    )
    store = str(tmp_path / "log.duckdb")
    report = load([tmp_path / "in"], open_store(store), Reading(CLOCK))
    assert [report.total(word) for word in ("read", "new", "rejected")] == [2, 2, 0]
    again = load([tmp_path / "in"], open_store(store), Reading(CLOCK))
    assert [again.total(word) for word in ("new", "known", "corrected")] == [0, 2, 0]

    way = settings({"store": store}, environment={})
    engine = Engine(store, way, clock=lambda: micros(CLOCK))
    engine.refresh()
    person = engine.person("ann@home.example")["person"]
    assert (person["name"], person["organization"]) == ("Ann Lee", "org:acme")
    (due,) = engine.occasions(me="bob@y.example")["items"]
    assert due["text"] == "birthday on 2026-06-10, in 10 days"
