"""Dynamics 365: activities with their parties, people, companies; what is due is no contact."""

import json
from pathlib import Path

import pytest

from graph.model import Kind, Role, Status
from ingest.dynamics import Dynamics
from ingest.told import Survey
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import Folder, counts, loaded

FOLDER = Folder(Dynamics(), "dynamics")


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    return FOLDER.survey(tmp_path_factory.mktemp("dynamics"))


@pytest.mark.parametrize(
    "text",
    [
        "stringmapid,attributename,value\n123,name01,Readable\n",
        "activityid,subject,statecode\n12,Call,1\n",
        '{"value": [{"id": "1c4095e5-60c6-ea11-a812-000000000001", "subject": "x"}]}',
        '{"@odata.context": "x", "value": []}',
        "[]",
        "",
    ],
)
def test_other_files_are_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / ("other.json" if text[:1] in "[{" else "other.csv")
    path.write_text(text)

    assert not Dynamics().recognises(file_at(path))


def test_a_second_load_adds_nothing(tmp_path: Path) -> None:
    first = loaded(tmp_path, FOLDER.copied(tmp_path))
    second = loaded(tmp_path, FOLDER.copied(tmp_path))

    assert (first.total("read"), first.total("rejected")) == (27, 5)
    assert first.total("new") + first.total("known") == 22
    assert first.interactions == 8
    assert counts(second) == (27, 0, 22, 5)
    assert second.total("corrected") == 0


def test_the_number_of_a_party_says_what_its_part_was() -> None:
    found = gathered(Dynamics(), FOLDER.path / "activities.json").interactions
    mail, call, meeting = found[:3]

    assert [one.role for one in mail.receivers] == [Role.TO, Role.CC, Role.BCC]
    assert mail.sender == "email:rita@ours.example"
    assert call.sender.endswith("11")  # who called in
    assert [one.role for one in meeting.receivers] == [
        Role.ATTENDEE,
        Role.ATTENDEE,
        Role.OPTIONAL,
    ]


def test_a_call_that_ended_in_voicemail_was_not_answered(tmp_path: Path) -> None:
    text = (FOLDER.path / "activities.json").read_text("utf-8")
    told = json.loads(text)
    told["value"][1]["leftvoicemail"] = True
    path = tmp_path / "activities.json"
    path.write_text(json.dumps(told), "utf-8")

    found = gathered(Dynamics(), path).interactions[1]

    assert found.kind == Kind.CALL
    assert {one.status for one in found.receivers} == {Status.UNANSWERED}


def test_parties_in_a_file_of_their_own_are_found_whatever_the_order(survey: Survey) -> None:
    (call,) = gathered(Dynamics(), FOLDER.path / "phonecall.csv", survey=survey).interactions

    assert [one.identity for one in call.receivers] == [
        "dynamics:1c4095e5-60c6-ea11-a812-000000000011",
        "email:guest@dale.example",
    ]


def test_the_real_sample_is_a_task_that_was_due_and_no_contact(
    tmp_path: Path, shared: Path
) -> None:
    first = loaded(tmp_path, shared / "platform-dynamics")
    second = loaded(tmp_path, shared / "platform-dynamics")

    assert counts(first) == (1, 1, 0, 0)
    assert first.interactions == 0
    assert (second.total("new"), second.total("known")) == (0, 1)
    assert first.not_recognised == (
        "platform-dynamics/README.md",
        "platform-dynamics/stringmap_data.csv",
    )
