"""Questions about who carries weight, how sure that is, and who rises and falls."""

from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray

from algorithms.measures import KEPT
from api.answers import around as seen_from
from api.answers import moving, ranking
from api.answers.concern import concerned, topics
from api.computing.run import Run
from api.names.lookup import target
from api.processes.child import Report
from api.questions.cursor import page
from api.questions.uncertainty import Uncertain
from api.runs.of_store import When, head
from graph.errors import Misuse
from graph.moments import DAY, iso

__all__ = ["LEVEL", "Ranked"]

Answer = dict[str, Any]

_IN_EVERY_RUN = {ranking.INFLUENCE, *(measure.name for measure in KEPT)}

LEVEL = 0.9
"""How sure rank intervals are, unless said otherwise."""


class Ranked(Uncertain):
    """What is asked about the order of people, on one store."""

    def influencers(
        self,
        *,
        by: str = ranking.INFLUENCE,
        of: str | None = None,
        around: str | None = None,
        intervals: bool = False,
        level: float | None = None,
        limit: int = 10,
        cursor: str | None = None,
        report: Report = lambda _what, _done: None,
        **when: Unpack[When],
    ) -> Answer:
        """Who carries weight, and why; on demand also between which ranks each of them stands.

        A level asks for intervals as well; *around* asks who matters seen from some people.
        """
        if around is not None or by == seen_from.BY:
            if intervals or level is not None:
                raise Misuse("intervals are drawn of whole networks; leave out around, or them")
            return self._influencers_around(
                around, by=by, of=of, limit=limit, cursor=cursor, **when
            )
        if level is not None and not 0 < level < 1:
            raise Misuse(f"the level must lie between 0 and 1, such as 0.9, not {level}")
        ranking.is_largest_first(by)  # an unknown name is told before anything is computed
        is_sure = intervals or level is not None
        run = self.run(**when, only_people=not is_sure and by in _IN_EVERY_RUN)
        offset, close = page(run, cursor, limit)
        among = self._among(run, of)
        sure = None
        if is_sure:
            sure = ranking.Sure(self.spread(run, by, report), LEVEL if level is None else level)
        found = ranking.influencers(run, by=by, among=among, offset=offset, limit=limit, sure=sure)
        return {**head(run), **ranking.how_made(run, by=by, among=among), **close(found)}

    def _influencers_around(
        self,
        around: str | None,
        *,
        by: str,
        of: str | None,
        limit: int,
        cursor: str | None,
        **when: Unpack[When],
    ) -> Answer:
        seen_from.check(around, by)
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        about = target(run.history, run.belonging, topics(run), str(around))
        found = seen_from.around(run, about)
        among = self._among(run, of)
        told, listed = seen_from.influencers_around(
            run, found, among=among, offset=offset, limit=limit
        )
        return {**head(run), "around": found.told(run), **told, **close(listed)}

    def rising(
        self,
        *,
        since: str | None = None,
        falling: bool = False,
        by: str = ranking.INFLUENCE,
        of: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Who rose, or fell, in a ranking since another moment, and why; who is new or gone."""
        ranking.is_largest_first(by)
        run = self.run(**when, only_people=by in _IN_EVERY_RUN)
        offset, close = page(run, cursor, limit)
        among = self._among(run, of)
        begin = run.as_of - moving.DEFAULT_DAYS * DAY if since is None else self._moment(since)
        if begin >= run.as_of:
            raise Misuse(f"since {iso(begin)} must lie before {iso(run.as_of)}, the moment seen")
        before: When = {**when, "as_of": iso(begin)}
        then = self.run(**before, only_people=by in _IN_EVERY_RUN)
        told, found = moving.moving(
            run, then, by=by, upwards=not falling, among=among, offset=offset, limit=limit
        )
        return {**head(run), **told, "is_falling": falling, **close(found)}

    def _among(self, run: Run, of: str | None) -> NDArray[np.bool_] | None:
        if of is None:
            return None
        return concerned(run, target(run.history, run.belonging, topics(run), of))
