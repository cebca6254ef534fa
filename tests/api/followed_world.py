"""Followers on a clock of their own, and what a load of everything at once would have kept."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from api.engine import Engine
from api.incoming.following_files import Follower, Pace, follow
from api.incoming.loading import Way, load_paths
from api.settings import settings
from graph.connect import open_store
from graph.moments import micros
from tests.graph.records import CLOCK

__all__ = ["NOW", "Watch", "at_once", "csv", "mail", "watch"]

NOW = micros(CLOCK)
HEAD = "sender,receiver,at\n"


class _Over(Exception):
    pass


class Watch:
    """A follower whose seconds pass when it pauses."""

    def __init__(self, store: Path | str, *paths: Path, clock: int = NOW, **given: Any) -> None:
        self.now = 0.0
        flags = given.pop("flags", {})
        built = settings({"store": str(store), **flags}, environment={})
        self.engine = Engine(str(store), built, clock=lambda: clock)
        self.said: list[str] = []
        self.is_refreshing = given.pop("refresh", False)
        way, again = given.pop("way", Way()), given.pop("again", False)
        pace = Pace(**{"every": 1.0, "rest": 2.0, "patience": 60.0, **given})
        self.follower = Follower(paths, self.engine, way, pace, tick=self.tick, again=again)

    def tick(self) -> float:
        return self.now

    def run(self, seconds: float = 6) -> list[dict[str, Any]]:
        """What is answered while so many seconds pass."""
        until = self.now + seconds

        def pause(wait: float) -> None:
            self.now += wait
            if self.now >= until:
                raise _Over

        found = []
        with suppress(_Over):
            for one in follow(
                self.follower, is_refreshing=self.is_refreshing, pause=pause, note=self.said.append
            ):
                found.append(one)  # noqa: PERF402 - what was answered before the end is kept
        return found

    def counts(self, seconds: float = 6) -> list[tuple[int, int, int]]:
        """How many records each load read, how many were new, and how many rejected."""
        return [(one["read"], one["new"], one["rejected"]) for one in self.run(seconds)]

    @property
    def digest(self) -> str:
        return self.engine.store().digest()


def watch(folder: Path, *paths: Path, **given: Any) -> Watch:
    return Watch(folder / "followed.duckdb", *paths, **given)


def at_once(folder: Path, paths: Sequence[Path], way: Way | None = None) -> str:
    """The digest of a store that loaded everything at once."""
    store = folder / f"at-once-{len(list(folder.iterdir()))}.duckdb"
    built = settings({"store": str(store)}, environment={})
    load_paths(paths, built, NOW, way)
    return open_store(str(store)).digest()


def csv(*days: int, head: bool = True) -> str:
    """Rows of a log, one on each day of January."""
    rows = "".join(f"ann@x.example,bob@x.example,2026-01-{day:02}T10:00:00Z\n" for day in days)
    return (HEAD if head else "") + rows


def mail(number: int, *, body: str = "Hello.\n") -> str:
    """A message of a mailbox, as programs that deliver mail append it."""
    return (
        f"From ann@x.example Mon Jan  5 10:00:00 2026\nFrom: ann@x.example\nTo: bob@x.example\n"
        f"Message-ID: <{number}@x.example>\nDate: Mon, 05 Jan 2026 10:00:00 +0000\n\n{body}\n"
    )
