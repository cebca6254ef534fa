"""X: in which direction a tweet goes, whose archive it is, and that nothing in it is lost."""

import json
import zipfile
from pathlib import Path
from typing import Any

from graph.connect import open_store
from graph.model import Kind
from ingest.files.survey import surveyed
from ingest.heard.hearing import hearing
from ingest.heard.tone import scorer_named
from ingest.load import load
from ingest.source import File, Reading
from ingest.sources import SOURCES
from ingest.told import Survey
from ingest.twitter.notes import are_told_about
from ingest.twitter.source import Twitter
from tests.ingest.gathered import CLOCK, gathered
from tests.ingest.sample_folder import Folder, loaded

FOLDER = Folder("x-archive", "x")


def tweets(path: Path, *found: dict[str, str]) -> Path:
    listed = [{"tweet": {"full_text": "", "created_at": _AT} | one} for one in found]
    path.write_text(f"window.YTD.tweets.part0 = {json.dumps(listed)}")
    return path


_AT = "Mon Mar 02 09:00:00 +0000 2026"


def test_a_tweet_nobody_asked_for_goes_from_the_brand(tmp_path: Path) -> None:
    """It answers no tweet, but names an account: who writes has begun."""
    path = tweets(
        tmp_path / "tweets.js", {"id_str": "2028000000000000004", "in_reply_to_user_id_str": "77"}
    )
    (one,) = gathered(Twitter(), path, survey=_owner(path, "1001")).interactions

    assert (one.sender, one.kind, one.in_reply_to) == ("x:1001", Kind.REPLY, None)
    assert [receiver.identity for receiver in one.receivers] == ["x:77"]


def _owner(path: Path, number: str) -> Survey:
    return Survey({str(path.parent.absolute()): {"x.owner": {"id": number}}})


def test_an_archive_without_its_owner_says_what_is_missing(tmp_path: Path) -> None:
    path = tweets(tmp_path / "tweets.js", {"id_str": "2028000000000000004"})
    found = gathered(Twitter(), path)

    assert found.read == 1
    assert "account.js is missing" in found.rejected[0].reason
    named = gathered(Twitter(), path, log="ann")
    assert named.interactions[0].sender == "account:ann"


def test_replies_to_own_tweets_tell_whose_archive_it_is(tmp_path: Path) -> None:
    thread = {"in_reply_to_status_id_str": "11", "in_reply_to_user_id_str": "1001"}
    tweets(tmp_path / "tweets.js", {"id_str": "12"} | thread, {"id_str": "11"})
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    found = gathered(Twitter(), tmp_path / "tweets.js", survey=survey)

    assert {one.sender for one in found.interactions} == {"x:1001"}


