"""What the engine answers about a small office, by hand."""

from pathlib import Path

import numpy as np
import pytest

from algorithms.pairs.measured import measure_pairs
from algorithms.rows.pair_rows import pair_rows
from api.engine import Engine
from graph.errors import AmbiguousName, Misuse, NothingYet, UnknownName
from graph.model import Fact
from graph.moments import DAY
from tests.api.kept import engine_on, fill, office


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_on(fill(tmp_path_factory.mktemp("office") / "office.duckdb", office()))


def test_who_is_in_touch_with_everybody_carries_most_weight(engine: Engine) -> None:
    first = engine.influencers(limit=3)["items"][0]

    assert first["person"]["name"] == "Ann Archer"
    assert first["rank"] == 1
    assert first["measures"]["degree"] == 6  # bob, dan, eve, fay, uma, vic
    assert first["reasons"]


@pytest.mark.parametrize(
    ("by", "first", "last"),
    [
        ("initiation", "initiation 1, above 88 % of those who have one", "nobody has less"),
        ("constraint", "constraint 0.1667, below 88 % of those who have one", "nobody has more"),
        ("pagerank", "44 % of all attention ends with them", "nobody has less"),
    ],
)
def test_who_is_ranked_by_a_measure_is_told_their_place_in_it_first(
    engine: Engine, by: str, first: str, last: str
) -> None:
    items = engine.influencers(by=by, limit=8)["items"]  # Ann comes before seven others

    assert items[0]["reasons"][0]["text"].startswith(first)
    assert last in items[-1]["reasons"][0]["text"]
    assert {item["reasons"][0]["measure"] for item in items} == {by}
    others = [one["text"] for item in items for one in item["reasons"][1:]]
    assert not [text for text in others if "not in the upper half" in text]
    assert "initiation" not in str(engine.influencers()["items"][0]["reasons"])


def test_the_commonest_mail_domain_says_who_we_are(engine: Engine) -> None:
    assert engine.briefing()["summary"]["own_organizations"] == ["org:x.example"]


def test_the_customer_who_fell_silent_is_weakening(engine: Engine) -> None:
    items = engine.weakening(of="segment:customers")["items"]

    ends = {items[0]["a"]["identity"], items[0]["b"]["identity"]}
    assert ends == {"email:bob@x.example", "email:cat@customer.example"}
    assert items[0]["state"] in ("at risk", "dormant")
    assert items[0]["strength"] < items[0]["strength_before"]


def test_the_parts_of_a_tie_add_up_to_its_strength(engine: Engine) -> None:
    found = engine.explain("ann@x.example", "bob@x.example", limit=1000)

    total = sum(item["part"] for item in found["items"])
    assert total == pytest.approx(found["tie"]["strength"], abs=1e-9)
    assert found["interactions_total"] == 50  # 25 weeks, both ways


def test_who_answers_whom_and_how_soon_is_told_of_a_tie(engine: Engine) -> None:
    found = engine.tie("ann@x.example", "bob@x.example")["measures"]
    turned = engine.tie("bob@x.example", "ann@x.example")["measures"]

    # ann writes every week, bob answers half a day later
    assert found["response_median_b_hours"] == turned["response_median_a_hours"] == 12
    assert found["answered_share_b"] == turned["answered_share_a"] == 1
    assert found["embeddedness"] == 0  # bob's only other contact is cat, whom ann does not know
    assert found["overlap"] == turned["overlap"] == 0


def test_what_is_told_of_a_tie_is_what_is_measured_over_the_whole_network(engine: Engine) -> None:
    run = engine.run()
    rows = pair_rows(run.history.timeline, run.weight, as_of=run.as_of)
    whole = measure_pairs(run.projection, run.history.timeline, rows)
    for pair, (a, b) in enumerate(zip(rows.a.tolist(), rows.b.tolist(), strict=True)):
        who = [run.person(k)["id"] for k in (a, b)]
        for name, value in engine.tie(*who)["measures"].items():
            expected = whole[name.removesuffix("_hours")].values[pair]
            if name.endswith("_hours"):
                expected = expected / 3.6e9
            assert value == pytest.approx(expected, rel=1e-12, nan_ok=True) or (
                value is None and np.isnan(expected)
            )


def test_the_parts_of_influence_add_up_to_it(engine: Engine) -> None:
    found = engine.explain("Ann Archer")

    total = sum(item["part"] for item in found["items"])
    assert total == pytest.approx(found["influence"], abs=1e-9)


