"""The lines of tieline itself: loading, loading again, refreshing, and the quick commands."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import PYTHON, Bench
from spending import Spent, spend

__all__ = ["TIELINE", "Engine", "help_line", "own_log_lines", "tieline_lines"]

TIELINE = str(Path(PYTHON).parent / "tieline")
QUICK_RUNS = 5  # of commands that take well under a second


@dataclass(frozen=True)
class Engine:
    """What the peers are laid beside: seconds of loading and refreshing, and who leads."""

    seconds: float
    top: list[str]


def tieline_lines(bench: Bench, folder: Path, size: int, promised: dict[str, str]) -> Engine:
    """Load a log into empty stores and refresh, as often as asked; add the medians."""
    runs: dict[str, list[Spent]] = {
        name: [] for name in ("load", "same", "again", "refresh", "csv")
    }
    for _ in range(bench.repeat):
        with tempfile.TemporaryDirectory(dir=bench.data, prefix="store-") as work:
            here = _Store(bench, Path(work), "parquet.duckdb")
            runs["load"].append(here.load(folder / "log.parquet", size, new=size))
            kept = here.bytes
            runs["same"].append(here.load(folder / "log.parquet", size, new=0))
            runs["again"].append(here.load(folder / "log.parquet", size, "--again", new=0))
            runs["refresh"].append(here.run("refresh", "--json"))
            top = here.leaders()
            quick = [here.run("influencers", "--limit", "10", "--json") for _ in range(QUICK_RUNS)]
            other = _Store(bench, Path(work), "csv.duckdb")
            runs["csv"].append(other.load(folder / "log.csv", size, new=size))

    seconds = {}
    for name, what in (
        ("load", "tieline load, Parquet into an empty store"),
        ("same", "tieline load, the same again: 0 new"),
        ("again", "tieline load --again, every record read and found known"),
        ("csv", "tieline load, CSV into an empty store"),
        ("refresh", "tieline refresh, everything"),
    ):
        seconds[name] = bench.line(what, size, runs[name], promised.get(name, "")).seconds
    bench.line("tieline influencers, of this log", 0, quick)
    bench.remarks.append(f"A store of {size:,} interactions takes {kept / 1e6:,.0f} MB on disk.")
    return Engine(seconds["load"] + seconds["refresh"], top)


def own_log_lines(bench: Bench, path: Path, mapping: Path | None) -> None:
    """Time the quick commands on a log of the reader's own."""
    options = ["--mapping", str(mapping.resolve())] if mapping else []
    with tempfile.TemporaryDirectory(dir=bench.data, prefix="store-") as work:
        store = _Store(bench, Path(work), "own.duckdb")
        loaded = store.run("load", str(path.resolve()), *options, "--json", may_reject=True)
        report = json.loads(loaded.output)
        size = report["read"]
        bench.expect(holds=_adds_up(report), claim=f"the counts of {path.name} add up")
        bench.line(f"tieline load with its refresh, {path.name}", size, [loaded])
        command = ("influencers", "--limit", "10", "--json")
        runs = [store.run(*command) for _ in range(QUICK_RUNS)]
        bench.line(f"tieline influencers, {path.name}", 0, runs, "at most 1 s")


def help_line(bench: Bench) -> None:
    """Time how long the command takes to say what it can do."""
    runs = [spend([TIELINE, "--help"], bench.data, limit=bench.limit) for _ in range(QUICK_RUNS)]
    bench.line("tieline --help", 0, runs, "at most 0.3 s")


@dataclass(frozen=True)
class _Store:
    bench: Bench
    folder: Path
    name: str

    @property
    def path(self) -> Path:
        return self.folder / self.name

    @property
    def bytes(self) -> int:
        """What the store takes on disk, with what it has not folded into its file yet."""
        return sum(file.stat().st_size for file in self.folder.glob(f"{self.name}*"))

    def run(self, *words: str, may_reject: bool = False) -> Spent:
        command = [TIELINE, "--store", str(self.path), *words]
        fine = (0, 3) if may_reject else (0,)
        return spend(command, self.folder, limit=self.bench.limit, fine=fine)

    def load(self, file: Path, size: int, *options: str, new: int) -> Spent:
        """Load without refreshing; every record must be accounted for."""
        spent = self.run("load", str(file), *options, "--no-refresh", "--json")
        report = json.loads(spent.output)
        claim = f"{file.name}: read {size} = new {new} + known {size - new}, but {report}"
        found = (report["read"], report["new"], report["known"])
        self.bench.expect(holds=found == (size, new, size - new) and _adds_up(report), claim=claim)
        return spent

    def leaders(self) -> list[str]:
        """Name the ten with the highest PageRank."""
        answer = json.loads(self.run("influencers", "--by", "pagerank", "--json").output)
        return [item["person"]["identity"].removeprefix("email:") for item in answer["items"][:10]]


def _adds_up(report: dict[str, Any]) -> bool:
    parts = ("new", "known", "corrected", "rejected")
    return bool(report["read"] == sum(report[part] for part in parts))
