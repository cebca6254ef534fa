"""A process that adds batches of 1,000 rows and says a line for each that was acknowledged."""

import sys
from pathlib import Path

from graph.duckdb.store import DuckDBStore
from tests.graph.bulk import bulk


def main(path: Path, first: int, end: int) -> None:
    """Add them all, from one on, whatever is there."""
    store = DuckDBStore(path)
    for number in range(first, end):
        store.add(bulk(number), arrived_at=1)
        print(number, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
