"""Series: meetings that come again, half a year at a time, with those who were there then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from api.demo.company import CHART, Company, Member
from api.demo.dice import Dice
from api.demo.rhythms import Rhythm
from api.demo.story import DAYS, OWN, SEASONAL
from api.demo.talks import Meeting
from api.demo.words import summary
from api.demo.workdays import Workdays

__all__ = ["Series", "all_hands", "planned", "series"]

_TERMS = (0, 183, 366, 548, DAYS + 1)


@dataclass(frozen=True, slots=True)
class Series:
    """A meeting every so many weeks; ``skipped`` are days on which it was called off.

    ``days`` are those on which it takes place by its rule. ``moved`` is the one day on which it
    began two hours later than usual, if any.
    """

    uid: str
    title: str
    organiser: Member
    guests: tuple[Member, ...]
    answers: tuple[str, ...]
    days: tuple[int, ...]
    second: int  # of the local day
    minutes: int
    weeks: int
    room: str = ""
    skipped: tuple[int, ...] = ()
    moved: int | None = None


@dataclass
class _Planner:
    """Makes series of equal kind."""

    company: Company
    workdays: Workdays
    dice: Dice
    made: list[Series] = field(default_factory=list)

    def add(
        self, title: str, members: list[Member], weeks: int, minutes: int, *, last: int = DAYS
    ) -> None:
        """Plan a meeting led by the first member, in terms during which nobody comes or goes."""
        changes = {day for m in members for day in (m.since, m.until) if 0 < day <= DAYS}
        terms = sorted({*_TERMS[:-1], *changes, last + 1})
        weekday, second = self.dice.whole(0, 4), self.dice.whole(18, 32) * 1800
        room = self.dice.pick(("Jodła", "Świerk", "Buk", "Grab", ""))
        for number, (begins, ends) in enumerate(pairwise(terms)):
            present = [m for m in members if m.is_here(begins)]
            days = self._days(begins, ends, weekday, weeks)
            if len(present) < 2 or not days:
                continue
            skipped = tuple(day for day in days if self.workdays.is_calm(day))
            held = [day for day in days if day not in skipped]
            moved = self.dice.pick(held) if len(held) > 2 and self.dice.chance(0.35) else None
            self.made.append(
                Series(
                    uid=f"series-{len(self.made)}-{number}@{OWN}", title=title,
                    organiser=present[0], guests=tuple(present[1:]),
                    answers=tuple(self._answer() for _ in present[1:]), days=days, second=second,
                    minutes=minutes, weeks=weeks, room=room, skipped=skipped, moved=moved,
                )
            )  # fmt: skip

    def _days(self, begins: int, ends: int, weekday: int, weeks: int) -> tuple[int, ...]:
        first = begins + (weekday - self.workdays.starts.weekday() - begins) % 7
        return tuple(range(first, ends, 7 * weeks))

    def _answer(self) -> str:
        return self.dice.pick(("ACCEPTED",) * 17 + ("TENTATIVE", "NEEDS-ACTION", "DECLINED"))


def series(company: Company, workdays: Workdays, seed: int) -> list[Series]:
    """Give the meetings of teams, of leaders, one to one, and one with a customer."""
    planner = _Planner(company, workdays, Dice(seed, "series"))
    heads = [company.head_of(department) for department in CHART]
    planner.add("Management meeting", heads, 1, 60, last=DAYS + 84)
    for team, members in company.teams.items():
        planner.add(f"{team} weekly", members, 1, 45)
    by_email = {member.email: member for member in company.employees}
    for team, members in company.teams.items():
        boss = by_email.get(members[0].reports_to)
        if boss is not None and team != "Configurator":
            planner.add(
                f"{members[0].name.split()[0]} and {boss.name.split()[0]}",
                [boss, members[0]],
                2,
                30,
            )
        for member in members[1:]:
            if planner.dice.chance(0.3):
                planner.add("One to one", [members[0], member], 4, 30)
    keeper = company.teams["Key Accounts"][0]
    customer = [keeper, *company.contacts[SEASONAL]]
    planner.add("Project review Garonne", customer, 4, 60, last=DAYS + 84)
    return planner.made


def all_hands(company: Company, workdays: Workdays, seed: int) -> Iterator[Meeting]:
    """Give a meeting of all employees each quarter, far too large to tie anybody."""
    dice = Dice(seed, "all hands")
    for quarter in range(8):
        day = 30 + 91 * quarter
        while not workdays.is_workday(day):
            day += 1
        present = [member for member in company.employees if member.is_here(day)]
        answers = tuple(dice.pick(("ACCEPTED", "NEEDS-ACTION")) for _ in present[1:])
        yield Meeting(
            workdays.at(day, 15 * 3600, present[0].zone), f"all-hands-{quarter}@{OWN}",
            present[0], tuple(present[1:]), answers, 60, "All hands", "",
        )  # fmt: skip


def planned(rhythms: list[Rhythm], workdays: Workdays, seed: int) -> Iterator[Meeting]:
    """Give a dozen meetings with people of other firms that lie ahead of the last day."""
    dice = Dice(seed, "planned")
    able = [
        rhythm
        for rhythm in rhythms
        if rhythm.a.is_own and not rhythm.b.is_own and not rhythm.is_private
    ]
    for number, rhythm in enumerate(dice.several(able, 12)):
        day = DAYS + dice.whole(2, 45)
        while not workdays.is_workday(day):
            day += 1
        at = workdays.in_hours(day, rhythm.a.zone, dice)
        yield Meeting(
            at - at % 1800, f"planned-{number}@{OWN}", rhythm.a, (rhythm.b,),
            (dice.pick(("ACCEPTED", "NEEDS-ACTION")),), 60, summary(dice, is_outside=True), "",
        )  # fmt: skip
