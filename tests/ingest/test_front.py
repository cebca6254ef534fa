"""Front: who wrote to whom, in messages and in internal comments."""

from pathlib import Path

import pytest

from ingest.front import Front
from tests.ingest.gathered import file_at
from tests.ingest.platform_samples import (
    SAMPLES,
    counts,
    files,
    loaded_twice,
)

FILES = files("front")
NAMES = [name for name, _ in FILES]
OTHERS = [
    '[["tea_h5s7y", {"id": 1}]]',
    '{"_results": [{"id": "msg_1"}]}',
    '{"id": "msg_11", "text": "x"}',
    '[{"id": "tag_11", "name": "x"}]',
    '[["a", "b"], ["c", "d"]]',
    "[1, 2]",
    "{}",
    "[]",
    "",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_json_is_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    assert not Front().recognises(file_at(path))


def test_the_real_capture_loads_whole_and_once(tmp_path: Path, shared: Path) -> None:
    """Of its six records one is of a person; a channel, an inbox, a tag, ... hold nobody."""
    first, again = loaded_twice(tmp_path / "log.duckdb", shared / "platform-front")

    assert counts(first) == [1, 1, 0, 0]
    assert again == (0, 0)
    assert first.not_recognised == ("platform-front/README.md",)


def test_a_conversation_is_the_last_message_it_carries(tmp_path: Path) -> None:
    first, again = loaded_twice(tmp_path / "log.duckdb", SAMPLES / "front" / "messages.json")

    assert counts(first) == [10, 7, 1, 2]
    assert first.interactions == 7
    assert again == (0, 0)


def test_a_draft_that_was_sent_later_is_a_message(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    text = (
        '{"id": "msg_11", "type": "email", "is_inbound": false, "is_draft": %s,'
        ' "created_at": 1772442000, "author": {"id": "tea_1"},'
        ' "recipients": [{"handle": "cal@c.example", "role": "to"}]}'
    )
    path.write_text(text % "true")
    loaded_twice(tmp_path / "log.duckdb", path)
    path.write_text(text % "false")

    first, again = loaded_twice(tmp_path / "log.duckdb", path)

    assert (first.total("new"), first.total("corrected")) == (0, 1)
    assert again == (0, 0)
