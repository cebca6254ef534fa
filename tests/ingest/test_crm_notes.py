"""What a CRM says in words: mails are said to somebody, notes are about them and heard as such."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.model import Interaction
from ingest.dynamics.source import Dynamics
from ingest.heard.hearing import hearing
from ingest.heard.tone import scorer_named
from ingest.hubspot.source import HubSpot
from ingest.salesforce.source import Salesforce
from ingest.source import Source
from ingest.zoho.source import Zoho
from tests.ingest.gathered import gathered

GLAD = "She was very happy with the new roof and loves our service."
ANGRY = "The customer was terribly angry about the awful delay."
NOTED, HEARD = "note: vader", "vader"
OWNER, CONTACT, OWN = (f"00000000-0000-0000-0000-00000000000{k}" for k in (4, 1, 9))


def read(
    source: Source, folder: Path, record: dict[str, Any], unread: tuple[str, ...] = ()
) -> Interaction:
    """The interaction of one record, its text heard."""
    path = folder / "export.json"
    path.write_text(json.dumps([record]), "utf-8")
    listen = hearing(scorer_named("vader"), unread=unread)
    (found,) = gathered(source, path, listen=listen).interactions
    return found


def hubspot(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "engagement": {"id": 5, "type": kind, "timestamp": 1772359200000, "ownerId": 3},
        "associations": {"contactIds": [7]}, "metadata": more,
    }  # fmt: skip


def hubspot_v3(**properties: Any) -> dict[str, Any]:
    return {
        "id": "5", "createdAt": "2026-03-01T10:00:00Z", "archived": False, "contacts": ["7"],
        "properties": {"hs_timestamp": "2026-03-01T10:00Z", "hubspot_owner_id": "3"} | properties,
    }  # fmt: skip


def salesforce(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "attributes": {"type": kind}, "Id": "00T000000000001AAA", "OwnerId": "005000000000001AAA",
        "WhoId": "003000000000001AAA", "ActivityDate": "2026-03-01", "Subject": "Call",
        "StartDateTime": "2026-03-01T10:00:00.000+0000", "Status": "Completed", "IsClosed": True,
    } | more  # fmt: skip


def zoho(**more: Any) -> dict[str, Any]:
    return {
        "id": "4970762000000335301", "Owner": {"name": "Rita", "id": "4970762000000326001"},
        "Who_Id": {"name": "Ann", "id": "4970762000000335001"},
        "Created_Time": "2026-03-01T10:00:00+01:00",
    } | more  # fmt: skip


def dynamics(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "activityid": OWN, "activitytypecode": kind, "statecode": 1, "_ownerid_value": OWNER,
        "actualend": "2026-03-01T10:00:00Z", "scheduledstart": "2026-03-01T10:00:00Z",
        f"{kind}_activity_parties": [
            {"participationtypemask": 1, "_partyid_value": OWNER, "partyobjecttypecode": 8},
            {"participationtypemask": 2, "_partyid_value": CONTACT, "partyobjecttypecode": 2},
        ],
    } | more  # fmt: skip


CALL = {"Subject": "Hi", "Call_Type": "Outbound", "Call_Start_Time": "2026-03-01T10:00:00+01:00"}
CASES = [
    pytest.param(HubSpot(), hubspot("NOTE", body=GLAD), NOTED, id="hubspot note"),
    pytest.param(HubSpot(), hubspot("CALL", body=f"<p>{GLAD}</p>"), NOTED, id="hubspot call"),
    pytest.param(HubSpot(), hubspot_v3(hs_note_body=GLAD), NOTED, id="hubspot v3 note"),
    pytest.param(HubSpot(), hubspot_v3(hs_call_body=GLAD, hs_call_direction="OUTBOUND"), NOTED,
                 id="hubspot v3 call"),
    pytest.param(HubSpot(), hubspot_v3(hs_meeting_title="x", hs_internal_meeting_notes=GLAD), NOTED,
                 id="hubspot meeting"),
    pytest.param(HubSpot(), hubspot_v3(hs_communication_body=GLAD), HEARD, id="hubspot message"),
    pytest.param(Salesforce(), salesforce("Task", TaskSubtype="Call", Description=GLAD), NOTED,
                 id="salesforce call"),
    pytest.param(Salesforce(), salesforce("Event", Description=GLAD), NOTED, id="salesforce event"),
    pytest.param(Salesforce(), salesforce("Task", TaskSubtype="Email", Description=(
        f"To: ann@acme.example\nCC: \nAttachment: \n\nSubject: Angry\nBody:\n{GLAD}")), HEARD,
                 id="salesforce mail"),
    pytest.param(Zoho(), zoho(Note_Title="Hi", Note_Content=GLAD), NOTED, id="zoho note"),
    pytest.param(Zoho(), zoho(Description=GLAD, **CALL), NOTED, id="zoho call"),
    pytest.param(Dynamics(), dynamics("phonecall", description=GLAD), NOTED, id="dynamics call"),
    pytest.param(Dynamics(), dynamics("email", description=GLAD), HEARD, id="dynamics mail"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "record", "by"), CASES)
def test_words_of_a_crm_are_heard_as_what_they_are(
    source: Source, record: dict[str, Any], by: str, tmp_path: Path
) -> None:
    found = read(source, tmp_path, record)

    assert found.sentiment is not None
    assert found.sentiment > 0.3
    assert str(found.sentiment_by).startswith(f"{by} ")


@pytest.mark.parametrize(("source", "record", "by"), CASES)
def test_what_is_not_to_be_read_is_not_heard(
    source: Source, record: dict[str, Any], by: str, tmp_path: Path
) -> None:
    channel = read(source, tmp_path, record).channel

    assert read(source, tmp_path, record, (channel,)).sentiment is None
    assert (read(source, tmp_path, record, ("note",)).sentiment is None) == (by == NOTED)


@pytest.mark.parametrize(
    ("source", "record"),
    [
        (HubSpot(), hubspot_v3(hs_call_body=ANGRY, hs_call_direction="INBOUND")),
        (Salesforce(), salesforce("Task", CallType="Inbound", Description=ANGRY)),
        (Zoho(), zoho(**CALL | {"Call_Type": "Inbound", "Description": ANGRY})),
        (
            Dynamics(),
            dynamics("phonecall", description=ANGRY, phonecall_activity_parties=[
                {"participationtypemask": 1, "_partyid_value": CONTACT, "partyobjecttypecode": 2},
                {"participationtypemask": 2, "_partyid_value": OWNER, "partyobjecttypecode": 8},
            ]),
        ),
    ],
)  # fmt: skip
def test_what_was_noted_of_a_call_that_came_in_is_not_the_callers_tone(
    source: Source, record: dict[str, Any], tmp_path: Path
) -> None:
    found = read(source, tmp_path, record)

    assert len(found.receivers) == 1
    assert found.sentiment is None


@pytest.mark.parametrize(
    ("source", "record"),
    [
        (HubSpot(), hubspot("MEETING", title="x", body=GLAD, startTime=1772359200000)),  # invites
        (Salesforce(), salesforce("Task", TaskSubtype="ListEmail", Description=GLAD)),  # to a list
    ],
)
def test_templates_are_no_tone(source: Source, record: dict[str, Any], tmp_path: Path) -> None:
    assert read(source, tmp_path, record).sentiment is None
