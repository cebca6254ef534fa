"""Calls of Mattermost: a post says that one began, its properties who joined and until when.

A call of two is a call, one of more a meeting of those who joined. One in a direct channel that
nobody joined was missed: it has a length of nothing. In a channel it reaches nobody.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from graph.model import Interaction, Kind, Receiver, Role
from graph.people.identity import clean
from ingest.accounts import reached
from ingest.json.fields import count_in, list_in, object_in, text_in

__all__ = ["called", "is_call", "joined"]

_LONGEST = 7 * 24 * 3600 * 1000
_MOST = 1_000


def is_call(found: dict[str, Any]) -> bool:
    """Say whether a post is about a call."""
    return text_in(found, "type") == "custom_calls"


def joined(found: dict[str, Any]) -> list[str]:
    """The ids of those who took part, who called included; none where the post does not say."""
    listed = list_in(object_in(found, "props"), "participants")[:_MOST]
    return list(dict.fromkeys(filter(None, (clean(one) for one in listed if isinstance(one, str)))))


def called(
    found: dict[str, Any], post: Interaction, others: list[str], rung: list[str]
) -> Interaction:
    """Make of a post the call it is about: with the *others* who joined, else to whom it *rung*."""
    props = object_in(found, "props")
    length = (count_in(props, "end_at") or 0) - (count_in(props, "start_at") or 0)
    seconds = length // 1000 if 0 < length < _LONGEST else 0
    receivers, kind = reached(post.sender, others), Kind.CALL
    if len(receivers) > 1:
        kind = Kind.MEETING
        receivers = tuple(Receiver(one.identity, Role.ATTENDEE) for one in receivers)
    is_missed = not receivers and bool(joined(found))
    receivers = receivers or reached(post.sender, rung)
    if not receivers:
        kind = Kind.ACTIVITY
    is_told = kind is not Kind.ACTIVITY and (seconds or is_missed)
    duration = timedelta(seconds=0 if is_missed else seconds) if is_told else None
    return replace(
        post, kind=kind, receivers=receivers, duration=duration, in_reply_to=None, text=None,
        topics=(), is_bulk=False,
    )  # fmt: skip
