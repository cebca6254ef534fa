"""Rocket.Chat: whom a message reaches, by ids that its pages explain."""

from pathlib import Path

from graph.model import Kind
from ingest.files.survey import surveyed
from ingest.rocketchat.source import RocketChat
from ingest.sources import SOURCES
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


def _line(name: str, minute: int, text: str, more: str = "") -> str:
    moment = f"2024-03-15T15:{minute:02}:41.889Z"
    return f'{{"msg": "{text}", "username": "{name}", "ts": "{moment}"{more}}}\n'


def test_an_exported_direct_room_is_between_the_two_who_write_in_it(tmp_path: Path) -> None:
    path = tmp_path / "oNfuDGerMEiPoF7tq2kYbCLeHQ8mZs3WxR.json"
    path.write_text(_line("ann", 1, "salut") + _line("bob", 2, "ça va ?") + _line("ann", 3, "oui"))

    found = gathered(RocketChat(), path).interactions

    assert [(one.kind, one.sender, one.receivers[0].identity) for one in found] == [
        (Kind.MESSAGE, "rocketchat:@ann", "rocketchat:@bob"),
        (Kind.MESSAGE, "rocketchat:@bob", "rocketchat:@ann"),
        (Kind.MESSAGE, "rocketchat:@ann", "rocketchat:@bob"),
    ]


def test_the_name_of_the_file_says_whom_one_writes_to_that_never_answers(tmp_path: Path) -> None:
    path = tmp_path / "oNfuDGerMEiPoF7tq2kYbCLeHQ8mZs3WxR.json"
    path.write_text(_line("ann", 1, "hallo?"))
    near = Survey({str(tmp_path): {"rocketchat.user": {"ann": "2kYbCLeHQ8mZs3WxR"}}})

    (one,) = gathered(RocketChat(), path, survey=near).interactions

    assert one.sender == "rocketchat:2kYbCLeHQ8mZs3WxR"
    assert [who.identity for who in one.receivers] == ["rocketchat:oNfuDGerMEiPoF7tq"]


def test_an_exported_channel_mentions_and_tells_joining_from_writing(tmp_path: Path) -> None:
    path = tmp_path / "general.json"
    path.write_text(
        _line("cat", 1, "User joined the channel", ', "type": "uj"')
        + _line("cat", 2, "hi @all and @Ann #launch")
        + _line("ann", 3, "no name here")
        + _line("User_2", 4, "who am I")
        + '{"msg": "", "username": "", "ts": "2024-03-15T15:44:41.889Z"}\n'
    )

    found = gathered(RocketChat(), path, log="acme")

    assert [(one.kind, one.sender) for one in found.interactions] == [
        (Kind.ACTIVITY, "rocketchat:@cat"),
        (Kind.MENTION, "rocketchat:@cat"),
        (Kind.POST, "rocketchat:@ann"),
        (Kind.POST, "account:acme/User_2"),
    ]
    assert [who.identity for who in found.interactions[1].receivers] == ["rocketchat:@ann"]
    assert found.interactions[1].topics == ("launch",)
    assert [one.reason for one in found.rejected] == ["names no author, expected username"]


def test_a_live_chat_is_between_the_visitor_and_whoever_serves(tmp_path: Path) -> None:
    (tmp_path / "rooms.json").write_text(
        '{"rooms": [{"_id": "live1", "t": "l", "msgs": 2, "usersCount": 2, "fname": "Guest",'
        ' "v": {"_id": "visitor1", "username": "guest-5"},'
        ' "servedBy": {"_id": "agentannn", "username": "ann"}}]}'
    )
    said = '"rid": "live1", "msg": "x", "ts": {"$date": {"$numberLong": "1710517481889"}}'
    (tmp_path / "messages.json").write_text(
        f'[{{"_id": "m1", {said}, "u": {{"_id": "visitor1", "username": "guest-5"}}}},'
        f' {{"_id": "m2", {said}, "u": {{"_id": "agentannn", "username": "ann"}}}},'
        f' {{"_id": "m3", {said}, "u": {{"_id": "agentbobb", "username": "bob"}}}}]'
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    found = gathered(RocketChat(), tmp_path / "messages.json", survey=survey).interactions

    assert [(one.sender, one.receivers[0].identity) for one in found] == [
        ("rocketchat:visitor1", "rocketchat:agentannn"),
        ("rocketchat:agentannn", "rocketchat:visitor1"),
        ("rocketchat:agentbobb", "rocketchat:visitor1"),
    ]


def test_one_message_a_line_is_read_with_the_channels_that_it_names(tmp_path: Path) -> None:
    path = tmp_path / "rocketchat_message.json"
    line = (
        '{"_id": "m%d", "rid": "all", "msg": "x", "ts": {"$date": "2024-03-15T15:44:%dZ"},'
        ' "u": {"_id": "bobbobbob", "username": "bob"}, "channels": [{"_id": "t", "name": "t"}],'
        ' "mentions": [{"_id": "annannann", "username": "ann"}]}\n'
    )
    path.write_text(line % (1, 41) + line % (2, 42))

    found = gathered(RocketChat(), path)

    assert [one.kind for one in found.interactions] == [Kind.MENTION, Kind.MENTION]
    assert found.rejected == []


def test_rooms_that_changed_tell_who_is_in_a_direct_one(tmp_path: Path) -> None:
    (tmp_path / "rooms.json").write_text(
        '{"update": [{"_id": "r1", "t": "d", "uids": ["u1", "u2", "u3"], "usernames": ["a", "b",'
        ' "c"], "_updatedAt": "2026-03-02T09:00:00.000Z"}], "remove": [], "success": true}'
    )
    (tmp_path / "messages.json").write_text(
        '{"messages": [{"_id": "m1", "rid": "r1", "msg": "x", "ts": "2026-03-02T09:00:00.000Z",'
        ' "u": {"_id": "u1", "username": "a"}}]}'
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)
    (message,) = gathered(RocketChat(), tmp_path / "messages.json", survey=survey).interactions

    assert [one.identity for one in message.receivers] == ["rocketchat:u2", "rocketchat:u3"]
