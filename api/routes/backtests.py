"""Back-tests: how right the answers would have been on this very history."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.exceptions import RequestValidationError

from api import schemas
from api.parameters.backtest import Backtested
from api.parameters.shapes import Nothing
from api.routes.asked import BacktestDep, EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AlreadyRunning, Refused

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["answers"])
_PLAIN = (RequestValidationError, Refused, Exception)


@router.get("/backtest", response_model=schemas.BacktestAnswer, responses=responses(*ALWAYS))
def backtest(asked: Annotated[Backtested, Query()], engine: EngineDep) -> Response:
    """Give a back-test that was made: figures of model and rules, half-life, thresholds."""
    return answered(engine.backtest(**asked.asked, only_kept=True))


@router.post(
    "/backtest",
    response_model=schemas.BacktestState,
    status_code=202,
    responses=responses(*_PLAIN, AlreadyRunning),
)
def begin_backtest(asked: Annotated[Backtested, Query()], testing: BacktestDep) -> Response:
    """Begin a back-test, in a process of its own; what an earlier one has done is used again."""
    return answered(testing.begin(asked.asked), 202)


@router.get("/backtest/state", response_model=schemas.BacktestState, responses=responses(*_PLAIN))
def backtest_state(_asked: Annotated[Nothing, Query()], testing: BacktestDep) -> Response:
    """Say how the back-test that was begun last goes."""
    return answered(testing.state())


@router.delete("/backtest", response_model=schemas.BacktestState, responses=responses(*_PLAIN))
def stop_backtest(_asked: Annotated[Nothing, Query()], testing: BacktestDep) -> Response:
    """Stop the back-test that is under way, if any; the parts that are done stay."""
    return answered(testing.stop())
