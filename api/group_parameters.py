"""What a question about groups may be asked with."""

from typing import Annotated, Literal
from urllib.parse import unquote

from fastapi import Path
from pydantic import AfterValidator, Field

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


class Grouping(Paged):
    """A list of groups."""

    kind: Literal["communities", "organizations", "segments"] = Field(
        "communities", description="What is found in the contacts, or what is declared."
    )


class Members(Paged):
    """A question about one group and its members."""
