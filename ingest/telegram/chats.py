"""Messages of chats that Telegram Desktop exported.

In a personal chat each message is to the other one: the chat's number is theirs, and the owner is
who wrote otherwise, or whom the export names. In groups a reply is to the author of what it
answers, a message that names people mentions them, and any other reaches nobody in particular, for
an export does not say who is in a group. In chats of two and small groups each account numbers the
messages for itself: there what a message says stands for its id, so that the exports of both sides
are one. Calls go from who called, with their length; one that was missed or refused has a length of
nothing, one that does not tell its length has none. A person is ``telegram:ID``; a channel that
writes is ``telegram:channel/ID``. Dates without their second since 1970 are local: the zone is
asked for; those of reactions are as far from UTC as the message's own. What exports of before 2021
write as a number is told by `ingest.telegram.ids`.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from graph.model import Fact, Interaction, Kind, Merge
from graph.people.identity import canonical
from ingest.accounts import Introduced, profile, reached
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import count_in, id_in, list_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT, LIST
from ingest.source import BadRecord, Reading
from ingest.telegram.ids import account, author, is_old, room_of
from ingest.text.written import hashtags

__all__ = ["CHATS", "Chats", "contact", "owner"]

CHATS = frozenset(
    """personal_chat bot_chat saved_messages replies verification_codes private_group
    private_supergroup public_supergroup private_channel public_channel""".split()  # noqa: SIM905
)
"""What Telegram Desktop calls its chats."""

_NUMBERED = frozenset(
    {"private_supergroup", "public_supergroup", "private_channel", "public_channel"}
)
_MACHINES = frozenset({"bot_chat", "verification_codes"})
_ALONE = _MACHINES | {"personal_chat"}
_CHANNELS = frozenset({"private_channel", "public_channel"})
_FORWARDED = frozenset({"forwarded_from", "forwarded_from_id"})  # what another one wrote
_REASON = "same Telegram account: the number in the contacts"
_NAME = re.compile(r"@(\w{3,40})")
_REMEMBERED = 200_000
_MOST = 1_000
_NOT_TAKEN = ("missed", "busy")  # busy: refused, or in another call
_LONGEST_CALL = 7 * 24 * 3600
_NO_ZONE = "dates have no zone and are taken for UTC; name their zone with --zone"


class Chats:
    """Reads the messages of one export."""

    def __init__(
        self,
        reading: Reading,
        shown: str,
        warnings: list[str],
        owner: str,
        partners: Mapping[str, str] | None = None,
    ) -> None:
        self._reading = reading
        self._partners = partners or {}
        self._shown = shown
        self._warnings = warnings
        self._owner = account(owner) or (f"account:{reading.log}" if reading.log else "")
        self._handle = ""  # of the owner, whom others mention by it
        self._authors: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._introduced = Introduced()
        self._is_warned = False

    def message(self, found: dict[str, Any], above: tuple[dict[str, Any], ...]) -> Said:
        """What a message says; *above* is what the export says around it."""
        chat = above[-1] if above else {}
        sort, number = text_in(chat, "type"), id_in(found, "id")
        if text_in(found, "type") == "unsupported":
            raise BadRecord("is a message that Telegram could not export", number)
        room = room_of(chat, is_old=is_old(found))
        person = object_in(above[0], "personal_information") if above else {}
        self._owner = account(id_in(person, "user_id")) or self._owner
        handle = text_in(person, "username").removeprefix("@").lower()
        self._handle = f"telegram:@{handle}" if handle else self._handle
        sender, at = author(found), self._moment(found)
        if not sender and sort in _CHANNELS and room:
            sender = f"telegram:channel/{room}"
        if not sender:
            raise BadRecord("names no author, expected from_id", number or str(found)[:200])
        is_room = sender.startswith("telegram:channel/")
        is_bot = sort in _MACHINES and sender == account(room)
        name, kind = text_in(found, "from", "actor"), LIST if is_room else BOT if is_bot else ""
        facts = self._introduced.said(sender, at, name=name, kind=kind)
        own = f"telegram:{room}/{number}" if room and number and sort in _NUMBERED else None
        others = self._others(sort, room, sender)
        if text_in(found, "type") == "service":
            self._remember((room, number), "")
            return [_service(found, at, sender, own, others or []), *facts]
        where, answered = self._answered(found, room)
        means, to, named = self._reached(found, (where, answered), others, sender)
        self._remember((room, number), sender)
        message = Interaction(
            at=at,
            kind=means,
            channel="telegram",
            sender=sender,
            receivers=reached(sender, to, named),
            id=own,
            thread=f"telegram:{where}/{answered or number}" if own else None,
            in_reply_to=f"telegram:{where}/{answered}" if own and answered else None,
            topics=_topics(found),
            revision=count_in(found, "edited_unixtime") or 0,
            is_bulk=is_room or is_bot,
            text=None if _FORWARDED & found.keys() else _text(found),
        )
        return [message, *_reactions(found, message), *facts]

    def _moment(self, found: dict[str, Any]) -> datetime:
        exact = moment_or_none(found.get("date_unixtime"))
        if exact is not None:
            return exact
        if self._reading.zone is None and not self._is_warned:
            self._is_warned = True
            self._warnings.append(f"{self._shown}: {_NO_ZONE}")
        return moment_in(found.get("date"), self._reading.zone_or_utc())

    def _others(self, sort: str, room: str, sender: str) -> list[str] | None:
        """Who else is in a chat of two; None in groups and channels."""
        if sort == "saved_messages":
            return []
        if sort not in _ALONE:
            return None
        other = self._partners.get(room) or account(room)
        return [self._owner] if sender in (other, self._partner_of(sender)) else [other]

    def _partner_of(self, sender: str) -> str:
        """The sender, where it is known that somebody else owns the export."""
        return sender if self._owner and sender != self._owner else ""

    def _answered(self, found: dict[str, Any], room: str) -> tuple[str, str]:
        """The chat and the number of what a message answers; none where that opens a topic."""
        answered = id_in(found, "reply_to_message_id")
        other = id_in(found, "reply_to_peer_id").removeprefix("channel").removeprefix("user")
        where = other if answered and other else room
        is_topic = self._authors.get((where, answered)) == ""
        return (room, "") if is_topic else (where, answered)

    def _reached(
        self,
        found: dict[str, Any],
        answered: tuple[str, str],
        others: list[str] | None,
        sender: str,
    ) -> tuple[Kind, list[str], list[str]]:
        if others is not None:
            return Kind.MESSAGE, others, []
        named = [self._owner if one == self._handle else one for one in _named(found)]
        if answered[1]:
            author = self._authors.get(answered, "")
            return Kind.REPLY, [author], named
        is_mention = any(one != sender for one in named)
        return Kind.MENTION if is_mention else Kind.POST, [], named

    def _remember(self, key: tuple[str, str], author: str) -> None:
        self._authors[key] = author
        if len(self._authors) > _REMEMBERED:
            self._authors.popitem(last=False)


def _service(
    found: dict[str, Any], at: datetime, sender: str, own: str | None, others: list[str]
) -> Interaction:
    """A call, or something that happened to the chat."""
    is_call = text_in(found, "action") == "phone_call"
    return Interaction(
        at=at,
        kind=Kind.CALL if is_call else Kind.ACTIVITY,
        channel="telegram",
        sender=sender,
        receivers=reached(sender, others) if is_call else (),
        id=own,
        duration=_length(found) if is_call else None,
    )


def _length(found: dict[str, Any]) -> timedelta | None:
    """How long a call took: nothing where nobody took it, None where it is not told.

    One that was hung up or lost is told without a length as well, and may have been answered.
    """
    seconds = min(count_in(found, "duration_seconds") or 0, _LONGEST_CALL)
    is_missed = text_in(found, "discard_reason").lower() in _NOT_TAKEN
    return timedelta(seconds=seconds) if seconds or is_missed else None


def _parts(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of a text that are more than text: mentions, hashtags, links."""
    parts = list_in(found, "text_entities") or list_in(found, "text")
    yield from (one for one in parts[:_MOST] if isinstance(one, dict))


