"""What several answers are made of: people, reasons, pairs, ties."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Figures",
    "Head",
    "Moment",
    "Page",
    "PairState",
    "Person",
    "Reason",
    "SilenceOf",
    "State",
    "Tie",
    "TieTo",
    "Wire",
]

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
State = Literal["new", "growing", "steady", "cooling", "at risk", "dormant", "revived"]
Figures = dict[str, float | None]


class Wire(BaseModel):
    """An object as it is published: these fields and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Head(Wire):
    """The run an answer was read from, its moment, and its half-life."""

    run: str
    as_of: Moment
    half_life_days: float


class Page(Head):
    """One page of a list."""

    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Person(Wire):
    """A person as every answer names them."""

    id: str = Field(description="A pseudonym that is safe in addresses and logs.")
    name: str | None
    identity: str
    organization: str | None


class Reason(Wire):
    """Why, in words, and the number behind them."""

    text: str
    measure: str
    value: float | None
    percentile: float | None = Field(description="The share of people who stand below.")


class SilenceOf(Wire):
    """Whose silence it is: of this tie, of one person, of an organization, or of our data."""

    level: Literal["tie", "person", "organization", "data"]
    kind: Literal["broke off", "away", "left", "closed", "season", "stopped feed"]
    person: Person | None = Field(description="Whose silence it is, if it is one of the two.")
    organization: str | None
    feed: str | None = Field(description="The feed that was not heard from.")
    since: Moment = Field(description="Its first day.")
    confidence: float
    observed: float = Field(description="What it brought since the two were last in touch.")
    expected: float | None = Field(description="And would have brought as usual.")
    successor: Person | None = Field(description="Who keeps in touch instead of who has left.")
    text: str


class PairState(Wire):
    """How two people stand to each other, both directions together."""

    state: State
    strength: float
    strength_before: float | None
    p_contact: float | None = Field(description="P(in touch again within the horizon).")
    p_low: float | None = Field(description="Of those with such a chance, so many were, at least.")
    p_high: float | None = Field(description="The same, at most: a 95 % interval.")
    p_from: Literal["none", "model", "segment prior", "prior", "departure"] = Field(
        description="The model, or what pairs of equal silence did where too little is known; a "
        "departure, where one of the two has left for all that is known."
    )
    horizon_days: int
    last_at: Moment
    usual_gap_days: float | None
    silence: float | None
    silence_of: SilenceOf | None = Field(description="Null while the two are not overdue.")


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
