"""The company: its people in teams and departments, and the people it knows at other firms."""

from dataclasses import dataclass, field
from itertools import count

from api.demo.dice import Dice
from api.demo.firms import FIRMS, Firm
from api.demo.names import CULTURES, NameStock, spelled_plainly
from api.demo.story import (
    CAST,
    DAYS,
    DEPARTED,
    LEFT,
    MOVED,
    MOVED_TEAM,
    MOVED_TO,
    OWN,
    PRIVATE_ADDRESS,
    THREE_IDENTITIES,
)

__all__ = ["Company", "Member", "founded"]

WARSAW, PARIS, KOLKATA, TORONTO = (
    "Europe/Warsaw",
    "Europe/Paris",
    "Asia/Kolkata",
    "America/Toronto",
)
# Department: teams with their size, title, zone. The first of a team leads it; the leader of a
# department's first team heads the department.
CHART: dict[str, tuple[tuple[str, int, str, str], ...]] = {
    "Management": (("Management", 4, "Director", WARSAW),),
    "Sales": (
        ("Key Accounts", 7, "Key account manager", WARSAW),
        ("Field Sales", 9, "Sales representative", TORONTO),
        ("Sales Operations", 5, "Sales analyst", WARSAW),
    ),
    "Customer Service": (
        ("Support", 9, "Service engineer", WARSAW),
        ("Onboarding", 7, "Project manager", PARIS),
    ),
    "Engineering": (
        ("Structural Design", 9, "Structural engineer", WARSAW),
        ("Configurator", 9, "Software engineer", WARSAW),
        ("Testing", 7, "Test engineer", KOLKATA),
        ("Research", 6, "Materials scientist", PARIS),
    ),
    "Operations": (
        ("Planning", 6, "Production planner", WARSAW),
        ("Sawmill", 8, "Shift supervisor", WARSAW),
        ("Assembly", 9, "Assembly engineer", WARSAW),
        ("Logistics", 7, "Delivery coordinator", WARSAW),
    ),
    "Purchasing": (
        ("Timber", 5, "Timber buyer", WARSAW),
        ("Materials", 5, "Buyer", WARSAW),
    ),
    "Marketing": (
        ("Brand", 6, "Brand manager", PARIS),
        ("Market Insight", 5, "Data analyst", WARSAW),
    ),
    "Finance": (
        ("Accounting", 7, "Accountant", WARSAW),
        ("Controlling", 4, "Controller", WARSAW),
    ),
    "People": (("Hiring", 4, "Recruiter", WARSAW), ("Learning", 3, "Trainer", WARSAW)),
    "IT": (
        ("Platforms", 5, "Systems engineer", KOLKATA),
        ("Workplace", 4, "Administrator", WARSAW),
    ),
}
OUTGOING = ("Key Accounts", "Field Sales", "Brand", "Research")  # teams that post in public
OUTSIDE_TITLES = (
    "Managing director", "Head of purchasing", "Architect", "Site manager", "Project lead",
    "Procurement officer", "Quality manager", "Sales manager",
)  # fmt: skip
_OFFICE_CULTURES = {KOLKATA: ("tamil",), TORONTO: ("canadian", "vietnamese", "nigerian", "iberian")}
_DIAL = {  # numbers begin like this, and have so many more digits
    WARSAW: ("+4879", 7),
    PARIS: ("+33644", 6),
    KOLKATA: ("+9198400", 5),
    TORONTO: ("+1416555", 4),
}


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One person: an employee, or somebody at another firm; ``since`` and ``until`` count days."""

    name: str
    email: str
    phone: str
    title: str
    domain: str
    zone: str
    segment: str = "employees"
    department: str = ""
    team: str = ""
    reports_to: str = ""
    slack: str = ""
    handle: str = ""
    since: int = -400
    until: int = DAYS + 400
    energy: float = 1.0  # how much more, or less, than usual this person talks

    @property
    def is_own(self) -> bool:
        """Whether this person works for the demo company."""
        return self.domain == OWN

    def is_here(self, day: int) -> bool:
        """Whether this person is with their firm on that day."""
        return self.since <= day < self.until


@dataclass
class Company:
    """Everybody, and ways to find them."""

    employees: list[Member] = field(default_factory=list)
    contacts: dict[str, list[Member]] = field(default_factory=dict)  # by domain of their firm
    teams: dict[str, list[Member]] = field(default_factory=dict)
    firms: tuple[Firm, ...] = FIRMS

    def named(self, name: str) -> Member:
        """Give the employee of that name."""
        return next(member for member in self.employees if member.name == name)

    def head_of(self, department: str) -> Member:
        """Give the head of a department."""
        return self.teams[CHART[department][0][0]][0]

    def department(self, member: Member, day: int) -> str:
        """Give the department of an employee on a day: one team moves."""
        return MOVED_TO if member.team == MOVED_TEAM and day >= DAYS - MOVED else member.department

    def boss(self, member: Member, day: int) -> str:
        """Give the address of whom an employee reports to on a day."""
        is_leader = bool(self.teams.get(member.team)) and self.teams[member.team][0] is member
        if is_leader and member.team == MOVED_TEAM:
            return self.head_of(self.department(member, day)).email
        return member.reports_to

    def private(self) -> Member:
        """Give the person with three identities as their private address knows them."""
        known = self.named(THREE_IDENTITIES)
        return Member(known.name, PRIVATE_ADDRESS, "", "", PRIVATE_ADDRESS[10:], known.zone)


def founded(seed: int) -> Company:
    """Staff the company and its firms."""
    company = Company()
    stock = NameStock(Dice(seed, "names"), set(CAST))
    dice = Dice(seed, "staff")
    for department, teams in CHART.items():
        for team, size, title, zone in teams:
            company.teams[team] = []
            for name, role in _names(team, size, title, zone, stock):
                member = _employee(company, name, role, department, team, zone, dice)
                company.teams[team].append(member)
                company.employees.append(member)
    number = count(1)
    for firm in FIRMS:
        company.contacts[firm.domain] = [
            _contact(firm, stock, dice, next(number)) for _ in range(firm.contacts)
        ]
    return company


def _names(team: str, size: int, title: str, zone: str, stock: NameStock) -> list[tuple[str, str]]:
    """Give the names and titles of a team: a leader, those of the story, then others."""
    cast = [(name, role) for name, (place, role) in CAST.items() if place == team]
    cultures = _OFFICE_CULTURES.get(zone, ())
    leads = team in ("Management", "Field Sales")  # led by somebody of the story
    first = [] if leads else [(stock.name(*cultures), f"Head of {team}")]
    rest = size - len(first) - len(cast)
    return first + cast + [(stock.name(*cultures), title) for _ in range(rest)]


def _employee(
    company: Company, name: str, title: str, department: str, team: str, zone: str, dice: Dice
) -> Member:
    number = len(company.employees) + 1
    since, until = -dice.whole(30, 3000), DAYS + 400
    fate = dice.draw()
    is_minor = bool(company.teams[team]) and name not in CAST and department != "Sales"
    if is_minor and fate < 0.12:
        since = dice.whole(40, DAYS - 200)  # joined during the two years
    elif is_minor and fate < 0.16:
        until = dice.whole(120, DAYS - 320)  # left long ago
    elif name == DEPARTED:
        until = DAYS - LEFT
    boss = _boss(company, department, team)
    return Member(
        name=name,
        email=f"{spelled_plainly(name)}@{OWN}",
        phone=f"+48600{number * 631 % 1000000:06d}",
        title=title,
        domain=OWN,
        zone=WARSAW if name in CAST else zone,
        department=department,
        team=team,
        reports_to=boss.email if boss else "",
        slack=f"slack:T1/U{number:03d}",
        handle=_handle(name) if team in OUTGOING and dice.chance(0.8) else "",
        since=since,
        until=until,
        energy=dice.wide(0.5, 2.0),
    )


def _boss(company: Company, department: str, team: str) -> Member | None:
    """The team's leader; for a leader the head of the department; for a head the chief."""
    for members in (company.teams[team], company.teams.get(CHART[department][0][0], [])):
        if members:
            return members[0]
    return company.employees[0] if company.employees else None


def _contact(firm: Firm, stock: NameStock, dice: Dice, number: int) -> Member:
    begins, digits = _DIAL[firm.zone]
    name = stock.name(*(firm.culture,) if firm.culture in CULTURES else ())
    return Member(
        name=name,
        email=f"{spelled_plainly(name)}@{firm.domain}",
        phone=f"{begins}{number * 7919 % 10**digits:0{digits}d}",
        title=dice.pick(OUTSIDE_TITLES),
        domain=firm.domain,
        zone=firm.zone,
        segment=firm.segment,
        handle=_handle(name) if dice.chance(0.5) else "",
        energy=dice.wide(0.6, 1.6),
    )


def _handle(name: str) -> str:
    return f"x:{spelled_plainly(name).replace('.', '_').replace('-', '')}"
