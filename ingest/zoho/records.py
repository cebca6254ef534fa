"""Records of Zoho CRM: people, companies, calls, meetings, tasks, mails, notes."""

import re
from datetime import timedelta, tzinfo
from typing import Any

from graph.model import Fact, Interaction, Kind, Merge, Receiver, Role, Status
from ingest.calls.missed import says_missed
from ingest.calls.words import sorts_in
from ingest.crm.people import (
    EPOCH,
    Profile,
    emails_in,
    profile,
    segment_of,
    word_in,
)
from ingest.crm.words import is_done
from ingest.dates import moment_in, moment_or_none
from ingest.heard.notes import noted
from ingest.heard.topic_words import deal_topic, subject_topic
from ingest.json.fields import count_in, id_in, is_true, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT, kind_of
from ingest.source import BadRecord
from ingest.zoho.names import Names, full_name, listed, own_id, person, since

__all__ = ["account", "call", "email", "human", "meeting", "note", "task",
           "user"]  # fmt: skip

_REASON = "same Zoho record: the address in it"
_STATUSES = {
    "accepted": Status.ACCEPTED, "attending": Status.ACCEPTED, "declined": Status.DECLINED,
    "not attending": Status.DECLINED, "maybe": Status.TENTATIVE, "not_known": Status.UNANSWERED,
}  # fmt: skip
_AHEAD = ("scheduled", "overdue", "cancelled", "canceled")
_UNTAKEN = ("unattended", "scheduled unattended")
_ROLES = (("to", Role.TO), ("cc", Role.CC), ("bcc", Role.BCC))
_LENGTH = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(?:\D.*)?")


