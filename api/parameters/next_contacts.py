"""What a question about next contacts may be asked with."""

from pydantic import Field

from api.parameters.shapes import Paged

__all__ = ["Next"]


class Next(Paged):
    """Whose next contacts, and among whom."""

    me: str | None = Field(
        None,
        max_length=1000,
        description="Whose list: an id, an identity or a name. Default: that of all our people.",
    )
    owner: str | None = Field(
        None, max_length=1000, description="The same, asked about somebody else; not with me."
    )
    of: str | None = Field(
        None,
        max_length=1000,
        description="Only to these, colleagues included: org:acme.example, segment:customers, "
        "person:ann@x.example.",
    )
