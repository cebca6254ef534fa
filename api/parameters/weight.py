"""What a question about weights may be asked with."""

from typing import Annotated

from pydantic import AfterValidator, Field

from api.answers.changes_standing import reads_ties_alone
from api.answers.ranking import INFLUENCE
from api.parameters.shapes import BY, Paged

__all__ = ["Tried"]

_TRIED_BY = [name for name in BY if reads_ties_alone(name)]


def _ranking(name: str) -> str:
    if name not in _TRIED_BY:
        raise ValueError(f"no such ranking can be tried; there are {', '.join(_TRIED_BY)}")
    return name


class Tried(Paged):
    """Weights to try, and a page of those who would move in a ranking."""

    tried: list[str] = Field(
        alias="try",
        min_length=1,
        max_length=100,
        description="KIND=WEIGHT or KIND/CHANNEL=WEIGHT, such as reaction=1; once for each.",
    )
    by: Annotated[str, AfterValidator(_ranking)] = Field(
        INFLUENCE,
        description="influence, or a measure that reads nothing beside the ties.",
        json_schema_extra={"enum": list(_TRIED_BY)},
    )
