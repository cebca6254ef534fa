"""Dynamics 365: activities with their parties, people, companies; what is due is no contact."""

import json
from datetime import datetime
from pathlib import Path

from graph.model import Kind, Role, Status
from ingest.dynamics.source import Dynamics
from ingest.files.survey import surveyed
from ingest.sources import SOURCES
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import Folder, loaded_twice
from tests.ingest.sheets_of import Cell, workbook
from tests.ingest.ties_of import contacts_of

FOLDER = Folder("dynamics")


def test_the_number_of_a_party_says_what_its_part_was() -> None:
    found = gathered(Dynamics(), FOLDER.path / "activities.json").interactions
    mail, call, meeting = found[:3]

    assert [one.role for one in mail.receivers] == [Role.TO, Role.CC, Role.BCC]
    assert mail.sender == "email:rita@ours.example"
    assert call.sender.endswith("11")  # who called in
    assert [one.role for one in meeting.receivers] == [
        Role.ATTENDEE,
        Role.ATTENDEE,
        Role.OPTIONAL,
    ]


def test_a_call_that_ended_in_voicemail_was_not_answered(tmp_path: Path) -> None:
    text = (FOLDER.path / "activities.json").read_text("utf-8")
    told = json.loads(text)
    told["value"][1]["leftvoicemail"] = True
    path = tmp_path / "activities.json"
    path.write_text(json.dumps(told), "utf-8")

    found = gathered(Dynamics(), path).interactions[1]

    assert found.kind == Kind.CALL
    assert {one.status for one in found.receivers} == {Status.UNANSWERED}


def test_parties_in_a_file_of_their_own_are_found_whatever_the_order() -> None:
    (call,) = gathered(Dynamics(), FOLDER.path / "phonecall.csv", survey=FOLDER.survey).interactions

    assert [one.identity for one in call.receivers] == [
        "dynamics:1c4095e5-60c6-ea11-a812-000000000011",
        "email:guest@dale.example",
    ]


def test_a_call_without_its_parties_came_in_where_the_answer_says_so(tmp_path: Path) -> None:
    user, contact = (f"00000000-0000-0000-0000-00000000000{k}" for k in (1, 2))
    regarding = "_regardingobjectid_value"
    call = {
        "activitytypecode": "phonecall", "statecode": 1, "statuscode": 4, "_ownerid_value": user,
        regarding: contact, f"{regarding}@Microsoft.Dynamics.CRM.lookuplogicalname": "contact",
        "createdon": "2023-11-05T09:00:00Z", "modifiedon": "2023-11-05T09:13:00Z",
    }  # fmt: skip
    calls = [
        {**call, "activityid": f"00000000-0000-0000-0000-00000000001{k}", "directioncode": way}
        for k, way in enumerate((False, True))
    ]
    path = tmp_path / "phonecalls.json"
    path.write_text(json.dumps({"value": calls}))

    assert [one.sender for one in gathered(Dynamics(), path).interactions] == [
        f"dynamics:{contact}",
        f"dynamics:{user}",
    ]


def test_an_appointment_that_is_called_off_later_ties_nobody_whatever_came_first(
    tmp_path: Path,
) -> None:
    records = json.loads((FOLDER.path / "activities.json").read_text("utf-8"))["value"]
    planned = next(one for one in records if one.get("activitytypecode") == "appointment")
    off = planned | {"statecode": 2, "statuscode": 4, "modifiedon": "2026-05-01T08:00:00Z"}
    for name, record in (("before", planned), ("after", off)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"value": [record]}))
    first, again = loaded_twice(tmp_path, tmp_path / "before.json", tmp_path / "after.json")
    (meeting,) = gathered(Dynamics(), tmp_path / "after.json").interactions

    assert (first.total("new"), first.total("corrected"), first.interactions) == (1, 1, 1)
    assert again == (0, 0)
    assert {one.status for one in meeting.receivers} == {Status.DECLINED}


def test_what_a_warehouse_marks_as_deleted_is_no_activity_and_takes_no_part(tmp_path: Path) -> None:
    meeting, ann, bob = (f"0000000{k}-1111-4222-8333-444455556666" for k in (1, 2, 3))
    (tmp_path / "phonecall.csv").write_text(
        "activityid,statecode,statuscode,phonenumber,actualend,createdon,ownerid,IsDelete\n"
        f"{meeting},1,2,,2022-04-01T09:00:00Z,2022-04-01T09:00:00Z,,\n"
        f"{bob},1,2,,2022-04-02T09:00:00Z,2022-04-02T09:00:00Z,,True\n"
    )
    (tmp_path / "activityparty.csv").write_text(
        "activitypartyid,activityid,partyid,partyid_entitytype,participationtypemask,IsDelete\n"
        f"0000000a-1111-4222-8333-444455556666,{meeting},{ann},systemuser,1,\n"
        f"0000000b-1111-4222-8333-444455556666,{meeting},{bob},contact,2,\n"
        f"0000000c-1111-4222-8333-444455556666,{meeting},{meeting},contact,2,True\n"
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)
    calls = gathered(Dynamics(), tmp_path / "phonecall.csv", survey=survey)
    parties = gathered(Dynamics(), tmp_path / "activityparty.csv", survey=survey)

    assert [one.reason for one in calls.rejected] == ["is deleted, and not kept"]
    assert [one.reason for one in parties.rejected] == ["is deleted, and not kept"]
    (call,) = calls.interactions
    assert (call.sender, [one.identity for one in call.receivers]) == (
        f"dynamics:{ann}",
        [f"dynamics:{bob}"],
    )


def test_views_saved_as_workbooks_tie_whom_the_contacts_beside_them_name(tmp_path: Path) -> None:
    """As Excel gets them: three hidden columns, true dates, a hidden sheet with one cell."""
    hidden: list[Cell] = ["(Nicht ändern) Zeilenprüfsumme", "(Nicht ändern) Geändert am"]
    changed = datetime(2026, 2, 9, 10)  # noqa: DTZ001
    call: list[Cell] = [
        "6d0a1e6f-1111-ec11-8f8e-000d3a123401",
        "phonecall:kZxD3f4567890abc==",
        changed,
    ]
    person: list[Cell] = [
        "a1000000-0000-ec11-8f8e-000d3a123401",
        "dQw4w9WgXcQabcDEF12345==",
        changed,
    ]
    workbook(
        tmp_path / "Meine aktiven Kontakte.xlsx",
        {"Kontakte": [
            ["(Nicht ändern) Kontakt", *hidden, "Vollständiger Name", "E-Mail"],
            [*person, "Jürgen Groß", "juergen@kunde.example"],
        ], "hiddenSheet": [["contact:1"]]},
    )  # fmt: skip
    workbook(
        tmp_path / "Alle Aktivitäten.xlsx",
        {"Aktivitäten": [
            ["(Nicht ändern) Aktivität", *hidden, "Betreff", "Bezug", "Aktivitätstyp",
             "Aktivitätsstatus", "Besitzer", "Fälligkeitsdatum"],
            [*call, "Rückruf", "Jürgen Groß", "Telefonanruf", "Abgeschlossen", "Rita Rep",
             datetime(2026, 2, 9, 9, 30)],  # noqa: DTZ001
        ], "hiddenSheet": [["activitypointer:1"]]},
    )  # fmt: skip

    found = contacts_of(tmp_path / "log.duckdb", tmp_path)

    assert [(one.kind, one.source, one.target) for one in found] == [
        ("call", "account:dynamics/Rita Rep", "email:juergen@kunde.example")
    ]
