"""What a question about topics may be asked with."""

from typing import Annotated, Literal
from urllib.parse import unquote

from fastapi import Path
from pydantic import AfterValidator, Field

from api.parameters.shapes import Paged

__all__ = ["OneTopic", "Topics", "WhichTopic"]

WhichTopic = Annotated[
    str,
    Path(
        max_length=1000,
        description="tag:pricing, subject:kick-off, deal:Acme renewal, phrase:price list or "
        "thread:ID; without a kind what only one kind has.",
    ),
    AfterValidator(unquote),  # paths are split before they are decoded
]


class _Spanned(Paged):
    since: str | None = Field(
        None,
        max_length=40,
        description="Only what was said from then on, written as as_of is; changes are then told "
        "against as long before. Default: all, and changes over 28 days.",
    )
    until: str | None = Field(
        None, max_length=40, description="Only what was said until then. Default: as_of."
    )


class Topics(_Spanned):
    """A list of topics."""

    kind: Literal["tag", "subject", "deal", "phrase", "thread"] | None = Field(
        None, description="Only topics of this kind. Default: every kind."
    )
    by: Literal["volume", "people", "rising", "tone"] = Field(
        "volume", description="What they are ordered by; by tone, the worst is first."
    )
    of: str | None = Field(
        None,
        max_length=1000,
        description="Only what these took part in: org:acme.example, segment:customers, "
        "person:ann@x.example.",
    )


class OneTopic(_Spanned):
    """A question about one topic and the people who carry it."""

    per: Literal["week", "month", "year"] | None = Field(
        None, description="The length of periods. Default: by how long it is talked of."
    )
