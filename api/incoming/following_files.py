"""Following: folders that grow are loaded again and again, each file once it has come to rest.

A look is taken every few seconds. As long as anything changes below what is followed, nothing is
read, for an export is often many files that tell about one another; but no longer than thirty times
the rest, for some folders never come to rest: then the files that have are read, and of those that
have not but are appended to, the records that are complete. What was read is noted in the state
file after the store has acknowledged it (`api.incoming.followed`). Files that vanish remove
nothing.

A refresh waits for what is about to be loaded, and for twice as long as the last one took, so that
a log that always grows is not always being computed. A store that cannot be reached is asked
again; who waits longer than they have patience for is told what it says (exit code 4).
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from api.engine import Engine
from api.incoming.followed import Followed
from api.incoming.loading import Way, how_read, load_answer, load_picked, source_of
from api.incoming.looking import Looks, Seen
from api.incoming.owed import Owed
from api.incoming.picked import Pick, Picked, ToldTo, pick
from api.incoming.telling import Tellers
from api.state import State
from graph.connect import state_file
from graph.errors import Misuse, StoreUnreachable
from graph.moments import DAY, iso, moment
from ingest.load import LoadReport
from ingest.source import Reading
from ingest.sources import SOURCES, source_named

__all__ = ["Follower", "Pace", "follow"]

_LONGEST = 30  # rests that files are waited for while others change
_QUIET = 10  # rests after which what looks incomplete is taken as it is
_SHARE = 9  # times what a look took is waited before the next
_MANY = 10_000  # files of one load, after which what was read is noted

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two looks, to come to rest in, and to wait for a store."""

    every: float = 2.0
    rest: float = 2.0
    patience: float = 300.0


