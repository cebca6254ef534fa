"""User names: which account had a user name that a log speaks of, by what the platform itself says.

A mention of @ann_x whose account is not told is the identity ``x:@ann_x``. Where a profile of the
same platform gives a number and that name together, the two are one account, by no guess. But
names change hands, so that is by date, from when an account was seen with which name:

    the account seen with the name last before the mentions, next after them, and while they last
        is one account                              it had the name
        are several, or it had another name there   a human decides
    never seen with the name                        nothing is known

What a profile says without a date holds for the day it was exported, after all else. On platforms
whose names are written in large or small letters alike, two spellings are one name. Slack's ids are
one's own in a workspace and seldom given twice elsewhere: messages that came without users.json
name ``slack:U7``, who is ``slack:T1/U7`` where one workspace has such an id; of several a human
decides.

Cost: linear in the user names told, and in the rows of the log where one of them is in question.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.moments import iso

__all__ = ["Bearing", "borne_names"]

_BY_NAME = r"^(x|telegram|mattermost|rocketchat|discourse):([^@]*/)?@|^github:.*[^0-9]|^reddit:"
_LETTERS_ALIKE = "reddit:"
_SLACK = r"^slack:(?:[^/]+/)?[UW][A-Z0-9]{2,30}$"
_EXPORTED = 2**62  # the date of what bears none: when it was exported
_NEVER = -(2**62)
_MOST_BEARERS = 5

Sighting = tuple[int, int]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bearing:
    """An identity that is a user name, and whose it was, or may have been.

    All are places of identities; ``is_known`` says that the name was that of the one bearer,
    ``reason`` is the sentence that says so.
    """

    name: int
    bearers: tuple[int, ...]
    is_known: bool
    reason: str


def borne_names(
    identities: pa.Array, facts: pa.Table, log: pa.Table, find: Callable[[int], int]
) -> tuple[Bearing, ...]:
    """Give the user names among sorted identities whose accounts are told, in order.

    *log* holds places of identities as ``sender`` and ``receiver``; *find* gives one place for all
    identities that are one person already.

    >>> identities = pa.array(["x:12", "x:@ann_x"])
    >>> facts = pa.table({"subject": ["x:12"], "name": ["handle"], "value": ["@Ann_X"],
    ...                   "since": pa.array([None], pa.int64())})
    >>> log = pa.table({"sender": [0], "receiver": [1], "at": [5]})
    >>> borne_names(identities, facts, log, lambda place: place)[0].reason
    'The account x:12 is called @ann_x, as its platform says.'
    """
    place = _places(identities, _BY_NAME)
    found = _without_team(_places(identities, _SLACK), find)
    found += _spelt_alike(place)
    told = _Told.of(identities, facts, place)
    spans = _spans(log, [place[name] for name in told.seen])
    for name in sorted(told.seen):
        found.append(_bearing(name, place[name], told, spans.get(place[name]), find))
    return tuple(sorted(found, key=lambda one: (one.name, one.bearers)))


@dataclass(frozen=True)
class _Told:
    """When which account was seen with a name, and when each was seen with which names."""

    seen: dict[str, list[Sighting]]
    of_account: dict[int, list[tuple[int, str]]]
    identities: pa.Array

    @classmethod
    def of(cls, identities: pa.Array, facts: pa.Table, place: dict[str, int]) -> "_Told":
        seen: defaultdict[str, list[Sighting]] = defaultdict(list)
        of_account: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        told = facts.filter(pc.equal(facts.column("name"), "handle"))
        if len(told):
            subjects = told.column("subject").combine_chunks()
            columns = (pc.index_in(subjects, identities), subjects, told.column("value"),
                       told.column("since"))  # fmt: skip
            for account, subject, value, since in zip(
                *(column.to_pylist() for column in columns), strict=True
            ):
                name = _as_identity(subject, value)
                if name and account is not None and subject not in place:
                    at = _EXPORTED if since is None else since
                    of_account[account].append((at, name))
                    if name in place:
                        seen[name].append((at, account))
        return cls(dict(seen), dict(of_account), identities)


def _as_identity(account: str, name: str) -> str:
    """A user name of the platform, and the place there, of an account."""
    end = max(account.rfind("/"), account.find(":")) + 1
    bare = name.strip().removeprefix("@").lower()
    if not bare or bare.isspace():
        return ""
    return f"{account[:end]}{'' if account.startswith('github:') else '@'}{bare}"


def _places(identities: pa.Array, pattern: str) -> dict[str, int]:
    named = identities.filter(pc.match_substring_regex(identities, pattern))
    places = pc.index_in(named, identities).to_pylist()
    return dict(zip(named.to_pylist(), places, strict=True))


def _without_team(place: dict[str, int], find: Callable[[int], int]) -> list[Bearing]:
    """Accounts of Slack of which some messages do not say the workspace."""
    bare = {one.removeprefix("slack:"): at for one, at in place.items() if "/" not in one}
    whole: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(place) if bare else ():
        user = one.rpartition("/")[2]
        if "/" in one and user in bare:
            whole[user].append(one)
    found = []
    for user, accounts in whole.items():
        is_known = len({find(place[one]) for one in accounts}) == 1
        reason = (
            f"The account {accounts[0]} is the only one with the id of slack:{user}."
            if is_known
            else f"Several workspaces have an account {user}: {', '.join(accounts[:5])}."
        )
        places = tuple(place[one] for one in accounts[: 1 if is_known else _MOST_BEARERS])
        found.append(Bearing(bare[user], places, is_known=is_known, reason=reason))
    return found


def _spelt_alike(place: dict[str, int]) -> list[Bearing]:
    """Names that differ by large and small letters only, where these are the same."""
    first: dict[str, str] = {}
    found = []
    for name in sorted(one for one in place if one.startswith(_LETTERS_ALIKE)):
        if "[deleted]" in name:
            continue
        other = first.setdefault(name.casefold(), name)
        if other != name:
            reason = f"{other} and {name} are one name in large and small letters."
            found.append(Bearing(place[name], (place[other],), is_known=True, reason=reason))
    return found


def _spans(log: pa.Table, places: Iterable[int]) -> dict[int, Span]:
    """When each of some identities was first and last in the log."""
    wanted = sorted(places)
    if not wanted or not len(log):
        return {}
    sides = [log.column(name).to_numpy() for name in ("sender", "receiver")]
    is_wanted = np.zeros(max(int(sides[0].max()), int(sides[1].max()), wanted[-1]) + 2, bool)
    is_wanted[wanted] = True
    at: NDArray[np.int64] = log.column("at").to_numpy()
    found: dict[int, Span] = {}
    for side in sides:
        rows = np.flatnonzero(is_wanted[side])  # -1, who is nobody, looks at the last
        for who, moment in zip(side[rows].tolist(), at[rows].tolist(), strict=True):
            low, high = found.get(who, (moment, moment))
            found[who] = (min(low, moment), max(high, moment))
    return found


def _bearing(
    name: str, place: int, told: _Told, span: Span | None, find: Callable[[int], int]
) -> Bearing:
    seen = sorted(set(told.seen[name]))
    holder = _holder(name, seen, told, span, find)
    shown = "@" + name.rpartition("@")[2].rpartition(":")[2]
    if holder is not None:
        account = told.identities[holder].as_py()
        reason = f"The account {account} is called {shown}, as its platform says."
        return Bearing(place, (holder,), is_known=True, reason=reason)
    dates: dict[int, list[int]] = {}
    for at, account in seen:
        dates.setdefault(account, []).append(at)
    bearers = tuple(sorted(dates)[:_MOST_BEARERS])
    listed = ", ".join(f"{told.identities[one].as_py()} ({_dated(dates[one])})" for one in bearers)
    if len({find(one) for one in bearers}) > 1:
        reason = f"Several accounts have been called {shown}: {listed}."
    else:
        reason = f"The account that was called {shown}, {listed}, had another name about then."
    return Bearing(place, bearers, is_known=False, reason=reason)


def _dated(dates: list[int]) -> str:
    days = sorted({iso(at)[:10] for at in dates if at != _EXPORTED})
    return f"seen {days[0]}" + (f" to {days[-1]}" if days[1:] else "") if days else "undated"


def _holder(
    name: str, seen: list[Sighting], told: _Told, span: Span | None, find: Callable[[int], int]
) -> int | None:
    """The account that had a name while it was spoken of, where it was one."""
    first, last = span or (_NEVER, _EXPORTED)
    before = max((at for at, _ in seen if at <= first), default=_NEVER)
    after = min((at for at, _ in seen if at >= last), default=_EXPORTED)
    if span is None:
        near = [account for _, account in seen]
    else:
        near = [account for at, account in seen if before <= at <= after]
    if len({find(one) for one in near}) != 1:
        return None
    if span is not None:
        for account in near:
            others = (at for at, other in told.of_account[account] if other != name)
            if any(before < at < after for at in others):
                return None
    return min(near)
