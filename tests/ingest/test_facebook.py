"""Facebook: names mended, whom an entry concerns, whose download it is, and the Graph API."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.model import Kind
from ingest.facebook.source import Facebook
from ingest.facebook.titles import target_of
from ingest.files.survey import surveyed
from ingest.sources import SOURCES
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import loaded


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Ann commented on Bob Smith's post.", "Bob Smith"),
        ("Ann reacted to James' photo.", "James"),
        ("Ann likes Bob Smith's post in Gardeners of York.", "Bob Smith"),
        ("Ann hat auf Bob Schmidts Foto reagiert.", "Bob Schmidt"),
        ("Ann gefällt ein Beitrag von Bob Schmidt.", "Bob Schmidt"),
        ("Ann aime la publication de Bob Dupont.", "Bob Dupont"),
        ("A Ann le gusta la publicación de Bob García.", "Bob García"),
        ("Ann curtiu a publicação de João Silva.", "João Silva"),
        ("Ann ha risposto al commento di Bob Rossi.", "Bob Rossi"),
        ("Ann vindt het bericht van Bob de Vries leuk.", "Bob de Vries"),
        ("Użytkownik Ann lubi post użytkownika Bob Kowalski.", "Bob Kowalski"),
        ("Ann gillar Bob Svenssons inlägg.", "Bob Svensson"),
        ("Ann likte innlegget til Bob Hansen.", "Bob Hansen"),
        ("Ann kommenterede på Bob Hansens billede.", "Bob Hansen"),
        ("Ann commented on her own post.", ""),
        ("Ann commented on a post.", ""),
        ("Ann a commenté sa propre publication.", ""),
        ("何かにいいねしました。", ""),
        ("", ""),
    ],
)
def test_a_title_says_whom_an_entry_concerns(title: str, who: str) -> None:
    assert target_of(title, "Ann") == who


@pytest.mark.parametrize("key", ["comments", "comments_v2", "group_comments_v3"])
def test_lists_are_read_with_and_without_their_version(key: str, tmp_path: Path) -> None:
    comment = {"timestamp": 1_600_000_000, "comment": "x", "author": "Ann"}
    entry = {"timestamp": 1_600_000_000, "data": [{"comment": comment}], "title": ""}
    path = tmp_path / "comments.json"
    path.write_text(json.dumps({key: [entry]}))

    assert Facebook().recognises(file_at(path))
    (one,) = gathered(Facebook(), path).interactions
    assert (one.kind, one.sender) == (Kind.COMMENT, "account:facebook/Ann")


def conversation(folder: Path, *people: str, **message: Any) -> Path:
    path = folder / f"your_facebook_activity/messages/inbox/{'_'.join(people)}/message_1.json"
    path.parent.mkdir(parents=True)
    said = {"sender_name": people[0], "timestamp_ms": 1_600_000_000_123} | message
    named = [{"name": one} for one in people]
    path.write_text(json.dumps({"participants": named, "messages": [said]}))
    return path


def test_both_sides_of_a_conversation_tell_it_once(tmp_path: Path) -> None:
    conversation(tmp_path / "ann", "Ann", "Bob")
    conversation(tmp_path / "bob", "Bob", "Ann", sender_name="Ann")
    report = loaded(tmp_path, tmp_path / "ann", tmp_path / "bob")

    assert (report.total("new"), report.total("known"), report.interactions) == (1, 1, 1)


def test_who_is_in_every_conversation_is_the_owner(tmp_path: Path) -> None:
    conversation(tmp_path, "Ann", "Bob")
    conversation(tmp_path, "Cat", "Ann")
    posts = tmp_path / "your_facebook_activity/posts/your_posts_1.json"
    posts.parent.mkdir()
    posts.write_text('[{"timestamp": 1600000000, "data": [{"post": "hi"}]}]')
    told, _ = surveyed([tmp_path], SOURCES, tmp_path)

    assert gathered(Facebook(), posts, survey=told).interactions[0].sender == "account:facebook/Ann"
    alone = gathered(Facebook(), posts)
    assert "profile_information.json is missing" in alone.rejected[0].reason
    assert gathered(Facebook(), posts, log="me").interactions[0].sender == "account:me"


@pytest.mark.parametrize("name", ["Facebook user", "Utilisateur Facebook", "Facebook-bruger", ""])
def test_who_has_left_is_another_one_in_each_conversation(name: str, tmp_path: Path) -> None:
    senders = {
        gathered(Facebook(), conversation(tmp_path / one, one, sender_name=name))
        .interactions[0]
        .sender
        for one in ("a", "b")
    }
    assert senders == {"account:facebook/[deleted]/a", "account:facebook/[deleted]/b"}


def test_two_who_have_left_are_not_one_for_writing_to_the_same_person(tmp_path: Path) -> None:
    found = set()
    for one in ("x_1", "x_2"):
        path = tmp_path / one / "message_1.json"
        path.parent.mkdir()
        path.write_text(
            f'{{"participants": [{{"name": "Facebook user"}}, {{"name": "Ann"}}], "messages": ['
            f'{{"sender_name": "Ann", "timestamp_ms": 1600000000000}}], "thread_path": "{one}"}}'
        )
        (message,) = gathered(Facebook(), path).interactions
        found.add(message.receivers[0].identity)

    assert found == {"account:facebook/[deleted]/x_1", "account:facebook/[deleted]/x_2"}


def test_an_encrypted_conversation_of_messenger_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Ann_1.json"
    path.write_text(
        '{"participants": ["Ann", "Bob"], "threadName": "Ann_1", "messages": [{"isUnsent": false,'
        '"senderName": "Bob", "text": "hi", "timestamp": 1700000000000, "type": "text",'
        '"reactions": [{"actor": "Ann", "reaction": "x"}]}]}'
    )
    said, reaction = gathered(Facebook(), path).interactions

    assert (said.sender, said.receivers[0].identity) == (
        "account:facebook/Bob",
        "account:facebook/Ann",
    )
    assert (reaction.kind, reaction.sender) == (Kind.REACTION, "account:facebook/Ann")


def test_a_real_like_is_for_whom_its_danish_title_names(shared: Path) -> None:
    path = shared / "platform-facebook/comments_and_reactions/posts_and_comments.json"
    found = gathered(Facebook(), path)

    liked = [one.identity for each in found.interactions for one in each.receivers]
    assert len(liked) == 14  # three of seventeen are for the own link
    assert {one.rpartition("/")[2] for one in liked} == {
        "Anders Jacobsen",
        "Oskar Jensen",
        "Oliver Zacho",
        "Thomas Tonim Nielsen",
        "Theo Ellegaard",
        "Frederik Heyde-Petersen",
    }


@pytest.mark.parametrize(
    ("title", "whose"),
    [
        ("Marta escribió en la biografía de Ana Ruiz.", "Ana Ruiz"),
        ("Marta wrote on Ana Ruiz's timeline.", "Ana Ruiz"),
        ("Marta shared Ana Ruiz's post.", "Ana Ruiz"),
        ("Marta hat etwas in Ana Ruiz' Chronik gepostet.", "Ana Ruiz"),
        ("Marta hat in der Chronik von Ana Ruiz gepostet.", "Ana Ruiz"),
        ("Marta a écrit sur le journal de Ana Ruiz.", "Ana Ruiz"),
        ("Marta updated her status.", ""),
        ("Marta shared a memory.", ""),
    ],
)
def test_a_post_on_somebodys_wall_is_to_them(tmp_path: Path, title: str, whose: str) -> None:
    entry = {"timestamp": 1700002200, "attachments": [], "data": [{"post": "!"}], "title": title}
    profile = {"profile_v2": {"name": {"full_name": "Marta"}}}
    (tmp_path / "your_posts_1.json").write_text(json.dumps([entry], ensure_ascii=False))
    (tmp_path / "profile_information.json").write_text(json.dumps(profile))
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    (post,) = gathered(Facebook(), tmp_path / "your_posts_1.json", survey=survey).interactions

    assert post.sender == "account:facebook/Marta"
    reached = [f"account:facebook/{whose}"] if whose else []
    assert [one.identity for one in post.receivers] == reached


def test_a_comment_that_is_a_picture_is_to_whom_its_title_names(tmp_path: Path) -> None:
    entry = {
        "timestamp": 1700000300,
        "attachments": [{"data": [{"media": {"uri": "x.jpg"}}]}],
        "title": "Marta commented on Ana Ruiz's photo.",
    }
    text = {"timestamp": 1, "data": [{"comment": {"comment": "!", "author": "Marta"}}], "title": ""}
    path = tmp_path / "comments.json"
    path.write_text(json.dumps({"comments_v2": [entry, text]}))
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    picture = gathered(Facebook(), path, survey=survey).interactions[0]

    assert picture.kind is Kind.COMMENT
    assert [one.identity for one in picture.receivers] == ["account:facebook/Ana Ruiz"]
