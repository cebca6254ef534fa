"""Realistic logs of any size: who wrote to whom and when, with the communities that were planted.

    people       belong to a team, a team to a firm; both sizes are heavy-tailed, and so is how much
                 people write (Pareto). An address says the firm, not the team.
    pairs        about one for four interactions. Everybody starts one, busy people more: 12 in 20
                 of these stay within the team, 5 within the firm, 3 go anywhere. Then friends of
                 friends are introduced, which closes triangles and makes the busy busier.
    repetition   interactions of a pair are log-normal: most write once, a few thousands of times,
                 and more within a team.
    rhythm       each pair has its own life span and usual gap, regular or irregular, with bursts of
                 quick answers between. A pair that runs past the end of the log goes on at its
                 start, so that the log is equally full everywhere and some ties look revived.
    balance      who of the two writes more is drawn for each pair (Beta).
    clock        more in office hours than at night or at weekends, in the firm's own time zone.

The same rows, people, weeks and seed give the same log. Cost: about 4 s and 0.1 GB for a million
interactions, both linear.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv, parquet

__all__ = ["Log", "People", "invented_log", "write"]

START = np.datetime64("2024-01-01T00:00:00", "s")  # a Monday
DAY = 86_400
WEEK = 7 * DAY
ROWS_PER_WRITE = 1_000_000
ZONES = np.array([-5, 0, 0, 1, 1, 1, 8])  # hours from UTC, as common among firms as listed here
GIVEN = ("ann", "bob", "carla", "dmitri", "esra", "fatima", "goran", "hanna", "ivo", "jun", "kofi")
FAMILY = ("adler", "berg", "costa", "dahl", "eriksen", "fischer", "garcia", "haas", "ito", "kim")


@dataclass(frozen=True)
class People:
    """Everyone in number order: members of one team stand together, teams of one firm too."""

    address: pa.Array
    team: NDArray[np.int32]
    firm: NDArray[np.int32]
    drive: NDArray[np.float64]  # how much a person writes, and is written to

    def __len__(self) -> int:
        return len(self.team)


@dataclass(frozen=True)
class Log:
    """Interactions in order of time: numbers of people, and seconds since the start of the log."""

    people: People
    sender: NDArray[np.int32]
    recipient: NDArray[np.int32]
    second: NDArray[np.int32]


@dataclass(frozen=True)
class Pairs:
    """Who is tied to whom, and whether both are of one team."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    is_close: NDArray[np.bool_]


def invented_log(rows: int, people: int, *, weeks: int = 52, seed: int = 7) -> Log:
    """Invent a log of exactly *rows* interactions among about *people* people."""
    if people < 10 or rows < 4 * people:
        raise ValueError(
            f"{rows} interactions are too few for {people} people: give at least 4 each"
        )
    rng = np.random.default_rng(seed)
    everyone = _people(people, rng)
    pairs = _pairs(everyone, round(0.4 * rows), rng)
    count = _repetitions(pairs, rows, rng)
    second = _moments(pairs, count, everyone.firm, weeks * WEEK, rng)

    forward = rng.random(rows) < np.repeat(rng.beta(1.5, 1.0, len(count)), count)
    order = np.argsort(second, kind="stable")
    forward, pair = forward[order], np.repeat(np.arange(len(count), dtype=np.int32), count)[order]
    a, b = pairs.a.astype(np.int32)[pair], pairs.b.astype(np.int32)[pair]
    sender, recipient = np.where(forward, a, b), np.where(forward, b, a)
    return Log(everyone, sender, recipient, second[order])


def _people(count: int, rng: np.random.Generator) -> People:
    team = _groups(count, smallest=6, largest=600, tail=1.6, rng=rng)
    firm = _groups(int(team[-1]) + 1, smallest=1, largest=400, tail=1.1, rng=rng)[team]
    drive = np.minimum(rng.pareto(1.4, count) + 0.3, 2000.0)
    drive *= rng.lognormal(0.0, 1.0, int(team[-1]) + 1)[team]
    first = rng.integers(len(GIVEN), size=count)
    last = rng.integers(len(FAMILY), size=count)
    address = [
        f"{GIVEN[f]}.{FAMILY[g]}{number}@firm{home}.example"
        for number, (f, g, home) in enumerate(zip(first, last, firm.tolist(), strict=True))
    ]
    return People(pa.array(address), team, firm, drive)


