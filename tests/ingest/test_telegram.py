"""Telegram: whom a message and a call are to, in exports of chats and in a bot's updates."""

from datetime import timedelta, timezone
from pathlib import Path

from graph.model import Kind
from ingest.telegram import Telegram
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES, counts, loaded_twice


def test_one_chat_that_was_exported_by_both_sides_is_one_conversation(tmp_path: Path) -> None:
    message = (
        '{"id": %d, "type": "message", "date": "2026-03-02T10:0%d:00",'
        ' "date_unixtime": "17724420%d", "from": "x", "from_id": "user%d", "text": ""}'
    )
    for name, other, start in (("ann", 200, 1), ("bob", 100, 71)):
        first, second = (message % (start, 0, 10, 200), message % (start + 1, 1, 70, 100))
        (tmp_path / f"{name}.json").write_text(
            f'{{"name": "x", "type": "personal_chat", "id": {other},'
            f' "messages": [{first}, {second}]}}'
        )

    first_load, again = loaded_twice(tmp_path, tmp_path / "ann.json", tmp_path / "bob.json")

    assert counts(first_load) == (4, 2, 2, 0)
    assert again == (0, 0)


def test_a_zone_that_is_named_dates_what_has_none() -> None:
    path = SAMPLES / "telegram" / "result.json"
    found = gathered(Telegram(), path, zone=timezone(timedelta(hours=1)))
    (old,) = (one for one in found.interactions if one.id == "telegram:900/7")

    assert old.at.isoformat() == "2026-03-02T09:06:00+00:00"
    assert found.warnings == []


def test_a_call_has_its_direction_and_its_length_and_a_missed_one_none() -> None:
    found = gathered(Telegram(), SAMPLES / "telegram" / "result.json")
    taken, missed = (one for one in found.interactions if one.kind is Kind.CALL)

    assert (taken.sender, taken.duration) == ("telegram:200", timedelta(seconds=90))
    assert (missed.sender, missed.duration) == ("telegram:100", timedelta(0))
