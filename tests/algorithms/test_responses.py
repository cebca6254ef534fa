"""Responses: how soon and how often two people answer, and who starts."""

from collections.abc import Iterator
from dataclasses import astuple, fields
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from algorithms.pairs.responses import Responses, responses
from algorithms.rhythm import exchanges as module
from algorithms.rows.pair_rows import pair_rows
from graph.timeline import Timeline
from tests.algorithms.logs import collegemsg
from tests.algorithms.plain import usual_gap
from tests.worlds import DAY, timeline_of

HOUR = DAY // 24
NAMES = [field.name for field in fields(Responses)]


def of(timeline: Timeline, *, as_of: int = 10**18) -> Responses:
    return responses(timeline, pair_rows(timeline, np.ones(len(timeline)), as_of=as_of))


def of_one(*messages: tuple[int, float], until: float | None = None) -> dict[str, float]:
    """Of one pair: (sender, day) each; the log goes on elsewhere until a day."""
    rows = [(sender, 1 - sender, day) for sender, day in messages]
    if until is not None:
        rows.append((2, 3, until))
    found = of(timeline_of(4, *rows))
    return {name: float(getattr(found, name)[0]) for name in NAMES}


def contacts_of(timeline: Timeline, k: int) -> list[tuple[int, int]]:
    """(moment, who wrote: 0 a, 1 b, 2 both) of a pair, from the rows of its interactions."""
    found = []
    rows = timeline.pairs.rows(k).tolist()
    for _, same in groupby(rows, key=lambda row: int(timeline.interaction[row])):
        kept = list(same)
        ways = [int(timeline.source[row] > timeline.target[row]) for row in kept]
        found.append((int(timeline.at[kept[0]]), 2 if len(ways) > 1 else ways[0]))
    sides = {moment: {who for at, who in found if at == moment} for moment, _ in found}
    return [(at, who if len(sides[at]) == 1 else 2) for at, who in found]


