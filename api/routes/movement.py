"""Who carries weight, how sure that is, and who rises and falls."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.moving import RankedWithin, Rising
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AmbiguousName, UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["answers"])
_NAMED = responses(*ALWAYS, UnknownName, AmbiguousName)


@router.get(
    "/influencers",
    response_model=schemas.Influencers,
    responses=_NAMED,
)
def influencers(asked: Annotated[RankedWithin, Query()], engine: EngineDep) -> Response:
    """Who carries weight, and why; on demand between which ranks each of them stands."""
    found = engine.influencers(
        by=asked.by,
        of=asked.of,
        around=asked.around,
        intervals=asked.intervals,
        level=asked.level,
        **asked.page,
        **asked.when,
    )
    return answered(found)


@router.get("/rising", response_model=schemas.Rising, responses=_NAMED)
def rising(asked: Annotated[Rising, Query()], engine: EngineDep) -> Response:
    """Who rose, or fell, in a ranking since another moment, and why; who is new or gone."""
    found = engine.rising(
        since=asked.since,
        falling=asked.falling,
        by=asked.by,
        of=asked.of,
        **asked.page,
        **asked.when,
    )
    return answered(found)
