"""Deals of Zoho CRM: a stake of their company, a group of their contacts, each with their role."""

from datetime import tzinfo
from typing import Any

from graph.model import Fact
from ingest.crm.deals import part_in_deal
from ingest.crm.people import word_in
from ingest.crm.words import is_lost
from ingest.dates import moment_or_none
from ingest.json.records import Said
from ingest.source import BadRecord
from ingest.zoho.names import Names, own_id, person, role_in, since
from ingest.zoho.records import human

__all__ = ["deal", "role"]

_MOST = 500  # contacts of one deal


def deal(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A deal: a stake of its company, and a group of people whom its owner looks after."""
    own, name = own_id(found), word_in(found, "dealname", "potentialname")
    made = since(found, zone)
    if not name:
        raise BadRecord("a deal without Deal_Name", own)
    is_gone = is_lost(word_in(found, "stage"))
    until = moment_or_none(found.get("closingdate")) if is_gone else None
    until = until if until and made and until > made else None
    owner, said = names.owner(found)
    said += [Fact(owner, "owner_of", f"deal {name}", made, until)] if owner else []
    key = names.organization(own_id(found, "accountnameid"), word_in(found, "accountnamename"))
    amount = word_in(found, "amount")
    if key:
        said.append(Fact(key, "deal", name, made, until))
        is_stake = amount.strip("0.") and not (is_gone and until is None)
        said += [Fact(key, "deal_value", amount, made, until)] if is_stake else []
    first = own_id(found, "contactnameid")
    for who, part in list(({first: ""} | names.parts(own)).items())[:_MOST]:
        said += part_in_deal(f"zoho:{who}", name, part, made, until) if who else []
    return said


def role(found: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    """A contact's role in a deal, which the deal states; and what the row says of the contact."""
    own, _ = role_in(found, names.shown)
    who = person(found, "contactid", "contactnameid", "id")
    if not own:
        expected = "keep the deal's id in the name of the file, as it stands in the address"
        raise BadRecord(f"a role in a deal that is not named; {expected}", who)
    said = human(found, names, zone) if word_in(found, "lastname") else []
    return [*said, Fact(who, "concerned_by", f"deal {own}")]
