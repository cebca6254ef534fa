"""Zoho CRM: what its modules become, times whose offset changes, addresses that several have."""

from pathlib import Path

import pytest

from ingest.told import Survey
from ingest.zoho import Zoho
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import Folder, counts, loaded

FOLDER = Folder(Zoho(), "zoho")


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    return FOLDER.survey(tmp_path_factory.mktemp("zoho"))


@pytest.mark.parametrize(
    "text",
    [
        "Record Id,Name\n1,Ann\n",
        '{"data": [{"id": "1", "name": "Ann"}]}',
        '{"data": [{"id": "1234567890123456789", "text": "hello"}]}',
        '[{"message_id": "1", "subject": "x", "from": "a@x.example"}]',
        "[]",
        "",
    ],
)
def test_other_files_are_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / ("other.json" if text[:1] in "[{" else "other.csv")
    path.write_text(text)

    assert not Zoho().recognises(file_at(path))


def test_a_second_load_adds_nothing(tmp_path: Path) -> None:
    first = loaded(tmp_path, FOLDER.copied(tmp_path))
    second = loaded(tmp_path, FOLDER.copied(tmp_path))

    assert (first.total("read"), first.total("rejected")) == (26, 4)
    assert first.total("new") + first.total("known") == 22
    assert first.interactions == 8
    assert counts(second) == (26, 0, 22, 4)
    assert second.total("corrected") == 0


def test_offsets_that_change_with_summer_time_are_followed() -> None:
    found = gathered(Zoho(), FOLDER.path / "Calls.json").interactions

    assert [one.at.hour for one in found] == [8, 7, 7]


def test_one_person_twice_is_one_and_two_under_one_address_stay_two(survey: Survey) -> None:
    found = gathered(Zoho(), FOLDER.path / "Contacts.json", survey=survey)
    merged = {(one.a, one.b) for one in found.merges}

    assert {b for a, b in merged if a == "email:ann@acme.example"} == {
        "zoho:4970762000000335001",
        "zoho:4970762000000335003",
    }
    assert not any("desk@" in a or "info@" in a for a, _ in merged)


def test_the_real_sample_loads_whole_and_once(tmp_path: Path, shared: Path) -> None:
    first = loaded(tmp_path, shared / "platform-zoho")
    second = loaded(tmp_path, shared / "platform-zoho")

    assert counts(first) == (3, 3, 0, 0)
    assert (second.total("new"), second.total("known")) == (0, 3)
