"""Telling: the truth of one demo company, in identities and in sentences."""

from collections.abc import Iterable

from api.demo.bulk import INFO, LISTS, NEWS, ROBOT, SUPPORT
from api.demo.company import Company, Member
from api.demo.rhythms import Rhythm
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
    NEWSLETTER,
    OWN,
    PRIVATE_ADDRESS,
    RISES,
    RISING,
    SEASONAL,
    SINGLE_THREADED,
    SUCCESSOR,
    SUMMER_CLOSED,
    THREE_IDENTITIES,
)
from api.demo.truth import Cooling, Departed, Moved, Seasonal, SingleThreaded, Truth
from api.demo.workdays import Workdays

__all__ = ["told"]


def told(company: Company, rhythms: list[Rhythm], workdays: Workdays, seed: int) -> Truth:
    """Give the truth of the company that these rhythms make."""

    def who(name: str) -> str:
        return _identity(company.named(name))

    known = company.named(THREE_IDENTITIES)
    boxes = (INFO, SUPPORT, NEWS, ROBOT, *LISTS)
    return Truth(
        seed=seed,
        starts=workdays.starts,
        ends=workdays.ends,
        own=f"org:{OWN}",
        head=who(HEAD),
        broker=who(BROKER),
        rising=who(RISING),
        rising_since=workdays.date_of(DAYS - RISES),
        departed=_departed(company, rhythms, workdays),
        cooling_customer=_cooling(company, rhythms, workdays),
        single_threaded=SingleThreaded(supplier=f"org:{SINGLE_THREADED}", knows=who(BUYER)),
        reorganised_team=_moved(company, workdays),
        not_weakening=_seasonal(rhythms, workdays),
        tieless=tuple(f"email:{address}" for address in (*[b.email for b in boxes], NEWSLETTER)),
        one_person=(
            _identity(known),
            f"email:{PRIVATE_ADDRESS}",
            f"phone:{known.phone}",
            known.slack,
        ),
        sentences=_sentences(company, workdays),
    )


def _identity(member: Member) -> str:
    return f"email:{member.email}"


def _departed(company: Company, rhythms: list[Rhythm], workdays: Workdays) -> Departed:
    departed = company.named(DEPARTED)
    of_departed = [rhythm for rhythm in rhythms if rhythm.a is departed]
    return Departed(
        person=_identity(departed),
        date=workdays.date_of(DAYS - LEFT),
        silent=tuple(f"org:{domain}" for domain in DEPARTED_SILENT),
        handed_over=tuple(f"org:{domain}" for domain in DEPARTED_HANDED_OVER),
        successor=_identity(company.named(SUCCESSOR)),
        silent_pairs=_pairs(of_departed, DEPARTED_SILENT),
    )


def _cooling(company: Company, rhythms: list[Rhythm], workdays: Workdays) -> Cooling:
    return Cooling(
        customer=f"org:{COOLING}",
        since=workdays.date_of(DAYS - COOLS),
        people=tuple(_identity(company.named(name)) for name in COOLING_TEAM),
        pairs=_pairs(rhythms, (COOLING,)),
    )


def _moved(company: Company, workdays: Workdays) -> Moved:
    return Moved(
        team=MOVED_TEAM,
        people=tuple(_identity(member) for member in company.teams[MOVED_TEAM]),
        before=MOVED_FROM,
        after=MOVED_TO,
        date=workdays.date_of(DAYS - MOVED),
    )


def _seasonal(rhythms: list[Rhythm], workdays: Workdays) -> Seasonal:
    return Seasonal(
        customer=f"org:{SEASONAL}",
        since=workdays.date_of(DAYS - SUMMER_CLOSED[0]),
        until=workdays.date_of(DAYS - SUMMER_CLOSED[1]),
        pairs=_pairs(rhythms, (SEASONAL,)),
    )


def _pairs(rhythms: Iterable[Rhythm], domains: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Give the pairs of one of ours and one of theirs, the chief executive's courtesies aside."""
    return tuple(
        (_identity(rhythm.a), _identity(rhythm.b))
        for rhythm in rhythms
        if rhythm.b.domain in domains and rhythm.a.name != HEAD
    )


def _sentences(company: Company, workdays: Workdays) -> tuple[tuple[str, str], ...]:
    def on(days_before: int) -> str:
        return str(workdays.date_of(DAYS - days_before))

    names = {firm.domain: firm.name for firm in company.firms}
    silent = ", ".join(names[domain] for domain in DEPARTED_SILENT)
    handed = " and ".join(names[domain] for domain in DEPARTED_HANDED_OVER)
    told = f"""
head: {HEAD}, the chief executive, hears from the leaders of every team.
broker: {BROKER}, a planner without rank, quietly joins nearly all teams.
rising: {RISING}, a data analyst, is asked and answers across all departments since {on(RISES)}, \
most of all in the last 28 days.
departed: {DEPARTED}, a key account manager, left on {on(LEFT)}: {handed} went to {SUCCESSOR}; \
{silent} have been silent since.
cooling_customer: {names[COOLING]}, a key customer in weekly contact with four of ours, has been \
fading since {on(COOLS)}; our customers as a whole have not.
single_threaded: Only {BUYER} is in contact with the supplier {names[SINGLE_THREADED]}.
reorganised_team: The {MOVED_TEAM} team moved from {MOVED_FROM} to {MOVED_TO} on {on(MOVED)}, and \
its ties with it.
not_weakening: {names[SEASONAL]} closes every summer and is back: no weakening.
tieless: Shared mailboxes, lists, a robot and a newsletter tie nobody.
one_person: {THREE_IDENTITIES} writes from the company and from a private address, calls and \
chats: one person, by one row of people.csv.
"""
    parts = [line.partition(": ") for line in told.strip().splitlines()]
    return tuple((name, sentence) for name, _, sentence in parts)
