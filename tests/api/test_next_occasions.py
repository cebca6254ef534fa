"""Dates that are due: birthdays, renewals and reminders of lists of people and companies."""

from datetime import UTC, datetime, timedelta

import pytest

from api.engine import Engine
from api.incoming.loading import load_paths
from api.settings import settings
from graph.moments import micros
from tests.api.next_told import OURS, of, said, short

CLOCK = datetime(2026, 6, 10, 18, tzinfo=UTC)

PEOPLE = """name,email,company,Birthday,remind_every,Follow up on,owner
Cat Cole,cat@south.example,South,1980-06-15,,,
Dot Dean,dot@east.example,East,1976-02-29,30,,Eve Ellis
Fay Ford,fay@west.example,West,06-08,,2026-06-04,ann@x.example
Gus Gray,gus@west.example,West,,20,,
Hal Hill,hal@north.example,North,sometime,,,
Ann Archer,ann@x.example,,,,,
Eve Ellis,eve@x.example,,,,,
"""
COMPANIES = """domain,name,owner,renewal,value
south.example,South,ann@x.example,2026-06-30,"EUR 90,000"
west.example,West,Eve Ellis,2026-05-20,20000
north.example,North,,2027-01-01,5000
"""


def log() -> str:
    rows = ["sender,receiver,at"]

    def add(sender: str, receiver: str, day: str) -> None:
        rows.append(f"{sender},{receiver},{day}T09:00:00Z")

    start = datetime(2026, 1, 1, tzinfo=UTC)
    for k in range(0, 161, 7):
        day = f"{start + timedelta(days=k):%Y-%m-%d}"
        for other in ("north", "more"):
            add("ann@x.example", f"hal@{other}.example", day)
            add(f"hal@{other}.example", "ann@x.example", day)
        for other in ("ann@x.example", "ida@more.example"):
            add("eve@x.example", other, day)
        if k < 90:
            add("ann@x.example", "cat@south.example", day)
            add("cat@south.example", "ann@x.example", day)
    for day in ("2026-03-01", "2026-04-01", "2026-05-12"):
        add("eve@x.example", "dot@east.example", day)
        add("dot@east.example", "eve@x.example", day)
    add("ann@x.example", "fay@west.example", "2026-06-09")
    add("fay@west.example", "ann@x.example", "2026-06-09")
    add("eve@x.example", "gus@west.example", "2026-05-01")
    add("gus@west.example", "eve@x.example", "2026-05-02")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def from_files(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("files")
    for name, text in (("log.csv", log()), ("people.csv", PEOPLE), ("companies.csv", COMPANIES)):
        (folder / name).write_text(text, encoding="utf-8")
    built = settings(
        {"store": str(folder / "t.duckdb"), "own_organizations": [OURS]}, environment={}
    )
    paths = [folder / name for name in ("log.csv", "people.csv", "companies.csv")]
    report = load_paths(paths, built, micros(CLOCK))
    assert report.total("rejected") == 0
    return Engine(built.store, built, clock=lambda: micros(CLOCK))


def test_dates_of_a_list_of_people_become_occasions(from_files: Engine) -> None:
    found = from_files.occasions(as_of="2026-06-10", limit=50)
    told = {(short(one["person"]) or one["organization"], one["kind"]): one
            for one in found["items"]}  # fmt: skip

    assert told["cat", "birthday"]["text"] == "birthday on 2026-06-15, in 5 days"
    assert told["cat", "birthday"]["state"] == "due"
    fay = told["fay", "birthday"]
    assert fay["text"] == "birthday on 2026-06-08: done because of the contact of 2026-06-09"
    assert told["fay", "follow up"]["state"] == "done"
    assert told["dot", "remind every"]["due"] == "2026-06-11"
    assert told["gus", "remind every"]["state"] == "overdue"
    south, west = (told[f"org:{name}.example", "renewal"] for name in ("south", "west"))
    assert (south["state"], south["days"], short(south["owner"])) == ("due", 20, "ann")
    assert west["done_at"] == "2026-05-01T09:00:00Z"
    assert short(told["dot", "birthday"]["owner"]) == "eve"
    assert told["dot", "birthday"]["due"] == "2027-02-28"
    assert [one["value"] for one in found["unread"]] == ["sometime"]
    states = [one["state"] for one in found["items"]]
    assert states == sorted(states, key=("overdue", "due", "upcoming", "done").index)


def test_occasions_that_are_due_join_the_list(from_files: Engine) -> None:
    found = from_files.next_contacts(as_of="2026-06-10", limit=50)
    cat = of(found, "cat")

    assert cat["occasion"]["kind"] in ("birthday", "renewal")
    assert cat["reasons"][0]["text"] == cat["occasion"]["text"]
    assert short(cat["owner"]) == "ann"
    assert any("is their owner" in one["text"] for one in cat["reasons"])
    assert cat["loss"] == 1
    assert short(of(found, "gus")["owner"]) == "eve"  # of whose firm she is the owner


def test_a_contact_that_comes_in_resets_a_reminder(from_files: Engine) -> None:
    before = from_files.occasions(as_of="2026-05-25", limit=50)["items"]
    (gus,) = (one for one in before if short(one["person"]) == "gus")
    assert (gus["state"], gus["due"], gus["done_at"]) == ("overdue", "2026-05-22",
                                                          "2026-05-02T09:00:00Z")  # fmt: skip
    early = from_files.occasions(as_of="2026-05-03", limit=50)["items"]
    (gus,) = (one for one in early if short(one["person"]) == "gus")
    assert gus["state"] == "upcoming"


def test_what_an_organization_is_worth_counts(from_files: Engine) -> None:
    cat = of(from_files.next_contacts(as_of="2026-06-10", limit=50), "cat")
    (why,) = (one["text"] for one in cat["reasons"] if one["measure"] == "value")

    assert "worth more to us than" in why


def test_the_table_of_dates_says_which_are_due(from_files: Engine) -> None:
    dates = said(from_files.url, "next", "--occasions", "--as-of", "2026-06-10")
    assert "birthday on 2026-06-15, in 5 days" in dates
    assert "could not be read" in dates
