"""Intercom: whom a customer reaches, and who answers."""

from pathlib import Path

import pytest

from ingest.intercom import Intercom
from tests.ingest.gathered import file_at, gathered
from tests.ingest.platform_samples import (
    SAMPLES,
    counts,
    files,
    loaded_twice,
)

FILES = files("intercom")
NAMES = [name for name, _ in FILES]
OTHERS = [
    '[{"type": "conversation", "id": "1", "messages": []}]',
    '[{"type": "user", "email": "ann@x.example", "id": 1}]',
    '{"contacts": [{"email": "ann@x.example", "id": 1}]}',
    '{"data": [{"id": "1", "type": "contact"}]}',
    '[{"id": "1", "created_at": 1, "source": "x"}]',
    "[1, 2]",
    "{}",
    "[]",
    "",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_json_is_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    assert not Intercom().recognises(file_at(path))


def test_the_samples_load_whole_and_once(tmp_path: Path) -> None:
    folder = SAMPLES / "intercom"
    first, again = loaded_twice(tmp_path / "log.duckdb", *(folder / name for name in NAMES))

    assert counts(first) == [13, 10, 0, 3]
    assert first.interactions == 8
    assert again == (0, 0)


def test_a_question_is_to_whoever_answers_it_later(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    text = (
        '{"type": "conversation", "id": "1", "created_at": 1772442000, "updated_at": %d,'
        ' "source": {"body": "x", "author": {"type": "user", "id": "5"}},'
        ' "conversation_parts": {"conversation_parts": [%s]}}'
    )
    part = (
        '{"id": "p1", "part_type": "comment", "body": "y", "created_at": 1772442060,'
        ' "author": {"type": "admin", "id": "8"}}'
    )
    path.write_text(text % (1772442000, ""))
    loaded_twice(tmp_path / "log.duckdb", path)
    path.write_text(text % (1772442060, part))

    first, again = loaded_twice(tmp_path / "log.duckdb", path)
    question, _ = gathered(Intercom(), path).interactions

    assert (first.total("new"), first.total("corrected")) == (1, 1)
    assert again == (0, 0)
    assert [one.identity for one in question.receivers] == ["intercom:admin/8"]
