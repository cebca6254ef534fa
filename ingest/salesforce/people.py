"""People, companies and deals of Salesforce: what their records say, as facts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from graph.model import Fact, Interaction, Kind, Merge, Receiver
from graph.people.identity import clean
from ingest.crm.deals import part_in_deal
from ingest.crm.people import (
    EPOCH,
    Profile,
    addressed,
    emails_in,
    name_tells,
    profile,
    segment_of,
    word_in,
)
from ingest.crm.withdrawn import ended
from ingest.crm.words import is_lost
from ingest.dates import moment_in, moment_or_none
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import id_in, is_true
from ingest.json.records import Said
from ingest.role_addresses import BOT
from ingest.salesforce.names import NAMED, Names, canonical_id, full_name
from ingest.source import BadRecord
from ingest.told import Told

__all__ = ["account", "affiliation", "case", "contact", "deal", "deal_role", "lead",
           "named_beside", "tells_beside", "user"]  # fmt: skip

_DELETED = "is deleted (IsDeleted), and not kept"
_REASON = "same Salesforce {}: the address in its record"
_FOREVER = 9999
_MACHINES = ("automatedprocess", "cloudintegrationuser", "licenseintegrationuser")
_OUTSIDERS = ("portal", "partner", "guest", "customer", "csp")
_CASE_KINDS = {"phone": Kind.CALL, "web": Kind.MESSAGE, "chat": Kind.MESSAGE}


def contact(found: dict[str, Any], names: Names) -> Said:
    """A contact: who, where, since when, whose; merged into another where Salesforce did so."""
    own = _own(found, "contact")
    gone = _merged(found, names, own)
    if gone is not None:
        return gone
    emails = _emails(found, "email")
    organization = names.organization(
        id_in(found, "accountid"), word_in(found, "accountname"), emails
    )
    since, until = _dates(found)
    said = profile(
        Profile(
            own, full_name(found), emails, organization or None, word_in(found, "title"),
            word_in(found, "department"), _phones(found),
            names.person(id_in(found, "ownerid")), names.person(id_in(found, "reportstoid")),
            since=since, until=until,
        ),
        names.near, _REASON.format("contact"),
    )  # fmt: skip
    return said + _named(organization, word_in(found, "accountname"))


def lead(found: dict[str, Any], names: Names) -> Said:
    """A lead; one that was converted is the contact it became."""
    own = _own(found, "lead")
    gone = _merged(found, names, own)
    if gone is not None:
        return gone
    emails, company = _emails(found, "email"), word_in(found, "company")
    organization = names.organization("", company, emails)
    since, until = _dates(found)
    said = profile(
        Profile(
            own, full_name(found), emails, organization or None, word_in(found, "title"), "",
            _phones(found), names.person(id_in(found, "ownerid")),
            segments=() if is_true(found, "isconverted") else ("leads",),
            since=since, until=until,
        ),
        names.near, _REASON.format("lead"),
    )  # fmt: skip
    became = names.person(id_in(found, "convertedcontactid"))
    if became:
        at = moment_or_none(found.get("converteddate")) or since
        reason = "Salesforce converted the lead to this contact"
        said.append(Merge(own, became, reason, at or EPOCH))
    return said + _named(organization, company)


def user(found: dict[str, Any], names: Names) -> Said:
    """A user: one of ours, or of a partner's or customer's portal; or a machine."""
    own = _own(found, "user")
    kind = word_in(found, "usertype").lower()
    if kind in _MACHINES:
        return [Fact(own, "kind", BOT), Fact(own, "name", full_name(found) or kind)]
    is_outside = any(word in kind for word in _OUTSIDERS)
    emails = _emails(found, "email")
    since, until = _dates(found)
    said = profile(
        Profile(
            own, full_name(found), emails, None, word_in(found, "title"),
            word_in(found, "department"), _phones(found),
            reports_to=names.person(id_in(found, "managerid")),
            segments=() if is_outside else ("employees",), since=since, until=until,
        ),
        names.near, _REASON.format("user"),
    )  # fmt: skip
    same = names.person(id_in(found, "contactid"))
    return [*said, Merge(own, same, "Salesforce user of this contact")] if same else said


def account(found: dict[str, Any], names: Names) -> Said:
    """A company: its name, what it is to us, what it is worth, who looks after it."""
    own = canonical_id(id_in(found, "id"))
    name = word_in(found, "name")
    site = word_in(found, "website")
    key = names.organization(own, name, (f"email:x@{_host(site)}",) if site else ())
    if not key:
        raise BadRecord("an account without Id, Name and Website", str(found)[:200])
    since, until = _dates(found)
    if is_true(found, "isdeleted"):
        raise BadRecord(_DELETED, own)
    said: Said = [Fact(key, "name", name)] if name else []
    kind, industry = word_in(found, "type"), word_in(found, "industry")
    said += [Fact(key, "segment", segment_of(kind), since, until)] if kind else []
    said += [Fact(key, "industry", industry)] if industry else []
    worth = word_in(found, "annualrevenue")
    said += [Fact(key, "annual_revenue", worth, since, until)] if _is_amount(worth) else []
    owner = names.person(id_in(found, "ownerid"))
    said += [Fact(owner, "owner_of", key, since, until)] if owner else []
    parent = names.organization(id_in(found, "parentid")) if id_in(found, "parentid") else ""
    said += [Fact(key, "parent", parent)] if parent and parent != key else []
    return [*said, Fact(key, "salesforce_id", own)] if own else said


def affiliation(found: dict[str, Any], names: Names) -> Said:
    """A contact's relation to an account, with the dates on which it began and ended."""
    who = names.person(id_in(found, "contactid"))
    key = names.organization(id_in(found, "accountid"), word_in(found, "accountname"))
    if not who or not key or is_true(found, "isdeleted"):
        raise BadRecord("a relation without ContactId and AccountId, or deleted", str(found)[:200])
    since = moment_or_none(found.get("startdate"))
    until = moment_or_none(found.get("enddate"))
    said: Said = [Fact(who, "organization", key, since, until)]
    for role in word_in(found, "roles", "role").split(";"):
        said += [Fact(who, "role", role.strip(), since, until)] if role.strip() else []
    return said


