"""What was said in a tone: every interaction of a run that has one, those that tie nobody too.

The timeline knows ties only. Ratings and posts reach nobody, and are read from the log itself, as
far as it goes up to the run's moment.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.stakes.stance import NO_STATEMENTS, Statements
from api.computing.run import Run
from graph.model import KINDS, Kind

__all__ = ["Said", "said", "statements"]

_RATING = KINDS.index(Kind.RATING)


@dataclass(frozen=True)
class Said:
    """Interactions with a tone, in the order of the log: their first rows, and who said them."""

    row: NDArray[np.int64]
    interaction: NDArray[np.int64]
    person: NDArray[np.int32]


def said(run: Run) -> Said:
    """Find the interactions with a tone up to the run's moment; where nothing has one, nothing."""
    found: Said = run.once("said", lambda: _said(run))
    return found


def _said(run: Run) -> Said:
    history = run.history
    if "sentiment" not in history.log.column_names:
        return Said(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32))
    known = history.log.column("sentiment").is_valid().to_numpy(zero_copy_only=False)
    row = np.flatnonzero(known[: np.searchsorted(history.at, run.as_of, "right")])
    interaction = np.searchsorted(history.starts, row, "right") - 1
    is_first = history.starts[interaction] == row
    row, interaction = row[is_first], interaction[is_first]
    sender = history.log.column("sender").to_numpy()[row]
    return Said(row, interaction, history.people.person_of[sender])


def statements(run: Run) -> tuple[Statements, NDArray[np.int64]]:
    """Give what was said beside all ties, and the number of each interaction.

    That is ratings, whomever they reached, and what reached no one in particular; not what is sent
    in bulk.
    """
    found, log = said(run), run.history.log
    if not len(found.row):
        return NO_STATEMENTS, found.interaction
    is_rating = log.column("kind").to_numpy()[found.row] == _RATING
    is_bulk = log.column("is_bulk").to_numpy(zero_copy_only=False)[found.row]
    reaches = log.column("receiver").to_numpy()[found.row] >= 0
    beside = (is_rating | ~reaches) & ~is_bulk
    row = found.row[beside]
    return (
        Statements(
            found.person[beside],
            run.history.at[row],
            log.column("sentiment").to_numpy()[row].astype(np.float64),
            is_rating[beside],
        ),
        found.interaction[beside],
    )
