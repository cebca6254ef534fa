"""The briefing tells the demo company's story, as it is written beside the exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.demo import EXPORTS, Truth, build
from api.engine import Engine
from api.incoming.loading import load_paths
from api.settings import settings
from graph.moments import micros
from tests.made_demo import MadeDemo


@dataclass(frozen=True)
class Demo:
    truth: Truth
    folder: Path
    engine: Engine
    loaded: dict[str, Any]
    briefing: dict[str, Any]

    def listed(self) -> dict[frozenset[str], str]:
        """The state of every pair in the weakening list."""
        items = self.engine.weakening(limit=10_000)["items"]
        return {
            frozenset((item["a"]["identity"], item["b"]["identity"])): item["state"]
            for item in items
        }

    def silences(self) -> dict[frozenset[str], dict[str, Any]]:
        """Whose silence it is, of every pair in the weakening list that is overdue."""
        items = self.engine.weakening(limit=10_000)["items"]
        return {
            frozenset((item["a"]["identity"], item["b"]["identity"])): item["silence_of"]
            for item in items
            if item["silence_of"]
        }


@pytest.fixture(scope="module")
def demo(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    truth = build(folder / "truth")
    store = made_demo.copied(folder)
    built = settings({"store": str(store)}, environment={})
    clock = micros(truth.clock)
    engine = Engine(built.store, built, clock=lambda: clock)
    return Demo(truth, store.parent, engine, made_demo.said["load"], made_demo.said)


def _identities(items: list[dict[str, Any]], name: str = "person") -> list[str]:
    return [item[name]["identity"] for item in items]


def test_every_record_of_the_demo_is_accounted_for_and_none_is_rejected(demo: Demo) -> None:
    found = demo.loaded

    assert found["rejected"] == 0
    assert found["read"] == found["new"] + found["known"] + found["corrected"]
    assert not found["failed"]
    assert not found["not_recognised"]


QUICK = [name for name in EXPORTS if name not in ("mail", "calendar")]


@pytest.mark.parametrize(
    ("names", "records"), [(QUICK, 49_752), pytest.param(EXPORTS, 68_246, marks=pytest.mark.proof)]
)
def test_loading_the_demo_again_adds_nothing(
    demo: Demo, names: Sequence[str], records: int
) -> None:
    """Five of its seven exports, which a third of the time goes to, and in the proof all."""
    built, clock = demo.engine.settings, micros(demo.truth.clock)
    again = load_paths([demo.folder / name for name in names], built, clock)

    assert again.total("known") == again.total("read") == records
    assert demo.loaded["read"] == 68_246


def test_we_are_the_company_of_the_demo(demo: Demo) -> None:
    assert demo.briefing["summary"]["own_organizations"] == [demo.truth.own]


def test_the_head_and_the_quiet_broker_carry_weight(demo: Demo) -> None:
    assert {demo.truth.head, demo.truth.broker} <= set(_identities(demo.briefing["influencers"]))


def test_the_rising_influencer_leads_those_who_rise(demo: Demo) -> None:
    first = demo.briefing["rising"][0]

    assert first["person"]["identity"] == demo.truth.rising
    assert first["rank"] < first["rank_before"]


def test_the_departed_account_manager_is_the_first_gone_quiet(demo: Demo) -> None:
    first = demo.briefing["gone_quiet"][0]

    assert first["person"]["identity"] == demo.truth.departed.person
    gone = (demo.truth.ends - demo.truth.departed.date).days
    assert abs(first["days_since_last"] - gone) <= 14
    assert (first["kind"], first["since"][:10]) == ("left", demo.truth.departed.date.isoformat())
    assert first["confidence"] > 0.99


def test_the_ties_the_departed_left_behind_are_at_risk_or_dormant(demo: Demo) -> None:
    listed = demo.listed()

    for pair in demo.truth.departed.silent_pairs:
        assert listed.get(frozenset(pair)) in ("at risk", "dormant", "cooling"), pair


def test_the_departure_is_dated_and_certain(demo: Demo) -> None:
    """By the people file and by the log: the first day without him is the truth's."""
    found = demo.engine.departures(limit=500)["items"]
    (item,) = [one for one in found if one["person"]["identity"] == demo.truth.departed.person]

    assert item["since"][:10] == demo.truth.departed.date.isoformat()
    assert (item["kind"], item["silent_ties"]) == ("left", item["ties"])
    assert item["confidence"] > 0.99


def test_nobody_at_a_customer_is_said_to_have_left(demo: Demo) -> None:
    """Customers whose only contact left are silent, but it is not their silence."""
    found = demo.engine.departures(limit=500)["items"]

    assert {one["person"]["identity"].partition("@")[2] for one in found} == {"arboris.example"}


def test_the_silence_of_the_departed_ones_customers_is_his(demo: Demo) -> None:
    silences = demo.silences()

    for pair in demo.truth.departed.silent_pairs:
        found = silences[frozenset(pair)]
        assert (found["level"], found["kind"]) == ("person", "left"), pair
        assert found["person"]["identity"] == demo.truth.departed.person
        assert found["since"][:10] == demo.truth.departed.date.isoformat()


