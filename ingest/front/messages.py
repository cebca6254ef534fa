"""Messages of Front: who wrote to whom, through which channel.

A message that came in is from the address it names to the addresses it was sent to; one that went
out is from the teammate who wrote it, else from the address of the channel. A comment is internal:
it mentions the teammates it names and reaches nobody else. A person is ``front:tea_ID`` for a
teammate, else the address or number itself; a handle of any other channel is
``front:SORT/HANDLE``. A teammate and their address are one; drafts were never sent.
"""

import re
from datetime import timedelta
from typing import Any

from graph.model import Fact, Interaction, Kind, Merge, Receiver, Role
from graph.people.identity import canonical, clean, plain_email
from ingest.accounts import Introduced, Known, profile, reached
from ingest.crm.people import organization_of
from ingest.dates import moment_in
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import count_in, id_in, is_true, list_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import kind_of
from ingest.source import BadRecord
from ingest.text.written import handles

__all__ = ["Messages", "sort_of"]

_ID = re.compile(r"(msg|com|cnv|evt|tea|crd|ctc|cha|inb|tag|tim)_[a-z0-9]{2,40}")
_ROLES = {"to": Role.TO, "cc": Role.CC, "bcc": Role.BCC}
_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{5,20}[0-9]")
_REASON = "same Front account: the address in its profile"
_CARD = "same Front contact: the handles on its card"
_SAME = {"tweet": "twitter", "tweet_dm": "twitter"}
"""What messages call the channel that cards of contacts call otherwise."""
_LONGEST_CALL = 7 * 24 * 3600
_MOST = 500
_MARKS = {
    "msg": ("recipients", "is_inbound", "is_draft"),
    "com": ("author", "posted_at"),
    "cnv": ("status", "subject", "assignee"),
    "evt": ("emitted_at",),
    "tea": ("email", "username"),
    "crd": ("handles",),
    "ctc": ("handles",),
}


def sort_of(found: Any) -> str:  # noqa: ANN401  # JSON holds anything
    """Give the first letters of the id of a record of Front, or "" for what is none.

    >>> sort_of({"id": "tea_h5s7y", "email": "a@x.example"}), sort_of({"id": "tea_1"})
    ('tea', '')
    """
    written = _ID.fullmatch(id_in(found, "id")) if isinstance(found, dict) else None
    if written is None:
        return ""
    marks = _MARKS.get(written[1])
    if marks is None:
        return written[1] if "_links" in found else ""
    return written[1] if any(mark in found for mark in marks) else ""