def _groups(
    count: int, *, smallest: int, largest: int, tail: float, rng: np.random.Generator
) -> NDArray[np.int32]:
    """Divide *count* members into consecutive groups of heavy-tailed size; give their numbers."""
    drawn = smallest * (1 + rng.pareto(tail, count // smallest + 1))
    size = np.minimum(drawn, largest).astype(np.int64)
    return np.repeat(np.arange(len(size), dtype=np.int32), size)[:count]


def _pairs(people: People, wanted: int, rng: np.random.Generator) -> Pairs:
    """Let everybody start one pair and busy people more, then introduce friends of friends."""
    n = len(people)
    busy = np.cumsum(people.drive)
    closing = (wanted - n) // 2
    a = np.concatenate(
        [np.arange(n), _drawn(busy, 0.0, busy[-1], rng.random(wanted - n - closing))]
    )
    reach = rng.random(len(a))
    low, high = np.zeros(len(a)), np.full(len(a), busy[-1])
    for group, share in ((people.firm, 0.85), (people.team, 0.6)):
        near = reach < share
        start, end = _bounds(busy, group)
        low[near], high[near] = start[group[a[near]]], end[group[a[near]]]
    b = _drawn(busy, low, high, rng.random(len(a)))
    friend, of_friend = _friends_of_friends(a, b, closing, rng)
    a, b = np.concatenate([a, friend]), np.concatenate([b, of_friend])
    b = np.where(a == b, np.where(b + 1 < n, b + 1, b - 1), b)  # nobody writes to oneself
    first = np.unique(np.minimum(a, b) * n + np.maximum(a, b), return_index=True)[1]
    first.sort()
    a, b = a[first], b[first]
    return Pairs(a, b, people.team[a] == people.team[b])


def _friends_of_friends(
    a: NDArray[np.int64], b: NDArray[np.int64], wanted: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Walk two pairs from a random one: what closes triangles, and lets the busy become busier."""
    here, there = np.concatenate([a, b]), np.concatenate([b, a])
    there = there[np.argsort(here, kind="stable")]
    known = np.bincount(here)
    start = np.cumsum(known) - known
    begin = rng.integers(len(here), size=wanted)
    middle = np.concatenate([b, a])[begin]
    step = (rng.random(wanted) * known[middle]).astype(np.int64)
    return here[begin], there[start[middle] + step]


def _bounds(
    busy: NDArray[np.float64], group: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give where each group's members start and end on the cumulated drive."""
    end = busy[np.flatnonzero(np.diff(group, append=group[-1] + 1))]
    return np.concatenate([[0.0], end[:-1]]), end


def _drawn(
    busy: NDArray[np.float64],
    low: NDArray[np.float64] | float,
    high: NDArray[np.float64] | float,
    share: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Draw people by their drive from the stretch between *low* and *high*."""
    number = np.searchsorted(busy, low + share * (high - low), "right")
    return np.minimum(number, len(busy) - 1).astype(np.int64)


def _repetitions(pairs: Pairs, rows: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Give each pair its number of interactions: at least one, heavy-tailed, *rows* together."""
    appetite = rng.lognormal(0.0, 1.6, len(pairs.a)) * np.where(pairs.is_close, 2.0, 1.0)
    more = rows - len(appetite)
    count: NDArray[np.int64] = 1 + (appetite * (more / appetite.sum())).astype(np.int64)
    left = rng.integers(len(count), size=rows - int(count.sum()))
    count += np.bincount(left, minlength=len(count))
    return count


def _moments(
    pairs: Pairs,
    count: NDArray[np.int64],
    firm: NDArray[np.int32],
    span: int,
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """Give the second of every interaction, pair by pair."""
    rows = int(count.sum())
    life = 45 * DAY * np.sqrt(count) * rng.lognormal(0.0, 0.8, len(count))
    usual_gap = np.minimum(life, span) / count
    regularity = rng.choice([1.0, 4.0], size=len(count))  # Poisson, or half as varied
    shape = np.repeat(regularity, count)
    gap = rng.standard_gamma(shape) / shape * np.repeat(usual_gap, count)
    quick = np.flatnonzero(rng.random(rows) < 0.3)  # an answer within minutes or hours
    gap[quick] = np.minimum(gap[quick], rng.lognormal(np.log(1200.0), 1.3, len(quick)))

    end = np.cumsum(gap)
    before = np.concatenate([[0.0], end[np.cumsum(count)[:-1] - 1]])
    begin = rng.random(len(count)) * span - before
    moment = _in_office_hours((end + np.repeat(begin, count)) % span)
    zone = ZONES[rng.integers(len(ZONES), size=int(firm.max()) + 1)]
    moment -= np.repeat(zone[firm[pairs.a]] * 3600.0, count)
    return (moment % span).astype(np.int32)


def _in_office_hours(second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bend each week so that most of it happens in office hours; the order stays."""
    hour = np.arange(24)
    day = 0.08 + np.exp(-(((hour - 10.5) / 2.2) ** 2)) + 0.9 * np.exp(-(((hour - 15) / 2.4) ** 2))
    week = np.concatenate([day * share for share in (1.0, 1.1, 1.1, 1.05, 0.85, 0.12, 0.15)])
    passed = np.concatenate([[0.0], np.cumsum(week) / week.sum()]) * WEEK
    number = np.floor(second / WEEK)
    bent = np.interp(second - number * WEEK, passed, np.arange(169) * 3600.0)
    return np.asarray(bent + number * WEEK)


def write(log: Log, folder: Path) -> None:
    """Write ``log.parquet``, ``log.csv`` (sender, recipient, date) and ``people.parquet``."""
    folder.mkdir(parents=True, exist_ok=True)
    address = log.people.address
    truth = {"identity": address, "team": log.people.team, "firm": log.people.firm}
    parquet.write_table(pa.table(truth), folder / "people.parquet")
    schema = pa.schema(
        [("sender", pa.string()), ("recipient", pa.string()), ("date", pa.timestamp("us", "UTC"))]
    )
    as_text = schema.set(2, pa.field("date", pa.string()))
    with (
        parquet.ParquetWriter(folder / "log.parquet", schema) as columns,
        csv.CSVWriter(folder / "log.csv", as_text) as lines,
    ):
        for start in range(0, len(log.second), ROWS_PER_WRITE):
            part = slice(start, start + ROWS_PER_WRITE)
            date = pa.array(START + log.second[part]).cast(pa.timestamp("s", "UTC"))
            ends = [address.take(pa.array(end[part])) for end in (log.sender, log.recipient)]
            columns.write_table(pa.table([*ends, date.cast(schema.field("date").type)], schema))
            iso = pc.strftime(date, format="%Y-%m-%dT%H:%M:%SZ")
            lines.write_table(pa.table([*ends, iso], as_text))


def main() -> None:
    parser = argparse.ArgumentParser(description="Invent a log and write it as Parquet and CSV.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    write(invented_log(given.rows, given.people, weeks=given.weeks, seed=given.seed), given.folder)


if __name__ == "__main__":
    main()
