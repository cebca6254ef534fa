"""A generator of relationship logs in which it is known who fell silent, since when, and why.

A company and its customers keep in touch over two years, by mail, chat and phone, in rhythms from
weekly to quarterly and in bursts. Then things happen: people leave or are away, customers close as
they do every year, single ties break, a feed stops for good or for some weeks. What happened is
kept beside the log.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from graph.moments import DAY

__all__ = ["Change", "World", "until", "world"]

DAYS = 730
FIRST = 20_000  # 2024-10-04, a Friday
FEEDS = ("email", "slack", "phone")
_GAPS = (6.0, 7.0, 7.0, 9.0, 12.0, 14.0, 21.0, 30.0, 45.0, 91.0)


@dataclass(frozen=True)
class Change:
    """What was injected: its level, from which day to which, and the pairs that fell silent."""

    what: str  # departure, leave, outage, ended, season, break
    level: str
    who: int  # a person, an organization, a feed, or a pair; as the level says
    since: int
    until: int
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class World:
    """A log as columns in time order, who belongs where, and what happened."""

    at: NDArray[np.int64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    feed: NDArray[np.int64]
    organization: NDArray[np.int32]
    as_of: int
    changes: tuple[Change, ...]

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.organization)


def until(whole: World, day: int) -> World:
    """Give a world as it was before a day."""
    end = (FIRST + day) * DAY
    kept = whole.at < end
    columns = {name: getattr(whole, name)[kept] for name in ("at", "source", "target", "feed")}
    return replace(whole, **columns, as_of=end - 1)


@dataclass
class _Tie:
    a: int
    b: int
    gap: float
    shape: float
    bursts: bool
    feeds: tuple[float, ...]
    stops: list[tuple[int, int]] = field(default_factory=list)


def world(
    seed: int,
    *,
    ours: int = 40,
    customers: int = 12,
    outage: str = "none",
    noise: float = 0.3,
    days: int = DAYS,
) -> World:
    """Make a world. *outage* is none, ended or gap; *noise* the share of ties in bursts."""
    dice = np.random.default_rng(seed)
    organization = [0] * ours
    for code in range(1, customers + 1):
        organization += [code] * int(dice.integers(2, 6))
    org = np.array(organization, np.int32)
    ties = _ties(dice, org, ours, noise)
    changes = _changes(dice, ties, org, ours, customers, days)
    at, source, target, feed = _log(dice, ties, days).T
    kept = np.ones(len(at), bool)
    if outage != "none":
        stopped = int(dice.integers(0, 2))
        length = int(dice.integers(15, 60))
        until = days if outage == "ended" else days - int(dice.integers(1, 6))
        kept = ~(
            (feed == stopped) & (at // DAY - FIRST >= until - length) & (at // DAY - FIRST < until)
        )
        hit = tuple((t.a, t.b) for t in ties if t.feeds[stopped] >= 0.4)
        changes.append(Change(outage, "data", stopped, until - length, until, hit))
    at, source, target, feed = at[kept], source[kept], target[kept], feed[kept]
    order = np.argsort(at, kind="stable")
    return World(
        at[order], source[order], target[order], feed[order], org,
        (FIRST + days) * DAY - 1, tuple(changes),
    )  # fmt: skip


def _ties(dice: np.random.Generator, org: NDArray[np.int32], ours: int, noise: float) -> list[_Tie]:
    pairs: set[tuple[int, int]] = set()
    for a in range(ours):
        for b in dice.choice(ours, int(dice.integers(4, 10)), replace=False):
            if a != b:
                pairs.add((min(a, int(b)), max(a, int(b))))
    for b in range(ours, len(org)):
        for a in dice.choice(ours, int(dice.integers(1, 4)), replace=False):
            pairs.add((int(a), b))
    found = []
    for a, b in sorted(pairs):
        inside = b < ours
        main = dice.random()
        if inside:
            feeds = (
                (0.0, 1.0, 0.0)
                if main < 0.4
                else (1.0, 0.0, 0.0)
                if main < 0.7
                else (0.4, 0.5, 0.1)
            )
        else:
            feeds = (1.0, 0.0, 0.0) if main < 0.5 else (0.7, 0.0, 0.3)
        gap = float(dice.choice(_GAPS) * dice.uniform(0.85, 1.15))
        found.append(
            _Tie(a, b, gap, float(dice.choice([2, 4, 8, 20])), bool(dice.random() < noise), feeds)
        )
    return found


def _changes(
    dice: np.random.Generator, ties: list[_Tie], org: NDArray[np.int32], ours: int,
    customers: int, days: int,
) -> list[Change]:  # fmt: skip
    """Inject what happens, each to people, customers and ties of their own."""
    found: list[Change] = []
    people = dice.permutation(ours)
    taken: set[int] = set()
    many = max(ours // 10, 2)
    for number, one in enumerate(people[: 2 * many]):
        who = int(one)
        taken.add(who)
        what, low, high = ("departure", 40, 110) if number < many else ("leave", 16, 32)
        since = days - int(dice.integers(low, high))
        found.append(_stopped(ties, (what, "person", who), (since, days), _of(who)))
    closed = dice.permutation(customers)[: max(customers // 4, 2)] + 1
    for one in closed:
        code = int(one)
        since = days - int(dice.integers(21, 45))
        told = ("season", "organization", code)
        found.append(_stopped(ties, told, (since, days), _with(org, code)))
        for tie in ties:
            if org[tie.b] == code:
                tie.stops.append((since - 365, days - 365 + 3))
        taken |= set(np.flatnonzero(org == code).tolist())
    free = [k for k, t in enumerate(ties) if not taken & {t.a, t.b} and t.gap < 25]
    for k in dice.permutation(free)[: max(ours // 8, 3)].tolist():
        tie = ties[k]
        since = days - int(max(dice.integers(30, 100), round(6 * tie.gap)))
        tie.stops.append((since, days))
        found.append(Change("break", "tie", k, since, days, ((tie.a, tie.b),)))
    return found


def _stopped(
    ties: list[_Tie], told: tuple[str, str, int], days: tuple[int, int], hit: Callable[[_Tie], bool]
) -> Change:
    """Stop all the ties that were hit; *told* is what it is, its level and whose."""
    pairs = []
    for tie in ties:
        if hit(tie):
            tie.stops.append(days)
            pairs.append((tie.a, tie.b))
    return Change(*told, *days, tuple(pairs))


def _of(who: int) -> Callable[[_Tie], bool]:
    return lambda tie: who in (tie.a, tie.b)


def _with(org: NDArray[np.int32], code: int) -> Callable[[_Tie], bool]:
    return lambda tie: bool(org[tie.b] == code)


def _log(dice: np.random.Generator, ties: list[_Tie], days: int) -> NDArray[np.int64]:
    rows: list[tuple[int, int, int, int]] = []
    for tie in ties:
        for moment in _moments(dice, tie, days):
            day = int(moment)
            if any(begin <= day < end for begin, end in tie.stops):
                continue
            second = int(dice.integers(8 * 3600, 18 * 3600))
            a, b = (tie.a, tie.b) if dice.random() < 0.5 else (tie.b, tie.a)
            feed = int(dice.choice(3, p=tie.feeds))
            rows.append(((FIRST + day) * DAY + second * 1_000_000, a, b, feed))
            if dice.random() < 0.6:  # an answer on the same day
                rows.append(((FIRST + day) * DAY + (second + 1800) * 1_000_000, b, a, feed))
    return np.array(rows, np.int64)


def _moments(dice: np.random.Generator, tie: _Tie, days: int) -> list[int]:
    """The days on which a tie is in touch: a steady rhythm or bursts, never at a weekend."""
    found: set[int] = set()
    day = float(dice.uniform(0, tie.gap))
    shape, scale = (2.0, 1.6 * tie.gap) if tie.bursts else (tie.shape, tie.gap)
    while day < days:
        burst = int(dice.integers(1, 4)) if tie.bursts else 1
        for one in range(int(day), int(day) + burst):
            weekday = (FIRST + one + 3) % 7  # 0 is Monday
            found.add(one + (7 - weekday if weekday > 4 else 0))
        day += float(dice.gamma(shape) / shape * scale)
    return sorted(one for one in found if one < days)
