"""Batches that are written for a run, for as long as no other run has taken its turn."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from graph.errors import Busy
from graph.neo4j.rows import seconds
from graph.neo4j.server import Server, Transaction

__all__ = ["Writing", "date", "dates", "told_by"]

_BATCH = 20_000
_IS_OURS = "MATCH (l:Log {name: 'tieline', writing: $run}) SET l.writing = $run RETURN count(l)"


def date(name: str) -> str:
    """The Cypher of a date that may be null, sent as seconds and nanoseconds."""
    return (
        f"CASE WHEN ${name}_s[k] IS NOT NULL THEN "
        f"datetime({{epochSeconds: ${name}_s[k], nanosecond: ${name}_n[k]}}) END"
    )


class Writing:
    """Batches of one run, written for as long as no other run has taken its turn."""

    def __init__(self, server: Server, run: str) -> None:
        self.server = server
        self.run = run

    def once(self, query: str, **parameters: Any) -> None:  # noqa: ANN401 - what Cypher takes
        """Write in one transaction."""

        def work(tx: Transaction) -> None:
            (ours,) = tx.run(_IS_OURS, run=self.run).single(strict=True)
            if not ours:
                raise Busy("another refresh writes its run into the database; this one stops")
            tx.run(query, {"run": self.run, **parameters}).consume()

        self.server.write(work)

    def each(self, query: str, columns: Mapping[str, list[Any]]) -> None:
        """Write columns in batches, one transaction each."""
        count = len(next(iter(columns.values())))
        for start in range(0, count, _BATCH):
            part = {name: column[start : start + _BATCH] for name, column in columns.items()}
            self.once(query, **part)


def dates(name: str, column: pa.ChunkedArray) -> dict[str, list[Any]]:
    """Send moments that may be null as seconds and nanoseconds."""
    null = column.is_null().to_numpy()
    at_s, at_n = seconds(column.fill_null(0).to_numpy())
    return {
        f"{name}_s": pa.array(at_s, mask=null).to_pylist(),
        f"{name}_n": pa.array(at_n, mask=null).to_pylist(),
    }


def told_by(server: Server, query: str) -> dict[str, list[Any]]:
    """Give the columns of a query that returns them in one row."""

    def read(tx: Transaction) -> dict[str, list[Any]]:
        return dict(tx.run(query).single(strict=True))

    return server.read(read)
