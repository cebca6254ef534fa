"""What a question about groups may be asked with."""

from typing import Annotated, Literal
from urllib.parse import unquote

from fastapi import Path
from pydantic import AfterValidator, Field

from api.grouped import Search
from api.parameters import Paged

__all__ = ["Grouping", "Members", "WhichGroup"]

WhichGroup = Annotated[
    str,
    Path(
        max_length=1000,
        description="A community's id (c_...), org:acme.example, segment:customers, or "
        "person:ann@x.example for the community that somebody is in.",
    ),
    AfterValidator(unquote),  # paths are split before they are decoded
]


class _Searched(Paged):
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


class Grouping(_Searched):
    """A list of groups."""

    kind: Literal["communities", "organizations", "segments"] = Field(
        "communities", description="What is found in the contacts, or what is declared."
    )


class Members(_Searched):
    """A question about one group and its members."""
