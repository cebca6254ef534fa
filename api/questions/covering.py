"""Questions about what was heard: the coverage of every feed, and who has left."""

from typing import Any, Unpack

from api.answers import silent
from api.questions.cursor import page
from api.runs.of_store import Runs, When, head

__all__ = ["Covering"]

Answer = dict[str, Any]


class Covering(Runs):
    """What is asked about feeds and departures, on one store."""

    def coverage(self, **when: Unpack[When]) -> Answer:
        """Say of every feed when it was heard from, what it brought, and when it stopped."""
        run = self.run(**when)
        return {**head(run), **silent.coverage_told(run)}

    def departures(
        self, *, limit: int = 10, cursor: str | None = None, **when: Unpack[When]
    ) -> Answer:
        """Say who has left or is away, since when, how sure that is, and whose ties fell silent."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        items = silent.departures_told(run)
        return {**head(run), **close((items[offset : offset + limit], len(items)))}
