"""Oracle Eloqua: contacts, accounts and what contacts did, from its REST and Bulk APIs or as CSV.

A mail that was sent is one of a mailing, and ties nobody. That it was opened, a link followed, a
form sent or a page visited is kept as what the contact did; it reaches nobody in particular.
"""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from graph.batch import Batch
from graph.model import Fact, Interaction, Kind, Receiver
from ingest.crm.people import (
    Profile,
    addressed,
    emails_in,
    name_tells,
    organization_of,
    profile,
    site_of,
    word_in,
)
from ingest.crm.records import SUFFIXES, Row, all_rows, first_rows, read_rows
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import id_in, objects_in
from ingest.json.records import Said
from ingest.named import named
from ingest.people.cells import slug
from ingest.role_addresses import BOT, kind_of
from ingest.source import BadRecord, File, Reading
from ingest.told import Near, Told

__all__ = ["Eloqua"]

_INTO = ("elements", "items")
_ACTIVITIES = frozenset(
    """emailsend emailopen emailclickthrough emailunsubscribe emailsubscribe formsubmit webvisit
    pageview bounceback campaignmembership externalactivity subscribe unsubscribe emailreply
    emailforward smssend smsdelivery smsclickthrough smsreply smsbounceback smsfail
    """.split()  # noqa: SIM905
)
_EXPORTED = frozenset({"activityid", "activitytype", "activitydate"})
_ABOUT = frozenset({"assettype", "assetid", "externalid", "emailrecipientid", "visitorid"})
_WHOSE = frozenset({"contactid", "contactidext", "emailaddress"})
_SAME = {"subscribe": "emailsubscribe", "unsubscribe": "emailunsubscribe"}  # REST and Bulk
_CONTACT = frozenset(
    {"isbounceback", "issubscribed", "accessedat", "subscriptiondate", "fieldvalues", "depth"}
)
_ACCOUNT = frozenset({"contactscount", "fieldvalues", "accessedat", "companytype", "depth"})
_KNOWN = frozenset(
    """activityid activitytype activitydate contactid contactidext emailaddress emailrecipientid
    assetid assetname assettype cemailaddress cfirstname clastname ccompany maccountname
    mcompanyname eloquacontactid firstname lastname externalid visitorid campaignid
    """.split()  # noqa: SIM905
)
_TELLING = re.compile(r"contact|eloqua|export|all|data|result|record|page|element", re.IGNORECASE)
_REASON = "same Eloqua contact: the address in its record"
_SENDER = "eloqua:mailings"
_EXTENDED = re.compile(r"C[A-Z0-9]{4}0*(\d{1,12})")
_ADDRESS = re.compile(r"E-?mail[^:]{0,40}:\s*(\S+@\S+)", re.IGNORECASE)


class Eloqua:
    """Reads what Eloqua exports; each activity, contact and account is a record."""

    name = "eloqua"
    meaning = "Oracle Eloqua: activities, contacts, accounts (JSON, CSV)"

    def recognises(self, file: File) -> bool:
        """Say whether the first records are Eloqua's."""
        return any(_kind(row.values) for row in first_rows(file, _INTO, _KNOWN.__contains__))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        near, zone = reading.survey.near(file.place), reading.zone_or_utc()

        def said(row: Row) -> Said | None:
            kind = _kind(row.values)
            if kind == "activity":
                return _activity(row, near, zone)
            if kind == "contact":
                return _contact(row.values, near)
            if kind == "account":
                return _account(row.values)
            raise BadRecord("is no record of Eloqua that is read", str(row.values)[:200])

        yield from read_rows(file, reading, self.name, said, into=_INTO, known=_KNOWN.__contains__)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold contacts."""
        return named(shown).is_like(_TELLING, SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell by which names addresses go."""
        if self.recognises(file):
            for row in all_rows(file, _INTO, _KNOWN.__contains__):
                if _kind(row.values) == "contact":
                    emails = emails_in(word_in(row.values, "emailaddress", "cemailaddress"))
                    yield from name_tells(emails, _name(row.values))


def _kind(found: dict[str, Any]) -> str:
    """What a record is; "" where it is none of Eloqua's."""
    said = word_in(found, "type")
    if word_in(found, "activitytype").lower() in _ACTIVITIES and "activitydate" in found:
        is_theirs = {"contact", "contactid", "contactidext", "emailrecipientid", "assetid"}
        return "activity" if is_theirs & found.keys() else ""
    if found.keys() >= _EXPORTED and _ABOUT & found.keys() and _WHOSE & found.keys():
        return "activity"  # of a type that the installation has named itself
    if "cemailaddress" in found or {"eloquacontactid", "emailaddress"} <= found.keys():
        return "contact"
    if said == "Contact" and "emailaddress" in found and _CONTACT & found.keys():
        return "contact"
    is_account = said == "Account" and "name" in found and _ACCOUNT & found.keys()
    return "account" if is_account or "mcompanyname" in found or "maccountname" in found else ""


