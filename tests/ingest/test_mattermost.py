"""Mattermost: whom a post reaches, by API and by bulk export, and that nothing is lost."""

from datetime import timedelta
from pathlib import Path

from graph.model import Kind
from ingest.files.survey import surveyed
from ingest.mattermost.source import Mattermost
from ingest.sources import SOURCES
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES


def test_a_page_by_itself_knows_who_is_answered_and_keeps_names_that_nobody_explains() -> None:
    found = gathered(Mattermost(), SAMPLES / "mattermost" / "posts.json")
    reply = next(one for one in found.interactions if one.id == "mattermost:post00000004")

    assert [one.identity for one in reply.receivers] == [
        "mattermost:userannann",
        "mattermost:@bob",
        "mattermost:@dan",
    ]


def test_posts_of_several_pages_are_one_conversation(tmp_path: Path) -> None:
    post = '"create_at": %d, "delete_at": 0, "channel_id": "c", "message": "", "root_id"'
    (tmp_path / "posts-2.json").write_text(
        f'[{{"id": "second", "user_id": "userbob", {post % 1772442060000}: "first"}}]'
    )
    (tmp_path / "posts-1.json").write_text(
        f'[{{"id": "first", "user_id": "userann", {post % 1772442000000}: ""}}]'
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    (reply,) = gathered(Mattermost(), tmp_path / "posts-2.json", survey=survey).interactions

    assert [one.identity for one in reply.receivers] == ["mattermost:userann"]


def test_a_bulk_export_of_a_named_server_keeps_its_usernames_apart() -> None:
    found = gathered(Mattermost(), SAMPLES / "mattermost" / "bulk.jsonl", log="acme")

    assert found.interactions[0].sender == "mattermost:acme/@ann"
    assert found.interactions[0].id == "mattermost:acme/acme/town/1772442000000/@ann"


def _channels(folder: Path) -> None:
    channel = (
        '"create_at": 1, "delete_at": 0, "team_id": "", "creator_id": "userann", "last_post_at": 1'
    )
    (folder / "channels.json").write_text(
        f'[{{"id": "two", "type": "D", "name": "userannann__userbobbob", "display_name": "",'
        f' {channel}}}, {{"id": "few", "type": "G", "name": "b55bbbcd37ad7bbfc9d4c8f9b3d5bd3d",'
        f' "display_name": "ann, bob, cat.b", {channel}}}]'
    )
    (folder / "users.json").write_text(
        '[{"id": "userbobbob", "username": "bob", "create_at": 1, "delete_at": 0, "email": ""}]'
    )


def _post(number: str, channel: str, more: str) -> str:
    return (
        f'{{"id": "{number}", "user_id": "userannann", "create_at": 1772442000000, "delete_at": 0,'
        f' "channel_id": "{channel}", "message": "", "root_id": "", {more}}}'
    )


def test_a_post_to_a_group_of_a_few_reaches_all_of_them(tmp_path: Path) -> None:
    _channels(tmp_path)
    (tmp_path / "posts.json").write_text(f"[{_post('one', 'few', _TEXT)}]")
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    (one,) = gathered(Mattermost(), tmp_path / "posts.json", survey=survey).interactions

    assert (one.kind, one.sender) == (Kind.MESSAGE, "mattermost:userannann")
    assert [who.identity for who in one.receivers] == [
        "mattermost:@ann",  # whom no list of users explains
        "mattermost:userbobbob",
        "mattermost:@cat.b",
    ]


_TEXT = '"type": ""'
_CALL = '"type": "custom_calls", "props": {"start_at": 1772442000000, "end_at": 1772442090000, '


def test_a_call_is_with_those_who_joined_and_missed_where_nobody_did(tmp_path: Path) -> None:
    _channels(tmp_path)
    posts = [
        _post("two", "two", _CALL + '"participants": ["userannann", "userbobbob"]}'),
        _post("none", "two", _CALL + '"participants": ["userannann"]}'),
        _post("open", "town", _CALL + '"participants": ["userannann"]}'),
        _post("many", "town", _CALL + '"participants": ["userannann", "userbobbob", "usercat"]}'),
    ]
    (tmp_path / "posts.json").write_text(f"[{', '.join(posts)}]")
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    found = gathered(Mattermost(), tmp_path / "posts.json", survey=survey).interactions

    assert [(one.kind, len(one.receivers), one.duration) for one in found] == [
        (Kind.CALL, 1, timedelta(seconds=90)),
        (Kind.CALL, 1, timedelta(0)),
        (Kind.ACTIVITY, 0, None),
        (Kind.MEETING, 2, timedelta(seconds=90)),
    ]


def test_what_machines_post_is_kept_and_ties_nobody(tmp_path: Path) -> None:
    path = tmp_path / "bulk.jsonl"
    post = '"team": "t", "channel": "c", "message": "@ann: it broke", "create_at": 17724420'
    path.write_text(
        '{"type": "version", "version": 1}\n'
        '{"type": "bot", "bot": {"username": "ci", "owner": "ann", "display_name": "CI"}}\n'
        f'{{"type": "post", "post": {{"user": "ci", {post}00000}}}}\n'
        f'{{"type": "post", "post": {{"user": "bob", "props": {{"from_webhook": "true"}},'
        f" {post}01000}}}}\n"
        f'{{"type": "post", "post": {{"user": "bob", {post}02000}}}}\n'
    )

    found = gathered(Mattermost(), path).interactions

    assert [one.is_bulk for one in found] == [True, True, False]


def test_a_channel_that_was_exported_alone_gives_the_posts_of_the_api(tmp_path: Path) -> None:
    path = tmp_path / "town-square.csv"
    path.write_text(
        "Post Creation Time,User Id,User Email,User Type,User Name,Post Id,Parent Post Id,"
        "Post Message,Post Type\n"
        "2026-03-01T09:31:00Z,userbob1,bob@x.example,user,bob,post0002,post0001,Yes,message\n"
        "2026-03-01T09:30:00Z,userann1,ann@x.example,user,ann,post0001,,Tea?,message\n"
    )

    reply, asked = gathered(Mattermost(), path).interactions

    assert (reply.id, reply.in_reply_to) == ("mattermost:post0002", asked.id)
    assert [one.identity for one in reply.receivers] == [asked.sender] == ["mattermost:userann1"]


def test_a_damaged_message_of_an_export_costs_itself_alone(tmp_path: Path) -> None:
    whole = (SAMPLES / "mattermost" / "compliance" / "actiance_export.xml").read_text()
    path = tmp_path / "actiance_export.xml"
    path.write_text(whole.replace("<DateTimeUTC>1772357600000</DateTimeUTC>\n      <Content>", "<"))
    found = gathered(Mattermost(), path)

    assert len(found.interactions) == 3
    assert len(found.rejected) == 2


def test_a_line_break_parts_a_name_from_the_word_below(tmp_path: Path) -> None:
    """In a cell of a table, where breaks are no part of a text's letters."""
    header = "Post Creation Time,Team Id,Team Name,Team Display Name,Channel Id,Channel Name,"
    header += "Channel Display Name,Channel Type,User Id,User Email,Username,Post Id,"
    header += "Edited By Post Id,Replied to Post Id,Post Message,Post Type,User Type"
    row = f"1704099600000,t,t,T,{'c' * 26},ch,Ch,public,{'u' * 26},ann@x.example,ann,{'p' * 26},,,"
    path = tmp_path / "export.csv"
    path.write_text(f'{header}\n{row}"hej, @bob\nlinia",message,user\n', "utf-8")

    (post,) = gathered(Mattermost(), path).interactions

    assert [one.identity for one in post.receivers] == ["mattermost:@bob"]
