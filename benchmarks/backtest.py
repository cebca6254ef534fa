"""A back-test on a million interactions: how long it takes, and in how much memory.

    python -m benchmarks.backtest [--interactions N] [--label silent|weakened|recontact]

The log is made up: pairs with a rate of their own, some of which end, over three years, written as
one CSV file and loaded. The time is that of the command `tieline backtest`, from a fresh store.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

BEGUN = datetime(2023, 1, 2, tzinfo=UTC)
DAYS = 3 * 365


def rows(interactions: int, *, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make up who wrote to whom, and when (seconds), in order of time."""
    dice = np.random.default_rng(seed)
    people, pairs = max(interactions // 50, 10), max(interactions // 10, 5)
    a = dice.integers(0, people, pairs)
    b = (a + dice.geometric(0.01, pairs)) % people
    begins = dice.uniform(0, DAYS * 0.9, pairs)
    lasts = np.minimum(dice.exponential(DAYS / 3, pairs), DAYS - begins)
    rate = dice.lognormal(0, 1.2, pairs) * lasts
    count = dice.multinomial(interactions, rate / rate.sum())
    pair = np.repeat(np.arange(pairs), count)
    at = (begins[pair] + dice.random(len(pair)) * lasts[pair]) * 86_400
    forth = dice.random(len(pair)) < 0.55
    order = np.argsort(at, kind="stable")
    source, target = np.where(forth, a[pair], b[pair]), np.where(forth, b[pair], a[pair])
    kept = order[(source != target)[order]]
    return source[kept], target[kept], at[kept]


def write(path: Path, interactions: int) -> None:
    """Write them as a table that tieline recognises."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["from", "to", "date"])
        for source, target, at in zip(*rows(interactions), strict=True):
            date = BEGUN + timedelta(seconds=int(at))
            out.writerow([f"p{source}@x.example", f"p{target}@x.example", date.isoformat()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interactions", type=int, default=1_000_000)
    parser.add_argument("--label", default="silent")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tieline-backtest-") as folder:
        log, store = Path(folder) / "log.csv", str(Path(folder) / "log.duckdb")
        write(log, asked.interactions)
        command = [sys.executable, "-c", "from api.cli import main; main()"]
        subprocess.run([*command, "load", str(log), "--store", store, "--quiet"], check=True)
        begun = time.monotonic()
        found = subprocess.run(
            [*command, "backtest", "--store", store, "--label", asked.label, "--quiet", "--json"],
            check=True,
            capture_output=True,
        )
        took = time.monotonic() - begun
    answer = json.loads(found.stdout)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    print(
        f"{asked.interactions:,} interactions, {asked.label}: {took:.0f} s, {most:.1f} GB at most; "
        f"{answer['cases']:,} cases, {answer['pairs_share']:.0%} of the pairs, "
        f"AUC {answer['model']['auc']:.3f}, shuffled {answer['leak_check']['auc']:.3f}"
    )


if __name__ == "__main__":
    main()
