"""HubSpot: engagements, objects, rows and exports; merged contacts are one person."""

import json
from pathlib import Path

from ingest.files.survey import surveyed
from ingest.hubspot.source import HubSpot
from ingest.source import Reading
from tests.ingest.gathered import CLOCK, file_at, gathered
from tests.ingest.sample_folder import Folder

FOLDER = Folder("hubspot")


def test_merged_contacts_are_one_person_with_the_moment_of_the_merge(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(
        "_fivetran_synced,id,property_email,property_hs_calculated_merged_vids\n"
        "2026-01-01 00:00:00,5,a@x.example,1:1661707291575;2:1661707931852\n"
    )
    batches = list(HubSpot().read(file_at(path), Reading(CLOCK)))
    merges = {row["a"]: row for batch in batches for row in batch.merges.to_pylist()}

    assert merges["hubspot:1"]["b"] == "hubspot:5"
    assert merges["hubspot:1"]["reason"] == "HubSpot merged contact 1 into 5"
    assert merges["hubspot:1"]["at"] == 1661707291575 * 1000
    assert merges["hubspot:2"]["at"] == 1661707931852 * 1000


def test_a_task_that_is_due_is_an_occasion_and_no_contact() -> None:
    found = gathered(HubSpot(), FOLDER.path / "engagements_v1.json")

    assert found.said("follow_up") == {("hubspot:501", "2027-01-01")}
    assert all(one.id != "hubspot:106" for one in found.interactions)


def test_the_sender_of_a_mailing_stands_in_the_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "email_event_data.csv").write_text(
        "id,_fivetran_synced,created,portal_id,type,recipient\n"
        "e1,2026-01-01 00:00:00,2026-01-01 00:00:00,7,SENT,ann@acme.example\n"
    )
    (tmp_path / "email_event_sent_data.csv").write_text(
        "id,_fivetran_synced,bcc,cc,from,reply_to,subject\n"
        'e1,2026-01-01 00:00:00,,,"""Rita, ours"" <rita@ours.example>",,Hello\n'
    )
    told, _ = surveyed([tmp_path], [HubSpot()], tmp_path)
    (one,) = gathered(HubSpot(), tmp_path / "email_event_data.csv", survey=told).interactions

    assert (one.sender, one.is_bulk) == ("email:rita@ours.example", True)


def test_owners_who_attend_are_in_the_meeting(tmp_path: Path) -> None:
    path = tmp_path / "meetings.json"
    meeting = {
        "hs_meeting_start_time": "2024-03-05T09:00:00Z", "hs_meeting_title": "Demo",
        "hubspot_owner_id": "71", "hs_attendee_owner_ids": "72;71", "hs_object_id": "921",
    }  # fmt: skip
    people = {"contacts": {"results": [{"id": "501", "type": "meeting_event_to_contact"}]}}
    path.write_text(
        json.dumps({"results": [{"id": "921", "properties": meeting, "associations": people}]})
    )

    (one,) = gathered(HubSpot(), path).interactions

    assert [who.identity for who in one.receivers] == ["hubspot:501", "hubspot:owner/72"]


def test_mails_that_were_not_sent_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "emails.json"
    mail = {
        "hs_timestamp": "2024-03-03T12:00:00Z", "hs_email_from_email": "eva@us.example",
        "hs_email_to_email": "cal@c.example",
    }  # fmt: skip
    more = (
        {"hs_email_direction": "EMAIL", "hs_email_status": "SENT"},
        {"hs_email_direction": "EMAIL", "hs_email_status": "FAILED"},
        {"hs_email_direction": "DRAFT_EMAIL"},
    )
    mails = [{"id": f"91{k}", "properties": mail | one} for k, one in enumerate(more)]
    path.write_text(json.dumps({"results": mails}))

    found = gathered(HubSpot(), path)

    assert [one.id for one in found.interactions] == ["hubspot:910"]
    assert [one.reason for one in found.rejected] == [
        "a mail that was not sent (failed)",
        "a mail that was not sent (draft_email)",
    ]


def test_an_owner_whose_address_an_export_shows_goes_by_it(tmp_path: Path) -> None:
    path = tmp_path / "kontakte.csv"
    path.write_text(
        "Datensatz-ID;Vorname;Nachname;Kontakt-Inhaber\n"
        "1;Ann;Lee;Eva Klein (eva@us.example)\n2;Bob;Ray;Eva Klein\n"
    )

    assert gathered(HubSpot(), path).said("owner") == {
        ("hubspot:1", "email:eva@us.example"),
        ("hubspot:2", "Eva Klein"),
    }
