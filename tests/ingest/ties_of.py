"""Files loaded as a user loads them, and the ties that come of them."""

from dataclasses import dataclass
from pathlib import Path

from algorithms.weighing.weights import Weighting, weights
from api.log.history import History
from graph.connect import open_store
from graph.model import KINDS
from ingest.load import load
from ingest.source import Reading
from tests.ingest.gathered import CLOCK

__all__ = ["Contact", "contacts_of"]


@dataclass(frozen=True)
class Contact:
    """One row of the timeline with names for numbers."""

    kind: str
    source: str
    target: str
    size: int
    weight: float


def contacts_of(store: Path, *paths: Path, log: str | None = None) -> list[Contact]:
    """Load paths into a store of their own, and give who reached whom, and what that counts."""
    kept = open_store(str(store))
    load(paths, kept, Reading(CLOCK, log=log))
    history = History.of(kept.contents(), max_receivers=50)
    timeline, name = history.timeline, history.people.identity.to_pylist()
    weight = weights(timeline, Weighting())
    return [
        Contact(
            KINDS[timeline.kind[row]],
            name[timeline.source[row]],
            name[timeline.target[row]],
            int(timeline.size[row]),
            float(weight[row]),
        )
        for row in range(len(timeline))
    ]
