"""Activities of HubSpot: mails, calls, meetings, messages, notes and tasks; events of mailings.

What a note says is about somebody, and no contact with them. A task says when something is due: it
is an occasion until it is done, and even then the call or the mail is a record of its own.
"""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver, Role, Status
from ingest.crm.people import emails_in, listed_addresses, word_in
from ingest.dates import moment_in, moment_or_none
from ingest.heard.notes import noted
from ingest.heard.topic_words import deal_topic, subject_topic
from ingest.hubspot.names import Names
from ingest.hubspot.records import Record
from ingest.json.fields import count_in, id_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT, kind_of
from ingest.source import BadRecord

__all__ = ["activity", "mailing"]

_KINDS = {
    "email": Kind.EMAIL, "call": Kind.CALL, "meeting": Kind.MEETING, "message": Kind.MESSAGE,
    "letter": Kind.CONTACT, "note": Kind.ACTIVITY, "task": Kind.ACTIVITY,
}  # fmt: skip
_MISSED = frozenset(
    """no_answer busy failed missed canceled cancelled
    73a0d17f-1163-4015-bdd5-ec830791da20 9d9162e7-6cf3-4944-bf63-4dff82258764
    b2cf5968-551e-4856-9783-52b3da59a7d0 17b47fee-58de-441e-a44c-c6300d46f273
    """.split()  # noqa: SIM905
)
"""States of a call, and what HubSpot calls no answer, busy, voicemail and wrong number."""
_UNSENT = ("failed", "bounced", "scheduled", "sending", "draft")
_OFF = ("canceled", "cancelled", "rescheduled", "no show")
"""Meetings that did not take place; an export of before may have them as planned."""
_DONE = ("completed", "done")
_ROLES = (("to", Role.TO), ("cc", Role.CC), ("bcc", Role.BCC))
_LOGGING = re.compile(r"@(?:bcc|forward)[\w.]*\.hubspot\.com$")  # what the mail was logged by
_LONGEST = timedelta(days=40)


def activity(record: Record, names: Names) -> Said:
    """Read an engagement of version 1, an object of version 3, or a row of a warehouse."""
    values, kind = record.values, _KINDS[record.kind]
    own = id_in(values, "id", "engagementid", "hsobjectid")
    about = object_in(record.raw, "metadata")
    owner, contacts = names.owner(values), names.contacts(record)
    if record.kind == "task":
        return _task(record, about, owner, contacts, topics=_topics(record, about, names))
    at, topics = _moment(record, about), _topics(record, about, names)
    if record.kind == "email":
        found = _mail(record, about, own, at, topics=topics)
        if found is not None:
            return found
    outcome = word_in(values, "hsmeetingoutcome") or word_in(about, "meetingOutcome")
    if not owner:
        raise BadRecord("nobody's, expected an owner, or from and to", own)
    others = names.attending(record) if kind is Kind.MEETING else []
    sender, reached = owner, [one for one in (*contacts, *others) if one != owner]
    if _is_inbound(values, about) and reached:
        sender, reached = reached[0], [owner, *reached[1:]]
    if kind is Kind.ACTIVITY:
        reached = []
    role = Role.ATTENDEE if kind is Kind.MEETING else Role.TO
    status = _status(record, about, outcome)
    return [
        Interaction(
            at, kind, "hubspot", sender, tuple(Receiver(one, role, status) for one in reached),
            f"hubspot:{own}" if own else None, duration=_length(record, about, at),
            topics=topics, revision=_revision(values), text=_text(record, about, owner, sender),
        )
    ]  # fmt: skip


def _text(record: Record, about: dict[str, Any], owner: str, sender: str) -> str | None:
    """What was written: to the other in a mail or a message, else about them in a note.

    The description of a meeting is an invitation, and no note.
    """
    values = record.values
    if record.kind == "email":
        return text_in(about, "text", "html") or text_in(values, "hsemailtext", "hsemailhtml")
    if record.kind == "message":
        return text_in(values, "hscommunicationbody") or text_in(about, "body")
    if record.kind == "meeting":
        said = text_in(about, "internalMeetingNotes")
        return noted(said or text_in(values, "hsinternalmeetingnotes"), owner, sender)
    said = text_in(about, "body") or text_in(
        values, "hsnotebody", "hscallbody", "hspostalmailbody", "body"
    )
    return noted(said, owner, sender)


