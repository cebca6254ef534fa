"""Rocket.Chat: whom a message reaches, by ids that its pages explain."""

from pathlib import Path

import pytest

from graph.model import Kind
from ingest.rocketchat import RocketChat
from ingest.told import Survey
from tests.ingest.gathered import file_at, gathered
from tests.ingest.platform_samples import (
    SAMPLES,
    counts,
    files,
    loaded_twice,
    told,
)

FILES = files("rocketchat")
NAMES = [name for name, _ in FILES]
OTHERS = [
    '[{"_id": "1", "name": "ann"}]',
    '[{"_id": "1", "username": "ann"}]',
    '{"messages": [{"id": "1", "ts": "1454884927.000001", "user": "U1", "type": "message"}]}',
    '{"messages": [{"_id": "1", "msg": "", "ts": "2020-01-01", "u": {}}]}',
    '{"_id": "1", "t": "c"}',
    '{"users": [{"id": 1, "username": "ann"}]}',
    "[1, 2]",
    "{}",
    "[]",
    "",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rocketchat")


@pytest.fixture(scope="module")
def survey(folder: Path) -> Survey:
    return told("rocketchat", folder)


@pytest.mark.parametrize("text", OTHERS)
def test_other_json_is_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    assert not RocketChat().recognises(file_at(path))


def test_the_real_page_loads_whole_and_once(tmp_path: Path, shared: Path) -> None:
    page = shared / "platform-chat-misc" / "message_page_1.json"
    first, again = loaded_twice(tmp_path / "log.duckdb", page)

    assert counts(first) == [2, 2, 0, 0]
    assert first.interactions == 3
    assert again == (0, 0)


def test_a_page_by_itself_knows_reactors_that_wrote_in_it_and_keeps_the_names_of_others() -> None:
    found = gathered(RocketChat(), SAMPLES / "rocketchat" / "messages.json")
    reactors = [one.sender for one in found.interactions if one.kind is Kind.REACTION]

    assert reactors == ["rocketchat:bobbobbob", "rocketchat:annannann", "rocketchat:@zoe"]


def test_what_was_edited_is_one_message(tmp_path: Path) -> None:
    first, again = loaded_twice(tmp_path / "log.duckdb", SAMPLES / "rocketchat" / "messages.json")

    assert counts(first) == [12, 9, 1, 2]
    assert first.interactions == 12
    assert again == (0, 0)


def test_a_direct_room_of_three_reaches_both_others(tmp_path: Path, survey: Survey) -> None:
    path = tmp_path / "one.json"
    path.write_text(
        '[{"_id": "d1", "rid": "three", "msg": "", "ts": "2026-03-02T09:00:00Z",'
        ' "u": {"_id": "annannann", "username": "ann"}}]'
    )
    near = Survey({str(tmp_path): next(iter(survey.told.values()))})

    (one,) = gathered(RocketChat(), path, survey=near).interactions

    assert one.kind is Kind.MESSAGE
    assert [who.identity for who in one.receivers] == [
        "rocketchat:bobbobbob",
        "rocketchat:catcatcat",
    ]
