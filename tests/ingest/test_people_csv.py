"""Lists of people and organizations: what each row says of whom."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from api.demo import build
from graph.batch import Batch
from graph.moments import moment
from ingest.people.source import Organizations, People
from ingest.source import Reading
from ingest.sources import source_for
from ingest.table.source import Table
from tests.ingest.gathered import CLOCK, file_at, gathered
from tests.ingest.lists import facts, people, written

ANN, BOB = "email:ann@x.example", "email:bob@x.example"


def batches(path: Path, **reading: object) -> list[Batch]:
    source = People() if People().recognises(file_at(path)) else Organizations()
    return list(source.read(file_at(path), Reading(CLOCK, **reading)))  # type: ignore[arg-type]


def merges(path: Path) -> set[tuple[str, str]]:
    rows = [row for batch in batches(path) for row in batch.merges.to_pylist()]
    assert {row["reason"] for row in rows} <= {"same row of a people file"}
    return {(row["a"], row["b"]) for row in rows}


def dated(path: Path, name: str) -> list[tuple[str, str | None, str | None]]:
    rows = [row for batch in batches(path) for row in batch.facts.to_pylist()]
    return [
        (row["value"], _day(row["since"]), _day(row["until"]))
        for row in rows
        if row["name"] == name
    ]


def _day(at: int | None) -> str | None:
    return None if at is None else moment(at).isoformat().removesuffix(":00+00:00")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    build(folder)
    return folder


def test_a_row_is_a_person_with_identities_and_facts(tmp_path: Path) -> None:
    text = (
        "Name,E-mail,Private email,Phone,Slack,X,Job Title,Company,Department,Segments,Office\n"
        "Ann Smith,Ann@X.example,ann@home.test; a@home.test,+48 600-100-200,T1/U1,@ann,Buyer,"
        "org:x.example,Sales,customers; key accounts,Kraków\n"
    )
    path = written(tmp_path, text)

    assert facts(gathered(People(), path)) == {
        (ANN, "name", "Ann Smith"),
        (ANN, "title", "Buyer"),
        (ANN, "organization", "org:x.example"),
        (ANN, "department", "Sales"),
        (ANN, "segment", "customers"),
        (ANN, "segment", "key accounts"),
        (ANN, "Office", "Kraków"),
    }
    assert {frozenset(pair) - {ANN} for pair in merges(path)} == {
        frozenset({one})
        for one in (
            "email:ann@home.test",
            "email:a@home.test",
            "phone:+48600100200",
            "slack:T1/U1",
            "x:ann",
        )
    }


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("email", "Ann Smith <Ann@X.example>", "email:ann@x.example"),
        ("email", "mailto:ann@x.example", "email:ann@x.example"),
        ("mail", "ann@x.example", "email:ann@x.example"),
        ("identity", "slack:T1/U7", "slack:T1/U7"),
        ("identity", "+48 600 100 200", "phone:+48600100200"),
        ("account", "ann", "account:hr/ann"),
        ("account", "account:ann", "account:ann"),
        ("mobile", "0048 600 100 200", "phone:+48600100200"),
        ("phone", "+48 22 100 20 30 ext. 12", "phone:+48221002030"),
        ("twitter", "https://twitter.com/ann", "x:ann"),
        ("github", "https://github.com/ann", "github:ann"),
        ("linkedin", "in/ann", "linkedin:in/ann"),
    ],
)
def test_an_identity_has_the_scheme_of_its_column(
    tmp_path: Path, header: str, cell: str, expected: str
) -> None:
    found = people(tmp_path, f"name,title,{header}\nAnn,Buyer,{cell}\n", log="hr")

    assert found.said("name") == {(expected, "Ann")}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("ann@x.example,org:acme.example", {("org:acme.example", None)}),
        ("ann@x.example,Acme.Example", {("org:acme.example", None)}),
        ("ann@x.example,https://www.acme.example/about", {("org:acme.example", None)}),
        ("ann@mail.x.example,X & Sons", {("org:x.example", "X & Sons")}),
        ("ann@gmail.com,Łąka Sp. z o.o.", {("org:łąka-sp-z-o-o", "Łąka Sp. z o.o.")}),
        ("ann@gmail.com;ann@x.example,X", {("org:x.example", "X")}),
        ("ann@x.example,", set()),  # follows from the address, but not here
    ],
)
def test_a_company_is_a_domain_or_that_of_the_address_or_a_name(
    tmp_path: Path, row: str, expected: set[tuple[str, str | None]]
) -> None:
    found = people(tmp_path, f"email,company\n{row}\n")
    name = {fact.subject: fact.value for fact in found.facts if fact.name == "name"}

    assert {(key, name.get(key)) for _, key in found.said("organization")} == expected


def test_a_company_name_means_the_same_firm_in_the_whole_file(tmp_path: Path) -> None:
    found = people(tmp_path, "email,company\nbob@gmail.com,ACME\nann@acme.example,Acme\n")

    assert {key for _, key in found.said("organization")} == {"org:acme.example"}


def test_dates_hold_for_organization_title_team_and_manager(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "email,title,company,team,reports_to,since,until\n"
        "ann@x.example,Buyer,x.example,North,bob@x.example,2024-01-01,2025-03-31T12:00:00+02:00\n"
        "ann@x.example,Head,x.example,South,,2025-03-31,9999-12-31\n",
    )

    assert dated(path, "title") == [
        ("Buyer", "2024-01-01T00:00", "2025-03-31T10:00"),
        ("Head", "2025-03-31T00:00", None),
    ]
    assert {fact[1] for name in ("organization", "team") for fact in dated(path, name)} == {
        "2024-01-01T00:00",
        "2025-03-31T00:00",
    }
    assert dated(path, "reports_to") == [(BOB, "2024-01-01T00:00", "2025-03-31T10:00")]


def test_a_day_begins_at_midnight_in_the_zone_of_the_reading(tmp_path: Path) -> None:
    text = "email,title,since\nann@x.example,Buyer,2024-07-01\n"
    warsaw = people(tmp_path, text, zone=ZoneInfo("Europe/Warsaw"))
    utc = people(tmp_path, text)

    assert [fact.since for fact in warsaw.facts] == [datetime(2024, 6, 30, 22, tzinfo=UTC)]
    assert [fact.since for fact in utc.facts] == [datetime(2024, 7, 1, tzinfo=UTC)]
    assert not utc.warnings  # whole days are too coarse to warn about


def test_times_without_a_zone_warn_once(tmp_path: Path) -> None:
    row = "ann@x.example,Buyer,2024-07-01 09:00\n"

    found = people(tmp_path, "email,title,since\n" + row * 3)

    assert len(found.warnings) == 1
    assert "people.csv:2" in found.warnings[0]


@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        ("bob@x.example", ("reports_to", BOB)),
        ("boss@elsewhere.example", ("reports_to", "email:boss@elsewhere.example")),
        ("Bob Jones", ("reports_to", BOB)),
        ("bob  JONES", ("reports_to", BOB)),
        ("17", ("reports_to", BOB)),
        ("+48 600 100 200", ("reports_to", "phone:+48600100200")),
        ("Nobody Here", ("reports_to_name", "Nobody Here")),
        ("Cleo Twice", ("reports_to_name", "Cleo Twice")),  # there are two
        ("broken@", ("reports_to_name", "broken@")),
        ("mailto:", ("reports_to_name", "mailto:")),
        ("slack:T1/U7", ("reports_to", "slack:T1/U7")),
        ("ann@x.example", None),
        ("Ann Smith", None),
        ("", None),
    ],
)
def test_a_manager_is_an_identity_a_name_or_a_number(
    tmp_path: Path, manager: str, expected: tuple[str, str] | None
) -> None:
    found = people(
        tmp_path,
        "employee id,name,email,manager\n"
        f"1,Ann Smith,ann@x.example,{manager}\n"
        "17,Bob Jones,bob@x.example,\n"
        "18,Cleo Twice,c1@x.example,\n19,Cleo Twice,c2@x.example,\n",
    )

    assert not found.rejected
    assert [one[1:] for one in facts(found) if one[1].startswith("reports_to")] == (
        [expected] if expected else []
    )
    assert (ANN, "employee id", "1") in facts(found)


def test_what_several_people_share_makes_nobody_one_person(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "name,email,phone\n"
        "Ann,ann@x.example;office@x.example,+48221002000\n"
        "Bob,bob@x.example,+48221002000\n"
        "Cleo,cleo@x.example,+48600100200\n",
    )
    found = gathered(People(), path)

    assert merges(path) == {("email:cleo@x.example", "phone:+48600100200")}
    assert found.said("phone") == {(ANN, "+48221002000"), (BOB, "+48221002000")}
    assert found.said("email") == {(ANN, "office@x.example")}
    assert len(found.warnings) == 1


def test_one_person_in_several_rows_is_one(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "name,email,phone,since,title\n"
        "Ann Jones,ann@x.example,+48600100200,2020-01-01,Buyer\n"
        "Ann Smith,ann@x.example,+48600100200,2024-01-01,Head\n"
        "Ann Smith,ann@new.example,+48600100200,2025-01-01,Owner\n",
    )

    assert merges(path) == {
        (ANN, "phone:+48600100200"),
        ("email:ann@new.example", "phone:+48600100200"),
    }


def test_organizations_have_names_segments_and_owners(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Domain,Name,Segments,Owner,Industry\n"
        "https://www.acme.example/,Acme,customers; key,Ann@X.example,Timber\n"
        "beta.example,Beta,,Bob Jones,\n"
        ",Gamma,,,\n"
        "no domain,Delta,,,\n",
        "companies.csv",
    )
    found = gathered(Organizations(), path)

    assert facts(found) == {
        ("org:acme.example", "name", "Acme"),
        ("org:acme.example", "segment", "customers"),
        ("org:acme.example", "segment", "key"),
        ("org:acme.example", "Industry", "Timber"),
        (ANN, "owner_of", "org:acme.example"),
        ("org:beta.example", "name", "Beta"),
        ("org:beta.example", "owner", "Bob Jones"),
    }
    assert [one.place for one in found.rejected] == ["companies.csv:4", "companies.csv:5"]


def test_people_may_own_organizations(tmp_path: Path) -> None:
    found = people(tmp_path, "email,owner_of\nann@x.example,acme.example; org:b.example; Gamma\n")

    assert found.said("owner_of") == {
        (ANN, "org:acme.example"),
        (ANN, "org:b.example"),
        (ANN, "Gamma"),
    }


def test_the_hierarchy_of_the_manufacturing_company(shared: Path) -> None:
    """154 accounts; 86, the head, reports to itself and has 11 reports: the data's own README."""
    path = shared / "manufacturing-email" / "reportsto.csv"
    found = gathered(People(), path)
    lines = found.said("reports_to")

    assert (found.read, found.rejected, len(lines)) == (154, [], 153)
    assert ("account:144", "account:19") in lines
    assert Counter(manager for _, manager in lines)["account:86"] == 11
    assert "account:86" not in {subject for subject, _ in lines}
    named = gathered(People(), path, log="plant").said("reports_to")
    assert ("account:plant/144", "account:plant/19") in named