def mailing(record: Record, names: Names) -> Said:
    """An event of a mailing: that it was sent, or what its reader did with it."""
    values = record.values
    own, what = id_in(values, "id"), word_in(values, "type").upper()
    at = moment_in(values.get("created"))
    recipient = next(iter(emails_in(word_in(values, "recipient"))), "") or (
        f"account:hubspot/{word_in(values, 'recipient')}" if word_in(values, "recipient") else ""
    )
    if not recipient:
        raise BadRecord("an event of nobody, expected recipient", own)
    key = f"hubspot:{own}" if own else None
    if what != "SENT":
        return [Interaction(at, Kind.ACTIVITY, "hubspot", recipient, (), key, is_bulk=True)]
    written = word_in(values, "from") or names.near.value("hubspot.from", own) or ""
    sender = next((one for one, _ in listed_addresses(written) if "@" in one), "")
    said: Said = []
    if not sender:
        sender = f"hubspot:portal/{id_in(values, 'portalid') or '0'}"
        said = [Fact(sender, "kind", BOT)]
    to = (Receiver(recipient),)
    return [Interaction(at, Kind.EMAIL, "email", sender, to, key, is_bulk=True), *said]


def _topics(record: Record, about: dict[str, Any], names: Names) -> tuple[str, ...]:
    """What an engagement is called, and the deals it belongs to."""
    values = record.values
    called = word_in(about, "subject", "title") or word_in(
        values, "hsemailsubject", "hsmeetingtitle", "hscalltitle", "hstasksubject"
    )
    deals = (topic for name in names.deals(record) for topic in deal_topic(name))
    return (*subject_topic(called), *dict.fromkeys(deals))


def _mail(
    record: Record,
    about: dict[str, Any],
    own: str,
    at: datetime,
    *,
    topics: tuple[str, ...],
) -> Said | None:
    """A mail whose addresses are told; None where only an owner and contacts are."""
    state = (word_in(about, "status") or word_in(record.values, "hsemailstatus")).lower()
    way = word_in(record.values, "hsemaildirection").lower()
    if state in _UNSENT or way.startswith("draft"):
        raise BadRecord(f"a mail that was not sent ({state if state in _UNSENT else way})", own)
    headers = about or _headers(record.values)
    senders = _addresses(headers, record.values, "from")
    if not senders:
        return None
    sender, name = senders[0]
    said: Said = [Fact(sender, "seen_name", name, at)] if name else []
    reached: dict[str, Role] = {}
    for word, role in _ROLES:
        for address, called in _addresses(headers, record.values, word):
            if address != sender and not _LOGGING.search(address):
                reached.setdefault(address, role)
            said += [Fact(address, "seen_name", called, at)] if called else []
    message = word_in(about, "messageId") or word_in(record.values, "hsemailmessageid")
    message = message.strip("<> ")
    thread = word_in(about, "threadId") or word_in(record.values, "hsemailthreadid")
    receivers = tuple(Receiver(one, role) for one, role in reached.items())
    interaction = Interaction(
        at, Kind.EMAIL, "email", sender, receivers,
        f"mail:{message}" if message else f"hubspot:{own}" if own else None,
        thread=f"hubspot:thread/{thread}" if thread else None, topics=topics,
        is_bulk=kind_of(sender) == BOT,
        text=_text(record, about, "", sender),
    )  # fmt: skip
    return [interaction, *said]


def _headers(values: dict[str, Any]) -> dict[str, Any]:
    text = values.get("hsemailheaders")
    try:
        found = json.loads(text) if isinstance(text, str) and len(text) < 2**18 else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _addresses(headers: dict[str, Any], values: dict[str, Any], word: str) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for one in objects_in(headers, word):
        name = " ".join(filter(None, (word_in(one, "firstName"), word_in(one, "lastName"))))
        for address, called in listed_addresses(word_in(one, "email", "raw")):
            found.setdefault(address, name or called)
    texts = [headers.get(word), values.get(f"hsemail{word}email"), values.get(f"hsemail{word}raw")]
    for text in texts if not found else ():
        if isinstance(text, str):
            found |= dict(listed_addresses(text[:100_000]))
    return [(address, name) for address, name in found.items() if "@" in address]


