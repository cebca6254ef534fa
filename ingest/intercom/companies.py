"""Companies of Intercom: what they are called, and who is with which.

The API names the companies of a contact by number only; a list of companies beside it says who
that is. A contact with several companies is with each by its own name, for their address tells of
one of them at most.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from graph.model import Fact
from graph.people.identity import clean
from ingest.crm.people import organization_of, site_of, word_in
from ingest.intercom.records import MOST, listed
from ingest.json.fields import id_in, text_in
from ingest.json.records import Said
from ingest.source import BadRecord
from ingest.told import Near, Told

__all__ = ["company", "employers", "is_company", "names"]

_MARKS = ("company_id", "remote_created_at", "monthly_spend", "app_id")


def is_company(found: dict[str, Any]) -> bool:
    """Say whether a record is a company."""
    is_named = text_in(found, "type") == "company" and {"id", "name"} <= found.keys()
    return is_named and any(mark in found for mark in _MARKS)


def names(found: dict[str, Any]) -> Iterator[Told]:
    """Tell what a company is called and where its website is."""
    own = id_in(found, "id")
    yield Told("intercom.called", own, word_in(found, "name"))
    yield Told("intercom.site", own, site_of(word_in(found, "website")) or "")


def company(found: dict[str, Any]) -> Said:
    """What a record says of a company."""
    called, industry = word_in(found, "name"), word_in(found, "industry")
    key = organization_of((), called, site_of(word_in(found, "website")))
    if not key:
        raise BadRecord("is a company without a name and a website", id_in(found, "id"))
    said: Said = [Fact(key, "name", called)] if called else []
    said += [Fact(key, "industry", industry)] if industry else []
    return said or [Fact(key, "intercom_id", id_in(found, "id"))]


def employers(
    identity: str, found: dict[str, Any], emails: Sequence[str], near: Near
) -> Iterator[Fact]:
    """The companies of a contact."""
    companies: list[tuple[str, str | None]] = []
    for one in listed(found, "companies", "companies", "data")[:MOST]:
        own = id_in(one, "id")
        called = clean(text_in(one, "name")[:200]) or near.value("intercom.called", own) or ""
        known = near.value("intercom.site", own) or None
        companies += [(called, known)] if called or known else []
    for called, known in companies:
        key = organization_of(emails if len(companies) == 1 else (), called, known)
        if key:
            yield Fact(identity, "organization", key)
            yield from [Fact(key, "name", called)] if called else []
