"""People and companies of HubSpot: what their records say, as facts."""

from datetime import datetime
from typing import Any

from graph.model import Fact, Merge
from ingest.crm.people import (
    EPOCH,
    Profile,
    emails_in,
    profile,
    segment_of,
    word_in,
)
from ingest.crm.words import life_stage
from ingest.dates import moment_or_none
from ingest.hubspot.names import Names, identities
from ingest.hubspot.records import Record, full_name, ids_in
from ingest.json.fields import id_in, is_true, objects_in, text_in
from ingest.json.records import Said
from ingest.source import BadRecord

__all__ = [
    "DELETED",
    "company",
    "contact",
    "created",
    "is_amount",
    "is_deleted",
    "merged",
    "owner",
    "refuse_deleted",
]

_REASON = "same HubSpot {}: the address in its record"
_MERGED = "HubSpot merged contact {} into {}"
_LONGEST = 20_000  # characters of what lists those merged
DELETED = "is deleted or archived, and not kept"
_DELETED = ("isdeleted", "fivetrandeleted", "archived", "hsisdeleted", "gdprdeleted")
_MOST = 500  # contacts that one record lists


def contact(record: Record, names: Names) -> Said:
    """A contact: who, where, whose, and those that were merged into it."""
    values = record.values
    own = id_in(values, "id", "hsobjectid", "vid", "recordid", "canonicalvid")
    if not own:
        raise BadRecord("a contact without id", str(values)[:200])
    refuse_deleted(values)
    who, since = f"hubspot:{own}", created(values)
    emails = tuple(
        emails_in(
            *(
                word_in(values, name)
                for name in ("email", "email1", "hsadditionalemails", "workemail")
            )
        )
    )
    emails = tuple(dict.fromkeys((*emails, *identities(record))))
    company = word_in(values, "company", "associatedcompany", "companyname")
    related = id_in(values, "associatedcompanyid", "primaryassociatedcompanyid") or next(
        iter(ids_in(record, "companies", "associatedcompanyids")), names.employer(own)
    )
    key = names.organization(related, company, emails)
    called = _owner_named(values, "contactowner")
    said = profile(
        Profile(
            who, full_name(values), emails, key or None, word_in(values, "jobtitle"),
            word_in(values, "department"), _phones(values),
            names.owner({"hubspotownerid": values.get("hubspotownerid")}) or called,
            segments=_stages(values), since=since,
        ),
        names.near, _REASON.format("contact"),
    )  # fmt: skip
    said += [Fact(key, "name", company)] if key and company else []
    return said + _merges(own, record)


def _merges(own: str, record: Record) -> Said:
    """Those merged into a contact, with the moment where HubSpot tells it."""
    moments: dict[str, datetime | None] = {}
    for name in ("hscalculatedmergedvids", "hsmergedobjectids"):
        for part in text_in(record.values, name)[:_LONGEST].split(";"):
            old, _, at = part.partition(":")
            moments.setdefault(id_in({"id": old}, "id"), moment_or_none(at))
    for audit in objects_in(record.raw, "merge-audits"):
        moments.setdefault(id_in(audit, "vid-to-merge"), moment_or_none(audit.get("timestamp")))
    for old in ids_in(record, "merged-vids"):
        moments.setdefault(old, None)
    return [
        Merge(f"hubspot:{old}", f"hubspot:{own}", _MERGED.format(old, own), at or EPOCH)
        for old, at in moments.items()
        if old and old != own
    ]  # fmt: skip


def merged(record: Record) -> Said:
    """A row of the audit of merges."""
    own, old = (id_in(record.values, name) for name in ("canonicalvid", "vidtomerge"))
    if not own or not old or own == old:
        raise BadRecord("a merge of nobody, expected canonical_vid and vid_to_merge", str(own))
    at = moment_or_none(record.values.get("timestamp"))
    return [Merge(f"hubspot:{old}", f"hubspot:{own}", _MERGED.format(old, own), at or EPOCH)]


def owner(record: Record, names: Names) -> Said:
    """An owner of records: one of ours."""
    values = record.values
    own = id_in(values, "ownerid", "id")
    if not own:
        raise BadRecord("an owner without id", str(values)[:200])
    emails = tuple(emails_in(word_in(values, "email")))
    who = f"hubspot:owner/{own}"
    said = profile(
        Profile(
            who, full_name(values), emails,
            segments=("employees",), since=moment_or_none(values.get("createdat")),
        ),
        names.near, _REASON.format("owner"),
    )  # fmt: skip
    user = id_in(values, "userid", "activeuserid", "useridincludinginactive")
    if user:
        said.append(Merge(who, f"hubspot:user/{user}", "HubSpot owner of this user"))
    return said


def company(record: Record, names: Names) -> Said:
    """A company: its name, what it is to us, what it is worth, who is in it."""
    values = record.values
    refuse_deleted(values)
    own = id_in(values, "id", "hsobjectid", "recordid", "companyid")
    name = word_in(values, "name", "companyname")
    site = word_in(values, "domain", "companydomainname", "website", "websiteurl")
    key = names.organization(own, name, (f"email:x@{site.lower()}",) if site else ())
    if not key:
        raise BadRecord("a company without id and name", str(values)[:200])
    since = created(values)
    said: Said = [Fact(key, "name", name)] if name else []
    said += [Fact(key, "segment", one, since) for one in _stages(values)]
    kind, industry = word_in(values, "type"), word_in(values, "industry")
    if kind and kind.lower() not in ("company", "other"):
        said.append(Fact(key, "segment", segment_of(kind), since))
    said += [Fact(key, "industry", industry)] if industry else []
    worth = word_in(values, "annualrevenue")
    said += [Fact(key, "annual_revenue", worth, since)] if is_amount(worth) else []
    looks_after = names.owner({"hubspotownerid": values.get("hubspotownerid")})
    said += [Fact(looks_after, "owner_of", key, since)] if looks_after else []
    called = _owner_named(values, "companyowner")
    said += [Fact(key, "owner", called, since)] if called else []
    for one in ids_in(record, "contacts", "associatedcontactids")[:_MOST]:
        said.append(Fact(f"hubspot:{one}", "organization", key, since))
    return [*said, Fact(key, "hubspot_id", own)] if own else said


def _owner_named(values: dict[str, Any], name: str) -> str:
    """Who looks after a record, as exports for people write it: by the address, else the name."""
    written = word_in(values, name)
    return next(iter(emails_in(written.replace("(", " ").replace(")", " "))), written)


def is_deleted(values: dict[str, Any]) -> bool:
    """Say whether a record is deleted or archived."""
    return any(is_true(values, name) for name in _DELETED)


def refuse_deleted(values: dict[str, Any]) -> None:
    """Refuse what is deleted or archived."""
    if is_deleted(values):
        raise BadRecord(DELETED, id_in(values, "id", "dealid"))


def created(values: dict[str, Any]) -> datetime | None:
    """When a record was made."""
    return moment_or_none(values.get("createdate")) or moment_or_none(values.get("createdat"))


def _stages(values: dict[str, Any]) -> tuple[str, ...]:
    stage = word_in(values, "lifecyclestage")
    return (life_stage(stage),) if stage and not stage.isdigit() else ()


def _phones(values: dict[str, Any]) -> tuple[str, ...]:
    found = (word_in(values, name) for name in ("phone", "mobilephone", "phonenumber"))
    return tuple(filter(None, found))


def is_amount(text: str) -> bool:
    """Say whether a text is a sum of money, in digits."""
    digits = text.replace(".", "", 1)
    return digits.isascii() and digits.isdigit()
