"""Roles in deals: whom a CRM names as a decision maker has a stake in the deal, while it is so."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.engine import Engine
from graph.model import Fact, Interaction, Merge
from ingest.crm.deals import part_in_deal
from tests.api.test_names_in_time import asked_on, wrote

BOB, DEE, CAT = "email:bob@ours.example", "email:dee@firm.example", "email:cat@firm.example"
BEGAN, LOST = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


def told() -> Iterator[Interaction | Fact | Merge]:
    yield from wrote(BOB, CAT, datetime(2026, 1, 5, tzinfo=UTC), 40)
    yield from part_in_deal(DEE, "Renewal", "Decision Maker", BEGAN)
    yield from part_in_deal(CAT, "Renewal", "", BEGAN)
    yield from part_in_deal(CAT, "Old deal", "Buyer", BEGAN, LOST)
    yield Fact(BOB, "account_role", "Customer Success: org:firm.example", BEGAN)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("deals")
    return asked_on(folder / "log.duckdb", told())


def stakes(engine: Engine, of: str, **when: Any) -> dict[str, str]:
    items = engine.stakeholders(of=of, limit=50, **when)["items"]
    return {
        item["person"]["identity"]: " ".join(one["text"] for one in item["reasons"])
        for item in items
    }


@pytest.mark.parametrize("of", ["segment:deal Renewal", "org:firm.example"])
def test_a_decision_maker_has_a_stake_without_a_single_mail(engine: Engine, of: str) -> None:
    assert "declared Decision Maker of Renewal" in stakes(engine, of)[DEE]


def test_a_role_holds_from_when_the_deal_began_until_it_ended(engine: Engine) -> None:
    role = "Buyer of Old deal"

    assert role in stakes(engine, "org:firm.example", as_of="2026-03-15")[CAT]
    assert role not in stakes(engine, "org:firm.example")[CAT]
    assert "Decision Maker" not in stakes(engine, "org:firm.example", as_of="2026-01-20")[DEE]


def test_who_is_on_the_team_of_an_account_has_a_stake_in_it(engine: Engine) -> None:
    assert "declared Customer Success" in stakes(engine, "org:firm.example")[BOB]
    assert "Customer Success" not in stakes(engine, "org:ours.example").get(BOB, "")
