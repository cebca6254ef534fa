"""Which measures say who carries weight: the figures of docs/influence-study.md.

    python -m benchmarks.influence_study [FOLDER]

FOLDER holds the data sets ``manufacturing-email`` and ``krackhardt-hightech``; without it the
folder ``data`` under the environment variable TIELINE_SHARED is read. Takes about a minute.
"""

import argparse
import csv
import gzip
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from algorithms.influence import SHARES, influence, people_with_live_pairs
from algorithms.options import Options
from algorithms.people.betweenness import betweenness
from algorithms.people.closeness import closeness
from algorithms.people.core_number import core_number
from algorithms.people.counterparts import counterparts
from algorithms.people.degree import degree, in_degree, out_degree
from algorithms.people.pagerank import pagerank
from algorithms.people.strength import in_strength, out_strength
from algorithms.projection import Projection, projection
from algorithms.scores import Scores, ranks
from algorithms.ties import ties
from algorithms.weighing.weights import Weighting, weights
from graph.timeline import Timeline

DAY = 86_400_000_000
MOST_RECEIVERS = 50  # the product's own limit
HALF_LIVES = (7, 30, 90)
MOMENTS = 14  # every two weeks, back from the log's end
PLAIN = "pagerank of plain counts"
Values = NDArray[np.float64]

MIXES: Mapping[str, Mapping[str, float]] = {
    "degree, PageRank, closeness, betweenness": dict.fromkeys(
        ("in_degree", "pagerank", "closeness", "betweenness"), 1
    ),
    "all five alike": dict.fromkeys(SHARES, 1),
    "all five, counterparts twice": dict.fromkeys(SHARES, 1) | {"counterparts": 2},
    "counterparts, degree, PageRank": dict.fromkeys(("counterparts", "in_degree", "pagerank"), 1),
    "counterparts, PageRank": dict.fromkeys(("counterparts", "pagerank"), 1),
    "counterparts, degree, PageRank, betweenness": dict.fromkeys(
        ("counterparts", "in_degree", "pagerank", "betweenness"), 1
    ),
    "chosen: 2 counterparts, 2 degree, 2 PageRank, closeness, betweenness": SHARES,
}


@dataclass(frozen=True)
class Case:
    """A log, who in it is senior, and who is judged at all."""

    timeline: Timeline
    names: NDArray[np.int64]
    is_senior: NDArray[np.bool_]
    is_judged: NDArray[np.bool_]


def manufacturing(folder: Path) -> tuple[Case, int, list[int]]:
    """Nine months of one company's mail; senior is who has a report. Also its CEO and reports."""
    rows = set()  # the same sender, second and receiver twice is one
    with gzip.open(folder / "manufacturing-email/communication.csv.gz", "rt") as file:
        for sender, receiver, at in list(csv.reader(file, delimiter=";"))[1:]:
            moment = datetime.fromisoformat(at + "+00:00").timestamp()
            if sender != receiver:
                rows.add((round(moment), int(sender), int(receiver)))
    at, sender, receiver = np.array(sorted(rows)).T
    _, note, size = np.unique(at * 1000 + sender, return_inverse=True, return_counts=True)
    names = np.unique(np.concatenate([sender, receiver]))
    kept = size[note] <= MOST_RECEIVERS
    timeline = Timeline.of(
        len(names),
        np.searchsorted(names, sender)[kept],
        np.searchsorted(names, receiver)[kept],
        at[kept] * 1_000_000,
        size=size[note][kept],
    )
    with (folder / "manufacturing-email/reportsto.csv").open() as file:
        chief = {int(row["ID"]): int(row["ReportsToID"]) for row in csv.DictReader(file)}
    has_report = {above for person, above in chief.items() if above != person}
    ceo = next(person for person, above in chief.items() if above == person)
    reports = sorted(person for person, above in chief.items() if above == ceo != person)
    case = Case(timeline, names, np.isin(names, list(has_report)), np.isin(names, list(chief)))
    return case, ceo, reports


