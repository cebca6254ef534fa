"""What accounts did, as API 1.1 told it: events of user streams, and payloads of webhooks.

A like has a date here, which archives do not tell: it is a later revision of the same like. Who
follows, blocks or mutes whom is a fact and no contact; what ended such a thing, lists, typing and
what was read tie nobody. A payload holds events of one account in lists by their sort.
"""

from datetime import datetime
from typing import Any

from graph.model import Fact
from ingest.dates import moment_in
from ingest.json.fields import id_in, list_in, object_in, text_in
from ingest.json.records import Said, Several
from ingest.source import BadRecord
from ingest.twitter.names import People
from ingest.twitter.tweets import liked, moment, tweet

__all__ = ["PAYLOADS", "activities_in", "activity", "is_activity", "is_payload"]

PAYLOADS = (
    "tweet_create_events", "favorite_events", "follow_events", "block_events", "mute_events",
    "direct_message_events",
)  # fmt: skip
"""What a webhook's payload calls its lists of events that tell of people."""

_RELATIONS = {"follow": "follows", "block": "blocks", "mute": "mutes"}


def is_payload(found: dict[str, Any]) -> bool:
    """Say whether this is what a webhook was sent about one account.

    >>> is_payload({"for_user_id": "1", "follow_events": []}), is_payload({"for_user_id": "1"})
    (True, False)
    """
    return "for_user_id" in found and any(name.endswith(("_events", "_event")) for name in found)


def activities_in(payload: dict[str, Any]) -> list[Several]:
    """Give the events that tell of people; there is none where somebody typed or read."""
    return [Several(name, list_in(payload, name), {}) for name in PAYLOADS if name in payload]


def is_activity(found: dict[str, Any]) -> bool:
    """Say whether a record is an event: a like with its tweet, or who did what to whom."""
    if object_in(found, "favorited_status"):
        return "user" in found
    ends = object_in(found, "source"), object_in(found, "target")
    return all("screen_name" in one for one in ends) and bool(text_in(found, "event", "type"))


def activity(found: dict[str, Any], people: People) -> Said:
    """What an event says."""
    favorite, word = object_in(found, "favorited_status"), text_in(found, "event", "type")
    if favorite:
        return _like(favorite, object_in(found, "user"), found, people)
    about = object_in(found, "target_object")
    if word == "favorite" and about:
        return _like(about, object_in(found, "source"), found, people)
    if word == "quoted_tweet" and about:
        return tweet(about, people)
    at, said = _when(found), Said()
    source, target = (people.met(object_in(found, end), at, said) for end in ("source", "target"))
    if not source or not target:
        raise BadRecord("names no source or no target", str(found)[:200])
    if word in _RELATIONS:
        said.append(Fact(source, _RELATIONS[word], target, at))
    return said


def _like(about: dict[str, Any], by: dict[str, Any], found: dict[str, Any], people: People) -> Said:
    at, said = _when(found), Said()
    number = people.first(id_in(about, "id_str", "id"))
    sender = people.met(by, at, said)
    author = people.met(object_in(about, "user"), at, said)
    if not sender or not number:
        raise BadRecord("names nobody who liked, or no tweet", str(found)[:200])
    return [liked(number, sender, author, at, revision=1), *said]


def _when(found: dict[str, Any]) -> datetime:
    if found.get("created_at"):
        return moment(found)
    return moment_in(found.get("created_timestamp") or found.get("timestamp_ms"))
