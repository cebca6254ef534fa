"""Instagram: whom a like and a comment are for, in every form and language an export has had."""

import json
from datetime import UTC, datetime
from pathlib import Path

from graph.model import Kind
from ingest.facebook.source import Facebook
from ingest.files.survey import surveyed
from ingest.instagram.source import Instagram
from ingest.sources import SOURCES, source_for
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import Folder

FOLDER = Folder("instagram")


def test_a_follow_is_a_dated_fact_and_no_contact() -> None:
    path = FOLDER.path / "new/connections/followers_and_following/followers_1.json"
    found = gathered(Instagram(), path, survey=FOLDER.survey)

    assert found.interactions == []
    assert found.facts[0].since == datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)


def test_the_old_and_the_new_form_of_followers_say_the_same(tmp_path: Path) -> None:
    entry = {
        "title": "",
        "media_list_data": [],
        "string_list_data": [
            {"href": "https://www.instagram.com/ann", "value": "ann", "timestamp": 1_600_000_000}
        ],
    }
    forms = {
        "followers.json": {"relationships_followers": [entry]},
        "followers_1.json": [entry],
        "connections.json": {"followers": {"ann": "2020-09-13T12:26:40+00:00"}},
    }
    said = []
    for name, form in forms.items():
        path = tmp_path / name
        path.write_text(json.dumps(form))
        assert Instagram().recognises(file_at(path))
        said.append(gathered(Instagram(), path, log="me").facts)

    assert said[0] == said[1] == said[2]
    assert (said[0][0].subject, said[0][0].value) == ("instagram:@ann", "account:me")


def test_an_export_without_its_owner_says_what_is_missing() -> None:
    found = gathered(Instagram(), FOLDER.path / "new/your_instagram_activity/media/stories.json")

    assert "personal_information.json is missing" in found.rejected[0].reason


def test_conversations_are_told_apart_from_those_of_facebook(tmp_path: Path) -> None:
    text = '{"participants": [{"name": "A"}, {"name": "B"}], "messages": [%s]}'
    text %= '{"sender_name": "A", "timestamp_ms": 1600000000000}'
    own = {}
    for place in ("instagram-a-2024-01-01", "facebook-a", "plain", "plain2"):
        path = tmp_path / place / "messages/inbox/instagramfan_1/message_1.json"
        path.parent.mkdir(parents=True)
        path.write_text(text)
        source = source_for(file_at(path))
        own[place] = source.name if source else ""
    assert own == {
        "instagram-a-2024-01-01": "instagram",
        "facebook-a": "facebook",
        "plain": "facebook",
        "plain2": "facebook",
    }
    # where the place does not say it, the files beside do
    followers = tmp_path / "plain2/followers_and_following/followers.json"
    followers.parent.mkdir()
    followers.write_text('{"relationships_followers": []}')
    told, _ = surveyed([tmp_path / "plain2"], SOURCES, tmp_path)
    path = tmp_path / "plain2/messages/inbox/instagramfan_1/message_1.json"
    (one,) = gathered(Facebook(), path, survey=told).interactions
    assert (one.channel, one.sender) == ("instagram", "account:instagram/A")


def test_whose_the_real_sample_is_follows_from_its_conversations(
    tmp_path: Path, shared: Path
) -> None:
    told, _ = surveyed([shared / "platform-instagram"], SOURCES, tmp_path)
    path = shared / "platform-instagram/likes/liked_posts.json"
    found = gathered(Instagram(), path, survey=told)

    assert {one.sender for one in found.interactions} == {"account:instagram/John Lennon"}
    assert {one.kind for one in found.interactions} == {Kind.REACTION}


def test_a_like_of_today_names_the_owner_in_any_language(tmp_path: Path) -> None:
    """Who liked is told by the name of the download, where its profile is not beside it."""
    likes = tmp_path / "instagram-ann.lee-2025-06-01-a1b2" / "likes" / "liked_posts.json"
    likes.parent.mkdir(parents=True)
    french = ("Propriétaire", "Nom", "Nom de profil")
    words = [("Owner", "Name", "Username"), french, ("?", "?", "?")]
    entries = [
        {
            "timestamp": 1748100000 + number,
            "media": [],
            "label_values": [
                {"label": "URL", "value": "https://www.instagram.com/p/DKabc/"},
                {"title": "Hashtags", "dict": []},
                {"title": owner, "dict": [{"title": "", "dict": [
                    {"label": "URL", "value": "https://x.example"},
                    {"label": name, "value": "bobby"},
                    {"label": handle, "value": "bob.b"},
                ]}]},
            ],
            "fbid": str(number),
        }
        for number, (owner, name, handle) in enumerate(words)
    ]  # fmt: skip
    likes.write_text(json.dumps(entries))
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    liked = gathered(Instagram(), likes, survey=survey).interactions

    assert [one.sender for one in liked] == ["instagram:@ann.lee"] * 3
    assert [one.receivers[0].identity for one in liked] == ["instagram:@bob.b"] * 3


