"""Names in Zoho CRM: what a record is, who looks after it, what exports tell.

Ids are long numbers, one sequence for all that an installation holds; backups write them with
``zcrm_`` before them. Who owns or made a record stands in it with name and address.
"""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from graph.model import Fact
from ingest.crm.people import (
    addressed,
    emails_in,
    name_tells,
    organization_of,
    organization_of_account,
    site_of,
    word_in,
)
from ingest.crm.records import Row
from ingest.dates import moment_or_none
from ingest.json.fields import id_in, list_in
from ingest.json.records import Said
from ingest.role_addresses import kind_of
from ingest.told import Near, Told

__all__ = ["Names", "full_name", "kind_of_record", "listed", "own_id", "person", "role_in",
           "since", "spread", "tells"]  # fmt: skip

_IN_NAME = re.compile(r"(?<!\d)\d{15,20}(?!\d)")
_LONG_ID = re.compile(r"(?:zcrm_)?\d{15,20}")
_SIGNS = frozenset({"createdtime", "modifiedtime", "ownername", "createdbyname", "semodule",
                    "contactrole", "contactrolename"})  # fmt: skip
_LOOKUPS = ("owner", "createdby", "modifiedby", "accountname", "contactname", "reportingto",
            "vendorname", "parentaccount")  # fmt: skip
