"""The real logs that ties and rhythms are tried on, as timelines: each is read once a process."""

import csv
import gzip
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np

from graph.timeline import Timeline

SECOND = 1_000_000


@cache
def collegemsg(shared: Path) -> Timeline:
    """59,835 private messages among 1,899 students in 194 days."""
    with gzip.open(shared / "collegemsg" / "CollegeMsg.txt.gz", "rt") as file:
        source, target, at = np.loadtxt(file, dtype=np.int64).T
    return Timeline.of(int(max(source.max(), target.max())) + 1, source, target, at * SECOND)


@cache
def manufacturing(shared: Path) -> Timeline:
    """The mail of a factory in nine months: a row for each receiver, self-mail left out."""
    path = shared / "manufacturing-email" / "communication.csv.gz"
    with gzip.open(path, "rt", newline="") as file:
        found = [
            (int(sender), int(receiver), datetime.fromisoformat(date).replace(tzinfo=UTC))
            for sender, receiver, date in list(csv.reader(file, delimiter=";"))[1:]
            if sender != receiver
        ]
    source, target, dates = zip(*found, strict=True)
    at = [round(date.timestamp()) * SECOND for date in dates]
    return Timeline.of(max(*source, *target) + 1, source, target, at)


@cache
def dnc(shared: Path) -> Timeline:
    """The mail of a party's committee, sorted by time: a row a receiver, self-mail left out."""
    with gzip.open(shared / "dnc-email" / "dnc-temporalGraph.tsv.gz", "rt") as file:
        found = np.loadtxt(file, dtype=np.int64)
    source, target, at = found[:, 0], found[:, 1], found[:, -1]
    kept = source != target
    people = int(max(source.max(), target.max())) + 1
    return Timeline.of(people, source[kept], target[kept], at[kept] * SECOND)


@cache
def dnc_from_2016(shared: Path) -> Timeline:
    """The same from 2016 on: nearly all of it."""
    whole = dnc(shared)
    kept = whole.at >= round(datetime(2016, 1, 1, tzinfo=UTC).timestamp()) * SECOND
    return Timeline.of(whole.people, whole.source[kept], whole.target[kept], whole.at[kept])
