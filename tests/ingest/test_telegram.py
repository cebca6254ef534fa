"""Telegram: whom a message and a call are to, in exports of chats and in a bot's updates."""

from datetime import timedelta, timezone
from pathlib import Path

from graph.model import Interaction, Kind
from ingest.source import Reading
from ingest.telegram.chats import Chats
from ingest.telegram.source import Telegram
from tests.ingest.gathered import CLOCK, gathered
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


def _old(chats: str) -> str:
    return (
        '{"about": "", "personal_information": {"user_id": 100, "first_name": "Ann"},'
        f' "chats": {{"about": "", "list": [{chats}]}}}}'
    )


def _said(number: int, who: int, more: str = '"text": ""') -> str:
    return (
        f'{{"id": {number}, "type": "message", "date": "2019-05-31T10:0{number}:00",'
        f' "from": "x", "from_id": {who}, {more}}}'
    )


def test_an_export_of_before_2021_shifts_the_numbers_of_its_chats(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(
        _old(
            f'{{"name": "Bob", "type": "personal_chat", "id": {2**32 + 200}, "messages":'
            f" [{_said(1, 100)}, {_said(2, 200)}]}},"
            f' {{"name": "Team", "type": "private_supergroup", "id": {2**33 + 7}, "messages":'
            f" [{_said(3, 200)}, {_said(4, 2**33 + 9)}]}}"
        )
    )

    found = gathered(Telegram(), path).interactions

    assert [(one.sender, [who.identity for who in one.receivers]) for one in found] == [
        ("telegram:100", ["telegram:200"]),
        ("telegram:200", ["telegram:100"]),
        ("telegram:200", []),
        ("telegram:channel/9", []),
    ]
    assert found[2].id == "telegram:7/3"


def test_the_one_who_answers_is_the_other_one_whatever_an_old_chat_is_numbered(
    tmp_path: Path,
) -> None:
    path = tmp_path / "result.json"
    path.write_text(
        _old(
            '{"name": "Bob", "type": "personal_chat", "id": 9777777777, "messages":'
            f" [{_said(1, 100)}, {_said(2, 200)}]}}"
        )
    )

    found = gathered(Telegram(), path).interactions

    assert [who.identity for one in found for who in one.receivers] == [
        "telegram:200",
        "telegram:100",
    ]


def test_a_person_of_today_may_have_a_number_above_that_shift(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    message = '"id": 1, "type": "message", "date": "2023-01-01T10:00:00", "date_unixtime":'
    path.write_text(
        '{"name": "Cat", "type": "personal_chat", "id": 5123456789, "messages": ['
        f'{{{message} "1672567200", "from": "Cat", "from_id": "user5123456789", "text": ""}},'
        f'{{{message} "1672567260", "from": "Ann", "from_id": "user100", "text": ""}}]}}'
    )

    found = gathered(Telegram(), path).interactions

    assert [one.receivers[0].identity for one in found] == ["telegram:100", "telegram:5123456789"]


def _group(messages: str) -> str:
    head = '"name": "Team", "type": "private_supergroup", "id": 900'
    return f'{{{head}, "messages": [{messages}]}}'


def _written(number: int, who: int, more: str, sort: str = "message") -> str:
    author = "from" if sort == "message" else "actor"
    return (
        f'{{"id": {number}, "type": "{sort}", "date": "2024-03-02T12:00:00", "date_unixtime":'
        f' "1709373600", "{author}": "x", "{author}_id": "user{who}", {more}, "text": ""}}'
    )


def test_reactions_are_dated_in_the_zone_of_their_message(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    recent = '{"from": "Bob", "from_id": "user200", "date": "2024-03-02T12:30:00"}'
    more = f'"reactions": [{{"type": "emoji", "count": 3, "emoji": "+", "recent": [{recent}]}}]'
    path.write_text(_group(_written(1, 100, more)))

    _, reaction = gathered(Telegram(), path).interactions

    assert reaction.at.isoformat() == "2024-03-02T10:30:00+00:00"  # two hours east of UTC


def test_what_answers_another_chat_or_opens_a_topic_answers_nobody_here(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(
        _group(
            ", ".join(
                (
                    _written(1, 100, '"action": "topic_created", "title": "Plans"', "service"),
                    _written(2, 200, '"reply_to_message_id": 1'),
                    _written(3, 300, '"reply_to_message_id": 2'),
                    _written(4, 300, '"reply_to_message_id": 2, "reply_to_peer_id": "channel8"'),
                )
            )
        )
    )

    found = gathered(Telegram(), path).interactions

    assert [(one.kind, [who.identity for who in one.receivers]) for one in found] == [
        (Kind.ACTIVITY, []),
        (Kind.POST, []),
        (Kind.REPLY, ["telegram:200"]),
        (Kind.REPLY, []),
    ]
    assert found[3].in_reply_to == "telegram:8/2"


def test_what_telegram_could_not_export_says_so(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(_group('{"id": 5, "type": "unsupported"}'))

    (one,) = gathered(Telegram(), path).rejected

    assert one.reason == "is a message that Telegram could not export"


def test_what_is_passed_on_is_not_heard_as_the_words_of_who_passes_it_on() -> None:
    chats = Chats(Reading(CLOCK), "result.json", [], "")
    message: dict[str, object] = {
        "id": 5, "type": "message", "date_unixtime": "1772442010", "from_id": "user100",
        "text": "Terrible!",
    }  # fmt: skip
    group = ({"type": "private_supergroup", "id": 8},)

    (own, *_) = chats.message(message, group)
    (passed_on, *_) = chats.message(message | {"forwarded_from": "Bob"}, group)

    assert isinstance(own, Interaction)
    assert isinstance(passed_on, Interaction)
    assert (own.text, passed_on.text) == ("Terrible!", None)


def test_codes_that_telegram_sends_tie_nobody(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(
        '{"type": "verification_codes", "id": 489000, "name": "Verification Codes", "messages": ['
        '{"id": 1, "type": "message", "date_unixtime": "1772442010", "from": "Codes",'
        ' "from_id": "user489000", "text": "Your code is 1234"}]}'
    )
    found = gathered(Telegram(), path)

    assert [one.is_bulk for one in found.interactions] == [True]
    assert ("telegram:489000", "bot") in found.said("kind")


def test_whose_export_it_is_is_mentioned_by_their_username(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(
        '{"about": "", "personal_information": {"user_id": 111, "username": "@Olga_Iv"},'
        ' "contacts": {"list": []}, "chats": {"list": [{"name": "Us", "type":'
        ' "private_supergroup", "id": 4, "messages": [{"id": 6, "type": "message", "date_unixtime":'
        ' "1675209000", "from": "Bo", "from_id": "user222", "text": [{"type": "mention", "text":'
        ' "@olga_iv"}, {"type": "mention", "text": "@other"}]}]}]}}'
    )
    (message,) = gathered(Telegram(), path).interactions

    assert [one.identity for one in message.receivers] == ["telegram:111", "telegram:@other"]
