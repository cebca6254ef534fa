"""Oracle Eloqua: what contacts did, who they are; a mailing ties nobody."""

from datetime import timedelta, timezone
from pathlib import Path

from graph.model import Kind
from ingest.eloqua import Eloqua
from tests.ingest.gathered import file_at, gathered
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


def test_every_type_of_the_bulk_api_is_what_a_contact_did(tmp_path: Path) -> None:
    path = tmp_path / "activities.csv"
    types = ("Subscribe", "Unsubscribe", "Bounceback", "PageView", "SmsReply", "Messebesuch")
    rows = (
        f"{k},{one},2024-07-11T18:38:24.5930000-04:00,ann@acme.example,501,Email,7\n"
        for k, one in enumerate(types, 1)
    )
    head = "ActivityId,ActivityType,ActivityDate,EmailAddress,ContactId,AssetType,AssetId\n"
    path.write_text(head + "".join(rows))

    found = gathered(Eloqua(), path)

    assert Eloqua().recognises(file_at(path))
    assert found.rejected == []
    assert {(one.kind, one.sender, one.receivers) for one in found.interactions} == {
        (Kind.ACTIVITY, "eloqua:501", ())
    }
    assert {one.at.isoformat() for one in found.interactions} == {
        "2024-07-11T22:38:24.593000+00:00"
    }
    assert [one.id for one in found.interactions][:2] == [
        "eloqua:emailsubscribe/1",
        "eloqua:emailunsubscribe/2",
    ]


def test_dates_of_an_export_are_in_the_zone_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "activities.csv"
    path.write_text(
        "ActivityId,ActivityType,ActivityDate,ContactId\n1,EmailOpen,2024-07-11 18:38:24.59,501\n"
    )

    (one,) = gathered(Eloqua(), path, zone=timezone(timedelta(hours=-4))).interactions

    assert one.at.isoformat() == "2024-07-11T22:38:24.590000+00:00"


def test_a_list_of_contacts_tells_their_names_in_any_depth(tmp_path: Path) -> None:
    page, sheet = tmp_path / "page.json", tmp_path / "contacts.csv"
    page.write_text(
        '{"elements": [{"type": "Contact", "id": "9", "depth": "minimal",'
        ' "name": "zoe@d.example", "emailAddress": "zoe@d.example"}], "page": 1, "total": 1}'
    )
    sheet.write_text(
        "Email Address,First Name,Last Name,Company,Eloqua Contact ID\n"
        "zoe@d.example,Zoë,Díaz,Díaz SA,CGLBL000000000009\n"
    )

    for path in (page, sheet):
        found = gathered(Eloqua(), path)
        assert Eloqua().recognises(file_at(path))
        assert [(one.a, one.b) for one in found.merges] == [("eloqua:9", "email:zoe@d.example")]
    assert ("eloqua:9", "Zoë Díaz") in found.said("name")
    assert ("eloqua:9", "org:d.example") in found.said("organization")
