"""Who matters seen from some people: the attention that begins with them, and where it ends up."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.influence import influence_reasons
from algorithms.measures import PERSONALISED
from algorithms.people.personalised import personalised_pagerank
from algorithms.reason import Reason, percent
from algorithms.scores import Scores, ranks
from api.answers.concern import concerned
from api.answers.ranking import INFLUENCE, number, reason, standing_out
from api.computing.analysis import options_of
from api.computing.run import Run
from api.names.lookup import Target
from graph.errors import Misuse

__all__ = ["BY", "Around", "around", "check", "influencers_around"]

BY = PERSONALISED.name
_FITTING = (INFLUENCE, "pagerank", BY)  # the one measure that can be seen from somewhere


@dataclass(frozen=True)
class Around:
    """Where a ranking is seen from: who that is, in words and as marks on people."""

    target: Target
    roots: NDArray[np.bool_]

    def told(self, run: Run) -> dict[str, Any]:
        """Say it in an answer."""
        kind = self.target.kind
        prefix = "" if kind == "organization" else f"{kind}:"
        return {
            "kind": kind,
            "target": prefix + self.target.name,
            "name": self.name(run),
            "people": int(self.roots.sum()),
        }

    def name(self, run: Run) -> str:
        """A word for people to read."""
        if self.target.kind == "person":
            person = run.person(int(np.flatnonzero(self.roots)[0]))
            return str(person["name"] or person["identity"].partition(":")[2])
        return str(self.target)


def check(text: str | None, by: str) -> None:
    """Refuse what cannot be seen from anywhere, or is seen from nowhere."""
    if text is None:
        raise Misuse(f"{BY} is seen from somebody; say whom with around, such as person:ann")
    if by not in _FITTING:
        raise Misuse(f"around ranks by {BY}, which cannot be {by!r}; leave out one of the two")


def around(run: Run, target: Target) -> Around:
    """Find the people that a ranking is seen from."""
    roots = concerned(run, target)
    if run.heard_of is not None:
        roots = roots & run.heard_of
    if not roots.any():
        raise Misuse(f"nobody is known of {target} at this moment; say whom to look from")
    return Around(target, roots)


def influencers_around(
    run: Run, seen_from: Around, *, among: NDArray[np.bool_] | None, offset: int, limit: int
) -> tuple[dict[str, Any], tuple[list[dict[str, Any]], int]]:
    """Rank people by personalised PageRank, those that it is seen from left out.

    Gives what is said of the list as a whole, and its items with how many there are.

    They are left out because a restart gives each of them the same, whatever their ties say, and
    that is most of what they have: it would put them first in any network. Whom no attention of
    theirs reaches has no rank.
    """
    found = _scores(run, seen_from)
    listed = run.history.people.is_person & ~seen_from.roots & (found.values > 0)
    listed = listed if among is None else listed & among
    values = np.where(listed, found.values, np.nan)
    rank = ranks(values)
    count = int(np.count_nonzero(rank))
    order = np.argsort(-values, kind="stable")[:count]
    sharing = np.bincount(rank)
    name, everybody = seen_from.name(run), run.measures["pagerank"].values
    items = []
    for person in order[offset : offset + limit].tolist():
        value = float(values[person])
        place = float(np.mean(values[order] < value))
        why = _why(name, value, float(everybody[person]), place)
        usual = [reason(one) for one in standing_out(influence_reasons(run.influence, person))]
        items.append(
            {
                "rank": int(rank[person]),
                "tied_with": int(sharing[rank[person]]) - 1,
                "person": run.person(person),
                "score": number(value),
                "measures": {BY: number(value)}
                | {name: number(one.values[person]) for name, one in run.measures.items()},
                "change": None,
                "reasons": [reason(why), *usual],
            }
        )
    asked = run.persons_then & ~seen_from.roots
    asked = asked if among is None else asked & among
    told = {
        "by": BY,
        "undefined": int(np.count_nonzero(asked)) - count,
        "error": found.error,
        "has_converged": found.has_converged,
        "parameters": dict(found.parameters),
    }
    return told, (items, count)


def _scores(run: Run, seen_from: Around) -> Scores:
    roots = np.flatnonzero(seen_from.roots)
    found: Scores = run.once.latest(BY, str(seen_from.target), lambda: run.apart(_from, roots))
    return found


def _from(run: Run, roots: NDArray[np.intp]) -> Scores:
    seen, heard = run.projection, run.heard_of
    among = roots if heard is None else np.cumsum(heard)[roots] - 1
    found = personalised_pagerank(seen.known, among, options=options_of(run.settings))
    return replace(found, values=seen.of_all(found.values))


def _why(name: str, value: float, everybody: float, place: float) -> Reason:
    """Say how much of the attention comes to somebody, against what everybody's would give."""
    text = f"seen from {name}, {percent(value)} of the attention ends with them"
    times = value / everybody
    if times >= 1.5:
        text += f", {times:.3g} times as much as seen from everybody"
    elif times <= 1 / 1.5:
        text += f", {times:.2g} times what it is seen from everybody"
    return Reason(text, BY, value, place)
