"""Intercom: whom a customer reaches, and who answers."""

from pathlib import Path

from ingest.intercom import Intercom
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import loaded_twice


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
    loaded_twice(tmp_path, path)
    path.write_text(text % (1772442060, part))

    first, again = loaded_twice(tmp_path, path)
    question, _ = gathered(Intercom(), path).interactions

    assert (first.total("new"), first.total("corrected")) == (1, 1)
    assert again == (0, 0)
    assert [one.identity for one in question.receivers] == ["intercom:admin/8"]
