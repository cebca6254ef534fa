"""How long who carries weight takes to say of a past moment: computed, and once it is kept.

    .venv/bin/python -m benchmarks.as_of --rows 1000000

Seconds of the clock, for some days of an invented year. A moment that nobody asked about before is
computed, in this process or in a child as a server does it; asked again, it is read from the run
that is held open, or from its files by an engine that was just built.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from api.engine import Engine
from api.incoming.loading import load_paths
from api.processes.child import stand_by
from api.settings import Settings, settings
from benchmarks.logs import invented_log, write
from graph.moments import moment

__all__ = ["main"]

_DAYS = (30, 91, 182, 300)
_SETTLED = 3.0  # seconds in which the process that a server keeps at hand has read the code


def _clock() -> int:
    return time.time_ns() // 1000


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _asked(engine: Engine, day: str) -> float:
    return _seconds(lambda: engine.influencers(as_of=day, limit=10))


def _lines(built: Settings, *, is_server: bool) -> None:
    engine = Engine(built.url, built, is_server=is_server)
    latest = moment(engine.run().as_of)
    for days in _DAYS:
        day = (latest - timedelta(days=days + is_server)).date().isoformat()
        first, again = _asked(engine, day), _asked(engine, day)
        fresh = _asked(Engine(built.url, built), day)
        who = "a server" if is_server else "this process"
        print(f"| {day} | {who} | {first:.2f} s | {1e3 * again:.0f} ms | {1e3 * fresh:.0f} ms |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    stand_by()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = settings({"store": str(folder / "log.duckdb")}, environment={})
        write(invented_log(rows, rows // 10), folder)
        load_paths([folder / "log.parquet"], built, _clock())
        Engine(built.url, built).refresh()
        time.sleep(_SETTLED)
        print("| as of | computed by | for the first time | again | by an engine just built |")
        print("|:--|:--|--:|--:|--:|")
        for is_server in (False, True):
            _lines(built, is_server=is_server)


if __name__ == "__main__":
    main()
