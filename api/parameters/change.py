"""What a question about the difference between two days may be asked with."""

from typing import Annotated, TypedDict

from pydantic import AfterValidator, Field

from api.answers.ranking import INFLUENCE
from api.parameters.shapes import BY, Within, known_measure
from api.runs.of_store import When
from graph.errors import Misuse

__all__ = ["Changes"]


class Asked(TypedDict):
    """What the engine is asked, beside the second day."""

    since: str | None
    since_half_life_days: float | None
    by: str
    known_now: bool
    limit: int


class Changes(Within):
    """Two days, and what is asked about the way from one to the other."""

    since: str | None = Field(
        None,
        alias="from",
        max_length=40,
        description="The first day, as as_of is written, or the id of a kept run (r_...). "
        "Default: 28 days before the second.",
    )
    to: str | None = Field(
        None, max_length=40, description="The second day: another name of as_of."
    )
    from_half_life: float | None = Field(
        None,
        gt=0,
        le=36_500,
        allow_inf_nan=False,
        description="The half-life of the first day, in days. Default: that of the second.",
    )
    by: Annotated[str, AfterValidator(known_measure)] = Field(
        INFLUENCE,
        description="By what people are said to rise or fall: influence, or one measure.",
        json_schema_extra={"enum": list(BY)},
    )
    known_now: bool = Field(
        False,
        description="See the first day by what is known now, with later merges and corrections.",
    )
    limit: int = Field(10, ge=1, le=500, description="Rows of each list, at most.")

    @property
    def when(self) -> When:
        """The second day and its half-life, as the engine takes them."""
        if self.to is not None and self.as_of is not None:
            raise Misuse("to and as_of are the same day; give one of them")
        asked = super().when
        return asked if self.to is None else {**asked, "as_of": self.to}

    @property
    def asked(self) -> Asked:
        """The rest of the question, as the engine takes it."""
        return {
            "since": self.since,
            "since_half_life_days": self.from_half_life,
            "by": self.by,
            "known_now": self.known_now,
            "limit": self.limit,
        }
