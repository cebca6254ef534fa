"""Answers about weights."""

from typing import Literal

from pydantic import Field

from api.schemas.parts import Head, Wire

__all__ = ["Weights"]


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
