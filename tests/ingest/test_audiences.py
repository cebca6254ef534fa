"""A post to a channel of 400 is not 400 ties, in every chat; a reaction is from who reacts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.sample_folder import SAMPLES
from tests.ingest.ties_of import Contact, contacts_of

ROOM = 400
SLACK = "slack/10academy-export-part1.tar.gz"
MORNING = 1_772_442_000  # 2026-03-02 09:00 UTC
PEOPLE = [f"u{k:025d}" for k in range(ROOM)]


def written(path: Path, found: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


# -- a channel of 400 -----------------------------------------------------------------------------
# three posts each: a plain one, one that calls for everybody where a chat can say that, and an
# answer by a third person to the first


def slack(folder: Path) -> Path:
    users = [one.upper() for one in PEOPLE]
    written(folder / "users.json", [{"id": one, "name": one, "team_id": "T1", "profile": {}}
                                    for one in users])  # fmt: skip
    written(folder / "channels.json", [{"id": "C1", "name": "town", "created": 1,
                                        "members": users}])  # fmt: skip
    posts = [
        {"type": "message", "user": users[0], "ts": f"{MORNING}.000100", "text": "hello"},
        {"type": "message", "user": users[1], "ts": f"{MORNING + 9}.000100",
         "text": "<!channel> <!here> <!subteam^S1|@all> lunch"},
        {"type": "message", "user": users[2], "ts": f"{MORNING + 20}.000100", "text": "hi",
         "thread_ts": f"{MORNING}.000100", "parent_user_id": users[0]},
    ]  # fmt: skip
    written(folder / "town" / "2026-03-02.json", posts)
    return folder


def mattermost(folder: Path) -> Path:
    written(folder / "channels.json", [
        {"id": "c" * 26, "create_at": 1, "delete_at": 0, "display_name": "Town", "name": "town",
         "type": "O", "last_post_at": 1, "total_msg_count": 2, "team_id": "t" * 26}])  # fmt: skip
    posts = {
        f"p{k:025d}": {
            "id": f"p{k:025d}", "create_at": (MORNING + k) * 1000, "update_at": 1, "edit_at": 0,
            "delete_at": 0, "user_id": PEOPLE[k], "channel_id": "c" * 26, "message": text,
            "root_id": root, "type": "", "props": {}, "hashtags": "",
        }
        for k, (text, root) in enumerate(
            [("hello", ""), ("@channel @all @here lunch", ""), ("hi", f"p{0:025d}")]
        )
    }  # fmt: skip
    written(folder / "posts.json", {"order": list(posts), "posts": posts})
    return folder


def mattermost_bulk(folder: Path) -> Path:
    lines: list[dict[str, Any]] = [{"type": "version", "version": 1}]
    lines += [{"type": "user", "user": {"username": one, "email": f"{one}@x.example", "teams": [
        {"name": "acme", "channels": [{"name": "town"}]}]}} for one in PEOPLE]  # fmt: skip
    posts = [
        {"user": PEOPLE[0], "message": "hello", "create_at": MORNING * 1000,
         "replies": [{"user": PEOPLE[2], "message": "hi", "create_at": (MORNING + 20) * 1000}]},
        {"user": PEOPLE[1], "message": "@channel lunch", "create_at": (MORNING + 9) * 1000},
    ]  # fmt: skip
    lines += [{"type": "post", "post": {"team": "acme", "channel": "town", **one}} for one in posts]
    folder.mkdir()
    path = folder / "bulk.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def rocketchat(folder: Path) -> Path:
    room = {"_id": "GENERAL", "t": "c", "name": "general", "usersCount": ROOM, "msgs": 3,
            "u": {"_id": PEOPLE[0], "username": "ann"}, "ts": "2026-01-01T00:00:00Z"}  # fmt: skip
    written(folder / "rooms.json", {"channels": [room]})
    everybody = [{"_id": "all", "username": "all"}, {"_id": "here", "username": "here"}]
    posts = [
        {"_id": f"m{k}", "rid": "GENERAL", "msg": "hello", "mentions": named,
         "ts": f"2026-03-02T09:0{k}:00.000Z", "u": {"_id": PEOPLE[k], "username": PEOPLE[k]}}
        for k, named in enumerate([[], everybody, []])
    ]  # fmt: skip
    posts[2]["tmid"] = "m0"
    return written(
        folder / "messages.json", {"messages": posts, "count": 3, "success": True}
    ).parent


def telegram(folder: Path) -> Path:
    posts: list[dict[str, Any]] = [
        {"id": k, "type": "message", "date": f"2026-03-02T09:0{k}:00",
         "date_unixtime": str(MORNING + k), "from": f"Person {k}", "from_id": f"user{100 + k}",
         "text": "hello"}
        for k in (1, 2, 3)
    ]  # fmt: skip
    posts[2]["reply_to_message_id"] = 1
    chat = {"name": "Town", "type": "public_supergroup", "id": 900, "messages": posts}
    return written(folder / "result.json", chat)


def telegram_bot(folder: Path) -> Path:
    room = {"id": -1001234, "type": "supergroup", "title": "Town"}
    posts: list[dict[str, Any]] = [
        {"message_id": k, "date": MORNING + k, "chat": room, "text": "hello",
         "from": {"id": 100 + k, "is_bot": False, "first_name": f"P{k}"}}
        for k in (1, 2, 3)
    ]  # fmt: skip
    posts[2]["reply_to_message"] = posts[0]
    found = [{"update_id": k, "message": one} for k, one in enumerate(posts)]
    return written(folder / "updates.json", {"ok": True, "result": found})


CHATS = (slack, mattermost, mattermost_bulk, rocketchat, telegram, telegram_bot)


@pytest.mark.parametrize("chat", CHATS, ids=lambda chat: chat.__name__)
def test_a_post_to_400_ties_nobody_and_an_answer_in_it_only_who_is_answered(
    chat: Callable[[Path], Path], tmp_path: Path
) -> None:
    (one,) = contacts_of(tmp_path / "log.duckdb", chat(tmp_path / "export"))

    assert (one.kind, one.size, one.weight) == ("reply", 1, 1.0)
    assert one.source != one.target


def conversation(folder: Path, people: int) -> Path:
    """A conversation of Messenger, as the information download has it."""
    names = [{"name": f"Person {k:03d}"} for k in range(people)]
    said = [{"sender_name": "Person 000", "timestamp_ms": MORNING * 1000, "content": "hello",
             "type": "Generic"}]  # fmt: skip
    found = {"participants": names, "messages": said, "title": "All of us", "is_still_participant":
             True, "thread_path": "inbox/allofus_abc"}  # fmt: skip
    return written(folder / "messages" / "inbox" / "allofus_abc" / "message_1.json", found)


def test_a_message_to_a_conversation_of_400_ties_nobody_and_to_forty_is_not_forty(
    tmp_path: Path,
) -> None:
    many = contacts_of(tmp_path / "a.duckdb", conversation(tmp_path / "a", ROOM))
    some = contacts_of(tmp_path / "b.duckdb", conversation(tmp_path / "b", 41))

    assert many == []
    assert [one.weight for one in some] == pytest.approx([40**-0.7] * 40)
    assert sum(one.weight for one in some) == pytest.approx(40**0.3), "3 letters rather than 40"


# -- reactions ------------------------------------------------------------------------------------


def reactions(found: list[Contact]) -> set[tuple[str, str]]:
    return {(one.source, one.target) for one in found if one.kind == "reaction"}


@pytest.mark.parametrize(
    ("sample", "log", "clicked", "whose"),
    [  # read by eye
        ("chat-misc/message_page_1.json", None, "rocketchat:567user", "rocketchat:123user"),
        ("facebook", None, "account:facebook/Gustav Johansen", "account:facebook/Anders Jacobsen"),
        ("instagram/likes", "me", "account:me", "instagram:@brittany.petty"),
        ("twitter/archive", None, "x:5838832", "x:5708642"),
        ("github/webhooks/fork.payload.json", None, "github:38302899", "github:21031067"),
        (SLACK, None, "email:glenn@10academy.org", "email:rachel@10academy.org"),
    ],
)
def test_a_reaction_in_a_real_export_is_from_who_clicked_to_whose_it_was(
    sample: str, log: str | None, clicked: str, whose: str, shared: Path, tmp_path: Path
) -> None:
    found = contacts_of(tmp_path / "log.duckdb", shared / f"platform-{sample}", log=log)

    assert (clicked, whose) in reactions(found)
    clicks = [one for one in found if one.kind == "reaction"]
    assert all(one.size == 1 for one in clicks), "a reaction has one author"
    assert {one.weight for one in clicks} <= {0.2, 0.1}


@pytest.mark.parametrize(
    ("sample", "clicked", "whose"),
    [  # by the smallest identity of each
        ("mattermost/bulk.jsonl", "mattermost:@bob", "email:ann@x.example"),
        ("telegram/result.json", "phone:+48600100201", "phone:+48600100200"),
        ("rocketchat/messages.json", "rocketchat:bobbobbob", "rocketchat:annannann"),
    ],
)
def test_a_reaction_in_a_chat_is_from_who_clicked(
    sample: str, clicked: str, whose: str, tmp_path: Path
) -> None:
    found = reactions(contacts_of(tmp_path / "log.duckdb", SAMPLES / sample))

    assert (clicked, whose) in found
    assert (whose, clicked) not in found
