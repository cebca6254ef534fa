"""Salesforce: what its records become, which ids are one, that nothing counts twice."""

import json
from pathlib import Path

from graph.model import Status
from ingest.files.survey import surveyed
from ingest.salesforce.names import canonical_id
from ingest.salesforce.source import Salesforce
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import Folder

FOLDER = Folder("salesforce")


def test_ids_of_15_and_18_characters_are_one() -> None:
    assert canonical_id("0015500000Xyy06") == canonical_id("0015500000Xyy06AAB")
    assert canonical_id("00T1G00003Ufap9") == "00T1G00003Ufap9UAB"
    assert canonical_id("00T1g00003Ufap9") != canonical_id("00T1G00003Ufap9")


def test_a_task_that_is_due_is_no_contact_until_it_is_done(tmp_path: Path) -> None:
    path = tmp_path / "Task.csv"
    head = "Id,WhoId,OwnerId,Subject,TaskSubtype,Status,ActivityDate,CreatedDate,LastModifiedDate"
    ids = "00T1G00003Ufap1UAB,0031G00001S3ckZQAR,0051G000005Mun4QAC"
    path.write_text(
        f"{head}\n{ids},Call,Call,Open,2026-05-01,2026-04-01T09:00:00.000Z,2026-04-01T09:00:00.000Z"
    )
    first = gathered(Salesforce(), path)
    path.write_text(
        f"{head}\n{ids},Call,Call,Completed,2026-05-01,2026-04-01T09:00:00Z,2026-04-02T09:00:00Z"
    )
    second = gathered(Salesforce(), path)

    assert first.interactions == []
    assert first.said("follow_up") == {("salesforce:0031G00001S3ckZQAR", "2026-05-01")}
    assert [one.at.isoformat() for one in second.interactions] == ["2026-04-02T09:00:00+00:00"]


def test_rows_of_a_warehouse_are_read_as_those_of_the_api(tmp_path: Path) -> None:
    path = tmp_path / "task.csv"
    path.write_text(
        "id,who_id,owner_id,is_deleted,is_closed,task_subtype,completed_date_time\n"
        "00T1G00003Ufap1,0031G00001S3ckZ,0051G000005Mun4,FALSE,TRUE,Call,2026-03-02 14:00:00\n"
    )
    (one,) = gathered(Salesforce(), path).interactions

    assert (one.id, one.sender) == (
        "salesforce:00T1G00003Ufap1UAB", "salesforce:0051G000005Mun4QAC"
    )  # fmt: skip
    assert [to.identity for to in one.receivers] == ["salesforce:0031G00001S3ckZQAR"]
    assert one.at.isoformat() == "2026-03-02T14:00:00+00:00"


def test_records_inside_records_are_read_as_theirs(tmp_path: Path) -> None:
    path = tmp_path / "query.json"
    contact, owner = "0031G00001S3ckZQAR", "0051G000005zjKbQAI"
    role = {"attributes": {"type": "OpportunityContactRole"}, "ContactId": contact, "Role": "Buyer"}
    guest = {"attributes": {"type": "EventRelation"}, "RelationId": contact, "Status": "Accepted"}
    event = {
        "attributes": {"type": "Event"}, "Id": "00U1G00000AbCg5UAF", "OwnerId": owner,
        "StartDateTime": "2021-06-20T10:00:00.000+0000", "Subject": "Cierre",
        "EventRelations": {"totalSize": 1, "done": True, "records": [guest]},
    }  # fmt: skip
    deal = {
        "attributes": {"type": "Opportunity"}, "Id": "0061G00000AbCdEQAV", "Name": "Renovación",
        "OwnerId": owner, "CreatedDate": "2021-05-19T14:02:11.000+0000",
        "OpportunityContactRoles": {"totalSize": 1, "done": True, "records": [role]},
        "Tasks": None, "Events": {"totalSize": 1, "done": True, "records": [event]},
    }  # fmt: skip
    path.write_text(json.dumps({"totalSize": 1, "done": True, "records": [deal]}))
    survey, _ = surveyed([tmp_path], [Salesforce()], tmp_path)

    found = gathered(Salesforce(), path, survey=survey)
    (met,) = found.interactions

    assert (met.sender, met.topics) == (
        f"salesforce:{owner}",
        ("subject:cierre", "deal:Renovación"),
    )
    assert [(one.identity, one.status) for one in met.receivers] == [
        (f"salesforce:{contact}", Status.ACCEPTED)
    ]
    assert found.said("deal_role") == {(f"salesforce:{contact}", "Buyer: Renovación")}
    assert (found.read, found.rejected) == (4, [])


