"""Ties: which of all stand out, and how two people stand to each other, with the evidence."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.evidence import EvidenceOfTie
from api.parameters.shapes import RankedTies, Who
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AmbiguousName, UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/ties", tags=["ties"])


@router.get(
    "",
    response_model=schemas.RankedTies,
    responses=responses(*ALWAYS, UnknownName, AmbiguousName),
)
def ranked_ties(asked: Annotated[RankedTies, Query()], engine: EngineDep) -> Response:
    """Which ties stand out by a measure of pairs, and how they stand otherwise."""
    return answered(engine.ranked_ties(by=asked.by, of=asked.of, **asked.page, **asked.when))


@router.get(
    "/{a}/{b}",
    response_model=schemas.TieWithEvidence,
    responses=responses(*ALWAYS, UnknownName, AmbiguousName),
)
def tie(a: Who, b: Who, asked: Annotated[EvidenceOfTie, Query()], engine: EngineDep) -> Response:
    """Say how two people stand to each other, with the interactions whose parts add up to it."""
    return answered(engine.explain(a, b, without=asked.without, limit=asked.limit, **asked.when))
