"""People, companies and cases of Dynamics 365, as facts."""

from typing import Any

from graph.model import Fact, Interaction, Kind, Merge, Receiver
from ingest.crm.people import EPOCH, Profile, emails_in, profile, segment_of, word_in
from ingest.crm.records import Row
from ingest.dates import moment_in, moment_or_none
from ingest.dynamics.names import Names, is_deleted, lookup, party, points_to, shown
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import is_true
from ingest.json.records import Said
from ingest.role_addresses import BOT
from ingest.source import BadRecord

__all__ = ["DELETED", "account", "case", "contact", "lead", "part", "refuse_deleted", "user"]

DELETED = "is deleted, and not kept"
_REASON = "same Dynamics {}: the address in its record"
_TYPES = {
    "1": "competitors", "3": "customers", "4": "investors", "5": "partners", "8": "prospects",
    "9": "partners", "10": "suppliers", "11": "suppliers",
}  # fmt: skip
_ORIGINS = {"1": Kind.CALL, "phone": Kind.CALL, "2": Kind.ACTIVITY, "email": Kind.ACTIVITY}


def contact(row: Row, names: Names) -> Said:
    """A contact: who, where, since when, whose; merged into another where Dynamics did so."""
    found = row.values
    own = f"dynamics:{lookup(found, 'contactid')}"
    master = lookup(found, "masterid")
    at = moment_or_none(found.get("modifiedon")) or EPOCH
    if is_true(found, "merged") and master:
        return [Merge(own, f"dynamics:{master}", "Dynamics merged the contacts", at)]
    refuse_deleted(found)
    emails = _emails(found)
    is_account = points_to(found, "parentcustomerid") in ("", "account", "1")
    company = shown(found, "parentcustomeridvalue") if is_account else ""
    company = "" if company == lookup(found, "parentcustomerid") else company
    related = lookup(found, "parentcustomerid") if is_account else ""
    key = names.organization(related, company, emails)
    said = profile(
        Profile(
            own, _name(found), emails, key or None, word_in(found, "jobtitle"),
            word_in(found, "department"), _phones(found), names.person(found, "ownerid"),
            names.person(found, "managerid"), since=moment_or_none(found.get("createdon")),
        ),
        names.near, _REASON.format("contact"),
    )  # fmt: skip
    return said + ([Fact(key, "name", company)] if key and company else [])


def lead(row: Row, names: Names) -> Said:
    """A lead; one that was qualified is the contact it became."""
    found = row.values
    refuse_deleted(found)
    own, emails = f"dynamics:{lookup(found, 'leadid')}", _emails(found)
    company = word_in(found, "companyname")
    key = names.organization("", company, emails)
    became, state = lookup(found, "parentcontactid"), word_in(found, "statecode")
    said = profile(
        Profile(
            own, _name(found), emails, key or None, word_in(found, "jobtitle"), "",
            _phones(found), names.person(found, "ownerid"),
            segments=() if state == "1" else ("leads",),
            since=moment_or_none(found.get("createdon")),
        ),
        names.near, _REASON.format("lead"),
    )  # fmt: skip
    if became and state == "1":
        at = moment_or_none(found.get("modifiedon")) or EPOCH
        said.append(
            Merge(own, f"dynamics:{became}", "Dynamics qualified the lead as this contact", at)
        )
    return said + ([Fact(key, "name", company)] if key and company else [])


def user(row: Row, names: Names) -> Said:
    """A user: one of ours; an application is none."""
    found = row.values
    own = f"dynamics:{lookup(found, 'systemuserid')}"
    if lookup(found, "applicationid"):
        return [Fact(own, "kind", BOT), Fact(own, "name", _name(found))]
    said: Said = profile(
        Profile(
            own, _name(found), tuple(emails_in(word_in(found, "internalemailaddress"))), None,
            word_in(found, "title", "jobtitle"), shown(found, "businessunitidvalue"),
            reports_to=names.person(found, "parentsystemuserid"), segments=("employees",),
            since=moment_or_none(found.get("createdon")),
        ),
        names.near, _REASON.format("user"),
    )  # fmt: skip
    return said


def account(row: Row, names: Names) -> Said:
    """A company: its name, what it is to us, what it is worth, who looks after it."""
    found = row.values
    refuse_deleted(found)
    own, name = lookup(found, "accountid"), word_in(found, "name")
    key, since = names.organization(own, name), moment_or_none(found.get("createdon"))
    said: Said = [Fact(key, "name", name)] if name else []
    code, kind = word_in(found, "customertypecode"), shown(found, "customertypecode")
    if kind:
        is_own = not kind.isdigit()  # a sort of the installation's own has a number, too
        segment = _TYPES.get(code) or (segment_of(kind) if is_own else "")
        said += [Fact(key, "segment", segment, since)] if segment else []
    industry = shown(found, "industrycode")
    said += [Fact(key, "industry", industry)] if industry and not industry.isdigit() else []
    worth = word_in(found, "revenue")
    said += [Fact(key, "annual_revenue", worth, since)] if worth.strip("0.") else []
    owner = names.person(found, "ownerid")
    said += [Fact(owner, "owner_of", key, since)] if owner else []
    return [*said, Fact(key, "dynamics_id", own)]


def case(row: Row, names: Names) -> Said:
    """A case that a contact opened; that it came by mail is said by the mail itself."""
    found = row.values
    refuse_deleted(found)
    own, owner = lookup(found, "incidentid"), names.person(found, "ownerid")
    at = moment_in(found.get("createdon"))
    is_person = points_to(found, "customerid") == "contact"
    sender = names.person(found, "primarycontactid", *(("customerid",) if is_person else ()))
    if not sender:
        raise BadRecord("a case of no contact, expected customerid or primarycontactid", own)
    kind = _ORIGINS.get(
        word_in(found, "caseorigincode").lower(),
        _ORIGINS.get(shown(found, "caseorigincode").lower(), Kind.MESSAGE),
    )
    receivers = (Receiver(owner),) if owner and kind is not Kind.ACTIVITY else ()
    key = f"dynamics:{own}"
    topics = subject_topic(word_in(found, "title"))
    return [Interaction(at, kind, "dynamics", sender, receivers, key, thread=key, topics=topics)]


def part(row: Row, names: Names) -> Said:
    """A party of an activity, which the activity itself counts."""
    refuse_deleted(row.values)
    activity, found = lookup(row.values, "activityid"), party(row.values, names)
    if not activity or not found:
        raise BadRecord("a party of no activity, person or address", str(row.values)[:200])
    return [Fact(found[0].who, "took_part", f"{found[0].part} {activity}")]


def refuse_deleted(found: dict[str, Any]) -> None:
    """Refuse what is deleted."""
    if is_deleted(found):
        raise BadRecord(DELETED)


def _name(found: dict[str, Any]) -> str:
    parts = " ".join(filter(None, (word_in(found, "firstname"), word_in(found, "lastname"))))
    return word_in(found, "fullname") or parts


def _emails(found: dict[str, Any]) -> tuple[str, ...]:
    names = ("emailaddress1", "emailaddress2", "emailaddress3")
    return tuple(emails_in(*(word_in(found, name) for name in names)))


def _phones(found: dict[str, Any]) -> tuple[str, ...]:
    return tuple(filter(None, (word_in(found, name) for name in ("telephone1", "mobilephone"))))