def deal(found: dict[str, Any], names: Names) -> Said:
    """An opportunity: a stake of its company, and a group of people whom its owner looks after."""
    if is_true(found, "isdeleted"):
        return ended(lambda: _deal(found, names), _changed(found), id_in(found, "id"), _DELETED)
    return _deal(found, names)


def _deal(found: dict[str, Any], names: Names) -> Said:
    name = names.deal(id_in(found, "id"), word_in(found, "name"))
    if not name:
        raise BadRecord("an opportunity without Id and Name", str(found)[:200])
    since = moment_or_none(found.get("createddate"))
    stage = word_in(found, "stagename")
    is_gone = is_lost(stage) or (
        is_true(found, "isclosed") and "iswon" in found and not is_true(found, "iswon")
    )
    until = moment_or_none(found.get("closedate")) if is_gone else None
    until = until if until and since and until > since else None
    said: Said = []
    key = names.organization(id_in(found, "accountid"), word_in(found, "accountname"))
    if key:
        said.append(Fact(key, "deal", name, since, until))
        amount = word_in(found, "amount")
        if _is_amount(amount) and not (is_gone and until is None):
            said.append(Fact(key, "deal_value", amount, since, until))
    owner = names.person(id_in(found, "ownerid"))
    if owner:
        said.append(Fact(owner, "owner_of", f"deal {name}", since, until))
    who = names.person(id_in(found, "contactid"))
    if who:
        said.append(Fact(who, "segment", f"deal {name}", since, until))
    if not said:
        raise BadRecord("an opportunity of no account, owner or contact", name)
    return said


def deal_role(found: dict[str, Any], names: Names) -> Said:
    """A contact's part in a deal, such as decision maker."""
    who = names.person(id_in(found, "contactid"))
    name = names.deal(id_in(found, "opportunityid"), word_in(found, "opportunityname"))
    if not who or not name:
        raise BadRecord("a role without ContactId and OpportunityId", str(found)[:200])
    since, role = moment_or_none(found.get("createddate")), word_in(found, "role")
    said = part_in_deal(who, name, role, since)
    if is_true(found, "isdeleted"):
        return ended(lambda: said, _changed(found), id_in(found, "id"), _DELETED)
    return said


