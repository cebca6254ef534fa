"""When every feed was heard from, and who has left."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.shapes import Paged, Within
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["answers"])


@router.get("/coverage", response_model=schemas.Coverage, responses=responses(*ALWAYS))
def coverage(asked: Annotated[Within, Query()], engine: EngineDep) -> Response:
    """When every feed was heard from, what it brought in each month, and when it stopped."""
    return answered(engine.coverage(**asked.when))


@router.get("/departures", response_model=schemas.Departures, responses=responses(*ALWAYS))
def departures(asked: Annotated[Paged, Query()], engine: EngineDep) -> Response:
    """Who has left or is away, since which day, and how sure that is."""
    return answered(engine.departures(**asked.page, **asked.when))
