"""Oracle Eloqua: what contacts did, who they are; a mailing ties nobody."""

from ingest.eloqua import Eloqua
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import Folder

FOLDER = Folder("eloqua")


def test_an_address_that_two_have_is_nobodys_whatever_file_says_it() -> None:
    for name in ("contacts.json", "bulk-activities.csv"):
        found = gathered(Eloqua(), FOLDER.path / name, survey=FOLDER.survey)

        assert not any("desk@" in one.b for one in found.merges)
        assert ("eloqua:504", "desk@birch.example") in found.said("email")


def test_what_was_typed_into_a_form_is_no_proof_of_whose_address_it_is() -> None:
    found = gathered(Eloqua(), FOLDER.path / "activities.json")

    assert found.said("typed_email") == {("eloqua:501", "ann@home.example")}
    assert found.merges == []