def _changed(found: dict[str, Any]) -> datetime | None:
    """When a record was changed last: of a deleted one, by that."""
    return moment_or_none(word_in(found, "lastmodifieddate", "systemmodstamp"))


def case(found: dict[str, Any], names: Names) -> Said:
    """A case that a contact opened; that it came by mail is said by the mail itself."""
    own = canonical_id(id_in(found, "id"))
    if is_true(found, "isdeleted"):
        raise BadRecord(_DELETED, own)
    at = moment_in(found.get("createddate"))
    supplied = emails_in(word_in(found, "suppliedemail"))
    sender = names.person(id_in(found, "contactid")) or next(iter(supplied), "")
    owner = names.person(id_in(found, "ownerid"))
    if not sender:
        raise BadRecord("a case of nobody, expected ContactId or SuppliedEmail", own)
    origin = word_in(found, "origin").lower()
    kind = _CASE_KINDS.get(origin, Kind.ACTIVITY if "mail" in origin else Kind.MESSAGE)
    is_contact = owner and owner != sender and kind is not Kind.ACTIVITY
    receivers = (Receiver(owner),) if is_contact else ()
    key = f"salesforce:{own}" if own else None
    topics = subject_topic(word_in(found, "subject"))
    return [Interaction(at, kind, "salesforce", sender, receivers, key, thread=key, topics=topics)]


def named_beside(found: dict[str, Any], names: Names) -> Said:
    """The names and addresses that a query gives beside ids: Who.Name, Owner.Email."""
    said: Said = []
    for one in ("who", "owner"):
        who, name = names.person(id_in(found, f"{one}id")), word_in(found, f"{one}name")
        said += [Fact(who, "name", name)] if who and name else []
        for email in emails_in(word_in(found, f"{one}email")) if who else ():
            reason = "same in a record of Salesforce: the address beside the id"
            said.append(addressed(who, email, name, names.near, reason, EPOCH))
    return said


def tells_beside(found: dict[str, Any]) -> Iterator[Told]:
    """Tell by which names the addresses go that stand beside ids."""
    for one in ("who", "owner"):
        yield from name_tells(
            emails_in(word_in(found, f"{one}email")), word_in(found, f"{one}name")
        )


def _own(found: dict[str, Any], what: str) -> str:
    own = id_in(found, "id")
    if not own:
        raise BadRecord(f"a {what} without Id", str(found)[:200])
    return own if own.startswith(NAMED) else f"salesforce:{canonical_id(own)}"


def _merged(found: dict[str, Any], names: Names, own: str) -> Said | None:
    """What is said of a record that is deleted, because it was merged into another or as such."""
    if not is_true(found, "isdeleted"):
        return None
    master = names.person(id_in(found, "masterrecordid"))
    if not master:
        raise BadRecord(_DELETED, own)
    at = moment_or_none(found.get("lastmodifieddate"))
    return [Merge(own, master, "Salesforce merged the records", at or EPOCH)]


def _dates(found: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Since when a record holds, and until when where it stands in a history."""
    since = moment_or_none(found.get("fivetranstart")) or moment_or_none(found.get("createddate"))
    until = moment_or_none(found.get("fivetranend"))
    return since, until if until and until.year != _FOREVER else None


def _emails(found: dict[str, Any], *names: str) -> tuple[str, ...]:
    return tuple(emails_in(*(word_in(found, name) for name in names)))


def _phones(found: dict[str, Any]) -> tuple[str, ...]:
    return tuple(filter(None, (word_in(found, name) for name in ("phone", "mobilephone"))))


def _named(key: str, name: str) -> Said:
    return [Fact(key, "name", name)] if key and name else []


def _host(site: str) -> str:
    return (
        clean(site)
        .lower()
        .removeprefix("https://")
        .removeprefix("http://")
        .removeprefix("www.")
        .split("/")[0]
        .split("?")[0]
    )


def _is_amount(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()
