"""What a question about weights may be asked with."""

from pydantic import Field

from api.parameters import Paged

__all__ = ["Tried"]


class Tried(Paged):
    """Weights to try, and a page of those who would move."""

    tried: list[str] = Field(
        alias="try",
        min_length=1,
        max_length=100,
        description="KIND=WEIGHT or KIND/CHANNEL=WEIGHT, such as reaction=1; once for each.",
    )
