"""The lines of the scripts written by hand, laid beside the engine's."""

import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

from bench import HERE, PYTHON, Bench
from spending import Spent, median, spend
from table import Row
from tieline_lines import Engine

__all__ = ["peer_lines"]


def peer_lines(
    bench: Bench, script: str, folder: Path, size: int, engine: Engine | None, *options: str
) -> None:
    """Run a peer as often as asked; add its median, and those of its steps."""
    runs = []
    for _ in range(bench.repeat):
        with tempfile.TemporaryDirectory(dir=bench.data, prefix="peer-") as work:
            command = [PYTHON, str(HERE / script), str(folder / "log.parquet"), "--out", work]
            runs.append(spend([*command, *options], bench.data, limit=bench.limit))
    said = [json.loads(line) for run in runs for line in run.output.splitlines()]
    steps = [line for line in said if "step" in line]
    has_all = all(step["finished"] for step in steps)
    spent = median(runs)
    note = ""
    if engine:
        times = f"{spent.seconds / engine.seconds:.1f} times tieline's load and refresh"
        note = times if has_all else f"more than {times}"
    bench.rows.append(Row(f"{script}, whole", size, spent, note))
    for name in dict.fromkeys(step["step"] for step in steps):
        bench.rows.append(_step(name, [step for step in steps if step["step"] == name]))
    if engine:
        found = next(line["facts"] for line in said if "facts" in line)
        same = len(set(found["top"]) & set(engine.top))
        bench.remarks.append(
            f"Of {script}'s ten people with the highest PageRank among {found['people']:,}, "
            f"{same} are among tieline's ten."
        )


def _step(name: str, runs: list[dict[str, Any]]) -> Row:
    seconds = statistics.median(run["seconds"] for run in runs)
    given_up = any(not run["finished"] for run in runs)
    return Row(f"· {name}", 0, Spent(seconds), "given up" if given_up else "")