def managers(folder: Path, relation: str) -> Case:
    """One relation among 21 managers; senior is who stands on one of the upper two levels."""
    with (folder / f"krackhardt-hightech/{relation}.csv").open() as file:
        source, target = np.array(
            [[int(name) for name in row] for row in list(csv.reader(file))[1:]]
        ).T
    with (folder / "krackhardt-hightech/nodes.csv").open() as file:
        level = np.array([int(row["level"]) for row in csv.DictReader(file)])
    timeline = Timeline.of(len(level), source - 1, target - 1, np.zeros(len(source)))
    return Case(timeline, np.arange(1, 22), level <= 2, np.ones(21, np.bool_))


def measures(case: Case, as_of: int, half_life: float) -> dict[str, Values]:
    """Everything that was tried, NaN for people without a live pair."""
    weight = weights(case.timeline, Weighting())
    seen = projection(ties(case.timeline, weight, as_of=as_of, half_life=round(half_life * DAY)))
    forever = ties(case.timeline, np.ones(len(weight)), as_of=as_of, half_life=10**6 * DAY)
    found = {PLAIN: pagerank(projection(forever)).values, **_direct(seen)}
    found |= _on_paths(seen)
    is_there = people_with_live_pairs(seen)
    return {name: np.where(is_there, values, np.nan) for name, values in found.items()}


def _direct(seen: Projection) -> dict[str, Values]:
    strength = np.exp2((seen.fades_at - seen.last_at) / seen.half_life)

    def writers(least: float) -> Values:
        return np.bincount(seen.target[strength >= least], minlength=seen.people).astype(float)

    return {
        "pagerank": pagerank(seen).values,
        "in_strength": in_strength(seen).values,
        "out_strength": out_strength(seen).values,
        "in_degree": in_degree(seen).values,
        "out_degree": out_degree(seen).values,
        "degree": degree(seen).values,
        "writers, 1/16": writers(1 / 16),
        "writers, 1/8": writers(1 / 8),
        "writers, 1": writers(1.0),
        "counterparts, 1/64": counterparts(seen, threshold=1 / 64).values,
        "counterparts": counterparts(seen).values,
        "counterparts, 1/8": counterparts(seen, threshold=1 / 8).values,
        "counterparts, 1/4": counterparts(seen, threshold=1 / 4).values,
        "counterparts, 1": counterparts(seen, threshold=1.0).values,
    }


def _on_paths(seen: Projection) -> dict[str, Values]:
    by_strength = Options(paths="strength")
    pair_strength = seen.pair_weight[seen.live].tolist()
    return {
        "closeness": closeness(seen).values,
        "closeness, by strength": closeness(seen, options=by_strength).values,
        "betweenness": betweenness(seen).values,
        "betweenness, by strength": betweenness(seen, options=by_strength).values,
        "people within two steps": np.array(seen.live_graph.neighborhood_size(order=2), float),
        "core_number": core_number(seen).values,
        "constraint, reversed": -np.array(seen.live_graph.constraint(weights=pair_strength)),
    }


def mix(found: Mapping[str, Values], shares: Mapping[str, float]) -> Values:
    """The product's own influence, over measures found here."""
    scores = {name: Scores(name, found[name]) for name in shares}
    return influence(scores, among=~np.isnan(found["degree"]), shares=shares).values


def auc(values: Values, case: Case, *, only_live: bool = False) -> float:
    """How often a senior person stands above another; whoever has no value stands last."""
    judged = case.is_judged & ~np.isnan(values) if only_live else case.is_judged
    place = rankdata(np.nan_to_num(values[judged], nan=-np.inf))
    senior = case.is_senior[judged]
    above, below = int(senior.sum()), int((~senior).sum())
    return float((place[senior].sum() - above * (above + 1) / 2) / (above * below))


def moments(case: Case) -> list[int]:
    return [int(case.timeline.at.max()) - 14 * DAY * back for back in range(MOMENTS)]


def table(title: str, rows: Iterator[tuple[str, list[float]]]) -> None:
    print(f"\n| {title} | end, all | end, live | 7 d | 30 d | 90 d | advice | friends |")
    print("|---|---|---|---|---|---|---|---|")
    for name, figures in rows:
        print(f"| {name} |", " | ".join(f"{figure:.3f}" for figure in figures), "|")