class Messages:
    """Reads the records of one file."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._introduced = Introduced()

    def said(self, sort: str, found: dict[str, Any]) -> Said | None:
        """What a record says; None for a conversation that carries no message."""
        if sort == "msg":
            return self._message(found, "")
        if sort == "com":
            return self._comment(found, "")
        if sort == "tea":
            return self._teammate(found)
        if sort in ("crd", "ctc"):
            return self._contact(found)
        if sort == "evt":
            return self._happened(found)
        last = object_in(found, "last_message")
        return self._message(last, id_in(found, "id")) if id_in(last, "id") else None

    def _happened(self, found: dict[str, Any]) -> Said | None:
        """What happened to a message or with a comment; None for what changed a conversation."""
        inner, place = object_in(found, "target", "data"), object_in(found, "conversation")
        sort = sort_of(inner)
        if sort == "msg":
            return self._message(inner, id_in(place, "id"))
        return self._comment(inner, id_in(place, "id")) if sort == "com" else None

    def _message(self, found: dict[str, Any], conversation: str) -> Said:
        number, sort = id_in(found, "id"), id_in(found, "type")
        at, author = moment_in(found.get("created_at")), object_in(found, "author")
        listed = list(objects_in(found, "recipients"))[:_MOST]
        by_role = [(text_in(one, "role"), _handle(one, sort)) for one in listed]
        by_role = [(role, one) for role, one in by_role if one]
        writer = next((one for role, one in by_role if role == "from"), "")
        is_inbound = is_true(found, "is_inbound")
        account = id_in(author, "id")
        sender = writer if is_inbound or not account else f"front:{account}"
        if not sender:
            raise BadRecord("names no sender, expected recipients with a role of from", number)
        facts = self._introduced.said(sender, at, kind=kind_of(sender) or "")
        for one in listed:
            who, name = _handle(one, sort), text_in(one, "name")
            facts += (
                self._introduced.said(who, at, name=name, kind=kind_of(who) or "") if who else []
            )
        if account and not is_inbound:
            facts += self._teammate(author) if "email" in author else []
        is_sent = not is_true(found, "is_draft") and not text_in(found, "error_type")
        roles = {one: _ROLES[role] for role, one in reversed(by_role) if role in _ROLES}
        receivers = [
            Receiver(one, roles[one]) for _, one in by_role if one in roles and one != sender
        ]
        message = Interaction(
            at=at,
            kind=_kind(sort) if is_sent else Kind.ACTIVITY,
            channel="front",
            sender=sender,
            receivers=tuple(dict.fromkeys(receivers)) if is_sent else (),
            id=f"front:{number}",
            duration=_length(found) if is_sent and _kind(sort) is Kind.CALL else None,
            thread=self._thread(found, conversation),
            topics=subject_topic(text_in(found, "subject")) if is_sent else (),
            revision=int(is_sent),
            text=text_in(found, "text", "body") if is_sent else None,
        )
        return [message, *facts]

    def _comment(self, found: dict[str, Any], conversation: str) -> Said:
        account = id_in(object_in(found, "author"), "id")
        if not account:
            raise BadRecord("names no author, expected author.id", id_in(found, "id"))
        sender = f"front:{account}"
        told = [self.known.value("front.user", name) for name in handles(text_in(found, "body"))]
        receivers = reached(sender, [], [f"front:{one}" for one in told if one])
        at = moment_in(found.get("posted_at"))
        return [
            Interaction(
                at=at,
                kind=Kind.MENTION if receivers else Kind.POST,
                channel="front",
                sender=sender,
                receivers=receivers,
                id=f"front:{id_in(found, 'id')}",
                thread=self._thread(found, conversation),
                text=text_in(found, "body"),
            )
        ]

    def _thread(self, found: dict[str, Any], conversation: str) -> str | None:
        """The conversation, whose address the links of a record end in."""
        link = text_in(object_in(found, "_links", "related"), "conversation")
        own = conversation or clean(link[:500].rpartition("/")[2])
        return f"front:{own}" if own.startswith("cnv_") else None

    def _teammate(self, found: dict[str, Any]) -> Said:
        whole = f"{text_in(found, 'first_name')} {text_in(found, 'last_name')}".strip()
        return profile(
            f"front:{id_in(found, 'id')}",
            reason=_REASON,
            name=whole,
            handle=text_in(found, "username"),
            email=text_in(found, "email"),
        )

    def _contact(self, found: dict[str, Any]) -> Said:
        listed = list(objects_in(found, "handles"))[:_MOST]
        known = [_handle(one, id_in(one, "source")) for one in listed]
        people = sorted({one for one in known if one and not kind_of(one)})
        if not people:
            raise BadRecord("is a contact without a handle", id_in(found, "id"))
        name = clean(text_in(found, "name")[:200])
        said: Said = [Fact(people[0], "name", name)] if name else []
        said += [Merge(people[0], one, _CARD) for one in people[1:]]
        said += _employer(people[0], object_in(found, "account"))
        return said or [Fact(people[0], "kind", "person")]


def _employer(who: str, account: dict[str, Any]) -> Said:
    """The company that a contact is filed under."""
    name = clean(text_in(account, "name")[:200])
    domains = [one for one in list_in(account, "domains")[:_MOST] if isinstance(one, str)]
    key = organization_of([f"@{clean(one[:200]).lower()}" for one in domains], name)
    if not key:
        return []
    return [Fact(who, "organization", key), *([Fact(key, "name", name)] if name else [])]


def _kind(sort: str) -> Kind:
    if sort in ("email", "smtp", "front_chat_email"):
        return Kind.EMAIL
    return Kind.CALL if sort in ("call", "phone-call", "aircall", "dialpad") else Kind.MESSAGE


def _length(found: dict[str, Any]) -> timedelta | None:
    """How long a call took: nothing where nobody answered, None where it is not told."""
    told = object_in(found, "metadata")
    if "have_been_answered" in told and not is_true(told, "have_been_answered"):
        return timedelta(0)
    seconds = min(count_in(told, "duration") or 0, _LONGEST_CALL)
    return timedelta(seconds=seconds) if seconds else None


def _handle(found: dict[str, Any], sort: str) -> str:
    """Whom a handle of a channel means: an address, a number, or a name of that channel."""
    written = clean(text_in(found, "handle")[:200])
    address = plain_email(written)
    if address:
        return f"email:{address}"
    if _NUMBER.fullmatch(written) and written.startswith("+"):
        return canonical(f"phone:{written}")
    sort = _SAME.get(sort, sort or "custom")
    return f"front:{sort}/{written}"[:250] if written else ""
