"""Records of Salesforce inside others: what a query over relations returns beside each record.

``SELECT Name, (SELECT ContactId, Role FROM OpportunityContactRoles) FROM Opportunity`` gives each
opportunity with its roles inside. These are records as well; that they belong to the one around
them need not be written in them, and is put there where it is not.
"""

from itertools import groupby
from typing import Any

from ingest.crm.records import Row
from ingest.json.fields import id_in, object_in, objects_in, text_in
from ingest.json.records import Several

__all__ = ["nested"]

_ABOVE = {
    "account": {
        "contact": "AccountId", "opportunity": "AccountId", "case": "AccountId",
        "task": "AccountId", "event": "AccountId", "accountcontactrelation": "AccountId",
        "accountteammember": "AccountId", "accountcontactrole": "AccountId",
    },
    "contact": {
        "task": "WhoId", "event": "WhoId", "case": "ContactId",
        "opportunitycontactrole": "ContactId", "accountcontactrelation": "ContactId",
    },
    "lead": {"task": "WhoId", "event": "WhoId"},
    "opportunity": {
        "opportunitycontactrole": "OpportunityId", "task": "WhatId", "event": "WhatId",
        "opportunityteammember": "OpportunityId",
    },
    "case": {"emailmessage": "ParentId", "task": "WhatId", "event": "WhatId"},
    "event": {"eventrelation": "EventId", "eventwhorelation": "EventId"},
    "task": {"taskrelation": "TaskId", "taskwhorelation": "TaskId"},
    "campaign": {"campaignmember": "CampaignId"},
}  # fmt: skip
_DEEPEST = 5
_MOST = 10_000


def nested(row: Row) -> list[Several]:
    """Give a record and those inside it, each by itself; nothing where there are none inside.

    >>> found = {"Id": "006", "Events": {"records": [{"Id": "00U"}]}, "Tasks": None}
    >>> [(one.path, list(one.values)) for one in nested(Row({}, raw=found))]
    [('', [{'Id': '006', 'Tasks': None}]), ('Events', [{'Id': '00U'}])]
    """
    found: list[tuple[str, dict[str, Any]]] = []
    _split(row.raw or {}, "", found)
    if len(found) < 2:
        return []
    return [
        Several(path, [one for _, one in group], {})
        for path, group in groupby(found, key=lambda one: one[0])
    ]


def _split(raw: dict[str, Any], path: str, found: list[tuple[str, dict[str, Any]]]) -> None:
    """Put a record, and then those inside it, beside each other."""
    names = [name for name, value in raw.items() if _is_answer(value)]
    found.append((path, {name: value for name, value in raw.items() if name not in names}))
    for name in names:
        for one in _records(raw, name) if path.count(".") < _DEEPEST else ():
            _split(_below(one, raw), f"{path}.{name}".lstrip("."), found)


def _is_answer(value: Any) -> bool:  # noqa: ANN401  # JSON holds anything
    return isinstance(value, dict) and isinstance(value.get("records"), list)


def _records(raw: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return list(objects_in(object_in(raw, name), "records"))[:_MOST]


def _below(found: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """A record inside another, with the id of that one where its own type keeps it."""
    types = (text_in(object_in(one, "attributes"), "type").lower() for one in (above, found))
    key = _ABOVE.get(next(types), {}).get(next(types))
    if key is None or id_in(found, key) or not id_in(above, "Id"):
        return found
    return {**found, key: id_in(above, "Id")}
