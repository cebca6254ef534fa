"""Questions about topics: which there are, who carries one, how it stands over time."""

from typing import Any, Unpack

from api.answers import topic as one
from api.answers import topics as many
from api.computing.run import Run
from api.computing.topic_log import topic_log
from api.names.topic_names import topic_names
from api.questions.cursor import page
from api.questions.ranked import Ranked
from api.runs.of_store import When, head
from graph.errors import Misuse
from graph.moments import iso

__all__ = ["Topical"]

Answer = dict[str, Any]


class Topical(Ranked):
    """What is asked about topics, on one store."""

    def topics(
        self,
        *,
        kind: str | None = None,
        by: str = "volume",
        since: str | None = None,
        until: str | None = None,
        of: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """Which topics there are: people, volume, tone, and how each moved."""
        many.check(kind, by)
        run = self.run(**when, only_people=True)
        offset, close = page(run, cursor, limit)
        span = self._span(run, since, until)
        found = many.standing(topic_log(run), kind, by, span, self._among(run, of))
        told = {"kind": kind, "by": by, **span.told(), "left_out": found.left_out}
        return {**head(run), **told, **close(many.topic_items(found, offset=offset, limit=limit))}

    def topic(
        self,
        name: str,
        *,
        per: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """One topic: who carries it, how much over time, in what tone, what goes with it."""
        run = self.run(**when, only_people=True)
        offset, close = page(run, cursor, limit)
        span = self._span(run, since, until)
        found = one.about(topic_log(run), topic_names(run).resolved(name), span)
        told = one.one_topic(found, per=per)
        return {**head(run), **told, **close(one.carrying(found, offset=offset, limit=limit))}

    def _span(self, run: Run, since: str | None, until: str | None) -> many.Span:
        end = run.as_of if until is None else min(self._moment(until), run.as_of)
        begin = None if since is None else self._moment(since)
        if begin is not None and begin >= end:
            raise Misuse(f"since {iso(begin)} must lie before {iso(end)}, the end of the span")
        return many.Span(begin, end)
