"""Accounts of X and what passes between them in private: profiles, follows, direct messages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.model import Fact, Interaction, Kind, Merge, Receiver
from graph.people.identity import clean, plain_email
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import id_in, list_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import kind_of
from ingest.source import BadRecord
from ingest.twitter.names import People, by_handle, by_id

__all__ = ["Conversation", "account", "conversation", "dm_v2", "follow", "private", "user"]

_LONGEST = 200
_MOST = 500  # people of one conversation
_MOVES = {"participantsJoin": True, "participantsLeave": False}
_RELATIONS = {"following": "follows", "blocking": "blocks", "muting": "mutes"}


def account(found: dict[str, Any]) -> Said:
    """Whose archive it is: its names, and that its address is theirs.

    Whose the handle was is found when all is known (`graph.people.user_names`), for handles change
    hands.
    """
    identity = by_id(id_in(found, "accountId"))
    if not identity:
        raise BadRecord("has no accountId, expected a number", str(found)[:200])
    said: Said = [Fact(identity, "kind", "person")]
    since = moment_or_none(found.get("createdAt"))
    name, handle = text_in(found, "accountDisplayName", "displayName"), id_in(found, "username")
    if clean(name[:_LONGEST]):
        said.append(Fact(identity, "name", clean(name[:_LONGEST])))
    if by_handle(handle):
        said.append(Fact(identity, "handle", f"@{handle}"))
    if since:
        said.append(Fact(identity, "joined", since.date().isoformat()))
    address = plain_email(clean(text_in(found, "email")[:_LONGEST]))
    if address and not kind_of(f"email:{address}"):
        said.append(
            Merge(identity, f"email:{address}", "same X account: its archive has the address")
        )
    return said


def user(found: dict[str, Any], people: People) -> Said:
    """What a profile says, in any version of the API."""
    identity = people.mentioned(found)
    if not identity:
        raise BadRecord("has neither id nor handle", str(found)[:200])
    said: Said = []
    name, handle = text_in(found, "name"), text_in(found, "screen_name", "username")
    if clean(name[:_LONGEST]):
        said.append(Fact(identity, "name", clean(name[:_LONGEST])))
    if by_handle(handle):
        said.append(Fact(identity, "handle", f"@{handle}"))
    return said or [Fact(identity, "kind", "person")]


def follow(relation: str, found: dict[str, Any], people: People) -> Said:
    """Who follows whom; it has no date, so it is a fact and no contact."""
    other = by_id(id_in(found, "accountId"))
    if not other:
        raise BadRecord("has no accountId, expected a number", str(found)[:200])
    if relation == "follower":
        return [Fact(other, "follows", people.owner)]
    return [Fact(people.owner, _RELATIONS[relation], other)]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Who was in a conversation of an archive, and who came and went when."""

    id: str
    people: frozenset[str]
    moves: Mapping[str, Sequence[tuple[datetime, bool]]]  # of each, in order: when, and if it came

    def people_at(self, at: datetime) -> set[str]:
        """Give the numbers of those who were there at a moment."""
        return {one for one in self.people if self._is_there(one, at)}

    def _is_there(self, number: str, at: datetime) -> bool:
        moves = self.moves.get(number, ())
        before = [has_come for moved, has_come in moves if moved <= at]
        return before[-1] if before else not (moves and moves[0][1])


def conversation(found: dict[str, Any]) -> Conversation:
    """Give a conversation of an archive as all its entries together tell it."""
    own = id_in(found, "conversationId")
    people: set[str] = set()
    moves: dict[str, list[tuple[datetime, bool]]] = {}
    people.update(one for one in own.split("-") if "-" in own)
    for wrapped in objects_in(found, "messages"):
        for name, one in wrapped.items():
            if not isinstance(one, dict) or len(people) > _MOST:
                continue
            people.update((id_in(one, "senderId"), id_in(one, "recipientId")))
            people.add(id_in(one, "initiatingUserId"))
            for listed in ("participantsSnapshot", "userIds"):
                people.update(id_in({"id": who}, "id") for who in list_in(one, listed)[:_MOST])
            at = moment_or_none(one.get("createdAt")) if name in _MOVES else None
            if at is not None:
                for who in list_in(one, "userIds")[:_MOST]:
                    moves.setdefault(id_in({"id": who}, "id"), []).append((at, _MOVES[name]))
    known = frozenset(one for one in people if by_id(one))
    return Conversation(own, known, {one: sorted(listed) for one, listed in moves.items()})


