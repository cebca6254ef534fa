"""HubSpot: answers of its APIs in versions 1, 3 and 4, CSV exports, and rows in a warehouse.

Read are mails, calls, meetings, messages, notes, tasks and the events of mailings; contacts,
companies, deals, owners, which contacts were merged, and which engagement is about whom.
"""

import re
from collections.abc import Iterator

from graph.batch import Batch
from ingest.crm.records import SUFFIXES, Row, all_rows, first_rows, read_rows
from ingest.crm.withdrawn import withdrawn
from ingest.hubspot import deals, people
from ingest.hubspot.activities import activity, mailing
from ingest.hubspot.associated import holds_associations, said_of_associated, tells_of_associated
from ingest.hubspot.associations import has_stages
from ingest.hubspot.engagements import engagement, part, recipient, tells_of_parts
from ingest.hubspot.headers import HEADERS
from ingest.hubspot.names import Names, tells
from ingest.hubspot.records import ACTIVITIES, Record, record_of
from ingest.json.fields import id_in, objects_in
from ingest.json.head import json_head
from ingest.json.records import Said
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["HubSpot"]

_INTO = ("results", "engagements", "events")
_PAGES = ("contacts", "companies", "deals")  # of versions 1 and 2; in later records lists of ids
_KNOWN = frozenset(
    """id recordid email firstname lastname dealname companyname contactid companyid engagementid
    engagementtype fivetransynced fivetrandeleted canonicalvid vidtomerge ownerid portalid recipient
    contactowner companyowner lifecyclestage createdate phonenumber recordidcontact from subject
    propertyemail propertyname propertydealname dealid stageid
    """.split()  # noqa: SIM905
)
_TELLING = re.compile(
    r"contact|compan|owner|deal|pipeline|stage|engagement|event|hubspot|crm|export|all|data|result"
    r"|record|page"
    r"|kontakt|unternehmen|firm|entreprise|transaction|empresa|negoci|contatt|azienda|trattativ"
    r"|contatos|bedrij|コンタクト|会社|取引|联系人|公司|交易"
    r"|object|v1|v3|v4|capture|output|other|associat|links?\b|_to_",
    re.IGNORECASE,
)
_ACTIVITIES = frozenset(ACTIVITIES.values())
_PEOPLE = {
    "contact": people.contact, "company": people.company, "deal": deals.deal,
    "owner": people.owner, "link": deals.link, "member": deals.member, "mailing": mailing,
    "engagement": engagement,
}  # fmt: skip


class HubSpot:
    """Reads what HubSpot exports; each engagement, object and row is a record."""

    name = "hubspot"
    meaning = "HubSpot: API answers (JSON, v1, v3, v4), CSV exports, warehouse tables"

    def recognises(self, file: File) -> bool:
        """Say whether the first records are HubSpot's."""
        rows = first_rows(file, _into(file), _known)
        return any(record_of(row).kind or holds_associations(row) for row in rows)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        names = Names(reading.survey.near(file.place))

        def said(row: Row) -> Said | None:
            if holds_associations(row):
                return said_of_associated(row, names, file.shown)
            return _said(record_of(row), names, file.shown)

        yield from read_rows(file, reading, self.name, said, into=_into(file), known=_known)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold what others refer to."""
        return named(shown).is_like(_TELLING, SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the domains of companies, the names of addresses, what engagements are about."""
        rows = first_rows(file, _into(file), _known)
        if any(map(holds_associations, rows)):
            for row in all_rows(file, _into(file), _known):
                yield from tells_of_associated(row, file.shown) if holds_associations(row) else ()
            return
        first = [record_of(row) for row in rows]
        if any(
            one.kind or has_stages(one) or {"replyto", "bcc", "fivetransynced"} <= one.values.keys()
            for one in first
        ):
            for row in all_rows(file, _into(file), _known):
                record = record_of(row)
                yield from tells(record)
                yield from tells_of_parts(record, file.shown)


def _into(file: File) -> tuple[str, ...]:
    """The arrays of records in a page, as its beginning shows."""
    whole = json_head(file).whole if file.suffix.startswith(".json") else {}
    pages = (
        one for one in _PAGES if any("properties" in first for first in objects_in(whole, one))
    )
    return (*_INTO, *pages)


def _known(name: str) -> bool:
    return name in _KNOWN or name in HEADERS


def _said(record: Record, names: Names, shown: str) -> Said:
    if record.kind in _ACTIVITIES or record.kind.startswith("part "):
        read = activity if record.kind in _ACTIVITIES else part
        if not people.is_deleted(record.values):
            return read(record, names)
        own = id_in(record.values, "engagementid", "id", "hsobjectid")
        reason = "is deleted or archived, and not kept"
        return withdrawn(lambda: read(record, names), f"hubspot:{own}", reason)
    if record.kind == "recipient":
        return recipient(record, shown)
    if record.kind in _PEOPLE:
        return _PEOPLE[record.kind](record, names)
    if record.kind == "merge":
        return people.merged(record)
    if record.kind == "index":
        raise BadRecord("names an engagement, which stands with its date in another file")
    raise BadRecord("is no record of HubSpot that is read", str(record.values)[:200])
