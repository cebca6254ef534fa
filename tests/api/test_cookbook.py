"""Every named query runs as a user runs it, and its answers are those of the log itself."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import neo4j
import numpy as np
import pytest

from algorithms.rhythm.phase import STATES
from algorithms.ties import ties
from api.named import named, named_queries
from docs.cookbook import PAGE, answer, page
from graph.connect import open_store
from graph.cypher.queryable import Limits, queryable
from graph.moments import DAY
from tests.api.conftest import whole_demo
from tests.api.cookbook_demo import Demo

NAMES = [query.name for query in named_queries()]
ALL = 10**9  # rows

pytestmark = [pytest.mark.neo4j, pytest.mark.usefixtures("demo_caches")]


# -- every one of them ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_query_answers_by_nothing_but_the_driver(demo: Demo, name: str) -> None:
    found = answer(demo.session, named(name))

    assert found.records
    assert found.summary.query_type == "r"
    assert not [one for one in found.summary.gql_status_objects if one.is_notification]


def test_tieline_lets_every_query_through_as_one_that_only_reads(demo: Demo) -> None:
    store = queryable(open_store(demo.both.server.url))
    for query in named_queries():
        found = store.cypher(query.text, query.filled({}), Limits(seconds=60))

        assert found.rows, query.name
        assert not found.is_truncated, query.name


@whole_demo
def test_the_page_shows_what_the_database_answers(demo: Demo) -> None:
    assert page(demo.session) == PAGE.read_text("utf-8"), "stale: run docs/cookbook.py"


# -- strength -------------------------------------------------------------------------------------


@whole_demo
def test_strength_from_ties_at_random_later_moments_is_that_of_tieline(demo: Demo) -> None:
    run, draw = demo.run, np.random.default_rng(5)
    found = ties(run.history.timeline, run.weight, as_of=run.as_of, half_life=run.half_life)
    for later in draw.integers(0, 900 * DAY // 1000, moments(demo)).tolist():
        at = run.as_of // 1000 + later  # milliseconds
        moment = datetime.fromtimestamp(at / 1000, UTC).isoformat()
        rows = demo.ask("top_ties", at=moment, limit=ALL)
        strength = np.exp2((found.fades_at - at) / (run.half_life / 1000))

        names = np.array(demo.names)
        expected = [*zip(names[found.source], names[found.target], strength, strict=True)]
        told = [(row["from_person"], row["to_person"], row["strength"]) for row in rows]
        assert [one[2] for one in told] == sorted((one[2] for one in told), reverse=True)
        assert_equal_ties(told, expected)


def test_strength_from_interactions_at_random_past_moments_is_that_of_tieline(
    demo: Demo,
) -> None:
    run, draw = demo.run, np.random.default_rng(6)
    at = run.history.timeline.at
    # whole milliseconds, the unit of a date in a query that somebody writes
    past = (draw.integers(int(at[0]), run.as_of, moments(demo)) // 1000 * 1000).tolist()
    texts = [str(np.datetime64(moment, "us")) + "Z" for moment in past]
    rows = demo.ask("strength_then", moments=texts, limit=ALL)
    by_moment: dict[int, list[tuple[str, str, float]]] = defaultdict(list)
    for row in rows:
        moment = row["moment"]
        key = int(moment.to_native().timestamp() * 1000 + 0.5) * 1000
        by_moment[key].append((row["from_id"], row["to_id"], row["strength"]))

    ids = np.array(demo.ids)
    compared = 0
    for moment in past:
        found = ties(run.history.timeline, run.weight, as_of=moment, half_life=run.half_life)
        strength = np.exp2((found.fades_at * 1000 - moment) / run.half_life)
        expected = [*zip(ids[found.source], ids[found.target], strength, strict=True)]
        assert_equal_ties(by_moment[moment], expected)
        compared += len(expected)
    assert compared > (20_000 if demo.is_whole else 5_000)


def moments(demo: Demo) -> int:
    """How many moments are tried."""
    return 20 if demo.is_whole else 12


def assert_equal_ties(
    told: list[tuple[str, str, float]], expected: list[tuple[str, str, float]]
) -> None:
    """The same ties; strengths equal to a billionth of each."""
    told, expected = sorted(told), sorted(expected)
    assert [one[:2] for one in told] == [one[:2] for one in expected]
    np.testing.assert_allclose([t[2] for t in told], [e[2] for e in expected], rtol=1e-9, atol=0)


@pytest.mark.parametrize(("name", "kind"), [("top_ties", "TIE"), ("top_pairs", "PAIR")])
def test_the_strongest_are_found_by_the_index_without_a_sort(
    demo: Demo, name: str, kind: str
) -> None:
    query = named(name)
    explained = neo4j.Query(f"EXPLAIN {query.text}")
    plan = [*_operators(demo.session.run(explained, query.filled({})).consume().plan)]
    names = [operator for operator, _ in plan]

    assert "DirectedRelationshipIndexSeekByRange@neo4j" in names
    assert any(f":{kind}(fades_at)" in details for _, details in plan)
    assert not [operator for operator in names if "Sort" in operator or "Top" in operator]


def _operators(plan: Any) -> Iterator[tuple[str, str]]:
    yield plan["operatorType"], plan["args"].get("Details", "")
    for child in plan.get("children", ()):
        yield from _operators(child)


def test_pairs_stand_as_the_run_says(demo: Demo) -> None:
    strength = demo.run.pair_strength()
    order = np.argsort(-strength)[:10]
    rows = demo.ask("top_pairs")

    np.testing.assert_allclose([row["strength"] for row in rows], strength[order], rtol=1e-9)
    phases = demo.run.pair_column("phase")[order]
    assert [row["phase"] for row in rows] == [STATES[code] for code in phases]


def test_what_nobody_answered_has_no_tie_back(demo: Demo) -> None:
    found = demo.run.ties
    ends = [*zip(found.source.tolist(), found.target.tolist(), strict=True)]
    counts = dict(zip(ends, found.count.tolist(), strict=True))
    expected = {
        (demo.names[a], demo.names[b], count)
        for (a, b), count in counts.items()
        if (b, a) not in counts and count >= 5
    }

    rows = demo.ask("one_way", limit=ALL)
    assert {(row["from_person"], row["to_person"], row["interactions"]) for row in rows} == expected


@whole_demo
def test_the_newly_met_are_the_pairs_that_begin_in_the_last_four_weeks(demo: Demo) -> None:
    first_at = demo.run.pair_column("pair_first_at")
    rows = demo.ask("newly_met", limit=ALL)

    assert len(rows) == np.count_nonzero(first_at > demo.run.as_of - 28 * DAY)
    assert demo.name(demo.truth.rising) in {rows[0]["one"], rows[0]["other"]}


def test_pairs_at_risk_this_week_and_next_are_those_whose_dates_fall_there(demo: Demo) -> None:
    at_risk_at = demo.run.pair_column("at_risk_at")
    days = (at_risk_at - demo.run.as_of) / DAY
    rows = Counter(row["week"] for row in demo.ask("at_risk_soon", least=0.0, limit=ALL))

    assert rows["this week"] == np.count_nonzero((days > 0) & (days <= 7))
    assert rows["next week"] == np.count_nonzero((days > 7) & (days <= 14))


# -- the story ------------------------------------------------------------------------------------


@whole_demo
def test_the_rising_analyst_gained_most_between_the_two_runs(demo: Demo) -> None:
    first = demo.ask("rising")[0]
    k = demo.names.index(first["person"])

    assert first["person"] == demo.name(demo.truth.rising)
    assert first["rank"] == demo.run.person_column("rank")[k]
    assert first["rank_before"] == demo.first_run.person_column("rank")[k]


def test_the_supplier_with_one_contact_hangs_on_the_buyer(demo: Demo) -> None:
    threaded = demo.truth.single_threaded
    found = {row["organization"]: row["only_contact"] for row in demo.ask("single_threaded")}

    assert found[demo.organization(threaded.supplier)] == demo.name(threaded.knows)


def test_the_departed_left_customers_silent_and_others_to_the_successor(demo: Demo) -> None:
    gone = demo.truth.departed
    rows = demo.ask("departed")
    held: dict[str, set[str | None]] = defaultdict(set)
    for row in rows:
        held[row["organization"]].add(row["held_by"])

    assert {row["departed"] for row in rows} == {demo.name(gone.person)}
    for key in gone.handed_over:
        assert held[demo.organization(key)] == {demo.name(gone.successor)}
    for key in gone.silent:
        assert held[demo.organization(key)] == {None}


def test_customers_nobody_is_in_touch_with_are_those_the_departed_left_silent(demo: Demo) -> None:
    gone = demo.truth.departed
    rows = demo.ask("isolated_customers")

    assert {row["organization"] for row in rows} == {*map(demo.organization, gone.silent)}
    assert {row["last_in_touch"] for row in rows} == {demo.name(gone.person)}


@whole_demo
def test_the_cooling_customer_leads_the_silent_champions(demo: Demo) -> None:
    rows = demo.ask("silent_champions")
    cooling = demo.truth.cooling_customer

    assert rows[0]["organization"] == demo.organization(cooling.customer)
    assert {demo.name(who) for who in cooling.people} == {
        row["of_ours"] for row in rows if row["organization"] == rows[0]["organization"]
    }


# -- the log --------------------------------------------------------------------------------------


def test_response_times_are_those_between_a_letter_and_its_answer(demo: Demo) -> None:
    written = {row["id"]: row for row in demo.rows if row["id"]}
    hours: dict[int, dict[int, float]] = defaultdict(dict)
    own, kinds = demo.truth.own, demo.run.history.people.is_person
    for row in demo.rows:
        asked = written.get(row["in_reply_to"] or "")
        who = row["sender"]
        if asked is None or asked["sender"] == who or demo.works_at[who] != own:
            continue
        if kinds[who] and row["at"] >= asked["at"]:
            hours[who][row["number"]] = (row["at"] - asked["at"]) / 3.6e9
    expected = {demo.names[who]: [*one.values()] for who, one in hours.items() if len(one) >= 20}

    rows = demo.ask("response_times", limit=ALL)
    assert {row["person"]: row["answers"] for row in rows} == {
        name: len(one) for name, one in expected.items()
    }
    for row in rows:
        told = [row["median_hours"], row["p90_hours"]]
        np.testing.assert_allclose(told, np.quantile(expected[row["person"]], [0.5, 0.9]))


@whole_demo
def test_meeting_load_counts_the_meetings_of_four_weeks_without_the_declined(demo: Demo) -> None:
    spent: dict[int, dict[int, int]] = defaultdict(dict)
    for row in demo.rows:
        if row["kind"] != "meeting" or row["receiver"] < 0:
            continue
        if demo.run.as_of - 28 * DAY < row["at"] <= demo.run.as_of:
            who = [row["sender"]] + [row["receiver"]] * (row["status"] != "declined")
            for one in who:
                if demo.works_at[one] == demo.truth.own:
                    spent[one][row["number"]] = row["duration"] or 0
    expected = {
        demo.names[k]: (len(one), sum(one.values()) / 3.6e9 / 4) for k, one in spent.items()
    }

    rows = demo.ask("meeting_load", limit=ALL)
    assert {row["person"]: row["meetings"] for row in rows} == {
        name: meetings for name, (meetings, _) in expected.items()
    }
    for row in rows:
        assert row["hours_a_week"] == pytest.approx(expected[row["person"]][1])


def test_contact_by_month_counts_each_interaction_once(demo: Demo) -> None:
    other = demo.truth.cooling_customer.customer
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in demo.rows:
        ends = {demo.works_at[row["sender"]], demo.works_at[row["receiver"]]}
        skipped = row["is_bulk"] or row["status"] == "declined" or row["at"] > demo.run.as_of
        if row["receiver"] >= 0 and not skipped and ends == {demo.truth.own, other}:
            month = str(np.datetime64(row["at"], "us").astype("datetime64[M]"))
            found[month, row["kind"]].add(row["number"])

    rows = demo.ask("contact_by_month", second=other, limit=ALL)
    assert {(str(row["month"])[:7], row["kind"]): row["interactions"] for row in rows} == {
        key: len(numbers) for key, numbers in found.items()
    }


def test_organizations_are_as_close_as_the_pairs_of_their_people(demo: Demo) -> None:
    strength: dict[frozenset[str | None], float] = defaultdict(float)
    a, b = (demo.run.pair_column(side) for side in ("a", "b"))
    for one, other, left in zip(a, b, demo.run.pair_strength(), strict=True):
        strength[frozenset((demo.works_at[one], demo.works_at[other]))] += left
    names = {
        frozenset(map(demo.organization, filter(None, both))): left
        for both, left in strength.items()
        if len(both) == 2 and None not in both
    }

    rows = demo.ask("connected_organizations", limit=ALL)
    assert len(rows) == len(names)
    for row in rows:
        assert row["strength"] == pytest.approx(names[frozenset((row["one"], row["other"]))])


def test_communities_have_as_many_people_as_the_run_counts(demo: Demo) -> None:
    size = demo.run.columns.table("communities").column("size").to_pylist()

    rows = demo.ask("communities", limit=ALL)
    assert sorted(row["people"] for row in rows) == sorted(size)


def test_within_two_steps_are_the_people_a_search_of_live_pairs_finds(demo: Demo) -> None:
    live = demo.run.pair_strength() >= 1 / 64
    near: dict[int, set[int]] = defaultdict(set)
    a, b = (demo.run.pair_column(side)[live].tolist() for side in ("a", "b"))
    for one, other in zip(a, b, strict=True):
        near[one].add(other)
        near[other].add(one)
    ego = int(np.flatnonzero(demo.run.person_column("rank") == 1)[0])
    second = set.union(*(near[k] for k in near[ego])) - near[ego] - {ego}
    in_organization = [{k for k in found if demo.works_at[k]} for found in (near[ego], second)]

    rows = demo.ask("within_two_steps", limit=ALL)
    told = [sum(row[name] for row in rows) for name in ("one_step", "two_steps")]
    assert told == [len(found) for found in in_organization]


# -- what came beside the exports ----------------------------------------------------------------


def test_a_meeting_that_was_moved_is_told_with_both_dates(demo: Demo) -> None:
    (row,) = demo.ask("corrected")

    assert row["interaction"] == "desk-4"
    assert row["at_before"].to_native() == datetime(2026, 9, 23, 12, tzinfo=UTC)
    assert row["at_now"].to_native() - row["at_before"].to_native() == timedelta(days=2)


def test_a_second_address_under_the_same_name_is_found(demo: Demo) -> None:
    (row,) = demo.ask("same_name")

    assert {row["one"], row["other"]} == {
        "email:emeka@letters.test",
        "email:emeka.adeyemi@arboris.example",
    }


def test_who_wrote_and_heard_on_a_topic_has_a_stake_in_it(demo: Demo) -> None:
    rows = demo.ask("topic_stakeholders", topic="resin prices")

    assert {row["person"]: (row["interactions"], row["began"]) for row in rows} == {
        "Søren Dahlgaard": (3, 2),
        "Halina Wróblewska": (3, 1),
        "Ilse Vandenbroucke": (1, 0),
    }
