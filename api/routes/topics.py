"""Topics: which there are, and one of them over time with the people who carry it."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.topic import OneTopic, Topics, WhichTopic
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AmbiguousName, UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/topics", tags=["topics"])
_NAMED = responses(*ALWAYS, UnknownName, AmbiguousName)


@router.get("", response_model=schemas.Topics, responses=_NAMED)
def topics(asked: Annotated[Topics, Query()], engine: EngineDep) -> Response:
    """Which topics there are: people, volume, tone, and how each moved."""
    return answered(
        engine.topics(
            kind=asked.kind,
            by=asked.by,
            since=asked.since,
            until=asked.until,
            of=asked.of,
            **asked.page,
            **asked.when,
        )
    )


@router.get("/{name:path}", response_model=schemas.OneTopic, responses=_NAMED)
def topic(name: WhichTopic, asked: Annotated[OneTopic, Query()], engine: EngineDep) -> Response:
    """One topic: who carries it, how much over time, in what tone, and what goes with it."""
    return answered(
        engine.topic(
            name, per=asked.per, since=asked.since, until=asked.until, **asked.page, **asked.when
        )
    )
