"""Salesforce: answers of its REST and Bulk APIs, CSV exports, and rows in a warehouse.

Read are tasks, events, e-mail messages and cases; contacts, leads, accounts, users, opportunities,
their contact roles, invitations and the relations of contacts to accounts. Each record says what it
is (``attributes``), or its id does, or its columns.
"""

import re
from collections.abc import Iterator
from datetime import UTC

from graph.batch import Batch
from graph.model import Fact
from ingest import salesforce_people as people
from ingest.crm_people import word_in
from ingest.crm_records import Row, all_rows, first_rows, read_rows
from ingest.json_fields import id_in
from ingest.json_records import Said
from ingest.named import named
from ingest.salesforce_activities import begin_of, email, meeting, task
from ingest.salesforce_names import Names, canonical_id, object_of, tells
from ingest.salesforce_nested import nested
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Salesforce"]

_INTO = ("records",)
_KNOWN = frozenset(
    """id whoid whatid ownerid accountid contactid isdeleted systemmodstamp createddate subject
    lastmodifieddate createdbyid activitydate lastname email name opportunityid eventid relationid
    fromaddress toaddress messagedate stagename closedate status startdatetime masterrecordid
    """.split()  # noqa: SIM905
)
_TELLING = re.compile(
    r"contact|lead|account|user|opportunit|event|relation|mail|message|case|salesforce|sfdc|\bsf_"
    r"|deal|role|crm|record|quer|result|export|extract|bulk|dump|data|other|all|part|page|output",
    re.IGNORECASE,
)
_RECORDS = {
    "contact": people.contact, "lead": people.lead, "user": people.user, "account": people.account,
    "opportunity": people.deal, "opportunitycontactrole": people.deal_role, "case": people.case,
    "accountcontactrelation": people.affiliation,
}  # fmt: skip
_ACTIVITIES = {"task": task, "event": meeting, "emailmessage": email}


class Salesforce:
    """Reads what Salesforce exports; each record of any object is one."""

    name = "salesforce"
    meaning = "Salesforce: API answers (JSON), CSV exports, warehouse tables"

    def recognises(self, file: File) -> bool:
        """Say whether the first records are objects of Salesforce."""
        return any(object_of(row) for row in first_rows(file, _INTO, _KNOWN.__contains__))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        names = Names(reading.survey.near(file.place))
        zone = reading.zone_or_utc()

        def said(row: Row) -> Said | None:
            kind = object_of(row)
            if kind in _RECORDS:
                return _RECORDS[kind](row.values, names)
            if kind in _ACTIVITIES:
                return _ACTIVITIES[kind](row.values, names, zone)
            if kind == "eventrelation":
                return _invitation(row, names)
            raise BadRecord("is no record of Salesforce that is read", str(row.values)[:200])

        known = _KNOWN.__contains__
        yield from read_rows(file, reading, self.name, said, into=_INTO, known=known, nested=nested)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold what others refer to."""
        path = named(shown)
        known = path.suffix.lower() in (".json", ".jsonl", ".ndjson", ".csv", ".tsv")
        return known and bool(_TELLING.search(path.stem))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the names of accounts and deals, whose addresses they are, who meets whom."""
        if not self.recognises(file):
            return
        for row in all_rows(file, _INTO, _KNOWN.__contains__, nested):
            yield from tells(row, object_of(row), begin_of(row.values, UTC))


def _invitation(row: Row, names: Names) -> Said:
    """An invitation to a meeting, which the meeting itself counts."""
    who = names.person(id_in(row.values, "relationid"))
    event = canonical_id(id_in(row.values, "eventid"))
    if not event:
        raise BadRecord("an invitation without EventId", str(row.values)[:200])
    if not who:
        raise BadRecord("an invitation of no contact, lead or user", str(row.values)[:200])
    return [Fact(who, "invited", f"{word_in(row.values, 'status') or 'New'}: {event}")]
