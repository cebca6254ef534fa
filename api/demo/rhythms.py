"""Rhythms: which two people talk, how often, by what means. This file makes the ordinary ones.

A rhythm has a usual gap in days; the contacts follow it more or less regularly, in worked time. Few
people talk to many, most to a few; teams are dense, departments thin, bridges between them rare.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from api.demo.company import CHART, Company, Member
from api.demo.dice import Dice
from api.demo.story import (
    BROKER,
    COOLING,
    DAYS,
    DEPARTED,
    DEPARTED_HANDED_OVER,
    DEPARTED_SILENT,
    MOVED_TEAM,
    RISING,
    SEASONAL,
    SINGLE_THREADED,
)
from api.demo.workdays import Workdays

__all__ = ["ACROSS", "CUSTOMER", "INSIDE", "MAIL_ONLY", "SUPPLIER", "Mix", "Rhythm", "ordinary"]


@dataclass(frozen=True, slots=True)
class Mix:
    """The shares of the means by which two people talk; notes are a CRM's activities."""

    mail: float
    chat: float = 0.0
    call: float = 0.0
    meeting: float = 0.0
    note: float = 0.0


INSIDE = Mix(mail=0.09, chat=0.81, call=0.06, meeting=0.04)
ACROSS = Mix(mail=0.30, chat=0.55, call=0.11, meeting=0.04)
CUSTOMER = Mix(mail=0.50, call=0.18, meeting=0.07, note=0.25)
SUPPLIER = Mix(mail=0.68, call=0.26, meeting=0.06)
MAIL_ONLY = Mix(mail=1.0)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Two people, their usual gap in days, from when to when, and who mostly begins.

    ``fades_from`` is the day from which every gap grows: eight days later it is twice the usual
    one, and so on. ``is_private`` keeps others out of copy.
    """

    a: Member
    b: Member
    gap: float
    mix: Mix
    since: float = 0.0
    until: float = DAYS + 1.0
    regularity: int = 4
    begun_by_a: float = 0.5
    answers: float = 0.38  # share of mails that get another answer
    fades_from: float | None = None
    is_shut_in_summer: bool = False
    is_private: bool = False

    def days(self, workdays: Workdays, dice: Dice) -> Iterator[int]:
        """Give the days on which the two talk."""
        worked = workdays.shut if self.is_shut_in_summer else workdays.open
        low = max(self.since, self.a.since, self.b.since, 0)
        high = min(self.until, self.a.until, self.b.until, DAYS + 1)
        position = worked[int(low)] + min(self.gap, high - low) * dice.draw()
        while True:
            day = bisect_right(worked, position) - 1
            if day >= high:
                return
            yield day
            slower = 1.0
            if self.fades_from is not None and day > self.fades_from:
                slower += (day - self.fades_from) / 8
            position += slower * dice.wait(self.gap, self.regularity)


def ordinary(company: Company, seed: int) -> list[Rhythm]:
    """Give the rhythms of everyday work; the story adds its own."""
    dice = Dice(seed, "rhythms")
    return [
        *_in_teams(company, dice),
        *_in_departments(company, dice),
        *_between_departments(company, dice),
        *_of_leaders(company, dice),
        *_with_firms(company, dice),
    ]


def _usual_gap(a: Member, b: Member, low: float, high: float, dice: Dice) -> float:
    return min(max(dice.wide(low, high) / sqrt(a.energy * b.energy), 3.0), 30.0)


def _lifetime(dice: Dice) -> tuple[float, float]:
    """Most ties last; some begin within the two years, some ended long before the end."""
    fate = dice.draw()
    if fate < 0.10:
        return dice.whole(60, DAYS - 150), DAYS + 1
    if fate < 0.16:
        return 0, dice.whole(150, DAYS - 260)
    return 0, DAYS + 1


def _pairs(
    pairs: Iterable[tuple[Member, Member]], low: float, high: float, mix: Mix, dice: Dice
) -> Iterator[Rhythm]:
    for a, b in pairs:
        since, until = _lifetime(dice)
        gap = _usual_gap(a, b, low, high, dice)
        regularity = dice.whole(3, 7) + (3 if gap > 12 else 0)  # who meets rarely plans it
        yield Rhythm(a, b, gap, mix, since, until, regularity, dice.wide(0.3, 0.7))


def _in_teams(company: Company, dice: Dice) -> Iterator[Rhythm]:
    for team in company.teams.values():
        pairs = [pair for pair in combinations(team, 2) if dice.chance(0.72)]
        yield from _pairs(pairs, 7, 32, INSIDE, dice)


def _in_departments(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """One or two colleagues in the department's other teams; the team that moves has its own."""
    for teams in CHART.values():
        names = [team for team, *_ in teams if team != MOVED_TEAM]
        for one, other in combinations(names, 2):
            for member in company.teams[one]:
                if member.name != RISING and dice.chance(0.45):
                    mates = [m for m in company.teams[other] if m.name != RISING]
                    yield from _pairs([(member, dice.pick(mates))], 14, 32, INSIDE, dice)


