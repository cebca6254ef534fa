"""What goes over the wire: the published schema of every answer.

Answers are written as they come from the engine, without passing through these classes; a test
validates the real answers of every route against them. Nothing else uses them.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Briefing",
    "Communities",
    "Influence",
    "Influencers",
    "Live",
    "LoadReport",
    "Measures",
    "OnePerson",
    "People",
    "Problem",
    "Ready",
    "RefreshState",
    "Runs",
    "Stakeholders",
    "Status",
    "TieWithEvidence",
    "Ties",
    "Weakening",
]

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
State = Literal["new", "growing", "steady", "cooling", "at risk", "dormant", "revived"]
Figures = dict[str, float | None]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Head(_Wire):
    """The run an answer was read from, its moment, and its half-life."""

    run: str
    as_of: Moment
    half_life_days: float


class _Page(Head):
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Person(_Wire):
    """A person as every answer names them."""

    id: str = Field(description="A pseudonym that is safe in addresses and logs.")
    name: str | None
    identity: str
    organization: str | None


class Reason(_Wire):
    """Why, in words, and the number behind them."""

    text: str
    measure: str
    value: float | None
    percentile: float | None = Field(description="The share of people who stand below.")


class ListedPerson(Person):
    """A person in a list."""

    kind: str
    rank: int | None


class People(_Page):
    """People in the order of their smallest identity."""

    items: list[ListedPerson]


class PairState(_Wire):
    """How two people stand to each other, both directions together."""

    state: State
    strength: float
    strength_before: float | None
    p_contact: float | None
    horizon_days: int
    last_at: Moment
    usual_gap_days: float | None
    silence: float | None


class Tie(PairState):
    """A tie as one of the two sees it."""

    strength_out: float
    strength_in: float
    mutual: float
    fades_at: Moment
    first_at: Moment
    count: int
    active_days: int
    momentum: float | None
    phase: State
    cools_at: Moment | None
    at_risk_at: Moment | None
    dormant_at: Moment | None


class TieTo(Tie):
    """A tie, and to whom."""

    person: Person


class Ties(_Page):
    """A person's ties, strongest first."""

    items: list[TieTo]


class Fact(_Wire):
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
    facts: list[Fact]
    influence: float | None
    rank: int | None
    change: float | None
    community: str | None
    measures: Figures
    ties: list[TieTo]


class Share(_Wire):
    """What one measure adds to a person's influence."""

    measure: str
    value: float | None
    percentile: float | None
    share: float
    part: float | None


class Influence(Head):
    """A person's influence, opened down to what it comes from."""

    person: Person
    rank: int | None
    influence: float | None
    community: str | None
    reasons: list[Reason]
    items: list[Share]
    ties: list[TieTo]


class Part(_Wire):
    """One interaction, and what is left of it in the tie."""

    id: str
    at: Moment
    kind: str
    channel: str
    direction: Literal["out", "in"]
    size: int
    sources: list[str]
    weight: float
    part: float


class TieWithEvidence(Head):
    """How two people stand to each other, and the interactions it comes from."""

    a: Person
    b: Person
    tie: Tie | None = Field(description="Null if they never were in touch.")
    reasons: list[Reason]
    parts_total: float = Field(description="The sum of all parts: the strength.")
    interactions_total: int
    items: list[Part] = Field(description="The largest parts first.")


class Influencer(_Wire):
    """Somebody who carries weight."""

    rank: int
    person: Person
    score: float | None
    measures: Figures
    change: int | None = Field(description="The rank now against the rank 28 days before.")
    reasons: list[Reason]


class Influencers(_Page):
    """Who carries weight, most first."""

    items: list[Influencer]


class Stakeholder(_Wire):
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


class Stakeholders(_Page):
    """Who has a stake, most salient first."""

    items: list[Stakeholder]


class WeakeningPair(PairState):
    """A tie that weakens against its own rhythm."""

    rank: int
    a: Person
    b: Person
    reasons: list[Reason]


class Weakening(_Page):
    """Which ties are weakening: where most is being lost first."""

    items: list[WeakeningPair]


