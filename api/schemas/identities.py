"""Answers about who is one person."""

from typing import Literal

from pydantic import Field

from api.schemas.parts import Moment, Page, Person, Wire

__all__ = ["Decided", "Decisions", "Identities", "IdentityName", "LookAlikes", "Review"]


class IdentityName(Wire):
    """What an identity is called, and when."""

    value: str
    how: Literal["declared", "seen", "handle"]
    since: Moment | None = Field(description="By its own date, else its record's first.")
    until: Moment | None
    first_seen: Moment | None = Field(description="Of a name that was only seen, when first.")
    last_seen: Moment | None = Field(description="Of a name that was only seen, when last.")


class KnownIdentity(Wire):
    """One identity of a person, and how long it has been in use up to the run's moment."""

    identity: str
    names: list[IdentityName]
    interactions: int
    first_at: Moment | None
    last_at: Moment | None


class Joined(Wire):
    """What makes two identities one person, or keeps them apart."""

    a: str
    b: str
    by: Literal["person", "source", "automatic"]
    at: Moment | None = Field(description="Null where the source has no date, or nobody decided.")
    score: float | None = Field(description="How likely they are one person, where nobody decided.")
    reasons: list[str]
    holds: bool
    why_not: str = Field(description="Empty where it holds.")


class PersonIdentities(Wire):
    """By which identities somebody goes, and who decided so."""

    person: Person
    identities: list[KnownIdentity]
    joined_by: list[Joined]


class Identities(Page):
    """People with the identities they go by, most first."""

    items: list[PersonIdentities]


class Side(Wire):
    """One of two who may be one person."""

    identity: str
    person: Person
    identities: list[str]
    contacts: int
    rank: int | None = Field(description="In influence.")
    interactions: int
    first_at: Moment | None
    last_at: Moment | None


class Together(Wire):
    """What one person would have who is both."""

    contacts: int
    shared_contacts: int
    strength: float = Field(description="Of all ties to others.")
    are_in_touch: bool = Field(description="Whether the two are in touch with each other.")


class Effect(Wire):
    """How the two rank in influence, and how one person would; computed by merging in memory."""

    rank_a: int | None
    rank_b: int | None
    rank_after: int | None
    influence_a: float | None
    influence_b: float | None
    influence_after: float | None
    contacts_after: int


class LookAlike(Wire):
    """Two that look alike."""

    rank: int
    a: Side
    b: Side
    score: float
    reasons: list[str]
    together: Together


class Suggestion(LookAlike):
    """Two that may be one person."""

    effect: Effect | None = Field(description="Null where it was not asked for, or costs too much.")


class Review(Page):
    """Who may be one person, likeliest first."""

    total: int
    effects_computed: int = Field(description="Of how many on this page.")
    items: list[Suggestion]


class LookAlikes(Page):
    """Who looks as if they wanted to be taken for somebody else; never merged."""

    total: int
    items: list[LookAlike]


class Decision(Wire):
    """One decision about who is one person."""

    a: str
    b: str
    is_active: bool = Field(description="Whether the two are one person, or are two.")
    at: Moment | None = Field(description="Null where the source has no date.")
    by: Literal["person", "source"]
    reason: str
    holds: bool
    why_not: str


class Decisions(Page):
    """Every decision, the latest first, those taken back too."""

    items: list[Decision]


class Decided(Wire):
    """What became of a decision."""

    a: str
    b: str
    is_active: bool
    reason: str
    was: Literal["undecided", "merged", "apart"]
    holds: bool
    why_not: str = Field(description="Why a merge does not hold, as far as known by now.")
    unknown: list[str] = Field(
        description="Which of the two nothing bears that was loaded before the last refresh."
    )
    look_alike: list[str] = Field(
        description="Why one looks as if it wanted to be taken for the other; empty for most."
    )
    new: int = Field(description="0 where it was decided so already.")
