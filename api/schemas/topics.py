"""Answers about topics: which there are, and one of them over time."""

from typing import Literal

from pydantic import Field

from api.schemas.parts import Head, Moment, Page, Person, Wire

__all__ = ["OneTopic", "Topics"]

TopicKind = Literal["tag", "subject", "deal", "phrase", "thread"]


class _Figures(Wire):
    topic: str = Field(description="What --of topic:... and GET /api/v1/topics/... take.")
    kind: TopicKind
    name: str = Field(description="Without its kind; of a thread its subject or who began it.")
    people: int = Field(description="Who said something about it or was told.")
    voices: int = Field(description="Who said something about it.")
    interactions: int
    first_at: Moment
    last_at: Moment
    recent: int = Field(description="Interactions of the last recent_days.")
    before: int = Field(description="Interactions of as many days before.")
    change: int = Field(description="Recent less before.")
    tone: float | None = Field(description="Mean sentiment, -1 to 1; older ones count less.")
    toned: int = Field(description="Interactions that have a sentiment.")


class Topic(_Figures):
    """A topic in the list."""

    rank: int


class Topics(Page):
    """Which topics there are."""

    kind: TopicKind | None
    by: Literal["volume", "people", "rising", "tone"]
    since: Moment | None = Field(description="Where the span begins; null: with the log.")
    until: Moment
    recent_days: float
    left_out: int = Field(description="Topics that only machines speak of.")
    items: list[Topic]


class Said(Wire):
    """One interaction about a topic."""

    id: str
    at: Moment
    kind: str
    channel: str
    sender: Person
    reached: int
    sentiment: float | None
    sources: list[str]


class Period(Wire):
    """A week, a month or a year, that begins at midnight UTC; weeks begin on Monday."""

    since: Moment = Field(alias="from")
    interactions: int
    people: int
    tone: float | None = Field(description="Mean sentiment of the period.")
    toned: int


class OrganizationPart(Wire):
    """An organization whose people carry a topic."""

    id: str
    name: str
    people: int
    part: float


class SegmentPart(Wire):
    """A segment whose people carry a topic."""

    name: str
    people: int
    part: float


class RelatedTopic(Wire):
    """A topic of the same conversations."""

    topic: str
    name: str
    conversations: int = Field(description="Threads, or interactions without one, about both.")
    lift: float = Field(description="How much more often than by chance; 1 is chance.")


class ThreadAbout(Wire):
    """A thread in which a topic is talked of."""

    topic: str
    interactions: int
    people: int
    first_at: Moment
    last_at: Moment


class Carrier(Wire):
    """Somebody who carries a topic."""

    rank: int
    person: Person
    part: float = Field(description="Of all that is said and told of it, older counting less.")
    said: int
    reached: int
    strength: float = Field(description="Of their ties, by the interactions about it alone.")
    first_at: Moment
    last_at: Moment


class OneTopic(_Figures, Head):
    """One topic, and a page of the people who carry it, who carries most first."""

    since: Moment | None
    until: Moment
    recent_days: float
    begun: Said = Field(description="The interaction it began with, in the span.")
    per: Literal["week", "month", "year"]
    periods: list[Period]
    organizations: list[OrganizationPart]
    segments: list[SegmentPart]
    related: list[RelatedTopic] = Field(description="The largest lift first; 10 at most.")
    threads: list[ThreadAbout] = Field(description="Those with most of it first; 10 at most.")
    newest: list[Said] = Field(description="The newest interactions; 10 at most.")
    items: list[Carrier]
    next: str | None = Field(description="The cursor of the next page; null on the last.")
