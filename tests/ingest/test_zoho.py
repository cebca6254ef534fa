"""Zoho CRM: what its modules become, times whose offset changes, addresses that several have."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from graph.model import Status
from ingest.files.survey import surveyed
from ingest.sources import SOURCES
from ingest.zoho.source import Zoho
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import Folder

FOLDER = Folder("zoho")


def test_offsets_that_change_with_summer_time_are_followed() -> None:
    found = gathered(Zoho(), FOLDER.path / "Calls.json").interactions

    assert [one.at.hour for one in found] == [8, 7, 7]


def test_one_person_twice_is_one_and_two_under_one_address_stay_two() -> None:
    found = gathered(Zoho(), FOLDER.path / "Contacts.json", survey=FOLDER.survey)
    merged = {(one.a, one.b) for one in found.merges}

    assert {b for a, b in merged if a == "email:ann@acme.example"} == {
        "zoho:4970762000000335001",
        "zoho:4970762000000335003",
    }
    assert not any("desk@" in a or "info@" in a for a, _ in merged)


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        (("Íñigo", "Núñez"), ("Inigo", "Nunez"), True),  # typed without marks
        (("Jürgen", "Müßig"), ("Juergen", "Muessig"), True),
        (("Søren", "Łoś"), ("Soren", "Los"), True),
        (("Íñigo", "Núñez"), ("Ana", "Gómez"), False),
    ],
)
def test_who_is_typed_with_and_without_marks_has_the_address_as_one_person(
    tmp_path: Path, first: tuple[str, str], second: tuple[str, str], *, is_one: bool
) -> None:
    rows = [
        {"id": f"48768760000003010{k}", "First_Name": given, "Last_Name": family,
         "Email": "one@acme.example", "Owner": {"id": "4876876000000200001"},
         "Created_Time": "2024-03-30T10:00:00+03:00"}
        for k, (given, family) in enumerate((first, second))
    ]  # fmt: skip
    path = tmp_path / "Contacts.json"
    path.write_text(json.dumps({"data": rows}), encoding="utf-8")
    told, _ = surveyed([tmp_path], SOURCES, tmp_path)

    merges = gathered(Zoho(), path, survey=told).merges

    assert [one.a for one in merges] == ["email:one@acme.example"] * 2 * is_one


OWNER, ACME, EWA, DEAL = (f"57257670000005240{k}" for k in (11, 22, 33, 44))
BULK = {
    "Accounts.csv": (
        "Id,Owner,Account_Name,Website,Account_Type,Created_Time\n"
        f"{ACME},{OWNER},Acme sp. z o.o.,http://www.acme.example,Customer,2023-01-05T10:12:11+01:00\n"
    ),
    "Contacts.csv": (
        "Id,Owner,First_Name,Last_Name,Email,Account_Name,Created_Time\n"
        f"{EWA},{OWNER},Ewa,Żak,ewa@mail.example,{ACME},2024-01-05T10:12:11+01:00\n"
    ),
    "Deals.csv": (
        "Id,Owner,Deal_Name,Stage,Amount,Closing_Date,Account_Name,Contact_Name,Created_Time\n"
        f"{DEAL},{OWNER},Nowe,Negotiation,900,2024-09-30,{ACME},{EWA},2024-02-01T10:00:00+01:00\n"
    ),
    "Calls.csv": (
        "Id,Owner,Subject,Call_Type,Call_Start_Time,Call_Duration,Who_Id,What_Id,Call_Status,"
        "Created_Time\n"
        f"572576700000060001,{OWNER},,Outbound,2024-03-01T10:00:00+01:00,05:30,{EWA},{DEAL},"
        "Attended Dialled,2024-03-01T10:06:00+01:00\n"
        f"572576700000060002,{OWNER},,Outbound,2024-03-02T10:00:00+01:00,00:00,{EWA},,"
        "Unattended Dialled,2024-03-02T10:06:00+01:00\n"
        f"572576700000060003,{OWNER},,Inbound,2024-07-02T10:00:00+02:00,01:10,{EWA},,"
        "Received,2024-07-02T10:06:00+02:00\n"
    ),
    "users.json": (
        f'{{"users": [{{"id": "{OWNER}", "zuid": "7", "full_name": "Ola Lis", "status": "active",'
        ' "email": "ola@us.example", "created_time": "2022-01-01T10:00:00+01:00"}]}'
    ),
}


def test_bulk_reads_name_others_by_their_ids(tmp_path: Path) -> None:
    for name, text in BULK.items():
        (tmp_path / name).write_text(text, "utf-8")
    survey, _ = surveyed([tmp_path], [Zoho()], tmp_path)
    found = {name: gathered(Zoho(), tmp_path / name, survey=survey) for name in BULK}
    calls = found["Calls.csv"].interactions

    assert all(Zoho().recognises(file_at(tmp_path / name)) for name in BULK)
    assert [one.rejected for one in found.values()] == [[]] * 5
    assert [(one.sender, one.receivers[0].identity) for one in calls] == [
        (f"zoho:{OWNER}", f"zoho:{EWA}"),
        (f"zoho:{OWNER}", f"zoho:{EWA}"),
        (f"zoho:{EWA}", f"zoho:{OWNER}"),
    ]
    assert [one.receivers[0].status for one in calls] == [
        Status.NONE,
        Status.UNANSWERED,
        Status.NONE,
    ]
    assert calls[0].topics == ("deal:Nowe",)
    assert found["Contacts.csv"].said("organization") == {(f"zoho:{EWA}", "org:acme.example")}
    assert found["Contacts.csv"].said("owner") == {(f"zoho:{EWA}", f"zoho:{OWNER}")}
    assert found["Deals.csv"].said("deal") == {("org:acme.example", "Nowe")}
    assert found["Deals.csv"].said("segment") == {(f"zoho:{EWA}", "deal Nowe")}
    assert found["users.json"].said("segment") == {(f"zoho:{OWNER}", "employees")}
    names = found["Contacts.csv"].said("name")
    assert names == {(f"zoho:{EWA}", "Ewa Żak")}


def test_an_export_as_csv_is_in_the_zone_of_who_exported_and_names_the_owner(
    tmp_path: Path,
) -> None:
    path = tmp_path / "Deals_2024.csv"
    path.write_text(
        "Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Account Name.id,Account Name,Stage,"
        "Created Time,Modified Time\n"
        "zcrm_3652397000000625001,zcrm_3652397000000186017,Zofia Nowak,5,Big,"
        "zcrm_3652397000000624040,Kowal,Won,2024-01-01 10:00:00,2024-02-01 10:00:00\n"
    )
    found = gathered(Zoho(), path, zone=ZoneInfo("Europe/Warsaw"))
    since = {fact.since for fact in found.facts if fact.name == "deal"}

    assert since == {datetime(2024, 1, 1, 9, tzinfo=UTC)}
    assert found.said("name") == {("zoho:3652397000000186017", "Zofia Nowak")}


def test_an_event_for_its_owner_alone_gives_no_topic(tmp_path: Path) -> None:
    path = tmp_path / "Events.json"
    event = (
        '{"id": "365239700000065000%d", "Event_Title": "Holiday", "Owner": {"id":'
        ' "3652397000000186017", "name": "Z"}, "Start_DateTime": "2024-07-01T00:00:00+02:00",'
        ' "End_DateTime": "2024-07-01T01:00:00+02:00", "Created_Time": "2024-06-01T10:00:00+02:00",'
        ' "Participants": [%s]}'
    )
    guest = '{"participant": "ann@acme.example", "type": "email"}'
    path.write_text(f'{{"data": [{event % (1, "")}, {event % (2, guest)}]}}')
    alone, together = gathered(Zoho(), path).interactions

    assert (alone.topics, together.topics) == ((), ("subject:holiday",))


def test_a_list_of_deletions_is_known_and_says_why_it_ends_nothing(tmp_path: Path) -> None:
    """What `/deleted` answers: ids, names and days, not what the records stated."""
    path = tmp_path / "deleted.json"
    gone = {
        "deleted_by": {"name": "Z", "id": "3652397000000186017"}, "id": "3652397000000204001",
        "display_name": "Ann Lee", "type": "recycle", "deleted_time": "2024-07-01T10:00:00+02:00",
    }  # fmt: skip
    path.write_text(json.dumps({"data": [gone], "info": {"more_records": False}}))

    assert Zoho().recognises(file_at(path))
    (refused,) = gathered(Zoho(), path).rejected
    assert "says only that a record was deleted" in refused.reason
