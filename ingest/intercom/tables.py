"""Intercom's tables as a warehouse lands them: rows become the records that the API gives.

Conversations, their parts, contacts, admins and companies are tables, and so is who was in which
conversation and who works where. A table of history has a row for each version of a record: of
contacts and companies only what holds now is read.
"""

from collections.abc import Iterator
from typing import Any

from ingest.crm.people import word_in
from ingest.crm.records import Row, all_rows, first_rows
from ingest.dates import moment_or_none
from ingest.intercom.companies import names
from ingest.json.fields import id_in, object_in, text_in
from ingest.named import named
from ingest.source import File
from ingest.told import Near, Told

__all__ = ["SUFFIXES", "is_known", "is_table", "record_of", "tells", "together"]

SUFFIXES = (".csv", ".tsv")

_TABLES = (
    ("conversation", {"id", "createdat", "sourceauthorid", "sourceauthortype", "sourcetype"}),
    ("part", {"conversationid", "parttype", "authorid", "authortype", "createdat"}),
    ("contact", {"id", "role", "workspaceid", "externalid", "email"}),
    ("company", {"id", "companyid", "remotecreatedat", "monthlyspend", "name"}),
    ("within", {"contactid", "conversationid", "conversationupdatedat"}),
    ("works", {"contactid", "companyid", "contactupdatedat"}),
)
_ADMIN = {"id", "jobtitle", "email", "name", "fivetransynced"}
_COLUMNS = frozenset(_ADMIN.union(*(columns for _, columns in _TABLES)))
_RECORDS = ("conversation", "part", "contact", "company", "admin")
is_known = _COLUMNS.__contains__


def _kind(row: Row, shown: str) -> str:
    """What a row is; "" where it is none of Intercom's. Admins are known by the file's name."""
    for kind, columns in _TABLES:
        if columns <= row.values.keys():
            return kind
    is_admin = named(shown).stem.lower().startswith(("admin", "intercom_admin"))
    return "admin" if is_admin and row.values.keys() >= _ADMIN else ""


def is_table(file: File) -> bool:
    """Say whether a file is a table of records: those that only link others explain them."""
    rows = first_rows(file, (), is_known)
    return any(_kind(row, file.shown) in _RECORDS for row in rows)


def record_of(row: Row, shown: str) -> dict[str, Any] | None:
    """The record that the API would give for a row; None for a former version of it."""
    kind, values = _kind(row, shown), row.values
    if kind == "conversation":
        return _conversation(values)
    if kind == "part":
        return _named(values, "id", "conversationid", "parttype", "body", "createdat") | {
            "author": {"id": values.get("authorid"), "type": values.get("authortype")}
        }
    if kind == "" or word_in(values, "fivetranactive").lower() == "false":
        return None
    if kind == "company":
        known = _named(values, "id", "companyid", "name", "website", "industry")
        return {"type": "company", **known}
    sort = "admin" if kind == "admin" else word_in(values, "role").lower() or "contact"
    marks = {"has_inbox_seat": None, "external_id": values.get("externalid")}
    return {"type": sort} | marks | _named(values, "id", "email", "name", "jobtitle", "phone")


def _conversation(values: dict[str, Any]) -> dict[str, Any]:
    admin = values.get("assigneeid") if word_in(values, "assigneetype") == "admin" else None
    rated = {
        "rating": values.get("conversationratingvalue"),
        "created_at": values.get("conversationratingcreatedat"),
        "remark": values.get("conversationratingremark"),
    }
    updated = moment_or_none(values.get("updatedat"))
    return _named(values, "id", "createdat", "title") | {
        "type": "conversation",
        "statistics": {},
        "updated_at": int(updated.timestamp()) if updated else 0,
        "admin_assignee_id": admin,
        "conversation_rating": rated,
        "source": {
            "type": values.get("sourcetype"),
            "id": values.get("sourceid"),
            "delivered_as": values.get("sourcedeliveredas"),
            "subject": values.get("sourcesubject"),
            "body": values.get("sourcebody"),
            "author": {
                "id": values.get("sourceauthorid"), "type": values.get("sourceauthortype")
            },
        },
    }  # fmt: skip


_AS_THE_API = {
    "conversationid": "conversation_id", "parttype": "part_type", "createdat": "created_at",
    "companyid": "company_id", "jobtitle": "job_title",
}  # fmt: skip


def _named(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {_AS_THE_API.get(name, name): values.get(name) for name in names}


def tells(file: File) -> Iterator[Told]:
    """Tell who is in which conversation, who answered it first, who works where."""
    rows = first_rows(file, (), is_known)
    if not any(_kind(row, file.shown) for row in rows):
        return
    for row in all_rows(file, (), is_known):
        kind, values = _kind(row, file.shown), row.values
        place, who = id_in(values, "conversationid"), id_in(values, "contactid")
        is_past = word_in(values, "fivetranactive").lower() == "false"
        if kind == "within" and place and who:
            yield Told("intercom.within", f"{place} {who}", "")
        elif kind == "works" and who and not is_past:
            yield Told("intercom.works", f"{who} {id_in(values, 'companyid')}", "")
        elif kind == "conversation":
            yield from _told_of(record_of(row, file.shown) or {})
        elif kind == "part" and text_in(values, "authortype") == "admin":
            if text_in(values, "parttype") == "comment":
                answer = f"{text_in(values, 'createdat')} {id_in(values, 'authorid')}"
                yield Told("intercom.answered", place, answer)
        elif kind == "company" and not is_past:
            yield from names(record_of(row, file.shown) or {})


def _told_of(found: dict[str, Any]) -> Iterator[Told]:
    own, author = id_in(found, "id"), object_in(found, "source", "author")
    if text_in(author, "type") in ("user", "lead", "contact") and id_in(author, "id"):
        yield Told("intercom.within", f"{own} {id_in(author, 'id')}", "")
    if id_in(found, "admin_assignee_id"):
        yield Told("intercom.assigned", own, id_in(found, "admin_assignee_id"))


def together(near: Near, topic: str) -> dict[str, list[str]]:
    """What belongs to what by a table that links them, in the order of its keys."""
    found: dict[str, list[str]] = {}
    for key in sorted(near.values(topic)):
        one, _, other = key.partition(" ")
        found.setdefault(one, []).append(other)
    return found
