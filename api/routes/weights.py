"""What each kind and channel counts."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.shapes import Within
from api.parameters.weight import Tried
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import Misuse

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["measures"])


@router.get("/weights", response_model=schemas.Weights, responses=responses(*ALWAYS))
def weights(asked: Annotated[Within, Query()], engine: EngineDep) -> Response:
    """What an interaction of each kind and channel counts, why, and how much of the log it is."""
    return answered(engine.weights(**asked.when))


@router.get(
    "/weights/tried", response_model=schemas.WeightsTried, responses=responses(*ALWAYS, Misuse)
)
def weights_tried(asked: Annotated[Tried, Query()], engine: EngineDep) -> Response:
    """Who would rise and who would fall in a ranking with other weights; nothing is kept."""
    return answered(engine.weights_tried(asked.tried, by=asked.by, **asked.page, **asked.when))
