"""Stores filled by hand, and the engine on them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from api.engine import Engine
from api.settings import settings
from graph.connect import open_store
from graph.model import Fact, Interaction, Merge, Receiver
from graph.moments import micros
from ingest.batches.gather import Record, gather
from ingest.source import Reading
from tests.worlds import START, email

__all__ = ["CLOCK", "engine_on", "fill", "office"]

CLOCK = START + timedelta(days=200)


def fill(
    path: Path, told: Iterable[Interaction | Fact | Merge], *, batch_rows: int = 10_000
) -> Path:
    """Keep interactions, facts and merges in a store of their own."""
    store = open_store(str(path))
    reading = Reading(clock=CLOCK, batch_rows=batch_rows)
    records: Iterator[Record] = ((f"record {k}", one) for k, one in enumerate(told))
    for batch in gather(records, "hand", reading):
        store.add(batch, arrived_at=micros(CLOCK))
    return path


def engine_on(path: Path, **flags: object) -> Engine:
    """The engine as a command would build it, with a clock that stands still."""
    built = settings({"store": str(path), **flags}, environment={})
    return Engine(str(path), built, clock=lambda: micros(CLOCK))


def office() -> list[Interaction | Fact | Merge]:
    """Five of ours and three customers over half a year; one customer fades in the last months.

    Ann is in touch with everybody; bob writes to cat at customer.example every 7 days until day
    110 and then no more; dan and eve only ever write to ann.
    """
    told: list[Interaction | Fact | Merge] = []
    for week in range(25):
        day = 7.0 * week
        for other in ("bob", "dan", "eve", "fay"):
            told += [email("ann", other, days=day), email(other, "ann", days=day + 0.5)]
        for outside in ("uma", "vic"):
            told += [
                _outside("ann", outside, day + 1, back=False),
                _outside("ann", outside, day + 2, back=True),
            ]
        if day <= 110:
            told += [
                _outside("bob", "cat", day + 1, back=False),
                _outside("bob", "cat", day + 3, back=True),
            ]
    told += [
        Fact("org:customer.example", "segment", "customers"),
        Fact("email:ann@x.example", "name", "Ann Archer"),
        Fact("email:cat@customer.example", "title", "buyer"),
    ]
    return told


def _outside(ours: str, theirs: str, day: float, *, back: bool) -> Interaction:
    a, b = f"email:{ours}@x.example", f"email:{theirs}@customer.example"
    sender, receiver = (b, a) if back else (a, b)
    return replace(email(ours, days=day), sender=sender, receivers=(Receiver(receiver),))
