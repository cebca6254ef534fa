"""Microsoft Dynamics 365: answers of its Web API (Dataverse), and rows in a warehouse.

Read are mails, phone calls, appointments, letters and tasks with their parties; contacts, leads,
accounts, users, cases; opportunities, and who has a part in them. Formatted values are for people:
times are read from the plain ones, which are UTC.
"""

import re
from collections.abc import Iterator

from graph.batch import Batch
from ingest.crm.people import word_in
from ingest.crm.records import SUFFIXES, Row, all_rows, first_rows, read_rows
from ingest.crm.withdrawn import withdrawn
from ingest.dynamics import deals, records
from ingest.dynamics.activities import activity
from ingest.dynamics.labels import LABELS
from ingest.dynamics.names import Names, is_deleted, kind_of_record, lookup, tells, tells_role
from ingest.dynamics.views import Views, tells_names, tells_view, view_of
from ingest.json.records import Said
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Dynamics"]

_INTO = ("value", "d.results")
_KNOWN = frozenset(
    """activityid activitytypecode subject statecode statuscode createdon modifiedon contactid
    fullname firstname lastname emailaddress1 accountid name leadid systemuserid opportunityid
    incidentid activitypartyid participationtypemask partyid partyidvalue owneridvalue ownerid
    regardingobjectidvalue scheduledend scheduledstart websiteurl internalemailaddress title
    connectionid connectionroleid record1idvalue record1id
    """.split()  # noqa: SIM905
)
_TELLING = re.compile(
    r"contact|lead|account|user|part(?:y|ies)|opportunit|deal|connection|role|incident|case|dynamics|crm|export|all|data|result|record|page"
    r"|value|other|output|kontakt|contat|取引先|潜在|klient|namiar|prospe",
    re.IGNORECASE,
)
_RECORDS = {
    "contact": records.contact, "lead": records.lead, "user": records.user,
    "account": records.account, "deal": deals.deal, "case": records.case, "party": records.part,
    "connection": deals.taking_part,
}  # fmt: skip
_DELETED = "is deleted, and not kept"
_KEYS = {"contact": "contactid", "lead": "leadid", "user": "systemuserid"}


class Dynamics:
    """Reads what Dynamics 365 exports; each activity, party, person and company is a record."""

    name = "dynamics"
    meaning = "Microsoft Dynamics 365: Web API answers (JSON), views (CSV, XLSX), warehouse tables"

    def recognises(self, file: File) -> bool:
        """Say whether the first records are those of Dynamics."""
        rows = first_rows(file, _INTO, _known)
        return any(kind_of_record(row) or view_of(row) for row in rows)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        names = Names(reading.survey.near(file.place))
        warnings: list[str] = []
        told: set[str] = set()

        def warns(text: str) -> None:
            if text not in told:
                told.add(text)
                warnings.append(f"{file.shown}: {text}")

        views = Views(names.near, reading.zone, warns)

        def said(row: Row) -> Said | None:
            shown = view_of(row)
            if shown:
                return views.said(row, shown)
            kind = kind_of_record(row)
            if kind in _RECORDS:
                return _RECORDS[kind](row, names)
            if kind and is_deleted(row.values):
                own = lookup(row.values, "activityid")
                return withdrawn(lambda: activity(row, kind, names), f"dynamics:{own}", _DELETED)
            if kind:
                return activity(row, kind, names)
            if row.values.get("reason") == "deleted":
                raise BadRecord(
                    "says only that a record was deleted, not what it was: load an export that "
                    "has it with IsDelete, or load into a new store", str(row.values)[:200]
                )  # fmt: skip
            raise BadRecord("is no record of Dynamics that is read", str(row.values)[:200])

        yield from read_rows(
            file, reading, self.name, said, into=_INTO, known=_known, warnings=warnings
        )

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold what others refer to."""
        return named(shown).is_like(_TELLING, SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the names and websites of accounts, and who takes part in which activity."""
        first = first_rows(file, _INTO, _known)
        if any(kind_of_record(row) or tells_role(row) or view_of(row) for row in first):
            for row in all_rows(file, _INTO, _known):
                kind = kind_of_record(row)
                yield from tells(row, kind)
                yield from tells_view(row)
                if kind in _KEYS:
                    own = lookup(row.values, _KEYS[kind])
                    yield from tells_names(word_in(row.values, "fullname"), own)


def _known(name: str) -> bool:
    return name in _KNOWN or name in LABELS
