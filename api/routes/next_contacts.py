"""Whom to write to next, and which dates are due."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import schemas
from api.parameters.next_contacts import Next
from api.routes.asked import EngineDep, answered
from api.web.problems import ALWAYS, responses
from graph.errors import AmbiguousName, UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/next", tags=["answers"])
_NAMED = responses(*ALWAYS, UnknownName, AmbiguousName)


@router.get("", response_model=schemas.NextContacts, responses=_NAMED)
def next_contacts(asked: Annotated[Next, Query()], engine: EngineDep) -> Response:
    """Whom to write to next, who of ours should, and why, as far as they have room for it."""
    found = engine.next_contacts(
        me=asked.me, owner=asked.owner, of=asked.of, **asked.page, **asked.when
    )
    return answered(found)


@router.get("/occasions", response_model=schemas.Occasions, responses=_NAMED)
def occasions(asked: Annotated[Next, Query()], engine: EngineDep) -> Response:
    """Which birthdays, renewals and reminders are due, and which a contact has settled."""
    found = engine.occasions(
        me=asked.me, owner=asked.owner, of=asked.of, **asked.page, **asked.when
    )
    return answered(found)