def _text(found: dict[str, Any]) -> str:
    """The text of a message, which is a list of parts where it is formatted."""
    text = found.get("text")
    if not isinstance(text, list):
        return text_in(found, "text")
    parts = (text_in(one, "text") if isinstance(one, dict) else one for one in text[:_MOST])
    return "".join(one for one in parts if isinstance(one, str))


def _named(found: dict[str, Any]) -> list[str]:
    named = []
    for part in _parts(found):
        sort, name = text_in(part, "type"), _NAME.fullmatch(text_in(part, "text"))
        if sort == "mention_name" and id_in(part, "user_id"):
            named.append(account(id_in(part, "user_id")))
        elif sort == "mention" and name:
            named.append(f"telegram:@{name[1].lower()}")
    return list(filter(None, named))


def _topics(found: dict[str, Any]) -> tuple[str, ...]:
    tags = [text_in(one, "text") for one in _parts(found) if text_in(one, "type") == "hashtag"]
    return hashtags(" ".join(tags) if tags else text_in(found, "text"))


def _reactions(found: dict[str, Any], message: Interaction) -> Iterator[Interaction]:
    """Reactions of those that the export names: the last few; the others are only counted."""
    first: dict[str, datetime] = {}
    for reaction in list(objects_in(found, "reactions"))[:_MOST]:
        for one in list(objects_in(reaction, "recent"))[:_MOST]:
            reactor = account(id_in(one, "from_id"))
            if reactor:
                at = _reacted_at(one, found, message.at)
                first[reactor] = min(first.get(reactor, at), at)
    for reactor, at in first.items():
        yield Interaction(
            at=at,
            kind=Kind.REACTION,
            channel="telegram",
            sender=reactor,
            receivers=reached(reactor, [message.sender]),
            id=f"{message.id}#reaction/{reactor[9:]}" if message.id else None,
            in_reply_to=message.id,
        )


