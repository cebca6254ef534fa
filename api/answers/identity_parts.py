"""What answers about identities are made of: who goes by which, what they are called, who decided.

Names that sources declared are dated by their own dates, else by the earliest date that anything
of the same record bears; names that were seen, by when they were seen last.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from api.computing.run import Run
from graph.moments import iso
from graph.people.decisions import is_by_hand, last_decisions, reason_told
from graph.people.joining import Told, told_groups

__all__ = [
    "Seen",
    "date_told",
    "decided_by",
    "joined_by",
    "names_told",
    "places_of",
    "seen",
    "told",
]

_EPOCH = 0  # the date of a decision whose source has none


@dataclass(frozen=True)
class Seen:
    """How often an identity, or several, took part in anything, and when first and last."""

    interactions: int = 0
    first_at: int | None = None
    last_at: int | None = None

    def row(self) -> dict[str, Any]:
        """For an answer."""
        return {
            "interactions": self.interactions,
            "first_at": None if self.first_at is None else iso(self.first_at),
            "last_at": None if self.last_at is None else iso(self.last_at),
        }


def told(run: Run) -> Told:
    """The decisions that hold in a run's history, and those that do not."""

    def found() -> Told:
        history = run.history
        most = run.settings.most_members
        return told_groups(history.identities, history.merges, history.facts, most_members=most)

    return run.once("told groups", found)


def places_of(run: Run, person: int) -> list[int]:
    """Where a person's identities stand among all."""
    return [int(k) for k in np.flatnonzero(run.history.people.person_of == person)]


def seen(run: Run, groups: list[list[int]]) -> list[Seen]:
    """When each of some groups of identities took part in anything up to the run's moment."""
    history = run.history
    rows = int(np.searchsorted(history.at, run.as_of, "right"))
    sides = [history.log.column(n).to_numpy()[:rows] for n in ("sender", "receiver")]
    wanted = np.zeros(len(history.identities) + 1, bool)  # the last is nobody
    wanted[[place for group in groups for place in group]] = True
    some = np.flatnonzero(wanted[sides[0]] | wanted[sides[1]])
    which = np.searchsorted(history.starts, some, "right")
    found = []
    for group in groups:
        of_group = np.zeros(len(wanted), bool)
        of_group[group] = True
        mine = of_group[sides[0][some]] | of_group[sides[1][some]]
        found.append(_seen(history.at[some[mine]], which[mine]))
    return found


def _seen(at: NDArray[np.int64], which: NDArray[np.integer]) -> Seen:
    if not len(at):
        return Seen()
    return Seen(len(np.unique(which)), int(at.min()), int(at.max()))


def names_told(run: Run, places: list[int]) -> dict[int, list[dict[str, Any]]]:
    """What identities are called, with dates: declared names first, then those seen last."""
    history = run.history
    subjects = {history.identities[place].as_py(): place for place in places}
    facts = history.facts
    mine = facts.filter(pc.is_in(facts.column("subject"), pa.array(list(subjects), pa.string())))
    rows = mine.to_pylist()
    record: dict[str, int] = {}
    for row in rows:
        if row["name"] != "seen_name" and row["since"] is not None:
            subject = row["subject"]
            record[subject] = min(record.get(subject, row["since"]), row["since"])
    found: dict[int, list[dict[str, Any]]] = {place: [] for place in places}
    for row in rows:
        if row["name"] in ("name", "seen_name", "handle"):
            found[subjects[row["subject"]]].append(_name(row, record.get(row["subject"])))
    for names in found.values():
        names.sort(key=lambda one: one["value"])
        names.sort(key=lambda one: one["last_seen"] or "", reverse=True)
        names.sort(key=lambda one: ("declared", "handle", "seen").index(one["how"]))
    return found


def _name(row: dict[str, Any], record: int | None) -> dict[str, Any]:
    is_seen = row["name"] == "seen_name"
    since = None if is_seen else row["since"] if row["since"] is not None else record
    return {
        "value": row["value"],
        "how": {"name": "declared", "seen_name": "seen", "handle": "handle"}[row["name"]],
        "since": _iso(since),
        "until": None if is_seen else _iso(row["until"]),
        "first_seen": _iso(row["since"]) if is_seen else None,
        "last_seen": _iso(_last(row)) if is_seen else None,
    }


def _last(row: dict[str, Any]) -> int | None:
    found: int | None = row["since"] if row["until"] is None else row["until"]
    return found


def joined_by(run: Run, places: list[int]) -> list[dict[str, Any]]:
    """What makes a person's identities one, and which of these was kept from doing so."""
    names = {run.history.identities[place].as_py() for place in places}
    pair = (pa.array(sorted(names), pa.string()),)
    merges = run.history.merges
    mine = merges.filter(
        pc.or_(pc.is_in(merges.column("a"), *pair), pc.is_in(merges.column("b"), *pair))
    )
    identities = run.history.identities
    failed = {
        (identities[one.a].as_py(), identities[one.b].as_py()): one.why
        for one in told(run).not_held
    }
    found = [
        {
            "a": a,
            "b": b,
            "by": decided_by(row),
            "at": date_told(row["at"]),
            "score": None,
            "reasons": [reason_told(row["reason"])],
            "holds": row["is_active"] and (a, b) not in failed,
            "why_not": failed.get((a, b)) or ("" if row["is_active"] else "kept apart"),
        }
        for (a, b), row in sorted(last_decisions(mine).items())
    ]
    return found + _automatic(run, names)


def _automatic(run: Run, names: set[str]) -> list[dict[str, Any]]:
    """What evidence joined of a person, and what platforms say of user names."""
    table = run.history.suggested
    is_joined = pc.is_in(table.column("verdict"), pa.array(["automatic", "source"]))
    chosen = table.filter(is_joined)
    return [
        {
            "a": row["a"],
            "b": row["b"],
            "by": row["verdict"],
            "at": None,
            "score": row["score"] if row["verdict"] == "automatic" else None,
            "reasons": row["reasons"],
            "holds": True,
            "why_not": "",
        }
        for row in chosen.to_pylist()
        if row["a"] in names and row["b"] in names
    ]


def decided_by(row: dict[str, Any]) -> str:
    """Who decided: a person, or a source; only people take anything back."""
    return "person" if is_by_hand(row["reason"]) or not row["is_active"] else "source"


def date_told(at: int) -> str | None:
    """The date of a decision, where its source has one."""
    return None if at == _EPOCH else iso(at)


def _iso(at: int | None) -> str | None:
    return None if at is None else iso(at)