def _between_departments(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """A bridge to another department for one in four."""
    able = [m for m in company.employees if m.team != MOVED_TEAM and m.name not in (RISING, BROKER)]
    for member in able:
        if dice.chance(0.25):
            others = [m for m in able if m.department != member.department]
            yield from _pairs([(member, dice.pick(others))], 16, 32, ACROSS, dice)


def _of_leaders(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """Who reports to whom, heads among each other, and the chief executive with all heads."""
    by_email = {member.email: member for member in company.employees}
    heads = [company.head_of(department) for department in CHART]
    for member in company.employees:
        boss = by_email.get(member.reports_to)
        moves = member.team == MOVED_TEAM and boss is not company.teams[MOVED_TEAM][0]
        if boss is not None and member not in heads and not moves:
            yield Rhythm(member, boss, dice.wide(6, 12), INSIDE, regularity=6, begun_by_a=0.6)
    for a, b in combinations(heads, 2):
        if heads[0] in (a, b):
            yield Rhythm(a, b, dice.wide(4, 8), ACROSS, regularity=6, begun_by_a=0.4)
        elif dice.chance(0.5):
            yield Rhythm(a, b, dice.wide(10, 25), ACROSS, regularity=6)


_ACCOUNTS = {  # who of ours keeps a firm of that segment: the first, and the second
    "customers": (("Key Accounts", "Field Sales"), ("Support", "Onboarding", "Structural Design")),
    "partners": (("Brand", "Research"), ("Structural Design", "Testing", "Platforms")),
    "suppliers": (("Timber", "Materials"), ("Planning", "Sawmill", "Assembly", "Logistics")),
}


def _with_firms(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """Two of ours know most contacts of a firm, at least one of them well."""
    planted = {COOLING, SINGLE_THREADED, SEASONAL, *DEPARTED_HANDED_OVER, *DEPARTED_SILENT}
    for firm in company.firms:
        if firm.domain in planted:
            continue
        first, second = (_keepers(company, teams) for teams in _ACCOUNTS[firm.segment])
        owner, helper = dice.pick(first), dice.pick(second)
        mix = SUPPLIER if firm.segment == "suppliers" else CUSTOMER
        for number, contact in enumerate(company.contacts[firm.domain]):
            gap = _usual_gap(owner, contact, 9, 28, dice)
            lead = dice.wide(0.4, 0.65)
            yield Rhythm(owner, contact, gap, mix, regularity=dice.whole(5, 9), begun_by_a=lead)
            if number == 0 or dice.chance(0.4):
                yield Rhythm(helper, contact, min(gap * 1.7, 30), mix, regularity=9)


def _keepers(company: Company, teams: tuple[str, ...]) -> list[Member]:
    """Those who stayed with us all the time, and have no other part in the story."""
    members = [member for team in teams for member in company.teams[team]]
    away = (DEPARTED, RISING, BROKER)
    return [m for m in members if m.name not in away and m.since < 0 and m.until > DAYS]