def _task(
    record: Record,
    about: dict[str, Any],
    owner: str,
    contacts: list[str],
    *,
    topics: tuple[str, ...],
) -> Said:
    """A task: done, it is no contact; due, it is an occasion of those it is about."""
    values = record.values
    own = id_in(values, "id", "engagementid", "hsobjectid")
    subject = word_in(about, "subject") or word_in(values, "hstasksubject") or "task"
    state = (word_in(about, "status") or word_in(values, "hstaskstatus")).lower()
    due = moment_or_none(values.get("timestamp")) or moment_or_none(values.get("hstimestamp"))
    made = moment_or_none(values.get("createdat")) or moment_or_none(values.get("hscreatedate"))
    if not owner and not contacts:
        raise BadRecord("a task of nobody, expected an owner or contacts", own)
    if state in _DONE and owner:
        done = (
            moment_or_none(about.get("completionDate"))
            or moment_or_none(values.get("hstaskcompletiondate"))
            or moment_or_none(values.get("lastupdated"))
            or moment_or_none(values.get("hslastmodifieddate"))
            or made
        )
        at = done or moment_in(values.get("timestamp") or values.get("hstimestamp"))
        key = f"hubspot:{own}" if own else None
        return [
            Interaction(at, Kind.ACTIVITY, "hubspot", owner, (), key, topics=topics, revision=1)
        ]
    if due is None or not contacts or state in ("deferred", "cancelled"):
        return [Fact(owner or contacts[0], "task", subject, made)]
    said: Said = []
    for who in contacts:
        said += [Fact(who, "follow_up", due.date().isoformat(), made)]
        said += [Fact(who, "open_task", subject, made)]
    return said


def _moment(record: Record, about: dict[str, Any]) -> datetime:
    """When it happened; a meeting when it begins. When it was logged is another matter."""
    values = record.values
    found = None
    if record.kind == "meeting":
        found = moment_or_none(about.get("startTime")) or moment_or_none(
            values.get("hsmeetingstarttime")
        )
    for name in ("timestamp", "hstimestamp", "createdat", "hscreatedate"):
        found = found or moment_or_none(values.get(name))
    return found or moment_in(values.get("hstimestamp") or values.get("timestamp"))


def _is_inbound(values: dict[str, Any], about: dict[str, Any]) -> bool:
    said = (
        word_in(values, "hscalldirection", "hsemaildirection"), word_in(about, "direction"),
        word_in(values, "type"), word_in(values, "hscommunicationdirection"),
    )  # fmt: skip
    return any(text.upper().startswith(("INBOUND", "INCOMING")) for text in said)


def _status(record: Record, about: dict[str, Any], outcome: str) -> Status:
    values = record.values
    if record.kind == "call":
        said = (
            word_in(about, "disposition"), word_in(about, "status"),
            word_in(values, "hscalldisposition"), word_in(values, "hscallstatus"),
        )  # fmt: skip
        return Status.UNANSWERED if _MISSED & {one.lower() for one in said} else Status.NONE
    return Status.DECLINED if outcome.lower().replace("_", " ") in _OFF else Status.NONE


def _length(record: Record, about: dict[str, Any], at: datetime) -> timedelta | None:
    values = record.values
    if record.kind == "call":
        thousandths = count_in(about, "durationMilliseconds") or count_in(values, "hscallduration")
        length = timedelta(milliseconds=min(thousandths or 0, 10**10))
    elif record.kind == "meeting":
        end = moment_or_none(about.get("endTime")) or moment_or_none(values.get("hsmeetingendtime"))
        length = end - at if end is not None else timedelta(0)
    else:
        return None
    return length if timedelta(0) < length < _LONGEST else None


def _revision(values: dict[str, Any]) -> int:
    changed = moment_or_none(values.get("lastupdated")) or moment_or_none(
        values.get("hslastmodifieddate")
    )
    return int(changed.timestamp()) if changed else 0
