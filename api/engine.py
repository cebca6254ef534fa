"""The engine: answers every question; the command line, HTTP and the demo only parse and render.

Every answer is read from a published run, carries its id, and is the same object for every face.
"""

import inspect
import sys
from collections.abc import Sequence
from typing import Any, Unpack

from algorithms.measures import INFLUENCE, MEASURES, PERSONALISED, Measure
from algorithms.pairs.measures import PAIR_MEASURES, PairMeasure
from api.answers import (
    acquaintance,
    evidence,
    fading,
    ranking,
    stakeholding,
    tie_ranking,
)
from api.answers.briefing import briefing
from api.answers.concern import topics
from api.answers.explained_person import explain_person
from api.computing.run import Run
from api.hints import hint
from api.names.lookup import person_number, target
from api.questions.backtested import Backtesting
from api.questions.changed import Changed
from api.questions.covering import Covering
from api.questions.cursor import page
from api.questions.grouped import Grouped
from api.questions.identified import Identifies
from api.questions.reminding import Reminding
from api.questions.topical import Topical
from api.questions.weighing import Weighing
from api.runs.of_store import When, head
from graph.errors import Misuse, UnknownName
from graph.moments import iso

__all__ = ["Engine"]

Answer = dict[str, Any]


class Engine(Reminding, Grouped, Changed, Backtesting, Covering, Identifies, Weighing, Topical):
    """Every question that tieline answers, on one store."""

    # -- ranked answers -----------------------------------------------------------------------

    def stakeholders(
        self,
        *,
        of: str,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Who has a stake in an organization, a segment, a person or a topic, and why."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        about = target(run.history, run.belonging, topics(run), of)
        return close(stakeholding.stakeholders_of(run, about, offset=offset, limit=limit))

    def weakening(
        self,
        *,
        of: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Which ties are fading, against their own rhythm, and why."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        return close(fading.weakening(run, among=self._among(run, of), offset=offset, limit=limit))

    def ranked_ties(
        self,
        *,
        by: str = tie_ranking.STRENGTH,
        of: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Which ties stand out by a measure of pairs, and how they stand otherwise."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        among = self._among(run, of)
        told, found = tie_ranking.ranked_ties(run, by=by, among=among, offset=offset, limit=limit)
        return {**head(run), **told, **close(found)}

    def briefing(self, **when: Unpack[When]) -> Answer:
        """One page: who matters, who rises and falls, what is weakening, what to do next."""
        run = self.run(**when)
        return {**head(run), **briefing(run)}

    # -- look-ups -----------------------------------------------------------------------------

    def people(
        self,
        *,
        query: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """List people, those whose name or identity holds the query."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        return close(acquaintance.people(run, query=query, offset=offset, limit=limit))

    def person(self, who: str, *, limit: int = 10, **when: Unpack[When]) -> Answer:
        """Say all that is known of one person."""
        run = self.run(**when)
        return {**head(run), **acquaintance.person(run, self._person(run, who), limit=limit)}

    def ties(
        self, who: str, *, limit: int = 10, cursor: str | None = None, **when: Unpack[When]
    ) -> Answer:
        """List a person's ties, strongest first."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        ego = self._person(run, who)
        return close(acquaintance.ties_of(run, ego, offset=offset, limit=limit))

    def explain(
        self,
        who: str,
        other: str | None = None,
        *,
        measure: str | None = None,
        without: Sequence[str] = (),
        limit: int = 10,
        **when: Unpack[When],
    ) -> Answer:
        """Open a measure of a person, or the tie of two people, down to what it comes from.

        *without* are ids of interactions of the two that are left out, to see what would be.
        """
        if other is None and without:
            raise Misuse("interactions are left out of a tie; name the other of the two as well")
        if other is not None and measure is not None:
            raise Misuse("a measure is explained of one person; leave out the other, or --measure")
        by = measure or ranking.INFLUENCE
        ranking.is_largest_first(by)  # an unknown name is told before anything is computed
        run = self.run(**when)
        ego = self._person(run, who)
        if other is None:
            return {**head(run), **explain_person(run, ego, measure=by, limit=limit)}
        alter = self._person(run, other)
        if ego == alter:
            raise Misuse(f"{who!r} and {other!r} are the same person; a tie needs two")
        told = evidence.explain_tie(run, ego, alter, limit=limit, without=tuple(without))
        return {**head(run), **told}

    def tie(self, who: str, other: str, **when: Unpack[When]) -> Answer:
        """Say how two people stand to each other, with every interaction behind it."""
        return self.explain(who, other, limit=100_000, **when)

    def _person(self, run: Run, text: str) -> int:
        return person_number(run.history, text)

    # -- about itself -------------------------------------------------------------------------

    def measures(self) -> Answer:
        """List every measure, of people and of pairs, with its range and meaning."""
        people = [measure.row() for measure in (*MEASURES, PERSONALISED)]
        pairs = [tie_ranking.shown(measure).row() for measure in PAIR_MEASURES]
        return {"items": people + pairs}

    def measure(self, name: str) -> Answer:
        """Explain one measure: formula, reading, edge cases, cost, references."""
        found = self._measure(name)
        told = inspect.getdoc(sys.modules[found.function.__module__]) or ""
        return {**found.row(), "explanation": told}

    @staticmethod
    def _measure(name: str) -> Measure | PairMeasure:
        """Find a measure of people, else one of pairs; their names are distinct."""
        people = {measure.name: measure for measure in (INFLUENCE, *MEASURES, PERSONALISED)}
        pairs = {measure.name: measure for measure in PAIR_MEASURES}
        if name in people:
            return people[name]
        if name in pairs:
            return tie_ranking.shown(pairs[name])
        raise UnknownName(f"no measure is called {name!r}{hint(name, [*people, *pairs])}")

    def runs(self) -> Answer:
        """List the runs of the current snapshot, the current one first."""
        pointer, columns = self._current()
        folder = columns.folder / "runs"
        names = sorted(path.name for path in folder.iterdir() if path.name.startswith("r_"))
        names.sort(key=lambda name: name != pointer.run)
        items = []
        for name in names:
            run = self._opened(columns, name)
            items.append({**head(run), "is_current": name == pointer.run, "made": run.manifest})
        return {"items": items, "next": None}

    def status(self) -> Answer:
        """Say what the store holds, and what the answers are read from."""
        with self.storing.taken():
            store = self.store().status()
        pointer = self.snapshots.pointer()
        found: Answer = {
            "store": store.url,
            "version": store.version,
            "interactions": store.interactions,
            "rows": store.rows,
            "identities": store.identities,
            "facts": store.facts,
            "first_at": None if store.first_at is None else iso(store.first_at),
            "last_at": None if store.last_at is None else iso(store.last_at),
            "first_arrived_at": None if store.arrived is None else iso(store.arrived[0]),
            "last_arrived_at": None if store.arrived is None else iso(store.arrived[1]),
            "digest": store.digest,
            "kept_by": store.kept_by,
            "run": None,
            "as_of": None,
            "is_fresh": False,
            "in_use": self.in_use(),
        }
        if pointer is not None:
            columns = self.snapshots.open(pointer.snapshot)
            run = self._opened(columns, pointer.run)
            found |= {
                "run": run.name,
                "as_of": iso(run.as_of),
                "is_fresh": columns.manifest["state"] == store.state,
            }
        return found