_DEALS = ("deals", "deal", "potentials", "potential")
_KINDS = (
    ("user", ("zuid", "email")), ("role", ("contactrole",)), ("role", ("contactrolename",)),
    ("call", ("callstarttime",)), ("call", ("calltype",)), ("event", ("eventtitle",)),
    ("event", ("startdatetime", "enddatetime")), ("note", ("notecontent",)),
    ("note", ("notetitle",)), ("deal", ("dealname", "stage")),
    ("deal", ("potentialname", "stage")), ("task", ("duedate", "subject")),
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
    if {"deletedtime", "displayname"} <= found.keys():
        return "deleted"
    is_export = "recordid" in found and any(name.endswith("ownerid") for name in found)
    if not is_export and not _SIGNS & found.keys():
        return ""
    return next((kind for kind, names in _KINDS if set(names) <= found.keys()), "")


def spread(found: dict[str, Any]) -> dict[str, Any]:
    """Bulk reads write the id of a lookup where other exports write its name: as the id it is.

    >>> spread({"id": "1", "owner": "5725767000000411001"})
    {'id': '1', 'owner': '', 'ownerid': '5725767000000411001'}
    """
    if "id" not in found:
        return found
    ids = {
        name: found[name]
        for name in _LOOKUPS
        if isinstance(found.get(name), str) and _LONG_ID.fullmatch(found[name])
    }
    return {**found, **dict.fromkeys(ids, ""), **{f"{name}id": one for name, one in ids.items()}}


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

    def __init__(self, near: Near, shown: str = "") -> None:
        self.near = near
        self.shown = shown

    def deal(self, found: dict[str, Any]) -> str:
        """What the deal is called that an activity, a note or a mail belongs to, or ""."""
        for word in (
            "whatid",
            "relatedto",
            "parentid",
            "linkedrecord",
            "dealname",
            "potentialname",
        ):
            own = own_id(found, f"{word}id", word)
            called = self.near.value("zoho.deal", own) if own else None
            if called:
                return called
            named = word_in(found, f"{word}name") or ("" if own else word_in(found, word))
            if named and (word.endswith("name") or _module(found, word) in _DEALS):
                return named
        return ""

    def parts(self, deal: str) -> dict[str, str]:
        """The contacts of a deal with their roles, as far as the files beside it tell."""
        return dict(sorted(self.near.values(f"zoho.parts {deal}").items())) if deal else {}

    def owner(self, found: dict[str, Any]) -> tuple[str, Said]:
        """Who owns a record, else who made it; and what the record says of them."""
        for word in ("owner", *_owners(found), "createdby"):
            who = person(found, f"{word}id")
            if who:
                return who, self._user(found, word, who)
        return "", []

    def _user(self, found: dict[str, Any], word: str, who: str) -> Said:
        name = word_in(found, f"{word}name", word)
        said: Said = [Fact(who, "name", name)] if name else []
        for email in emails_in(word_in(found, f"{word}email"))[:1]:
            if not kind_of(email):
                said.append(
                    addressed(who, email, "", self.near, "same Zoho user: the address beside")
                )
        return said

    def organization(self, account: str, name: str = "", emails: tuple[str, ...] = ()) -> str:
        """The organization of an account: by its website, its people's addresses, its name."""
        return organization_of_account(self.near, "zoho", account, name, emails)


def _owners(found: dict[str, Any]) -> list[str]:
    """The columns of a backup's owner, which are called after the sort of record."""
    return sorted(name.removesuffix("id") for name in found if name.endswith("ownerid"))


def _module(found: dict[str, Any], word: str) -> str:
    """The module of the record that an activity is about, as any version writes it."""
    inner = found.get(f"{word}module")
    named = word_in(inner, "api_name") if isinstance(inner, dict) else word_in({"": inner}, "")
    return (named or word_in(found, "semodule", "relatedtomodule", "relatedtotype")).lower()


def _above(deal: str, shown: str) -> int:
    """How many folders above a file its deal is, where a folder is named after that."""
    folders = shown.replace(":", "/").split("/")[-2::-1]
    place = next((k for k, name in enumerate(folders) if deal in name), -1)
    is_module = (
        place >= 0 and folders[place + 1 : place + 2] and folders[place + 1].lower() in _DEALS
    )
    return place + 1 + bool(is_module)


def role_in(found: dict[str, Any], shown: str) -> tuple[str, str]:
    """Of whose part in a deal a record speaks: the id of the deal, and the role.

    The answer of the API does not name the deal, its address does: so does the file that somebody
    keeps it in, or the folder.
    """
    deal = own_id(found, "dealid", "dealnameid", "potentialid", "potentialnameid", "dealsid")
    named = list(dict.fromkeys(_IN_NAME.findall(shown)))
    deal = deal or (named[0] if len(named) == 1 else "")
    return deal, word_in(found, "contactrolename", "contactrole")


def tells(row: Row, shown: str) -> Iterator[Told]:
    """What one record tells about others."""
    found, kind = spread(row.values), kind_of_record(row)
    if kind == "deal":
        yield Told("zoho.deal", own_id(found), word_in(found, "dealname", "potentialname"))
        for one in listed(found, "contactroles"):
            role = word_in(one, "Contact_Role", "role", "name")
            inner = one.get("Contact_Role")
            role = word_in(inner, "name") if isinstance(inner, dict) else role
            yield Told(f"zoho.parts {own_id(found)}", own_id(one, "id", "contact_id"), role)
    elif kind == "role":
        deal, role = role_in(found, shown)
        if deal:
            who = own_id(found, "contactid", "contactnameid", "id")
            yield Told(f"zoho.parts {deal}", who, role, _above(deal, shown))
    if kind == "account":
        own = own_id(found)
        yield Told("zoho.called", own, word_in(found, "accountname"))
        key = site_of(word_in(found, "website"))
        if key:
            yield Told("zoho.site", own, key)
    elif kind in ("contact", "lead", "user"):
        emails = emails_in(word_in(found, "email"))
        yield from name_tells(emails, full_name(found))
        key = organization_of(emails, "")
        if key and kind == "contact":
            yield Told("zoho.domain", own_id(found, "accountnameid"), key)


def since(found: dict[str, Any], zone: tzinfo) -> datetime | None:
    """When a record was made; exports as CSV write it in the zone of who exported."""
    return moment_or_none(found.get("createdtime"), zone)


def listed(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [one for one in list_in(found, name) if isinstance(one, dict)]
