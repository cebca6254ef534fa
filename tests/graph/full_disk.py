"""A process whose files may not grow beyond a size, as on a full disk; run by the tests.

Takes a folder, how many rows each store holds before, and how many bytes each may grow by then;
prints one line of JSON for each.
"""

import json
import resource
import sys
from pathlib import Path

from graph.duckdb.store import DuckDBStore
from graph.errors import StoreError
from tests.graph.bulk import bulk

ROWS = 8_000
BEFORE = 999


def limit(size: int) -> None:
    """Let no file grow beyond a size; the hard limit stays, so that space may return."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))


def filled(store: DuckDBStore, grow: int, batches: int) -> dict[str, object]:
    """Add until it fails; look at what is there; add it all again when space has returned."""
    limit(grow + (store.path.stat().st_size if store.path.exists() else 0))
    kept, told = 0, ""
    try:
        for number in range(batches):
            store.add(bulk(number, ROWS), arrived_at=1)
            kept += 1
    except StoreError as error:
        told = str(error)
    there = store.status()
    limit(resource.RLIM_INFINITY)
    known = [store.add(bulk(number, ROWS), arrived_at=2).known for number in range(batches)]
    return {"grow": grow, "kept": kept, "told": told, "rows_then": there.rows,
            "known": known, "digest": store.digest()}  # fmt: skip


def main(folder: Path, before: int, batches: int, sizes: list[int]) -> None:
    """Try every size with a store of its own."""
    for grow in sizes:
        store = DuckDBStore(folder / f"{grow}.duckdb")
        if before:
            store.add(bulk(BEFORE, before), arrived_at=0)
        print(json.dumps(filled(store, grow, batches)), flush=True)  # noqa: T201


if __name__ == "__main__":
    before, batches, *sizes = (int(text) for text in sys.argv[2:])
    main(Path(sys.argv[1]), before, batches, sizes)
