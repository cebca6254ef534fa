"""People: lists of them, one of them, their ties, and why they have the influence they have."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.evidence import Explained
from api.parameters.shapes import One, Paged, Search, Who
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AmbiguousName, UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/people", tags=["people"])
_NAMED = responses(*ALWAYS, UnknownName, AmbiguousName)


@router.get("", response_model=schemas.People, responses=responses(*ALWAYS))
def people(asked: Annotated[Search, Query()], engine: EngineDep) -> Response:
    """List people, those whose name or identity holds the query."""
    return answered(engine.people(query=asked.query, **asked.page, **asked.when))


@router.get("/{person}", response_model=schemas.OnePerson, responses=_NAMED)
def person(person: Who, asked: Annotated[One, Query()], engine: EngineDep) -> Response:
    """Say all that is known of one person, with their strongest ties."""
    return answered(engine.person(person, limit=asked.limit, **asked.when))


@router.get("/{person}/ties", response_model=schemas.Ties, responses=_NAMED)
def ties(person: Who, asked: Annotated[Paged, Query()], engine: EngineDep) -> Response:
    """List a person's ties, strongest first."""
    return answered(engine.ties(person, **asked.page, **asked.when))


@router.get("/{person}/influence", response_model=schemas.Influence, responses=_NAMED)
def influence(person: Who, asked: Annotated[One, Query()], engine: EngineDep) -> Response:
    """Open a person's influence down to the measures and ties it comes from."""
    return answered(engine.explain(person, limit=asked.limit, **asked.when))


@router.get("/{person}/explain", response_model=schemas.Influence, responses=_NAMED)
def explain(person: Who, asked: Annotated[Explained, Query()], engine: EngineDep) -> Response:
    """Open any measure of a person: what it is made of, and which ties and people carry it."""
    return answered(engine.explain(person, measure=asked.measure, limit=asked.limit, **asked.when))
