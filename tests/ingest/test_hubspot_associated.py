"""HubSpot: what answers that hold associations alone tell of the records beside them."""

from pathlib import Path
from typing import Any

import pytest

from ingest.crm.records import Row
from ingest.hubspot.associated import associated_in
from ingest.hubspot.source import HubSpot
from tests.ingest.gathered import file_at
from tests.ingest.test_crm_deals import Read

CONTACTS = {
    "results": [
        {
            "id": str(number),
            "properties": {"firstname": name, "lastname": "X", "email": f"{name}@mail.example",
                           "lifecyclestage": "lead"},
            "createdAt": "2025-01-01T00:00:00Z",
        }
        for number, name in ((501, "ann"), (502, "bob"))
    ]
}  # fmt: skip
COMPANIES = {
    "results": [
        {
            "id": str(number),
            "properties": {"name": name, "domain": f"{name}.example", "hs_object_id": str(number)},
        }
        for number, name in ((601, "acme"), (602, "cedar"))
    ]
}
DEALS = {
    "results": [
        {
            "id": "701",
            "properties": {"dealname": "Renewal", "amount": "900", "dealstage": "presentation",
                           "createdate": "2025-02-01T00:00:00Z"},
        }
    ]
}  # fmt: skip
MEETINGS = {
    "results": [
        {
            "id": "801",
            "properties": {"hs_meeting_title": "Kick-off", "hubspot_owner_id": "9",
                           "hs_timestamp": "2025-03-01T09:00:00Z"},
        }
    ]
}  # fmt: skip


def _type(number: int, label: str | None = None, category: str = "HUBSPOT_DEFINED") -> Any:
    return {"category": category, "typeId": number, "label": label}


def _from(number: int, *ends: tuple[int, list[Any]]) -> Any:
    to = [{"toObjectId": end, "associationTypes": types} for end, types in ends]
    return {"from": {"id": str(number)}, "to": to}


def _batch(*results: Any) -> Any:
    return {"status": "COMPLETE", "results": list(results), "startedAt": "2025-06-01T00:00:00Z"}


FILES = {
    "contacts.json": CONTACTS,
    "companies.json": COMPANIES,
    "deals.json": DEALS,
    "meetings.json": MEETINGS,
    "associations-1.json": _batch(
        _from(501, (602, [_type(279)]), (601, [_type(1, "Primary"), _type(279)])),
    ),
    "associations-2.json": _batch(
        _from(701, (501, [_type(3), _type(77, "Decision maker", "USER_DEFINED")]),
              (502, [_type(3)])),
    ),
    "associations-3.json": _batch(_from(601, (701, [_type(342), _type(6, "Primary")]))),
    "associations-4.json": _batch(_from(801, (501, [_type(200)]), (502, [_type(200)]))),
    "associations-5.json": _batch(_from(701, (801, [_type(211)]))),
}  # fmt: skip


def test_links_of_version_4_say_who_met_who_is_in_a_deal_and_where_they_work(
    tmp_path: Path,
) -> None:
    found = Read(HubSpot(), tmp_path, FILES)
    (met,) = found.interactions

    assert [one.identity for one in met.receivers] == ["hubspot:501", "hubspot:502"]
    assert met.topics == ("subject:kick-off", "deal:Renewal")
    assert {
        ("hubspot:501", "segment", "deal Renewal"),
        ("hubspot:501", "deal_role", "Decision maker: Renewal"),
        ("hubspot:502", "segment", "deal Renewal"),
        ("org:acme.example", "deal", "Renewal"),
        ("org:acme.example", "deal_value", "900"),
        ("hubspot:501", "organization", "org:acme.example"),
        ("hubspot:501", "associated_with", "org:cedar.example"),
    } <= found.facts
    assert ("hubspot:501", "organization", "org:cedar.example") not in found.facts
    assert ("org:cedar.example", "deal", "Renewal") not in found.facts
    assert found.rejected == []


