"""Names in Zoho CRM: what a record is, who looks after it, what exports tell.

Ids are long numbers, one sequence for all that an installation holds; backups write them with
``zcrm_`` before them. Who owns or made a record stands in it with name and address.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from graph.model import Fact
from ingest.crm_people import (
    addressed,
    emails_in,
    name_tells,
    organization_of,
    site_of,
    word_in,
)
from ingest.crm_records import Row
from ingest.dates import moment_or_none
from ingest.json_fields import id_in, list_in
from ingest.json_records import Said
from ingest.role_addresses import kind_of
from ingest.told import Near, Told

__all__ = ["Names", "full_name", "kind_of_record", "listed", "own_id", "person", "since", "tells"]

_LONG_ID = re.compile(r"(?:zcrm_)?\d{15,20}")
_SIGNS = frozenset({"createdtime", "modifiedtime", "ownername", "createdbyname", "semodule"})
_KINDS = (
    ("call", ("callstarttime",)), ("call", ("calltype",)), ("event", ("eventtitle",)),
    ("event", ("startdatetime", "enddatetime")), ("note", ("notecontent",)),
    ("note", ("notetitle",)), ("deal", ("dealname", "stage")), ("task", ("duedate", "subject")),
    ("lead", ("leadstatus",)), ("lead", ("company", "lastname")), ("contact", ("lastname",)),
    ("account", ("accountname",)),
)  # fmt: skip


def kind_of_record(row: Row) -> str:
    """What a record is, by its fields; "" where it is none of Zoho's."""
    found = row.values
    if row.raw is not None and {"messageid", "subject"} <= found.keys():
        is_mail = "fromemail" in found and isinstance(found.get("to"), list)
        return "email" if is_mail else ""
    if not _LONG_ID.fullmatch(id_in(found, "id", "recordid")):
        return ""
    is_export = "recordid" in found and any(name.endswith("ownerid") for name in found)
    if not is_export and not _SIGNS & found.keys():
        return ""
    return next((kind for kind, names in _KINDS if set(names) <= found.keys()), "")


def own_id(found: dict[str, Any], *names: str) -> str:
    """An id without what backups put before it."""
    return id_in(found, *(names or ("id", "recordid"))).removeprefix("zcrm_")


def person(found: dict[str, Any], *names: str) -> str:
    """The identity of a contact, a lead or a user; "" where none is named."""
    own = own_id(found, *names)
    return f"zoho:{own}" if own else ""


def full_name(found: dict[str, Any]) -> str:
    """The name of a person, of its parts, else as a whole."""
    parts = " ".join(filter(None, (word_in(found, "firstname"), word_in(found, "lastname"))))
    return parts or word_in(found, "fullname")


class Names:
    """Names of one file, with what the files beside it tell."""

    def __init__(self, near: Near) -> None:
        self.near = near

    def owner(self, found: dict[str, Any]) -> tuple[str, Said]:
        """Who owns a record, else who made it; and what the record says of them."""
        for word in ("owner", "createdby"):
            who = person(found, f"{word}id") or _exported(found, word)
            if who:
                return who, self._user(found, word, who)
        return "", []

    def _user(self, found: dict[str, Any], word: str, who: str) -> Said:
        name = word_in(found, f"{word}name")
        said: Said = [Fact(who, "name", name)] if name else []
        for email in emails_in(word_in(found, f"{word}email"))[:1]:
            if not kind_of(email):
                said.append(
                    addressed(who, email, "", self.near, "same Zoho user: the address beside")
                )
        return said

    def organization(self, account: str, name: str = "", emails: tuple[str, ...] = ()) -> str:
        """The organization of an account: by its website, its people's addresses, its name."""
        key = None
        for topic in ("zoho.site", "zoho.domain"):
            key = key or (self.near.value(topic, account) if account else None)
        called = name or (self.near.value("zoho.called", account) if account else "") or ""
        found = organization_of(emails, called, key)
        return found or (f"org:zoho-{account}" if account else "")


def _exported(found: dict[str, Any], word: str) -> str:
    """The owner in a backup, whose column is called after the sort of record."""
    if word != "owner":
        return ""
    names = sorted(name for name in found if name.endswith("ownerid"))
    return person(found, *names) if names else ""


def tells(row: Row) -> Iterator[Told]:
    """What one record tells about others."""
    found, kind = row.values, kind_of_record(row)
    if kind == "account":
        own = own_id(found)
        yield Told("zoho.called", own, word_in(found, "accountname"))
        key = site_of(word_in(found, "website"))
        if key:
            yield Told("zoho.site", own, key)
    elif kind in ("contact", "lead"):
        emails = emails_in(word_in(found, "email"))
        yield from name_tells(emails, full_name(found))
        key = organization_of(emails, "")
        if key and kind == "contact":
            yield Told("zoho.domain", own_id(found, "accountnameid"), key)


def since(found: dict[str, Any]) -> datetime | None:
    """When a record was made."""
    return moment_or_none(found.get("createdtime"))


def listed(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [one for one in list_in(found, name) if isinstance(one, dict)]
