"""Engagements of HubSpot as older warehouses keep them: version 1's, taken apart into tables.

``engagement`` has the date, the owner and the sort; ``engagement_call``, ``_meeting``, ``_email``,
``_note`` and ``_task`` what `metadata` holds in an answer of version 1; ``engagement_email_to``,
``_cc`` and ``_bcc`` whom a mail was to; ``engagement_contact`` whom it was with. The row of details
is the contact, put together with what the others tell; without any, that of the engagement is.

References
----------
Fivetran, "HubSpot", the tables of its schema before 2022.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from graph.model import Fact, Interaction, Merge
from ingest.crm.people import emails_in, word_in
from ingest.hubspot.activities import activity
from ingest.hubspot.names import Names
from ingest.hubspot.records import ACTIVITIES, Record, full_name
from ingest.json.fields import id_in
from ingest.json.records import Said
from ingest.source import BadRecord
from ingest.told import Told

__all__ = ["engagement", "part", "recipient", "tells_of_parts"]

_OWN = ("type", "ownerid", "timestamp", "createdat", "lastupdated")
_METADATA: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "call": {"body": "body", "disposition": "disposition", "status": "status",
                 "durationmilliseconds": "durationMilliseconds", "direction": "direction"},
        "meeting": {"title": "title", "starttime": "startTime", "endtime": "endTime",
                    "meetingoutcome": "meetingOutcome",
                    "internalmeetingnotes": "internalMeetingNotes"},
        "email": {"subject": "subject", "text": "text", "html": "html", "messageid": "messageId",
                  "threadid": "threadId", "status": "status"},
        "note": {"body": "body"},
        "task": {"body": "body", "subject": "subject", "status": "status",
                 "completiondate": "completionDate"},
    }
)  # fmt: skip
_LISTS = re.compile(r"(?:^|_)(b?cc)(?:_|$)", re.IGNORECASE)
_LONGEST = 200


def engagement(record: Record, names: Names) -> Said:
    """The row of the engagement: who it concerns, or, where no details are beside it, itself."""
    own, kind = id_in(record.values, "id"), _kind(record.values)
    if not kind:
        raise BadRecord("is no sort of engagement that is read", word_in(record.values, "type"))
    put = _whole(kind, own, record.values, {})
    if names.near.value("hubspot.part", own):
        owner = names.owner(put.values)
        who = [owner] if owner else names.contacts(put)
        return [Fact(one, "concerned_by", f"{kind} {own}") for one in who]
    if kind == "email":
        raise BadRecord("names a mail, whose addresses stand in the table engagement_email", own)
    return [_before(one) for one in activity(put, names)]


def part(record: Record, names: Names) -> Said:
    """A row of details, with the date, the owner and the receivers that other tables tell."""
    kind, own = record.kind.removeprefix("part "), id_in(record.values, "engagementid")
    told = names.near.value("hubspot.engagement", own)
    if not told:
        raise BadRecord(
            "its date and owner stand in the table engagement: load both from one folder", own
        )
    metadata: dict[str, Any] = {
        name: record.values[column]
        for column, name in _METADATA[kind].items()
        if record.values.get(column) not in (None, "")
    }
    if kind == "email":
        sender = {
            "email": word_in(record.values, "fromemail"),
            "firstName": word_in(record.values, "fromfirstname"),
            "lastName": word_in(record.values, "fromlastname"),
        }
        metadata["from"] = sender if sender["email"] else None
        for word in ("to", "cc", "bcc"):
            listed = sorted(names.near.values(f"hubspot.{word} {own}").items())
            metadata[word] = [{"email": email, "firstName": name} for email, name in listed]
    return activity(_whole(kind, own, json.loads(told), metadata), names)


def recipient(record: Record, shown: str) -> Said:
    """Whom a mail was to; the mail itself counts the contact."""
    own, found = id_in(record.values, "engagementid"), emails_in(word_in(record.values, "email"))
    if not found:
        raise BadRecord("a receiver without an address", own)
    name = full_name(record.values)
    said: Said = [Fact(found[0], "concerned_by", f"email {own} ({_list_of(shown)})")]
    return [*said, Fact(found[0], "seen_name", name)] if name else said


def tells_of_parts(record: Record, shown: str) -> Iterator[Told]:
    """What rows of these tables tell each other."""
    values = record.values
    own = id_in(values, "engagementid", "id")
    if record.kind == "engagement":
        told = {name: str(values[name])[:_LONGEST] for name in _OWN if values.get(name)}
        yield Told("hubspot.engagement", own, json.dumps(told, sort_keys=True))
    elif record.kind == "recipient":
        for email in emails_in(word_in(values, "email"))[:1]:
            address = email.removeprefix("email:")
            yield Told(f"hubspot.{_list_of(shown)} {own}", address, full_name(values)[:_LONGEST])
    elif record.kind.startswith("part "):
        yield Told("hubspot.part", own, record.kind)


def _kind(values: Mapping[str, Any]) -> str:
    kind = ACTIVITIES.get(word_in(dict(values), "type").lower().replace("_", ""), "")
    return kind if kind in _METADATA else ""


def _whole(kind: str, own: str, values: Mapping[str, Any], metadata: dict[str, Any]) -> Record:
    return Record(kind, {**values, "id": own}, {"metadata": metadata})


def _before(said: Interaction | Fact | Merge) -> Interaction | Fact | Merge:
    """An engagement without its details, which one with details corrects, whenever it comes."""
    if isinstance(said, Interaction) and said.revision:
        return Interaction(
            said.at, said.kind, said.channel, said.sender, said.receivers, said.id,
            duration=said.duration, topics=said.topics, revision=said.revision - 1,
        )  # fmt: skip
    return said


def _list_of(shown: str) -> str:
    found = _LISTS.search(PurePosixPath(shown).stem)
    return found[1].lower() if found else "to"
