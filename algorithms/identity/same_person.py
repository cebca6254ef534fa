"""Same person: which identities in a log are one person, how sure that is, and why.

    score = probability that two are one, from names, user names, organizations, counterparts
    automatic      score >= automatic_above, nothing says that they are two, and all who
                   would be one person by it fit together
    review         score >= 1/2: a human decides
    look-alike     written to be taken for somebody else: never one person, and flagged

The people compared are those of the stored merges; a pair is named by the smallest identity of
each. Counterparts are counted twice: once as the stored merges have them, then as those found sure
have them, for whoever writes to Ann's address and to her chat account writes to one person.

A log of accounts without names has no answer and costs a look at the list. Nothing depends on the
order in which names and facts arrive.

Cost: linear in the identities with names or addresses, and in the pairs of `likely_pairs`.

References
----------
Fellegi, I. P., Sunter, A. B. "A theory for record linkage." JASA 64 (1969).
Christen, P. "Data Matching." Springer 2012.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from algorithms.identity.joined_people import Joined, joined_people
from algorithms.identity.judged_pairs import InTime, JudgedPairs
from algorithms.identity.known_identities import Counterparts, Known, Suggestion
from algorithms.identity.look_alikes import look_alikes
from algorithms.identity.profiles import profiles
from graph.collecting import not_collecting

__all__ = [
    "VERSION", "Compared", "Counterparts", "InTime", "Known", "Suggestion", "compared",
    "suggestions",
]  # fmt: skip

VERSION = 9
"""Part of a run's name: raised whenever the answers below change."""

_REVIEW = 0.5
_ROUNDS = 2
_MOST_ASKED = 5  # about one person
_MOST_NAMESAKES = 0.05  # expected by chance: where more are, a human decides


@dataclass(frozen=True)
class Compared:
    """Who may be one person, and whose addresses were laid beside each other in time for it."""

    suggestions: tuple[Suggestion, ...]
    in_time: tuple[InTime, ...]


def suggestions(
    known: Known, *, automatic_above: float = 0.99, most_members: int = 12
) -> tuple[Suggestion, ...]:
    """Give the pairs of identities that may be one person, the likeliest first.

    >>> import numpy as np
    >>> known = Known(
    ...     identities=["email:p.wasik@acme.example", "slack:T1/U7"],
    ...     root=np.arange(2, dtype=np.int32),
    ...     names={0: ("Wąsik, Przemysław",), 1: ("Przemek Wasik",)},
    ...     organizations={1: ("org:acme.example",)},
    ... )
    >>> [(one.a, one.b, one.verdict) for one in suggestions(known)]
    [(0, 1, 'automatic')]
    """
    found = compared(known, automatic_above=automatic_above, most_members=most_members)
    return found.suggestions


def compared(known: Known, *, automatic_above: float, most_members: int) -> Compared:
    """Give the suggestions, with the pairs whose evidence hangs on when addresses were in use."""
    if not 0 < automatic_above <= 1:
        raise ValueError(f"automatic_above must be a probability, not {automatic_above!r}")
    if most_members < 2:
        raise ValueError(f"most_members must be at least 2, not {most_members!r}")
    with not_collecting():
        return _compared(known, automatic_above, most_members)


def _compared(known: Known, automatic_above: float, most_members: int) -> Compared:
    people = profiles(known)
    deceiving = look_alikes(known)
    for one in deceiving:
        people.pop(int(known.root[one.deceiver]), None)
    pairs = JudgedPairs(known, people)
    found = Joined()
    root = None
    for _ in range(_ROUNDS):
        former, root = root, pairs.joined(found)
        if former is not None and np.array_equal(root, former):  # nobody was joined
            break
        pairs.count_counterparts(root)
        found = joined_people(
            pairs.sure(automatic_above, _MOST_NAMESAKES),
            pairs.judged,
            lambda one: len(people[one].members),
            most_members=most_members,
        )
    listed = [one.suggestion() for one in deceiving]
    listed += _listed(pairs, found, automatic_above)
    names = known.identities
    listed.sort(key=lambda one: (-one.score, names[one.a], names[one.b]))
    return Compared(tuple(listed), pairs.in_time())


def _listed(pairs: JudgedPairs, found: Joined, automatic_above: float) -> Iterator[Suggestion]:
    """The pairs that are one person, and of the others the likeliest few of each person."""
    asked: Counter[int] = Counter()
    judged = ((pair, *pairs.judged(*pair)) for pair in pairs.likely)
    likely = [(-round(chance, 9), pair, why) for pair, chance, why in judged if chance >= _REVIEW]
    for negative, (a, b), why in sorted(likely):
        if found.of(a) == found.of(b):
            if -negative >= automatic_above and not why:
                yield Suggestion(a, b, -negative, "automatic", pairs.reasons(a, b))
        elif max(asked[a], asked[b]) < _MOST_ASKED:
            asked.update((a, b))
            refused = found.refused.get((a, b), "")
            told = pairs.reasons(a, b, refused=refused)
            yield Suggestion(a, b, -negative, "review", told)
