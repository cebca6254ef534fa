"""Writing back: a run as the columns that a store shows to those who ask it in Cypher."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.measures import KEPT
from algorithms.rhythm.phase import NEVER, STATES
from api.answers.grouping import groups_found
from api.answers.groups_kinds import Asked
from api.computing.run import Run
from graph.derived import Derived
from graph.moments import DAY
from graph.people.holding import holding

__all__ = ["derived"]

_TIES = (
    "source",
    "target",
    "fades_at",
    "fades_at_7",
    "fades_at_90",
    "first_at",
    "last_at",
    "count",
)


def derived(run: Run) -> Derived:
    """Give everything that a run derived, people numbered as in its history."""
    people = run.history.people
    belonging = run.belonging
    return Derived(
        run=_told(run),
        identities=run.history.identities,
        person_of=people.person_of,
        people=pa.table(
            {"id": people.id, "name": run.names, "kind": people.kind, "identity": people.identity}
        ),
        organizations=pa.table(
            {
                "id": pa.array(belonging.keys, pa.string()),
                "name": pa.array(belonging.name, pa.string()),
            }
        ),
        works_at=_works_at(run),
        in_segment=_in_segment(run),
        ties=_finite(run.columns.table("ties").select(list(_TIES)), "fades_at"),
        pairs=_finite(_pairs(run), "fades_at"),
        scores=_scores(run),
        communities=_communities(run),
    )


def _told(run: Run) -> Mapping[str, Any]:
    made = run.manifest
    return {
        "id": run.name,
        "as_of": run.as_of,
        "half_life_ms": run.half_life / 1000,
        "half_life_days": run.half_life / DAY,
        "digest": made["digest"],
        "people": made["people"],
        "ties": made["ties"],
        "pairs": made["pairs"],
        "modularity": made["communities"]["modularity"],
        "own_organizations": list(run.own),
        "tieline": made["versions"]["tieline"],
    }


def _pairs(run: Run) -> pa.Table:
    pairs = run.columns.table("pairs")
    usual_gap = pairs.column("usual_gap").to_numpy()
    # a probability is told where there is a rhythm that it can be held to
    p_contact = np.where(np.isnan(usual_gap), np.nan, pairs.column("p_contact").to_numpy())
    columns: dict[str, Any] = {
        "a": pairs.column("a"),
        "b": pairs.column("b"),
        "fades_at": pairs.column("pair_fades_at"),
        "first_at": pairs.column("pair_first_at"),
        "last_at": pairs.column("pair_last_at"),
        "count": pairs.column("pair_count"),
        "usual_gap_days": _known(usual_gap),
        "phase": pa.array(STATES).take(pairs.column("phase").combine_chunks().cast(pa.int64())),
        "p_contact": _known(p_contact),
    }
    for name in ("cools_at", "at_risk_at", "dormant_at"):
        at = pairs.column(name).to_numpy()
        columns[name] = pa.array(at, mask=at >= NEVER)
    known = pc.is_valid(columns["p_contact"])
    columns["p_at"] = pc.if_else(known, pa.scalar(run.as_of), pa.scalar(None, pa.int64()))
    return _smaller_id_first(run, pa.table(columns))


def _smaller_id_first(run: Run, pairs: pa.Table) -> pa.Table:
    """Persons are numbered by identity; whoever's id comes first by letter is the first end."""
    ids = run.history.people.id
    place = pc.rank(ids).to_numpy()
    a, b = (pairs.column(side).to_numpy() for side in ("a", "b"))
    is_first = place[a] < place[b]
    low, high = np.where(is_first, a, b), np.where(is_first, b, a)
    return pairs.set_column(0, "a", pa.array(low)).set_column(1, "b", pa.array(high))


def _scores(run: Run) -> pa.Table:
    columns: dict[str, Any] = {m.name: _known(run.person_column(m.name)) for m in KEPT}
    rank = run.person_column("rank")
    columns["influence"] = _known(run.person_column("influence"))
    columns["rank"] = pa.array(rank, mask=rank == 0)
    columns["change"] = _known(run.person_column("change"))
    head = run.person_column("community")
    ids = ["c_" + one.removeprefix("p_") for one in run.history.people.id.to_pylist()]
    columns["community"] = pa.array(ids, pa.string()).take(pa.array(head, mask=head < 0))
    return pa.table(columns)


def _communities(run: Run) -> pa.Table:
    found = groups_found(run, Asked())
    measured = found.measured
    return pa.table(
        {
            "id": pa.array(found.known.ids, pa.string()),
            "name": pa.array(found.names, pa.string()),
            "size": pa.array(measured.groups.size, pa.int64()),
            "cohesion": _known(measured.cohesion.values),
        }
    )


def _works_at(run: Run) -> pa.Table:
    """Where people belong at the run's moment, with the dates that a file stated, if one did."""
    code = run.person_column("organization")
    person = np.flatnonzero(code >= 0)
    keys = pa.array(run.belonging.keys, pa.string()).take(pa.array(code[person]))
    dates = _dates(run, "organization")
    told = [
        dates.get(one, (None, None)) for one in zip(person.tolist(), keys.to_pylist(), strict=True)
    ]
    return _dated(person, keys, told)


def _in_segment(run: Run) -> pa.Table:
    segments = run.columns.table("segments")
    person = segments.column("person").to_numpy()
    names = segments.column("name").combine_chunks()
    dates = _dates(run, "segment")
    told = [
        dates.get(one, (None, None)) for one in zip(person.tolist(), names.to_pylist(), strict=True)
    ]
    return _dated(person, names, told)


def _dates(run: Run, name: str) -> dict[tuple[int, str], tuple[int | None, int | None]]:
    """Since and until when a fact of each person holds, where it does at the run's moment."""
    facts = run.history.facts
    named = facts.filter(pc.equal(facts.column("name"), name))
    chosen = holding(named, run.as_of).to_pylist()
    place = pc.index_in(
        pa.array([fact["subject"] for fact in chosen], pa.string()), run.history.identities
    ).to_pylist()
    found = {}
    for fact, k in zip(chosen, place, strict=True):
        if k is not None:
            who = int(run.history.people.person_of[k])
            found[(who, fact["value"])] = (fact["since"], fact["until"])
    return found


def _dated(
    person: NDArray[np.integer], key: pa.Array, dates: list[tuple[int | None, int | None]]
) -> pa.Table:
    return pa.table(
        {
            "person": pa.array(person.astype(np.int32)),
            "key": key,
            "since": pa.array([since for since, _ in dates], pa.int64()),
            "until": pa.array([until for _, until in dates], pa.int64()),
        }
    )


def _known(values: NDArray[np.float64]) -> pa.Array:
    return pa.array(values, mask=~np.isfinite(values))


def _finite(table: pa.Table, name: str) -> pa.Table:
    """Leave out what never had any weight: it fades at no moment."""
    return table.filter(pc.is_finite(table.column(name)))
