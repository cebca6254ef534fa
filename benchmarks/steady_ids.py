"""How many communities keep their id when a hundredth of a log changes: a table of docs/groups.md.

    python -m benchmarks.steady_ids FOLDER [--draws 3] [--log NAME ...]

FOLDER holds the data sets. Each log is changed in six ways: a hundredth of the interactions lost;
as many new ones between anybody; as many between pairs like those there; as many that reach
somebody else; every moment up to a hundredth of the log's length earlier or later; and the log as
it was before its last hundredth, seen from its own end then. Counted are communities of three or
more; beside the share of ids that of members under a kept id, and the share of communities that
have a counterpart: one of the other log whose members are more than half of those of both. Without
one a community is not there any more, whatever names it. Takes about two minutes of a core.
"""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.communities import Communities, communities
from algorithms.groups.community_ids import person_keys
from algorithms.projection import projection
from algorithms.ties import ties
from benchmarks.logs import invented_log
from graph.timeline import Timeline
from tests.algorithms.known_groups import KNOWN
from tests.algorithms.logs import SECOND, collegemsg, dnc, manufacturing

DAY = 86_400 * SECOND
HALF_LIFE = 30 * DAY
SHARE = 0.01
SMALLEST = 3

Ints = NDArray[np.int64]
Rows = tuple[Ints, Ints, Ints]  # source, target, at


@dataclass(frozen=True)
class Kept:
    """What share is there after a change: of ids, of people by community, of communities."""

    ids: float
    people: float
    counterparts: float


