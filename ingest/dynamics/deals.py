"""Deals of Dynamics 365: opportunities, and the connections that say who has which part in them.

A connection has two sides, each with a role of its own; Dynamics keeps each connection twice, once
from either side, which says the same.
"""

from datetime import datetime

from graph.model import Fact
from ingest.crm.deals import part_in_deal
from ingest.crm.people import word_in
from ingest.crm.records import Row
from ingest.crm.withdrawn import ended
from ingest.crm.words import is_lost
from ingest.dates import moment_or_none
from ingest.dynamics.names import Names, is_deleted, lookup, points_to, shown
from ingest.dynamics.records import DELETED, refuse_deleted
from ingest.json.records import Said
from ingest.source import BadRecord

__all__ = ["deal", "taking_part"]

_LOST = ("2", "lost")
_SIDES = (("record1id", "record1roleid", "record2id"), ("record2id", "record2roleid", "record1id"))
_CONTACTS = ("contact", "2")


def deal(row: Row, names: Names) -> Said:
    """An opportunity: a stake of its company, and a group whom its owner looks after."""
    if is_deleted(row.values):
        at = moment_or_none(row.values.get("modifiedon"))
        return ended(lambda: _deal(row, names), at, lookup(row.values, "opportunityid"), DELETED)
    return _deal(row, names)


def _deal(row: Row, names: Names) -> Said:
    found = row.values
    name, since = word_in(found, "name"), moment_or_none(found.get("createdon"))
    is_gone = word_in(found, "statecode").lower() in _LOST or is_lost(shown(found, "statecode"))
    until = moment_or_none(found.get("actualclosedate")) if is_gone else None
    until = until if until and since and until > since else None
    said: Said = []
    company = _company(row, names)
    if company:
        key = names.organization(company)
        said.append(Fact(key, "deal", name, since, until))
        worth = word_in(found, "actualvalue", "estimatedvalue")
        is_stake = worth.strip("0.") and not (is_gone and until is None)
        said += [Fact(key, "deal_value", worth, since, until)] if is_stake else []
    people = ("parentcontactid", "customerid") if _is_person(row) else ("parentcontactid",)
    for who in dict.fromkeys(names.person(found, one) for one in people):
        said += part_in_deal(who, name, "", since, until) if who else []
    owner = names.person(found, "ownerid")
    said += [Fact(owner, "owner_of", f"deal {name}", since, until)] if owner else []
    if not name or not said:
        raise BadRecord("an opportunity without name, or of nobody", str(found)[:200])
    return said


def taking_part(row: Row, names: Names) -> Said:
    """Who has which part in a deal, or which role with an account, from when to when.

    A role with an account is no employment: it says ``role`` and ``connected_to``.
    """
    found = row.values
    refuse_deleted(found)
    own = lookup(found, "connectionid")
    since = moment_or_none(found.get("effectivestart")) or moment_or_none(found.get("createdon"))
    until = moment_or_none(found.get("effectiveend"))
    for side, role, other in _SIDES:
        name = names.deal(found, other)
        who = names.person(found, side)
        if name and who:
            return part_in_deal(who, name, names.role(found, role), since, _after(until, since))
        account = names.account(found, other) if who else ""
        if account:
            part = names.role(found, role)
            said: Said = [Fact(who, "role", part, since, _after(until, since))] if part else []
            return [*said, Fact(who, "connected_to", account, since, _after(until, since))]
    raise BadRecord(
        "a connection that is not between a person and a deal or an account known here", own
    )


def _after(until: datetime | None, since: datetime | None) -> datetime | None:
    return until if until and (since is None or until > since) else None


def _company(row: Row, names: Names) -> str:
    """The account of a deal: as such, or as its customer where that is one."""
    found = row.values
    customer, kind = lookup(found, "customerid"), points_to(found, "customerid")
    is_account = kind in ("account", "1") or (
        not kind and names.near.value("dynamics.called", customer) is not None
    )
    return lookup(found, "parentaccountid") or (customer if is_account else "")


def _is_person(row: Row) -> bool:
    return points_to(row.values, "customerid") in _CONTACTS
