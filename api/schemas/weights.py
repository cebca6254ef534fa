"""Answers about weights."""

from typing import Literal

from pydantic import Field

from api.schemas.parts import Head, Page, Person, Wire

__all__ = ["Weights", "WeightsTried"]


class Applied(Wire):
    """How much of the log something applies to, up to the run's moment."""

    interactions: int
    tying: int = Field(description="Those of them that tie somebody.")
    share: float = Field(description="Their part of all strength there is.")


class WeightRow(Applied):
    """One row of the table."""

    row: str = Field(description="What the settings call it: kind, or kind/channel.")
    kind: str
    channel: str | None = Field(description="Null: any that has no row of its own.")
    weight: float
    default: float | None = Field(description="What is usual; null where that has no such row.")
    origin: Literal["default", "setting"]
    overruled_by: str | None = Field(
        description="The kind that was set, which wins over a row that is only usual."
    )
    why: str


class SeenCell(Applied):
    """What the log holds of a kind over a channel, and the row that speaks for it."""

    kind: str
    channel: str
    row: str
    weight: float


class Weights(Head):
    """The table of weights, and what of the log each row applies to."""

    size_exponent: float
    unanswered_share: float
    typical_minutes: dict[str, float]
    rules: list[str] = Field(description="What is done beside the table, a sentence each.")
    items: list[WeightRow]
    seen: list[SeenCell]
    warnings: list[str] = Field(description="Rows set for channels that the log does not have.")


class RowTried(Wire):
    """One row of the table as it is, and as it is tried."""

    row: str
    weight_now: float
    weight_then: float
    interactions: int = Field(description="Of the log, for which this row would speak.")
    tying: int
    share_now: float = Field(description="Their part of all strength, with the weights of now.")
    share_then: float = Field(description="The same with those that are tried.")


class Reweighed(Wire):
    """Somebody whose place would be another one."""

    person: Person
    rank_now: int = Field(description="As GET /api/v1/influencers gives it.")
    tied_now: int = Field(description="How many others share the rank now.")
    rank_then: int = Field(description="As it would be with the weights that are tried.")
    tied_then: int = Field(description="How many others would share that rank.")
    change: int = Field(description="Places won among those ranked either way; lost ones negative.")
    rise: float = Field(description="log2((place now + 1) / (place then + 1)), places as above.")
    value_now: float | None
    value_then: float | None


class RankedOnce(Wire):
    """Somebody who has a rank with one table only, and that rank."""

    rank: int
    person: Person


class WeightsTried(Page):
    """What other weights would do to a ranking of people; nothing is kept."""

    by: str
    tried: list[RowTried]
    ranked: int = Field(description="People who have a rank either way.")
    risen: int
    fallen: int
    new_total: int
    new: list[RankedOnce] = Field(description="Those who would be ranked only then, the first 10.")
    gone_total: int
    gone: list[RankedOnce] = Field(description="Those who would not be any more, the first 10.")
    items: list[Reweighed] = Field(description="Those who would move, farthest first.")