def _activity(row: Row, near: Near, zone: tzinfo) -> Said:
    """What a contact did, or the mail of a mailing that went to them."""
    found = row.values
    what = word_in(found, "activitytype").lower()
    what = _SAME.get(what, what)
    at = moment_in(found.get("activitydate"), zone)
    own = id_in(found, "id", "activityid")
    contact = _contact_id(found, "contactid", "contact", "contactidext")
    emails = emails_in(word_in(found, "emailaddress"))
    who = f"eloqua:{contact}" if contact else next(iter(emails), "")
    if not who:
        raise BadRecord("an activity of nobody, expected contact or EmailAddress", own)
    key = f"eloqua:{what}/{own}" if own else None
    said: Said = []
    if what in ("emailsend", "smssend"):
        kind = Kind.EMAIL if what == "emailsend" else Kind.MESSAGE
        to = (Receiver(who),)
        said = [
            Interaction(at, kind, "eloqua", _SENDER, to, key, is_bulk=True),
            Fact(_SENDER, "kind", BOT),
        ]
    else:
        said = [Interaction(at, Kind.ACTIVITY, "eloqua", who, (), key)]
    if contact and emails:
        said.append(addressed(who, emails[0], "", near, _REASON))
    return said + _typed(row, who, at)


def _typed(row: Row, who: str, at: datetime) -> Said:
    """The address somebody typed into a form: perhaps theirs, which is no proof."""
    for one in objects_in(row.raw or {}, "details"):
        if one.get("Key") == "Collection":
            typed = _ADDRESS.search(word_in(one, "Value"))
            emails = emails_in(typed[1]) if typed else []
            return (
                [Fact(who, "typed_email", emails[0].removeprefix("email:"), at)] if emails else []
            )
    return []


def _contact(found: dict[str, Any], near: Near) -> Said:
    """A contact: who, where, since when; whether they still want mail."""
    own = _contact_id(found, "id", "contactid", "contactidext", "eloquacontactid")
    emails = tuple(emails_in(word_in(found, "emailaddress", "cemailaddress")))
    who = f"eloqua:{own}" if own else next((one for one in emails if not kind_of(one)), "")
    if not who:
        raise BadRecord("a contact without id and address", str(found)[:200])
    company = word_in(found, "accountname", "ccompany", "company")
    key = organization_of(emails, company)
    since = moment_or_none(found.get("createdat")) or moment_or_none(found.get("cdatecreated"))
    phones = (word_in(found, name) for name in ("businessphone", "mobilephone", "cbusphone"))
    said = profile(
        Profile(
            who, _name(found), emails if own else (), key, word_in(found, "title", "ctitle"),
            phones=tuple(filter(None, phones)),
            owner=word_in(found, "salesperson", "csalesperson"), since=since,
        ),
        near, _REASON,
    )  # fmt: skip
    told = found.get("issubscribed")
    if told is False or word_in(found, "issubscribed").lower() == "false":
        said.append(Fact(who, "unsubscribed", "yes"))
    return said + ([Fact(key, "name", company)] if key and company else [])


def _account(found: dict[str, Any]) -> Said:
    """A company, with its name."""
    name = word_in(found, "name", "mcompanyname", "maccountname")
    key = site_of(word_in(found, "website", "companywebsite", "mwebsite")) or (
        f"org:{slug(name)}" if name else ""
    )
    if not key or not name:
        raise BadRecord("an account without name", str(found)[:200])
    industry = word_in(found, "industry", "mindustry")
    said: Said = [Fact(key, "name", name)]
    return said + ([Fact(key, "industry", industry)] if industry else [])


def _contact_id(found: dict[str, Any], *names: str) -> str:
    """The number of a contact, which exports in bulk also write as CGLBL000000000501."""
    own = id_in(found, *names)
    written = _EXTENDED.fullmatch(own)
    return written[1].lstrip("0") if written else own


def _name(found: dict[str, Any]) -> str:
    names = (("firstname", "cfirstname"), ("lastname", "clastname"))
    return " ".join(filter(None, (word_in(found, *both) for both in names)))