def human(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A contact or a lead: who, where, since when, whose."""
    who, made = person(found), moment_or_none(found.get("createdtime"), zone)
    emails = tuple(emails_in(*(word_in(found, name) for name in ("email", "secondaryemail"))))
    company = word_in(found, "accountnamename", "accountname", "company")
    key = names.organization(own_id(found, "accountnameid"), company, emails)
    owner, said = names.owner(found)
    is_lead = "company" in found or "leadstatus" in found
    phones = (word_in(found, name) for name in ("phone", "mobile"))
    said += profile(
        Profile(
            who, full_name(found), emails, key or None, word_in(found, "title", "designation"),
            word_in(found, "department"), tuple(filter(None, phones)), owner,
            person(found, "reportingtoid"),
            ("leads",) if is_lead and not is_true(found, "converted") else (), made,
        ),
        names.near, _REASON,
    )  # fmt: skip
    became = own_id(found, "converteddetailcontact", "convertedcontactid")
    if is_lead and became:
        at = moment_or_none(found.get("converteddetailconvertdate")) or EPOCH
        said.append(Merge(who, f"zoho:{became}", "Zoho converted the lead to this contact", at))
    return said + ([Fact(key, "name", company)] if key and company else [])


def user(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A user of the installation: one of ours."""
    made = moment_or_none(found.get("createdtime"), zone)
    one = Profile(
        person(found), full_name(found), tuple(emails_in(word_in(found, "email"))),
        segments=("employees",), since=made,
    )  # fmt: skip
    return profile(one, names.near, "same Zoho user: the address in its record")


def account(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A company: its name, what it is to us, what it is worth, who looks after it."""
    own, name = own_id(found), word_in(found, "accountname")
    key = names.organization(own, name)
    owner, said = names.owner(found)
    made = since(found, zone)
    said += [Fact(key, "name", name)] if name else []
    kind, industry = word_in(found, "accounttype"), word_in(found, "industry")
    said += [Fact(key, "segment", segment_of(kind), made)] if kind else []
    said += [Fact(key, "industry", industry)] if industry else []
    worth = word_in(found, "annualrevenue")
    said += [Fact(key, "annual_revenue", worth, made)] if worth.strip("0.") else []
    said += [Fact(owner, "owner_of", key, made)] if owner else []
    return [*said, Fact(key, "zoho_id", own)]


def call(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A call that took place, or was missed; one that is planned is an occasion."""
    owner, said = names.owner(found)
    who, own = _about(found), own_id(found)
    begin = found.get("callstarttime")
    state, way = word_in(found, "callstatus").lower(), word_in(found, "calltype").lower()
    if state in _AHEAD:
        return said + _due(found, who, owner, begin, zone)
    at = moment_in(begin, zone)
    if not owner:
        raise BadRecord("a call of nobody, expected Owner", own)
    result = word_in(found, "callresult", "outgoingcallstatus")
    missed = any(map(says_missed, (way, state, result))) or state.startswith(_UNTAKEN)
    sorts = sorts_in(way)
    is_inbound = ("in" in sorts or ("missed" in sorts and "out" not in sorts)) and who
    sender, reached = (who, owner) if is_inbound else (owner, who)
    status = Status.UNANSWERED if missed else Status.NONE
    receivers = (Receiver(reached, Role.TO, status),) if reached else ()
    length = _seconds(found)
    return [
        Interaction(
            at, Kind.CALL, "zoho", sender, receivers, f"zoho:{own}",
            duration=length or None, topics=_topics(found, names), revision=_revision(found, zone),
            text=noted(text_in(found, "description"), owner, sender),
        ),
        *said,
    ]  # fmt: skip


def meeting(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A meeting: its owner and those who take part, by id or by address."""
    owner, said = names.owner(found)
    own, at = own_id(found), moment_in(found.get("startdatetime") or found.get("from"), zone)
    if not owner:
        raise BadRecord("a meeting of nobody, expected Owner", own)
    reached: dict[str, Status] = {}
    for one in listed(found, "participants"):
        status = _STATUSES.get(word_in(one, "status").lower(), Status.NONE)
        who = id_in(one, "participant", "id")
        known = emails_in(who) or emails_in(word_in(one, "Email", "email"))
        if who.isdigit():
            reached[f"zoho:{who}"] = status
        elif known:
            reached[known[0]] = status
    if _about(found):
        reached.setdefault(_about(found), Status.NONE)
    reached.pop(owner, None)
    for email in emails_in(word_in(found, "owneremail")):
        reached.pop(email, None)
    end = moment_or_none(found.get("enddatetime") or found.get("to"), zone)
    length = end - at if end is not None and timedelta(0) < end - at < timedelta(40) else None
    receivers = tuple(Receiver(one, Role.ATTENDEE, reached[one]) for one in reached)
    topics = _topics(found, names) if receivers else deal_topic(names.deal(found))
    return [
        Interaction(
            at, Kind.MEETING, "zoho", owner, receivers, f"zoho:{own}",
            duration=length, topics=topics, revision=_revision(found, zone),
            text=noted(text_in(found, "description"), owner, owner),
        ),
        *said,
    ]  # fmt: skip


def task(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A task: what was done is no contact, what is due is an occasion."""
    owner, said = names.owner(found)
    who, own = _about(found), own_id(found)
    if is_done(word_in(found, "status")):
        for name in ("closedtime", "modifiedtime", "createdtime"):
            at = moment_or_none(found.get(name), zone)
            if at is not None and owner:
                done = Interaction(
                    at, Kind.ACTIVITY, "zoho", owner, (), f"zoho:{own}",
                    topics=_topics(found, names),
                )  # fmt: skip
                return [done, *said]
        raise BadRecord("a task of nobody, or without Closed_Time and Modified_Time", own)
    return said + _due(found, who, owner, found.get("duedate"), zone)


def note(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A note: somebody wrote it, which is no contact with whom it is about."""
    owner, said = names.owner(found)
    own, at = own_id(found), moment_in(found.get("createdtime"), zone)
    if not owner:
        raise BadRecord("a note of nobody, expected Owner or Created_By", own)
    written = Interaction(
        at, Kind.ACTIVITY, "zoho", owner, (), f"zoho:{own}", topics=_topics(found, names),
        text=noted(text_in(found, "notecontent"), owner, owner),
    )  # fmt: skip
    return [written, *said]


def email(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A mail: from whom, to whom; with a Message-ID it is the one in a mailbox as well."""
    at = moment_in(found.get("senttime") or found.get("time") or found.get("date"), zone)
    senders = emails_in(word_in(found, "fromemail"))
    if not senders:
        raise BadRecord("a mail from nobody, expected from.email", word_in(found, "messageid"))
    sender, name = senders[0], word_in(found, "fromusername", "fromname")
    said: Said = [Fact(sender, "seen_name", name, at)] if name else []
    reached: dict[str, Role] = {}
    for word, role in _ROLES:
        for one in listed(found, word):
            for address in emails_in(word_in(one, "email")):
                if address != sender:
                    reached.setdefault(address, role)
                called = word_in(one, "user_name", "name")
                said += [Fact(address, "seen_name", called, at)] if called else []
    message = word_in(found, "messageid").strip("<> ")
    key = f"mail:{message}" if "@" in message else f"zoho:mail/{message}" if message else None
    receivers = tuple(Receiver(one, role) for one, role in reached.items())
    is_bulk = kind_of(sender) == BOT
    text = text_in(found, "content")
    return [
        Interaction(
            at, Kind.EMAIL, "email", sender, receivers, key, topics=_topics(found, names),
            is_bulk=is_bulk, text=text,
        ),
        *said,
    ]  # fmt: skip


def _topics(found: dict[str, Any], names: Names) -> tuple[str, ...]:
    """What an activity is called, and the deal it belongs to."""
    called = word_in(found, "subject", "eventtitle", "title", "notetitle")
    return (*subject_topic(called), *deal_topic(names.deal(found)))


def _about(found: dict[str, Any]) -> str:
    """The contact or the lead that an activity is about."""
    who = person(found, "whoidid", "whoid", "contactnameid")
    module = word_in(found, "semodule").lower()
    return who or (person(found, "whatidid") if module == "leads" else "")


def _due(found: dict[str, Any], who: str, owner: str, when: Any, zone: tzinfo) -> Said:  # noqa: ANN401
    day, made = moment_or_none(when), since(found, zone)
    subject = word_in(found, "subject") or "task"
    if not who or day is None:
        if not (who or owner):
            raise BadRecord("a task of nobody, expected Owner or Who_Id", own_id(found))
        return [Fact(who or owner, "task", subject, made)]
    if word_in(found, "callstatus").lower().startswith("cancel"):
        return [Fact(who, "task", f"{subject} (cancelled)", made)]
    said: Said = [Fact(who, "follow_up", day.date().isoformat(), made)]
    return [*said, Fact(who, "open_task", subject, made)]


def _seconds(found: dict[str, Any]) -> timedelta:
    seconds = count_in(found, "calldurationinseconds") or 0
    written = _LENGTH.fullmatch(word_in(found, "callduration"))
    if not seconds and written:
        hours, minutes, rest = (int(part or 0) for part in written.groups())
        seconds = hours * 3600 + minutes * 60 + rest
    return timedelta(seconds=min(seconds, 10**6))


def _revision(found: dict[str, Any], zone: tzinfo) -> int:
    changed = moment_or_none(found.get("modifiedtime"), zone)
    return int(changed.timestamp()) if changed else 0
