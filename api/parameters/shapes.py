"""What a question may be asked with: the query parameters, one frozen class for each shape.

Names are checked: ``?halflife=3`` is an error, not a parameter that is silently left out.
"""

from typing import Annotated, TypedDict
from urllib.parse import unquote

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from algorithms.measures import MEASURES, PERSONALISED
from api.answers.ranking import INFLUENCE, is_largest_first
from api.answers.tie_ranking import STRENGTH, TIES_BY, pair_measure_named
from api.runs.of_store import When
from graph.errors import UnknownName

__all__ = [
    "About",
    "Evidence",
    "Fading",
    "Nothing",
    "One",
    "Paged",
    "Ranked",
    "RankedTies",
    "Search",
    "Who",
    "Within",
    "known_measure",
]

BY = (INFLUENCE, *(measure.name for measure in MEASURES))
_WHICH = "org:acme.example, segment:customers, topic:pricing or person:ann@x.example"


def known_measure(name: str) -> str:
    """Give the name of influence or of a measure of people back; else say what it is."""
    try:
        is_largest_first(name)
    except UnknownName as error:
        raise ValueError(str(error)) from None
    return name


def _measure(name: str) -> str:
    return name if name == PERSONALISED.name else known_measure(name)  # with around


def _pair_measure(name: str) -> str:
    try:
        pair_measure_named(name)
    except UnknownName as error:
        raise ValueError(str(error)) from None
    return name


Who = Annotated[
    str,
    Path(
        max_length=1000,
        description="An id (p_...), an identity (email:ann@x.example) or a name only one has. "
        "Best an id: it tells nothing to those who read addresses.",
    ),
    AfterValidator(unquote),  # paths are split before they are decoded: slack:T1%2FU7
]


class Page(TypedDict):
    """Which part of a list is asked for."""

    limit: int
    cursor: str | None


class Nothing(BaseModel):
    """No parameter at all."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _When(Nothing):
    as_of: str | None = Field(
        None,
        max_length=40,
        description="The moment to look from: 2026-03-01, 2026-03-01T09:30:00Z, or now. "
        "Default: the log's last busy moment.",
    )
    known_by: str | None = Field(
        None,
        max_length=40,
        description="Answer by what was known at this moment, written as as_of is, without what "
        "was loaded, corrected or merged later. Default: by all that is known.",
    )
    half_life: float | None = Field(
        None,
        gt=0,
        le=36_500,
        allow_inf_nan=False,
        description="Days for an interaction's part in a tie to halve. Default: the setting.",
    )

    @property
    def when(self) -> When:
        """The moments and half-life, as the engine takes them."""
        return {
            "as_of": self.as_of,
            "known_by": self.known_by,
            "half_life_days": self.half_life,
        }


class Within(_When):
    """Only a moment and a half-life."""


class One(_When):
    """A question about one person."""

    limit: int = Field(10, ge=1, le=500, description="Ties at most.")


class Evidence(_When):
    """A question about one tie, which is not paged."""

    limit: int = Field(10, ge=1, le=100_000, description="Interactions at most, largest first.")


class Paged(_When):
    """A question that is answered page by page."""

    limit: int = Field(10, ge=1, le=500, description="Rows on a page, at most.")
    cursor: str | None = Field(
        None, max_length=200, description="The next of the page before; ask as for that one."
    )

    @property
    def page(self) -> Page:
        """Where the page begins and how long it is, as the engine takes them."""
        return {"limit": self.limit, "cursor": self.cursor}


class Search(Paged):
    """A search for people."""

    query: str | None = Field(None, max_length=200, description="Part of a name or of an identity.")


class Ranked(Paged):
    """A ranking of people."""

    by: Annotated[str, AfterValidator(_measure)] = Field(
        INFLUENCE,
        description="influence, or one measure (GET /api/v1/measures).",
        json_schema_extra={"enum": list(BY)},
    )
    of: str | None = Field(None, max_length=1000, description=f"Only these: {_WHICH}.")


class RankedTies(Paged):
    """A ranking of ties."""

    by: Annotated[str, AfterValidator(_pair_measure)] = Field(
        STRENGTH,
        description="A measure of pairs (GET /api/v1/measures); `pair_` may be left out.",
        json_schema_extra={"enum": [STRENGTH, *(name for name in TIES_BY if name != STRENGTH)]},
    )
    of: str | None = Field(None, max_length=1000, description=f"Only with these: {_WHICH}.")


class About(Paged):
    """A question about something that must be named."""

    of: str = Field(max_length=1000, description=f"About what: {_WHICH}.")


class Fading(Paged):
    """A question about weakening ties."""

    of: str | None = Field(None, max_length=1000, description=f"Only with these: {_WHICH}.")
