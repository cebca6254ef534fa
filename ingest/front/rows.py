"""Exports of Front's messages as CSV: one row a message, with its addresses as they were written.

What came in is from the address it names; what went out from the teammate who wrote it, where the
export gives an address, else from that of the channel. A message that belongs to several segments
has as many rows, which are one. Calls, texts and chats stand beside mails without saying so: what
is between addresses is a mail, anything else a message.
"""

from datetime import tzinfo
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver, Role
from graph.people.identity import canonical, clean
from ingest.crm.people import emails_in, listed_addresses, word_in
from ingest.crm.records import Row
from ingest.dates import moment_in
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import id_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT, kind_of
from ingest.source import BadRecord

__all__ = ["COLUMNS", "Rows", "is_row"]

COLUMNS = (
    "Message ID", "Message API ID", "Conversation ID", "Conversation API ID", "Direction",
    "Message date", "Author", "Contact name", "Contact handle", "From", "To", "Cc", "Bcc",
    "Extract", "Subject", "Segment", "Inbox", "Status", "Autoreply",
)  # fmt: skip
"""Columns of such an export; which of them it has is chosen by who asks for it."""

_ROLES = (("to", Role.TO), ("cc", Role.CC), ("bcc", Role.BCC))


def is_row(found: dict[str, Any]) -> bool:
    """Say whether a row, by folded names, is a message of such an export."""
    is_named = bool({"messageid", "messageapiid"} & found.keys())
    ends = {"from", "to", "contacthandle", "author"} & found.keys()
    return is_named and {"messagedate", "direction"} <= found.keys() and len(ends) > 1


class Rows:
    """Reads the rows of one file."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def said(self, row: Row) -> Said:
        """What a row says."""
        found = row.values
        own, at = self._id(found), moment_in(found.get("messagedate"), self._zone)
        way = word_in(found, "direction").lower()
        if way not in ("inbound", "outbound"):
            raise BadRecord("has no direction, expected Inbound or Outbound", way)
        senders, name = _people(found, "from"), word_in(found, "contactname")
        handle = _people(found, "contacthandle")
        writer = emails_in(word_in(found, "author"))
        sender = next(iter([*(writer if way == "outbound" else handle), *senders]), "")
        if not sender:
            raise BadRecord("names no sender, expected From, Author or Contact handle", own or "")
        roles: dict[str, Role] = {}
        for word, role in _ROLES:
            for one in _people(found, word):
                roles.setdefault(one, role)
        if way == "outbound" and not roles:
            roles = dict.fromkeys(handle, Role.TO)
        receivers = tuple(Receiver(one, role) for one, role in roles.items() if one != sender)
        is_mail = all(one.startswith("email:") for one in (sender, *roles))
        place = id_in(found, "conversationapiid") or id_in(found, "conversationid")
        message = Interaction(
            at,
            Kind.EMAIL if is_mail else Kind.MESSAGE,
            "front",
            sender,
            receivers,
            own,
            thread=f"front:{place}" if place else None,
            topics=subject_topic(word_in(found, "subject")),
            is_bulk=kind_of(sender) == BOT
            or word_in(found, "autoreply").lower() in ("yes", "true"),
            text=text_in(found, "extract"),
        )
        return [message, *([Fact(handle[0], "seen_name", name, at)] if handle and name else [])]

    @staticmethod
    def _id(found: dict[str, Any]) -> str | None:
        own = id_in(found, "messageapiid", "messageid")
        if not own:
            return None
        return f"front:{own}" if own.startswith("msg_") else f"front:message/{own}"


def _people(found: dict[str, Any], word: str) -> list[str]:
    """Those in a cell: addresses, numbers with their country, else handles."""
    text = text_in(found, word)[:20_000]
    if "@" in text:
        return [one for one, _ in listed_addresses(text) if one.startswith("email:")]
    parts = (clean(part)[:200] for part in text.replace(";", ",").split(","))
    return [_named(part) for part in parts if part]


def _named(text: str) -> str:
    digits = sum(one.isdigit() for one in text)
    is_number = text.startswith("+") and digits > 6
    return canonical(f"phone:{text}") if is_number else f"front:custom/{text}"[:250]