def test_the_account_counts_more_than_what_replies_tell(tmp_path: Path) -> None:
    thread = {"in_reply_to_status_id_str": "11", "in_reply_to_user_id_str": "1001"}
    tweets(tmp_path / "tweets.js", {"id_str": "12"} | thread, {"id_str": "11"})
    (tmp_path / "account.js").write_text(
        'window.YTD.account.part0 = [{"account": {"accountId": "9", "username": "n"}}]'
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    found = gathered(Twitter(), tmp_path / "tweets.js", survey=survey)

    assert {one.sender for one in found.interactions} == {"x:9"}


def test_whom_somebody_blocks_and_mutes_are_facts_and_no_contacts(tmp_path: Path) -> None:
    """The files are called block.js and mute.js, and their records "blocking" and "muting"."""
    for file, record, fact in (("block", "blocking", "blocks"), ("mute", "muting", "mutes")):
        one = {"accountId": "77", "userLink": "https://twitter.com/intent/user?user_id=77"}
        path = tmp_path / f"{file}.js"
        path.write_text(f"window.YTD.{file}.part0 = {json.dumps([{record: one}])}")
        found = gathered(Twitter(), path, survey=_owner(path, "1001"))
        assert (found.interactions, found.rejected) == ([], [])
        assert found.said(fact) == {("x:1001", "x:77")}


def test_an_archive_in_a_zip_is_read_as_in_its_folder(tmp_path: Path) -> None:
    names = sorted(FOLDER.path.rglob("*.js"), reverse=True)
    with zipfile.ZipFile(tmp_path / "twitter-2026.zip", "w") as packed:
        for path in names:
            packed.write(path, path.relative_to(FOLDER.path).as_posix())

    first = loaded(tmp_path, tmp_path / "twitter-2026.zip")
    second = loaded(tmp_path, *(path for path in names if path.stem != "ad-impressions"))

    assert (first.total("read"), first.total("rejected")) == (32, 5)
    assert first.not_recognised == ("twitter-2026.zip/data/ad-impressions.js",)
    assert (second.total("new"), second.total("corrected")) == (0, 0)


def test_the_real_archive_has_the_figures_of_its_description(shared: Path, tmp_path: Path) -> None:
    """1,758 tweets, 231 replies and 128 retweets, says the README beside it."""
    survey, _ = surveyed([shared / "platform-twitter"], SOURCES, tmp_path)
    from_archive = load(
        [shared / "platform-twitter/archive/tweets.js.gz"],
        open_store(str(tmp_path / "log.duckdb")),
        Reading(CLOCK),
    )

    assert (
        survey.near(str((shared / "platform-twitter/archive/like.js").absolute())).value(
            "x.guess", "id"
        )
        == "5838832"
    )
    assert from_archive.total("read") == from_archive.total("new") == 1_758


def test_a_message_to_a_group_reaches_who_was_there_then(tmp_path: Path) -> None:
    day = "2026-03-0{}T10:00:00.000Z".format
    entries = [
        {"messageCreate": {"id": "4", "senderId": "1", "text": "", "createdAt": day(4)}},
        {"participantsJoin": {"userIds": ["4"], "createdAt": day(5)}},
        {"messageCreate": {"id": "3", "senderId": "1", "text": "", "createdAt": day(3)}},
        {"participantsLeave": {"userIds": ["2"], "createdAt": day(2)}},
        {"messageCreate": {"id": "1", "senderId": "1", "text": "", "createdAt": day(1)}},
        {"joinConversation": {"initiatingUserId": "1", "participantsSnapshot": ["1", "2", "3"],
                              "createdAt": day(1)}},
        {"messageCreate": {"id": "6", "senderId": "1", "text": "", "createdAt": day(6)}},
    ]  # fmt: skip
    found = [{"dmConversation": {"conversationId": "9", "messages": entries}}]
    path = tmp_path / "direct-messages-group.js"
    path.write_text(f"window.YTD.direct_messages_group.part0 = {json.dumps(found)}")
    read = gathered(Twitter(), path, survey=_owner(path, "1"))

    reached = {
        one.id: [receiver.identity for receiver in one.receivers]
        for one in read.interactions
        if one.kind is Kind.MESSAGE
    }
    assert reached == {
        "x:dm/1": ["x:2", "x:3"],
        "x:dm/3": ["x:3"],
        "x:dm/4": ["x:3"],
        "x:dm/6": ["x:3", "x:4"],
    }


def test_direct_messages_are_heard_in_every_form(tmp_path: Path) -> None:
    glad = "This is very good news, thank you so much for all of your help!"
    ends = {"sender": {"id": 1, "screen_name": "a"}, "recipient": {"id": 2, "screen_name": "b"}}
    event = {"target": {"recipient_id": "2"}, "sender_id": "1", "message_data": {"text": glad}}
    forms: list[dict[str, Any]] = [
        {"dmConversation": {"conversationId": "1-2", "messages": [
            {"messageCreate": {"id": "4", "senderId": "1", "recipientId": "2", "text": glad,
                               "createdAt": "2026-03-02T10:00:00.000Z"}}]}},
        {"id": 5, "created_at": _AT, "text": glad, **ends},
        {"id": "6", "created_timestamp": "1772442000000", "message_create": event},
        {"id": "7", "event_type": "MessageCreate", "sender_id": "1", "text": glad,
         "dm_conversation_id": "1-2", "created_at": "2026-03-02T10:00:00.000Z"},
    ]  # fmt: skip
    path = tmp_path / "messages.json"
    for form in forms:
        path.write_text(json.dumps({"data": [form]} if "event_type" in form else [form]))
        for unread, by in (((), "vader 1.0.0"), (("x",), None)):
            listen = hearing(scorer_named("vader"), unread=unread)
            (one,) = gathered(Twitter(), path, listen=listen).interactions

            assert (one.kind, one.sentiment_by) == (Kind.MESSAGE, by)


def test_a_note_is_the_whole_of_its_tweet_whatever_is_loaded_first(tmp_path: Path) -> None:
    """One interaction, with whom only the whole text names; the cut one stays known beside it."""
    cut = "Long thoughts on what comes next, of which this is no more than the first half…"
    tweets(tmp_path / "tweets.js", {"id_str": "2028000000000000004", "full_text": cut})
    whole = f"{cut[:-1]} says @eve, and this the second"
    core = {"text": whole, "mentions": [{"screenName": "eve"}]}
    note = {"noteTweetId": "5", "createdAt": "2026-03-02T08:59:59.000Z", "core": core}
    path = tmp_path / "note-tweet.js"
    path.write_text(f"window.YTD.note_tweet.part0 = {json.dumps([{'noteTweet': note}])}")

    report = loaded(tmp_path, tmp_path, log="ann")

    assert (report.total("read"), report.interactions) == (2, 1)
    assert (report.total("new"), report.total("known"), report.total("corrected")) == (1, 1, 0)
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)
    (one,) = gathered(Twitter(), path, survey=survey, log="ann").interactions
    assert [receiver.identity for receiver in one.receivers] == ["x:@eve"]