def test_there_is_no_chance_of_contact_with_who_has_left(demo: Demo) -> None:
    for item in demo.engine.weakening(limit=10_000)["items"]:
        if demo.truth.departed.person in (item["a"]["identity"], item["b"]["identity"]):
            assert item["p_contact"] < 0.02
            assert item["p_from"] == "departure"
            (said,) = [one["text"] for one in item["reasons"] if one["measure"] == "p_contact"]
            assert said.endswith("for one of the two has left")


def test_customers_that_were_handed_over_are_not_listed_with_who_left(demo: Demo) -> None:
    listed = demo.listed()
    departed = demo.truth.departed

    for key in departed.handed_over:
        domain = key.removeprefix("org:")
        assert not [p for p in listed if departed.person in p and any(domain in one for one in p)]


def test_who_left_is_not_listed_with_colleagues_but_with_customers(demo: Demo) -> None:
    departed = demo.truth.departed
    with_them = [pair for pair in demo.listed() if departed.person in pair]
    others = [next(iter(pair - {departed.person})) for pair in with_them]

    assert {one.partition("@")[2] for one in others} == {
        key.removeprefix("org:") for key in departed.silent
    }


def test_the_briefing_tells_what_weakens_with_who_left_once(demo: Demo) -> None:
    departed = demo.truth.departed.person
    left = [pair for pair, one in demo.silences().items() if one["level"] == "person"
            and one["person"]["identity"] == departed]  # fmt: skip
    for items in (demo.briefing["weakening"], demo.briefing["weakening_outside"]):
        theirs = [one for one in items if departed in (one["a"]["identity"], one["b"]["identity"])]
        assert len(items) == 5
        assert [one["more_of_theirs"] for one in theirs] == [len(left) - 1]
        assert theirs[0]["reasons"][1]["text"].startswith("Bartosz Kędzierski has left")
        others = [one for one in items if one not in theirs]
        assert {one["more_of_theirs"] for one in others} == {0}
    assert len(left) > 5


def test_the_silence_of_the_cooling_customer_is_that_organizations(demo: Demo) -> None:
    silences = demo.silences()
    pairs = [frozenset(pair) for pair in demo.truth.cooling_customer.pairs]
    found = [silences[pair] for pair in pairs if silences.get(pair)]

    theirs = [one["organization"] == demo.truth.cooling_customer.customer for one in found]
    assert len(found) >= len(pairs) / 2
    assert sum(theirs) >= 0.9 * len(theirs)


def test_every_feed_of_the_demo_was_heard_from(demo: Demo) -> None:
    items = demo.engine.coverage()["items"]

    assert {item["feed"] for item in items} == {"calendar", "crm", "email", "phone", "slack", "x"}
    assert [item["outages"] for item in items] == [[]] * len(items)


def test_the_cooling_customer_leads_the_organizations_going_quiet(demo: Demo) -> None:
    first = demo.briefing["organizations_cooling"][0]

    assert first["organization"] == demo.truth.cooling_customer.customer


def test_most_ties_with_the_cooling_customer_are_listed(demo: Demo) -> None:
    listed = demo.listed()
    pairs = [frozenset(pair) for pair in demo.truth.cooling_customer.pairs]

    assert sum(pair in listed for pair in pairs) >= len(pairs) / 2


def test_the_supplier_that_one_person_knows_is_named(demo: Demo) -> None:
    found = {
        item["organization"]: item["only"]["identity"] for item in demo.briefing["single_threaded"]
    }

    assert found[demo.truth.single_threaded.supplier] == demo.truth.single_threaded.knows


def test_the_moved_team_belongs_with_its_new_department(demo: Demo) -> None:
    """Before, they share a community with their old department; after, with the new one."""
    moved = demo.truth.reorganised_team
    team = set(moved.people)

    for as_of, department in (("2025-08-15", moved.before), (None, moved.after)):
        around = _around(demo, team, as_of)
        assert max(around, key=lambda name: around[name]) == department, as_of


def _around(demo: Demo, team: set[str], as_of: str | None) -> dict[str, int]:
    """The departments of the others in the community that holds most of a team."""
    items = demo.engine.communities(limit=100, as_of=as_of)["items"]
    best = max(items, key=lambda item: len(team & set(_members(item))))
    counts: dict[str, int] = {}
    for identity in set(_members(best)) - team:
        for fact in demo.engine.person(identity)["facts"]:
            if fact["name"] == "department" and fact["until"] is None:
                counts[fact["value"]] = counts.get(fact["value"], 0) + 1
    return counts


def _members(item: dict[str, Any]) -> list[str]:
    return [one["identity"] for one in item["members"]]


def test_a_seasonal_dip_is_not_weakening(demo: Demo) -> None:
    listed = demo.listed()

    for pair in demo.truth.not_weakening.pairs:
        assert frozenset(pair) not in listed


def test_shared_mailboxes_and_newsletters_tie_nobody(demo: Demo) -> None:
    for identity in demo.truth.tieless:
        assert demo.engine.ties(identity)["items"] == [], identity


def test_one_person_under_several_identities_is_one(demo: Demo) -> None:
    ids = {demo.engine.person(identity)["person"]["id"] for identity in demo.truth.one_person}

    assert len(ids) == 1


def test_nobody_is_told_to_write_to_a_colleague_who_left(demo: Demo) -> None:
    steps = demo.briefing["next"]

    assert steps
    assert demo.truth.departed.person not in _identities(steps, "write_to")


def test_what_is_planned_is_counted_apart(demo: Demo) -> None:
    assert demo.briefing["summary"]["ahead"] > 0
