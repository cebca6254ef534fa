"""Evidence: a tie opened down to the interactions it comes from."""

from typing import Any

import numpy as np

from algorithms.ties import contributions
from api.answers.acquaintance import pair_between, tie_between
from api.answers.explained_chance import chance
from api.answers.explained_rows import interaction
from api.answers.explained_without import without_some
from api.answers.fading import pair_reasons
from api.answers.together import channels, kinds, together
from api.answers.tone import tone_of_tie
from api.computing.run import Run

__all__ = ["explain_tie"]


def explain_tie(
    run: Run, ego: int, alter: int, *, limit: int, without: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Open a tie down to its interactions: their parts add up to its strength.

    *limit* keeps the largest parts, and ``rest`` is what they leave; ``parts_total`` is always the
    sum over all. *without* are ids of interactions to leave out, instead of the largest.
    """
    found = contributions(
        run.history.timeline, run.weight, (ego, alter), as_of=run.as_of, half_life=run.half_life
    )
    tie = tie_between(run, ego, alter)
    order = np.argsort(-found.strength, kind="stable")[:limit]
    items = [
        {**interaction(run, int(found.row[k]), ego), "part": float(found.strength[k])}
        for k in order.tolist()
    ]
    is_out = run.history.timeline.source[found.row] == ego
    total = float(np.sum(found.strength))
    pair = pair_between(run, ego, alter)
    return {
        "a": run.person(ego),
        "b": run.person(alter),
        "tie": tie,
        "reasons": [] if pair is None else pair_reasons(run, pair),
        "measures": together(run, ego, alter, found.row),
        "channel_mix": channels(run, found.row),
        "kind_mix": kinds(run, found),
        "tone": tone_of_tie(run, ego, found),
        "chance": None if pair is None else chance(run, pair, found.row),
        "without": [] if pair is None else without_some(run, found, pair, without),
        "parts_total": total,
        "parts_out": float(np.sum(found.strength[is_out])),
        "parts_in": float(np.sum(found.strength[~is_out])),
        "interactions_total": len(found.row),
        "items": items,
        "rest": {
            "interactions": len(found.row) - len(items),
            "part": total - sum(item["part"] for item in items),
        },
    }