def test_every_file_of_the_demo_has_one_source(company: Path) -> None:
    expected = {
        "people.csv": "people",
        "crm/contacts.csv": "people",
        "crm/companies.csv": "organizations",
        "crm/activities.csv": "table",
        "calls.csv": "table",
        "chat.ndjson": "table",
        "social.ndjson": "table",
    }
    sources = (People(), Organizations(), Table())

    for name, source in expected.items():
        file = file_at(company / name)
        assert [one.name for one in sources if one.recognises(file)] == [source]
        assert getattr(source_for(file), "name", "") == source


def test_the_people_of_the_demo_are_read_whole(company: Path) -> None:
    """The counts are those of lines and cells in the demo's files."""
    path = company / "people.csv"
    rows = [line.split(",") for line in path.read_text("utf-8").splitlines()[1:]]
    found = gathered(People(), path)

    assert (found.read, found.rejected, found.warnings) == (len(rows), [], [])
    assert found.said("reports_to") == {
        (f"email:{row[1]}", f"email:{row[10]}") for row in rows if row[10]
    }
    assert len(dated(path, "organization")) == len(rows)
    assert {until for _, _, until in dated(path, "organization")} == {
        f"{row[12]}T00:00" if row[12] else None for row in rows
    }
    joined = {frozenset(pair) for pair in merges(path)}
    assert all(
        {f"email:{row[1]}", identity} in joined
        for row in rows
        for identity in (f"email:{row[2]}" if row[2] else "", f"phone:{row[3]}", row[4], row[5])
        if identity.partition(":")[2]
    )


def test_the_crm_of_the_demo_is_read_whole(company: Path) -> None:
    contacts = gathered(People(), company / "crm" / "contacts.csv")
    companies = gathered(Organizations(), company / "crm" / "companies.csv")

    assert (contacts.rejected, companies.rejected) == ([], [])
    assert (contacts.read, companies.read) == (107, 61)
    assert {key for _, key in contacts.said("organization")} <= {
        key for key, _ in companies.said("segment")
    }
    assert ("org:dom-jodlowy.example", "customers") in companies.said("segment")


@pytest.mark.parametrize("column", ["score", "Rating"])
def test_numbers_without_a_scale_are_told_to_be_no_ratings(tmp_path: Path, column: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"name,email,{column}\nAnn,ann@x.example,9\n", "utf-8")

    (warning,) = gathered(People(), path).warnings

    assert f"its column {column!r} is left out" in warning
    assert "[ratings]" in warning


def test_words_such_as_hot_and_cold_are_not_taken_for_answers(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("name,email,rating\nAnn,ann@x.example,Hot\n", "utf-8")

    assert gathered(People(), path).warnings == []
