"""Evidence: a number opened down to what it comes from."""

from typing import Literal

from pydantic import Field

from api.schemas.parts import Figures, Head, Moment, Person, Reason, Tie, TieTo, Wire

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
        description="Measures estimated in so large a network, and held as they are."
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
    rank: int | None
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


class Part(Interaction):
    """One interaction, and what is left of it in the tie."""

    part: float


class TieWithEvidence(Head):
    """How two people stand to each other, and the interactions it comes from."""

    a: Person
    b: Person
    tie: Tie | None = Field(description="Null if they never were in touch.")
    reasons: list[Reason]
    measures: Figures = Field(description="Measures of the pair; empty if they never met.")
    parts_total: float = Field(description="The sum of all parts: the strength.")
    interactions_total: int
    items: list[Part] = Field(description="The largest parts first.")
