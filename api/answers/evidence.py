"""Evidence: any number opened down to the interactions or measures it comes from."""

from typing import Any

import numpy as np

from algorithms.influence import SHARES, influence_reasons
from algorithms.ties import contributions
from algorithms.weakening_reasons import reasons
from api.answers.acquaintance import community_name, pair_between, tie_between, ties_of
from api.answers.ranking import number, reason
from api.answers.together import together
from api.run import Run
from graph.keys import key_text
from graph.model import KINDS
from graph.moments import iso

__all__ = ["explain_person", "explain_tie"]


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
            {**_interaction(run, int(found.row[k]), ego), "part": float(found.strength[k])}
            for k in order.tolist()
        ],
    }


def _interaction(run: Run, row: int, ego: int) -> dict[str, Any]:
    """One interaction as it stands in the log."""
    history = run.history
    timeline, log = history.timeline, history.log
    first = int(history.starts[timeline.interaction[row]])
    given = log.column("id")[first].as_py() if "id" in log.column_names else None
    hi, lo = log.column("key_hi")[first].as_py(), log.column("key_lo")[first].as_py()
    return {
        "id": given or key_text(hi, lo),
        "at": iso(int(timeline.at[row])),
        "kind": str(KINDS[timeline.kind[row]]),
        "channel": log.column("channel")[first].as_py(),
        "direction": "out" if timeline.source[row] == ego else "in",
        "size": int(timeline.size[row]),
        "sources": log.column("sources")[first].as_py().split("|"),
        "weight": float(run.weight[row]),
    }


def explain_person(run: Run, ego: int, *, limit: int) -> dict[str, Any]:
    """Open somebody's influence: each measure's share, and the ties they stand on."""
    found = run.influence
    total = sum(SHARES.values())
    known = {n: share for n, share in SHARES.items() if not np.isnan(found.parts[n][ego])}
    scale = sum(known.values())
    return {
        "person": run.person(ego),
        "rank": int(run.person_column("rank")[ego]) or None,
        "influence": number(found.values[ego]),
        "community": community_name(run, ego),
        "reasons": [reason(one) for one in influence_reasons(found, ego, limit=5)],
        "items": [
            {
                "measure": name,
                "value": number(run.measures[name].values[ego]),
                "percentile": number(found.parts[name][ego]),
                "share": share / total,
                "part": number(found.parts[name][ego] * share / scale) if name in known else None,
            }
            for name, share in SHARES.items()
        ],
        "ties": ties_of(run, ego, offset=0, limit=limit)[0],
    }