@dataclass(frozen=True)
class Study:
    """What was found at every moment and half-life, and among the managers."""

    mail: Case
    over_time: Mapping[int, list[dict[str, Values]]]
    small: list[tuple[Case, dict[str, Values]]]

    def row(self, value: Callable[[Mapping[str, Values]], Values]) -> list[float]:
        """One row: mail at its end, means over the moments among the live, the managers."""
        end = value(self.over_time[30][0])
        means = [
            float(
                np.mean([auc(value(found), self.mail, only_live=True) for found in moments_found])
            )
            for moments_found in self.over_time.values()
        ]
        managers_found = [auc(value(found), case) for case, found in self.small]
        return [auc(end, self.mail), auc(end, self.mail, only_live=True), *means, *managers_found]

    def of_measure(self, name: str) -> list[float]:
        return self.row(lambda found: found[name])

    def of_mix(self, shares: Mapping[str, float]) -> list[float]:
        return self.row(lambda found: mix(found, shares))


def doubt(mail: Case, found: Mapping[str, Values]) -> None:
    """How sure the difference to plain PageRank is, and how much the shares matter."""
    random = np.random.default_rng(0)
    chosen, plain = mix(found, SHARES), found[PLAIN]
    judged = np.flatnonzero(mail.is_judged)
    gains, own = [], []
    for _ in range(2000):
        drawn = random.choice(judged, len(judged))
        again = Case(mail.timeline, mail.names, mail.is_senior[drawn], np.ones(len(drawn), bool))
        own.append(auc(chosen[drawn], again))
        gains.append(own[-1] - auc(plain[drawn], again))
    low, high = np.percentile(own, [2.5, 97.5])
    print(f"\nchosen mix, people drawn anew 2,000 times: AUC {low:.3f} to {high:.3f} (95 %)")
    low, high = np.percentile(gains, [2.5, 97.5])
    print(f"its gain over plain PageRank: {low:+.3f} to {high:+.3f}, mean {np.mean(gains):+.3f}")
    names = list(SHARES)
    drawn_shares = random.dirichlet(np.ones(len(names)), 500)
    reached = [auc(mix(found, dict(zip(names, row, strict=True))), mail) for row in drawn_shares]
    low, high = np.percentile(reached, [5, 95])
    print(f"500 random shares of the same five: AUC {low:.3f} to {high:.3f} (90 %)")


def standing(mail: Case, found: Mapping[str, Values], ceo: int, reports: list[int]) -> None:
    """Where the CEO and the direct reports stand."""
    for name, values in (
        ("chosen mix", mix(found, SHARES)),
        ("PageRank", found[PLAIN]),
    ):
        place = dict(zip(mail.names.tolist(), ranks(values).tolist(), strict=True))
        below = ", ".join(f"{person}: {place[person] or 'none'}" for person in reports)
        print(f"{name}: of {int((~np.isnan(values)).sum())}, CEO {ceo} at {place[ceo]}; {below}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("TIELINE_SHARED", ".")) / "data"
    parser.add_argument("folder", nargs="?", type=Path, default=shared)
    folder = parser.parse_args().folder

    mail, ceo, reports = manufacturing(folder)
    cases = [managers(folder, relation) for relation in ("advice", "friends")]
    study = Study(
        mail,
        {days: [measures(mail, moment, days) for moment in moments(mail)] for days in HALF_LIVES},
        [(case, measures(case, 0, 30)) for case in cases],
    )
    found = study.over_time[30][0]
    print(
        f"{len(mail.timeline):,} rows, {mail.is_judged.sum()} judged, {mail.is_senior.sum()} senior"
    )
    table("measure", ((name, study.of_measure(name)) for name in found))
    table("mix", ((name, study.of_mix(shares)) for name, shares in MIXES.items()))
    doubt(mail, found)
    standing(mail, found, ceo, reports)


if __name__ == "__main__":
    main()