def test_an_export_that_writes_ones_and_noughts_knows_what_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "Contact.csv"
    path.write_text(
        '"Id","IsDeleted","MasterRecordId","AccountId","LastName","Email","SystemModstamp"\n'
        '"0031G00001S3ckZQAR","0","","","Núñez","ines@a.example","2021-06-19 14:02:11"\n'
        '"0031G00001S3clAQAR","1","0031G00001S3ckZQAR","","Núñez","","2021-06-19 14:02:11"\n'
        '"0031G00001S3cmBQAR","1","","","Gone","","2021-06-19 14:02:11"\n'
    )

    found = gathered(Salesforce(), path)

    assert ("salesforce:0031G00001S3ckZQAR", "salesforce:0031G00001S3clAQAR") in {
        (one.a, one.b) for one in found.merges
    }
    assert [one.reason for one in found.rejected] == ["is deleted (IsDeleted), and not kept"]


def test_what_stands_below_a_report_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    rows = (
        "Assigned,Subject,Date,Task,Status,Contact,Company / Account\n"
        "Rita Rep,Call,2026-03-01,1,Completed,Ann Smith,Acme\n"
    )
    footer = (
        '"Grand Totals (1 records)"\n\n\n"Tâches"\n'
        '"Copyright (c) 2000-2026 salesforce.com, inc. Tous droits réservés."\n'
    )
    path.write_text(rows + footer, encoding="latin-1")
    found = gathered(Salesforce(), path)

    assert (found.read, len(found.interactions), found.rejected) == (1, 1, [])
    path.write_text(rows + "Grand Totals\n")  # without that sign a short row is a record
    assert len(gathered(Salesforce(), path).rejected) == 1


def test_a_name_that_two_contacts_have_is_neither_of_them(tmp_path: Path) -> None:
    contacts = tmp_path / "report1.csv"
    contacts.write_text(
        "Contact ID,First Name,Last Name,Account Name,Contact Owner\n"
        "0031G00001S3ckZ,Ann,Smith,Acme,Rita Rep\n0031G00001S3clA,Ann,Smith,Acme,Rita Rep\n"
        "0031G00001S3cmB,Bob,Lee,Acme,Rita Rep\n"
    )
    calls = tmp_path / "report2.csv"
    calls.write_text(
        "Assigned,Subject,Date,Status,Contact,Company / Account\n"
        "Rita Rep,Call,2026-03-01,Completed,Ann Smith,Acme\n"
        "Rita Rep,Call,2026-03-02,Completed,Bob Lee,ACME\n"
    )
    survey, _ = surveyed([tmp_path], [Salesforce()], tmp_path)

    found = gathered(Salesforce(), calls, survey=survey).interactions

    assert [one.receivers[0].identity for one in found] == [
        "account:salesforce/Acme/Ann Smith", f"salesforce:{canonical_id('0031G00001S3cmB')}"
    ]  # fmt: skip


def test_names_and_addresses_that_a_query_gives_beside_ids_are_said_of_them(tmp_path: Path) -> None:
    task = {
        "attributes": {"type": "Task"}, "Id": "00T5f00000AbCdEEAV", "TaskSubtype": "Call",
        "Status": "Completed", "ActivityDate": "2024-02-29", "WhoId": "00Q5f00000XyZabAAF",
        "CreatedDate": "2024-02-29T01:00:00.000+0000", "OwnerId": "0055f000001AbCdAAK",
        "Who": {"attributes": {"type": "Name"}, "Name": "山田", "Email": "yamada@k.example"},
        "Owner": {"attributes": {"type": "User"}, "Name": "Rita", "Email": "rita@ours.example"},
    }  # fmt: skip
    path = tmp_path / "query.json"
    path.write_text(json.dumps({"totalSize": 1, "done": True, "records": [task]}), "utf-8")

    found = gathered(Salesforce(), path)

    assert ("salesforce:00Q5f00000XyZabAAF", "山田") in found.said("name")
    assert {(one.a, one.b) for one in found.merges} == {
        ("email:yamada@k.example", "salesforce:00Q5f00000XyZabAAF"),
        ("email:rita@ours.example", "salesforce:0055f000001AbCdAAK"),
    }
