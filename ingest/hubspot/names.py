"""Names in HubSpot: who looks after a record, whom it is about, what exports tell of each other.

Contacts go by their number, owners by theirs.
"""

from collections.abc import Iterator
from typing import Any

from ingest.crm.people import emails_in, name_tells, organization_of, site_of, word_in
from ingest.hubspot.associations import (
    COMPANIES,
    CONTACTS,
    DEALS,
    NO_ROLE,
    has_stages,
    labels,
    own_deal,
    tells_of_link,
    tells_of_stages,
)
from ingest.hubspot.records import Record, full_name, ids_in
from ingest.json.fields import id_in, objects_in
from ingest.people.cells import slug
from ingest.told import Near, Told

__all__ = ["Names", "identities", "tells"]


class Names:
    """Names of one file, with what the files beside it tell."""

    def __init__(self, near: Near) -> None:
        self.near = near

    @staticmethod
    def owner(values: dict[str, Any]) -> str:
        """Who looks after a record, or made it; "" where nobody is named."""
        own = id_in(values, "hubspotownerid", "ownerid")
        if own:
            return f"hubspot:owner/{own}"
        user = id_in(values, "createdby", "hscreatedbyuserid", "hscreatedby")
        return f"hubspot:user/{user}" if user else ""

    def organization(self, company: str, name: str = "", emails: tuple[str, ...] = ()) -> str:
        """The organization of a company: by its domain, else its people's, else its name."""
        key = self.near.value("hubspot.site", company) if company else None
        called = name or (self.near.value("hubspot.called", company) if company else "") or ""
        found = organization_of(emails, called, key)
        return found or (f"org:hubspot-{slug(company)}" if company else "")

    def contacts(self, record: Record) -> list[str]:
        """Those a record is about, as it says itself or as the file of links does."""
        found = ids_in(record, *CONTACTS)
        own = id_in(record.values, "engagementid", "id", "hsobjectid")
        found += sorted(self.near.values(f"hubspot.about {own}")) if own else []
        return list(dict.fromkeys(f"hubspot:{one}" for one in found))

    @staticmethod
    def attending(record: Record) -> list[str]:
        """The owners who take part in a meeting beside the one who looks after it."""
        told = word_in(record.values, "hsattendeeownerids").split(";")
        found = [*told, *ids_in(record, "ownerIds")]
        return [f"hubspot:owner/{one}" for one in dict.fromkeys(map(str.strip, found)) if one]

    def deals(self, record: Record) -> list[str]:
        """The names of the deals a record is about, where their records tell them."""
        found = ids_in(record, *DEALS)
        own = id_in(record.values, "engagementid", "id", "hsobjectid")
        found += sorted(self.near.values(f"hubspot.deals {own}")) if own else []
        known = (self.near.value("hubspot.deal", one) for one in dict.fromkeys(found))
        return list(filter(None, known))

    def companies(self, record: Record) -> list[str]:
        """The companies a deal is with, as it says itself, or they do, or the file of links."""
        found = ids_in(record, *COMPANIES)
        own = own_deal(record.values)
        found += sorted(self.near.values(f"hubspot.firms {own}")) if own else []
        return list(dict.fromkeys(found))

    def employer(self, contact: str) -> str:
        """The company a contact is of, as answers that hold associations alone tell; or ""."""
        told = self.near.values(f"hubspot.employer {contact}")
        return next((one for one, _ in sorted(told.items(), key=lambda one: one[::-1])), "")

    def parts(self, record: Record) -> dict[str, str]:
        """The contacts of a deal with their roles in it, "" where none is told."""
        found = dict.fromkeys(ids_in(record, *CONTACTS), "") | labels(record)
        own = own_deal(record.values)
        for who, role in sorted(self.near.values(f"hubspot.parts {own}").items()) if own else ():
            found[who] = found.get(who) or role.removeprefix(NO_ROLE)
        return {f"hubspot:{who}": role for who, role in found.items()}

    def members(self, deal: str) -> list[str]:
        """The contacts of a deal, else its companies, as far as the files beside it tell."""
        people = [f"hubspot:{one}" for one in sorted(self.near.values(f"hubspot.parts {deal}"))]
        firms = sorted(self.near.values(f"hubspot.firms {deal}"))
        return people or [self.organization(one) for one in firms]

    def stage(self, stage: str) -> str:
        """What a stage of deals is called; its id where nothing tells."""
        return (self.near.value("hubspot.stage", stage) if stage else None) or stage


def identities(record: Record) -> list[str]:
    """The addresses that version 1 lists beside a contact, those of contacts merged included."""
    profiles = objects_in(record.raw, "identity-profiles")
    listed = (one for profile in profiles for one in objects_in(profile, "identities"))
    return emails_in(*(word_in(one, "value") for one in listed if one.get("type") == "EMAIL"))


def tells(record: Record) -> Iterator[Told]:
    """What one record tells about others."""
    values = record.values
    own = id_in(values, "id", "hsobjectid", "vid", "recordid", "companyid")
    if record.kind == "company" and own:
        yield Told("hubspot.called", own, word_in(values, "name", "companyname"))
        key = site_of(word_in(values, "domain", "companydomainname", "website", "websiteurl"))
        if key:
            yield Told("hubspot.site", own, key)
        for deal in ids_in(record, *DEALS):
            yield Told(f"hubspot.firms {deal}", own, "1")
    elif record.kind == "deal":
        yield Told("hubspot.deal", own_deal(values), word_in(values, "dealname"))
    elif record.kind in ("contact", "owner"):
        emails = [*emails_in(word_in(values, "email")), *identities(record)]
        yield from name_tells(emails, full_name(values))
        for deal in ids_in(record, *DEALS) if record.kind == "contact" else ():
            yield Told(f"hubspot.parts {deal}", own, NO_ROLE)
    elif record.kind == "link":
        yield from tells_of_link(values)
    elif has_stages(record):
        yield from tells_of_stages(record)
    elif {"id", "from", "subject", "replyto"} <= values.keys():
        yield Told("hubspot.from", own, word_in(values, "from"))
