"""Interactions in: a JSON list, or one JSON object a line."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api import schemas
from api.incoming.receiving import receive
from api.incoming.records import records
from api.parameters.shapes import Nothing
from api.routes.asked import EngineDep, answered
from api.web.problems import responses
from graph.errors import Busy, Misuse, Refused, StoreError, StoreUnreachable

__all__ = ["MOST_BYTES", "router"]

router = APIRouter(prefix="/api/v1/interactions", tags=["interactions"])
MOST_BYTES = 16 * 2**20
_IS_NDJSON = {
    "application/json": False,
    "application/x-ndjson": True,
    "application/ndjson": True,
    "application/jsonl": True,
}
_ONE = {"$ref": "#/components/schemas/InteractionIn"}
_BODY = {
    "required": True,
    "description": f"At most {MOST_BYTES // 2**20} MB. Split more over several requests.",
    "content": {
        "application/json": {"schema": {"type": "array", "items": _ONE}},
        "application/x-ndjson": {"schema": _ONE},
    },
}


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a request, and whether they hold one object a line."""

    content: bytes
    is_ndjson: bool


async def _body(request: Request) -> Body:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in _IS_NDJSON or "content-encoding" in request.headers:
        raise HTTPException(415, f"send {' or '.join(list(_IS_NDJSON)[:2])}, not compressed")
    parts: list[bytes] = []
    size = int(request.headers.get("content-length", "0"))  # a server checks that it is a number
    if size <= MOST_BYTES:
        async for part in request.stream():
            parts.append(part)
            size = sum(map(len, parts))
            if size > MOST_BYTES:
                break
    if size > MOST_BYTES:
        raise HTTPException(413, f"a body may hold {MOST_BYTES:,} bytes; split it over several")
    return Body(b"".join(parts), _IS_NDJSON[media_type])


@router.post(
    "",
    response_model=schemas.LoadReport,
    responses=responses(
        RequestValidationError, Misuse, Refused, Busy, StoreUnreachable, StoreError, 413, 415,
        Exception,
    ),
    openapi_extra={"requestBody": _BODY},
)  # fmt: skip
def keep_interactions(
    _asked: Annotated[Nothing, Query()], body: Annotated[Body, Depends(_body)], engine: EngineDep
) -> Response:
    """Keep interactions; they are in the answers from the next refresh on.

    All records that can be read are kept in one transaction; the report says what became of each.
    Sending them again adds nothing.
    """
    return answered(receive(engine, records(body.content, is_ndjson=body.is_ndjson)))
