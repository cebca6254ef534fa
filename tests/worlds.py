"""Tiny hand-drawn worlds with answers on paper."""

from datetime import UTC, datetime, timedelta

import numpy as np

from algorithms.projection import Projection, projection
from algorithms.ties import ties
from graph.model import Interaction, Kind, Receiver
from graph.timeline import Timeline

DAY = 86_400_000_000
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def timeline_of(people: int, *rows: tuple[int, int, float]) -> Timeline:
    """A timeline of (source, target, day) rows: one e-mail to one receiver each."""
    source, target, day = zip(*rows, strict=True) if rows else ((), (), ())
    return Timeline.of(people, source, target, [round(at * DAY) for at in day])


def projection_of(people: int, *edges: tuple[int, int]) -> Projection:
    """An unweighted undirected graph as a projection: one e-mail each way, all at one moment."""
    rows = [row for a, b in edges for row in ((a, b, 0.0), (b, a, 0.0))]
    timeline = timeline_of(people, *rows)
    return projection(ties(timeline, np.ones(len(timeline)), as_of=0, half_life=30 * DAY))


def email(
    sender: str,
    *receivers: str,
    days: float = 0.0,
    id: str | None = None,  # noqa: A002
) -> Interaction:
    """An e-mail between short names: ``email("ann", "bob")``."""
    return Interaction(
        at=START + timedelta(days=days),
        kind=Kind.EMAIL,
        channel="email",
        sender=f"email:{sender}@x.example",
        receivers=tuple(Receiver(f"email:{name}@x.example") for name in receivers),
        id=id,
    )
