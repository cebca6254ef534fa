"""Occasions: the dated reasons to write to somebody, which a real contact settles.

What files say of people and organizations holds dates: birthdays, renewals, days to follow up on,
"remind me every 30 days". An occasion is *due* from some days ahead on, *overdue* after its day,
and *done* once there was a contact in its time:

    kind           its day                             due from     done by a contact from
    birthday       every year; 29 February is the      14 days      1 day ahead on
    anniversary    28th in years without one           14 days      1 day ahead on
    renewal        the day that is written             30 days      30 days ahead on
    follow up      the day that is written              7 days      3 days ahead on
    remind every   last contact + so many days          7 days      any contact: it begins anew

    due day of "remind every n" = day of the last contact + n,   at once where there was none

Birthdays and anniversaries are overdue for 14 days, renewals and follow-ups for 90; then a yearly
one is upcoming again, and another is over and left out. A *contact* is handed in: who asks says
what is real. Days are those of UTC.

Cost: O(f log c) for f facts and c contacts of one subject.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from algorithms.reason import plural
from graph.moments import DAY, moment

__all__ = ["KINDS", "Dated", "Occasion", "OccasionKind", "Unread", "kind_of_fact", "occasions"]

_ORDER = ("overdue", "due", "upcoming", "done")
_EPOCH = date(1970, 1, 1)
_LEAP = 2000  # a year that has every day of the calendar
_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d")
_DAY_OF_YEAR = re.compile(r"-{0,2}(\d{1,2})-(\d{1,2})")
_EVERY = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?|m|months?)?")
_UNITS = {"d": 1, "w": 7, "m": 30}
_MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class OccasionKind:
    """One kind of occasion, the names of facts that mean it, and its days as above."""

    name: str
    words: frozenset[str]
    ahead_days: int
    early_days: int = 0
    kept_days: int = _MOST_DAYS
    is_yearly: bool = False
    is_every: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KINDS = (
    OccasionKind(
        "birthday",
        _words("birthday birthdate dateofbirth dob bday birthdayon"),
        ahead_days=14,
        early_days=1,
        kept_days=14,
        is_yearly=True,
    ),
    OccasionKind(
        "anniversary",
        _words("anniversary anniversarydate anniversaryon"),
        ahead_days=14,
        early_days=1,
        kept_days=14,
        is_yearly=True,
    ),
    OccasionKind(
        "renewal",
        _words(
            "renewal renewaldate renewalon renews renewson renewsat contractuntil contractend "
            "contractends contractenddate contractexpires contractexpiry contractrenewal expires "
            "expireson expiresat expiry expirydate expirationdate"
        ),
        ahead_days=30,
        early_days=30,
        kept_days=90,
    ),
    OccasionKind(
        "follow up",
        _words(
            "followup followupon followupdate followupat nextfollowup nextcontact nextcontacton "
            "nextcontactdate nextactivitydate remindon reminddate"
        ),
        ahead_days=7,
        early_days=3,
        kept_days=90,
    ),
    OccasionKind(
        "remind every",
        _words("remindevery remindeverydays reminddays contactevery contacteverydays keepintouch"),
        ahead_days=7,
        is_every=True,
    ),
)
"""Every kind, in the order in which equal ones are shown."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One fact about a subject; ``since`` is when it began to hold (microseconds), or None."""

    subject: int
    name: str
    value: str
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A fact whose name means an occasion, and whose value is no date."""

    fact: Dated
    reason: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """A dated reason: ``state`` is overdue, due, upcoming or done.

    ``due`` is its day, ``days`` how far ahead it lies (negative: behind), ``done_at`` the contact
    (microseconds) that settled it, or that "remind every" counts from.
    """

    fact: Dated
    kind: str
    state: str
    due: date
    days: int
    done_at: int | None

    @property
    def text(self) -> str:
        """Say it in a sentence."""
        what = "reminder" if self.kind == "remind every" else self.kind
        every = f" (every {self.fact.value})" if self.kind == "remind every" else ""
        told = f"{what}{every} on {self.due}"
        if self.state == "done":
            return f"{told}: done because of the contact of {_day(self.done_at)}"
        if self.state == "overdue":
            told = f"{told}, {plural(-self.days, 'day')} ago"
        else:
            told = f"{told}, today" if self.days == 0 else f"{told}, in {plural(self.days, 'day')}"
        if self.kind != "remind every":
            return f"{told}, and no contact since" if self.state == "overdue" else told
        return f"{told}; last contact {_day(self.done_at) if self.done_at else 'never'}"


def kind_of_fact(name: str) -> OccasionKind | None:
    """Find which kind of occasion a fact's name means; case and punctuation do not count.

    >>> kind_of_fact("Date of birth").name, kind_of_fact("title")
    ('birthday', None)
    """
    plain = re.sub(r"[\W_]+", "", name.casefold())
    return next((kind for kind in KINDS if plain in kind.words), None)


def occasions(
    facts: Iterable[Dated], contacts: Mapping[int, NDArray[np.int64]], *, as_of: int
) -> tuple[list[Occasion], list[Unread]]:
    """Find the occasions of subjects as of a moment, and what could not be read.

    Parameters
    ----------
    facts
        What is said of the subjects; facts of other names are left out.
    contacts
        The moments of each subject's real contacts, in order; those after *as_of* do not count.
    as_of
        Microseconds since the epoch (UTC).

    Examples
    --------
    Ann's birthday is on the third day of the year; she was written to on the second of January.

    >>> ann = Dated(0, "Birthday", "1980-01-03")
    >>> (found,), _ = occasions([ann], {0: np.array([1 * DAY])}, as_of=2 * DAY)
    >>> found.text
    'birthday on 1970-01-03: done because of the contact of 1970-01-02'
    >>> occasions([ann], {}, as_of=8 * DAY)[0][0].text
    'birthday on 1970-01-03, 6 days ago, and no contact since'
    """
    found: list[Occasion] = []
    unread: list[Unread] = []
    for fact in facts:
        kind = kind_of_fact(fact.name)
        if kind is None:
            continue
        moments = contacts.get(fact.subject, np.zeros(0, np.int64))
        had = moments[: int(np.searchsorted(moments, as_of, "right"))]
        try:
            occasion = _occasion(fact, kind, had, as_of)
        except ValueError as error:
            unread.append(Unread(fact, str(error)))
            continue
        if occasion is not None:
            found.append(occasion)
    names = [kind.name for kind in KINDS]
    found.sort(
        key=lambda one: (_ORDER.index(one.state), one.due, names.index(one.kind), one.fact.value)
    )
    return found, unread


def _occasion(
    fact: Dated, kind: OccasionKind, had: NDArray[np.int64], as_of: int
) -> Occasion | None:
    today = moment(as_of).date()
    if kind.is_every:
        return _every(fact, kind, had, today)
    due = _this_year(_date(fact.value, is_yearly=True), kind, today) if kind.is_yearly else _date(
        fact.value
    )  # fmt: skip
    days = (due - today).days
    if -days > kind.kept_days:
        return None
    first = ((due - _EPOCH).days - kind.early_days) * DAY
    place = int(np.searchsorted(had, first, "left"))
    done_at = int(had[place]) if place < len(had) else None
    state = "upcoming" if days > kind.ahead_days else "due" if days >= 0 else "overdue"
    if done_at is not None:
        state = "done"
    return Occasion(fact, kind.name, state, due, days, done_at)


def _every(fact: Dated, kind: OccasionKind, had: NDArray[np.int64], today: date) -> Occasion:
    wait = _days(fact.value)
    last = int(had[-1]) if len(had) else None
    if last is not None:
        due = moment(last).date() + timedelta(days=wait)
    else:
        due = today if fact.since is None else moment(fact.since).date() + timedelta(days=wait)
    days = (due - today).days
    ahead = min(kind.ahead_days, wait // 4)
    state = "upcoming" if days > ahead else "due" if days >= 0 else "overdue"
    return Occasion(fact, kind.name, state, due, days, last)


def _this_year(day: date, kind: OccasionKind, today: date) -> date:
    """The occurrence that is in its time, else the next one."""
    for year in (today.year - 1, today.year, today.year + 1):
        due = _in_year(day, year)
        if (today - due).days <= kind.kept_days:
            return due
    return _in_year(day, today.year + 1)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)


def _date(text: str, *, is_yearly: bool = False) -> date:
    value = text.strip()
    if is_yearly and (found := _DAY_OF_YEAR.fullmatch(value)):
        value = f"{_LEAP}-{int(found[1]):02}-{int(found[2]):02}"
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(value, form).date()  # noqa: DTZ007 - a day, not a moment
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        also = " or 05-17" if is_yearly else ""
        raise ValueError(f"{text!r} is no date, such as 2026-05-17{also}") from None


def _days(text: str) -> int:
    found = _EVERY.fullmatch(text.strip().lower())
    days = int(found[1]) * _UNITS[(found[2] or "d")[0]] if found else 0
    if not 1 <= days <= _MOST_DAYS:
        raise ValueError(f"{text!r} is no number of days, such as 30, 30 days or 6 weeks")
    return days


def _day(at: int | None) -> str:
    return "never" if at is None else str(moment(at).date())
