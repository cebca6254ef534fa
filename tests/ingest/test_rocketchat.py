"""Rocket.Chat: whom a message reaches, by ids that its pages explain."""

from pathlib import Path

from graph.model import Kind
from ingest.rocketchat import RocketChat
from ingest.told import Survey
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import Folder, counts, loaded_twice

FOLDER = Folder("rocketchat")


def test_a_page_by_itself_knows_reactors_that_wrote_in_it_and_keeps_the_names_of_others() -> None:
    found = gathered(RocketChat(), FOLDER.path / "messages.json")
    reactors = [one.sender for one in found.interactions if one.kind is Kind.REACTION]

    assert reactors == ["rocketchat:bobbobbob", "rocketchat:annannann", "rocketchat:@zoe"]


def test_what_was_edited_is_one_message(tmp_path: Path) -> None:
    first, again = loaded_twice(tmp_path, FOLDER.path / "messages.json")

    assert counts(first) == (12, 9, 1, 2)
    assert first.interactions == 12
    assert again == (0, 0)


def test_a_direct_room_of_three_reaches_both_others(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(
        '[{"_id": "d1", "rid": "three", "msg": "", "ts": "2026-03-02T09:00:00Z",'
        ' "u": {"_id": "annannann", "username": "ann"}}]'
    )
    near = Survey({str(tmp_path): next(iter(FOLDER.survey.told.values()))})

    (one,) = gathered(RocketChat(), path, survey=near).interactions

    assert one.kind is Kind.MESSAGE
    assert [who.identity for who in one.receivers] == [
        "rocketchat:bobbobbob",
        "rocketchat:catcatcat",
    ]
