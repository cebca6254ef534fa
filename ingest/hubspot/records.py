"""Records of HubSpot: what each is, its properties in one form, what it is associated with.

The properties of an object stand at its top, in ``properties``, or in columns that begin with
``property_``.
"""

from typing import Any

from ingest.crm.people import word_in
from ingest.crm.records import Row
from ingest.hubspot.headers import HEADERS
from ingest.json.fields import id_in, list_in, object_in
from ingest.rows.columns import plain

__all__ = ["ACTIVITIES", "Record", "full_name", "ids_in", "record_of"]

ACTIVITIES = {
    "email": "email", "incomingemail": "email", "forwardedemail": "email", "emails": "email",
    "call": "call", "calls": "call", "meeting": "meeting", "meetings": "meeting",
    "note": "note", "notes": "note", "task": "task", "tasks": "task",
    "communication": "message", "communications": "message", "sms": "message",
    "whatsapp": "message", "linkedinmessage": "message", "conversationsession": "message",
    "postalmail": "letter", "postal_mail": "letter",
}  # fmt: skip
_OBJECTS = {
    "contacts": "contact", "contact": "contact", "companies": "company", "company": "company",
    "deals": "deal", "deal": "deal", "owners": "owner", "owner": "owner",
}  # fmt: skip
_BY_PROPERTY = (
    ("hstask", "task"), ("hscall", "call"), ("hsmeeting", "meeting"), ("hsnote", "note"),
    ("hscommunication", "message"), ("hspostalmail", "letter"), ("dealname", "deal"),
    ("hsemailsubject", "email"), ("hsemaildirection", "email"), ("hsemailfrom", "email"),
    ("hsemailheaders", "email"), ("hsemailstatus", "email"),
)  # fmt: skip
_TABLES = (
    ("merge", {"canonicalvid", "vidtomerge"}),
    ("part call", {"engagementid", "durationmilliseconds"}),
    ("part call", {"engagementid", "disposition", "tonumber"}),
    ("part meeting", {"engagementid", "starttime", "endtime"}),
    ("part email", {"engagementid", "fromemail"}),
    ("part email", {"engagementid", "messageid", "threadid"}),
    ("part task", {"engagementid", "forobjecttype", "status"}),
    ("part task", {"engagementid", "tasktype", "status", "subject"}),
    ("link", {"engagementid", "contactid"}),
    ("link", {"engagementid", "companyid"}),
    ("link", {"engagementid", "dealid"}),
    ("link", {"dealid", "contactid"}),
    ("link", {"dealid", "companyid"}),
    ("member", {"contactid", "companyid"}),
    ("mailing", {"recipient", "type", "created"}),
    ("owner", {"ownerid", "portalid", "email"}),
    ("owner", {"userid", "archived", "email"}),
    ("recipient", {"engagementid", "email", "firstname", "lastname"}),
    ("part note", {"engagementid", "body"}),
    ("engagement", {"id", "type", "portalid", "ownerid", "timestamp", "lastupdated"}),
    ("index", {"id", "type", "portalid", "fivetransynced"}),
)
_EXPORTED = (
    ("deal", {"dealname"}), ("contact", {"firstname", "lastname"}), ("contact", {"contactowner"}),
    ("company", {"companyname"}), ("company", {"companydomainname"}),
)  # fmt: skip


class Record:
    """One record: what it is, its values, and the object as it came (empty for a row)."""

    def __init__(self, kind: str, values: dict[str, Any], raw: dict[str, Any]) -> None:
        self.kind = kind
        self.values = values
        self.raw = raw


def record_of(row: Row) -> Record:
    """Say what a record is; its kind is "" where it is none of HubSpot's."""
    raw = row.raw or {}
    inner = object_in(raw, "engagement")
    if inner and ("associations" in raw or "metadata" in raw):
        values = {plain(key): value for key, value in inner.items()}
        return Record(ACTIVITIES.get(plain(str(inner.get("type"))), ""), values, raw)
    values = _lifted(row)
    return Record(_kind(row, values, raw), values, raw)


def _kind(row: Row, values: dict[str, Any], raw: dict[str, Any]) -> str:
    properties = object_in(raw, "properties")
    if raw and "portalId" in raw and "metadata" in raw and "associations" in raw:
        return ACTIVITIES.get(plain(str(raw.get("type"))), "")
    if properties or any(name.startswith("property") for name in row.values):
        return _of_object(row, values, raw)
    is_intercoms = "contactupdatedat" in values  # its table of who works where
    for kind, columns in _TABLES:
        if columns <= values.keys() and not is_intercoms:
            return kind
    is_zohos = any(name.endswith("ownerid") for name in values)
    is_ours = not is_zohos and not word_in(values, "recordid").startswith("zcrm_")
    if "recordid" in values and not raw and is_ours:
        return next((kind for kind, columns in _EXPORTED if columns <= values.keys()), "")
    return ""


def _of_object(row: Row, values: dict[str, Any], raw: dict[str, Any]) -> str:
    """What an object is by its stream, its type, its properties."""
    is_ours = any(
        name.startswith(("hs", "hubspot"))
        or name in ("lifecyclestage", "dealname", "fivetransynced")
        for name in values
    )  # fmt: skip
    is_ours = is_ours or {"portalId", "companyId"} <= raw.keys()  # of version 2
    if not is_ours and "vid" not in raw:
        return ""
    for said in (raw.get("objectType"), row.stream, values.get("type")):
        word = plain(said) if isinstance(said, str) else ""
        known = _OBJECTS.get(word) or ACTIVITIES.get(word)
        if known and (said is not values.get("type") or "engagementid" in values):
            return known
    for start, kind in _BY_PROPERTY:
        if any(name.startswith(start) for name in values):
            contact = kind in ("email", "task", "call", "meeting") and "email" in values
            if not contact:
                return kind
    if {"firstname", "lastname", "email", "jobtitle"} & values.keys() or "vid" in raw:
        return "contact"
    return "company" if {"name", "domain"} & values.keys() else ""


def _lifted(row: Row) -> dict[str, Any]:
    raw = row.raw or {}
    properties = object_in(raw, "properties")
    values = {plain(key): value for key, value in raw.items() if not isinstance(value, dict)}
    for key, value in properties.items():
        known = value.get("value") if isinstance(value, dict) else value
        if known not in (None, "") or plain(key) not in values:
            values[plain(key)] = known
    if not raw:
        for name, value in row.values.items():
            short = name.removeprefix("property")
            if value or short not in values:
                values[short or name] = value
        if "recordid" not in values and any(HEADERS.get(name) == "recordid" for name in values):
            for name, value in row.values.items():
                values.setdefault(HEADERS.get(name, name), value)
    return values


def full_name(values: dict[str, Any]) -> str:
    """The name of a person, of its parts."""
    return " ".join(filter(None, (word_in(values, "firstname"), word_in(values, "lastname"))))


def ids_in(record: Record, *names: str) -> list[str]:
    """The ids that a record is associated with, under any of the forms that these take.

    *names* are the plain name of the objects, such as ``contacts``, and that of v1 and CSV files.
    """
    found: list[Any] = []
    for holder in (record.raw, object_in(record.raw, "associations")):
        for name in names:
            inner = holder.get(name)
            if isinstance(inner, dict):
                inner = list_in(inner, "results")
            found += inner if isinstance(inner, list) else []
    for name in names:
        cell = record.values.get(plain(name))
        found += cell.split(";") if isinstance(cell, str) else []
    ids = (
        id_in(one if isinstance(one, dict) else {"id": one}, "id", "toObjectId") for one in found
    )
    return list(dict.fromkeys(filter(None, ids)))
