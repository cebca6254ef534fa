"""Zoho CRM: what its modules become, times whose offset changes, addresses that several have."""

from ingest.zoho import Zoho
from tests.ingest.gathered import gathered
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