class Follower:
    """Follows some files and folders into the store of an engine."""

    def __init__(
        self,
        paths: Sequence[Path],
        engine: Engine,
        way: Way | None = None,
        pace: Pace | None = None,
        *,
        tick: Callable[[], float] = time.monotonic,
        again: bool = False,
    ) -> None:
        for path in paths:
            if not path.exists():
                raise Misuse(f"{path} does not exist; name a file or a folder")
        self.engine = engine
        self.way = way or Way()
        self.pace = pace or Pace()
        self.tick = tick
        self.looks = Looks([Path(os.path.abspath(path)) for path in paths], tick)  # noqa: PTH100
        self.state = State(state_file(engine.url))
        how = repr([str(one) for one in how_read([], engine.settings, self.way)])
        self.followed = Followed(self.state, hashlib.sha256(how.encode()).hexdigest()[:32])
        if again:
            self.followed.forget()
        self.rows = self.followed.rows()
        by = self.way.source or source_of(self.way.mapping)
        self.chosen = source_named(by) if by else None
        self.tellers = Tellers((self.chosen,) if self.chosen else SOURCES)
        self.waiting_since: float | None = None
        self.put_off: dict[Path, Seen] = {}  # of which nothing was complete
        self.unreadable: dict[Path, Seen] = {}
        self.owed = Owed(engine, tick)
        self._is_begun = False

    # what is to be read

    def look(self) -> None:
        """Look at the files once more; at first, at the store as well."""
        if not self._is_begun:
            self._check_store()
            self._is_begun = True
        self.looks.look()

    def waiting(self) -> list[Path]:
        """The files that are to be read, at rest or not."""
        now = self.engine.clock()
        return [path for path, seen in self.looks.seen.items() if self._is_new(path, seen, now)]

    def _is_new(self, path: Path, seen: Seen, now: int) -> bool:
        before = self.rows.get(path)
        if self.unreadable.get(path) == seen:
            return False
        if before is None or before.stamp != seen.stamp:
            return self.put_off.get(path) != seen or self._is_quiet(seen)
        if before.is_clocked and before.read_at + DAY < now:
            return True
        return before.until < before.size and self._is_quiet(seen)

    def _is_quiet(self, seen: Seen) -> bool:
        return self.tick() - seen.since >= _QUIET * self.pace.rest

    def ready(self) -> list[Pick]:
        """What is to be read now: nothing while files change, unless they have done so for long."""
        paths = self.waiting()
        now, rest = self.tick(), self.pace.rest
        if not paths:
            self.waiting_since = None
            return []
        if self.waiting_since is None:
            self.waiting_since = now
        is_late = now - self.waiting_since >= _LONGEST * rest
        if now - self.looks.changed_at < rest and not is_late:
            return []
        picks = []
        for path in paths:
            seen = self.looks.seen[path]
            if found := self._pick(path, seen):
                if now - seen.since >= rest or found.has_ends:
                    picks.append(found)
            else:
                self.put_off[path] = seen
        self.waiting_since = None
        return picks

    def refreshed(self) -> str | None:
        """Refresh if it is time; give the run then."""
        is_waiting = self.waiting_since is not None
        return self.owed.paid(_LONGEST * self.pace.rest if is_waiting else 0.0)

    def _pick(self, path: Path, seen: Seen) -> Pick | None:
        reading = Reading(clock=moment(self.engine.clock()), mapping=self.way.mapping)
        try:
            return pick(
                self.looks.root_of(path),
                path,
                seen,
                self.rows.get(path),
                reading,
                chosen=self.chosen,
                is_quiet=self._is_quiet(seen),
            )
        except OSError:  # it has gone since it was looked at
            return None

    # reading it

    def loaded(self, picks: Sequence[Pick]) -> Iterator[Answer]:
        """Load what was picked, and what is told otherwise now; an answer for each load."""
        self._check_store()
        with tempfile.TemporaryDirectory(prefix="tieline-follow-") as folder:
            survey = self.tellers.survey(self.looks, Path(folder))
        told = ToldTo(survey)
        picks = [*picks, *self._told_otherwise(picks, told)]
        together = [one for one in picks if not one.is_alone]
        for start in range(0, len(together), _MANY):
            yield self._load(Picked(together[start : start + _MANY], survey), told)[0]
        for one in picks:
            if one.is_alone:
                yield from self._alone(one, told)

    def _alone(self, one: Pick, told: ToldTo) -> Iterator[Answer]:
        """Load one file that can be read on; whole, if what was appended cannot stand alone."""
        before = self.rows.get(one.path)
        if one.since and before is not None:
            picked = Picked([one], told.survey)
            answer, report = self._load(picked, told, is_noted=False)
            is_later = None in (before.last_at, report.first_at) or (
                (report.first_at or 0) > (before.last_at or 0)
            )
            is_by_time = one.start is not None and one.start.is_by_time
            if one.path not in picked.dependent and (is_later or not is_by_time):
                last = max((at for at in (before.last_at, report.last_at) if at is not None),
                           default=None)  # fmt: skip
                self._note(picked, told, last)
                yield answer
                return
        picked = Picked([one.whole()], told.survey)
        answer, report = self._load(picked, told, is_noted=False)
        self._note(picked, told, report.last_at)
        yield answer

    def _told_otherwise(self, picks: Sequence[Pick], told: ToldTo) -> Iterator[Pick]:
        """What was read when the files around it told something else."""
        chosen = {one.path for one in picks}
        for path, before in self.rows.items():
            seen = self.looks.seen.get(path)
            if seen and path not in chosen and before.told != told.digest(path):
                found = self._pick(path, seen)
                if found is not None and seen.stamp == before.stamp:
                    yield replace(found.whole(), start=None)

    def _load(
        self, picked: Picked, told: ToldTo, *, is_noted: bool = True
    ) -> tuple[Answer, LoadReport]:
        roots = list(dict.fromkeys(one.root for one in picked.picks))
        for root in roots:
            again = [one.shown for one in picked.picks if one.root == root and not one.since]
            self.followed.forget_rejects(root, again)
        now = self.engine.clock()
        report = load_picked(
            roots, picked, self.engine.store(), self.state, self.engine.settings,
            clock=now, way=self.way,
        )  # fmt: skip
        if is_noted:
            self._note(picked, told, None)
        self.owed.is_owed |= bool(report.total("new") + report.total("corrected"))
        names = [one.shown for one in picked.picks if one.path not in picked.dependent]
        return {"at": iso(now), "files": names, **load_answer(report)}, report

    def _note(self, picked: Picked, told: ToldTo, last_at: int | None) -> None:
        """Note what was read; what could not be opened is tried again when it has changed."""
        now = self.engine.clock()
        noted = {}
        for one in picked.picks:
            if one.path in picked.unreadable:
                if one.path in self.looks.seen:
                    self.unreadable[one.path] = self.looks.seen[one.path]
                continue
            noted[one.path] = replace(
                one.read,
                last_at=last_at,
                told=told.digest(one.path),
                read_at=now,
                is_clocked=one.path in picked.clocked,
            )
        self.followed.keep(noted.items(), held=self.engine.store().status().interactions)
        self.rows |= noted

    def _check_store(self) -> None:
        """Read everything again into a store that holds less than it did: it is another one."""
        if self.rows and self.engine.store().status().interactions < self.followed.held():
            self.followed.forget()
            self.rows = {}


def follow(
    follower: Follower,
    *,
    is_refreshing: bool = True,
    pause: Callable[[float], None] = time.sleep,
    note: Callable[[str], None] = lambda _text: None,
) -> Iterator[Answer]:
    """Go on for ever: an answer for each load, and ``{"run": ...}`` for each refresh.

    A store that cannot be reached is asked again for as long as the patience lasts.
    """
    away_since: float | None = None
    while True:
        begun = looked = follower.tick()
        try:
            follower.look()
            looked = follower.tick()
            if picks := follower.ready():
                yield from _heard(follower.loaded(picks))
            if is_refreshing and (run := follower.refreshed()):
                yield {"at": iso(follower.engine.clock()), "run": run}
            away_since = None
        except StoreUnreachable as error:
            if away_since is None:
                note(f"{error}; asking again for {follower.pace.patience:g} s")
            away_since = begun if away_since is None else away_since
            if follower.tick() - away_since >= follower.pace.patience:
                raise
        pause(max(follower.pace.every, _SHARE * (looked - begun)))


def _heard(answers: Iterator[Answer]) -> Iterator[Answer]:
    """Answers about records; one that read nothing at all says nothing."""
    for answer in answers:
        if answer["read"] or answer["failed"] or answer["left_out"]:
            yield answer
