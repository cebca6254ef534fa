"""Answers about what was heard: the coverage of feeds, and who has left."""

from typing import Literal

from pydantic import Field

from api.schemas.parts import Head, Moment, Page, Person, Wire

__all__ = ["Coverage", "Departures"]


class FeedOutage(Wire):
    """A stretch in which a feed was not heard from, and what that is taken for."""

    kind: Literal["outage", "ended", "pause", "holiday"] = Field(
        description="outage: others went on; ended: not back; pause: everything stopped; "
        "holiday: as in an earlier year."
    )
    since: Moment
    until: Moment | None = Field(description="The first moment after it; null: not back yet.")
    missing: float = Field(description="How many interactions were to be expected in it.")
    confidence: float


class FeedMonth(Wire):
    """A month of a feed."""

    since: Moment
    interactions: int
    silent_days: int = Field(description="Days without any, weekends included.")
    days_out: int = Field(description="Days within an outage.")


class FeedCoverage(Wire):
    """What one feed brought, month by month, and when it stopped."""

    feed: str
    channel: str
    interactions: int
    outages: list[FeedOutage]
    periods: list[FeedMonth]


class Coverage(Head):
    """Every feed of the log."""

    items: list[FeedCoverage]


class Departure(Wire):
    """Somebody who has left or is away."""

    person: Person
    kind: Literal["away", "left"] = Field(description="left: for 35 days, or by a fact.")
    since: Moment = Field(description="The first day without them.")
    confidence: float
    is_stated: bool = Field(description="Whether their last affiliation has ended.")
    silent_ties: int
    ties: int = Field(description="Those with a rhythm that were alive when they fell silent.")


class Departures(Page):
    """Who has left or is away, the latest first."""

    items: list[Departure]
