"""What moved between two days, and why: for everybody, for one person, for one tie."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.change import Changes
from api.parameters.shapes import Who
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AmbiguousName, UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["answers"])
_NAMED = responses(*ALWAYS, UnknownName, AmbiguousName)


@router.get("/changes", response_model=schemas.Changes, responses=_NAMED)
def changes(asked: Annotated[Changes, Query()], engine: EngineDep) -> Response:
    """What moved most between two days, in parts that add up to the difference."""
    return answered(engine.changes(**asked.asked, **asked.when))


@router.get("/people/{person}/changes", response_model=schemas.PersonChanges, responses=_NAMED)
def person_changes(person: Who, asked: Annotated[Changes, Query()], engine: EngineDep) -> Response:
    """What became of a person's strength, and of their influence, between two days, and why."""
    return answered(engine.changes(person, **asked.asked, **asked.when))


@router.get("/ties/{a}/{b}/changes", response_model=schemas.TieChanges, responses=_NAMED)
def tie_changes(a: Who, b: Who, asked: Annotated[Changes, Query()], engine: EngineDep) -> Response:
    """What became of a tie between two days: what faded, what is new, what was corrected."""
    return answered(engine.changes(a, b, **asked.asked, **asked.when))
