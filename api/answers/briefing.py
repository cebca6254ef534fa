"""The briefing: who matters, who rises and falls, what is weakening, what to do next."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.absence.departures import DEPARTURES
from algorithms.rhythm.phase import STATES
from api.answers.fading import weakening_by_whom
from api.answers.grouping import communities
from api.answers.moving import lately_moved
from api.answers.next_contacts import next_contacts, plan
from api.answers.ranking import INFLUENCE, influencers
from api.computing.run import Run
from graph.moments import DAY, iso

__all__ = ["briefing"]

_ROWS = 5
_QUIET = ("at risk", "dormant")
_STEPS = 3
_LATELY = 180 * DAY  # microseconds
_SURE = 0.5  # of a departure that is told


def briefing(run: Run) -> dict[str, Any]:
    """Put the page together from the same answers that the commands give."""
    outside = ~_ever_ours(run) & run.history.people.is_person
    fading, fading_count = weakening_by_whom(run, among=None, limit=_ROWS)
    abroad, abroad_count = weakening_by_whom(run, among=outside, limit=_ROWS)
    return {
        "summary": _summary(run, fading_count, abroad_count),
        "influencers": influencers(run, by=INFLUENCE, among=None, offset=0, limit=_ROWS)[0],
        "rising": _movers(run, upwards=True),
        "falling": _movers(run, upwards=False),
        "weakening": fading,
        "weakening_outside": abroad,
        "organizations_cooling": _cooling_organizations(run),
        "gone_quiet": _gone_quiet(run),
        "single_threaded": _single_threaded(run),
        "communities": [
            {**item, "members": item["members"][:3]}
            for item in communities(run, offset=0, limit=_ROWS)[0]
        ],
        "next": _next(run, fading),
    }


def _summary(run: Run, fading: int, abroad: int) -> dict[str, Any]:
    manifest = run.manifest
    ahead = int(manifest["ahead"])
    return {
        "own_organizations": list(run.own),
        "people": int(np.count_nonzero(run.persons_then)),
        "interactions": len(run.history.starts) - 1 - ahead,
        "pairs": int(manifest["pairs"]),
        "live_pairs": int(np.count_nonzero(run.projection.live)),
        "weakening": fading,
        "weakening_outside": abroad,
        "ahead": ahead,
    }


def _movers(run: Run, *, upwards: bool) -> list[dict[str, Any]]:
    """Who rose or fell most in the last 28 days: the first of what ``rising`` lists."""
    moved, before, rank = lately_moved(run)
    sharing, shared_before = np.bincount(rank), np.bincount(before)
    return [
        {
            "person": run.person(k),
            "rank": int(rank[k]),
            "tied_with": int(sharing[rank[k]]) - 1,
            "rank_before": int(before[k]),
            "tied_before": int(shared_before[before[k]]) - 1,
            "change": int(moved.places[k]),
        }
        for k in moved.order(upwards=upwards)[:_ROWS].tolist()
    ]


def _outside_pairs(run: Run) -> tuple[Any, Any, Any]:
    """Pairs that join one of ours to somebody of another organization: pair, ours, theirs."""
    a, b = run.pair_column("a"), run.pair_column("b")
    own = run.belonging.people_of(run.own)
    pair = np.flatnonzero(own[a] != own[b])
    ours = np.where(own[a[pair]], a[pair], b[pair])
    theirs = np.where(own[a[pair]], b[pair], a[pair])
    known = run.belonging.organization[theirs] >= 0
    return pair[known], ours[known], theirs[known]


def _cooling_organizations(run: Run) -> list[dict[str, Any]]:
    """Organizations whose pairs with us have lost most of the strength they had."""
    pair, _, theirs = _outside_pairs(run)
    code = run.belonging.organization[theirs]
    n = len(run.belonging.keys)
    before = run.pair_column("strength_before")[pair]
    before = np.where(np.isnan(before), 0.0, before)
    now = run.pair_strength(pair)
    lost = np.bincount(code, np.maximum(before - now, 0.0), n)
    had = np.bincount(code, before, n)
    state = run.pair_column("state")[pair]
    quiet = np.isin(state, [STATES.index(word) for word in ("cooling", *_QUIET)])
    quiet_share = np.bincount(code[quiet], before[quiet], n) / np.maximum(had, 1e-12)
    order = np.argsort(-(lost * quiet_share), kind="stable")
    return [
        {
            "organization": run.belonging.keys[k],
            "name": run.belonging.name[k],
            "strength_before": float(had[k]),
            "strength": float(had[k] - lost[k]),
            "share_quiet": float(quiet_share[k]),
        }
        for k in order[:_ROWS].tolist()
        if quiet_share[k] >= 0.5 and had[k] >= 1
    ]


def _gone_quiet(run: Run) -> list[dict[str, Any]]:
    """Who has left or is away, by the dated departures; ours most of whose ties fell silent too.

    What was lost with them stands first; who left long ago is no news.
    """
    a, b = run.pair_column("a"), run.pair_column("b")
    before = run.pair_column("strength_before")
    before = np.where(np.isnan(before), 0.0, before)
    state = run.pair_column("state")
    quiet = np.isin(state, [STATES.index(word) for word in _QUIET])
    n = len(run.history.people)
    had = np.bincount(a, before, n) + np.bincount(b, before, n)
    lost = np.bincount(a[quiet], before[quiet], n) + np.bincount(b[quiet], before[quiet], n)
    own = run.belonging.people_of(run.own) | (run.belonging.organization < 0)
    share = np.where(run.history.people.is_person, lost / np.maximum(had, 1e-12), 0.0)
    last = np.full(n, np.iinfo(np.int64).min)
    at = run.pair_column("pair_last_at")
    np.maximum.at(last, a, at)
    np.maximum.at(last, b, at)
    gone = {
        one["person"]: one
        for one in run.columns.table("departures").to_pylist()
        if run.as_of - one["since"] <= _LATELY and one["confidence"] >= _SURE
    }
    told = own & (share >= 0.6) & (had >= 3) & (run.as_of - last <= _LATELY)
    told[[k for k in gone if run.history.people.is_person[k] and had[k] > 0]] = True
    order = np.argsort(-(share * had), kind="stable")
    return [
        {
            "person": run.person(k),
            "kind": DEPARTURES[gone[k]["kind"]] if k in gone else None,
            "since": iso(gone[k]["since"]) if k in gone else None,
            "confidence": gone[k]["confidence"] if k in gone else None,
            "share_quiet": float(share[k]),
            "strength_before": float(had[k]),
            "days_since_last": round((run.as_of - int(last[k])) / DAY, 1),
        }
        for k in order[told[order]][:_ROWS].tolist()
    ]


def _single_threaded(run: Run) -> list[dict[str, Any]]:
    """Organizations that only one of our people keeps in touch with."""
    pair, ours, theirs = _outside_pairs(run)
    live = run.projection.live[pair]
    code = run.belonging.organization[theirs]
    strength = run.pair_strength(pair)
    found = []
    for k in np.flatnonzero(np.bincount(code[live], minlength=len(run.belonging.keys))).tolist():
        mine = live & (code == k)
        contacts = np.unique(ours[mine])
        if len(contacts) == 1:
            total = float(strength[mine].sum())
            found.append((total, k, int(contacts[0])))
    found.sort(key=lambda row: (-row[0], row[1]))
    return [
        {
            "organization": run.belonging.keys[k],
            "name": run.belonging.name[k],
            "only": run.person(person),
            "strength": total,
        }
        for total, k, person in found[:_ROWS]
    ]


def _next(run: Run, fading: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What to do next: the first of what ``next`` lists; where nobody is ours, of what fades."""
    if np.any(run.belonging.people_of(run.own) & run.history.people.is_person):
        items = next_contacts(plan(run, None, None, (None, None)), offset=0, limit=_STEPS)[1][0]
        return [
            {
                "person": item["owner"],
                "write_to": item["person"],
                "because": item["reasons"][0]["text"],
            }
            for item in items
        ]
    return [
        {
            "person": item["a"],
            "write_to": item["b"],
            "because": item["reasons"][0]["text"] if item["reasons"] else item["state"],
        }
        for item in fading[:_STEPS]
    ]


def _ever_ours(run: Run) -> NDArray[np.bool_]:
    """Who belongs to us or is known to have belonged to us before."""
    facts = run.history.facts
    named = pc.and_(
        pc.equal(facts.column("name"), "organization"),
        pc.is_in(facts.column("value"), pa.array(run.own, pa.string())),
    )
    subjects = facts.filter(named).column("subject")
    place = pc.fill_null(pc.index_in(subjects, run.history.identities), -1).to_numpy()
    found = run.belonging.people_of(run.own).copy()
    found[run.history.people.person_of[place[place >= 0]]] = True
    return found
