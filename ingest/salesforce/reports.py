"""Reports of Salesforce as CSV: labels for people instead of names of the API, names for ids.

A row of a report is put into the words of the API and read as the record that it shows. A report
has the ids its maker chose, if any. Without one, a person goes by account and name,
``account:salesforce/Acme Ltd/Ann Smith``, unless files of the same folder give just one id to that
name; users have no account, ``account:salesforce/Rita Rep``.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from graph.model import Fact
from ingest.crm.people import EPOCH, addressed, emails_in, organization_of, site_of, word_in
from ingest.json.fields import id_in, is_true
from ingest.json.records import Said
from ingest.salesforce.names import NAMED, Names, canonical_id, kind_of_id, tells_organization
from ingest.told import Near, Told

__all__ = ["LABELS", "Shown", "beside", "report_of", "shown", "tells_names"]

Values = dict[str, Any]
Shown = list[tuple[str, Values]]
"""Kinds of records with their values, in the words of the API."""

_REASON = "same contact in a Salesforce report: the address in its row"
_ACTIVITY = {
    "activityid": "id", "activityid18char": "id", "subject": "subject", "date": "activitydate",
    "duedate": "activitydate", "duedateonly": "activitydate", "status": "status",
    "tasksubtype": "tasksubtype", "eventsubtype": "eventsubtype", "type": "type",
    "activitytype": "type", "calltype": "calltype", "callresult": "calldisposition",
    "callduration": "calldurationinseconds", "calldurationseconds": "calldurationinseconds",
    "comments": "description", "fullcomments": "description", "createddate": "createddate",
    "createddatetime": "createddate", "completeddate": "completeddatetime",
    "completeddatetime": "completeddatetime", "lastmodifieddate": "lastmodifieddate",
    "start": "startdatetime", "startdatetime": "startdatetime", "end": "enddatetime",
    "enddatetime": "enddatetime", "duration": "durationinminutes",
    "durationminutes": "durationinminutes", "opportunity": "dealname",
    "opportunityname": "dealname", "accountid": "accountid",
}  # fmt: skip
_PERSON = {
    "firstname": "firstname", "lastname": "lastname", "email": "email", "phone": "phone",
    "businessphone": "phone", "mobile": "mobilephone", "mobilephone": "mobilephone",
    "title": "title", "department": "department", "createddate": "createddate",
    "createdate": "createddate", "accountid": "accountid", "accountname": "accountname",
    "fullname": "name", "contactname": "name", "contactfullname": "name", "leadname": "name",
    "companyaccount": "company", "company": "company", "converted": "isconverted",
    "converteddate": "converteddate", "contactcreateddate": "createddate",
}  # fmt: skip
_DEAL = {
    "opportunityid": "id", "opportunityname": "name", "accountid": "accountid",
    "accountname": "accountname", "stage": "stagename", "closedate": "closedate",
    "createddate": "createddate", "amount": "amount", "won": "iswon", "closed": "isclosed",
}  # fmt: skip
_ACCOUNT = {
    "accountid": "id", "accountname": "name", "website": "website", "type": "type",
    "accounttype": "type", "industry": "industry", "annualrevenue": "annualrevenue",
    "createddate": "createddate", "accountcreateddate": "createddate",
}  # fmt: skip
_OWNERS = {
    "activity": "assigned", "contact": "contactowner", "lead": "leadowner",
    "deal": "opportunityowner", "account": "accountowner",
}  # fmt: skip
_NEEDED = (
    ("activity", {"assigned", "subject"}, {"companyaccount", "contact", "lead", "activityid"}),
    ("deal", {"opportunityname"}, {"opportunityowner", "opportunityid"}),
    ("lead", {"lastname"}, {"leadowner", "leadid"}),
    ("contact", {"lastname", "accountname"}, {"contactowner", "contactid", "accountowner"}),
    ("account", {"accountname"}, {"accountowner"}),
)
_OTHERS = frozenset({"recordid", "isdeleted", "systemmodstamp", "id"})  # those of other exports
LABELS = frozenset(
    {*_ACTIVITY, *_PERSON, *_DEAL, *_ACCOUNT, *_OWNERS.values(), "contact", "lead", "contactid",
     "leadid", "role", "contactrole", "teammember", "teammembername", "teamrole", "task"}
)  # fmt: skip
"""Columns of reports that are read."""


@lru_cache(maxsize=64)
def report_of(names: frozenset[str]) -> str:
    """What the rows of a table with these columns show; "" where it is no report.

    >>> report_of(frozenset({"assigned", "subject", "date", "contact"}))
    'activity'
    """
    if names & _OTHERS or any(name.startswith("recordid") for name in names):
        return ""
    return next(
        (kind for kind, all_of, any_of in _NEEDED if all_of <= names and any_of & names), ""
    )


def shown(values: Values, names: Names) -> Shown:
    """The records that a row of a report shows; none where the table is no report."""
    kind = report_of(frozenset(values))
    if not kind:
        return []
    owner = user(word_in(values, _OWNERS[kind]), names)
    if kind == "activity":
        found = _taken(values, _ACTIVITY) | {"ownerid": owner, "whoid": _with(values, names)}
        if "activitydate" in found and "lastmodifieddate" not in found:
            found.pop("createddate", None)  # the day of a call that is done is when it was
        return [("event" if _is_event(values, found) else "task", found)]
    if kind == "account":
        return [("account", _taken(values, _ACCOUNT) | {"ownerid": owner})]
    if kind == "deal":
        return [("opportunity", _taken(values, _DEAL) | {"ownerid": owner}), *_parts(values, names)]
    found = _taken(values, _PERSON) | {"ownerid": owner}
    own = id_in(values, f"{kind}id")
    named = own or _by_name(_company(values), _full_name(values), names.near)
    return [(kind, found | {"id": named})]


def beside(values: Values, names: Names) -> Said:
    """What a row of activities says of the contact or lead in it."""
    if report_of(frozenset(values)) != "activity":
        return []
    who = names.person(_with(values, names))
    name, company = word_in(values, "contact", "lead"), _company(values)
    if not who or not name:
        return []
    said: Said = [Fact(who, "name", name)]
    emails = emails_in(word_in(values, "email"))
    key = names.organization(id_in(values, "accountid"), company, tuple(emails))
    said += [Fact(who, "organization", key)] if key else []
    return said + [addressed(who, one, name, names.near, _REASON, EPOCH) for one in emails]


def user(name: str, names: Names) -> str:
    """One of ours by name; "" for nobody."""
    return _by_name("", name, names.near)


def tells_names(values: Values, kind: str) -> Iterator[Told]:
    """Tell which id a name belongs to: of users always, of others where a report has both."""
    if kind == "user":
        name = word_in(values, "name") or _full_name(values)
        yield Told(_topic("", name), canonical_id(id_in(values, "id")), "1")
        return
    label = report_of(frozenset(values))
    if label in ("contact", "lead", "activity"):
        for what in ("contact", "lead"):
            own = id_in(values, f"{what}id")
            name = word_in(values, what) if label == "activity" else _full_name(values)
            if kind_of_id(own) == what and name:
                yield Told(_topic(_company(values), name), canonical_id(own), "1")
        emails = emails_in(word_in(values, "email"))
        yield from tells_organization(_company(values), organization_of(emails, ""))
    elif label == "account":
        yield from tells_organization(_company(values), site_of(word_in(values, "website")))
    if label in ("account", "deal") and id_in(values, "accountid"):
        yield Told(
            "salesforce.called", canonical_id(id_in(values, "accountid")),
            word_in(values, "accountname"),
        )  # fmt: skip


def _taken(values: Values, labels: dict[str, str]) -> Values:
    found: Values = {}
    for label, name in labels.items():
        value = values.get(label)
        if value not in (None, "") and name not in found:
            found[name] = value
    return found


def _with(values: Values, names: Names) -> str:
    """Whom an activity is with: by id, else by name."""
    own = next((one for one in (id_in(values, "contactid"), id_in(values, "leadid")) if one), "")
    return own or _by_name(_company(values), word_in(values, "contact", "lead"), names.near)


def _parts(values: Values, names: Names) -> Shown:
    """Those whom a report of deals names beside each: a contact with a role, one of the team."""
    about = {"opportunityid": values.get("opportunityid"),
             "opportunityname": values.get("opportunityname")}  # fmt: skip
    found: Shown = []
    name = _full_name(values) or word_in(values, "contact")
    contact = id_in(values, "contactid") or _by_name(_company(values), name, names.near)
    if contact:
        role = word_in(values, "contactrole", "role")
        found.append(("opportunitycontactrole", about | {"contactid": contact, "role": role}))
    member = user(word_in(values, "teammembername", "teammember"), names)
    if member:
        role = word_in(values, "teamrole")
        found.append(("opportunityteammember", about | {"userid": member, "teammemberrole": role}))
    return found


def _is_event(values: Values, found: Values) -> bool:
    if word_in(values, "task"):
        return not is_true(values, "task")
    return bool("startdatetime" in found or "eventsubtype" in found or "status" not in found)


def _company(values: Values) -> str:
    return word_in(values, "companyaccount", "accountname", "company")


def _full_name(values: Values) -> str:
    parts = " ".join(filter(None, (word_in(values, "firstname"), word_in(values, "lastname"))))
    return parts or word_in(values, "fullname", "contactname", "contactfullname", "leadname")


def _by_name(company: str, name: str, near: Near) -> str:
    """Who goes by a name: the one id that is told of it, else the name, within the account."""
    if not name:
        return ""
    told = near.values(_topic(company, name))
    if len(told) == 1:
        return next(iter(told))
    within = f"{' '.join(company.replace('/', ' ').split())}/" if company else ""
    return f"{NAMED}{within}{name}"


def _topic(company: str, name: str) -> str:
    return f"salesforce.named {company.casefold()}/{name.casefold()}"[:300]
