"""What a refresh costs after a little more came, stage by stage, beside what it costs in full.

    .venv/bin/python -m benchmarks.after_more --rows 1000000

Seconds of CPU, those of all threads, so that they say the same on a busy machine. A stage that is
inside another counts for itself, and what several measures share for the first of them. Three
refreshes of one log, each made several times from a copy of the same files, of which the quickest
counts stage by stage: in full; after 1 % more; and after 100 interactions more between people who
have been in touch before. The last lines add up what can be brought up to date. Up to three million
rows: from there on, parts of a refresh are computed in processes of their own, which are not
measured.
"""

import argparse
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

import algorithms.kept_measures
import algorithms.weakening
import api.computing.analysis
import api.log.growing
import api.log.history
import api.refresh
import graph.columns
from algorithms.measures import Measure
from api.incoming.loading import load_paths
from api.processes.roomy import keep_memory
from api.settings import Settings, settings
from benchmarks.logs import invented_log, write
from graph.snapshot import Snapshots

__all__ = ["main"]

_FEW = 100
_STAGES: tuple[tuple[str, tuple[tuple[Any, str], ...]], ...] = (
    ("reading the log, the timeline", ((api.refresh, "_read"),)),
    ("who is one person", ((api.log.growing, "identified"), (api.log.history, "identified"),
                           (api.log.growing, "still_suggested"))),
    ("ties", ((api.computing.analysis, "known_ties"),)),
    ("pairs: rhythms, states, chances", ((api.computing.analysis, "weakening"),
                                         (api.computing.analysis, "_seals"),
                                         (api.refresh, "remembered"))),
    ("the model of contact", ((algorithms.weakening, "learned"),)),
    ("whose silence it is", ((api.computing.analysis, "silent"),
                             (api.computing.analysis, "coverage_of"))),
    ("measures of the whole network", ((api.computing.analysis, "projection"),)),
    ("local measures of people", ()),
    ("communities", ((api.computing.analysis, "communities"),)),
    ("influence four weeks before", ((api.computing.analysis, "_influence_before"),)),
    ("writing, checking files", ((Snapshots, "write"), (Snapshots, "has"),
                                 (graph.columns, "_written"))),
)  # fmt: skip
_WHOLE, _LOCAL = "measures of the whole network", "local measures of people"
_OF_THE_WHOLE = frozenset({"pagerank", "betweenness", "closeness", "core_number"})
_ALONE = frozenset({"reading the log, the timeline"})  # nothing runs beside it but what it began
_REST = "all else"
_BROUGHT_UP = (
    "reading the log, the timeline", "ties", "pairs: rhythms, states, chances",
    "the model of contact", _LOCAL,
)  # fmt: skip


class _Spent:
    """Seconds of CPU by stage; what is inside another stage counts for itself alone."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._own = threading.local()

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        clock = time.process_time if stage in _ALONE else time.thread_time

        def measured(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it is
            before, self._own.inside = getattr(self._own, "inside", 0.0), 0.0
            start = clock()
            try:
                return function(*given, **named)
            finally:
                whole = clock() - start
                self.seconds[stage] += whole - self._own.inside
                self._own.inside = before + whole

        return measured


@contextmanager
def _measuring() -> Iterator[_Spent]:
    spent, former = _Spent(), []
    for stage, functions in _STAGES:
        for module, name in functions:
            former.append((module, name, getattr(module, name)))
            setattr(module, name, spent.timed(stage, getattr(module, name)))
    kept = algorithms.kept_measures
    former.append((kept, "KEPT", kept.KEPT))
    kept.KEPT = tuple(_timed(measure, spent) for measure in kept.KEPT)
    try:
        yield spent
    finally:
        for module, name, function in former:
            setattr(module, name, function)


def _timed(measure: Measure, spent: _Spent) -> Measure:
    stage = _WHOLE if measure.name in _OF_THE_WHOLE else _LOCAL
    return replace(measure, function=spent.timed(stage, measure.function))


def _refreshed(with_settings: Settings) -> Counter[str]:
    with _measuring() as spent:
        start = time.process_time()
        api.refresh.refresh(with_settings.url, with_settings, _clock())
        whole = time.process_time() - start
    spent.seconds[_REST] = whole - sum(spent.seconds.values())
    return spent.seconds


def _quickest(store: Path, times: int, *, in_full: bool = False) -> dict[str, float]:
    """Refresh copies of a store, and give the least that each stage took."""
    found = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as name:
            shutil.copytree(store, Path(name) / "copy")
            copied = _settings(Path(name) / "copy")
            if in_full:
                shutil.rmtree(api.refresh.snapshot_folder(copied.url))
            found.append(_refreshed(copied))
    return {stage: min(one[stage] for one in found) for stage in found[0]}


def _settings(store: Path) -> Settings:
    return settings({"store": str(store / "log.duckdb")}, environment={})


def _clock() -> int:
    return time.time_ns() // 1000


def _parts(folder: Path, rows: int) -> list[Path]:
    """Write a log of so many rows, one percent more of it, and a few more of known pairs."""
    log = invented_log(rows + rows // 100 + 20 * _FEW, rows // 10)
    write(log, folder)
    table = parquet.read_table(folder / "log.parquet").sort_by("date")
    until = rows + rows // 100
    met = {frozenset(two) for two in _ends(table.slice(0, until))}
    rest = table.slice(until)
    known = np.array([frozenset(two) in met for two in _ends(rest)])
    pieces = (table.slice(0, rows), table.slice(rows, rows // 100), rest.filter(known)[:_FEW])
    paths = []
    for k, piece in enumerate(pieces):
        paths.append(folder / f"part{k}.parquet")
        parquet.write_table(piece, paths[-1])
    return paths


def _ends(table: pa.Table) -> list[tuple[str, str]]:
    columns = (table.column(name).to_pylist() for name in ("sender", "recipient"))
    return list(zip(*columns, strict=True))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    keep_memory()  # as the process does that a refresh is made in
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "store"
        store.mkdir()
        built = _settings(store)
        first, *more = _parts(Path(name), given.rows)
        load_paths([first], built, _clock())
        steps = []
        for path in more:
            api.refresh.refresh(built.url, built, _clock())
            load_paths([path], built, _clock())
            steps.append(_quickest(store, given.times))
        full = _quickest(store, given.times, in_full=True)
    _print(full, *steps)


def _print(*columns: dict[str, float]) -> None:
    print("| seconds of CPU | in full | after 1 % more | after 100 more of known pairs |")
    print("|:--|--:|--:|--:|")
    for stage in [*(name for name, _ in _STAGES), _REST]:
        print(f"| {stage} | " + " | ".join(f"{one[stage]:.2f}" for one in columns) + " |")
    print("| **all** | " + " | ".join(f"{sum(one.values()):.2f}" for one in columns) + " |")
    part = [sum(one[stage] for stage in _BROUGHT_UP) for one in columns]
    told = ", ".join(_BROUGHT_UP)
    print(f"\n{told}: {part[0]:.2f} in full, {part[1]:.2f} after 1 %: {part[1] / part[0]:.2f}")
    without = [one - column[_LOCAL] for one, column in zip(part, columns, strict=True)]
    print(f"without the last: {without[1] / without[0]:.2f}")


if __name__ == "__main__":
    main()
