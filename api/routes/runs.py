"""Runs: what the answers are read from, what the store holds, and bringing them together."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.exceptions import RequestValidationError

from api import schemas
from api.parameters.shapes import Nothing
from api.routes.asked import EngineDep, RefreshDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AlreadyRunning, Refused, StoreError, StoreUnreachable

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["runs"])
_PLAIN = (RequestValidationError, Refused, Exception)


@router.get("/runs", response_model=schemas.Runs, responses=responses(*ALWAYS))
def runs(_asked: Annotated[Nothing, Query()], engine: EngineDep) -> Response:
    """List the runs that are kept, and how each was made."""
    return answered(engine.runs())


@router.get(
    "/status",
    response_model=schemas.Status,
    responses=responses(*ALWAYS, StoreUnreachable, StoreError),
)
def status(_asked: Annotated[Nothing, Query()], engine: EngineDep) -> Response:
    """Say what the store holds, and what the answers are read from."""
    return answered(engine.status())


@router.post(
    "/refresh",
    response_model=schemas.RefreshState,
    status_code=202,
    responses=responses(*_PLAIN, AlreadyRunning),
)
def begin_refresh(_asked: Annotated[Nothing, Query()], refreshing: RefreshDep) -> Response:
    """Begin a refresh, in a process of its own; answers come from the last run until it is done."""
    return answered(refreshing.begin(), 202)


@router.get("/refresh", response_model=schemas.RefreshState, responses=responses(*_PLAIN))
def refresh_state(_asked: Annotated[Nothing, Query()], refreshing: RefreshDep) -> Response:
    """Say how the refresh that was begun last goes."""
    return answered(refreshing.state())


@router.delete("/refresh", response_model=schemas.RefreshState, responses=responses(*_PLAIN))
def stop_refresh(_asked: Annotated[Nothing, Query()], refreshing: RefreshDep) -> Response:
    """Stop the refresh that is under way, if any; what was published before is unchanged."""
    return answered(refreshing.stop())
