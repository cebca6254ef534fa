"""Evidence: a number opened down to what it comes from."""

from typing import Literal

from pydantic import Field

from api.schemas.parts import Figures, Head, Moment, Person, Reason, State, Tie, TieTo, Wire
from api.schemas.tone import TieTone

__all__ = ["Influence", "Interaction", "TieWithEvidence"]


class Share(Wire):
    """What one measure adds to a person's influence."""

    measure: str
    value: float | None
    percentile: float | None
    share: float
    part: float | None


class TiePart(Wire):
    """What the tie to somebody adds to the value."""

    person: Person
    part: float


class Rest(Wire):
    """What the parts that are shown leave of the value."""

    ties: int = Field(description="Parts that are not shown.")
    part: float
    text: str


class Without(Wire):
    """What would be left of the value."""

    person: Person
    without: float | None = Field(description="Null where it would be undefined.")
    change: float | None
    rank_without: int | None = Field(description="Null where only the person was measured anew.")
    text: str


class CarriedBy(Wire):
    """The ties and people that carry a value, found by taking each away; they do not add up."""

    by: Literal["removal"]
    held: list[str] = Field(
        description="Measures that were held as they are, the network being large."
    )
    ties: list[Without] = Field(description="Without the tie to each, largest change first.")
    people: list[Without] = Field(description="Without all ties of each, largest change first.")


class Influence(Head):
    """A person's influence, or another measure, opened down to what it comes from."""

    person: Person
    measure: str
    meaning: str
    formula: str
    more: str = Field(description='Finishes "a high value says that this person ..."')
    value: float | None
    error: float | None = Field(
        description="How far off the value can be, 19 times out of 20; 0 where it is exact. "
        "Null for influence where measures in it are estimated."
    )
    rank: int | None
    tied_with: int = Field(description="How many others share this rank.")
    among: int = Field(description="How many people have a rank.")
    percentile: float | None
    undefined: str | None = Field(description="Why there is no value, where there is none.")
    influence: float | None
    community: str | None
    reasons: list[Reason]
    items: list[Share] = Field(description="Of influence: its measures; the parts add up.")
    parts: list[TiePart] = Field(
        description="Of a measure that is a sum over ties: what each adds."
    )
    rest: Rest | None = Field(description="With the parts shown it makes the value.")
    carried_by: CarriedBy
    ties: list[TieTo]


class Factors(Wire):
    """What makes the weight of an interaction: the product of all but the row."""

    row: str = Field(description="The row of the table of weights that speaks for it.")
    base: float
    length: float
    size: float
    answer: float


class Interaction(Wire):
    """One interaction as it stands in the log."""

    id: str
    at: Moment
    kind: str
    channel: str
    direction: Literal["out", "in"]
    size: int
    sources: list[str]
    weight: float
    sentiment: float | None = Field(description="Its tone, from -1 to 1.")
    sentiment_by: str | None = Field(description="What gave the tone.")
    confidence: float | None
    minutes: float | None = Field(description="How long it took, where that is known.")
    factors: Factors
    because: str = Field(description="Why it has its weight, in a line.")


class Part(Interaction):
    """One interaction, and what is left of it in the tie."""

    part: float


class FactPart(Wire):
    """What one fact of a pair adds to its chance of contact."""

    fact: str
    points: float
    log_odds: float


class ThemePart(Wire):
    """What facts that belong together add to the chance of contact, 1 being 100 points."""

    theme: str
    text: str
    points: float
    log_odds: float | None = Field(description="Null for what is no part of the model.")
    facts: list[FactPart]


class Chance(Wire):
    """How likely the two are to be in touch within the horizon, and why."""

    p_contact: float | None
    p_low: float | None = Field(description="The interval of its calibration bin.")
    p_high: float | None
    horizon_days: int
    origin: Literal["model", "segment prior", "prior", "none", "departure"] = Field(alias="from")
    text: str
    average: float | None = Field(
        description="What the parts begin with: the chance of an average pair, or of pairs like "
        "these by the prior. With the points of all parts it makes p_contact."
    )
    parts: list[ThemePart] = Field(description="The largest first.")


class Left(Wire):
    """What the tie would be without some of its interactions."""

    left_out: list[str] = Field(description="Ids of the interactions.")
    strength: float
    change: float
    rank: int | None = Field(description="By strength among all ties; null for no tie at all.")
    rank_before: int | None
    state: State | None
    state_before: State | None
    p_contact: float | None
    p_contact_before: float | None
    text: str


class Remainder(Wire):
    """The interactions that are not listed."""

    interactions: int
    part: float


class TieWithEvidence(Head):
    """How two people stand to each other, and the interactions it comes from."""

    a: Person
    b: Person
    tie: Tie | None = Field(description="Null if they never were in touch.")
    reasons: list[Reason]
    measures: Figures = Field(description="Measures of the pair; empty if they never met.")
    channel_mix: dict[str, float] = Field(description="The share of each channel, largest first.")
    kind_mix: dict[str, float] = Field(
        description="The share of each kind in the strength, largest first."
    )
    tone: TieTone | None = Field(description="Null where nothing between them has a tone.")
    chance: Chance | None
    without: list[Left] = Field(
        description="Without the largest interaction, and the three largest; or those asked for."
    )
    parts_total: float = Field(description="The sum of all parts: the strength.")
    parts_out: float = Field(description="Of those from a to b: strength_out.")
    parts_in: float
    interactions_total: int
    items: list[Part] = Field(description="The largest parts first.")
    rest: Remainder = Field(description="With the parts listed it makes the strength.")
