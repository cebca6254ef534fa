"""Names in Dynamics 365: GUIDs, what a record is, who takes part in an activity and how.

A lookup stands as ``_ownerid_value``, with what it points to beside it as an annotation; in a
warehouse also as ``ownerid``. Participants of an activity are its parties, each with a number for
its part: 1 sender, 2 to, 3 cc, 4 bcc, 5 and 6 attendees, 7 organizer, 8 what it is about, 9 owner.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.crm.people import (
    emails_in,
    name_tells,
    organization_of,
    organization_of_account,
    site_of,
    word_in,
)
from ingest.crm.records import Row, folded
from ingest.json.fields import count_in, id_in, is_true, object_in, objects_in
from ingest.rows.columns import plain
from ingest.told import Near, Told

__all__ = ["Names", "Party", "is_deleted", "kind_of_record", "lookup", "points_to", "shown",
           "tells", "tells_role"]  # fmt: skip

_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
_TYPE = "microsoftdynamicscrmlookuplogicalname"
_SHOWN = "odatacommunitydisplayv1formattedvalue"
_CONTEXT = re.compile(r"#(\w+)\(?")
_CODES = {
    "4201": "appointment", "4202": "email", "4204": "letter", "4207": "letter",
    "4210": "phonecall", "4212": "task", "appointment": "appointment", "email": "email",
    "fax": "letter", "letter": "letter", "phonecall": "phonecall", "task": "task",
    "appointments": "appointment", "emails": "email", "faxes": "letter", "letters": "letter",
    "phonecalls": "phonecall", "tasks": "task",
}  # fmt: skip
_BY_KEY = (
    ("party", ("activitypartyid",)), ("party", ("participationtypemask", "partyid")),
    ("party", ("participationtypemask", "partyidvalue")),
    ("connection", ("connectionid", "record1idvalue")),
    ("connection", ("connectionid", "record1id")),
    ("user", ("systemuserid", "fullname")), ("user", ("systemuserid", "internalemailaddress")),
    ("deal", ("opportunityid", "name")), ("case", ("incidentid", "title")),
    ("lead", ("leadid", "lastname")), ("lead", ("leadid", "fullname")),
    ("contact", ("contactid", "lastname")), ("contact", ("contactid", "fullname")),
    ("contact", ("contactid", "emailaddress1")), ("account", ("accountid", "name")),
)  # fmt: skip
_PRIMARY = {
    "party": ("activitypartyid", "activityid", "activityidvalue"),
    "connection": ("connectionid",), "user": ("systemuserid",),
    "deal": ("opportunityid",), "case": ("incidentid",), "lead": ("leadid",),
    "contact": ("contactid",), "account": ("accountid",),
}  # fmt: skip
_BY_COLUMN = (
    ("email", "torecipients"), ("email", "senton"), ("phonecall", "phonenumber"),
    ("phonecall", "directioncode"), ("appointment", "isalldayevent"), ("appointment", "location"),
    ("task", "percentcomplete"), ("task", "scheduledend"),
)  # fmt: skip
_PEOPLE = ("", "contact", "lead", "systemuser", "2", "4", "8")
_DEALS = ("opportunity", "3")
_ACCOUNTS = ("account", "1")
_SIGNS = frozenset({"statecode", "statuscode", "createdon", "modifiedon", "odataetag"})


def guid(text: str) -> str:
    """A GUID in lower case without braces; "" for anything else."""
    found = _GUID.fullmatch(text.strip())
    return found[1].lower() if found else ""


def is_deleted(found: dict[str, Any]) -> bool:
    """Say whether a warehouse marks a record as deleted."""
    return is_true(found, "fivetrandeleted") or is_true(found, "isdelete")


def lookup(found: dict[str, Any], *names: str) -> str:
    """What a lookup points to, in either form."""
    for name in names:
        own = guid(id_in(found, f"{name}value", name))
        if own:
            return own
    return ""


def points_to(found: dict[str, Any], name: str) -> str:
    """What sort of record a lookup points to, such as contact; "" where it is not said."""
    stem = name.removesuffix("id")
    names = (
        f"{name}value{_TYPE}",
        f"{name}type",
        f"{name}typecode",
        f"{name}entitytype",
        f"{stem}typecode",
        f"{stem}type",
        f"{stem}objecttypecode",
    )
    return word_in(found, *names).lower()


def shown(found: dict[str, Any], name: str) -> str:
    """A choice as its users see it, where the answer tells; else its number."""
    return word_in(found, f"{name}{_SHOWN}", f"{name}name", name)


def kind_of_record(row: Row) -> str:
    """What a record is; "" where it is none of Dynamics that is read."""
    found = row.values
    for kind, names in _BY_KEY:
        if set(names) <= found.keys():
            has_key = any(guid(id_in(found, name)) for name in _PRIMARY[kind])
            if has_key and (_SIGNS & found.keys() or kind in ("party", "connection")):
                return kind
    if not guid(id_in(found, "activityid")) or not _SIGNS & found.keys():
        return ""
    said = word_in(found, "activitytypecode").lower()
    context = _CONTEXT.search(row.stream)
    known = _CODES.get(said) or _CODES.get(context[1].lower() if context else "")
    return known or next((kind for kind, name in _BY_COLUMN if name in found), "")


@dataclass(frozen=True, slots=True)
class Party:
    """One part in an activity: its number, who has it, and the address that was used, if any."""

    part: int
    who: str
    address: str = ""


class Names:
    """Names of one file, with what the files beside it tell."""

    def __init__(self, near: Near) -> None:
        self.near = near

    def person(self, found: dict[str, Any], *names: str) -> str:
        """The identity of a contact, a lead or a user; "" for an account, a queue, a team.

        Where a lookup does not say what it points to, the files beside it may: to no person.
        """
        for name in names:
            kind, own = points_to(found, name), lookup(found, name)
            if own and kind in _PEOPLE and not (kind == "" and self._is_thing(own)):
                return f"dynamics:{own}"
        return ""

    def _is_thing(self, own: str) -> bool:
        topics = ("dynamics.called", "dynamics.deal", "dynamics.case")
        return any(self.near.value(topic, own) is not None for topic in topics)

    def organization(self, account: str, name: str = "", emails: tuple[str, ...] = ()) -> str:
        """The organization of an account: by its website, its people's addresses, its name."""
        return organization_of_account(self.near, "dynamics", account, name, emails)

    def deal(self, found: dict[str, Any], name: str = "regardingobjectid") -> str:
        """What the deal is called that a lookup points to; "" where it points to none."""
        kind, own = points_to(found, name), lookup(found, name)
        called = (self.near.value("dynamics.deal", own) if own else None) or ""
        if called or kind not in _DEALS:
            return called if kind in ("", *_DEALS) else ""
        written = shown(found, f"{name}value") or word_in(found, f"{name}name")
        return "" if guid(written) else written

    def account(self, found: dict[str, Any], name: str) -> str:
        """The organization that a lookup points to; "" where it points to no account."""
        kind, own = points_to(found, name), lookup(found, name)
        is_account = kind in _ACCOUNTS or (
            kind == "" and self.near.value("dynamics.called", own) is not None
        )
        return self.organization(own) if own and is_account else ""

    def role(self, found: dict[str, Any], name: str) -> str:
        """What a role in a connection is called."""
        written = shown(found, f"{name}value") or word_in(found, f"{name}name")
        own = lookup(found, name)
        return (self.near.value("dynamics.role", own) if own else None) or (
            "" if guid(written) else written
        )

    def parties(self, row: Row) -> list[Party]:
        """Those who take part in an activity, as it says itself or as the file beside it does."""
        found: list[Party] = []
        for name in row.raw or {}:
            if plain(name).endswith(("activityparties", "activityparty")):
                held = object_in(row.raw or {}, name) or row.raw or {}
                for one in objects_in(held, "results" if held is not row.raw else name):
                    found += party(folded(one), self)
        own = guid(id_in(row.values, "activityid"))
        for said, address in sorted(self.near.values(f"dynamics.parties {own}").items()):
            part, _, who = said.partition(" ")
            found.append(Party(int(part), who, address))
        return list(dict.fromkeys(found))