class Community(_Wire):
    """People who belong together."""

    id: str
    name: str
    size: int
    members: list[Person]
    cohesion: float | None
    since: Moment | None


class Communities(_Page):
    """Who belongs together, the largest first."""

    items: list[Community]


class Summary(_Wire):
    """The graph in numbers."""

    own_organizations: list[str]
    people: int
    interactions: int
    pairs: int
    live_pairs: int
    weakening: int
    weakening_outside: int
    ahead: int


class Mover(_Wire):
    """Somebody whose rank changed."""

    person: Person
    rank: int
    rank_before: int
    change: int


class CoolingOrganization(_Wire):
    """An organization whose ties with us have lost most of their strength."""

    organization: str
    name: str | None
    strength_before: float
    strength: float
    share_quiet: float


class GoneQuiet(_Wire):
    """Somebody most of whose ties have fallen silent."""

    person: Person
    share_quiet: float
    strength_before: float
    days_since_last: float


class SingleThreaded(_Wire):
    """An organization that only one of us keeps in touch with."""

    organization: str
    name: str | None
    only: Person
    strength: float


class NextStep(_Wire):
    """Who should write to whom, and why."""

    person: Person
    write_to: Person
    because: str


class Briefing(Head):
    """One page of all that matters."""

    summary: Summary
    influencers: list[Influencer]
    rising: list[Mover]
    falling: list[Mover]
    weakening: list[WeakeningPair]
    weakening_outside: list[WeakeningPair]
    organizations_cooling: list[CoolingOrganization]
    gone_quiet: list[GoneQuiet]
    single_threaded: list[SingleThreaded]
    communities: list[Community]
    next: list[NextStep]


class Measure(_Wire):
    """What a measure says about a person, and between which values."""

    name: str
    meaning: str
    formula: str
    low: float
    high: float | None = Field(description="Null where there is no upper limit.")
    more: str
    undefined: str | None
    largest_first: bool
    is_sampled: bool


class Measures(_Wire):
    """Every measure."""

    items: list[Measure]


class OneRun(Head):
    """A run that is kept, and how it was made."""

    is_current: bool
    made: dict[str, Any]


class Runs(_Wire):
    """The runs of the current snapshot, the current one first."""

    items: list[OneRun]
    next: None


class Status(_Wire):
    """What the store holds, and what the answers are read from."""

    store: str
    version: int
    interactions: int
    rows: int
    identities: int
    facts: int
    first_at: Moment | None
    last_at: Moment | None
    digest: str
    run: str | None
    as_of: Moment | None
    is_fresh: bool = Field(description="Whether all that is stored is in the answers.")


class RefreshState(_Wire):
    """How the last refresh begun here goes."""

    state: Literal["none", "running", "done", "failed", "stopped"]
    doing: str | None
    done: float = Field(description="How far it is, from 0 to 1.")
    run: str | None
    problem: str | None


class Source(_Wire):
    """What one source gave, in records."""

    path: str
    source: str
    read: int
    new: int
    known: int
    corrected: int
    rejected: int
    tieless: int


class RejectedRecord(_Wire):
    """A record that could not become an interaction."""

    place: str
    reason: str


class LoadReport(_Wire):
    """What became of every record: read = new + known + corrected + rejected."""

    read: int
    new: int
    known: int
    corrected: int
    rejected: int
    tieless: int
    interactions: int
    people: int
    first_at: Moment | None
    last_at: Moment | None
    sources: list[Source]
    warnings: list[str]
    not_recognised: list[str]
    failed: list[str]
    rejects: list[RejectedRecord] = Field(description="Why each rejected record was refused.")


class Live(_Wire):
    """The server runs."""

    status: Literal["live"]


class Ready(Head):
    """The server can answer, from this run."""


class Flaw(_Wire):
    """One thing wrong with a request."""

    where: str
    detail: str


class Problem(_Wire):
    """What went wrong, as RFC 9457 writes it; media type application/problem+json."""

    type: str = Field(description="Names the kind of problem; leads to its explanation.")
    title: str
    status: int
    detail: str
    errors: list[Flaw] | None = Field(None, description="One for each thing wrong.")