def test_strength_as_of_a_past_day_is_the_sum_over_what_had_happened(engine: Engine) -> None:
    """Brute force over the 8 mails of the first 4 weeks, half-life 30 days."""
    found = engine.explain("ann@x.example", "dan@x.example", as_of="2026-01-31T09:00:00Z")

    moments = [7.0 * week + half for week in range(4) for half in (0.0, 0.5)]
    expected = sum(0.5 ** ((26 - at) / 30) for at in moments)
    assert found["tie"]["strength"] == pytest.approx(expected, abs=1e-9)


def test_half_the_half_life_is_another_run(engine: Engine) -> None:
    usual, short = engine.influencers(), engine.influencers(half_life_days=15)

    assert usual["run"] != short["run"]
    assert short["half_life_days"] == 15.0


def test_stakeholders_of_a_customer_are_those_who_deal_with_it_and_its_own(engine: Engine) -> None:
    items = engine.stakeholders(of="org:customer.example")["items"]

    names = [item["person"]["identity"] for item in items]
    assert "email:ann@x.example" in names
    assert {"email:uma@customer.example", "email:vic@customer.example"} <= set(names)
    assert "email:dan@x.example" not in names  # never in touch with them
    assert all(item["reasons"] for item in items)


def test_a_bare_word_finds_the_organization_that_it_means(engine: Engine) -> None:
    by_word = engine.stakeholders(of="customer")
    assert by_word["items"] == engine.stakeholders(of="org:customer.example")["items"]


def test_pages_hold_each_row_once(engine: Engine) -> None:
    seen, cursor = [], None
    while True:
        page = engine.people(limit=3, cursor=cursor)
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == 8


def test_a_forged_cursor_is_refused(engine: Engine) -> None:
    with pytest.raises(Misuse, match="no cursor"):
        engine.people(cursor="%%%")


def test_a_cursor_of_another_run_is_refused(engine: Engine) -> None:
    cursor = engine.people(limit=3)["next"]

    with pytest.raises(Misuse, match="another run"):
        engine.people(limit=3, cursor=cursor, half_life_days=7)


def test_who_is_unknown_is_told_with_who_is_close(engine: Engine) -> None:
    with pytest.raises(UnknownName, match="Ann Archer"):
        engine.person("Ann Archr")


def test_an_unknown_target_says_what_there_is(engine: Engine) -> None:
    with pytest.raises(UnknownName, match="closest: 'customers'"):
        engine.weakening(of="segment:customer")
    with pytest.raises(UnknownName, match="no segment is called 'xyz'; there are customers"):
        engine.weakening(of="segment:xyz")


def test_one_person_has_no_tie_with_themselves(engine: Engine) -> None:
    with pytest.raises(Misuse, match="same person"):
        engine.explain("ann@x.example", "Ann Archer")


def test_two_of_one_name_are_told_apart_by_id(tmp_path: Path) -> None:

    twins = [
        *office(),
        Fact("email:bob@x.example", "name", "Sam Twin"),
        Fact("email:dan@x.example", "name", "Sam Twin"),
    ]
    engine = engine_on(fill(tmp_path / "twins.duckdb", twins))

    with pytest.raises(AmbiguousName, match="2 people are called 'sam twin': p_") as told:
        engine.person("sam twin")
    assert {"(email:bob@x.example),", "(email:dan@x.example);"} <= set(str(told.value).split())


def test_nothing_is_asked_of_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NothingYet, match="tieline load"):
        engine_on(tmp_path / "none.duckdb").influencers()


def test_everybody_with_a_live_tie_belongs_to_one_community(engine: Engine) -> None:
    items = engine.communities(limit=50)["items"]

    members = [one["id"] for item in items for one in item["members"]]
    assert len(members) == len(set(members)) == sum(item["size"] for item in items)


def test_a_quiet_log_is_looked_at_from_its_last_busy_moment(engine: Engine) -> None:
    """The last mail of week 25 is that of vic, on day 24 * 7 + 2; the clock is at day 200."""
    run = engine.run()

    assert (run.as_of - run.history.at[0]) / DAY == pytest.approx(170, abs=1e-6)


def test_pair_strength_is_the_sum_of_both_directions(engine: Engine) -> None:
    tie = engine.explain("ann@x.example", "vic@customer.example")["tie"]

    assert tie["strength"] == pytest.approx(tie["strength_out"] + tie["strength_in"], abs=1e-12)
    assert tie["mutual"] == pytest.approx(np.sqrt(tie["strength_out"] * tie["strength_in"]))
