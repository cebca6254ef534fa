"""HubSpot: engagements, objects, rows and exports; merged contacts are one person."""

from pathlib import Path

from ingest.hubspot import HubSpot
from ingest.source import Reading
from ingest.survey import surveyed
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
