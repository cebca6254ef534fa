"""Urgency: an unanswered question presses, by age and tone, until it is answered or given up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from algorithms.stakes.urgency import Patience, urgency
from graph.model import KINDS, Kind
from graph.timeline import Timeline
from tests.worlds import DAY

ANN, US, ALSO_US = 0, 1, 2
OWN = np.array([False, True, True])


def asked(*rows: tuple[int, int, float], **columns: object) -> Timeline:
    source, target, day = zip(*rows, strict=True)
    return Timeline.of(3, source, target, [round(at * DAY) for at in day], **columns)  # type: ignore[arg-type]


def test_one_neutral_thread_presses_by_its_age() -> None:
    timeline = asked((ANN, US, 0), thread=[7])

    # 1 - 2 ** -(1 - 2 ** -(days / 3)): on paper for 3 days 0.2929, for ten 0.4644
    assert urgency(timeline, OWN, as_of=3 * DAY).values[ANN] == pytest.approx(0.2929, abs=1e-4)
    assert urgency(timeline, OWN, as_of=10 * DAY).values[ANN] == pytest.approx(0.4644, abs=1e-4)


def test_an_angry_thread_presses_up_to_three_times_as_much() -> None:
    timeline = asked((ANN, US, 0), thread=[7], sentiment=[-1.0])

    found = urgency(timeline, OWN, as_of=10 * DAY)

    assert found.values[ANN] == pytest.approx(1 - 2 ** -(3 * (1 - 2 ** (-10 / 3))))
    assert found.tone[ANN] == -1


def test_a_friendly_tone_presses_no_less_than_a_neutral_one() -> None:
    friendly = asked((ANN, US, 0), thread=[7], sentiment=[0.9])
    neutral = asked((ANN, US, 0), thread=[7])

    values = [urgency(each, OWN, as_of=DAY).values[ANN] for each in (friendly, neutral)]

    assert values[0] == values[1]


def test_anybody_of_us_can_answer_in_the_thread() -> None:
    timeline = asked((ANN, US, 0), (ALSO_US, ANN, 1), thread=[7, 7])

    assert urgency(timeline, OWN, as_of=9 * DAY).open_threads[ANN] == 0


def test_an_answer_in_another_thread_is_none() -> None:
    timeline = asked((ANN, US, 0), (US, ANN, 1), thread=[7, 8])

    assert urgency(timeline, OWN, as_of=9 * DAY).open_threads[ANN] == 1


def test_a_call_from_the_receiver_answers_any_thread() -> None:
    call = [KINDS.index(Kind.EMAIL), KINDS.index(Kind.CALL)]
    by_receiver = asked((ANN, US, 0), (US, ANN, 1), thread=[7, -1], kind=call)
    by_another = asked((ANN, US, 0), (ALSO_US, ANN, 1), thread=[7, -1], kind=call)

    assert urgency(by_receiver, OWN, as_of=9 * DAY).open_threads[ANN] == 0
    assert urgency(by_another, OWN, as_of=9 * DAY).open_threads[ANN] == 1


def test_without_threads_the_receiver_answers_by_writing_at_all() -> None:
    answered = asked((ANN, US, 0), (US, ANN, 1))
    by_another = asked((ANN, US, 0), (ALSO_US, ANN, 1))

    assert urgency(answered, OWN, as_of=9 * DAY).open_threads[ANN] == 0
    assert urgency(by_another, OWN, as_of=9 * DAY).open_threads[ANN] == 1


def test_one_of_several_receivers_answers_for_all() -> None:
    timeline = asked((ANN, US, 0), (ANN, ALSO_US, 0), (US, ANN, 1), interaction=[0, 0, 1])

    assert urgency(timeline, OWN, as_of=9 * DAY).open_threads[ANN] == 0


def test_a_question_to_several_of_us_is_one_open_thread() -> None:
    timeline = asked((ANN, US, 0), (ANN, ALSO_US, 0), interaction=[0, 0], thread=[7, 7])

    assert urgency(timeline, OWN, as_of=9 * DAY).open_threads[ANN] == 1


def test_asking_again_after_the_answer_opens_the_thread_again() -> None:
    timeline = asked((ANN, US, 0), (US, ANN, 1), (ANN, US, 2), thread=[7, 7, 7])

    found = urgency(timeline, OWN, as_of=4 * DAY)

    assert found.open_threads[ANN] == 1
    assert found.oldest[ANN] == 2 * DAY


def test_whoever_is_never_answered_gives_up_and_whoever_asks_again_has_not() -> None:
    once = asked((ANN, US, 0), thread=[7])
    again = asked((ANN, US, 0), (ANN, US, 89), thread=[7, 7])

    assert urgency(once, OWN, as_of=90 * DAY).values[ANN] < 0.17  # 1 - 2 ** -(1/4)
    assert urgency(again, OWN, as_of=90 * DAY).values[ANN] == pytest.approx(0.5)


def test_a_question_long_given_up_is_not_even_counted() -> None:
    assert urgency(asked((ANN, US, 0)), OWN, as_of=331 * DAY).open_threads[ANN] == 0


def test_what_has_not_happened_yet_neither_asks_nor_answers() -> None:
    timeline = asked((ANN, US, 0), (US, ANN, 5), (ANN, US, 6), thread=[7, 7, 8])

    assert urgency(timeline, OWN, as_of=4 * DAY).open_threads[ANN] == 1
    assert urgency(timeline, OWN, as_of=5 * DAY).open_threads[ANN] == 0


def test_reactions_and_meetings_ask_nothing() -> None:
    kinds = [KINDS.index(Kind.REACTION), KINDS.index(Kind.MEETING)]

    found = urgency(asked((ANN, US, 0), (ANN, US, 0), kind=kinds), OWN, as_of=9 * DAY)

    assert found.open_threads[ANN] == 0


def test_only_rows_on_the_topic_open_threads_where_a_topic_is_asked_for() -> None:
    timeline = asked((ANN, US, 0), (ANN, US, 1), thread=[7, 8])

    found = urgency(timeline, OWN, as_of=9 * DAY, rows=np.array([False, True]))

    assert found.open_threads[ANN] == 1
    assert found.oldest[ANN] == 8 * DAY


def test_nobody_waits_for_a_company_without_people_or_in_an_empty_log() -> None:
    nobody = np.zeros(3, np.bool_)

    assert not urgency(asked((ANN, US, 0)), nobody, as_of=9 * DAY).values.any()
    assert not urgency(Timeline.of(3, [], [], []), OWN, as_of=0).values.any()


def test_patience_must_be_possible() -> None:
    with pytest.raises(ValueError, match="must be positive"):
        Patience(patience=0)


messages = st.lists(
    st.tuples(
        st.integers(0, 5), st.integers(0, 5), st.integers(0, 60), st.integers(-1, 3),
        st.sampled_from([-1.0, -0.5, 0.5, np.nan]),
    ).filter(lambda row: row[0] != row[1]),
    max_size=30,
)  # fmt: skip


Row = tuple[int, int, int, int, float]


def six_people(rows: list[Row], number: list[int]) -> Timeline:
    """The rows in time order, as a timeline of people numbered as given."""
    rows = sorted(rows, key=lambda row: row[2])
    return Timeline.of(
        6,
        [number[row[0]] for row in rows],
        [number[row[1]] for row in rows],
        [row[2] * DAY for row in rows],
        thread=[row[3] for row in rows],
        sentiment=[row[4] for row in rows],
    )


@settings(max_examples=60, deadline=None)
@given(messages, st.permutations(range(6)))
def test_numbering_people_otherwise_changes_nothing_for_anybody(
    rows: list[Row], number: list[int]
) -> None:
    own, renumbered = np.arange(6) < 2, np.array(number)
    as_drawn, otherwise = six_people(rows, list(range(6))), six_people(rows, number)
    own_otherwise = np.zeros(6, np.bool_)
    own_otherwise[renumbered[own]] = True

    found = urgency(as_drawn, own, as_of=61 * DAY)
    again = urgency(otherwise, own_otherwise, as_of=61 * DAY)

    np.testing.assert_allclose(again.values[renumbered], found.values, rtol=1e-12)
    np.testing.assert_array_equal(again.open_threads[renumbered], found.open_threads)
    assert ((found.values >= 0) & (found.values < 1)).all()
    assert not found.values[own].any()


@settings(max_examples=60, deadline=None)
@given(messages)
def test_open_threads_are_those_a_plain_reading_finds(
    rows: list[Row],
) -> None:
    own = {0, 1}

    def is_open(source: int, target: int, day: int, thread: int) -> bool:
        answers = [row for row in rows if row[0] in own and row[1] == source and row[2] > day]
        if thread < 0:
            return not any(row[0] == target for row in answers)
        return not any(row[3] == thread for row in answers)

    expected = [
        len({
            row[3] for row in rows
            if row[0] == who and row[0] not in own and row[1] in own and is_open(*row[:4])
        })
        for who in range(6)
    ]  # fmt: skip
    timeline = six_people(rows, list(range(6)))

    found = urgency(timeline, np.arange(6) < 2, as_of=61 * DAY)

    assert found.open_threads.tolist() == expected
