"""Zoho CRM: records of its API (version 2 and later), and the CSV files of its backups.

Read are contacts, leads, accounts, deals and roles in them, calls, events, tasks, notes, mails
and users. Times carry the offset of the installation, which changes with summer time.
"""

import re
from collections.abc import Iterator

from graph.batch import Batch
from ingest.crm.records import SUFFIXES, Row, all_rows, first_rows, read_rows
from ingest.json.records import Said
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told
from ingest.zoho import deals, records
from ingest.zoho.names import Names, kind_of_record, spread, tells

__all__ = ["Zoho"]

_INTO = ("data", "users", "Emails", "email_related_list")
_KNOWN = frozenset(
    """recordid subject lastname firstname email accountname createdtime modifiedtime contactownerid
    leadownerid accountownerid dealname stage duedate callstarttime calltype eventtitle notetitle
    notecontent company taskownerid callownerid eventownerid startdatetime enddatetime
    potentialname contactrole
    """.split()  # noqa: SIM905
)
_TELLING = re.compile(
    r"contact|lead|account|deal|potential|role|user|zoho|crm|export|all|data|result|record|page|other|output",
    re.IGNORECASE,
)
_GONE = (
    "says only that a record was deleted, not what it was: what it stated stays; load an export of "
    "today into a new store to be without it"
)
_RECORDS = {
    "contact": records.human, "lead": records.human, "account": records.account,
    "deal": deals.deal, "call": records.call, "event": records.meeting, "task": records.task,
    "note": records.note, "email": records.email, "role": deals.role,
    "user": records.user,
}  # fmt: skip


class Zoho:
    """Reads what Zoho CRM exports; each record of any module is one."""

    name = "zoho"
    meaning = "Zoho CRM: API answers (JSON), CSV backups and bulk reads"

    def recognises(self, file: File) -> bool:
        """Say whether the first records are Zoho's."""
        return any(kind_of_record(row) for row in first_rows(file, _INTO, _KNOWN.__contains__))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        names = Names(reading.survey.near(file.place), file.shown)
        zone = reading.zone_or_utc()

        def said(row: Row) -> Said | None:
            kind = kind_of_record(row)
            if kind == "deleted":
                raise BadRecord(_GONE, str(row.values)[:200])
            if not kind:
                raise BadRecord("is no record of Zoho CRM that is read", str(row.values)[:200])
            return _RECORDS[kind](spread(row.values), names, zone)

        yield from read_rows(file, reading, self.name, said, into=_INTO, known=_KNOWN.__contains__)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold what others refer to."""
        return named(shown).is_like(_TELLING, SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the names and websites of accounts, and by which names addresses go."""
        if self.recognises(file):
            for row in all_rows(file, _INTO, _KNOWN.__contains__):
                yield from tells(row, file.shown)