def exchanges_of(contacts: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Literally: a new exchange after a silence of more than max(7, usual gap) days."""
    days = sorted({at // DAY for at, _ in contacts})
    silence = max(7, usual_gap(days) or 0)
    current: list[tuple[int, int]] = []
    for at, who in contacts:
        if current and at // DAY - current[-1][0] // DAY > silence:
            yield current
            current = []
        current.append((at, who))
    yield current


def plain(timeline: Timeline, k: int) -> list[float]:
    """The definition in plain Python, message by message."""
    contacts = contacts_of(timeline, k)
    silence = max(7, usual_gap(sorted({at // DAY for at, _ in contacts})) or 0)
    today = int(timeline.at[-1]) // DAY
    waits: tuple[list[int], list[int]] = ([], [])
    asked, starts = [0, 0], [0, 0, 0]
    every = list(exchanges_of(contacts))
    for exchange in every:
        starts[exchange[0][1]] += 1
        waiting = None  # (who wrote, since when) that has no answer yet
        for at, who in exchange:
            if who == 2:
                continue
            if waiting is not None and who != waiting[0]:
                waits[who].append(at - waiting[1])
                asked[who] += 1
            if waiting is None or who != waiting[0]:
                waiting = (who, at)
        is_open = exchange is every[-1] and today - exchange[-1][0] // DAY <= silence
        if waiting is not None and not is_open:
            asked[1 - waiting[0]] += 1
    return [
        *[float(np.percentile(side, 50)) if side else np.nan for side in waits],
        *[float(np.percentile(side, 90)) if side else np.nan for side in waits],
        *[len(waits[s]) / asked[s] if asked[s] else np.nan for s in (0, 1)],
        starts[0] / (starts[0] + starts[1]) if starts[0] + starts[1] else np.nan,
        *map(len, waits),
        starts[0] + starts[1],
    ]


def random_log(seed: int) -> Timeline:
    """Between few people over two to sixty weeks, with meetings, and moments that repeat."""
    rng = np.random.default_rng(seed)
    people, count = 2 + seed % 3, int(rng.integers(1, 80))
    moment = np.sort(rng.integers(0, int(rng.integers(14, 400)) * 4, count)) * (DAY // 4)
    a = rng.integers(0, people, count)
    b = (a + rng.integers(1, people, count)) % people
    both = rng.random(count) < (seed % 2) * 0.2
    number = np.arange(count)
    return Timeline.of(
        people,
        np.concatenate([a, b[both]]),
        np.concatenate([b, a[both]]),
        np.concatenate([moment, moment[both]]),
        interaction=np.concatenate([number, number[both]]),
    )


def in_order(timeline: Timeline) -> Timeline:
    """Rows of one interaction side by side, as a snapshot keeps them."""
    order = np.lexsort((timeline.source, timeline.interaction, timeline.at))
    columns = {"interaction": timeline.interaction[order]}
    return Timeline.of(
        timeline.people,
        timeline.source[order],
        timeline.target[order],
        timeline.at[order],
        **columns,
    )


@pytest.mark.parametrize("seed", range(80))
def test_random_logs_give_what_plain_python_does(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = in_order(random_log(seed))
    found = of(timeline)
    columns = np.array(astuple(found))

    for k in range(len(timeline.pairs.a)):
        assert columns[:, k] == pytest.approx(plain(timeline, k), rel=1e-12, nan_ok=True)
    for chunk in (1, 7):
        monkeypatch.setattr(module, "_CHUNK", chunk)
        again = of(timeline)
        assert all(
            getattr(again, name).tobytes() == getattr(found, name).tobytes() for name in NAMES
        )


def test_a_reminder_does_not_make_the_wait_look_short() -> None:
    found = of_one((0, 0.0), (0, 2.0), (1, 3.0))

    assert found["response_median_b"] == 3 * DAY
    assert found["answered_share_b"] == 1
    assert np.isnan(found["response_median_a"])


def test_both_sides_are_told_apart_whoever_has_the_smaller_number() -> None:
    # a answers after one day, b after two
    found = of_one((0, 0.0), (1, 2.0), (0, 3.0), (1, 5.0), (0, 6.0))

    assert found["response_median_a"] == DAY
    assert found["response_median_b"] == 2 * DAY
    assert (found["answers_a"], found["answers_b"]) == (2, 2)


def test_median_and_ninetieth_percentile_are_those_of_the_waits() -> None:
    # b takes 1, 2, 3, 4, 20 hours, each on a day of its own
    messages = []
    for day, hours in enumerate([1, 2, 3, 4, 20]):
        messages += [(0, day), (1, day + hours / 24)]
    found = of_one(*messages)

    assert found["response_median_b"] == 3 * HOUR
    assert found["response_p90_b"] == pytest.approx(13.6 * HOUR)  # 4 + 0.6 * (20 - 4)


def test_what_comes_after_a_long_silence_answers_nothing_but_starts_anew() -> None:
    found = of_one((0, 0.0), (1, 20.0), until=90)

    assert found["exchanges"] == 2
    assert found["started_by_a"] == 0.5
    assert found["answered_share_b"] == 0
    assert found["answered_share_a"] == 0
    assert found["answers_a"] == found["answers_b"] == 0


def test_a_week_to_the_day_is_within_the_exchange() -> None:
    assert of_one((0, 0.0), (1, 7.9))["exchanges"] == 1
    assert of_one((0, 0.9), (1, 8.0))["exchanges"] == 2


def test_a_slow_pair_has_a_longer_patience() -> None:
    # every 30 days, in turn: each answers the one before
    found = of_one(*((k % 2, 30.0 * k) for k in range(10)))

    assert found["exchanges"] == 1
    assert found["response_median_b"] == 30 * DAY


def test_who_can_still_answer_is_not_held_to_have_failed() -> None:
    assert np.isnan(of_one((0, 0.0), until=7)["answered_share_b"])
    assert of_one((0, 0.0), until=8)["answered_share_b"] == 0
    # the last question is open, the one before was answered
    assert of_one((0, 0.0), (1, 1.0), (0, 2.0), until=8)["answered_share_b"] == 1


def test_a_crowd_that_is_written_to_and_never_answers_starts_nothing() -> None:
    found = of_one(*((0, 10.0 * k) for k in range(4)), until=100)

    assert found["started_by_a"] == 1
    assert found["answered_share_b"] == 0


def test_a_meeting_keeps_an_exchange_going_but_answers_nothing() -> None:
    # a wrote on day 0, they met on day 5, b wrote on day 10
    timeline = Timeline.of(
        2,
        [0, 0, 1, 1],
        [1, 1, 0, 0],
        [0, 5 * DAY, 5 * DAY, 10 * DAY],
        interaction=[0, 1, 1, 2],
    )
    found = of(timeline)

    assert found.exchanges.tolist() == [1]
    assert found.response_median_b.tolist() == [10 * DAY]


def test_what_a_meeting_begins_was_started_by_nobody() -> None:
    timeline = Timeline.of(2, [0, 1, 1], [1, 0, 0], [0, 0, DAY], interaction=[0, 0, 1])
    found = of(timeline)

    assert found.exchanges.tolist() == [0]
    assert np.isnan(found.started_by_a).all()


def test_in_a_log_that_knows_days_only_nobody_answers_at_once() -> None:
    """Both wrote on days 0 and 20: who began, and whether the other answered, is not known."""
    either_first = [of_one((0, 0), (1, 0), (1, 20), (0, 20), (0, 40), (1, 42), until=99)]
    either_first.append(of_one((1, 0), (0, 0), (0, 20), (1, 20), (0, 40), (1, 42), until=99))

    for found in either_first:
        assert found["exchanges"] == 1  # the one of day 40, which a began
        assert found["started_by_a"] == 1
        assert np.isnan(found["response_median_a"])
        assert found["response_median_b"] == 2 * DAY
        assert found["answered_share_b"] == 1


def test_what_comes_later_changes_nothing_as_of_a_moment() -> None:
    timeline = in_order(random_log(7))
    middle = int(timeline.at[len(timeline) // 2])
    kept = timeline.at <= middle
    cut = Timeline.of(
        timeline.people,
        timeline.source[kept],
        timeline.target[kept],
        timeline.at[kept],
        interaction=timeline.interaction[kept],
    )

    then, alone = of(timeline, as_of=middle), of(cut)

    assert all(getattr(then, n).tobytes() == getattr(alone, n).tobytes() for n in NAMES)


@pytest.mark.parametrize("people", [0, 1, 5])
def test_where_nothing_happened_there_is_nothing_to_say(people: int) -> None:
    found = of(Timeline.of(people, [], [], []))

    assert all(getattr(found, name).shape == (0,) for name in NAMES)


def test_whole_weeks_later_the_same_log_gives_the_same() -> None:
    timeline = in_order(random_log(11))
    later = Timeline.of(
        timeline.people,
        timeline.source,
        timeline.target,
        timeline.at + 2800 * 7 * DAY,
        interaction=timeline.interaction,
    )

    found, moved = of(timeline), of(later)

    assert all(getattr(found, n).tobytes() == getattr(moved, n).tobytes() for n in NAMES)


def test_a_real_log_gives_what_plain_python_does(shared: Path) -> None:
    timeline = collegemsg(shared)
    columns = np.array(astuple(of(timeline)))

    assert len(timeline.pairs.a) == 13_838
    for k in range(0, 13_838, 17):
        assert columns[:, k] == pytest.approx(plain(timeline, k), rel=1e-12, nan_ok=True)
