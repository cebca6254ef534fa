"""A process that adds batches to a Neo4j store and says a line for each that was acknowledged.

python -m tests.graph.neo4j_loader URL CACHE rows 40      40 batches of 500 rows
python -m tests.graph.neo4j_loader URL CACHE halves 7     overlapping halves, in the 7th order
"""

import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from graph.batch import Batch
from graph.model import Fact, Merge
from graph.neo4j.store import Neo4jStore
from tests.graph.bulk import bulk
from tests.graph.records import batch_of, mail

__all__ = ["ROWS", "halves", "in_order"]

ROWS = 500
_WHEN = datetime(2026, 1, 5, tzinfo=UTC)


def halves() -> list[Batch]:
    """Batches that tell of the same mails: each names some of the receivers, roles or revisions."""
    batches = []
    for part in range(4):
        mails = [
            mail(
                "ann",
                f"p{k % 5}/cc",
                f"p{(k + part) % 5}/to",
                id=f"{k}",
                revision=k % 2 * part // 3,
            )
            for k in range(part, part + 12)
        ]
        stated: list[Fact | Merge] = [
            Fact("email:ann@x.example", "seen_name", "Ann", _WHEN.replace(day=5 + part), None),
            Fact("email:ann@x.example", "name", f"Ann {part % 2}", None, None),
            Merge(
                "email:p1@x.example",
                f"email:p{part % 3 + 2}@x.example",
                f"told {part}",
                _WHEN,
                True,
            ),
        ]
        batches.append(batch_of(*mails, *stated, source=f"mbox{part % 2}"))
    return batches


def in_order(number: int) -> list[Batch]:
    """The halves in the order of this number."""
    return random.Random(number).sample(halves(), len(halves()))  # noqa: S311


def _main(url: str, cache: Path, kind: str, number: int) -> None:
    store = Neo4jStore(url, cache, wait=120)
    batches = (bulk(k, ROWS) for k in range(number)) if kind == "rows" else iter(in_order(number))
    for place, batch in enumerate(batches):
        added = store.add(batch, arrived_at=1)
        assert added.new + added.known + added.corrected == batch.read
        print(place, flush=True)  # noqa: T201


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
