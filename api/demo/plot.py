"""The plot: the rhythms by which the story becomes visible in who talks to whom.

Each function plants one fact of `truth`; none of them is hinted at anywhere else in the exports.
"""

from collections.abc import Iterator

from api.demo.company import CHART, Company, Member
from api.demo.dice import Dice
from api.demo.rhythms import ACROSS, CUSTOMER, INSIDE, MAIL_ONLY, SUPPLIER, Rhythm
from api.demo.story import (
    BROKER,
    BUYER,
    COOLING,
    COOLING_TEAM,
    COOLS,
    DAYS,
    DEPARTED,
    DEPARTED_HANDED_OVER,
    DEPARTED_SILENT,
    HEAD,
    LEFT,
    MOVED,
    MOVED_FROM,
    MOVED_TEAM,
    MOVED_TO,
    RISING,
    SEASONAL,
    SINGLE_THREADED,
    SUCCESSOR,
    THREE_IDENTITIES,
)

__all__ = ["planted"]


def planted(company: Company, seed: int) -> list[Rhythm]:
    """Give the rhythms of the story."""
    dice = Dice(seed, "plot")
    return [
        *_chief(company, dice),
        *_broker(company, dice),
        *_rising(company, dice),
        *_departed(company, dice),
        *_cooling(company, dice),
        *_single_threaded(company),
        *_seasonal(company, dice),
        *_moved(company, dice),
        *_private(company),
    ]


def _settled(company: Company, team: str) -> list[Member]:
    """Those of a team who are there all the time and have no other part, its leader last."""
    cast = (HEAD, BROKER, RISING, DEPARTED)
    stay = [m for m in company.teams[team] if m.since < 0 and m.until > DAYS and m.name not in cast]
    return stay[1:] + stay[:1]


def _chief(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """The chief executive hears from the leaders of all teams, and writes less than she gets."""
    head = company.named(HEAD)
    for team in company.teams:
        leader = company.teams[team][0]
        if leader is not head and leader is not company.head_of(leader.department):
            yield Rhythm(leader, head, dice.wide(8, 16), ACROSS, regularity=6, begun_by_a=0.7)
    for domain in (SEASONAL, "birchline-schools.example", "gran-och-tall.example"):
        yield Rhythm(head, company.contacts[domain][0], 28, CUSTOMER, regularity=8)


def _broker(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """The quiet broker: little said, but to two people of nearly every team."""
    broker = company.named(BROKER)
    for team in company.teams:
        if team not in (broker.team, "Management"):
            for mate in dice.several(_settled(company, team), 2):
                yield Rhythm(mate, broker, dice.wide(7, 14), ACROSS, regularity=6)


def _rising(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """One more person turns to the analyst every few days; in the last four weeks it is many."""
    rising = company.named(RISING)
    first = [116, 104, 93, 84, 76, 40, 33]
    last = [27, 26, 25, 25, 24, 23, 22, 22, 21, 20, 20, 19, 18, 18, 17, 16, 16, 15, 14, 14, 13, 12]
    away = ("Market Insight", "Management")
    teams = [team for team in company.teams if team not in away]
    order = dice.several(teams, len(teams)) * 2
    asked: set[str] = set()
    for number, (team, day) in enumerate(zip(order, first + last, strict=False)):
        able = [m for m in _settled(company, team) if m.email not in asked]
        mate = (
            able[-1] if number >= len(teams) else dice.pick(able[:-1] or able)
        )  # the leaders come last
        asked.add(mate.email)
        gap = 6.0 if day > 30 else 5.0
        yield _asks(mate, rising, gap, DAYS - day)
    yield _asks(company.named(HEAD), rising, 5.0, DAYS - 16)


def _asks(mate: Member, rising: Member, gap: float, since: int) -> Rhythm:
    return Rhythm(mate, rising, gap, ACROSS, since, regularity=5, begun_by_a=0.7, answers=0.7)


def _departed(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """Close to all contacts of six customers until the last day; two customers are handed over."""
    departed, successor = company.named(DEPARTED), company.named(SUCCESSOR)
    for domain in (*DEPARTED_HANDED_OVER, *DEPARTED_SILENT):
        for contact in company.contacts[domain]:
            gap = dice.wide(6, 9)
            yield Rhythm(departed, contact, gap, CUSTOMER, regularity=6, is_private=True)
            if domain in DEPARTED_HANDED_OVER:
                since = DAYS - LEFT - 10
                yield Rhythm(successor, contact, gap, CUSTOMER, since, regularity=6)


def _cooling(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """Four of ours in weekly contact with a key customer, until it all thins out."""
    for place, name in enumerate(COOLING_TEAM):
        member = company.named(name)
        contacts = company.contacts[COOLING]
        for contact in contacts if place == 0 else contacts[place % 3 : place % 3 + 2]:
            yield Rhythm(
                member, contact, dice.wide(6, 8), CUSTOMER, until=DAYS - 19, regularity=6,
                begun_by_a=0.5, fades_from=DAYS - COOLS, is_private=True,
            )  # fmt: skip


def _single_threaded(company: Company) -> Iterator[Rhythm]:
    """A supplier that one buyer speaks to every week, and nobody else ever."""
    for contact in company.contacts[SINGLE_THREADED]:
        yield Rhythm(company.named(BUYER), contact, 7, SUPPLIER, regularity=6, is_private=True)


def _seasonal(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """A customer that closes every summer, and is back weekly before the end."""
    keeper = company.teams["Key Accounts"][0]
    helper = _settled(company, "Onboarding")[0]
    for contact in company.contacts[SEASONAL]:
        for member in (keeper, helper):
            yield Rhythm(
                member, contact, dice.wide(5, 7), CUSTOMER, regularity=8, is_shut_in_summer=True
            )


def _moved(company: Company, dice: Dice) -> Iterator[Rhythm]:
    """A team whose neighbours are of one department before the move and of another after it."""
    moved = DAYS - MOVED
    for department, since, until in ((MOVED_FROM, 0, moved), (MOVED_TO, moved, DAYS + 1)):
        teams = [team for team, *_ in CHART[department] if team != MOVED_TEAM]
        mates = [mate for team in teams for mate in _settled(company, team)]
        for member in company.teams[MOVED_TEAM]:
            for mate in dice.several(mates, 4):
                gap = dice.wide(8, 16)
                yield Rhythm(member, mate, gap, INSIDE, since, until, regularity=5)
        leader, head = company.teams[MOVED_TEAM][0], company.head_of(department)
        yield Rhythm(leader, head, 6, INSIDE, since, until, regularity=6)


def _private(company: Company) -> Iterator[Rhythm]:
    """Some contacts reach the third address of a person: two colleagues and a partner."""
    private = company.private()
    friends = [
        company.contacts["studio-krag.example"][0],
        company.named(COOLING_TEAM[1]),
        company.teams["Brand"][0],
    ]
    for friend in friends:
        yield Rhythm(private, friend, 12, MAIL_ONLY, regularity=4, is_private=True)
    colleague = company.named(THREE_IDENTITIES)
    yield Rhythm(colleague, company.teams["Support"][0], 9, ACROSS, regularity=5)