def private(wrapped: dict[str, Any], within: Conversation) -> Said:
    """An entry of a conversation: a message, a reaction, or who came and went."""
    thread = f"x:dm/{within.id}"
    message = object_in(wrapped, "messageCreate")
    if message:
        return list(_messages(message, thread, within))
    for name, found in wrapped.items():
        if not isinstance(found, dict):
            continue
        sender = by_id(id_in(found, "senderId", "initiatingUserId", "userId"))
        if sender:
            at = moment_in(found.get("createdAt"))
            kind = Kind.REACTION if name == "reactionCreate" else Kind.ACTIVITY
            return [Interaction(at, kind, "x", sender, thread=thread)]
        if name in _MOVES:
            return [_came(name, found, thread)]
    raise BadRecord("is no message, expected messageCreate", str(wrapped)[:200])


def _came(name: str, found: dict[str, Any], thread: str) -> Interaction:
    who = [by_id(id_in({"id": one}, "id")) for one in list_in(found, "userIds")[:1]]
    if not any(who):
        raise BadRecord(f"{name} names nobody, expected userIds", str(found)[:200])
    return Interaction(moment_in(found.get("createdAt")), Kind.ACTIVITY, "x", who[0], thread=thread)


def _messages(message: dict[str, Any], thread: str, within: Conversation) -> Iterator[Interaction]:
    number, own = id_in(message, "id"), id_in(message, "senderId")
    sender, to = by_id(own), id_in(message, "recipientId")
    if not sender:
        raise BadRecord("names no sender, expected senderId", number)
    at = moment_in(message.get("createdAt"))
    reached = {to} if by_id(to) else within.people_at(at)
    own_id = f"x:dm/{number}" if number else None
    yield Interaction(
        at=at,
        kind=Kind.MESSAGE,
        channel="x",
        sender=sender,
        receivers=tuple(Receiver(f"x:{one}") for one in sorted(reached - {own})),
        id=own_id,
        thread=thread,
        text=text_in(message, "text"),
    )
    for reaction in objects_in(message, "reactions"):
        reactor = by_id(id_in(reaction, "senderId"))
        if reactor and own_id:
            yield Interaction(
                at=moment_or_none(reaction.get("createdAt")) or at,
                kind=Kind.REACTION,
                channel="x",
                sender=reactor,
                receivers=(Receiver(sender),) if reactor != sender else (),
                id=f"{own_id}#reaction/{reactor[2:]}",
                thread=thread,
                in_reply_to=own_id,
            )


def dm_v2(found: dict[str, Any]) -> Said:
    """A direct message of version 2, whose conversation of two names both."""
    number, own = id_in(found, "id"), id_in(found, "sender_id")
    sender = by_id(own)
    conversation = id_in(found, "dm_conversation_id")
    listed = [id_in({"id": one}, "id") for one in list_in(found, "participant_ids")[:_MOST]]
    if not sender and text_in(found, "event_type") != "MessageCreate" and any(listed):
        own, sender = listed[0], by_id(listed[0])
    if not sender:
        raise BadRecord("names no sender, expected sender_id", number)
    is_message = text_in(found, "event_type") in ("", "MessageCreate")
    within = {*listed, *(conversation.split("-") if "-" in conversation else ())} - {own}
    reached = sorted(one for one in within if by_id(one)) if is_message else []
    return [
        Interaction(
            at=moment_in(found.get("created_at")),
            kind=Kind.MESSAGE if is_message else Kind.ACTIVITY,
            channel="x",
            sender=sender,
            receivers=tuple(Receiver(f"x:{one}") for one in reached),
            id=f"x:dm/{number}" if number else None,
            thread=f"x:dm/{conversation}" if conversation else None,
            text=text_in(found, "text") if is_message else None,
        )
    ]
