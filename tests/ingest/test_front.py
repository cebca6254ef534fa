"""Front: who wrote to whom, in messages and in internal comments."""

from pathlib import Path

from tests.ingest.sample_folder import SAMPLES, counts, loaded_twice


def test_a_conversation_is_the_last_message_it_carries(tmp_path: Path) -> None:
    first, again = loaded_twice(tmp_path, SAMPLES / "front" / "messages.json")

    assert counts(first) == (10, 7, 1, 2)
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
    loaded_twice(tmp_path, path)
    path.write_text(text % "false")

    first, again = loaded_twice(tmp_path, path)

    assert (first.total("new"), first.total("corrected")) == (0, 1)
    assert again == (0, 0)
