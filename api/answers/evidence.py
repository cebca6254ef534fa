"""Evidence: a tie opened down to the interactions it comes from."""

from typing import Any

import numpy as np

from algorithms.ties import contributions
from algorithms.weakening_reasons import reasons
from api.answers.acquaintance import pair_between, tie_between
from api.answers.explained_rows import interaction
from api.answers.ranking import reason
from api.answers.together import together
from api.run import Run

__all__ = ["explain_tie"]


def explain_tie(run: Run, ego: int, alter: int, *, limit: int | None = None) -> dict[str, Any]:
    """Open a tie down to its interactions: their parts add up to its strength.

    *limit* keeps the largest parts; ``parts_total`` is always the sum over all.
    """
    found = contributions(
        run.history.timeline, run.weight, (ego, alter), as_of=run.as_of, half_life=run.half_life
    )
    tie = tie_between(run, ego, alter)
    order = np.argsort(-found.strength, kind="stable")
    if limit is not None:
        order = order[:limit]
    pair = pair_between(run, ego, alter)
    return {
        "a": run.person(ego),
        "b": run.person(alter),
        "tie": tie,
        "reasons": [] if pair is None else [reason(one) for one in reasons(run.pairs, pair)],
        "measures": together(run, ego, alter, found.row),
        "parts_total": float(np.sum(found.strength)),
        "interactions_total": len(found.row),
        "items": [
            {**interaction(run, int(found.row[k]), ego), "part": float(found.strength[k])}
            for k in order.tolist()
        ],
    }
