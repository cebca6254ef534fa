"""Stakeholders of one customer, in a world of twelve people with the answers on paper.

Acme is Cora, Dan and Eve; we are Ada and Ben. Everything below was written on one day, ten days
before the question, so that strengths are counts; only Kim's note is ten half-lives old.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from algorithms.projection import Projection, projection
from algorithms.stakeholders import Evidence, Stakeholders, stakeholder_reasons, stakeholders
from algorithms.stakes.interest import interest, topic_interest
from algorithms.stakes.legitimacy import Claim, legitimacy
from algorithms.stakes.salience import Thresholds
from algorithms.stakes.stance import rows_concerning, stance
from algorithms.stakes.urgency import urgency
from algorithms.ties import ties
from graph.model import KINDS, Kind
from graph.timeline import Timeline
from tests.worlds import DAY

NAMES = ["ada", "ben", "cora", "dan", "eve", "fay", "gus", "hal", "ivy", "jon", "kim", "bot"]
ADA, BEN, CORA, DAN, EVE, FAY, GUS, HAL, IVY, JON, KIM, BOT = range(12)
HALF_LIFE = 30 * DAY
AS_OF = 310 * DAY  # ten days after the last interaction

# source, target, thread, sentiment, how many
WRITTEN = [
    (ADA, CORA, -1, np.nan, 2), (CORA, ADA, 1, -0.8, 1), (DAN, ADA, 2, np.nan, 1),
    (ADA, BEN, -1, np.nan, 2), (ADA, EVE, -1, 0.5, 2), (FAY, BEN, 3, -0.9, 1),
    (FAY, CORA, -1, -0.9, 1), (GUS, BEN, 4, np.nan, 1), (GUS, BEN, 5, np.nan, 1),
    (GUS, DAN, -1, np.nan, 1), (BEN, CORA, -1, np.nan, 1), (HAL, CORA, -1, np.nan, 1),
    (HAL, JON, -1, np.nan, 3), (CORA, DAN, -1, np.nan, 1), (BOT, CORA, -1, np.nan, 5),
]  # fmt: skip


def among(*people: int) -> NDArray[np.bool_]:
    return np.isin(np.arange(12), people)


def world() -> Timeline:
    rows = [row[:4] for row in WRITTEN for _ in range(row[4])]
    source, target, thread, tone = zip((KIM, CORA, -1, np.nan), *rows, strict=True)
    day = [0] + [300] * len(rows)
    at = np.array(day) * DAY
    return Timeline.of(12, source, target, at, thread=thread, sentiment=tone)


def seen(timeline: Timeline, weight: float = 1.0) -> Projection:
    weights = np.full(len(timeline), weight)
    return projection(ties(timeline, weights, as_of=AS_OF, half_life=HALF_LIFE))


ACME, OWN = among(CORA, DAN, EVE), among(ADA, BEN)
DECLARED_POWER = np.array([0.9, 0.8, 0.85, 0.3, 0.2, 0.95, 0.1, 0.36, np.nan, 0.5, np.nan, np.nan])
CLAIMS = (
    Claim("affiliation", "Acme", ACME),
    Claim("role", "account owner", among(ADA)),
    Claim("segment", "suppliers", among(IVY)),
)


def evidence(timeline: Timeline) -> Evidence:
    rows = rows_concerning(timeline, ACME, OWN)
    ones = np.ones(len(timeline))
    return Evidence(
        interest=interest(seen(timeline), ACME),
        power=DECLARED_POWER,
        legitimacy=legitimacy(12, CLAIMS),
        urgency=urgency(timeline, OWN, as_of=AS_OF),
        stance=stance(timeline, ones, rows, as_of=AS_OF, half_life=HALF_LIFE),
    )


@pytest.fixture(scope="module")
def found() -> Stakeholders:
    return stakeholders(
        evidence(world()),
        concerned=ACME,
        with_members=True,
        declared=among(IVY),
        is_person=~among(BOT),
    )


def figure(found: Stakeholders, name: str) -> dict[str, float]:
    values = getattr(found, name)
    return {
        NAMES[who]: round(float(value), 4) for who, value in zip(found.person, values, strict=True)
    }


def test_every_class_of_mitchell_agle_and_wood_is_found_where_it_was_declared(
    found: Stakeholders,
) -> None:
    classes = {NAMES[who]: str(found.class_of(row)) for row, who in enumerate(found.person)}

    assert classes == {
        "ada": "dominant",  # powerful and account owner
        "ben": "dormant",  # powerful, no claim, waits for nothing
        "cora": "definitive",  # powerful, of Acme, waits angrily
        "dan": "dependent",  # of Acme and waiting, without power
        "eve": "discretionary",  # of Acme, nothing else
        "fay": "dangerous",  # powerful and waiting, no claim
        "gus": "demanding",  # only waits, in two threads
        "hal": "none",  # writes to Cora, nothing else
        "ivy": "discretionary",  # declared, without any contact
    }


def test_strangers_faded_contacts_and_machines_are_no_stakeholders(found: Stakeholders) -> None:
    assert not set(found.person) & {JON, KIM, BOT}


def test_the_list_is_in_order_of_salience(found: Stakeholders) -> None:
    expected = {  # (power + legitimacy + urgency) / 3 * (1 + interest) / 2, on paper
        "ada": (0.9 + 0.8) / 3 * 1.75 / 2,
        "fay": (0.95 + 0.8259) / 3 * 1.5 / 2,
        "cora": (0.85 + 0.6 + 0.8028) / 3 * (13 / 12) / 2,
        "dan": (0.3 + 0.6 + 0.4644) / 3 * (4 / 3) / 2,
        "gus": (0.1 + 0.7131) / 3 * (4 / 3) / 2,
        "ben": 0.8 / 3 * (7 / 6) / 2,
        "eve": (0.2 + 0.6) / 3 / 2,
        "ivy": 0.5 / 3 / 2,
        "hal": 0.36 / 3 * 1.25 / 2,
    }

    assert [NAMES[who] for who in found.person] == list(expected)
    assert found.rank.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert found.salience == pytest.approx(list(expected.values()), abs=1e-4)


def test_interest_is_the_share_of_strength_that_goes_to_acme(found: Stakeholders) -> None:
    shares = figure(found, "interest")

    assert np.isnan(shares.pop("ivy"))
    assert shares == {
        "ada": 0.75,  # 6 of 8
        "fay": 0.5,  # 1 of 2
        "cora": 0.0833,  # 1 of 12 and what is left of Kim's note, 2 ** -10
        "dan": 0.3333,  # 1 of 3: the other two are Ada's and Gus's
        "gus": 0.3333,  # 1 of 3
        "ben": 0.1667,  # 1 of 6
        "eve": 0.0,  # only Ada writes to her
        "hal": 0.25,  # 1 of 4
    }


def test_urgency_comes_from_open_threads_by_age_and_tone(found: Stakeholders) -> None:
    waiting = 1 - 2 ** (-10 / 3)  # ten days, half pressed after three
    urgencies = figure(found, "urgency")

    assert urgencies["dan"] == pytest.approx(1 - 2**-waiting, abs=1e-4)
    assert urgencies["cora"] == pytest.approx(1 - 2 ** -(2.6 * waiting), abs=1e-4)  # tone -0.8
    assert urgencies["fay"] == pytest.approx(1 - 2 ** -(2.8 * waiting), abs=1e-4)  # tone -0.9
    assert urgencies["gus"] == pytest.approx(1 - 2 ** -(2 * waiting), abs=1e-4)  # two threads
    assert urgencies["ada"] == urgencies["ben"] == urgencies["hal"] == 0


def test_stance_is_what_they_say_and_unknown_where_they_say_nothing(found: Stakeholders) -> None:
    stances = figure(found, "stance")

    assert (stances["ada"], stances["cora"], stances["fay"]) == (0.5, -0.8, -0.9)
    assert np.isnan([stances[name] for name in ("ben", "dan", "eve", "gus", "hal", "ivy")]).all()


def test_every_row_says_why_in_words_and_numbers(found: Stakeholders) -> None:
    def texts(who: int) -> list[str]:
        row = found.person.tolist().index(who)
        return [reason.text for reason in stakeholder_reasons(found, row, limit=5)]

    assert texts(CORA) == [
        "more influence than 85 % of people",
        "waits for our answer in 1 thread, 10 days in the oldest, tone -0.8",
        "speaks badly to those concerned: -0.8 over 1 interaction",
        "belongs to Acme",
        "8.3 % of the strength of their relations goes there, to 1 of 6 counterparts",
    ]
    assert texts(ADA)[:3] == [
        "more influence than 90 % of people",
        "declared account owner",
        "75 % of the strength of their relations goes there, to 3 of 4 counterparts",
    ]
    assert texts(IVY) == ["in segment suppliers"]


def test_of_a_person_or_segment_those_concerned_are_not_listed_themselves() -> None:
    found = stakeholders(evidence(world()), concerned=ACME, is_person=~among(BOT))

    assert set(found.person.tolist()) == {ADA, BEN, FAY, GUS, HAL}


def test_thresholds_decide_the_class_and_nothing_else() -> None:
    strict = Thresholds(power=1, legitimacy=1, urgency=1)

    found = stakeholders(evidence(world()), concerned=ACME, with_members=True)
    stricter = stakeholders(evidence(world()), concerned=ACME, with_members=True, thresholds=strict)

    assert set(stricter.code.tolist()) == {0}
    np.testing.assert_array_equal(stricter.salience, found.salience)
    with pytest.raises(ValueError, match="thresholds must lie in"):
        Thresholds(power=0)


def test_nobody_concerned_means_no_stakeholders_but_the_declared_ones() -> None:
    nobody = among()
    about_nobody = Evidence(
        interest=interest(seen(world()), nobody),
        power=DECLARED_POWER,
        legitimacy=legitimacy(12, ()),
        urgency=urgency(world(), OWN, as_of=AS_OF),
        stance=evidence(world()).stance,
    )

    assert len(stakeholders(about_nobody, concerned=nobody, with_members=True)) == 0
    assert stakeholders(about_nobody, declared=among(IVY)).person.tolist() == [IVY]


def test_without_own_people_nobody_is_urgent_and_without_influence_nobody_powerful() -> None:
    timeline, nobody = world(), among()
    known = evidence(timeline)
    plain = Evidence(
        interest=known.interest,
        power=np.full(12, np.nan),
        legitimacy=known.legitimacy,
        urgency=urgency(timeline, nobody, as_of=AS_OF),
        stance=known.stance,
    )

    found = stakeholders(plain, concerned=ACME, with_members=True)

    assert {str(found.class_of(row)) for row in range(len(found))} <= {"discretionary", "none"}
    assert np.isnan(found.power).all()
    assert not np.isnan(found.salience).any()


def test_on_a_topic_interest_is_the_share_of_their_interactions() -> None:
    # Ann wrote to Bob and Cleo on the topic, to Bob off it half a life earlier; Dan is elsewhere
    timeline = Timeline.of(
        5, [0, 0, 0, 3], [1, 1, 2, 4], [0, HALF_LIFE, HALF_LIFE, HALF_LIFE],
        interaction=[0, 1, 1, 2],
    )  # fmt: skip
    on_topic = np.array([False, True, True, False])

    found = topic_interest(timeline, np.ones(4), on_topic, as_of=HALF_LIFE, half_life=HALF_LIFE)

    assert found.values == pytest.approx([2 / 2.5, 1 / 1.5, 1.0, 0.0, 0.0])
    assert found.touches.tolist() == [True, True, True, False, False]
    assert found.inside.tolist() == [1, 1, 1, 0, 0]  # interactions, not receivers
    assert found.overall.tolist()[:3] == [2, 2, 1]


def test_a_meeting_on_a_topic_is_one_interaction_for_everybody_who_took_part() -> None:
    meeting = [KINDS.index(Kind.MEETING)] * 6
    timeline = Timeline.of(
        3, [0, 0, 1, 1, 2, 2], [1, 2, 0, 2, 0, 1], [0] * 6, kind=meeting, interaction=[0] * 6
    )

    found = topic_interest(timeline, np.ones(6), np.ones(6, np.bool_), as_of=0, half_life=DAY)

    assert found.inside.tolist() == found.overall.tolist() == [1, 1, 1]
    assert found.values.tolist() == [1, 1, 1]


def test_a_topic_dropped_long_ago_has_no_stakeholders_but_keeps_its_shares() -> None:
    timeline = Timeline.of(4, [0, 2], [1, 3], [0, 2000 * HALF_LIFE])

    found = topic_interest(
        timeline, np.ones(2), np.array([True, False]), as_of=2000 * HALF_LIFE, half_life=HALF_LIFE
    )

    assert found.values.tolist() == [1, 1, 0, 0]
    assert not found.touches.any()


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(12)), st.integers(-30, 30))
def test_numbers_of_people_and_scale_of_weights_change_nobodys_stake(
    number: list[int], halvings: int
) -> None:
    timeline, renumbered = world(), np.array(number)
    otherwise = Timeline.of(
        12,
        renumbered[timeline.source],
        renumbered[timeline.target],
        timeline.at,
        thread=timeline.thread,
        sentiment=timeline.sentiment,
    )
    acme = np.zeros(12, np.bool_)
    acme[renumbered[ACME]] = True

    found = interest(seen(timeline), ACME)
    again = interest(seen(otherwise), acme)
    scaled = interest(seen(timeline, 2.0**halvings), ACME)

    np.testing.assert_allclose(again.values[renumbered], found.values, rtol=1e-12)
    np.testing.assert_array_equal(again.inside[renumbered], found.inside)
    np.testing.assert_allclose(scaled.values, found.values, rtol=1e-9, atol=1e-12)


def test_claims_of_an_unknown_kind_or_worth_are_refused() -> None:
    with pytest.raises(ValueError, match="a claim is one of role"):
        Claim("rumour", "he said so", ACME)
    with pytest.raises(ValueError, match="worth of a claim"):
        Claim("role", "owner", ACME, worth=1.5)
