"""The ranked answers: who has a stake, what is weakening, the briefing."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.shapes import About, Fading, Nothing, Within
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AmbiguousName, UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["answers"])
_NAMED = responses(*ALWAYS, UnknownName, AmbiguousName)


@router.get("/stakeholders", response_model=schemas.Stakeholders, responses=_NAMED)
def stakeholders(asked: Annotated[About, Query()], engine: EngineDep) -> Response:
    """Who has a stake in an organization, a segment, a topic or a person, and why."""
    return answered(engine.stakeholders(of=asked.of, **asked.page, **asked.when))


@router.get("/weakening", response_model=schemas.Weakening, responses=_NAMED)
def weakening(asked: Annotated[Fading, Query()], engine: EngineDep) -> Response:
    """Which ties are fading, against their own rhythm, and why."""
    return answered(engine.weakening(of=asked.of, **asked.page, **asked.when))


@router.get("/briefing", response_model=schemas.Briefing, responses=responses(*ALWAYS))
def briefing(asked: Annotated[Within, Query()], engine: EngineDep) -> Response:
    """One page: who matters, who rises and falls, what is weakening, what to do next."""
    return answered(engine.briefing(**asked.when))


@router.get("/measures", response_model=schemas.Measures, responses=responses(*ALWAYS))
def measures(_asked: Annotated[Nothing, Query()], engine: EngineDep) -> Response:
    """Every measure with its formula, range and meaning."""
    return answered(engine.measures())


@router.get("/measures/{name}", response_model=schemas.ExplainedMeasure, responses=_NAMED)
def measure(name: str, _asked: Annotated[Nothing, Query()], engine: EngineDep) -> Response:
    """One measure: formula, reading, edge cases, cost and references."""
    return answered(engine.measure(name))