def test_an_answer_about_one_object_is_from_the_number_in_its_name(tmp_path: Path) -> None:
    page = {"results": [{"toObjectId": 502, "associationTypes": [_type(200)]}]}
    name = "crm_v4_objects_meetings_801_associations_contacts.json"
    found = Read(HubSpot(), tmp_path, {"meetings.json": MEETINGS, name: page})
    nameless = Read(HubSpot(), tmp_path / "other", {"associations.json": page})

    assert [one.identity for one in found.interactions[0].receivers] == ["hubspot:502"]
    (reason,) = nameless.rejected
    assert reason.startswith("associations that do not say from what; keep the number of the")


def test_links_of_version_3_are_named(tmp_path: Path) -> None:
    to = [{"id": "601", "type": "contact_to_company"},
          {"id": "602", "type": "contact_to_company_unlabeled"}]  # fmt: skip
    files = {"companies.json": COMPANIES, "links.json": _batch({"from": {"id": "501"}, "to": to})}
    found = Read(HubSpot(), tmp_path, files)

    assert HubSpot().recognises(file_at(tmp_path / "links.json"))
    assert ("hubspot:501", "organization", "org:acme.example") in found.facts
    assert ("hubspot:501", "associated_with", "org:cedar.example") in found.facts


@pytest.mark.parametrize(
    ("number", "kinds"),
    [(3, ("deal", "contact")), (4, ("contact", "deal")), (5, ("deal", "company")),
     (198, ("email", "contact")), (181, ("company", "call")), (214, ("note", "deal"))],
)  # fmt: skip
def test_the_number_of_a_type_says_what_is_linked(number: int, kinds: tuple[str, str]) -> None:
    row = Row({}, raw=_from(1, (2, [_type(number)])))

    assert [link.kinds for link in associated_in(row, "page.json")] == [kinds]


def test_a_type_of_ones_own_is_told_by_the_name_of_the_file() -> None:
    row = Row({}, raw=_from(1, (2, [_type(44, "Champion", "USER_DEFINED")])))

    assert [link.kinds for link in associated_in(row, "deals_to_contacts.json")] == [
        ("deal", "contact")
    ]
    assert [link.label for link in associated_in(row, "deals_to_contacts.json")] == ["Champion"]
    assert list(associated_in(row, "page.json")) == []


def test_pages_of_the_first_versions_are_contacts_companies_and_deals(tmp_path: Path) -> None:
    contact = {
        "vid": 501, "canonical-vid": 501, "merged-vids": [499], "portal-id": 1,
        "properties": {"firstname": {"value": "Ann"}, "lastname": {"value": "Lee"},
                       "email": {"value": "ann@acme.example"},
                       "associatedcompanyid": {"value": "601"}},
        "identity-profiles": [{"vid": 501, "identities": [
            {"type": "EMAIL", "value": "a.lee@acme.example"}]}],
    }  # fmt: skip
    company = {
        "portalId": 1,
        "companyId": 601,
        "properties": {"name": {"value": "Acme"}, "domain": {"value": "acme.example"}},
    }
    deal = {
        "portalId": 1, "dealId": 701, "isDeleted": False,
        "associations": {"associatedVids": [501], "associatedCompanyIds": [601]},
        "properties": {"dealname": {"value": "Vertrag"}, "amount": {"value": "60000"},
                       "dealstage": {"value": "closedlost"},
                       "closedate": {"value": "1459459200000"},
                       "createdate": {"value": "1457708200000"}},
    }  # fmt: skip
    files = {
        "lists_all.json": {"contacts": [contact], "has-more": True, "vid-offset": 501},
        "paged.json": {"companies": [company], "has-more": False, "offset": 1},
        "deals.json": {"deals": [deal], "hasMore": False, "offset": 1},
    }

    found = Read(HubSpot(), tmp_path, files)

    assert all(HubSpot().recognises(file_at(tmp_path / name)) for name in files)
    assert found.rejected == []
    assert ("hubspot:501", "organization", "org:acme.example") in found.facts
    for subject, name in (("org:acme.example", "deal"), ("hubspot:501", "segment")):
        called = "Vertrag" if name == "deal" else "deal Vertrag"
        assert found.dates[subject, name, called] == ("2016-03-11", "2016-03-31")
