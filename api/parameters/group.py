"""What a question about groups may be asked with."""

from typing import Annotated, Literal
from urllib.parse import unquote

from fastapi import Path
from pydantic import AfterValidator, Field

from api.parameters.shapes import Nothing, Paged, Within
from api.questions.grouped import Search

__all__ = ["Grouping", "Levels", "Lineage", "Members", "WhichGroup"]

WhichGroup = Annotated[
    str,
    Path(
        max_length=1000,
        description="A community's id (c_...), org:acme.example, segment:customers, or "
        "person:ann@x.example for the community that somebody is in.",
    ),
    AfterValidator(unquote),  # paths are split before they are decoded
]


class Levels(Within):
    """A question about communities at several resolutions."""

    limit: int = Field(10, ge=1, le=500, description="Communities of each level, at most.")


class _Searched(Nothing):
    objective: Literal["modularity", "cpm"] = Field(
        "modularity", description="What communities are searched by."
    )
    resolution: float | None = Field(
        None,
        gt=0,
        allow_inf_nan=False,
        description="The higher, the smaller the communities. Default: 1, for cpm 0.1.",
    )

    @property
    def search(self) -> Search:
        """How communities are found, as the engine takes it."""
        return {"objective": self.objective, "resolution": self.resolution}


class _Steady(_Searched, Paged):
    stability: bool = Field(
        False,
        description="Also how often members stay when a tenth of all ties is left out; takes as "
        "long as many searches.",
    )


class Grouping(_Steady):
    """A list of groups."""

    kind: Literal["communities", "organizations", "segments"] = Field(
        "communities", description="What is found in the contacts, or what is declared."
    )


class Members(_Steady):
    """A question about one group and its members."""


class Lineage(_Searched):
    """A question about what became of communities between two moments."""

    start: str = Field(
        alias="from", max_length=40, description="The earlier moment, written as as_of is."
    )
    to: str | None = Field(
        None, max_length=40, description="The later one. Default: the log's last busy moment."
    )
    known_by: str | None = Field(
        None, max_length=40, description="By what was known at this moment, as for every answer."
    )
    half_life: float | None = Field(
        None, gt=0, le=36_500, allow_inf_nan=False, description="As for every answer, in days."
    )
    limit: int = Field(10, ge=1, le=500, description="Changes on a page, at most.")
    cursor: str | None = Field(None, max_length=200, description="The next of the page before.")
