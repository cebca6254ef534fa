"""Answers about the difference between two days."""

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.evidence import Interaction
from api.schemas.moving import Moved, Only
from api.schemas.parts import Head, Moment, Person, State, Wire

__all__ = ["Changes", "PersonChanges", "TieChanges"]


class ChangePart(Wire):
    """What one kind of change adds."""

    part: str
    change: float
    text: str


class Change(Wire):
    """A strength on both days, and the parts that add up to the difference."""

    before: float
    after: float
    change: float
    parts: list[ChangePart]


class Step(ChangePart):
    """What one step on the way from the first day to the second adds, in the order given."""

    places: int = Field(description="Ranks won by it; lost ones negative.")


class Standing(Wire):
    """A measure of somebody on both days; what is undefined counts as 0, behind all ranks."""

    measure: str
    before: float | None
    after: float | None
    change: float
    rank_before: int | None
    tied_before: int = Field(description="How many others shared the rank on the first day.")
    rank_after: int | None
    tied_after: int = Field(description="How many others share the rank on the second day.")
    places: int
    parts: list[Step]


class States(Wire):
    """The states of a pair on both days; null where the two had no tie."""

    state_before: State | None
    state_after: State | None


class MovedPair(States, Change):
    """What became of a pair."""

    a: Person
    b: Person


class MovedTie(States, Change):
    """What became of a person's tie."""

    person: Person


class OtherTies(Wire):
    """The ties that are not listed: with those that are they make the total."""

    ties: int
    change: float


class DecidedLater(Wire):
    """A merge, or an undone one, that was decided later."""

    a: str
    b: str
    at: Moment
    reason: str | None
    is_active: bool


class _Between(Head):
    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)

    since: Moment = Field(alias="from", description="The first day.")
    to: Moment = Field(description="The second day: as_of.")
    from_run: str
    from_half_life_days: float
    by: str
    as_known_then: bool = Field(
        description="Whether the first day is seen without what became known later."
    )
    late_interactions: int = Field(description="Dated before the first day, known only since.")
    merges: list[DecidedLater]


class NamedTie(Wire):
    """A tie, and its strength when it was there."""

    a: Person
    b: Person
    strength: float


class StateMoves(Wire):
    """How many pairs went from one state to another; null before for new ties."""

    before: State | None
    after: State
    pairs: int


class Changes(_Between):
    """What moved most, of everything."""

    of: Literal["everybody"]
    strength: Change
    items: list[MovedPair] = Field(description="The ties whose strength moved farthest.")
    rest: OtherTies
    new_ties_total: int
    new_ties: list[NamedTie]
    gone_ties_total: int
    gone_ties: list[NamedTie] = Field(description="Ties that were live, and are no longer.")
    states: list[StateMoves]
    risen_total: int
    risen: list[Moved]
    fallen_total: int
    fallen: list[Moved]
    coming_total: int
    coming: list[Only] = Field(description="Who has a rank now and had none.")
    going_total: int
    going: list[Only] = Field(description="Who had a rank and has none now.")


class PersonChanges(_Between):
    """What became of one person."""

    of: Literal["person"]
    person: Person
    strength: Change = Field(description="Of all their ties together.")
    standing: Standing
    items: list[MovedTie] = Field(description="The ties whose strength moved farthest.")
    rest: OtherTies


class NewInteraction(Interaction):
    """An interaction between the two days, and what is left of it."""

    part: float


class RestOfNew(Wire):
    """The new interactions that are not listed."""

    interactions: int
    part: float


class TieChanges(_Between):
    """What became of one tie."""

    of: Literal["tie"]
    a: Person
    b: Person
    state_before: State | None
    state_after: State | None
    strength: Change
    new_total: int
    items: list[NewInteraction]
    rest: RestOfNew
