"""Logs of people whose groups are known: their contacts, and the group of each person."""

import gzip
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from graph.timeline import Timeline
from tests.algorithms.logs import SECOND

Known = tuple[Timeline, list[int]]
Contact = tuple[str, str, int]  # one, other, second


def _timeline(contacts: Iterable[Contact], group: dict[str, str]) -> Known:
    """The contacts of people whose groups are known, who are numbered as they stand there."""
    number = {person: k for k, person in enumerate(group)}
    names = sorted(set(group.values()))
    rows = sorted((at, number[a], number[b]) for a, b, at in contacts if a != b)
    at, source, target = zip(*rows, strict=True)
    timeline = Timeline.of(len(number), source, target, [second * SECOND for second in at])
    return timeline, [names.index(name) for name in group.values()]


def _groups(path: Path) -> dict[str, str]:
    rows = (line.split() for line in path.read_text().splitlines())
    return {row[0]: row[1] for row in rows}


def _lines(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt") as file:
        return [line.split() for line in file]


def _badges(folder: str, contacts: str, groups: str) -> Callable[[Path], Known]:
    def made(shared: Path) -> Known:
        rows = _lines(shared / folder / contacts)
        group = _groups(shared / folder / groups)
        met = {person for row in rows for person in row[1:3]}
        among = {person: name for person, name in group.items() if person in met}
        return _timeline(((row[1], row[2], int(row[0])) for row in rows), among)

    return made


def _departments(shared: Path) -> Known:
    folder = shared / "email-eu-core-static"
    group = _groups(folder / "email-Eu-core-department-labels.txt")
    return _timeline(((a, b, 0) for a, b in _lines(folder / "email-Eu-core.txt.gz")), group)


def _football(shared: Path) -> Known:
    text = (shared / "football" / "football.gml").read_text()
    games = re.findall(r"source (\d+)\s+target (\d+)", text)
    conference = dict(re.findall(r'id (\d+)\s+label "[^"]*"\s+value (\d+)', text))
    once = sorted({(min(game), max(game)) for game in games})  # three are told twice
    return _timeline(((a, b, 0) for a, b in once), conference)


def _planted(name: str) -> Callable[[Path], Known]:
    def made(shared: Path) -> Known:
        folder = shared / "lfr" / name
        rows = _lines(folder / "network.dat.gz")
        return _timeline(((a, b, 0) for a, b, *_ in rows), _groups(folder / "community.dat"))

    return made


KNOWN: dict[str, tuple[Callable[[Path], Known], float, float]] = {
    "high school": (
        _badges(
            "sp-highschool-2013",
            "HighSchool2013_proximity_net.csv.gz",
            "HighSchool2013_metadata.txt",
        ),
        0.929,
        0.903,
    ),
    "workplace": (
        _badges("sp-workplace-2013", "tij_InVS.dat.gz", "workplace_InVS_metadata.txt"),
        0.712,
        0.680,
    ),
    "football": (_football, 0.890, 0.807),
    "departments": (_departments, 0.570, 0.300),
    "planted, 300 people": (_planted("nv300maxs150mins30maxd60avgd30mix20"), 1.0, 1.0),
    "planted, 600 people": (_planted("nv600maxs300mins60maxd120avgd60mix5"), 1.0, 1.0),
}
"""How each is read, and the mutual information and Rand index that plain Leiden reaches."""
