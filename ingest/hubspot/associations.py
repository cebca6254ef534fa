"""Links in HubSpot: which deal an engagement is about, who is in a deal and in which role.

They stand in the record itself (``associations``, lists of ids), in that of the contact or the
company, or in tables of their own; roles are what HubSpot calls labels of an association.
"""

import re
from collections.abc import Iterator
from typing import Any

from ingest.crm.people import word_in
from ingest.crm.words import is_lost
from ingest.hubspot.records import Record
from ingest.json.fields import id_in, is_true, list_in, object_in, objects_in
from ingest.rows.columns import plain
from ingest.told import Told

__all__ = ["COMPANIES", "CONTACTS", "DEALS", "NO_ROLE", "has_stages", "is_plain", "labels",
           "own_deal", "tells_of_link", "tells_of_stages"]  # fmt: skip

CONTACTS = ("contacts", "contactIds", "associatedVids", "associatedcontactids")
COMPANIES = ("companies", "companyIds", "associatedCompanyIds", "associatedcompanyids")
DEALS = ("deals", "dealIds", "associatedDealIds", "associateddealids")
NO_ROLE = "\U0010fffd"  # of a contact in a deal: sorts behind every role, so that one told wins
_PLAIN = re.compile(r"\w+_to_\w+|\w*unlabell?ed|primary|\d*", re.IGNORECASE)
_STAGE = frozenset({"stageid", "label", "pipelineid"})


def own_deal(values: dict[str, Any]) -> str:
    """The id of a deal, in whatever form its record has."""
    return id_in(values, "dealid", "id", "hsobjectid", "recordid")


def has_stages(record: Record) -> bool:
    """Whether a record tells what stages of deals are called."""
    return record.values.keys() >= _STAGE or bool(list_in(record.raw, "stages"))


def is_plain(label: str) -> bool:
    """Say whether a label of an association is HubSpot's own, and no role.

    >>> is_plain("deal_to_contact"), is_plain("Primary"), is_plain("Decision maker")
    (True, True, False)
    """
    return _PLAIN.fullmatch(label) is not None


def labels(record: Record) -> dict[str, str]:
    """The roles of contacts that the associations of a deal name; HubSpot calls them labels."""
    found: dict[str, str] = {}
    contacts = object_in(record.raw, "associations", "contacts")
    for one in objects_in(contacts, "results"):
        labels = [word_in(kind, "label") for kind in objects_in(one, "associationTypes")]
        named = [*labels, word_in(one, "type"), word_in(one, "label")]
        role = next((text for text in named if not is_plain(text)), "").replace("_", " ")
        who = id_in(one, "id", "toObjectId")
        if who and role:
            found.setdefault(who, role)
    return found


def tells_of_link(values: dict[str, Any]) -> Iterator[Told]:
    """What a row of links tells: who and which deal an engagement is about, who is in a deal."""
    engagement, deal = id_in(values, "engagementid"), id_in(values, "dealid")
    who, where = id_in(values, "contactid"), id_in(values, "companyid")
    if engagement:
        yield Told(f"hubspot.about {engagement}", who, "1")
        yield Told(f"hubspot.deals {engagement}", deal, "1")
    elif deal:
        role = word_in(values, "associationlabel", "label")
        yield Told(f"hubspot.parts {deal}", who, role or NO_ROLE)
        yield Told(f"hubspot.firms {deal}", where, "1")


def tells_of_stages(record: Record) -> Iterator[Told]:
    """What stages of deals are called: a row of a warehouse, or all of a pipeline."""
    rows = [record.values] if record.values.keys() >= _STAGE else []
    stages = (one | object_in(one, "metadata") for one in objects_in(record.raw, "stages"))
    rows += [{plain(key): value for key, value in one.items()} for one in stages]
    for row in rows:
        label = word_in(row, "label")
        is_open = "isclosed" in row and not is_true(row, "isclosed")
        is_gone = word_in(row, "probability") in ("0", "0.0") and not is_open
        said = f"{label} (lost)" if is_gone and not is_lost(label) else label
        yield Told("hubspot.stage", id_in(row, "stageid", "id"), said)
