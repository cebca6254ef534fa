"""The table that a benchmark prints, in Markdown, and the machine it was made on."""

import importlib.metadata
import os
import platform
from dataclasses import dataclass

from spending import Spent

__all__ = ["Row", "machine", "markdown"]

LIBRARIES = ("tieline", "duckdb", "pyarrow", "numpy", "scipy", "igraph", "polars", "networkx")


@dataclass(frozen=True)
class Row:
    """One line: what was done to how many interactions, what it took, and what is to be said of it.

    No interactions are counted where they do not matter, no memory for a step within a process.
    """

    what: str
    interactions: int
    spent: Spent
    note: str = ""


def markdown(rows: list[Row]) -> str:
    """Write the rows as one table, with blanks for what does not apply."""
    lines = [
        "| what | interactions | seconds | of all cores | peak memory | interactions a second | |",
        "|:--|--:|--:|--:|--:|--:|:--|",
    ]
    for row in rows:
        spent = row.spent
        seconds = f"{spent.seconds:.2f}"
        work = f"{spent.work:.2f}" if spent.memory else ""
        memory = f"{spent.memory / 1e9:.2f} GB" if spent.memory else ""
        many = f"{row.interactions:,}" if row.interactions else ""
        rate = f"{row.interactions / spent.seconds:,.0f}" if row.interactions else ""
        cells = (row.what, many, seconds, work, memory, rate, row.note)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def machine() -> str:
    """Say what the figures depend on: cores, memory, Python and the libraries that compute."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    return (
        f"{cores} cores, {memory:.0f} GB, {platform.system()} on {platform.machine()}, "
        f"Python {platform.python_version()}, "
        + ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    )


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
