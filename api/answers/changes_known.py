"""What was known on a day: without what came in later, and without merges decided later."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from algorithms.projection import projection
from algorithms.ties import ties
from algorithms.weighing.weights import weights
from api.answers.changes_seen import Meant, Seen, numbers_in
from api.answers.changes_standing import measured
from api.computing.log_snapshot import history_of
from api.computing.run import Run
from api.log.history import History
from graph.moments import iso
from graph.store import Contents

__all__ = ["Later", "before_merges", "later"]


@dataclass(frozen=True)
class Later:
    """What became known after a day of the time before it.

    ``was_used`` says whether the store held anything on that day: of a log that was loaded only
    later, nothing is late. ``interactions`` counts those dated up to that day which came in, or
    were corrected, later; ``merges`` are those decided after it, up to the second day.
    """

    was_used: bool
    interactions: int
    merges: pa.Table

    @property
    def is_anything(self) -> bool:
        """Whether the day looked otherwise then than it does now."""
        return bool(len(self.merges)) or (self.was_used and self.interactions > 0)

    def told(self) -> dict[str, Any]:
        """For an answer."""
        return {
            "late_interactions": self.interactions if self.was_used else 0,
            "merges": [
                {
                    "a": row["a"],
                    "b": row["b"],
                    "at": iso(row["at"]),
                    "reason": row["reason"],
                    "is_active": row["is_active"],
                }
                for row in self.merges.to_pylist()
            ],
        }


def later(history: History, *, since: int, until: int) -> Later:
    """Find what became known after a day (microseconds) of the time before it.

    Where the store was in use by then everything that came to be known since counts; else only
    merges dated up to the second day do.
    """
    arrived = history.log.column("arrived_at").to_numpy()
    first = history.starts[:-1]
    was_used = len(arrived) > 0 and int(arrived.min()) <= since
    came = np.maximum.reduceat(arrived, first) if len(first) else arrived
    is_late = (history.at[first] <= since) & (came > since)
    at = history.merges.column("at")
    decided = pc.greater(at, since)
    if not was_used:
        decided = pc.and_(decided, pc.less_equal(at, until))
    return Later(was_used, int(np.count_nonzero(is_late)), history.merges.filter(decided))


def before_merges(run: Run, by: str, since: int, meant: Meant) -> Seen:
    """See a run as if the merges decided after a day had not been; all rows are known."""
    history = run.history
    merges = history.merges.filter(pc.less_equal(history.merges.column("at"), since))
    contents = Contents(
        identities=history.identities,
        interacted=history.log,
        facts=history.facts,
        merges=merges,
        digest="",
    )
    apart = history_of(contents, run.settings)
    weight = weights(apart.timeline, run.settings.weighting())
    found = ties(apart.timeline, weight, as_of=run.as_of, half_life=run.half_life)
    network = projection(found, live_threshold=run.settings.live_threshold)
    return Seen(
        people=len(apart.people),
        a=found.a,
        b=found.b,
        strength=found.pair_strength(run.as_of),
        values=measured(run, by, network, apart.people.is_person),
        number=numbers_in(apart.identities, apart.people, history, meant),
    )
