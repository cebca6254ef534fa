"""The demo company in Neo4j and in a file, and beside it what tieline computed of its log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import neo4j
import numpy as np
import pytest

from api.computing.run import Run
from api.demo import Truth, build
from api.engine import Engine
from api.named import named
from docs.cookbook import answer, filled_with_demo
from graph.model import KINDS, STATUSES
from graph.moments import micros
from tests.api.both import Both
from tests.made_demo import MadeDemo
from tests.neo4j_server import Neo4jServer

__all__ = ["PART", "Demo", "caches_in", "demo_in"]

PART = ("mail/sales.mbox", "mail/joanna-private.mbox", "calls.csv", "crm", "people.csv")
"""The exports that the suite loads into Neo4j, where a row costs most; in the proof it is all."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Demo:
    """The demo in Neo4j and in a file: the story as written, a session, what tieline computed."""

    is_whole: bool
    both: Both
    folder: Path
    truth: Truth
    session: neo4j.Session
    run: Run
    first_run: Run

    def ask(self, name: str, **given: object) -> list[Row]:
        found = answer(self.session, named(name), **given)
        return [row.data() for row in found.records]

    @cached_property
    def names(self) -> list[str]:
        return list(self.run.history.people.name.to_pylist())

    @cached_property
    def ids(self) -> list[str]:
        return list(self.run.history.people.id.to_pylist())

    @cached_property
    def rows(self) -> list[Row]:
        """The log, a row for each receiver, with persons and words in place of numbers."""
        history = self.run.history
        found: list[Row] = history.log.select(
            ["at", "kind", "sender", "receiver", "status", "is_bulk", "id", "duration",
             "in_reply_to"]
        ).to_pylist()  # fmt: skip
        person_of = np.append(history.people.person_of, -1).tolist()
        counts = np.diff(history.starts)
        number = np.repeat(np.arange(len(counts)), counts).tolist()
        for row, of in zip(found, number, strict=True):
            row |= {
                "number": of,
                "sender": person_of[row["sender"]],
                "receiver": person_of[row["receiver"]],
                "kind": KINDS[row["kind"]],
                "status": STATUSES[row["status"]],
            }
        return found

    def name(self, identity: str) -> str:
        """The name of the person to whom an identity belongs."""
        k = self.run.history.identities.index(identity).as_py()
        return str(self.names[self.run.history.people.person_of[k]])

    def organization(self, key: str) -> str:
        name = self.run.belonging.name[self.run.belonging.keys.index(key)]
        return str(name or key)

    @cached_property
    def works_at(self) -> list[str | None]:
        """The organization of each person."""
        of = self.run.belonging
        return [of.keys[code] if code >= 0 else None for code in of.organization.tolist()]


@contextmanager
def caches_in(folder: Path) -> Iterator[None]:
    """A user's cache and state folders, in another place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        yield


@contextmanager
def demo_in(server: Neo4jServer, folder: Path, made: MadeDemo | None) -> Iterator[Demo]:
    """Load the demo into an empty server, beside it in a file, and open a session that reads.

    One that was made is the whole of it; without it, a part is loaded.
    """
    truth = build(folder)
    with caches_in(folder):
        if made is None:
            urls = (server.url, str(folder / "part.duckdb"))
            stores = [filled_with_demo(url, folder, truth, names=PART) for url in urls]
        else:
            there = str(made.copied_store(folder))
            stores = [
                filled_with_demo(server.url, folder, truth),
                filled_with_demo(there, folder, truth, names=()),
            ]
        engine, in_file = (
            Engine(built.url, built, clock=lambda: micros(truth.clock)) for built in stores
        )
        run, pointer = engine.run(), engine.snapshots.pointer()
        assert pointer
        before = [one["run"] for one in engine.runs()["items"] if not one["is_current"]]
        first_run = Run(run.history, engine.snapshots.open(pointer.snapshot, before[0]))
    with (
        server.driver() as driver,
        driver.session(default_access_mode=neo4j.READ_ACCESS) as session,
    ):
        both = Both(in_file, engine)
        yield Demo(made is not None, both, folder, truth, session, run, first_run)
