"""Logs that grow: pairs with rhythms of their own, and second batches of every kind."""

import json
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.engine import Engine
from api.refresh import refresh
from graph.model import Fact, Interaction, Kind, Merge
from graph.snapshot import Columns
from tests.api.kept import CLOCK, engine_on, fill
from tests.worlds import email

__all__ = ["BATCHES", "Told", "published", "published_in_steps", "rhythms"]

Told = Interaction | Fact | Merge
_NAMES = [f"{first}{last}" for first in ("ann", "bob", "eve", "ivo") for last in ("a", "k", "z")]


def rhythms(seed: int, *, pairs: int = 22, since: float = 0.0) -> list[Told]:
    """Pairs that write every so many days until day 150, or stop; each mail has an id."""
    draw = random.Random(seed)  # noqa: S311 - a fixed order, not a secret
    told: list[Told] = []
    for pair in range(pairs):
        a, b = draw.sample(_NAMES, 2)
        gap, day = draw.choice([1.5, 3.0, 6.0, 11.0]), since + draw.uniform(0, 40)
        stops = draw.choice([150.0, 150.0, draw.uniform(since + 40, 150.0)])
        while day < stops:
            sender, receiver = (a, b) if draw.random() < 0.6 else (b, a)
            told.append(email(sender, receiver, days=day, id=f"{pair}-{len(told)}"))
            day += gap * draw.choice([0.2, 0.7, 1.0, 1.2, 2.5])
    return sorted(told, key=lambda one: getattr(one, "at", CLOCK))


def _later(draw: random.Random, _told: list[Told]) -> list[Told]:
    day = draw.choice([150.0, 151.0, 163.0, 170.0])
    return [
        email(*draw.sample(_NAMES, 2), days=day + draw.random(), id=f"l{k}-{draw.random()}")
        for k in range(draw.randint(1, 12))
    ]


def _late(draw: random.Random, _told: list[Told]) -> list[Told]:
    return [
        email(*draw.sample(_NAMES, 2), days=draw.uniform(-9, 150), id=f"e{k}-{draw.random()}")
        for k in range(draw.randint(1, 6))
    ]


def _corrected(draw: random.Random, told: list[Told]) -> list[Told]:
    wrong = draw.choice([one for one in told if isinstance(one, Interaction)])
    days = draw.uniform(0, 150)
    return [replace(email(*draw.sample(_NAMES, 2), days=days, id=wrong.id), revision=2)]


def _from_new_people(draw: random.Random, _told: list[Told]) -> list[Told]:
    names = draw.sample(["aaa", "cyd", "zzz", "mid"], 2)
    return [
        email(new, draw.choice(_NAMES), days=draw.uniform(120, 160), id=f"n{new}{k}")
        for new in names
        for k in range(draw.randint(1, 7))
    ]


def _namesakes(draw: random.Random, _told: list[Told]) -> list[Told]:
    """New people whose addresses say one name, in touch with the same two."""
    known = draw.sample(_NAMES, 2)
    return [
        email(f"ann.archer{number}", one, days=draw.uniform(120, 160), id=f"s{number}{one}")
        for number in draw.sample(range(10, 99), 3)
        for one in known
    ]


def _joined(draw: random.Random, _told: list[Told]) -> list[Told]:
    a, b = (f"email:{one}@x.example" for one in draw.sample(_NAMES, 2))
    return [Merge(a, b, "told", CLOCK, True)]


def _met(draw: random.Random, _told: list[Told]) -> list[Told]:
    who = draw.sample(_NAMES, 4)
    met = email(*who, days=draw.uniform(60, 155), id=f"m{draw.random()}")
    return [replace(met, kind=Kind.MEETING)]


def _told_of(draw: random.Random, _told: list[Told]) -> list[Told]:
    who = f"email:{draw.choice(_NAMES)}@x.example"
    return [Fact(who, "name", "Ann Archer"), Fact(who, "segment", "customers")]


def _a_list(draw: random.Random, _told: list[Told]) -> list[Told]:
    return [Fact(f"email:{draw.choice(_NAMES)}@x.example", "kind", "list")]


def _by_another_feed(draw: random.Random, _told: list[Told]) -> list[Told]:
    return [
        replace(email(*draw.sample(_NAMES, 2), days=100 + k / 3, id=f"f{k}"), channel="slack")
        for k in range(draw.choice([3, 90]))
    ]


BATCHES: dict[str, Callable[[random.Random, list[Told]], list[Told]]] = {
    "later": _later,
    "late": _late,
    "corrected": _corrected,
    "from new people": _from_new_people,
    "namesakes": _namesakes,
    "joined": _joined,
    "met": _met,
    "told of": _told_of,
    "a list": _a_list,
    "by another feed": _by_another_feed,
}


def published_in_steps(batches: Sequence[Sequence[Told]], **flags: object) -> dict[str, Any]:
    """Refresh after each batch; give all that the last run holds.

    Not in children: to begin one takes twenty times as long as to refresh so small a log.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.duckdb"
        for batch in batches:
            fill(path, batch)
            engine = engine_on(path, **flags)
            refresh(engine.url, engine.settings, engine.clock())
        return published(engine)


def published(engine: Engine) -> dict[str, Any]:
    """Everything that the current run says: its manifest, and each file of it by its checksum."""
    pointer = engine.snapshots.pointer()
    assert pointer is not None
    run = engine.snapshots.open(pointer.snapshot, pointer.run)
    return {"run": pointer.run, "snapshot": pointer.snapshot, **_said(run)}


def _said(run: Columns) -> dict[str, Any]:
    return {name: json.dumps(value, sort_keys=True) for name, value in run.manifest.items()}