def _reacted_at(one: dict[str, Any], found: dict[str, Any], at: datetime) -> datetime:
    """When somebody reacted: local time, as far from UTC as that of the message."""
    exact, local = moment_or_none(one.get("date_unixtime")), moment_or_none(one.get("date"))
    written = moment_or_none(found.get("date"))
    if exact is None and local is not None and written is not None:
        exact = local - (written - at)
    return max(exact, at) if exact is not None else at


def contact(found: dict[str, Any]) -> Said:
    """Somebody in the owner's contacts: a name and a number, where they are on Telegram."""
    return _person(found)


def owner(found: dict[str, Any]) -> Said:
    """Whose export it is."""
    return _person(found)


def _person(found: dict[str, Any]) -> Said:
    written = text_in(found, "phone_number")[:60].replace("\u00a0", " ").strip()
    phone = canonical(f"phone:{written}") if written.startswith(("+", "00")) else ""
    has_phone = sum(one.isdigit() for one in phone) > 6  # a short code is nobody's
    identity = account(id_in(found, "user_id")) or (phone if has_phone else "")
    if not identity:
        raise BadRecord("is a contact without an account and a number", str(found)[:200])
    whole = f"{text_in(found, 'first_name')} {text_in(found, 'last_name')}".strip()
    said = profile(identity, reason=_REASON, name=whole, handle=text_in(found, "username"))
    if has_phone and identity != phone:
        said.append(Merge(identity, phone, _REASON))
    return [one for one in said if not isinstance(one, Fact) or one.name != "kind"] or said
