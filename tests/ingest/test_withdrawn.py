"""What a CRM deletes after it was loaded ends what it said, whichever export comes first."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.connect import open_store
from graph.moments import micros
from graph.people.holding import holding
from ingest.load import load
from ingest.source import Reading
from tests.ingest.ties_of import contacts_of

_CLOCK = datetime(2026, 6, 1, tzinfo=UTC)
_USER, _CONTACT = (f"00000000-0000-0000-0000-00000000000{k}" for k in (1, 2))
SALESFORCE = {
    "attributes": {"type": "Task"}, "Id": "00T1G00003Ufap6UAB", "Subject": "Call",
    "WhoId": "0031G00001S3ckZQAR", "OwnerId": "0051G000005Mun4QAC", "Status": "Completed",
    "TaskSubtype": "Call", "ActivityDate": "2024-03-05", "IsDeleted": False,
    "CreatedDate": "2024-03-05T08:00:00.000+0000",
    "LastModifiedDate": "2024-03-05T08:00:00.000+0000",
}  # fmt: skip
HUBSPOT = {
    "id": "901", "properties": {"hs_timestamp": "2024-03-05T08:00:00Z", "hubspot_owner_id": "7",
    "hs_call_duration": "1000", "hs_call_title": "Call"}, "associations": {"contacts": {"results":
    [{"id": "501", "type": "call_to_contact"}]}}, "createdAt": "2024-03-05T08:00:00Z",
    "updatedAt": "2024-03-05T08:00:00Z", "archived": False,
}  # fmt: skip
DYNAMICS = {
    "activityid": "6d0a1e6f-1111-ec11-8f8e-000d3a123401", "activitytypecode": "phonecall",
    "statecode": 1, "statuscode": 2, "_ownerid_value": _USER, "actualend": "2024-03-05T08:00:00Z",
    "_regardingobjectid_value": _CONTACT, "createdon": "2024-03-05T08:00:00Z",
    "modifiedon": "2024-03-05T08:00:00Z", "_fivetran_deleted": False,
    "_regardingobjectid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "contact",
}  # fmt: skip


@pytest.mark.parametrize(
    ("record", "mark"),
    [(SALESFORCE, "IsDeleted"), (HUBSPOT, "archived"), (DYNAMICS, "_fivetran_deleted")],
    ids=["salesforce", "hubspot", "dynamics"],
)
def test_a_deleted_activity_ties_nobody_whichever_export_comes_first(
    record: dict[str, object], mark: str, tmp_path: Path
) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    before.write_text(json.dumps([record]), "utf-8")
    after.write_text(json.dumps([record | {mark: True}]), "utf-8")
    stores = [tmp_path / "first.duckdb", tmp_path / "last.duckdb"]

    assert len(contacts_of(stores[0], before)) == 1
    assert contacts_of(stores[0], after) == contacts_of(stores[1], after) == []
    assert contacts_of(stores[1], before) == []
    digests = {open_store(str(one)).digest() for one in stores}
    assert len(digests) == 1


def test_a_mail_that_a_crm_deleted_was_sent_all_the_same(tmp_path: Path) -> None:
    mail = {
        "attributes": {"type": "EmailMessage"}, "Id": "02s1G00003Ufap6UAB", "Status": "3",
        "MessageDate": "2024-03-05T08:00:00.000+0000", "FromAddress": "ann@x.example",
        "ToAddress": "bob@y.example", "MessageIdentifier": "<1@x.example>", "IsDeleted": True,
        "ParentId": "5001G00003Ufap6UAB",
    }  # fmt: skip
    (tmp_path / "mails.json").write_text(json.dumps([mail | {"IsDeleted": False}]), "utf-8")
    (tmp_path / "deleted.json").write_text(json.dumps([mail]), "utf-8")
    store = tmp_path / "log.duckdb"

    assert len(contacts_of(store, tmp_path / "mails.json")) == 1
    assert len(contacts_of(store, tmp_path / "deleted.json")) == 1
    again = load([tmp_path / "deleted.json"], open_store(str(store)), Reading(_CLOCK))
    assert again.total("rejected") == 1


_RENEWAL = {
    "salesforce": {
        "attributes": {"type": "Opportunity"}, "Id": "0061G00003Ufap6UAB", "Name": "Renewal",
        "AccountId": "0011G00003Ufap6UAB", "OwnerId": "0051G000005Mun4QAC", "Amount": 1000,
        "StageName": "Negotiation", "IsClosed": False, "CreatedDate": "2024-01-05T08:00:00Z",
        "LastModifiedDate": "2024-01-05T08:00:00Z",
    },
    "hubspot": {
        "id": "801", "properties": {"dealname": "Renewal", "hubspot_owner_id": "7",
        "createdate": "2024-01-05T08:00:00Z", "amount": "1000", "dealstage": "Negotiation"},
        "createdAt": "2024-01-05T08:00:00Z", "updatedAt": "2024-01-05T08:00:00Z",
        "archived": False,
    },
    "dynamics": {
        "opportunityid": "6d0a1e6f-1111-ec11-8f8e-000d3a123402", "name": "Renewal",
        "statecode": 0, "_ownerid_value": _USER, "createdon": "2024-01-05T08:00:00Z",
        "modifiedon": "2024-01-05T08:00:00Z", "_fivetran_deleted": False,
    },
}  # fmt: skip
_IS_GONE = {
    "salesforce": {"IsDeleted": True, "LastModifiedDate": "2024-05-01T00:00:00Z"},
    "hubspot": {"archived": True, "archivedAt": "2024-05-01T00:00:00Z"},
    "dynamics": {"_fivetran_deleted": True, "modifiedon": "2024-05-01T00:00:00Z"},
}


@pytest.mark.parametrize("system", list(_RENEWAL))
def test_a_deleted_deal_holds_until_it_was_deleted_whichever_export_comes_first(
    system: str, tmp_path: Path
) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    before.write_text(json.dumps([_RENEWAL[system]]), "utf-8")
    after.write_text(json.dumps([_RENEWAL[system] | _IS_GONE[system]]), "utf-8")
    digests = set()
    for name, paths in (("first", (before, after)), ("last", (after, before))):
        store = open_store(str(tmp_path / f"{name}.duckdb"))
        for path in paths:
            assert load([path], store, Reading(clock=_CLOCK)).total("rejected") == 0
        facts = store.contents().facts
        digests.add(store.digest())
        april, may = (micros(datetime(2024, month, 2, tzinfo=UTC)) for month in (4, 5))

        assert "deal Renewal" in holding(facts, april).column("value").to_pylist()
        assert holding(facts, may).num_rows == 0
    assert len(digests) == 1


def test_a_deal_that_was_lost_after_it_was_loaded_holds_no_more(tmp_path: Path) -> None:
    """The company's stake, its amount and who looks after it all end on the day of the loss."""
    lost = {"StageName": "Closed Lost", "IsClosed": True, "IsWon": False, "CloseDate": "2024-06-01"}
    store = open_store(str(tmp_path / "one.duckdb"))
    for name, more in (("open", {}), ("lost", lost)):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps([_RENEWAL["salesforce"] | more]), "utf-8")
        load([path], store, Reading(clock=_CLOCK))
    facts = store.contents().facts

    may, july = (micros(datetime(2024, month, 1, tzinfo=UTC)) for month in (5, 7))
    names = ["deal", "deal_value", "owner_of"]
    assert sorted(holding(facts, may).column("name").to_pylist()) == names
    assert not set(holding(facts, july).column("name").to_pylist()) & set(names)
