"""Oracle Eloqua: what contacts did, who they are; a mailing ties nobody."""

from pathlib import Path

import pytest

from ingest.eloqua import Eloqua
from ingest.told import Survey
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import Folder, counts, loaded

FOLDER = Folder(Eloqua(), "eloqua")


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    return FOLDER.survey(tmp_path_factory.mktemp("eloqua"))


@pytest.mark.parametrize(
    "text",
    [
        "ActivityType,ActivityDate,Who\nCall,2026-01-01,Ann\n",
        '[{"type": "Activity", "activityType": "call", "activityDate": "2026-01-01"}]',
        '{"elements": [{"type": "Contact", "name": "Ann"}]}',
        '{"type": "Account", "name": "x"}',
        "[]",
        "",
    ],
)
def test_other_files_are_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / ("other.json" if text[:1] in "[{" else "other.csv")
    path.write_text(text)

    assert not Eloqua().recognises(file_at(path))


def test_a_second_load_adds_nothing(tmp_path: Path) -> None:
    first = loaded(tmp_path, FOLDER.copied(tmp_path))
    second = loaded(tmp_path, FOLDER.copied(tmp_path))

    assert counts(first) == (23, 16, 1, 6)
    assert first.interactions == 9
    assert first.total("tieless") == 9  # mailings and what their readers did tie nobody
    assert counts(second) == (23, 0, 17, 6)
    assert second.total("corrected") == 0


def test_an_address_that_two_have_is_nobodys_whatever_file_says_it(survey: Survey) -> None:
    for name in ("contacts.json", "bulk-activities.csv"):
        found = gathered(Eloqua(), FOLDER.path / name, survey=survey)

        assert not any("desk@" in one.b for one in found.merges)
        assert ("eloqua:504", "desk@birch.example") in found.said("email")


def test_what_was_typed_into_a_form_is_no_proof_of_whose_address_it_is() -> None:
    found = gathered(Eloqua(), FOLDER.path / "activities.json")

    assert found.said("typed_email") == {("eloqua:501", "ann@home.example")}
    assert found.merges == []


def test_the_real_sample_loads_whole_and_once(tmp_path: Path, shared: Path) -> None:
    first = loaded(tmp_path, shared / "platform-eloqua")
    second = loaded(tmp_path, shared / "platform-eloqua")

    assert counts(first) == (58, 58, 0, 0)
    assert (first.interactions, first.total("tieless")) == (58, 58)
    assert (second.total("new"), second.total("known")) == (0, 58)
