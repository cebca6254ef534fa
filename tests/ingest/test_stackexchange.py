"""Stack Exchange: whom answers and comments are to, and what is left of accounts that are gone."""

from pathlib import Path

import pytest

from ingest.stackexchange import StackExchange
from ingest.told import Survey
from tests.ingest.gathered import file_at, gathered
from tests.ingest.platform_samples import (
    SAMPLES,
    counts,
    files,
    loaded_twice,
    told,
)

FILES = files("stackexchange")
NAMES = [name for name, _ in FILES]
OTHERS = [
    '{"items": [{"id": 1, "creation_date": 1, "owner": {}}]}',
    '{"items": [{"question_id": 1, "title": "x"}]}',
    '{"data": [{"comment_id": 1, "body": "x"}]}',
    '{"user_id": 1, "display_name": "Ann"}',
    "[1, 2]",
    "{}",
    "[]",
    "",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stackexchange")


@pytest.fixture(scope="module")
def survey(folder: Path) -> Survey:
    return told("stackexchange", folder)


@pytest.mark.parametrize("text", OTHERS)
def test_other_json_is_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    assert not StackExchange().recognises(file_at(path))


def test_the_real_page_loads_whole_and_once(tmp_path: Path, shared: Path) -> None:
    """Its second question has the number of the first, and is known by it."""
    first, again = loaded_twice(tmp_path / "log.duckdb", shared / "platform-stackexchange")

    assert counts(first) == [6, 5, 1, 0]
    assert first.interactions == 5
    assert again == (0, 0)
    assert first.not_recognised == ("platform-stackexchange/README.md",)


def test_an_answer_by_itself_is_to_nobody_until_the_question_is_at_hand(survey: Survey) -> None:
    path = SAMPLES / "stackexchange" / "answers.json"
    alone = gathered(StackExchange(), path).interactions
    beside = gathered(StackExchange(), path, survey=survey).interactions

    assert [len(one.receivers) for one in alone] == [0, 0]
    assert [[who.identity for who in one.receivers] for one in beside] == [
        ["stackexchange:math.stackexchange.com/1"],
        [],
    ]
