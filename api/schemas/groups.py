"""Answers about groups: communities, organizations and segments, all told alike."""

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.parts import Head, Moment, Page, Person, Wire

__all__ = ["Communities", "Community", "CommunityLevels", "CommunityLineage", "OneGroup"]

Kind = Literal["communities", "organizations", "segments"]


class SharedTrait(Wire):
    """Something that members of a group have in common."""

    kind: Literal["organization", "segment", "department", "team", "topic"]
    id: str
    name: str
    members: int
    share: float = Field(description="Of the members.")
    lift: float = Field(description="The share of members against that of everybody.")


class Closest(Wire):
    """A group that another one has to do with."""

    id: str
    name: str
    strength: float
    share: float = Field(description="Of all strength that leads out of the group asked about.")
    pairs: int


class _Group(Wire):
    id: str
    name: str
    size: int
    live: int = Field(description="Members who are in touch with anybody.")
    cohesion: float | None = Field(description="Share of the members' strength that stays inside.")
    insularity: float | None = Field(
        description="E-I index of live pairs: -1 all inside, +1 all lead out."
    )
    insularity_by_strength: float | None = Field(description="The same, by their strength.")
    density: float | None = Field(description="Share of all pairs of members that are live.")
    stability: float | None = Field(
        description="How often members stay when a tenth of all ties is left out; null unless "
        "asked for."
    )
    is_weak: bool | None = Field(
        description="Whether less than three quarters stay: such a group, and its id, may be gone "
        "after little more contact; null unless stability is asked for."
    )
    since: Moment | None = Field(
        description="From when on those who hold more than half of it have been linked by ties "
        "that have not ended since; null where no live tie holds it together."
    )
    top: list[Person] = Field(description="The most influential members.")
    shares: list[SharedTrait] = Field(description="What tells most about the group first.")
    closest: list[Closest] = Field(description="Groups of the same kind, strongest first.")


class Community(_Group):
    """People who belong together."""

    members: list[Person] = Field(description="Who holds the group together first; 1,000 at most.")


class Communities(Page):
    """Who belongs together, the largest first."""

    kind: Kind
    modularity: float | None = Field(description="How far contact stays inside, beyond chance.")
    quality: float | None = Field(
        description="What was searched for, at its resolution; null where groups are declared."
    )
    parameters: dict[str, float | int | str] = Field(description="How the groups were found.")
    items: list[Community]


class Member(Wire):
    """A member of a group."""

    person: Person
    rank: int | None = Field(description="By influence.")
    stays: float | None = Field(description="Share of their strength that stays in the group.")
    part: float | None = Field(description="Their share of all strength inside the group.")
    stability: float | None = Field(
        description="How often they stay when a tenth of all ties is left out; null unless asked "
        "for."
    )


class OneGroup(_Group, Head):
    """One group, and a page of its members, those who hold it together first."""

    kind: Kind
    insularity_expected: float | None = Field(
        description="E-I index of a group of this size if everybody were in touch with everybody."
    )
    conductance: float | None = Field(
        description="What leads out, as a share of all contact of the group or of the rest."
    )
    pairs_inside: int
    pairs_outside: int
    strength_inside: float
    strength_outside: float
    items: list[Member]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class Nested(Wire):
    """A community of one level."""

    id: str
    name: str
    size: int
    cohesion: float | None
    insularity: float | None
    within: str | None = Field(description="Its community at the coarser level before.")


class Level(Wire):
    """The network at one resolution."""

    resolution: float
    count: int
    modularity: float | None = Field(description="At resolution 1, so that levels compare.")
    quality: float | None = Field(description="Modularity at the level's own resolution.")
    communities: list[Nested] = Field(description="The largest first.")


class CommunityLevels(Page):
    """The network in few large communities, in many small ones, and between, nested."""

    items: list[Level]


class ComparedRun(Wire):
    """The run that a comparison begins with."""

    run: str
    as_of: Moment


class Called(Wire):
    """A community at one of two moments."""

    id: str
    name: str
    size: int


class CommunityChange(Wire):
    """What became of some communities."""

    change: Literal["continued", "merged", "split", "regrouped", "born", "ended"]
    before: list[Called]
    after: list[Called]
    stayed: int
    left: int
    came: int
    moved: float = Field(description="Share of all concerned who are in it at one moment only.")


class CommunityLineage(Page):
    """What became of communities between two moments; the later one is that of the answer."""

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)

    before: ComparedRun = Field(alias="from")
    moved: float | None = Field(description="Share of people who left what their community became.")
    threshold: float = Field(description="The share of a community that descends with it.")
    items: list[CommunityChange]
