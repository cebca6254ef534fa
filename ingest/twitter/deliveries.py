"""What X's Activity API delivers, by stream or webhook: one event of an account each.

An event says its type, whose account it was asked for by (``filter``), and in ``payload`` what
happened: a tweet, a like, messages in the form of API 1.1, two profiles. Follows, blocks and mutes
have no date there: they are facts. What ended such a thing, deletions, pictures, news, Spaces and
revoked rights tie nobody; of an encrypted message only who wrote to whom is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver
from ingest.dates import moment_in
from ingest.json.fields import id_in, object_in, objects_in, text_in
from ingest.json.records import Answer, Said, Several
from ingest.source import BadRecord
from ingest.twitter.activity import activities_in
from ingest.twitter.names import People, by_id, moment_of_id
from ingest.twitter.pages import parted
from ingest.twitter.people import user
from ingest.twitter.tweets import liked

__all__ = ["delivered", "is_delivery"]

_RELATIONS = {"follow.follow": "follows", "block.block": "blocks", "mute.mute": "mutes"}
_OF_OTHERS = frozenset({"post.reply.create", "post.quote.create", "post.repost.create"})
_NAMES = {"profile.update.screenname": "name", "profile.update.handle": "username"}


def is_delivery(found: dict[str, Any]) -> bool:
    """Say whether this is an event as it was delivered.

    >>> is_delivery({"data": {"event_type": "dm.read", "event_uuid": "1", "payload": {}}})
    True
    """
    event = object_in(found, "data")
    return {"event_type", "event_uuid", "payload"} <= event.keys()


def delivered(found: dict[str, Any], people: People) -> Answer:
    """What an event says, or the records that it holds."""
    event = object_in(found, "data")
    what = text_in(event, "event_type")
    read = _READ.get(what) or _READ.get(what.partition(".")[0])
    if read is None:
        return []
    own = id_in(object_in(event, "filter"), "user_id")
    payload, includes = object_in(event, "payload"), object_in(event, "includes")
    return read(_Event(what, own, payload, includes), people)


@dataclass(frozen=True, slots=True)
class _Event:
    what: str
    own: str  # the account that was asked for
    payload: dict[str, Any]
    includes: dict[str, Any]

    def parted(self, authors: dict[str, str] | None = None, **more: object) -> list[Several]:
        """The payload as the one record of a page."""
        return parted(
            {"data": [{**self.payload, **more}], "includes": self.includes}, authors or {}
        )


def _post(event: _Event, _people: People) -> Answer:
    if "text" not in event.payload:  # it was deleted
        return []
    # answers, quotes and reposts are of tweets of the account that was asked for
    about = objects_in(event.payload, "referenced_tweets") if event.what in _OF_OTHERS else ()
    return event.parted({id_in(one, "id"): event.own for one in about})


def _private(event: _Event, _people: People) -> Answer:
    """Direct messages in the form of either API; there is none where somebody typed or read."""
    if "sender_id" in event.payload:
        listed = event.payload.get("participant_ids") or [event.own]
        return event.parted(participant_ids=listed)
    users = object_in(event.payload, "users").values()
    profiles = {"includes": {"users": [one for one in users if isinstance(one, dict)]}}
    return [*activities_in(event.payload), *parted(profiles)[1:]]


def _related(event: _Event, people: People) -> Answer:
    said: Said = []
    ends = (object_in(event.payload, end) for end in ("source", "target"))
    source, target = (people.met(object_in(one, "data") or one, None, said) for one in ends)
    if not source or not target:
        raise BadRecord("names no source or no target", str(event.payload)[:200])
    return [Fact(source, _RELATIONS[event.what], target), *said]


def _like(event: _Event, people: People) -> Answer:
    """A like of the account's, or by somebody of a tweet of the account's."""
    payload, own = event.payload, event.own
    payload, own = event.payload, event.own
    number = people.first(id_in(payload, "liked_tweet_id"))
    author = by_id(id_in(payload, "liked_tweet_author_id", "tweet_author_id"))
    said: Said = []
    met = [people.met(one, None, said) for one in objects_in(event.includes, "users")]
    others = [one for one in met if one != author]
    sender = next(iter(others), "") if author == by_id(own) else by_id(own)
    if not sender or not number:
        raise BadRecord("names nobody who liked, or no tweet", str(payload)[:200])
    at = moment_in(payload.get("created_at") or payload.get("timestamp_ms"))
    at = moment_in(payload.get("created_at") or payload.get("timestamp_ms"))
    return [liked(number, sender, author, at, revision=1), *said]


def _encrypted(event: _Event, _people: People) -> Answer:
    """A message nobody else can read: whom it reached, of a conversation of two, is its name."""
    payload = event.payload
    if "sender_id" not in payload:  # somebody joined
        return []
    number, within = id_in(payload, "id"), id_in(payload, "conversation_id")
    sender = by_id(id_in(payload, "sender_id"))
    if not sender:
        raise BadRecord("names no sender, expected sender_id", number)
    reached = sorted({by_id(one) for one in within.split(":") if ":" in within} - {sender, ""})
    message: Said = [
        Interaction(
            at=moment_in(payload.get("created_at_msec")),
            kind=Kind.MESSAGE,
            channel="x",
            sender=sender,
            receivers=tuple(Receiver(one) for one in reached),
            id=f"x:chat/{number}" if number else None,
            thread=f"x:chat/{within}" if within else None,
        )
    ]
    return message


def _beside_a_broadcast(event: _Event, people: People) -> Answer:
    """What somebody wrote beside a broadcast of the account's."""
    said: Said = []
    payload, own = event.payload, by_id(event.own)
    author = object_in(payload, "author")
    number, within = id_in(payload, "message_id"), id_in(payload, "broadcast_id")
    at = moment_of_id(number)
    sender = people.met(object_in(author, "data") or author, at, said)
    if not sender:
        raise BadRecord("names no author", number)
    message = Interaction(
        at=at,
        kind=Kind.COMMENT,
        channel="x",
        sender=sender,
        receivers=(Receiver(own),) if own not in ("", sender) else (),
        id=f"x:broadcast/{within}/{number}",
        thread=f"x:broadcast/{within}",
        text=text_in(payload, "message"),
    )
    return [message, *said]


def _renamed(event: _Event, people: People) -> Answer:
    after = text_in(event.payload, "after")
    return user({"id": event.own, _NAMES[event.what]: after}, people)


_READ: dict[str, Callable[[_Event, People], Answer]] = {
    "post": _post,
    "dm": _private,
    "like.create": _like,
    "chat": _encrypted,
    "broadcast.chat": _beside_a_broadcast,
    **dict.fromkeys(_RELATIONS, _related),
    **dict.fromkeys(_NAMES, _renamed),
}
"""What reads the payload of an event, by its type or the first word of it."""
