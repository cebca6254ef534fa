"""Times every measure at growing sizes, beside igraph, NetworKit, networkx and GDS, in one run.

    python -m benchmarks.growth                       10^5, 10^6 and 10^7 interactions, no GDS
    python -m benchmarks.growth --gds --sizes 100000  the smallest alone, with Graph Data Science
    python -m benchmarks.growth --gds --limit 30 --write docs/speed.md      the tables of that page

Each library takes its measures in a process of its own, one after the other; a measure that takes
longer than ``--limit`` is given up, and the next one begins in a new process. Prints one table in
Markdown for each size: seconds, and by how much the process grew. ``--write`` puts the tables in a
page, in place of those of the same size.
"""

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from algorithms.people.katz import katz
from api.computing.analysis import options_of
from api.engine import Engine
from api.incoming.loading import load_paths
from api.settings import settings
from benchmarks.growth_calls import Given, one_search
from benchmarks.growth_cost import Cost, Costs
from benchmarks.growth_gds import gds_costs
from benchmarks.growth_page import section, written
from benchmarks.growth_peers import LIBRARIES
from benchmarks.growth_search import SEEDS
from benchmarks.logs import invented_log, write

__all__: list[str] = []

_PEOPLE = 10  # interactions for each person
_SIZES = (100_000, 1_000_000, 10_000_000)


def main() -> None:
    """Print a table for each size."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--sizes", type=int, nargs="+", default=_SIZES, help="interactions")
    asked.add_argument("--limit", type=float, default=60.0, help="seconds for one measure")
    asked.add_argument("--data", type=Path, default=Path(__file__).parent / "data")
    asked.add_argument("--gds", action="store_true", help="with Graph Data Science, in Neo4j")
    asked.add_argument("--write", type=Path, help="the page whose tables are replaced")
    given = asked.parse_args()
    late: set[tuple[str, str]] = set()  # what took too long is not asked of a larger log
    for size in sorted(given.sizes):
        with tempfile.TemporaryDirectory(prefix="tieline-growth-") as folder:
            seen, refreshed = _given(size, given.data, Path(folder))
            path = Path(folder) / "given.pickle"
            path.write_bytes(pickle.dumps(seen))
            costs = {name: _costs(path, name, given.limit, late) for name in LIBRARIES}
            if given.gds:
                costs["GDS"] = gds_costs(seen, given.limit)
            found = section(size, seen, refreshed, costs)
            sys.stdout.write(f"\n{found}")
            sys.stdout.flush()
            if given.write:
                page = given.write.read_text("utf-8")
                given.write.write_text(written(page, size, found), "utf-8")


def _given(size: int, data: Path, folder: Path) -> tuple[Given, float]:
    """Load an invented log, refresh, and give its graph and how long the refresh took."""
    log = data / f"{size}-{size // _PEOPLE}"
    if not (log / "log.parquet").exists():
        log.mkdir(parents=True, exist_ok=True)
        write(invented_log(size, size // _PEOPLE), log)
    url = str(folder / "store.duckdb")
    engine = Engine(url, settings({"store": url}, environment={}))
    load_paths([log / "log.parquet"], engine.settings, engine.clock())
    begun = time.perf_counter()
    engine.refresh()
    refreshed = time.perf_counter() - begun
    run = engine.run()
    options = options_of(run.settings)
    seen = Given(
        run.projection,
        run.history.timeline,
        run.weight,
        run.as_of,
        options,
        modularity=median(one_search(run.projection, seed).modularity for seed in SEEDS),
        factor=float(katz(run.projection, options=options).parameters["alpha"]),
    )
    return seen, refreshed


def _costs(path: Path, library: str, limit: float, late: set[tuple[str, str]]) -> Costs:
    """Let a library take all its measures, in as many processes as it takes."""
    found = Costs()
    left = [one for one in LIBRARIES[library].calls if (library, one) not in late]
    while left:
        begun = ""
        for told in _told(path, library, left, limit):
            if "drawn" in told:
                found.drawn = float(str(told["drawn"]))
            elif "begun" in told:
                begun = str(told["begun"])
            elif "failed" in told:
                found.measures[begun] = Cost(why=str(told["failed"]))
            else:
                seconds, memory = float(str(told["seconds"])), float(str(told["memory"]))
                quality = told.get("quality")
                known = None if quality is None else float(str(quality))
                found.measures[begun] = Cost(seconds, memory, quality=known)
        if not begun:  # it could not even draw the graph in time
            return found
        if begun not in found.measures:
            found.measures[begun] = Cost(why=f"over {limit:.0f}")
            late.add((library, begun))
        left = left[left.index(begun) + 1 :]
    return found


def _told(
    path: Path, library: str, measures: list[str], limit: float
) -> Iterator[dict[str, object]]:
    """What one process says, until it ends or says nothing for too long."""
    command = [sys.executable, "-m", "benchmarks.growth_child", str(path), library, *measures]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        alarm = threading.Timer(2 * limit, child.kill)  # drawing the graph may take longer
        alarm.start()
        for line in child.stdout or ():
            alarm.cancel()
            yield json.loads(line)
            alarm = threading.Timer(limit, child.kill)
            alarm.start()
        alarm.cancel()


if __name__ == "__main__":
    main()
