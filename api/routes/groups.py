"""Groups: who belongs together and who is declared to, how closely, and one of these groups."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.group import Grouping, Levels, Lineage, Members, WhichGroup
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AmbiguousName, UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/communities", tags=["groups"])
_NAMED = responses(*ALWAYS, UnknownName, AmbiguousName)


@router.get("", response_model=schemas.Communities, responses=responses(*ALWAYS))
def communities(asked: Annotated[Grouping, Query()], engine: EngineDep) -> Response:
    """Who belongs together, or who is declared to: organizations, segments."""
    return answered(
        engine.communities(
            kind=asked.kind, stability=asked.stability, **asked.page, **asked.search, **asked.when
        )
    )


@router.get("/levels", response_model=schemas.CommunityLevels, responses=responses(*ALWAYS))
def community_levels(asked: Annotated[Levels, Query()], engine: EngineDep) -> Response:
    """The network in few large communities, in many small ones, and between, nested."""
    return answered(engine.community_levels(limit=asked.limit, **asked.when))


@router.get("/lineage", response_model=schemas.CommunityLineage, responses=responses(*ALWAYS))
def community_lineage(asked: Annotated[Lineage, Query()], engine: EngineDep) -> Response:
    """What became of communities between two moments: continued, merged, split, born, ended."""
    return answered(
        engine.community_lineage(
            start=asked.start,
            end=asked.to,
            known_by=asked.known_by,
            half_life_days=asked.half_life,
            limit=asked.limit,
            cursor=asked.cursor,
            **asked.search,
        )
    )


@router.get("/{group}", response_model=schemas.OneGroup, responses=_NAMED)
def community(group: WhichGroup, asked: Annotated[Members, Query()], engine: EngineDep) -> Response:
    """One group: figures, what members share, what it has to do with, and its members."""
    return answered(
        engine.community(
            group, stability=asked.stability, **asked.page, **asked.search, **asked.when
        )
    )
