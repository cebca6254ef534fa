"""A small company and its customers, in a store, with something to say in every answer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.engine import Engine
from api.settings import Settings
from graph.connect import open_store
from graph.model import Fact, Interaction, Kind, Merge, Receiver, Role, Status
from graph.moments import micros
from ingest.batches.gather import Record, gather
from ingest.source import Reading
from tests.worlds import START

CLOCK = datetime(2026, 9, 1, tzinfo=UTC)
OURS = ("ann", "bob", "cid", "dan", "eve")
THEIRS = ("fay", "gus", "hal")


def engine_of(folder: Path) -> Engine:
    """An engine on a store in a folder, as a server has it."""
    url = str(folder / "tieline.duckdb")
    settings = Settings(store=url, lock_wait_seconds=2.0)
    return Engine(url, settings, clock=lambda: micros(CLOCK), is_server=True)


def add(engine: Engine, records: Iterator[Record]) -> None:
    """Keep records in the engine's store."""
    for batch in gather(records, "test", Reading(clock=CLOCK)):
        open_store(engine.url).add(batch, arrived_at=micros(CLOCK))


def company() -> Iterator[Record]:
    """Weekly mail inside; mail with customers, of which ann's to fay stops after half the time."""
    for day in range(0, 210, 7):
        for k, name in enumerate(OURS):
            yield _mail(name, (OURS[(k + 1) % 5], OURS[(k + 2) % 5]), day + 0.1 * k)
        if day < 120:
            yield _mail("ann", ("fay",), day + 0.5, topics=("pricing",), thread=f"t{day}")
            yield _mail("fay", ("ann",), day + 0.6, topics=("pricing",), thread=f"t{day}")
        yield _mail("bob", ("gus",), day + 0.7, thread=f"u{day}")
        yield _mail("gus", ("bob", "hal"), day + 1.2, thread=f"u{day}", sentiment=-0.5)
    yield "meeting", _meeting()
    yield "post", Interaction(START, Kind.POST, "x", "x:ann", id="post")
    yield (
        "slashed",
        Interaction(
            START,
            Kind.MESSAGE,
            "slack",
            "slack:T1/U7",
            (Receiver("email:ann@own.example"),),
            id="s",
        ),
    )
    for k, fact in enumerate(_facts()):
        yield f"fact {k}", fact
    yield "merge", Merge("email:ann@own.example", "x:ann", "she said so", START)


def _mail(
    sender: str,
    receivers: tuple[str, ...],
    day: float,
    *,
    topics: tuple[str, ...] = (),
    thread: str | None = None,
    sentiment: float | None = None,
) -> Record:
    found = Interaction(
        at=START + timedelta(days=day),
        kind=Kind.EMAIL,
        channel="email",
        sender=address(sender),
        receivers=tuple(Receiver(address(name)) for name in receivers),
        id=f"<{sender}{day}@own.example>",
        topics=topics,
        thread=thread,
        sentiment=sentiment,
    )
    return f"{sender} {day}", found


def _meeting() -> Interaction:
    accepted = [Receiver(address(name), Role.ATTENDEE, Status.ACCEPTED) for name in OURS[1:]]
    return Interaction(
        at=START + timedelta(days=30),
        kind=Kind.MEETING,
        channel="calendar",
        sender=address("ann"),
        receivers=tuple(accepted),
        id="meeting",
        duration=timedelta(minutes=30),
    )


def _facts() -> Iterator[Fact]:
    yield Fact(address("ann"), "name", "Ann Arden", START)
    yield Fact(address("ann"), "title", "account manager", START)
    yield Fact(address("bob"), "reports_to", address("ann"))
    yield Fact(address("hal"), "birthday", "1980-08-05")
    yield Fact("org:customer.example", "renewal", "soon")
    yield Fact(address("hal"), "name", "Same Name")
    yield Fact(address("gus"), "name", "Same Name")
    yield Fact(address("fay"), "segment", "customers", START, CLOCK)


def address(name: str) -> str:
    """The identity of one of the world's people."""
    return f"email:{name}@{'own' if name in OURS else 'customer'}.example"
