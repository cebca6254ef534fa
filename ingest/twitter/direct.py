"""Direct messages of API 1.1: as they were until 2018, and as events after that.

The older form tells sender and recipient with their profiles, the newer one their numbers only. A
message has one number in both, in an archive, and in version 2.
"""

from typing import Any

from graph.model import Interaction, Kind, Receiver
from ingest.dates import moment_in
from ingest.json.fields import id_in, object_in, text_in
from ingest.json.records import Said
from ingest.source import BadRecord
from ingest.twitter.names import People, by_id
from ingest.twitter.tweets import moment

__all__ = ["direct", "is_direct", "unwrapped"]

_CREATED = "message_create"


def unwrapped(found: dict[str, Any]) -> dict[str, Any]:
    """A message without what a stream, or the answer about one event, puts around it."""
    inner = object_in(found, "direct_message") or object_in(found, "event")
    return inner if len(found) < 3 and is_direct(inner) else found


def is_direct(found: dict[str, Any]) -> bool:
    """Say whether a record is a direct message, in either form."""
    is_event = "sender_id" in object_in(found, _CREATED)
    is_old = {"text", "created_at", "sender", "recipient"} <= found.keys()
    return is_event or (is_old and "screen_name" in object_in(found, "sender"))


def direct(found: dict[str, Any], people: People) -> Said:
    """What a direct message says, in either form."""
    event = object_in(found, _CREATED)
    number = id_in(found, "id_str", "id")
    if event:
        own, to = id_in(event, "sender_id"), id_in(object_in(event, "target"), "recipient_id")
        at = moment_in(found.get("created_timestamp"))
    else:
        ends = object_in(found, "sender"), object_in(found, "recipient")
        own, to = (id_in(one, "id_str", "id") for one in ends)
        at = moment(found)
    sender, receiver = by_id(own), by_id(to)
    if not sender or not receiver:
        expected = "names no sender or no recipient, expected sender_id and recipient_id"
        raise BadRecord(expected, number)
    said: Said = []
    for word in () if event else ("sender", "recipient"):
        people.met(object_in(found, word), at, said)
    within = "-".join(sorted((own, to), key=int))
    message = Interaction(
        at=at,
        kind=Kind.MESSAGE,
        channel="x",
        sender=sender,
        receivers=(Receiver(receiver),) if receiver != sender else (),
        id=f"x:dm/{number}" if number else None,
        thread=f"x:dm/{within}",
        text=text_in(object_in(event, "message_data") or found, "text"),
    )
    return [message, *said]
