"""Which topics sources find: subjects, titles, deals; and what is not for all is not read."""

import json
from pathlib import Path

import pytest

from ingest.calendar.source import CalendarIcs
from ingest.files.survey import surveyed
from ingest.hubspot.source import HubSpot
from ingest.mail.eml import Eml
from ingest.salesforce.source import Salesforce
from ingest.source import Source
from ingest.zoho.source import Zoho
from tests.ingest.gathered import gathered


def topics(source: Source, folder: Path, **files: str) -> set[tuple[str, ...]]:
    """The topics of every interaction of files that lie beside each other."""
    paths = [folder / name.replace("_", ".") for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, "utf-8")
    told = surveyed([folder], [source], folder)[0]
    return {
        one.topics for path in paths for one in gathered(source, path, survey=told).interactions
    }


MAIL = "From: a@x.example\nTo: b@x.example\nDate: Sun, 1 Mar 2026 10:00:00 +0000\n"


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Subject: Re: [all] New roof\n", ("subject:new roof",)),
        ("Subject: =?UTF-8?B?UmU6IERhY2ggxYHDs2TFug==?=\n", ("subject:dach łódź",)),
        ("Subject: =?UTF-8?Q?New_?=\n =?UTF-8?Q?roof?=\n", ("subject:new roof",)),
        ("Subject: Pay rise\nSensitivity: Private\n", ()),
        ("Subject: Out of office\n", ()),
        ("", ()),
    ],
)
def test_a_mail_is_about_its_subject(header: str, found: tuple[str, ...], tmp_path: Path) -> None:
    assert topics(Eml(), tmp_path, mail_eml=MAIL + header + "\nhello\n") == {found}


EVENT = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260301T100000Z\n"
    "ORGANIZER:mailto:a@x.example\n{}END:VEVENT\nEND:VCALENDAR\n"
)
GUEST = "ATTENDEE:mailto:b@x.example\n"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (GUEST + "SUMMARY:Roof\\, walls\\nand doors\n", ("subject:roof, walls and doors",)),
        (GUEST + "CLASS:PRIVATE\nSUMMARY:Pay rise\n", ()),
        ("SUMMARY:Dentist\n", ()),
        (GUEST + "SUMMARY:Busy\n", ()),
    ],
)
def test_a_meeting_of_several_is_about_its_title(
    lines: str, found: tuple[str, ...], tmp_path: Path
) -> None:
    assert topics(CalendarIcs(), tmp_path, day_ics=EVENT.format(lines)) == {found}


def test_an_engagement_of_hubspot_is_about_its_deals(tmp_path: Path) -> None:
    engagement = {
        "engagement": {"id": 5, "type": "CALL", "timestamp": 1772359200000, "ownerId": 3},
        "associations": {"contactIds": [7], "dealIds": [9, 10]},
        "metadata": {"title": "Roof survey"},
    }
    deal = {"id": "9", "properties": {"dealname": "Acme renewal", "hubspot_owner_id": "3"}}
    found = topics(
        HubSpot(), tmp_path, engagements_json=json.dumps({"results": [engagement]}),
        deals_json=json.dumps({"results": [deal]}),
    )  # fmt: skip

    assert found == {("subject:roof survey", "deal:Acme renewal")}  # nothing tells of deal 10


def test_a_task_of_salesforce_is_about_its_opportunity(tmp_path: Path) -> None:
    deals = (
        "Id,Name,OwnerId,StageName,CloseDate\n"
        "006000000000001AAA,Acme renewal,005000000000001AAA,Won,2026-05-01\n"
    )
    tasks = (
        "Id,Subject,WhoId,WhatId,OwnerId,Status,IsClosed,ActivityDate,TaskSubtype\n"
        "00T000000000001AAA,Roof survey,003000000000001AAA,006000000000001AAA,"
        "005000000000001AAA,Completed,true,2026-03-01,Call\n"
        "00T000000000002AAA,Call,003000000000001AAA,001000000000001AAA,"
        "005000000000001AAA,Completed,true,2026-03-02,Call\n"
    )

    assert topics(Salesforce(), tmp_path, Opportunity_csv=deals, Task_csv=tasks) == {
        ("subject:roof survey", "deal:Acme renewal"),
        (),
    }


def test_a_call_of_zoho_is_about_its_deal(tmp_path: Path) -> None:
    call = {
        "id": "4000000000000000001", "Subject": "Roof survey", "Call_Type": "Outbound",
        "Call_Start_Time": "2026-03-01T10:00:00+00:00", "Call_Duration": "05:00",
        "$se_module": "Deals", "What_Id": {"name": "Acme renewal", "id": "4000000000000000009"},
        "Owner": {"name": "Ann", "id": "4000000000000000002", "email": "a@x.example"},
    }  # fmt: skip
    found = topics(Zoho(), tmp_path, calls_json=json.dumps({"data": [call]}))

    assert found == {("subject:roof survey", "deal:Acme renewal")}
