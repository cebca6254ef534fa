"""Salesforce: answers of its REST and Bulk APIs, CSV exports, reports, rows in a warehouse.

Read are tasks, events, e-mail messages and cases; contacts, leads, accounts, users, opportunities,
their contact roles, teams of opportunities and accounts, members of campaigns, invitations and the
relations of contacts to accounts. Each record says what it is (``attributes``), or its id does, or
its columns.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import Any

from graph.batch import Batch
from ingest.crm.records import SUFFIXES, Row, all_rows, first_rows, read_rows
from ingest.crm.withdrawn import withdrawn
from ingest.json.fields import id_in, is_true
from ingest.json.records import Said
from ingest.named import named
from ingest.salesforce import people, reports, teams
from ingest.salesforce.activities import begin_of, email, meeting, task
from ingest.salesforce.labels import ENGLISH, in_english
from ingest.salesforce.names import Names, canonical_id, object_of, tells
from ingest.salesforce.nested import nested
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Salesforce"]

_INTO = ("records",)
_KNOWN = frozenset(
    """id whoid whatid ownerid accountid contactid isdeleted systemmodstamp createddate subject
    lastmodifieddate createdbyid activitydate lastname email name opportunityid eventid relationid
    fromaddress toaddress messagedate stagename closedate status startdatetime masterrecordid
    taskid userid teammemberrole campaignid leadid hasresponded
    """.split()  # noqa: SIM905
)
_TELLING = re.compile(
    r"contact|lead|account|user|opportunit|event|relation|mail|message|case|salesforce|sfdc|\bsf_"
    r"|deal|role|team|campaign|crm|report|record|quer|result|export|extract|bulk|dump|data|other|all|part"
    r"|page|output",
    re.IGNORECASE,
)
_RECORDS = {
    "contact": people.contact, "lead": people.lead, "user": people.user, "account": people.account,
    "opportunity": people.deal, "opportunitycontactrole": people.deal_role, "case": people.case,
    "accountcontactrelation": people.affiliation, "accountcontactrole": people.affiliation,
    "opportunityteammember": teams.deal_member, "accountteammember": teams.account_member,
    "campaign": teams.campaign, "campaignmember": teams.campaign_member,
    "eventrelation": teams.invitation, "taskrelation": teams.relation,
}  # fmt: skip
_ACTIVITIES = {"task": task, "event": meeting, "emailmessage": email}


class Salesforce:
    """Reads what Salesforce exports; each record of any object is one."""

    name = "salesforce"
    meaning = "Salesforce: API answers (JSON), CSV exports, reports (CSV), warehouse tables"

    def recognises(self, file: File) -> bool:
        """Say whether the first records are objects of Salesforce."""
        rows = map(_translated, first_rows(file, _INTO, _known))
        return any(object_of(row) or _is_report(row) for row in rows)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        names = Names(reading.survey.near(file.place))
        zone = reading.zone_or_utc()

        def said(row: Row) -> Said | None:
            row = _translated(row)
            if _is_report(row):
                return _of_report(row, names, zone)
            return _of_record(object_of(row), row.values, names, zone)

        yield from read_rows(
            file, reading, self.name, said, into=_INTO, known=_known, nested=nested
        )

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold what others refer to."""
        return named(shown).is_like(_TELLING, SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the names of accounts and deals, whose addresses they are, who meets whom."""
        if not self.recognises(file):
            return
        for row in map(_translated, all_rows(file, _INTO, _known, nested)):
            kind = "" if _is_report(row) else object_of(row)
            yield from tells(row, kind, begin_of(row.values, UTC))
            yield from people.tells_beside(row.values)
            if row.raw is None or kind == "user":
                yield from reports.tells_names(row.values, kind)


def _known(name: str) -> bool:
    return name in _KNOWN or name in reports.LABELS or name in ENGLISH


def _translated(row: Row) -> Row:
    """A row of a report in another language with its columns called in English."""
    if row.raw is not None or object_of(row) or _is_report(row):
        return row
    called = in_english(row.values)
    if not reports.report_of(frozenset(called.values())):
        return row
    values: dict[str, Any] = {}
    for name, value in row.values.items():
        if value or called[name] not in values:
            values[called[name]] = value
    return replace(row, values=values)


def _is_report(row: Row) -> bool:
    return row.raw is None and bool(reports.report_of(frozenset(row.values)))


def _of_record(kind: str, values: dict[str, Any], names: Names, zone: tzinfo) -> Said:
    if kind in _RECORDS:
        return _RECORDS[kind](values, names)
    if kind in _ACTIVITIES and is_true(values, "isdeleted"):
        own = f"salesforce:{canonical_id(id_in(values, 'id'))}"
        reason = "is deleted (IsDeleted), and not kept"
        return withdrawn(lambda: _ACTIVITIES[kind](values, names, zone), own, reason)
    if kind in _ACTIVITIES:
        said = _ACTIVITIES[kind](values, names, zone)
        return [*said, *people.named_beside(values, names)]
    raise BadRecord("is no record of Salesforce that is read", str(values)[:200])


def _of_report(row: Row, names: Names, zone: tzinfo) -> Said:
    """What a row of a report says: of one record, or of a deal and of who is named beside it."""
    first, *others = reports.shown(row.values, names)
    said, reason = [], None
    try:
        said = _of_record(*first, names, zone)
    except BadRecord as error:
        reason = error
    for one in others:
        said += _of_record(*one, names, zone)
    said += reports.beside(row.values, names) if reason is None else []
    if reason is not None and not said:
        raise reason
    return said
