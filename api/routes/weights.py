"""What each kind and channel counts."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters import Within
from api.problems import ALWAYS, responses
from api.routes.asked import EngineDep, answered

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["measures"])


@router.get("/weights", response_model=schemas.Weights, responses=responses(*ALWAYS))
def weights(asked: Annotated[Within, Query()], engine: EngineDep) -> Response:
    """What an interaction of each kind and channel counts, why, and how much of the log it is."""
    return answered(engine.weights(**asked.when))
