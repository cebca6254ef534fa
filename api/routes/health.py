"""Health: whether the server runs, and whether it can answer."""

from fastapi import APIRouter, Response

from api import schemas
from api.routes.asked import EngineDep, answered
from api.web.problems import responses
from graph.errors import DamagedSnapshot, NothingYet, Refused

__all__ = ["router"]

router = APIRouter(tags=["health"])


@router.get("/livez", response_model=schemas.Live, responses=responses(Refused, Exception))
def live() -> Response:
    """Say that the server runs."""
    return answered({"status": "live"})


@router.get(
    "/readyz",
    response_model=schemas.Ready,
    responses=responses(Refused, NothingYet, DamagedSnapshot, Exception),
)
def ready(engine: EngineDep) -> Response:
    """Say whether there is a run to answer from, and which; computes nothing."""
    return answered(engine.ready())
