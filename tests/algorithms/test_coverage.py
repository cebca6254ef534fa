"""When feeds were heard from: outages are seen, weekends and summers are not taken for them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.feeds.coverage import Coverage, coverage
from algorithms.feeds.outages import NEVER
from graph.moments import DAY
from graph.timeline import Timeline
from tests.algorithms.logs import collegemsg, manufacturing

FIRST = 20_000


def days(
    length: int, a_day: float = 5.0, seed: int = 1, weekends: bool = False
) -> NDArray[np.int64]:
    """Moments of a feed, Poisson by working day."""
    dice = np.random.default_rng(seed)
    day = FIRST + np.arange(length)
    is_rest = ((day + 3) % 7 >= 5) & (not weekends)
    return np.repeat(day, np.where(is_rest, 0, dice.poisson(a_day, length))) * DAY + DAY // 2


def without(at: NDArray[np.int64], begin: int, end: int) -> NDArray[np.int64]:
    day = at // DAY - FIRST
    return at[(day < begin) | (day >= end)]


def two(first: NDArray[np.int64], second: NDArray[np.int64], as_of: int | None = None) -> Coverage:
    at = np.concatenate([first, second])
    way = np.repeat([0, 1], [len(first), len(second)])
    return coverage(at, way=way, feeds=("mail", "chat"), as_of=as_of)


def said(found: Coverage) -> list[tuple[int, str, int, int | None]]:
    return [
        (
            one.feed,
            one.kind,
            one.since // DAY - FIRST,
            None if one.until == NEVER else one.until // DAY - FIRST,
        )
        for one in found.outages
    ]


def test_a_log_without_gaps_has_no_outage_weekends_included() -> None:
    for seed in range(20):
        assert coverage(days(400, 3.0, seed)).outages == ()


def test_a_feed_that_stops_while_the_other_goes_on_is_an_outage() -> None:
    found = two(without(days(300), 200, 221), days(300, seed=2))

    ((feed, kind, since, until),) = said(found)
    assert (feed, kind) == (0, "outage")
    assert abs(since - 200) <= 3  # a weekend may lie before
    assert abs((until or 0) - 221) <= 3


def test_an_export_that_ends_early_has_ended() -> None:
    ((feed, kind, since, until),) = said(two(days(260), days(300, seed=2)))

    assert (feed, kind, until) == (0, "ended", None)
    assert abs(since - 260) <= 3


def test_everything_stopping_is_a_pause_and_a_holiday_if_it_was_so_a_year_before() -> None:
    log = without(without(days(800), 350, 364), 715, 729)

    kinds = [kind for _, kind, _, _ in said(coverage(log))]
    assert kinds == ["pause", "holiday"]


def test_a_long_weekend_is_nothing() -> None:
    friday = next(k for k in range(200, 207) if (FIRST + k + 3) % 7 == 4)

    assert coverage(without(days(300), friday, friday + 4)).outages == ()


def in_turns(active: int, every: int, turns: int = 40) -> NDArray[np.int64]:
    """Moments of people who write in the same days of each quarter, and not between."""
    day = (FIRST + every * np.arange(turns)[:, None] + np.arange(active)).ravel()
    return np.repeat(day, np.random.default_rng(1).poisson(7, day.size)) * DAY + DAY // 2


@pytest.mark.parametrize(("active", "every"), [(10, 91), (20, 91), (10, 60), (5, 30)])
def test_a_log_that_is_silent_by_habit_has_no_pause(active: int, every: int) -> None:
    at = in_turns(active, every)

    assert coverage(at).outages == ()
    assert coverage(at, as_of=int(at[-1]) + (every - active) * DAY).outages == ()


def test_after_two_long_silences_one_more_is_no_news() -> None:
    assert len(said(coverage(in_turns(35, 91)))) <= 2
    assert len(said(coverage(in_turns(60, 182)))) <= 2


def test_a_feed_that_is_silent_by_habit_and_then_for_years_is_news() -> None:
    at = in_turns(10, 91)

    ((_, kind, since, _),) = said(coverage(at, as_of=int(at[-1]) + 800 * DAY))
    assert (kind, since) == ("ended", 39 * 91 + 10)


def test_a_reader_that_another_took_over_from_is_no_outage() -> None:
    first, second = days(200), days(400, seed=2)
    second = second[second // DAY - FIRST >= 200]
    at = np.concatenate([first, second])
    way = np.repeat([0, 1], [len(first), len(second)])

    found = coverage(at, way=way, feeds=("mail by a", "mail by b"), channels=("mail", "mail"))
    assert found.outages == ()


def test_nothing_after_the_moment_is_read() -> None:
    first, second = without(days(300), 200, 221), days(300, seed=2)
    for day in (150, 205, 214, 240):
        moment = (FIRST + day) * DAY
        cut = two(first[first <= moment], second[second <= moment], as_of=moment)
        assert said(two(first, second).at(moment)) == said(cut)


def test_heard_days_and_their_inverse_agree() -> None:
    found = two(without(days(300), 200, 221), days(280, seed=2), as_of=(FIRST + 300) * DAY)
    dice = np.random.default_rng(3)
    shares = dice.uniform(0, 0.2, (500, len(found.stopped))).astype(np.float32)
    since = (FIRST + dice.uniform(100, 290, 500)) * DAY
    wait = dice.uniform(0, 150, 500)

    until = found.after(shares, since.astype(np.int64), wait)
    assert (until != NEVER).all()
    back = found.heard(shares, since.astype(np.int64), until)
    np.testing.assert_allclose(back, wait, atol=1e-6)


def test_time_stands_still_for_who_met_in_a_feed_that_ended() -> None:
    found = two(days(260), days(300, seed=2))
    only = np.ones((1, 1), np.float32)

    heard = found.heard(only, (FIRST + 250) * DAY, (FIRST + 299) * DAY)
    assert 8 <= heard[0] <= 12  # the weekend before counts as heard
    assert found.after(only, (FIRST + 250) * DAY, 30.0)[0] == NEVER


def test_an_empty_log_and_a_single_day_have_no_outage() -> None:
    assert coverage(np.zeros(0, np.int64)).outages == ()
    assert coverage(np.full(9, FIRST * DAY)).outages == ()


@pytest.mark.parametrize("log", [collegemsg, manufacturing])
def test_real_logs_with_holidays_and_a_dying_end_have_no_outage(
    shared: Path, log: Callable[[Path], Timeline]
) -> None:
    at = log(shared).at

    assert coverage(at).outages == ()
    for date in ("2010-04-06", "2010-05-04", "2004-07-01", "2004-10-01"):
        moment = int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp()) * 1_000_000
        if at.min() < moment < at.max():
            assert coverage(at[at <= moment], as_of=moment).outages == ()
