"""Who is one person: identities, what is to be decided, decisions and their undoing."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field

from api import schemas
from api.parameters.shapes import Nothing, Paged, Who
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import (
    AmbiguousName,
    Busy,
    Misuse,
    Refused,
    StoreError,
    StoreUnreachable,
    UnknownName,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["identities"])
_NAMED = responses(*ALWAYS, UnknownName, AmbiguousName)
_WRITTEN = responses(
    RequestValidationError, Misuse, UnknownName, Refused, Busy, StoreUnreachable, StoreError,
    Exception,
)  # fmt: skip


class Reviewed(Paged):
    """A page of suggestions."""

    with_effect: bool = Field(True, description="Also compute what accepting would do.")


class Decision(BaseModel):
    """Two identities, and why they are, or are not, one person."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    a: str = Field(max_length=1000, description="An identity (email:ann@x.example) or id (p_...).")
    b: str = Field(max_length=1000, description="The other one.")
    reason: str = Field("", max_length=1000, description="Why, for those who ask later.")


@router.get("/identities", response_model=schemas.Identities, responses=responses(*ALWAYS))
def identities(asked: Annotated[Paged, Query()], engine: EngineDep) -> Response:
    """List those who go by several identities, most first, and who decided so."""
    return answered(engine.identities(**asked.page, **asked.when))


@router.get("/identities/review", response_model=schemas.Review, responses=responses(*ALWAYS))
def identities_review(asked: Annotated[Reviewed, Query()], engine: EngineDep) -> Response:
    """Who may be one person, likeliest first, with what accepting it would do."""
    return answered(
        engine.identities_review(with_effect=asked.with_effect, **asked.page, **asked.when)
    )


@router.get(
    "/identities/look-alikes", response_model=schemas.LookAlikes, responses=responses(*ALWAYS)
)
def look_alikes(asked: Annotated[Paged, Query()], engine: EngineDep) -> Response:
    """Who looks as if they wanted to be taken for somebody else; they are never merged."""
    return answered(engine.look_alikes(**asked.page, **asked.when))


@router.get("/people/{person}/identities", response_model=schemas.Identities, responses=_NAMED)
def identities_of(person: Who, asked: Annotated[Paged, Query()], engine: EngineDep) -> Response:
    """By which identities and names one person goes, since when, and who decided so."""
    return answered(engine.identities(person, **asked.page, **asked.when))


@router.get(
    "/merges",
    response_model=schemas.Decisions,
    responses=responses(*ALWAYS, StoreUnreachable, StoreError),
)
def merges(asked: Annotated[Paged, Query()], engine: EngineDep) -> Response:
    """Every decision about who is one person, the latest first, those taken back too."""
    return answered(engine.decisions(**asked.page, **asked.when))


@router.post("/merges", response_model=schemas.Decided, responses=_WRITTEN)
def merge(
    _asked: Annotated[Nothing, Query()], decided: Annotated[Decision, Body()], engine: EngineDep
) -> Response:
    """Decide that two identities are one person; in the answers from the next refresh on.

    Sent again it changes nothing.
    """
    return answered(engine.merge(decided.a, decided.b, reason=decided.reason, is_active=True))


@router.post("/merges/undo", response_model=schemas.Decided, responses=_WRITTEN)
def unmerge(
    _asked: Annotated[Nothing, Query()], decided: Annotated[Decision, Body()], engine: EngineDep
) -> Response:
    """Take a merge back, or keep two apart whom nobody merged; also refuses a suggestion.

    Sent again it changes nothing.
    """
    reason = decided.reason or "taken back"
    return answered(engine.merge(decided.a, decided.b, reason=reason, is_active=False))
