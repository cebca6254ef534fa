"""What accepting a suggestion would do: both people's rank in influence, and that of the one.

The two are really made one in memory: the timeline is unfolded anew, ties and measures are computed
with the run's settings at its moment. Nothing is stored. Cost: about that of the ranking's share
of a refresh for each suggestion, so of large logs only the first few are computed.
"""

from typing import Any

import numpy as np

from algorithms.projection import projection
from algorithms.scores import ranks
from algorithms.ties import ties
from algorithms.weighing.weights import weights
from api.answers.changes_standing import measured
from api.answers.ranking import INFLUENCE, number
from api.computing.run import Run
from graph.people.persons import persons
from graph.unfold import unfold

__all__ = ["computed_at_most", "effect"]

_ROWS = 1_000_000  # of the log, that are unfolded for one page of suggestions
_LEAST = 3


def computed_at_most(run: Run, limit: int) -> int:
    """Of how many suggestions the effect is computed: all of a page while the log is small."""
    affordable = _ROWS // max(len(run.history.log), 1)
    return min(limit, max(affordable, _LEAST))


def effect(run: Run, one: int, other: int) -> dict[str, Any]:
    """Say how two people stand, and how one person would who is both."""
    history = run.history
    before = run.person_column("rank")
    low, high = min(one, other), max(one, other)
    merged = history.people.person_of.copy()
    merged[merged == high] = low
    first = np.full(len(history.people), len(merged), np.int64)
    np.minimum.at(first, merged, np.arange(len(merged)))
    people = persons(history.identities, history.merges, history.facts, first[merged])
    most = run.settings.max_receivers
    timeline = unfold(history.log, people, history.starts, max_receivers=most)
    weight = weights(timeline, run.settings.weighting())
    found = ties(timeline, weight, as_of=run.as_of, half_life=run.half_life)
    seen = projection(found, live_threshold=run.settings.live_threshold)
    values = measured(run, INFLUENCE, seen, people.is_person)
    person = int(people.person_of[np.flatnonzero(merged == low)[0]])
    own = (found.a == person) | (found.b == person)
    return {
        "rank_a": int(before[one]) or None,
        "rank_b": int(before[other]) or None,
        "rank_after": int(ranks(values)[person]) or None,
        "influence_a": number(run.influence.values[one]),
        "influence_b": number(run.influence.values[other]),
        "influence_after": number(values[person]),
        "contacts_after": int(np.count_nonzero(own)),
    }
