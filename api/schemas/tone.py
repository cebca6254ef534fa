"""Tone: how people sound, and what said so."""

from pydantic import Field

from api.schemas.parts import Moment, Wire

__all__ = ["PersonTone", "TieTone"]


class ToneBy(Wire):
    """What one source of tones says."""

    sentiment_by: str = Field(
        description="nps, csat, stars, source (a field of the export), or a scorer and its version."
    )
    interactions: int
    mean: float
    confidence: float | None = Field(description="The mean of those that tell one.")
    last_at: Moment


class _Tone(Wire):
    interactions: int = Field(description="How many have a tone.")
    last_at: Moment = Field(description="The last of them.")
    confidence: float | None = Field(description="The mean of those that tell one.")
    by: list[ToneBy] = Field(description="By what gave the tone, the most first.")


class PersonTone(_Tone):
    """How somebody sounds in all they said, ratings and posts that reach no one too."""

    mean: float = Field(description="From -1 to 1, each interaction counting alike.")
    ratings: int = Field(description="How many of them are ratings.")
    last: float = Field(description="The last tone.")


class TieTone(_Tone):
    """How two people sound to each other; strengths as of the answer's moment."""

    positive_strength: float = Field(description="S+, both directions together.")
    negative_strength: float = Field(description="S-, both directions together.")
    positive_out: float = Field(description="Of what a said to b.")
    positive_in: float
    negative_out: float
    negative_in: float
    mean: float | None = Field(description="(S+ - S-) over the strength of all that has a tone.")
    share: float = Field(description="The share of their interactions that has a tone.")
