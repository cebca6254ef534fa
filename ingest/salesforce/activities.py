"""Activities of Salesforce: tasks that were done, meetings, e-mails.

A task that is still open says when something is due: it is an occasion, not a contact. A meeting of
several is one, though each guest has a record of their own.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver, Role, Status
from ingest.calls.missed import says_missed
from ingest.crm.people import listed_addresses, word_in
from ingest.crm.words import is_done, kind_told
from ingest.dates import moment_in, moment_or_none
from ingest.heard.notes import noted
from ingest.heard.topic_words import deal_topic, subject_topic
from ingest.json.fields import count_in, id_in, is_true, list_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT, kind_of
from ingest.salesforce.names import PARENT, Names, canonical_id, group_key, kind_of_id
from ingest.source import BadRecord

__all__ = ["begin_of", "email", "meeting", "task"]

_INBOUND = re.compile(r"\[in\]|inbound|incoming|^(?:\W*)(?:reply|replied)\b", re.IGNORECASE)
_STATUSES = {
    "accepted": Status.ACCEPTED, "declined": Status.DECLINED, "maybe": Status.TENTATIVE,
    "new": Status.UNANSWERED,
}  # fmt: skip
_BODY = re.compile(
    r"^(?:body|text|nachricht|corps|cuerpo)\s*:[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_DRAFT = ("5", "draft")
_DAY = timedelta(days=1)


def task(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A task: a call, a mail or a to-do that was done; else what is due, and when."""
    own = canonical_id(id_in(found, "id"))
    owner = names.person(id_in(found, "ownerid")) or names.person(id_in(found, "createdbyid"))
    who = [one for one in _people(found, names) if one != owner]
    if is_true(found, "isrecurrence"):
        raise BadRecord("is the pattern of a series, whose tasks are records of their own", own)
    if names.near.value("salesforce.mail", own) is not None:
        return _noted(who, owner, "an e-mail, which is a record of its own", found, zone)
    if not owner:
        raise BadRecord("a task of nobody, expected OwnerId", own)
    if not _is_done(found):
        return _due(found, names, owner, who, zone)
    kind = _kind(found)
    at = _done_at(found, zone)
    is_inbound = word_in(found, "calltype").lower() == "inbound" or bool(
        kind is Kind.EMAIL and _INBOUND.search(word_in(found, "subject"))
    )
    seconds = count_in(found, "calldurationinseconds")
    missed = kind is Kind.CALL and says_missed(word_in(found, "calldisposition", "callresult"))
    status = Status.UNANSWERED if missed else Status.NONE
    sender, reached = owner, who
    if is_inbound and who:
        sender, reached = who[0], [owner, *who[1:]]
    return [
        Interaction(
            at, kind, "salesforce", sender,
            tuple(Receiver(one, Role.TO, status) for one in reached),
            f"salesforce:{own}" if own else None,
            duration=timedelta(seconds=seconds) if seconds and kind is Kind.CALL else None,
            topics=_topics(found, names), revision=_revision(found),
            text=_text(found, kind, owner, sender),
        )
    ]  # fmt: skip


def _text(found: dict[str, Any], kind: Kind, owner: str, sender: str) -> str | None:
    """What a task says: the mail that was sent, below what stands above it; else a note."""
    said = text_in(found, "description")
    if kind is not Kind.EMAIL:
        return noted(said, owner, sender)
    is_listed = word_in(found, "tasksubtype").lower() == "listemail"
    return None if is_listed else _BODY.split(said, 1)[-1]


