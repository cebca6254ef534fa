"""Answers about the graph."""

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.groups import Community
from api.schemas.identities import IdentityName
from api.schemas.parts import (
    Figures,
    Head,
    Moment,
    Page,
    PairState,
    Person,
    Reason,
    Tie,
    TieTo,
    Wire,
)
from api.schemas.tone import PersonTone

__all__ = [
    "Briefing",
    "Influencers",
    "OnePerson",
    "People",
    "RankedTies",
    "Stakeholders",
    "Ties",
    "Weakening",
]


class ListedPerson(Person):
    """A person in a list."""

    kind: str
    rank: int | None
    tied_with: int = Field(description="How many others share this rank.")


class People(Page):
    """People heard of by the moment, in the order of their smallest identity."""

    items: list[ListedPerson]


class Ties(Page):
    """A person's ties, strongest first."""

    items: list[TieTo]


class Fact(Wire):
    """A dated statement about a person."""

    subject: str
    name: str
    value: str
    since: Moment | None
    until: Moment | None


class OnePerson(Head):
    """All that is known of one person."""

    person: Person
    kind: str
    identities: list[str]
    segments: list[str]
    names: list[IdentityName] = Field(description="By which they were ever known, with dates.")
    facts: list[Fact]
    influence: float | None
    rank: int | None
    tied_with: int = Field(description="How many others share this rank.")
    change: float | None
    community: str | None
    tone: PersonTone | None = Field(description="Null where nothing they said has a tone.")
    measures: Figures
    ties: list[TieTo]


class Influencer(Wire):
    """Somebody who carries weight; the interval is there where it was asked for."""

    rank: int = Field(description="Equal ones share the rank.")
    tied_with: int = Field(description="How many others share this rank.")
    rank_low: int | None = Field(None, description="The first rank that the person may have.")
    rank_high: int | None = Field(None, description="The last rank that the person may have.")
    level: float | None = Field(None, description="How sure the interval holds the true rank.")
    person: Person
    score: float | None
    measures: Figures
    change: int | None = Field(description="The rank now against the rank 28 days before.")
    reasons: list[Reason]


class SeenFrom(Wire):
    """Whom a ranking is seen from."""

    kind: str
    target: str = Field(description="As it may be asked for again.")
    name: str
    people: int = Field(description="How many they are; they have no rank themselves.")


class Influencers(Page):
    """Who carries weight, most first."""

    around: SeenFrom | None = Field(None, description="Where `around` was asked for.")
    by: str
    undefined: int = Field(description="People asked about who have no value, and are left out.")
    error: float | None = Field(
        description="How far off any value can be, 19 times out of 20; 0 where they are exact. "
        "Null for influence where measures in it are estimated: by=betweenness says how well."
    )
    has_converged: bool = Field(description="False where an iteration stopped early.")
    parameters: dict[str, float | int | str] = Field(description="What the values are made with.")
    items: list[Influencer]


class Stakeholder(Wire):
    """Somebody who has a stake."""

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)

    rank: int
    person: Person
    salience: str = Field(alias="class", description="Mitchell, Agle and Wood's class.")
    power: float | None
    legitimacy: float | None
    urgency: float | None
    interest: float | None
    stance: float | None
    reasons: list[Reason]


class Stakeholders(Page):
    """Who has a stake, most salient first."""

    items: list[Stakeholder]


class WeakeningPair(PairState):
    """A tie that weakens against its own rhythm."""

    rank: int
    a: Person
    b: Person
    reasons: list[Reason]


class FirstWeakeningPair(WeakeningPair):
    """A tie that weakens; where somebody's absence explains it, the first of all such ties."""

    more_of_theirs: int = Field(description="Other weakening ties of the same absent person.")


class Weakening(Page):
    """Which ties are weakening: where most is being lost first."""

    items: list[WeakeningPair]


class RankedTie(Tie):
    """A tie, its rank and its value; ``_out`` runs from a to b, ``_in`` from b to a."""

    rank: int = Field(description="Equal values share the rank.")
    tied_with: int = Field(description="How many others share this rank.")
    a: Person
    b: Person
    value: float
    reasons: list[Reason]


class RankedTies(Page):
    """Ties by one measure of pairs, from the end that says most of it."""

    by: str
    unit: str | None = Field(description="What the values count; null for plain numbers.")
    undefined: int = Field(description="Pairs without a value, which are left out.")
    error: float = Field(description="How far off values can be; 0 where they are exact.")
    parameters: dict[str, float | int | str] = Field(description="What the values are made with.")
    items: list[RankedTie]


class Summary(Wire):
    """The graph in numbers."""

    own_organizations: list[str]
    people: int
    interactions: int
    pairs: int
    live_pairs: int
    weakening: int
    weakening_outside: int
    ahead: int


class Mover(Wire):
    """Somebody whose rank changed."""

    person: Person
    rank: int
    tied_with: int = Field(description="How many others share this rank.")
    rank_before: int
    tied_before: int = Field(description="How many others shared the rank before.")
    change: int


class CoolingOrganization(Wire):
    """An organization whose ties with us have lost most of their strength."""

    organization: str
    name: str | None
    strength_before: float
    strength: float
    share_quiet: float


class GoneQuiet(Wire):
    """Somebody who has left or is away, or most of whose ties have fallen silent."""

    person: Person
    kind: Literal["away", "left"] | None = Field(
        description="Null where they are quiet and no departure is known."
    )
    since: Moment | None = Field(description="The first day without them.")
    confidence: float | None = Field(description="How sure it is that they left or are away.")
    share_quiet: float = Field(description="Of the strength of their ties, at risk or dormant.")
    strength_before: float
    days_since_last: float


class SingleThreaded(Wire):
    """An organization that only one of us keeps in touch with."""

    organization: str
    name: str | None
    only: Person
    strength: float


class NextStep(Wire):
    """Who should write to whom, and why: the first of GET /api/v1/next."""

    person: Person | None = Field(description="Null: somebody new is wanted.")
    write_to: Person
    because: str


class Briefing(Head):
    """One page of all that matters."""

    summary: Summary
    influencers: list[Influencer]
    rising: list[Mover]
    falling: list[Mover]
    weakening: list[FirstWeakeningPair]
    weakening_outside: list[FirstWeakeningPair]
    organizations_cooling: list[CoolingOrganization]
    gone_quiet: list[GoneQuiet]
    single_threaded: list[SingleThreaded]
    communities: list[Community]
    next: list[NextStep]
