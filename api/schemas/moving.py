"""Answers about movement: who rose, who fell, who is new, who is gone."""

from pydantic import Field

from api.schemas.parts import Moment, Page, Person, Reason, Wire

__all__ = ["Rising"]


class Moved(Wire):
    """Somebody who had a rank at both moments, and another one at the second."""

    rank: int = Field(description="By rise; equal ones share the rank.")
    tied_with: int = Field(description="How many others share this rank.")
    person: Person
    rank_then: int = Field(description="Among all, as GET /api/v1/influencers gave it then.")
    tied_then: int = Field(description="How many others shared the rank then.")
    rank_now: int = Field(description="Among all, as GET /api/v1/influencers gives it now.")
    tied_now: int = Field(description="How many others share the rank now.")
    change: int = Field(
        description="Places won among those who have a rank at both moments; lost ones negative."
    )
    rise: float = Field(description="log2((place then + 1) / (place now + 1)), places as above.")
    value_then: float | None
    value_now: float | None
    reasons: list[Reason]


class Only(Wire):
    """Somebody who has a rank at one of the moments only, and that rank."""

    rank: int
    person: Person


class Rising(Page):
    """Who rose, or fell, most between two moments."""

    since: Moment
    by: str
    is_falling: bool
    new_total: int
    new: list[Only] = Field(description="Those without a rank then, the first 100 of now.")
    gone_total: int
    gone: list[Only] = Field(description="Those without a rank now, the first 100 of then.")
    items: list[Moved]
