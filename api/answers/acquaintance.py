"""People and their ties: lists, one person, one tie."""

from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.rhythm.phase import STATES
from api.answers.fading import date, pair_state
from api.answers.groups_kinds import community_id
from api.answers.identity_parts import names_told
from api.answers.ranking import number
from api.answers.tone import tone_of_person
from api.computing.run import Run
from graph.moments import iso

__all__ = [
    "community_name",
    "pair_between",
    "people",
    "person",
    "rank_told",
    "tie_between",
    "ties_of",
]


def people(run: Run, *, query: str | None, offset: int, limit: int) -> tuple[list[Any], int]:
    """List people in the order of their smallest identity, those whose name or identity fits.

    Whoever was not heard of by the run's moment is not there yet.
    """
    folk = run.history.people
    there = np.ones(len(folk), np.bool_) if run.heard_of is None else run.heard_of
    if query:
        found = pc.or_(
            pc.fill_null(pc.match_substring(run.names, query, ignore_case=True), fill_value=False),
            pc.match_substring(folk.identity, query, ignore_case=True),
        )
        there = there & found.to_numpy(zero_copy_only=False)
    chosen = np.flatnonzero(there)
    rank = run.person_column("rank")
    sharing = np.bincount(rank)
    items = [
        {**run.person(k), "kind": folk.kind[k].as_py(), **rank_told(rank, sharing, k)}
        for k in chosen[offset : offset + limit].tolist()
    ]
    return items, len(chosen)


def person(run: Run, number_: int, *, limit: int) -> dict[str, Any]:
    """Say all that is known of one person, and their strongest ties."""
    folk, belonging = run.history.people, run.belonging
    own = np.flatnonzero(folk.person_of == number_)
    identities = [run.history.identities[int(k)].as_py() for k in own]
    rank = run.person_column("rank")
    return {
        "person": run.person(number_),
        "kind": folk.kind[number_].as_py(),
        "identities": identities,
        "segments": [name for name, mask in belonging.segments.items() if mask[number_]],
        "names": _names(run, own.tolist()),
        "facts": _facts(run, identities),
        "influence": number(run.influence.values[number_]),
        **rank_told(rank, np.bincount(rank), number_),
        "change": number(run.person_column("change")[number_]),
        "community": community_name(run, number_),
        "tone": tone_of_person(run, number_),
        "measures": {n: number(scores.values[number_]) for n, scores in run.measures.items()},
        "ties": ties_of(run, number_, offset=0, limit=limit)[0],
    }


def rank_told(ranks: NDArray[Any], sharing: NDArray[Any], person: int) -> dict[str, Any]:
    """Tell a rank, and how many others share it; *sharing* is how many have each rank."""
    rank = int(ranks[person])
    return {"rank": rank or None, "tied_with": int(sharing[rank]) - 1 if rank else 0}


def _names(run: Run, places: list[int]) -> list[dict[str, Any]]:
    """All names that a person was ever known by, each once: declared ones, then those seen."""
    listed: list[dict[str, Any]] = []
    told = names_told(run, places)
    for how in ("declared", "seen"):
        for one in (name for place in places for name in told[place]):
            if one["how"] == how and one not in listed:
                listed.append(one)
    return listed


def _facts(run: Run, identities: list[str]) -> list[dict[str, Any]]:
    facts = run.history.facts
    wanted = facts.filter(pc.is_in(facts.column("subject"), pc.cast(identities, "string")))
    return [
        {
            "subject": row["subject"],
            "name": row["name"],
            "value": row["value"],
            "since": None if row["since"] is None else iso(row["since"]),
            "until": None if row["until"] is None else iso(row["until"]),
        }
        for row in wanted.to_pylist()
        if row["name"] != "seen_name"
    ]


def community_name(run: Run, number_: int) -> str | None:
    """The id of a person's community, or None."""
    head = int(run.person_column("community")[number_])
    return None if head < 0 else community_id(run, head)


def ties_of(run: Run, ego: int, *, offset: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """List a person's ties, strongest first. Also gives how many."""
    a, b = run.pair_column("a"), run.pair_column("b")
    # pairs are in order of a, so the first half is a slice; the second is a scan
    low, high = np.searchsorted(a, [ego, ego + 1])
    mine = np.concatenate([np.arange(low, high), np.flatnonzero(b == ego)])
    strength = run.pair_strength(mine)
    mine = mine[np.lexsort((mine, -strength))]
    items = []
    for pair in mine[offset : offset + limit].tolist():
        alter = int(b[pair]) if int(a[pair]) == ego else int(a[pair])
        items.append({"person": run.person(alter), **_tie(run, pair, ego)})
    return items, len(mine)


def tie_between(run: Run, ego: int, alter: int) -> dict[str, Any] | None:
    """Say how two people stand to each other, or None if they never were in touch."""
    pair = pair_between(run, ego, alter)
    return None if pair is None else _tie(run, pair, ego)


def pair_between(run: Run, ego: int, alter: int) -> int | None:
    """The position of the pair of two people, or None."""
    a, b = run.pair_column("a"), run.pair_column("b")
    low, high = np.searchsorted(a, [min(ego, alter), min(ego, alter) + 1])
    found = low + np.searchsorted(b[low:high], max(ego, alter))
    return int(found) if found < high and b[found] == max(ego, alter) else None


def _tie(run: Run, pair: int, ego: int) -> dict[str, Any]:
    ties, pairs = run.ties, run.pairs
    of_pair = run.ties_of_pair(pair)
    out = sum(_strength(run, k) for k in of_pair if ties.source[k] == ego)
    back = sum(_strength(run, k) for k in of_pair if ties.target[k] == ego)
    return {
        **pair_state(run, pair),
        "strength_out": out,
        "strength_in": back,
        "mutual": float(np.sqrt(out * back)),
        "fades_at": iso(round(float(run.pair_column("pair_fades_at")[pair]) * 1000)),
        "first_at": iso(int(ties.pair_first_at[pair])),
        "count": int(ties.pair_count[pair]),
        "active_days": int(pairs.active_days[pair]),
        "momentum": number(pairs.momentum[pair]),
        "phase": STATES[int(pairs.phase[pair])],
        "cools_at": date(pairs.cools_at[pair]),
        "at_risk_at": date(pairs.at_risk_at[pair]),
        "dormant_at": date(pairs.dormant_at[pair]),
    }


def _strength(run: Run, tie: int) -> float:
    left = (run.ties.fades_at[tie] - run.as_of / 1000) * (1000 / run.half_life)
    return float(np.exp2(left))