def test_a_tweet_that_was_edited_is_found_wherever_in_a_long_file_it_stands(tmp_path: Path) -> None:
    """Files are searched in blocks of 128 kB: here the name begins at each place about the end."""
    name, block = b'"initialTweetId"', 2**17
    path = tmp_path / "tweets.js"
    for begins in (0, 70, *range(block - len(name), block + 2), 3 * block - 5):
        path.write_bytes(begins * b" " + name)
        assert are_told_about(File(path, path.name, place=str(path)))
    path.write_bytes(2 * block * b" " + name[:-1])
    assert not are_told_about(File(path, path.name, place=str(path)))


def test_a_note_of_a_tweet_that_is_not_there_says_where_to_find_it(tmp_path: Path) -> None:
    note = {"noteTweetId": "5", "createdAt": "2026-03-02T09:00:00.000Z", "core": {"text": "x"}}
    path = tmp_path / "note-tweet.js"
    path.write_text(f"window.YTD.note_tweet.part0 = {json.dumps([{'noteTweet': note}])}")

    (refused,) = gathered(Twitter(), path, log="ann").rejected

    assert "load the archive's tweets.js" in refused.reason


def test_a_short_note_says_nothing_that_its_tweet_does_not(tmp_path: Path) -> None:
    """As ten of 41 in an archive of 2024: their tweets are whole, but for a link to a picture."""
    cut = "Long thoughts on what comes next, of which this is no more than the first half…"
    short = {"id_str": "2028000000000000005", "full_text": "See this https://t.co/picture"}
    tweets(tmp_path / "tweets.js", {"id_str": "2028000000000000004", "full_text": cut}, short)
    note = {"createdAt": "2026-03-02T09:00:00.000Z", "core": {"text": "See this"}}
    path = tmp_path / "note-tweet.js"
    path.write_text(f"window.YTD.note_tweet.part0 = {json.dumps([{'noteTweet': note}])}")
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    found = gathered(Twitter(), path, survey=survey, log="ann")

    assert (found.read, found.interactions, found.rejected) == (1, [], [])
