"""Perfectly regular rhythms, and what every one of their beginnings looks like."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.folding import folded
from algorithms.rhythm.heard import heard_days
from algorithms.rhythm.phase import STATES, Phases, Thresholds
from algorithms.rhythm.running import running_strength
from algorithms.rows.pair_rows import pair_rows
from algorithms.ties import ties
from algorithms.weakening import weakening, weakening_order
from graph.timeline import Timeline
from tests.worlds import DAY

REST = {"cooling", "at risk", "dormant"}
MONDAY = date(2024, 1, 1)
_EPOCH = date(1970, 1, 1)

Days = Callable[[date], bool]


def is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def is_last_working_day(day: date) -> bool:
    days = [day + timedelta(days=k) for k in range(1, 4)]
    later = [one for one in days if one.weekday() < 5 and one.month == day.month]
    return day.weekday() < 5 and not later and (day + timedelta(days=3)).month != day.month


RHYTHMS: dict[str, Days] = {
    "every day": lambda _: True,
    "every weekday": lambda day: day.weekday() < 5,
    "weekends only": lambda day: day.weekday() > 4,
    "Monday, Wednesday, Friday": lambda day: day.weekday() in {0, 2, 4},
    "Monday and Tuesday": lambda day: day.weekday() < 2,
    "every Thursday": lambda day: day.weekday() == 3,
    "every second Thursday": lambda day: (day - MONDAY).days % 14 == 3,
    "the first of the month": lambda day: day.day == 1,
    "the middle of the month": lambda day: day.day == 15,
    "the last day of the month": is_month_end,
    "the last working day of the month": is_last_working_day,
    "the first and the middle": lambda day: day.day in {1, 15},
    "the middle and the end": lambda day: day.day == 15 or is_month_end(day),
    "the first Monday of the month": lambda day: day.weekday() == 0 and day.day <= 7,
    "the last Friday of the month": lambda day: (
        day.weekday() == 4 and (day + timedelta(days=7)).month != day.month
    ),
    "the first Tuesday of every second month": lambda day: (
        day.weekday() == 1 and day.day <= 7 and day.month % 2 == 1
    ),
    "the last day of the quarter": lambda day: is_month_end(day) and day.month % 3 == 0,
    "the last working day of the quarter": lambda day: (
        is_last_working_day(day) and day.month % 3 == 0
    ),
}


def days_of(rhythm: Days, years: int = 4, start: date = MONDAY) -> list[int]:
    """The days of a rhythm, as days since the epoch."""
    calendar = (start + timedelta(days=k) for k in range(years * 365 + 1))
    return [(day - _EPOCH).days for day in calendar if rhythm(day)]


def beginnings(at: NDArray[np.int64]) -> tuple[Timeline, NDArray[np.int64]]:
    """A log in which pair k had the first k + 1 of these contacts: all of a pair's past at once."""
    count = len(at) - 1
    pair = np.repeat(np.arange(count), np.arange(1, count + 1))
    k = np.concatenate([np.arange(n) for n in range(1, count + 1)])
    return Timeline.of(2 * count, 2 * pair, 2 * pair + 1, at[k]), at[1:]


def seen_at_every_step(at: Iterable[float]) -> tuple[Phases, NDArray[np.int64]]:
    """The pair after each of its contacts (days, but the last), and when the next one came."""
    timeline, following = beginnings(np.round(np.array(list(at)) * DAY).astype(np.int64))
    weight = np.ones(len(timeline))
    rows = pair_rows(timeline, weight, as_of=int(following[-1]))
    strength = running_strength(timeline, weight, rows, half_life=30 * DAY)
    heard = heard_days(timeline, rows)
    return folded(timeline, rows, strength, heard, thresholds=Thresholds()), following


def phases_of(found: Phases) -> list[str]:
    return [STATES[code] for code in found.phase]


def changes(words: list[str]) -> list[tuple[str, str]]:
    return [(before, after) for before, after in pairwise(words) if before != after]


def ever_fades(at: Iterable[float], least: int = 1) -> list[int]:
    """The contacts after which the pair faded before the next one came, from the least-th on."""
    found, following = seen_at_every_step(at)
    fades = np.isin(found.phase, [STATES.index(word) for word in REST])
    for dates in (found.cools_at, found.at_risk_at, found.dormant_at):
        fades |= dates < following
    return [int(k) for k in np.flatnonzero(fades) if k + 1 >= least]


def listed_before_next(at: list[float]) -> int:
    """In how many of a pair's silences it stood in the weakening list just before they ended."""
    found = 0
    for k in range(4, len(at) - 1):
        moment = round(at[k + 1] * DAY) - 1
        timeline = Timeline.of(
            2, [0] * (k + 1), [1] * (k + 1), [round(day * DAY) for day in at[: k + 1]]
        )
        weight = np.ones(k + 1)
        known = ties(timeline, weight, as_of=moment, half_life=30 * DAY)
        found += len(weakening_order(weakening(timeline, weight, known, as_of=moment)))
    return found