def meeting(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A meeting of a calendar: its owner and those it names; one of several counts once."""
    own = canonical_id(id_in(found, "id"))
    if is_true(found, "isrecurrence") or is_true(found, "isrecurrence2"):
        raise BadRecord("is the pattern of a series, whose meetings are records of their own", own)
    at = begin_of(found, zone)
    if at is None:
        moment_in(found.get("startdatetime") or found.get("activitydatetime"), zone)
        raise BadRecord("a meeting without StartDateTime", own)
    owner = names.person(id_in(found, "ownerid")) or names.person(id_in(found, "createdbyid"))
    key, reached = own, dict.fromkeys(_people(found, names), Status.NONE)
    reached |= _invited(own, names)
    writer = owner
    if is_true(found, "isgroupevent") or is_true(found, "ischild"):
        key = f"group/{group_key(found, at)}"
        first, others = _group(group_key(found, at), names)
        owner, reached = first or owner, {**others, **reached}
    reached.pop(owner, None)
    reached.pop("", None)
    if not owner:
        raise BadRecord("a meeting of nobody, expected OwnerId", own)
    kind = Kind.CALL if word_in(found, "eventsubtype", "type").lower() == "call" else Kind.MEETING
    receivers = tuple(Receiver(one, Role.ATTENDEE, reached[one]) for one in sorted(reached))
    return [
        Interaction(
            at, kind, "salesforce", owner, receivers, f"salesforce:{key}" if key else None,
            duration=_length(found, at, zone), topics=_topics(found, names),
            revision=0 if key != own else _revision(found),
            text=noted(text_in(found, "description"), writer, owner),
        )
    ]  # fmt: skip


def email(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """An e-mail: from whom, to whom; with its Message-ID it is the one in a mailbox as well."""
    own = canonical_id(id_in(found, "id"))
    if word_in(found, "status").lower() in _DRAFT:
        raise BadRecord("is a draft, which was never sent", own)
    at = moment_in(found.get("messagedate") or found.get("createddate"), zone)
    senders = listed_addresses(word_in(found, "fromaddress", "validatedfromaddress"))
    if not senders:
        raise BadRecord("an e-mail from nobody, expected FromAddress", own)
    sender = senders[0][0]
    said: Said = []
    name = word_in(found, "fromname") or senders[0][1]
    said += [Fact(sender, "seen_name", name, at)] if name else []
    reached: dict[str, Role] = {}
    for column, role in (
        ("toaddress", Role.TO), ("ccaddress", Role.CC), ("bccaddress", Role.BCC)
    ):  # fmt: skip
        text = found.get(column)
        for address, called in listed_addresses(text[:100_000] if isinstance(text, str) else ""):
            reached.setdefault(address, role)
            said += [Fact(address, "seen_name", called, at)] if called else []
    reached.pop(sender, None)
    message = word_in(found, "messageidentifier").strip("<> ")
    parent = canonical_id(id_in(found, "parentid") or id_in(found, "threadidentifier"))
    interaction = Interaction(
        at, Kind.EMAIL, "email", sender,
        tuple(Receiver(one, role) for one, role in reached.items()),
        f"mail:{message}" if message else f"salesforce:{own}" if own else None,
        thread=f"salesforce:{parent}" if parent else None, topics=_topics(found, names),
        is_bulk=kind_of(sender) == BOT,
        text=text_in(found, "textbody", "htmlbody"),
    )  # fmt: skip
    return [interaction, *said]


def _topics(found: dict[str, Any], names: Names) -> tuple[str, ...]:
    """What an activity is called, and the deal it belongs to."""
    about = id_in(found, "whatid") or id_in(found, "relatedtoid")
    is_deal = kind_of_id(about) == "opportunity"
    named = word_in(found, "whatname", "relatedtoname")
    deal = names.called(about, named) if is_deal else word_in(found, "dealname")
    return (*subject_topic(word_in(found, "subject")), *deal_topic(deal))


def _invited(event: str, names: Names) -> dict[str, Status]:
    """Who was invited to a meeting, and what they answered, as the file beside it tells."""
    said = names.near.values(f"salesforce.invited {event}")
    return {
        names.person(who): _STATUSES.get(answer.lower(), Status.NONE)
        for who, answer in said.items()
    }


def _group(key: str, names: Names) -> tuple[str, dict[str, Status]]:
    """Who called a meeting of several, and all whom its rows and invitations name."""
    shared = names.near.values(f"salesforce.group {key}")
    first = sorted((rank, who) for who, rank in shared.items() if rank != "who")
    reached = dict.fromkeys(map(names.person, sorted(shared)), Status.NONE)
    for rank in sorted(shared.values()):
        if rank.startswith(PARENT):
            reached |= _invited(rank.removeprefix(PARENT), names)
    return names.person(first[0][1]) if first else "", reached


def begin_of(found: dict[str, Any], zone: tzinfo) -> datetime | None:
    """When a meeting begins; one of a whole day at its midnight."""
    for name in ("startdatetime", "activitydatetime", "activitydate"):
        at = moment_or_none(found.get(name), UTC if name == "activitydate" else zone)
        if at is not None:
            return at
    return None


def _people(found: dict[str, Any], names: Names) -> list[str]:
    ids = [id_in(found, "whoid")]
    ids += [one for one in list_in(found, "whoids") if isinstance(one, str)]
    ids += id_in(found, "taskwhoids").split(";")
    ids += sorted(names.near.values(f"salesforce.task {canonical_id(id_in(found, 'id'))}"))
    return list(dict.fromkeys(one for text in ids if (one := names.person(text.strip()))))


def _is_done(found: dict[str, Any]) -> bool:
    if "isclosed" in found and found["isclosed"] not in (None, ""):
        return is_true(found, "isclosed")
    if moment_or_none(found.get("completeddatetime")) is not None:
        return True
    return is_done(word_in(found, "status"))


def _kind(found: dict[str, Any]) -> Kind:
    subtype = word_in(found, "tasksubtype").lower()
    if subtype in ("email", "listemail"):
        return Kind.EMAIL
    if subtype == "call" or word_in(found, "calltype", "calldurationinseconds", "callobject"):
        return Kind.CALL
    told = (word_in(found, "type"), word_in(found, "subject").partition(":")[0])
    return next((kind for text in told if (kind := kind_told(text))), Kind.ACTIVITY)


def _done_at(found: dict[str, Any], zone: tzinfo) -> datetime:
    """When a task was done: its due date only where that had come by then."""
    done = moment_or_none(found.get("completeddatetime"), zone)
    if done is not None:
        return done
    day = moment_or_none(found.get("activitydate"))
    made = moment_or_none(found.get("createddate"), zone)
    changed = moment_or_none(found.get("lastmodifieddate"), zone) or made
    if day is None:
        return changed or moment_in(found.get("createddate"), zone)
    if made is not None and day <= made < day + _DAY:
        return made
    return min(day, changed) if changed is not None else day


def _due(found: dict[str, Any], names: Names, owner: str, who: list[str], zone: tzinfo) -> Said:
    """What is still to be done: an occasion of those it is about, or of their company."""
    day = moment_or_none(found.get("activitydate"))
    made = moment_or_none(found.get("createddate"), zone)
    about = who or list(
        filter(None, [names.organization(id_in(found, "accountid") or _account(found))])
    )
    if day is None or not about:
        return _noted(who, owner, word_in(found, "subject") or "a task", found, zone)
    said: Said = [Fact(one, "follow_up", day.date().isoformat(), made) for one in about]
    subject = word_in(found, "subject")
    said += [Fact(one, "open_task", subject, made) for one in about if subject]
    return said


def _account(found: dict[str, Any]) -> str:
    what = id_in(found, "whatid")
    return what if what.startswith("001") else ""


def _noted(who: list[str], owner: str, what: str, found: dict[str, Any], zone: tzinfo) -> Said:
    made = moment_or_none(found.get("createddate"), zone)
    about = who or ([owner] if owner else [])
    if not about:
        raise BadRecord("a task of nobody, expected OwnerId", str(found)[:200])
    return [Fact(about[0], "task", what, made)]


def _revision(found: dict[str, Any]) -> int:
    changed = moment_or_none(found.get("systemmodstamp")) or moment_or_none(
        found.get("lastmodifieddate")
    )
    return int(changed.timestamp()) if changed else 0


def _length(found: dict[str, Any], at: datetime, zone: tzinfo) -> timedelta | None:
    minutes = count_in(found, "durationinminutes")
    if minutes is not None and minutes < 10**6:
        return timedelta(minutes=minutes) or None
    end = moment_or_none(found.get("enddatetime"), zone)
    return end - at if end is not None and timedelta(0) < end - at < timedelta(days=400) else None
