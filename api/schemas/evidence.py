"""What evidence is made of: single interactions."""

from typing import Literal

from api.schemas.parts import Moment, Wire

__all__ = ["Interaction"]


class Interaction(Wire):
    """One interaction as it stands in the log."""

    id: str
    at: Moment
    kind: str
    channel: str
    direction: Literal["out", "in"]
    size: int
    sources: list[str]
    weight: float
