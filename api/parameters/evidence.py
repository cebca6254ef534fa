"""What a question for the evidence behind a number may be asked with."""

from typing import Annotated

from pydantic import AfterValidator, Field

from api.answers.ranking import INFLUENCE
from api.parameters.shapes import BY, Evidence, One, known_measure

__all__ = ["EvidenceOfTie", "Explained"]


class Explained(One):
    """A question about one measure of one person."""

    measure: Annotated[str, AfterValidator(known_measure)] = Field(
        INFLUENCE,
        description="influence, or one measure of people (GET /api/v1/measures).",
        json_schema_extra={"enum": list(BY)},
    )


class EvidenceOfTie(Evidence):
    """A question about one tie."""

    without: tuple[str, ...] = Field(
        (),
        max_length=1000,
        description="Ids of interactions to leave out, to see what the tie would be without them. "
        "Default: the largest, and the three largest.",
    )
