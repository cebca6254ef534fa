"""Activities of Dynamics 365: mails, phone calls, appointments, letters, tasks."""

from datetime import datetime, timedelta
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver, Role, Status
from ingest.crm.people import listed_addresses, word_in
from ingest.crm.records import Row
from ingest.dates import moment_in, moment_or_none
from ingest.dynamics.names import Names, Party, lookup, shown
from ingest.heard.notes import noted
from ingest.heard.topic_words import deal_topic, subject_topic
from ingest.json.fields import count_in, is_true, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT, kind_of
from ingest.source import BadRecord

__all__ = ["activity"]

_KINDS = {
    "email": Kind.EMAIL, "phonecall": Kind.CALL, "appointment": Kind.MEETING,
    "letter": Kind.CONTACT, "task": Kind.ACTIVITY,
}  # fmt: skip
_PARTS = {
    2: Role.TO, 3: Role.CC, 4: Role.BCC, 5: Role.ATTENDEE, 6: Role.OPTIONAL, 10: Role.RESOURCE,
    11: Role.ATTENDEE, 12: Role.TO,
}  # fmt: skip
_FIRST = (7, 1, 9)  # organizer, sender, owner
_STATES = {"0": "open", "1": "completed", "2": "canceled", "3": "scheduled"}
_DONE_BY_STATUS = {"task": ("5",), "phonecall": ("2", "4"), "email": ("2", "3", "4")}
_MOMENTS = {
    "email": ("senton", "actualend", "actualstart", "createdon"),
    "appointment": ("scheduledstart", "actualstart", "createdon"),
    "task": ("actualend", "modifiedon", "createdon"),
}
_DONE = ("actualstart", "actualend", "modifiedon", "createdon")
_INCOMING = ("false", "0", "incoming")
_LONGEST = 10**6


def activity(row: Row, kind: str, names: Names) -> Said:
    """Read an activity: a contact where it took place, an occasion where it is due."""
    found = row.values
    own = lookup(found, "activityid")
    state = _state(found, kind)
    is_off = state == "canceled"
    if is_off and kind != "appointment":
        raise BadRecord("was cancelled, and did not take place", own)
    owner = names.person(found, "ownerid", "createdby")
    about = names.person(found, "regardingobjectid")
    sender, reached = _taking_part(row, kind, names)
    if state == "open" and kind != "appointment":
        if kind == "email":
            raise BadRecord("is a draft, which was never sent", own)
        return _due(found, owner, [one for one in (about, *reached) if one and one != owner])
    if kind == "email" and not sender:
        sender, reached = _written(found)
    if not reached and about and kind != "task":
        way = found.get("directioncode")  # in answers of the API true or false
        is_incoming = way is False or word_in(found, "directioncode").lower() in _INCOMING
        sender, other = (about, owner) if is_incoming and owner else (sender or owner, about)
        reached = {other: Role.ATTENDEE if kind == "appointment" else Role.TO}
    sender = sender or owner
    if not sender:
        raise BadRecord("an activity of nobody, expected a sender, an organizer or an owner", own)
    reached.pop(sender, None)
    if kind == "task":
        reached = {}
    at = _moment(found, kind)
    message = word_in(found, "messageid").strip("<> ") if kind == "email" else ""
    minutes = count_in(found, "actualdurationminutes") or count_in(
        found, "scheduleddurationminutes"
    )
    missed = kind == "phonecall" and is_true(found, "leftvoicemail")
    status = Status.UNANSWERED if missed else Status.NONE
    status = Status.DECLINED if is_off else status  # an export of before may have it as planned
    is_long = kind in ("phonecall", "appointment") and minutes and minutes < _LONGEST
    return [
        Interaction(
            at, _KINDS[kind], "email" if kind == "email" else "dynamics", sender,
            tuple(Receiver(one, reached[one], status) for one in reached),
            f"mail:{message}" if message else f"dynamics:{own}",
            duration=timedelta(minutes=minutes or 0) if is_long else None,
            topics=_topics(found, names), revision=0 if message else _revision(found),
            is_bulk=kind_of(sender) == BOT,
            text=_text(found, kind, owner, sender),
        )
    ]  # fmt: skip


def _text(found: dict[str, Any], kind: str, owner: str, sender: str) -> str | None:
    """What a mail says; of anything but a task, which is an order, what its owner noted."""
    said = text_in(found, "description")
    if kind == "email":
        return said
    return noted(said, owner, sender) if kind != "task" else None


def _topics(found: dict[str, Any], names: Names) -> tuple[str, ...]:
    """What an activity is called, and the deal it belongs to."""
    return (*subject_topic(word_in(found, "subject")), *deal_topic(names.deal(found)))


def _taking_part(row: Row, kind: str, names: Names) -> tuple[str, dict[str, Role]]:
    """Who began an activity and whom it reached; in mails by the address, as in a mailbox."""
    parties = names.parties(row)
    if kind == "email":
        parties = [Party(one.part, one.address or one.who) for one in parties]
    sender = next((one.who for part in _FIRST for one in parties if one.part == part), "")
    reached: dict[str, Role] = {}
    for one in sorted(parties, key=lambda one: one.part):
        if one.part in _PARTS:
            reached.setdefault(one.who, _PARTS[one.part])
    return sender, reached


def _written(found: dict[str, Any]) -> tuple[str, dict[str, Role]]:
    """Who a mail is from and to, as its own columns say."""
    senders = listed_addresses(word_in(found, "sender"))
    to = found.get("torecipients")
    listed = listed_addresses(to[:100_000].strip("; ") if isinstance(to, str) else "")
    return senders[0][0] if senders else "", {who: Role.TO for who, _ in listed if "@" in who}


def _state(found: dict[str, Any], kind: str) -> str:
    """Open, completed, canceled or scheduled."""
    said = word_in(found, "statecode").lower()
    state = _STATES.get(said, said)
    if state:
        return "canceled" if state.startswith("cancel") else state
    status = word_in(found, "statuscode")
    if status:
        return "completed" if status in _DONE_BY_STATUS.get(kind, ()) else "open"
    if kind == "appointment" or moment_or_none(found.get("senton") or found.get("actualend")):
        return "completed"
    return "open"


def _moment(found: dict[str, Any], kind: str) -> datetime:
    for name in _MOMENTS.get(kind, _DONE):
        at = moment_or_none(found.get(name))
        if at is not None:
            return at
    return moment_in(found.get("createdon"))


def _due(found: dict[str, Any], owner: str, about: list[str]) -> Said:
    day = moment_or_none(found.get("scheduledend")) or moment_or_none(found.get("scheduledstart"))
    made = moment_or_none(found.get("createdon"))
    subject = word_in(found, "subject") or "task"
    if day is None or not about:
        who = next(iter(about), "") or owner
        if not who:
            raise BadRecord("an open task of nobody, expected an owner or regardingobjectid")
        return [Fact(who, "task", subject, made)]
    said: Said = []
    for who in dict.fromkeys(about):
        said += [Fact(who, "follow_up", day.date().isoformat(), made)]
        said += [Fact(who, "open_task", subject, made)]
    if shown(found, "regardingobjectidvalue") and len(about) == 1:
        name = shown(found, "regardingobjectidvalue")
        said += [] if name == lookup(found, "regardingobjectid") else [
            Fact(about[0], "seen_name", name, made)
        ]  # fmt: skip
    return said


def _revision(found: dict[str, Any]) -> int:
    changed = moment_or_none(found.get("modifiedon"))
    return int(changed.timestamp()) if changed else 0
