"""Processes around one folder of snapshots: one publishes without end, one reads without end.

python -m tests.graph.publisher write FOLDER FIRST     snapshots FIRST, FIRST + 1, ...
python -m tests.graph.publisher read FOLDER            until its input ends; says how often
"""

import itertools
import select
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.errors import DamagedSnapshot
from graph.snapshot import Pointer, Snapshots

_TABLES = ("log", "timeline", "people", "ties")


def publish(snapshots: Snapshots, number: int) -> None:
    """Publish a snapshot and a run, both full of their number, and say so."""
    tables = {name: pa.table({"value": np.full(20_000, number)}) for name in _TABLES}
    pointer = Pointer(f"s_{number}", f"r_{number}")
    snapshots.write(tables, {"number": number}, pointer.snapshot)
    snapshots.write(tables, {"number": number}, pointer.snapshot, run=pointer.run)
    snapshots.point(pointer)
    print(number, flush=True)  # noqa: T201


def seen(folder: Path) -> set[int]:
    """Every value of every table of what is current, and its number in both manifests.

    Each reader is a new one, so that nothing is held from before.
    """
    while True:
        snapshots = Snapshots(folder)
        pointer = snapshots.pointer()
        if pointer is None:
            return set()
        try:
            found = [
                snapshots.open(pointer.snapshot),
                snapshots.open(pointer.snapshot, pointer.run),
            ]
        except DamagedSnapshot:
            if snapshots.pointer() == pointer:  # not one that was dropped since
                raise
        else:
            values = {int(columns.manifest["number"]) for columns in found}
            for columns, name in itertools.product(found, _TABLES):
                values |= set(np.unique(columns.table(name).column("value").to_numpy()).tolist())
            return values


def read(folder: Path) -> None:
    """Read until told to stop; fail at once if ever two numbers are seen together."""
    reads, last = 0, 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        values = seen(folder)
        if values:
            (number,) = values
            if number < last:
                raise ValueError(f"{number} was seen after {last}")
            last = number
            reads += 1
    print(reads, flush=True)  # noqa: T201


if __name__ == "__main__":
    if sys.argv[1] == "write":
        for number in itertools.count(int(sys.argv[3])):
            publish(Snapshots(Path(sys.argv[2])), number)
    else:
        read(Path(sys.argv[2]))
