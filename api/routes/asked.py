"""What every route is handed: the engine, and how an answer is written."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from api.engine import Engine
from api.render import as_json
from api.web.background import BackgroundBacktest, BackgroundRefresh

__all__ = ["BacktestDep", "EngineDep", "RefreshDep", "answered"]


async def _engine(request: Request) -> Engine:
    found: Engine = request.app.state.engine
    return found


async def _refreshing(request: Request) -> BackgroundRefresh:
    found: BackgroundRefresh = request.app.state.refreshing
    return found


async def _testing(request: Request) -> BackgroundBacktest:
    found: BackgroundBacktest = request.app.state.testing
    return found


EngineDep = Annotated[Engine, Depends(_engine)]
BacktestDep = Annotated[BackgroundBacktest, Depends(_testing)]
RefreshDep = Annotated[BackgroundRefresh, Depends(_refreshing)]


def answered(answer: Mapping[str, Any], status: int = 200) -> Response:
    """Write an answer as it is, in the very bytes of the command line's ``--json``."""
    return Response(as_json(answer), status, media_type="application/json")