def party(found: dict[str, Any], names: Names) -> list[Party]:
    """Who a party is: by id where it is a person, else by the address that was used."""
    part = count_in(found, "participationtypemask")
    who = names.person(found, "partyid")
    used = emails_in(word_in(found, "addressused"))
    who = who or (used[0] if used else "")
    address = used[0] if used else ""
    return [Party(part, who, address)] if part is not None and who else []


def tells_role(row: Row) -> bool:
    """Whether a record says what a role in connections is called."""
    return bool(lookup(row.values, "connectionroleid")) and "name" in row.values


def tells(row: Row, kind: str) -> Iterator[Told]:
    """What one record tells about others."""
    found = row.values
    if kind == "account":
        own = lookup(found, "accountid")
        yield Told("dynamics.called", own, word_in(found, "name"))
        key = site_of(word_in(found, "websiteurl"))
        if key:
            yield Told("dynamics.site", own, key)
    elif kind == "deal":
        yield Told("dynamics.deal", lookup(found, "opportunityid"), word_in(found, "name"))
    elif kind == "case":
        yield Told("dynamics.case", lookup(found, "incidentid"), "1")
    elif tells_role(row):
        yield Told("dynamics.role", lookup(found, "connectionroleid"), word_in(found, "name"))
    elif kind in ("contact", "lead", "user"):
        emails = emails_in(word_in(found, "emailaddress1", "internalemailaddress"))
        yield from name_tells(emails, word_in(found, "fullname"))
        key = organization_of(emails, "")
        if kind == "contact" and key and points_to(found, "parentcustomerid") in ("", "account"):
            yield Told("dynamics.domain", lookup(found, "parentcustomerid"), key)
    elif kind == "party" and not is_deleted(found):
        for one in party(found, Names(Near())):
            activity = lookup(found, "activityid")
            yield Told(f"dynamics.parties {activity}", f"{one.part} {one.who}", one.address)
