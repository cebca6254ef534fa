"""Deals of HubSpot: a stake of their companies, a group of their contacts, each with their role.

Who is in a deal is told by its record, by those of contacts and companies, or by tables of links.
"""

from graph.model import Fact
from ingest.crm.deals import part_in_deal
from ingest.crm.people import word_in
from ingest.crm.withdrawn import ended
from ingest.crm.words import is_lost
from ingest.dates import moment_or_none
from ingest.hubspot.associations import own_deal
from ingest.hubspot.names import Names
from ingest.hubspot.people import DELETED, created, is_amount, is_deleted
from ingest.hubspot.records import Record
from ingest.json.fields import id_in, is_true
from ingest.json.records import Said
from ingest.source import BadRecord

__all__ = ["deal", "link", "member"]

_MOST = 500  # contacts or companies of one deal
_CHANGED = ("archivedat", "hslastmodifieddate", "updatedat", "lastmodifieddate", "fivetransynced")


def deal(record: Record, names: Names) -> Said:
    """A deal: a stake of its companies, and a group of people whom its owner looks after."""
    values = record.values
    if is_deleted(values):
        at = moment_or_none(word_in(values, *_CHANGED))
        return ended(lambda: _deal(record, names), at, own_deal(values), DELETED)
    return _deal(record, names)


def _deal(record: Record, names: Names) -> Said:
    values = record.values
    name = word_in(values, "dealname")
    if not name:
        raise BadRecord("a deal without dealname", own_deal(values))
    since = created(values)
    stage = names.stage(word_in(values, "dealstage", "dealpipelinestageid"))
    is_gone = is_lost(stage) or is_true(values, "hsisclosedlost")
    until = moment_or_none(values.get("closedate")) if is_gone else None
    until = until if until and since and until > since else None
    said: Said = []
    amount = word_in(values, "amount")
    for one in names.companies(record)[:_MOST]:
        key = names.organization(one)
        said.append(Fact(key, "deal", name, since, until))
        if is_amount(amount) and not (is_gone and until is None):
            said.append(Fact(key, "deal_value", amount, since, until))
    for who, role in list(names.parts(record).items())[:_MOST]:
        said += part_in_deal(who, name, role, since, until)
    looks_after = names.owner(
        {"hubspotownerid": values.get("hubspotownerid") or values.get("ownerid")}
    )
    said += [Fact(looks_after, "owner_of", f"deal {name}", since, until)] if looks_after else []
    for one in word_in(values, "hsallcollaboratorownerids").split(";")[:_MOST]:
        if one.strip().isalnum():
            who = f"hubspot:owner/{one.strip()}"
            said.append(Fact(who, "deal_role", f"Collaborator: {name}", since, until))
    if not said:
        raise BadRecord("a deal of no company, contact or owner", name)
    return said


def link(record: Record, names: Names) -> Said:
    """What an engagement or a deal is about; the engagement itself counts the contact."""
    values = record.values
    engagement, of_deal = id_in(values, "engagementid"), id_in(values, "dealid")
    who, where = id_in(values, "contactid"), id_in(values, "companyid")
    subjects = [f"hubspot:{who}"] if who else [names.organization(where)] if where else []
    what = word_in(values, "engagementtype").lower() if engagement else "deal"
    if engagement and of_deal and not subjects:
        subjects = names.members(of_deal)
        if not subjects:
            raise BadRecord(
                "says which deal an engagement is about, as the engagement does", of_deal
            )
    if not (engagement or of_deal) or not subjects:
        raise BadRecord("a link of no engagement, contact or company", str(values)[:200])
    said = f"{what} {engagement or of_deal}".strip()
    return [Fact(one, "concerned_by", said) for one in subjects[:_MOST]]


def member(record: Record, names: Names) -> Said:
    """A row that says which company a contact is of."""
    who, where = id_in(record.values, "contactid"), id_in(record.values, "companyid")
    if not who or not where:
        raise BadRecord("a link of no contact or no company", str(record.values)[:200])
    return [Fact(f"hubspot:{who}", "organization", names.organization(where))]
