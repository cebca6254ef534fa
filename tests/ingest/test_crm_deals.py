"""Deals of CRM systems: whom they concern and in which role, and the activities that are theirs."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph.model import Interaction
from graph.moments import moment
from ingest.dynamics.source import Dynamics
from ingest.files.survey import surveyed
from ingest.hubspot.source import HubSpot
from ingest.source import Reading, Source
from ingest.zoho.source import Zoho
from tests.ingest.gathered import CLOCK, file_at, gathered

CONTACT, ACCOUNT, OPPORTUNITY, OWNER, ROLE = (
    f"00000000-0000-0000-0000-00000000000{k}" for k in range(1, 6)
)
LOGICAL = "@Microsoft.Dynamics.CRM.lookuplogicalname"
SHOWN = "@OData.Community.Display.V1.FormattedValue"


def _day(at: int | None) -> str:
    return "" if at is None else moment(at).date().isoformat()


class Read:
    """What became of files that lie beside each other."""

    def __init__(self, source: Source, folder: Path, files: dict[str, Any]) -> None:
        for name, told in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            text = told if isinstance(told, str) else json.dumps(told)
            (folder / name).write_text(text, "utf-8")
        self.interactions: list[Interaction] = []
        self.rejected: list[str] = []
        self.dates: dict[tuple[str, str, str], tuple[str, str]] = {}
        survey = surveyed([folder], [source], folder)[0]
        for name in files:
            self.interactions += gathered(source, folder / name, survey=survey).interactions
            file = file_at(folder / name, name)
            for batch in source.read(file, Reading(CLOCK, survey=survey)):
                self.rejected += [one.reason for one in batch.rejected]
                for row in batch.facts.to_pylist():
                    fact = (row["subject"], row["name"], row["value"])
                    self.dates[fact] = (_day(row["since"]), _day(row["until"]))
        self.facts = set(self.dates)

    def topics(self, own: str) -> tuple[str, ...]:
        return next(one.topics for one in self.interactions if one.id == own)


DEALS = (
    "deal_id,is_deleted,deal_pipeline_stage_id,owner_id,portal_id,property_dealname,property_amount,"
    "property_closedate,property_createdate\n"
    "7,false,881,9,1,Acme renewal,5000,2026-05-01 00:00:00,2026-01-01 00:00:00\n"
    "8,false,882,,1,Old deal,100,2026-02-01 00:00:00,2025-01-01 00:00:00\n"
)
COMPANIES = (
    "id,_fivetran_synced,property_name,property_domain\n601,2026-01-01 00:00:00,Acme,acme.example\n"
)


def test_links_of_a_warehouse_say_whom_a_deal_of_hubspot_concerns(tmp_path: Path) -> None:
    found = Read(HubSpot(), tmp_path, {
        "deal_data.csv": DEALS, "company_data.csv": COMPANIES,
        "deal_contact_data.csv": "contact_id,deal_id,type_id,_fivetran_synced\n501,7,3,2026-01-01\n"
                                 "502,8,3,2026-01-01\n",
        "deal_company_data.csv": "company_id,deal_id,_fivetran_synced\n601,7,2026-01-01\n",
    })  # fmt: skip

    assert {
        ("hubspot:501", "segment", "deal Acme renewal"),
        ("org:acme.example", "deal", "Acme renewal"), ("org:acme.example", "deal_value", "5000"),
        ("hubspot:owner/9", "owner_of", "deal Acme renewal"),
        ("hubspot:502", "segment", "deal Old deal"),  # which no owner and no company has
    } <= found.facts  # fmt: skip
    assert found.rejected == []


def test_an_engagement_of_a_warehouse_is_about_its_deal(tmp_path: Path) -> None:
    found = Read(HubSpot(), tmp_path, {
        "deal.csv": DEALS,
        "engagement_call.csv": "engagement_id,_fivetran_synced,property_hs_timestamp,"
            "property_hs_call_title,property_hubspot_owner_id,type\n"
            "7,2026-03-09 10:00:00,2026-03-01 09:00:00,Prices,9,CALL\n",
        "engagement_contact.csv": "contact_id,engagement_id,engagement_type\n501,7,CALL\n",
        "engagement_deal.csv": "deal_id,engagement_id,_fivetran_synced\n8,7,2026-01-01 00:00:00\n",
        "deal_contact.csv": "contact_id,deal_id,type_id,_fivetran_synced\n502,8,3,2026-01-01\n",
    })  # fmt: skip

    (call,) = found.interactions
    assert call.topics == ("subject:prices", "deal:Old deal")  # deal 8: engagement 7 is no deal
    assert [one.identity for one in call.receivers] == ["hubspot:501"]
    assert ("hubspot:502", "concerned_by", "deal 8") in found.facts


def test_a_lost_deal_of_hubspot_ended_whatever_its_stage_is_numbered(tmp_path: Path) -> None:
    stages = (
        "stage_id,_fivetran_synced,label,pipeline_id,probability,closed_won\n"
        "881,2026-01-01,Verhandlung,1,0.5,false\n882,2026-01-01,Verloren,1,0.0,false\n"
    )
    links = "contact_id,deal_id,type_id,_fivetran_synced\n501,7,3,2026-01-01\n502,8,3,2026-01-01\n"
    found = Read(HubSpot(), tmp_path, {
        "deal.csv": DEALS, "deal_contact.csv": links, "deal_pipeline_stage.csv": stages,
    })  # fmt: skip

    assert found.dates["hubspot:501", "segment", "deal Acme renewal"] == ("2026-01-01", "")
    assert found.dates["hubspot:502", "segment", "deal Old deal"] == ("2025-01-01", "2026-02-01")


def test_labels_of_associations_are_roles_in_a_deal_of_hubspot(tmp_path: Path) -> None:
    deal = {
        "id": "7", "createdAt": "2026-01-01T00:00:00Z", "archived": False,
        "properties": {"dealname": "Acme renewal", "hs_object_id": "7"},
        "associations": {"contacts": {"results": [
            {"id": "501", "type": "deal_to_contact"}, {"id": "501", "type": "decision_maker"},
            {"id": "502", "type": "deal_to_contact_unlabeled"},
            {"toObjectId": 503, "associationTypes": [
                {"category": "HUBSPOT_DEFINED", "typeId": 3, "label": None},
                {"category": "USER_DEFINED", "typeId": 31, "label": "Billing contact"}]},
        ]}},
    }  # fmt: skip
    found = Read(HubSpot(), tmp_path, {"deals.json": {"results": [deal]}})

    roles = {fact for fact in found.facts if fact[1] == "deal_role"}
    assert roles == {
        ("hubspot:501", "deal_role", "decision maker: Acme renewal"),
        ("hubspot:503", "deal_role", "Billing contact: Acme renewal"),
    }
    assert ("hubspot:502", "segment", "deal Acme renewal") in found.facts


def test_collaborators_have_a_part_in_a_deal_of_hubspot_without_being_whom_it_is_with(
    tmp_path: Path,
) -> None:
    deal = {
        "id": "7", "createdAt": "2026-01-01T00:00:00Z", "archived": False,
        "properties": {"dealname": "Acme renewal", "hs_object_id": "7", "hubspot_owner_id": "9",
                       "hs_all_collaborator_owner_ids": "221259148;86829564"},
    }  # fmt: skip
    found = Read(HubSpot(), tmp_path, {"deals.json": {"results": [deal]}})

    assert found.facts == {
        ("hubspot:owner/9", "owner_of", "deal Acme renewal"),
        ("hubspot:owner/221259148", "deal_role", "Collaborator: Acme renewal"),
        ("hubspot:owner/86829564", "deal_role", "Collaborator: Acme renewal"),
    }


def test_contacts_and_companies_of_hubspot_name_their_deals(tmp_path: Path) -> None:
    made = {"createdAt": "2026-01-01T00:00:00Z", "archived": False}
    found = Read(HubSpot(), tmp_path, {
        "contacts.json": {"results": [made | {
            "id": "501", "properties": {"email": "ann@acme.example", "hs_object_id": "501"},
            "deals": ["7", "7"]}]},
        "companies.json": {"results": [made | {
            "id": "601", "properties": {"name": "Acme", "domain": "acme.example",
                                        "hs_object_id": "601"}, "deals": ["7"]}]},
        "deals.json": {"results": [made | {
            "id": "7", "properties": {"dealname": "Acme renewal", "hs_object_id": "7"}}]},
    })  # fmt: skip

    assert ("hubspot:501", "segment", "deal Acme renewal") in found.facts
    assert ("org:acme.example", "deal", "Acme renewal") in found.facts


def test_a_table_of_hubspot_says_who_is_of_which_company(tmp_path: Path) -> None:
    rows = "company_id,contact_id,type_id,_fivetran_synced\n601,501,279,2026-01-01 00:00:00\n"
    found = Read(HubSpot(), tmp_path, {"contact_company.csv": rows, "company.csv": COMPANIES})

    assert ("hubspot:501", "organization", "org:acme.example") in found.facts


OWNED = {
    "Owner": {"name": "Rita", "id": "4970762000000326001"},
    "Created_Time": "2026-01-01T10:00:00+01:00",
}
DEAL = OWNED | {
    "id": "4970762000000335009", "Deal_Name": "Acme renewal", "Stage": "Negotiation",
    "Amount": 5000, "Account_Name": {"name": "Acme", "id": "4970762000000335901"},
    "Contact_Name": {"name": "Ann", "id": "4970762000000335001"},
}  # fmt: skip
CALL = OWNED | {
    "id": "4970762000000335301", "Subject": "Prices", "Call_Type": "Outbound",
    "Call_Start_Time": "2026-03-01T10:00:00+01:00", "Call_Duration": "05:00",
    "Who_Id": {"name": "Ann", "id": "4970762000000335001"},
}  # fmt: skip


@pytest.mark.parametrize(
    "about",
    [
        {"$se_module": "Deals", "What_Id": {"name": "Acme renewal", "id": DEAL["id"]}},
        {"$se_module": "Deals", "What_Id": {"id": DEAL["id"]}},
        {"What_Id": {"id": DEAL["id"]}},
        {"What_Id": DEAL["id"], "$se_module": "Potentials"},
        {"What_Id": {"id": DEAL["id"], "module": {"api_name": "Deals"}}},
    ],
)
def test_what_a_call_of_zoho_is_about_is_its_deal(about: dict[str, Any], tmp_path: Path) -> None:
    files = {"Calls.json": {"data": [CALL | about]}, "Deals.json": {"data": [DEAL]}}
    found = Read(Zoho(), tmp_path, files)

    assert found.topics("zoho:4970762000000335301") == ("subject:prices", "deal:Acme renewal")


@pytest.mark.parametrize(
    "about",
    [
        {"$se_module": "Accounts", "What_Id": {"name": "Acme", "id": "4970762000000335901"}},
        {"$se_module": "Deals", "What_Id": {"id": "4970762000000335999"}},  # which nothing tells of
        {},
    ],
)
def test_a_call_of_zoho_that_is_about_no_known_deal_has_none(
    about: dict[str, Any], tmp_path: Path
) -> None:
    files = {"Calls.json": {"data": [CALL | about]}, "Deals.json": {"data": [DEAL]}}

    assert Read(Zoho(), tmp_path, files).topics("zoho:4970762000000335301") == ("subject:prices",)


def test_notes_tasks_and_mails_of_zoho_belong_to_deals_too(tmp_path: Path) -> None:
    note = OWNED | {
        "id": "4970762000000335401", "Note_Title": "Budget", "Note_Content": "They have it.",
        "Parent_Id": {"id": DEAL["id"], "name": "Acme renewal"}, "$se_module": "Deals",
    }  # fmt: skip
    task = OWNED | {
        "id": "4970762000000335501", "Subject": "Send the offer", "Due_Date": "2026-02-01",
        "Status": "Completed", "Closed_Time": "2026-02-01T10:00:00+01:00",
        "What_Id": {"id": DEAL["id"]}, "$se_module": "Deals",
    }  # fmt: skip
    mail = {
        "message_id": "1@ours.example", "subject": "Offer", "time": "2026-02-02T10:00:00+01:00",
        "from": {"email": "rita@ours.example"}, "to": [{"email": "ann@acme.example"}],
        "linked_record": {"module": {"api_name": "Deals"}, "id": DEAL["id"]},
    }  # fmt: skip
    found = Read(Zoho(), tmp_path, {
        "Notes.json": {"data": [note]}, "Tasks.json": {"data": [task]},
        "Emails.json": {"Emails": [mail]}, "Deals.json": {"data": [DEAL]},
    })  # fmt: skip

    assert {one.topics for one in found.interactions} == {
        ("subject:budget", "deal:Acme renewal"),
        ("subject:send the offer", "deal:Acme renewal"),
        ("subject:offer", "deal:Acme renewal"),
    }


def test_contact_roles_of_zoho_are_stakes_in_the_deal_that_their_file_is_named_after(
    tmp_path: Path,
) -> None:
    roles = {"data": [
        {"Contact_Role": {"name": "Decision Maker", "id": "4970762000000006871"},
         "id": "4970762000000335001", "Email": "ann@acme.example"},
        {"Contact_Role": "Purchasing", "id": "4970762000000335002", "Department": None},
    ]}  # fmt: skip
    found = Read(Zoho(), tmp_path, {
        f"Deals/{DEAL['id']}/Contact_Roles.json": roles, "Deals.json": {"data": [DEAL]},
    })  # fmt: skip

    assert {
        ("zoho:4970762000000335001", "deal_role", "Decision Maker: Acme renewal"),
        ("zoho:4970762000000335001", "segment", "deal Acme renewal"),
        ("zoho:4970762000000335002", "deal_role", "Purchasing: Acme renewal"),
        ("zoho:4970762000000335002", "segment", "deal Acme renewal"),
        ("zoho:4970762000000335002", "concerned_by", f"deal {DEAL['id']}"),
    } <= found.facts


def test_a_contact_role_of_zoho_without_its_deal_is_refused_with_what_to_do(tmp_path: Path) -> None:
    role = {"Contact_Role": {"name": "Buyer"}, "id": "4970762000000335001"}
    found = Read(Zoho(), tmp_path, {"Contact_Roles.json": {"data": [role]}})

    (reason,) = found.rejected
    assert "keep the deal's id in the name of the file" in reason


def opportunity(**more: Any) -> dict[str, Any]:
    return {
        "opportunityid": OPPORTUNITY, "name": "Acme renewal", "statecode": 0,
        "createdon": "2026-01-01T00:00:00Z", "estimatedvalue": 5000.0, **more,
    }  # fmt: skip


CALLED = {
    "@odata.etag": 'W/"2"', "activityid": "00000000-0000-0000-0000-0000000000a1",
    "activitytypecode": "phonecall", "subject": "Prices", "statecode": 1,
    "actualend": "2026-03-01T09:00:00Z", "_ownerid_value": OWNER,
    f"_ownerid_value{LOGICAL}": "systemuser", "_regardingobjectid_value": OPPORTUNITY,
}  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        {},
        {f"_regardingobjectid_value{LOGICAL}": "opportunity"},
        {f"_regardingobjectid_value{LOGICAL}": "opportunity",
         f"_regardingobjectid_value{SHOWN}": "Acme renewal"},
        {"regardingobjectid_entitytype": "opportunity"},
    ],
)  # fmt: skip
def test_an_activity_of_dynamics_regards_its_opportunity(
    more: dict[str, Any], tmp_path: Path
) -> None:
    found = Read(Dynamics(), tmp_path, {
        "phonecalls.json": {"value": [CALLED | more]},
        "opportunities.json": {"value": [opportunity(_parentaccountid_value=ACCOUNT)]},
    })  # fmt: skip

    (call,) = found.interactions
    assert call.topics == ("subject:prices", "deal:Acme renewal")
    assert call.receivers == ()  # a deal is nobody


def test_an_opportunity_of_dynamics_concerns_its_customer_and_its_contact(tmp_path: Path) -> None:
    account = {"accountid": ACCOUNT, "name": "Acme", "websiteurl": "https://acme.example",
               "createdon": "2025-01-01T00:00:00Z"}  # fmt: skip
    deals = [
        opportunity(_customerid_value=ACCOUNT, _parentcontactid_value=CONTACT),
        opportunity(
            opportunityid=ROLE, name="Second", _customerid_value=CONTACT,
            **{f"_customerid_value{LOGICAL}": "contact"},
        ),
    ]  # fmt: skip
    found = Read(Dynamics(), tmp_path, {
        "accounts.json": {"value": [account]}, "opportunities.json": {"value": deals},
    })  # fmt: skip

    assert {
        ("org:acme.example", "deal", "Acme renewal"), ("org:acme.example", "deal_value", "5000"),
        (f"dynamics:{CONTACT}", "segment", "deal Acme renewal"),
        (f"dynamics:{CONTACT}", "segment", "deal Second"),
    } <= found.facts  # fmt: skip


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_connection_of_dynamics_says_who_has_which_part_in_a_deal(
    is_turned: bool, tmp_path: Path
) -> None:
    person, deal = ("2", "1") if is_turned else ("1", "2")
    connection = {
        "connectionid": "00000000-0000-0000-0000-0000000000c1", "statecode": 0,
        f"_record{person}id_value": CONTACT, f"record{person}objecttypecode": 2,
        f"_record{person}roleid_value": ROLE, f"_record{deal}id_value": OPPORTUNITY,
        f"record{deal}objecttypecode": 3, "effectivestart": "2026-02-01T00:00:00Z",
        "effectiveend": "2026-04-01T00:00:00Z",
    }  # fmt: skip
    found = Read(Dynamics(), tmp_path, {
        "connections.json": {"value": [connection]},
        "connectionroles.json": {"value": [{"connectionroleid": ROLE, "name": "Stakeholder"}]},
        "opportunities.json": {"value": [opportunity(_parentcontactid_value=CONTACT)]},
    })  # fmt: skip

    role = found.dates[f"dynamics:{CONTACT}", "deal_role", "Stakeholder: Acme renewal"]
    assert role == ("2026-02-01", "2026-04-01")
    assert found.rejected == ["is no record of Dynamics that is read"]  # the name of the role


def test_a_connection_of_dynamics_to_an_account_is_a_role_and_no_employment(tmp_path: Path) -> None:
    connection = {
        "connectionid": "00000000-0000-0000-0000-0000000000c1", "_record1id_value": CONTACT,
        "record1objecttypecode": 2, "_record2id_value": ACCOUNT, "record2objecttypecode": 1,
        "_record1roleid_value": ROLE, f"_record1roleid_value{SHOWN}": "Board member",
    }  # fmt: skip
    account = {"accountid": ACCOUNT, "name": "Acme", "websiteurl": "https://acme.example",
               "createdon": "2025-01-01T00:00:00Z"}  # fmt: skip
    found = Read(Dynamics(), tmp_path, {
        "connections.json": {"value": [connection]}, "accounts.json": {"value": [account]},
    })  # fmt: skip

    who = f"dynamics:{CONTACT}"
    assert {fact for fact in found.facts if fact[0] == who} == {
        (who, "role", "Board member"), (who, "connected_to", "org:acme.example"),
    }  # fmt: skip


def test_a_connection_of_dynamics_between_people_is_refused(tmp_path: Path) -> None:
    connection = {
        "connectionid": "00000000-0000-0000-0000-0000000000c1", "_record1id_value": CONTACT,
        "record1objecttypecode": 2, "_record2id_value": OWNER, "record2objecttypecode": 8,
    }  # fmt: skip
    found = Read(Dynamics(), tmp_path, {"connections.json": {"value": [connection]}})

    assert found.rejected == [
        "a connection that is not between a person and a deal or an account known here"
    ]