def _planted(
    people: int, size: int, rows: int, inside: float, *, bursts: bool = False, grows: bool = False
) -> Timeline:
    """Teams of one size over half a year; a share of what is written stays within the team."""
    rng = np.random.default_rng(people)
    when = rng.random(rows)
    if bursts:  # a few busy hours hold nearly everything
        hours = rng.random(rows // 40)[rng.integers(rows // 40, size=rows)]
        when = np.clip(hours + rng.normal(0, 0.002, rows), 0, 1)
    there = np.full(rows, people)
    if grows:  # ever more people, and ever more is written
        when = np.sqrt(when)
        there = np.maximum((people * when).astype(np.int64), 2 * size)
    source = rng.integers(people, size=rows) % there
    mate = np.minimum(source // size * size + rng.integers(size, size=rows), there - 1)
    anybody = rng.integers(people, size=rows) % there
    target = np.where(rng.random(rows) < inside, mate, anybody)
    return _timeline(people, source, target, (when * 180 * DAY).astype(np.int64))


def _company(rows: int, people: int) -> Timeline:
    log = invented_log(rows, people)
    at = np.asarray(log.second, np.int64) * SECOND
    return _timeline(len(log.people), log.sender, log.recipient, at)


def _half(timeline: Timeline) -> Timeline:
    return _first(timeline, len(timeline) // 2)


def _first(timeline: Timeline, rows: int) -> Timeline:
    columns = (timeline.source[:rows], timeline.target[:rows], timeline.at[:rows])
    return _timeline(timeline.people, *columns)


def _timeline(
    people: int, source: NDArray[np.integer], target: NDArray[np.integer], at: Ints
) -> Timeline:
    row = np.flatnonzero(source != target)
    row = row[np.argsort(at[row], kind="stable")]
    return Timeline.of(people, source[row], target[row], at[row])


def _known(name: str) -> Callable[[Path], Timeline]:
    return lambda folder: KNOWN[name][0](folder)[0]


LOGS: dict[str, Callable[[Path], Timeline]] = {
    "manufacturing mail": manufacturing,
    "high school 2013": _known("high school"),
    "workplace 2013": _known("workplace"),
    "football": _known("football"),
    "email-Eu-core": _known("departments"),
    "LFR, 300 people": _known("planted, 300 people"),
    "DNC mail": dnc,
    "CollegeMsg, its first half": lambda folder: _half(collegemsg(folder)),
    "CollegeMsg": collegemsg,
    "teams, 80 % inside": lambda _: _planted(200, 20, 10_000, 0.8),
    "teams, 50 % inside": lambda _: _planted(200, 20, 10_000, 0.5),
    "teams, 30 % inside": lambda _: _planted(200, 20, 10_000, 0.3),
    "teams in bursts": lambda _: _planted(120, 12, 8_000, 0.6, bursts=True),
    "teams, growing": lambda _: _planted(200, 10, 9_000, 0.6, grows=True),
    "invented year, 300 people": lambda _: _company(8_000, 300),
    "invented year, 2,000 people": lambda _: _company(40_000, 2_000),
    "invented year, 20,000 people": lambda _: _company(200_000, 20_000),
    "pure chance, 200 people": lambda _: _planted(200, 1, 4_000, 0.0),
}


def _lost(at_rows: Rows, rng: np.random.Generator, count: int) -> Rows:
    stays = np.ones(len(at_rows[2]), bool)
    stays[rng.choice(len(stays), count, replace=False)] = False
    source, target, at = at_rows
    return source[stays], target[stays], at[stays]


def _anybody(at_rows: Rows, rng: np.random.Generator, count: int) -> Rows:
    source, target, at = at_rows
    active = np.unique(np.concatenate([source, target]))
    one, other = rng.choice(active, count), rng.choice(active, count)
    return _with(at_rows, one, other, at[rng.integers(len(at), size=count)])


def _alike(at_rows: Rows, rng: np.random.Generator, count: int) -> Rows:
    source, target, at = at_rows
    like = rng.integers(len(at), size=count)
    return _with(at_rows, source[like], target[like], at[rng.integers(len(at), size=count)])


def _moved(at_rows: Rows, rng: np.random.Generator, count: int) -> Rows:
    source, target, at = at_rows
    target = target.copy()
    row = rng.choice(len(at), count, replace=False)
    target[row] = target[rng.integers(len(at), size=count)]
    return source, target, at


def _shifted(at_rows: Rows, rng: np.random.Generator, _count: int) -> Rows:
    source, target, at = at_rows
    most = int((at.max() - at.min()) * SHARE) + 1
    return source, target, np.minimum(at + rng.integers(-most, most, len(at)), at.max())


def _with(at_rows: Rows, *more: Ints) -> Rows:
    source, target, at = (np.concatenate(pair) for pair in zip(at_rows, more, strict=True))
    return source, target, at


CHANGES = {
    "lost": _lost,
    "anybody": _anybody,
    "alike": _alike,
    "moved": _moved,
    "shifted": _shifted,
}
BEFORE = "1 % before"


def _found(timeline: Timeline, as_of: int) -> Communities:
    names = np.array([f"p_{k:07d}" for k in range(timeline.people)], "S9")
    seen = ties(timeline, np.ones(len(timeline)), as_of=as_of, half_life=HALF_LIFE)
    return communities(projection(seen, keys=person_keys(names)))


def _kept(before: Communities, after: Communities) -> Kept:
    counted = before.size >= SMALLEST
    is_there = np.isin(before.head[counted], after.head)
    size = before.size[counted]
    shared = _counterparts(before, after)[counted]
    people = float(size[is_there].sum() / size.sum())
    return Kept(float(is_there.mean()), people, float(shared.mean()))


def _counterparts(before: Communities, after: Communities) -> NDArray[np.bool_]:
    """Whether each community has one after, of all whose members more than half are in both."""
    in_both = (before.membership >= 0) & (after.membership >= 0)
    pairs = np.stack([before.membership[in_both], after.membership[in_both]])
    (one, other), shared = np.unique(pairs, axis=1, return_counts=True)
    size = dict(zip(after.head.tolist(), after.size.tolist(), strict=True))
    own = dict(zip(before.head.tolist(), before.size.tolist(), strict=True))
    found = {
        a
        for a, b, both in zip(one.tolist(), other.tolist(), shared.tolist(), strict=True)
        if 2 * both > own[a] + size[b] - both
    }
    return np.isin(before.head, list(found))


def kept(timeline: Timeline, draws: int) -> tuple[Communities, dict[str, Kept]]:
    """Change a log in every way, and give the communities and what is kept of them."""
    end, rows = int(timeline.at.max()), len(timeline)
    columns = (timeline.source.astype(np.int64), timeline.target.astype(np.int64), timeline.at)
    found, count = _found(timeline, end), max(1, round(rows * SHARE))
    shares: dict[str, Kept] = {}
    for place, (name, change) in enumerate(CHANGES.items()):
        drawn = []
        for draw in range(draws):
            changed = change(columns, np.random.default_rng([draw, place]), count)
            drawn.append(_kept(found, _found(_timeline(timeline.people, *changed), end)))
        shares[name] = Kept(*(_mean(drawn, key) for key in _KEYS))
    earlier = _first(timeline, rows - count)
    shares[BEFORE] = _kept(_found(earlier, int(earlier.at.max())), found)
    return found, shares


_KEYS = ("ids", "people", "counterparts")


def _mean(kept: Iterable[Kept], key: str) -> float:
    return float(np.mean([getattr(one, key) for one in kept]))


def main() -> None:
    parser = argparse.ArgumentParser(description="Ids that stay when a hundredth changes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--log", action="append", choices=LOGS, help="only this one; again for two")
    asked = parser.parse_args()
    print(
        "| log | communities |",
        *(f"{name} |" for name in [*CHANGES, BEFORE]),
        "all | of people | counterparts |",
    )
    print("|:--|" + "--:|" * (len(CHANGES) + 5))
    for name in asked.log or LOGS:
        found, shares = kept(LOGS[name](asked.folder), asked.draws)
        means = [_mean(shares.values(), key) for key in _KEYS]
        counted = int((found.size >= SMALLEST).sum())
        row = [f"{one.ids:.2f}" for one in shares.values()] + [f"{mean:.2f}" for mean in means]
        print(f"| {name} | {counted} |", " | ".join(row), "|", flush=True)


if __name__ == "__main__":
    main()
