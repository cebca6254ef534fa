"""What a question about ranks, and about their change, may be asked with."""

from pydantic import Field

from api.parameters.shapes import Ranked

__all__ = ["RankedWithin", "Rising"]


class RankedWithin(Ranked):
    """A ranking of people, on demand with the ranks between which they stand."""

    around: str | None = Field(
        None,
        max_length=1000,
        description="Who matters seen from these: person:ann@x.example, org:..., segment:... They "
        "are left out themselves; the ranking is by personalised PageRank.",
    )
    intervals: bool = Field(
        False, description="Whether to say between which ranks each of them stands."
    )
    level: float | None = Field(
        None,
        gt=0,
        lt=1,
        allow_inf_nan=False,
        description="How sure the interval is to hold the true rank; asks for it. Default: 0.9.",
    )


class Rising(Ranked):
    """A ranking of people by how far their rank has moved."""

    since: str | None = Field(
        None,
        max_length=40,
        description="The earlier moment, as as_of is written. Default: 28 days before as_of.",
    )
    falling: bool = Field(False, description="Those who fell, instead of those who rose.")
