"""Answers about what comes next: whom to write to, and which dates are due."""

from typing import Literal

from pydantic import Field

from api.schemas.parts import Moment, Page, Person, Reason, State, Wire

__all__ = ["NextContacts", "Occasions"]


class Occasion(Wire):
    """A dated reason to write, read from a fact."""

    kind: Literal["birthday", "anniversary", "renewal", "follow up", "remind every"]
    state: Literal["overdue", "due", "upcoming", "done"]
    due: str = Field(description="Its day.", json_schema_extra={"format": "date"})
    days: int = Field(description="How far ahead it lies; negative: behind.")
    done_at: Moment | None = Field(
        description="The contact that settled it, or that a reminder counts from."
    )
    fact: str = Field(description="The name of the fact it was read from.")
    value: str
    text: str


class ListedOccasion(Occasion):
    """An occasion of a person or of an organization, and who looks after them."""

    rank: int
    person: Person | None = Field(description="Null for an organization's.")
    organization: str | None
    owner: Person | None = Field(description="Whom a file declares.")


class Unread(Wire):
    """A fact that should hold a date and does not."""

    subject: str
    name: str
    value: str
    reason: str


class OutboundPressure(Wire):
    """How hard the owner writes to somebody who does not answer."""

    value: float = Field(description="0 to 1; one half where what usually brings an answer failed.")
    state: Literal["none", "waiting", "pressing", "void"]
    unanswered: int
    since: Moment | None = Field(description="The first message without an answer.")
    heard_at: Moment | None = Field(description="The last contact before that came from them.")
    answered_share: float | None = Field(description="The share that they usually answer.")
    answer_days: float | None = Field(description="The median time that they take.")
    text: str


class Instead(Wire):
    """Another way than one more message."""

    kind: str | None = Field(description="Another kind of contact that the two have had.")
    kind_at: Moment | None
    person: Person | None = Field(description="Somebody of the same organization.")
    text: str


class NextContact(Wire):
    """Somebody to write to; score = value * loss * gain."""

    rank: int
    person: Person
    owner: Person | None = Field(description="Who of ours should write; null: somebody new.")
    held_by: Person | None = Field(description="Of whose tie with them this is said.")
    action: Literal["write", "another channel", "another person", "hand over"]
    score: float
    value: float = Field(description="strength_before * (1 + influence + stake).")
    loss: float = Field(description="1 - p_contact; the pressure in the void; 1 for an occasion.")
    gain: float = Field(description="1 - pressure; 1 where there is another way.")
    p_contact: float | None
    horizon_days: int
    due_at: Moment = Field(description="By when to write.")
    last_at: Moment | None
    usual_gap_days: float | None
    state: State | None
    reasons: list[Reason]
    pressure: OutboundPressure
    instead: Instead | None
    occasion: Occasion | None


class Owner(Wire):
    """Somebody of ours who writes, and how much they do in a week."""

    person: Person
    suggested: int = Field(description="How many are theirs in the whole list.")
    room: int = Field(description="How many may be, at most.")
    reach: float = Field(description="People they reach in a week, the median of those with any.")
    open_ties: int
    opened: int = Field(description="Ties opened in the last weeks.")
    closed: int
    turnover: float | None = Field(description="(opened + closed) / open_ties.")
    unanswered_share: float | None = Field(
        description="Of what they wrote to those in question, what was never answered."
    )


class InVoid(Wire):
    """Somebody whom one of ours writes to in vain."""

    owner: Person
    person: Person
    pressure: OutboundPressure
    instead: Instead | None


class _Asked(Page):
    me: Person | None
    me_is_ours: bool | None = Field(
        description="Whether the one asked for is one of ours; None where nobody was asked for, "
        "or where nobody is known to be ours."
    )
    is_outward: bool = Field(description="False where colleagues are among those to write to.")
    unread: list[Unread]


class NextContacts(_Asked):
    """Whom to write to next, what is most worth keeping first."""

    share: float = Field(description="Of the people reached in a week, how many a list may hold.")
    weeks: int = Field(description="From how many weeks that is read.")
    beyond_room: int = Field(description="How many more would be worth it, without room.")
    owners: list[Owner] = Field(description="The first 20 of those who write.")
    void_total: int
    void: list[InVoid] = Field(description="The first 20, what was worth most first.")
    items: list[NextContact]


class Occasions(_Asked):
    """Dated reasons to write, overdue ones first."""

    items: list[ListedOccasion]