def test_a_french_profile_says_whose_it_is(tmp_path: Path) -> None:
    cells = {"Nom de profil": "ann.lee", "Nom": "Ann Lée", "Compte privé": "False"}
    mapped = {key: {"href": "", "value": value, "timestamp": 0} for key, value in cells.items()}
    broken = json.dumps({"profile_user": [{"string_map_data": mapped}]}, ensure_ascii=False)
    path = tmp_path / "personal_information.json"
    path.write_text(broken.encode().decode("latin-1"), encoding="utf-8")

    found = gathered(Instagram(), path)

    assert found.said("name") == {("instagram:@ann.lee", "Ann Lée")}


def test_a_line_that_only_says_that_somebody_reacted_is_no_message(tmp_path: Path) -> None:
    lines = ["Liked a message", "Reacted ❤ to your message ", "Polubiono wiadomość", "Liked it!"]
    said = [
        {"sender_name": "Ann", "timestamp_ms": 1748300000000 + number, "content": line}
        for number, line in enumerate(lines)
    ]
    people = [{"name": "Ann"}, {"name": "Bob"}]
    path = tmp_path / "instagram" / "messages" / "inbox" / "bob_1" / "message_1.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"participants": people, "messages": said, "thread_path": "x"}))

    kinds = [one.kind for one in gathered(Instagram(), path).interactions]

    assert kinds == [Kind.ACTIVITY, Kind.ACTIVITY, Kind.ACTIVITY, Kind.MESSAGE]


def conversation(*messages: dict[str, object], people: tuple[str, ...] = ("A", "B")) -> str:
    told = [{"sender_name": "A", "timestamp_ms": 1_600_000_000_000} | one for one in messages]
    named = [{"name": one} for one in people]
    found = {"participants": named, "messages": told, "thread_path": "inbox/b_1"}
    return json.dumps(found | {"title": "B", "magic_words": []})


def test_a_conversation_by_itself_is_whose_its_messages_show_it_to_be(tmp_path: Path) -> None:
    reel = {"link": "https://www.instagram.com/reel/x/", "original_content_owner": "cat.cho"}
    page = {"link": "https://www.facebook.com/events/1"}
    forms = {
        "instagram": [
            conversation({"share": reel}),
            conversation({"photos": [{"uri": "your_instagram_activity/messages/inbox/b_1/p.jpg"}]}),
            conversation({}, people=("A", "Instagram User")),
        ],
        "facebook": [
            conversation({"share": page}),
            conversation({"sticker": {"uri": "messages/stickers_used/1.png"}}),
            conversation({"photos": [{"uri": "your_facebook_activity/messages/inbox/b_1/p.jpg"}]}),
            conversation({}, people=("A", "Utilisateur Facebook")),
        ],
    }
    path = tmp_path / "message_1.json"
    for platform, texts in forms.items():
        for text in texts:
            path.write_text(text)
            source = source_for(file_at(path))
            assert source is not None
            found = gathered(source, path)
            assert (source.name, {one.channel for one in found.interactions}) == (
                platform, {platform}
            ), text  # fmt: skip
            assert found.warnings == []


def test_one_that_shows_neither_says_so_unless_another_part_of_it_does(tmp_path: Path) -> None:
    path = tmp_path / "message_2.json"
    path.write_text(conversation({"content": "hi", "is_geoblocked_for_viewer": False}))
    (warning,) = gathered(Facebook(), path).warnings
    assert "--as instagram" in warning
    assert {one.channel for one in gathered(Instagram(), path).interactions} == {"instagram"}

    beside = tmp_path / "message_1.json"
    beside.write_text(conversation({"share": {"profile_share_username": "cat"}}))
    told, _ = surveyed([tmp_path], SOURCES, tmp_path)
    found = gathered(Facebook(), path, survey=told)
    assert ({one.channel for one in found.interactions}, found.warnings) == ({"instagram"}, [])
