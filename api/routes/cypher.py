"""Free questions in Cypher, of a Neo4j store, and the questions that have names."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError
from starlette.exceptions import HTTPException

from api import schemas
from api.parameters.shapes import Nothing
from api.queried import LONGEST_SECONDS, MOST_ROWS, listed, queried
from api.routes.asked import EngineDep, answered
from api.web.problems import responses
from graph.cypher.guard import LONGEST
from graph.cypher.queryable import Limits
from graph.errors import (
    Busy,
    Misuse,
    Refused,
    StoreError,
    StoreUnreachable,
    TooMuch,
    UnknownName,
)

__all__ = ["MOST_BYTES", "CypherQuestion", "router"]

router = APIRouter(prefix="/api/v1/cypher", tags=["cypher"])
MOST_BYTES = 2**20


class CypherQuestion(Nothing):
    """One statement that only reads, or the name of one, with its parameters and limits."""

    query: str | None = Field(None, max_length=LONGEST, description="The statement.")
    name: str | None = Field(
        None, max_length=200, description="Or a named query (GET /api/v1/cypher/queries)."
    )
    parameters: dict[str, Any] = Field({}, description="Values of $names in the statement.")
    limit: int = Field(1_000, ge=1, le=MOST_ROWS, description="Rows at most.")
    timeout_seconds: float = Field(
        30.0, gt=0, le=LONGEST_SECONDS, allow_inf_nan=False, description="Seconds it may take."
    )


async def _question(request: Request) -> CypherQuestion:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" or "content-encoding" in request.headers:
        raise HTTPException(415, "send application/json, not compressed")
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > MOST_BYTES:
            raise HTTPException(413, f"a question may hold {MOST_BYTES:,} bytes")
    try:
        return CypherQuestion.model_validate_json(bytes(content))
    except ValidationError as error:
        flaws = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(flaws) from None


_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": {"$ref": "#/components/schemas/CypherQuestion"}},
    },
}


@router.post(
    "",
    response_model=schemas.CypherAnswer,
    responses=responses(
        RequestValidationError, Misuse, UnknownName, TooMuch, Refused, Busy, StoreUnreachable,
        StoreError, 413, 415, Exception,
    ),
    openapi_extra={"requestBody": _BODY},
)  # fmt: skip
def cypher(
    _asked: Annotated[Nothing, Query()],
    question: Annotated[CypherQuestion, Depends(_question)],
    engine: EngineDep,
) -> Response:
    """Ask a Neo4j store in Cypher; nothing is changed, whatever is asked.

    A statement that does more than read is refused. Graph values are written as Neo4j's Query API
    writes them, whole numbers beyond 2 ** 53 as text.
    """
    limits = Limits(rows=question.limit, seconds=question.timeout_seconds)
    return answered(
        queried(engine, question.query, question.parameters, limits, name=question.name)
    )


@router.get(
    "/queries",
    response_model=schemas.CypherQueries,
    responses=responses(RequestValidationError, Refused, Exception),
)
def cypher_queries(_asked: Annotated[Nothing, Query()]) -> Response:
    """List the queries that have names, with the question that each answers."""
    return answered(listed())
