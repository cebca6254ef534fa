"""Influence: a stated mix of percentiles that can be checked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from algorithms.influence import (
    SHARES,
    Influence,
    influence,
    influence_reasons,
    people_with_live_pairs,
)
from algorithms.projection import projection
from algorithms.scores import Scores
from algorithms.ties import ties
from tests.worlds import DAY, projection_of, timeline_of

ALL = np.ones(4, np.bool_)


def measures(**columns: list[float]) -> dict[str, Scores]:
    return {name: Scores(name, np.array(values)) for name, values in columns.items()}


def test_influence_is_the_mean_of_the_percentiles_by_share() -> None:
    two = measures(in_degree=[4.0, 3.0, 2.0, 1.0], betweenness=[0.0, 0.0, 0.0, 0.5])

    found = influence(two, among=ALL, shares={"in_degree": 3, "betweenness": 1})

    # percentiles 7/8, 5/8, 3/8, 1/8 and, three sharing the lowest places, 3/8, 3/8, 3/8, 7/8
    expected = np.array([(3 * 7 + 3) / 32, (3 * 5 + 3) / 32, (3 * 3 + 3) / 32, (3 * 1 + 7) / 32])
    np.testing.assert_allclose(found.values, expected, rtol=1e-9)
    assert found.parts["betweenness"].tolist() == [0.375, 0.375, 0.375, 0.875]
    assert found.parameters == {"share_in_degree": 0.75, "share_betweenness": 0.25}


def test_the_default_shares_are_the_documented_ones() -> None:
    assert sum(SHARES.values()) == 1
    assert sum(SHARES[name] for name in ("counterparts", "in_degree", "pagerank")) == 0.75
    assert SHARES["closeness"] == SHARES["betweenness"] == 0.125


def test_whoever_is_not_compared_has_no_influence_and_changes_nobody_elses() -> None:
    among = np.array([True, True, True, False])
    without = measures(in_degree=[3.0, 2.0, 1.0, 0.0])
    with_a_list = measures(in_degree=[3.0, 2.0, 1.0, 9000.0])

    found = [
        influence(each, among=among, shares={"in_degree": 1}) for each in (without, with_a_list)
    ]

    assert np.isnan(found[1].values[3])
    assert np.isnan(found[1].percentile[3])
    assert found[1].people == 3
    np.testing.assert_array_equal(found[0].values, found[1].values)


def test_people_without_a_live_pair_and_those_who_are_no_persons_are_left_out() -> None:
    # 0 and 1 write today, 2 and 3 wrote seven half-lives ago: 2 ** -7 is below 1/64
    timeline = timeline_of(4, (2, 3, -210), (0, 1, 0))
    seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=30 * DAY))

    assert people_with_live_pairs(seen).tolist() == [True, True, False, False]
    not_a_person = np.array([True, False, True, True])
    found = people_with_live_pairs(seen, is_person=not_a_person)
    assert found.tolist() == [True, False, False, False]


def test_equal_values_share_a_place_even_when_rounding_tells_them_apart() -> None:
    third = 0.1 + 0.2  # 0.30000000000000004
    found = influence(measures(pagerank=[third, 0.3, 0.2, 0.1]), among=ALL, shares={"pagerank": 1})

    assert found.values[0] == found.values[1]
    assert found.percentile[0] == found.percentile[1] == 0.75


def test_an_undefined_measure_leaves_its_share_to_the_others() -> None:
    found = influence(
        measures(in_degree=[4.0, 3.0, 2.0, 1.0], closeness=[np.nan, 1.0, 2.0, 3.0]),
        among=ALL,
        shares={"in_degree": 1, "closeness": 1},
    )

    assert found.values[0] == 0.875  # in_degree alone


def test_nobody_to_compare_means_nobody_with_influence() -> None:
    found = influence(measures(in_degree=[1.0] * 4), among=~ALL, shares={"in_degree": 1})

    assert np.isnan(found.values).all()
    assert found.people == 0
    assert found.top(3).tolist() == []
    assert influence_reasons(found, 0) == []


def test_influence_says_how_far_it_can_be_off_and_whether_all_measures_converged() -> None:
    values = np.arange(4.0)
    sampled = {
        "in_degree": Scores("in_degree", values),
        "betweenness": Scores("betweenness", values, error=0.01),
        "pagerank": Scores("pagerank", values, has_converged=False),
    }

    found = influence(sampled, among=ALL, shares={"in_degree": 2, "betweenness": 1, "pagerank": 1})

    assert found.error == 0.25
    assert not found.has_converged


def test_a_missing_measure_and_impossible_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="influence needs counterparts"):
        influence(measures(in_degree=[1.0] * 4), among=ALL)
    for shares in ({}, {"in_degree": 0.0}, {"in_degree": -1.0}):
        with pytest.raises(ValueError, match="shares must not be negative"):
            influence(measures(in_degree=[1.0] * 4), among=ALL, shares=shares)


columns = st.lists(
    st.tuples(st.integers(0, 6), st.floats(0, 1), st.booleans()), min_size=1, max_size=25
)


def _mixed(rows: list[tuple[int, float, bool]], factor: float = 1.0) -> Influence:
    count, share, is_among = (np.array(column) for column in zip(*rows, strict=True))
    scores = {
        "in_degree": Scores("in_degree", count.astype(float)),
        "pagerank": Scores("pagerank", share * factor),
    }
    return influence(scores, among=is_among, shares={"in_degree": 2, "pagerank": 1})


@settings(max_examples=60, deadline=None)
@given(columns, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing_for_anybody(rows, random) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    order = list(range(len(rows)))
    random.shuffle(order)

    found, again = _mixed(rows), _mixed([rows[k] for k in order])

    np.testing.assert_array_equal(again.values, found.values[order])


@settings(max_examples=60, deadline=None)
@given(columns, st.integers(-40, 40))
def test_strengths_that_fade_alike_change_no_influence(
    rows: list[tuple[int, float, bool]], halvings: int
) -> None:
    np.testing.assert_array_equal(_mixed(rows, 2.0**halvings).values, _mixed(rows).values)


def test_reasons_are_the_highest_places_first_in_words_and_numbers() -> None:
    five = measures(
        counterparts=[31.0, 2.0, 1.0, 0.0],
        in_degree=[1.0, 9.0, 8.0, 7.0],
        pagerank=[0.3, 0.4, 0.2, 0.1],
        closeness=[0.4, 0.6, 0.5, 0.3],
        betweenness=[0.041, 0.0, 0.0, 0.0],
    )
    found = influence(five, among=ALL)

    reasons = influence_reasons(found, 0)

    assert [reason.text for reason in reasons] == [
        "31 people turn to them and are answered (top 25 %)",
        "connects groups that would otherwise not meet: on 4.1 % of shortest paths (top 25 %)",
        "30 % of all attention ends with them, counting whom it comes from (top 50 %)",
    ]
    assert [(reason.measure, reason.value, reason.percentile) for reason in reasons] == [
        ("counterparts", 31.0, 0.875),
        ("betweenness", 0.041, 0.875),
        ("pagerank", 0.3, 0.625),
    ]


def test_whoever_leads_nowhere_is_told_their_best_place() -> None:
    found = influence(measures(in_degree=[1.0, 2.0, 3.0, 4.0]), among=ALL, shares={"in_degree": 1})

    (reason,) = influence_reasons(found, 0)

    assert reason.text == "1 person turns to them (not in the upper half)"


def test_nobody_is_told_of_what_they_have_none_of_where_something_else_is_as_good() -> None:
    """Half the others have less than either: nobody turns to them, but they are near to all."""
    nobody = measures(counterparts=[0.0] * 4, closeness=[1.0] * 4)
    found = influence(nobody, among=ALL, shares={"counterparts": 1, "closeness": 1})

    (reason,) = influence_reasons(found, 0)

    assert reason.text == "1.0 steps from everybody on average (not in the upper half)"


def test_that_nobody_turns_to_somebody_is_said_in_words() -> None:
    found = influence(measures(in_degree=[0.0] * 4), among=ALL, shares={"in_degree": 1})

    assert influence_reasons(found, 0)[0].text == "nobody turns to them (not in the upper half)"


def test_on_a_line_of_five_the_middle_has_live_pairs_like_all_others() -> None:
    assert people_with_live_pairs(projection_of(5, (0, 1), (1, 2), (2, 3), (3, 4))).all()
