"""Ties: how two people stand to each other, with the evidence."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters import Evidence, Who
from api.problems import ALWAYS, responses
from api.routes.asked import EngineDep, answered
from graph.errors import AmbiguousName, UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/ties", tags=["ties"])


@router.get(
    "/{a}/{b}",
    response_model=schemas.TieWithEvidence,
    responses=responses(*ALWAYS, UnknownName, AmbiguousName),
)
def tie(a: Who, b: Who, asked: Annotated[Evidence, Query()], engine: EngineDep) -> Response:
    """Say how two people stand to each other, with the interactions whose parts add up to it."""
    return answered(engine.explain(a, b, limit=asked.limit, **asked.when))
