"""Questions about what changed between two days, and why."""

from typing import Any, Unpack

from api.answers.changes_known import Later, before_merges, later
from api.answers.changes_overview import overview
from api.answers.changes_seen import Between, Meant, Seen, seen
from api.answers.changes_standing import check_measure
from api.answers.changes_told import person_changes, tie_changes
from api.answers.ranking import INFLUENCE, is_largest_first
from api.computing.run import Run
from api.computing.run_tables import configuration
from api.log.history import History
from api.names.lookup import identity_place, person_number
from api.runs.of_store import Runs, When, head
from graph.errors import Misuse, UnknownName
from graph.moments import DAY, iso

__all__ = ["Changed"]

Answer = dict[str, Any]

_DAYS = 28  # the first day lies so many days before the second, unless said otherwise


class Changed(Runs):
    """What is asked about the difference between two days, on one store."""

    def changes(
        self,
        who: str | None = None,
        other: str | None = None,
        *,
        since: str | None = None,
        since_half_life_days: float | None = None,
        by: str = INFLUENCE,
        known_now: bool = False,
        limit: int = 10,
        **when: Unpack[When],
    ) -> Answer:
        """What moved between two days: for everybody, for one person, for one tie; and why.

        *since* is a moment, or the id of a kept run, and then its half-life and settings as well.
        The second day is the ``as_of`` of every question. The first day is seen as it was known
        then, unless *known_now*.
        """
        is_largest_first(by)  # an unknown name is told before anything is computed
        if who is None and other is not None:
            raise Misuse("a tie needs two people; name the first one as well")
        if who is not None and other is None:
            check_measure(by)
        self._check_order(since, when.get("as_of"))
        now = self.run(**when)
        named = [text for text in (who, other) if text is not None]
        people = [person_number(now.history, text) for text in named]
        if len(set(people)) < len(people):
            raise Misuse(f"{who!r} and {other!r} are the same person; a tie needs two")
        between, found = self._between(now, by, since, since_half_life_days, known_now, named, when)
        told: Answer = {
            **head(now),
            "from": iso(between.then.as_of),
            "to": iso(now.as_of),
            "from_run": between.then.name,
            "from_half_life_days": between.then.half_life / DAY,
            "by": by,
            "as_known_then": between.was_other,
            **(found.told() if between.was_other else {"late_interactions": 0, "merges": []}),
        }
        if not people:
            return {**told, "of": "everybody", **overview(between, limit=limit)}
        if len(people) == 1:
            return {**told, "of": "person", **person_changes(between, *people, limit=limit)}
        return {**told, "of": "tie", **tie_changes(between, *people, limit=limit)}

    def _between(
        self,
        now: Run,
        by: str,
        since: str | None,
        half_life: float | None,
        known_now: bool,
        named: list[str],
        when: When,
    ) -> tuple[Between, Later]:
        """Put the two days together, and what became known between them."""
        then = self._first_day(now, since, half_life, when)
        asked: When = {**when, "as_of": iso(then.as_of)}
        alike = then if _is_alike(then, now) else self.run(**asked)
        found = later(now.history, since=then.as_of, until=now.as_of)
        is_then = not known_now and found.is_anything
        if found.was_used and then.manifest["settings"] != configuration(self.settings):
            is_then = False  # what was known then is not kept with other settings
        known = seen(then, by, now.history)
        if is_then:
            meant = _meant(now.history, named)
            known = self._as_known(now, then, by, meant, was_used=found.was_used)
        return Between(by, known, is_then, then, alike, now), found

    def _first_day(self, now: Run, since: str | None, half_life: float | None, when: When) -> Run:
        """The run that is compared with: of a moment, or one that is named."""
        if since is not None and since.startswith("r_"):
            if half_life is not None:
                raise Misuse(f"run {since} has its own half-life; leave the other one out")
            return self._named(now, since)
        begin = now.as_of - _DAYS * DAY if since is None else self._moment(since)
        _check_days(begin, now.as_of)
        first = int(now.history.at[0]) if len(now.history.at) else now.as_of
        if begin < first:
            raise Misuse(
                f"the first day, {iso(begin)}, lies before the log, which begins {iso(first)}; "
                "there is nothing to compare with. Give a later first day"
            )
        asked: When = {**when, "as_of": iso(begin)}
        if half_life is not None:
            asked["half_life_days"] = half_life
        return self.run(**asked)

    def _check_order(self, since: str | None, until: str | None) -> None:
        """Refuse days in the wrong order before anything is computed for either of them."""
        if since is not None and until is not None and not since.startswith("r_"):
            _check_days(self._moment(since), self._moment(until))

    def _named(self, now: Run, name: str) -> Run:
        """A run of the same snapshot, by its id."""
        snapshot = now.columns.folder.parent.parent.name  # snapshot/runs/run
        part = f"o_{name.removeprefix('r_')}"  # where no more than a ranking was asked for
        kept = next((one for one in (name, part) if self.snapshots.has(snapshot, one)), None)
        if kept is None:
            raise UnknownName(
                f"no run of the current snapshot is called {name}; tieline runs lists them"
            )
        then = self._opened(self.snapshots.open(snapshot), kept)
        if then.as_of > now.as_of:
            raise Misuse(
                f"run {name} is seen from {iso(then.as_of)}, after {iso(now.as_of)}; "
                "the first day must be the earlier one"
            )
        if kept == name:
            return then
        return self.run(iso(then.as_of), then.half_life / DAY)  # in full

    def _as_known(self, now: Run, then: Run, by: str, meant: Meant, *, was_used: bool) -> Seen:
        """The first day by what was known on it."""
        if not was_used:
            found: Seen = then.apart(before_merges, by, then.as_of, meant)
            return found
        moment = iso(then.as_of)
        run = self.run(moment, then.half_life / DAY, known_by=moment)
        return seen(run, by, now.history, meant)


def _check_days(first: int, second: int) -> None:
    if first >= second:
        raise Misuse(
            f"the first day, {iso(first)}, must lie before the second, {iso(second)}; "
            "give the earlier one first"
        )


def _meant(history: History, named: list[str]) -> Meant:
    """By which identity each of those asked for was named, where it was by one."""
    found = {}
    for text in named:
        place = identity_place(history, text.strip())
        if place is not None:
            found[int(history.people.person_of[place])] = place
    return found


def _is_alike(then: Run, now: Run) -> bool:
    """Whether two runs have one configuration."""
    return (then.half_life, then.manifest["settings"]) == (
        now.half_life,
        now.manifest["settings"],
    )
