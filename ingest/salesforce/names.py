"""Names in Salesforce: ids in their one form, what sort of thing an id is of, what exports tell.

Ids of 15 characters are told apart by case; the three that make them 18 say which are capitals, so
that both are one id. The first three characters say what it is an id of.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ingest.crm.people import emails_in, name_tells, organization_of, site_of, word_in
from ingest.crm.records import Row
from ingest.json.fields import id_in, is_true
from ingest.people.cells import slug
from ingest.told import Near, Told

__all__ = [
    "NAMED", "PARENT", "Names", "canonical_id", "full_name", "group_key", "kind_of_id",
    "object_of", "tells", "tells_organization",
]  # fmt: skip

NAMED = "account:salesforce/"  # before the name of somebody whose id is not told
PARENT = "a parent "  # before "child" by letter
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?")
_PREFIXES = {
    "001": "account", "003": "contact", "00Q": "lead", "005": "user", "006": "opportunity",
    "00T": "task", "00U": "event", "02s": "emailmessage", "500": "case",
    "00K": "opportunitycontactrole", "07k": "accountcontactrelation", "0RE": "eventrelation",
    "0RT": "taskrelation", "00q": "opportunityteammember", "01M": "accountteammember",
    "02Z": "accountcontactrole", "701": "campaign", "00v": "campaignmember",
}  # fmt: skip
_WHO_RELATIONS = {"eventwhorelation": "eventrelation", "taskwhorelation": "taskrelation"}
_OBJECTS = frozenset(_PREFIXES.values())
_PEOPLE = ("contact", "lead", "user")
_CALLED = {
    "account": "salesforce.called", "opportunity": "salesforce.deal",
    "campaign": "salesforce.campaign",
}  # fmt: skip
_COLUMNS = (
    ("eventrelation", {"eventid", "relationid"}),
    ("taskrelation", {"taskid", "relationid"}),
    ("opportunityteammember", {"opportunityid", "userid", "teammemberrole"}),
    ("accountteammember", {"accountid", "userid", "teammemberrole"}),
    ("campaignmember", {"campaignid", "contactid", "hasresponded"}),
    ("campaignmember", {"campaignid", "leadid", "status"}),
    ("opportunitycontactrole", {"opportunityid", "contactid"}),
    ("accountcontactrelation", {"accountid", "contactid", "roles"}),
    ("emailmessage", {"fromaddress", "toaddress", "messagedate"}),
    ("event", {"whoid", "startdatetime"}),
    ("event", {"whoid", "activitydatetime"}),
    ("task", {"whoid", "activitydate", "status"}),
    ("task", {"whoid", "whatid", "status"}),
    ("opportunity", {"stagename", "closedate"}),
    ("lead", {"isconverted", "lastname"}),
    ("case", {"casenumber", "origin"}),
    ("user", {"profileid", "username"}),
    ("contact", {"accountid", "lastname", "ownerid"}),
    ("account", {"billingcity", "ownerid", "name"}),
    ("account", {"billingcountry", "ownerid", "name"}),
)


def canonical_id(text: str) -> str:
    """Give an id of Salesforce its 18 characters; anything else stays as it is.

    >>> canonical_id("0031G00001S3ckZ"), canonical_id("case_id")
    ('0031G00001S3ckZQAR', 'case_id')
    """
    if len(text) != 15 or not _ID.fullmatch(text):
        return text
    parts = (text[k : k + 5] for k in (0, 5, 10))
    return text + "".join(
        _LETTERS[sum(1 << k for k, letter in enumerate(part) if "A" <= letter <= "Z")]
        for part in parts
    )


def kind_of_id(text: str) -> str:
    """What sort of thing an id is of; "" where it does not say."""
    return _PREFIXES.get(text[:3], "") if _ID.fullmatch(text) else ""


def object_of(row: Row) -> str:
    """What a record is: as it says itself, as its id says, or as its columns do."""
    found = row.values
    said = found.get("attributestype")
    if isinstance(said, str):
        name = _WHO_RELATIONS.get(said.lower(), said.lower())
        return name if name in _OBJECTS else ""
    if _is_salesforce_id(found):
        return kind_of_id(id_in(found, "id"))
    if id_in(found, "id") and "isdeleted" not in found and "systemmodstamp" not in found:
        return ""
    return next((name for name, columns in _COLUMNS if columns <= found.keys()), "")


def _is_salesforce_id(found: dict[str, Any]) -> bool:
    """Whether the id is of a sort, and another column is one of Salesforce."""
    own = id_in(found, "id")
    if not kind_of_id(own) or (own.isdigit() and len(own) == 15):
        return False
    if {"isdeleted", "systemmodstamp", "ownerid", "createdbyid", "lastmodifiedbyid"} & found.keys():
        return True
    return any(kind_of_id(id_in(found, name)) for name in found if name.endswith("id"))


def full_name(found: dict[str, Any]) -> str:
    """The name of a person, given or put together."""
    parts = (word_in(found, name) for name in ("firstname", "middlename", "lastname"))
    name = word_in(found, "name") or " ".join(part for part in parts if part)
    return "" if name.startswith("[") else name


def group_key(found: dict[str, Any], at: datetime) -> str:
    """What the rows of one group meeting share: begin, length and subject."""
    length = word_in(found, "durationinminutes")
    return f"{at.isoformat()}/{length.partition('.')[0]}/{slug(word_in(found, 'subject') or '-')}"


class Names:
    """Names of one file, with what the files beside it tell."""

    def __init__(self, near: Near) -> None:
        self.near = near

    def person(self, text: str) -> str:
        """The identity of a contact, a lead or a user; "" for anything else."""
        if text.startswith(NAMED):
            return text
        kind = kind_of_id(text)
        if not text or (kind and kind not in _PEOPLE):
            return ""
        if not kind and _ID.fullmatch(text):  # a queue, a group, a resource
            return ""
        return f"salesforce:{canonical_id(text)}"

    def organization(self, account: str, name: str = "", emails: tuple[str, ...] = ()) -> str:
        """The organization of an account, as its website, its people or its name say; or ""."""
        own = canonical_id(account)
        for topic in ("salesforce.site", "salesforce.domain"):
            key = self.near.value(topic, own) if own else None
            if key:
                return key
        called = name or (self.near.value("salesforce.called", own) if own else "") or ""
        found = organization_of(emails, "") or self._of_name("" if own else called)
        found = found or organization_of((), called)
        return found or (f"org:salesforce-{own.lower()}" if own else "")

    def _of_name(self, name: str) -> str | None:
        """The organization of an account that is only named, as others of its name tell."""
        return self.near.value("salesforce.site", name.casefold()) if name else None

    def called(self, opportunity: str, name: str = "") -> str:
        """What a deal is called, or "" where nothing tells."""
        return name or self.near.value("salesforce.deal", canonical_id(opportunity)) or ""

    def deal(self, opportunity: str, name: str = "") -> str:
        """What a deal is called; its id where nothing tells."""
        return self.called(opportunity, name) or canonical_id(opportunity)


def tells(row: Row, kind: str, at: datetime | None) -> Iterator[Told]:
    """What one record tells about others."""
    found = row.values
    own = canonical_id(id_in(found, "id"))
    if kind in _PEOPLE:
        yield from _of_person(found, kind)
    elif kind in _CALLED and own:
        yield Told(_CALLED[kind], own, word_in(found, "name"))
        key = site_of(word_in(found, "website"))
        if key:
            yield Told("salesforce.site", own, key)
            yield from tells_organization(word_in(found, "name"), key)
    elif kind == "emailmessage":
        yield Told("salesforce.mail", canonical_id(id_in(found, "activityid")), own or "-")
    elif kind == "eventrelation" and not is_true(found, "isdeleted"):
        event, who = (canonical_id(id_in(found, name)) for name in ("eventid", "relationid"))
        yield Told(f"salesforce.invited {event}", who, word_in(found, "status") or "-")
    elif kind == "taskrelation" and not (is_true(found, "iswhat") or is_true(found, "isdeleted")):
        task, who = (canonical_id(id_in(found, name)) for name in ("taskid", "relationid"))
        yield Told(f"salesforce.task {task}", who, "-")
    elif kind == "event" and at is not None:
        yield from _of_group(found, own, at)


def tells_organization(name: str, key: str | None) -> Iterator[Told]:
    """Tell by an account's name which organization it is, for those who know but the name."""
    if name and key:
        yield Told("salesforce.site", name.casefold(), key)


def _of_person(found: dict[str, Any], kind: str) -> Iterator[Told]:
    emails = emails_in(word_in(found, "email"))
    yield from name_tells(emails, full_name(found))
    key = organization_of(emails, "")
    if kind == "contact" and key:
        yield Told("salesforce.domain", canonical_id(id_in(found, "accountid")), key)


def _of_group(found: dict[str, Any], own: str, at: datetime) -> Iterator[Told]:
    """Whose row of a meeting of several this is, and whom it names."""
    is_child = is_true(found, "ischild")
    if not (is_child or is_true(found, "isgroupevent")):
        return
    key = f"salesforce.group {group_key(found, at)}"
    owner, who = (canonical_id(id_in(found, name)) for name in ("ownerid", "whoid"))
    yield Told(key, owner, "child" if is_child else PARENT + own)
    yield Told(key, who, "who")
