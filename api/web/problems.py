"""Problems: every error as application/problem+json (RFC 9457), from one table.

    {"type": "/docs#unknown-name", "title": "...", "status": 404, "detail": "..."}

``type`` names the kind of problem and never changes; ``detail`` is the message that the command
line prints too. A request that does not fit its parameters also says what is wrong with each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.hints import closest
from api.processes.child import Stopped
from graph.errors import (
    AlreadyRunning,
    AmbiguousName,
    Busy,
    DamagedSnapshot,
    EngineError,
    Misuse,
    NewerStore,
    NotAStore,
    NothingYet,
    NotRecognised,
    ReadingEnded,
    Refused,
    StoreError,
    StoreUnreachable,
    TooMuch,
    UnknownName,
)

__all__ = [
    "ALWAYS",
    "KINDS",
    "MEDIA_TYPE",
    "PLAIN_KINDS",
    "ProblemKind",
    "add_handlers",
    "kind_of",
    "rendered",
    "responses",
]

MEDIA_TYPE = "application/problem+json"
_SCHEMA = {"schema": {"$ref": "#/components/schemas/Problem"}}
_RETRY = {"Retry-After": "2"}  # seconds


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem: its status code, its lasting name, and what it means."""

    status: int
    name: str
    title: str


KINDS: Mapping[type[Exception], ProblemKind] = {
    RequestValidationError: ProblemKind(422, "invalid", "A parameter is missing, unknown or wrong"),
    Misuse: ProblemKind(400, "misuse", "The question cannot be understood as it stands"),
    UnknownName: ProblemKind(404, "unknown-name", "Nothing and nobody has this name"),
    AmbiguousName: ProblemKind(409, "ambiguous-name", "Several have this name"),
    TooMuch: ProblemKind(422, "too-much", "The question takes more than it may"),
    NotRecognised: ProblemKind(422, "not-recognised", "No source reads this"),
    ReadingEnded: ProblemKind(
        500, "reading-ended", "A process that read files ended before it was done"
    ),
    AlreadyRunning: ProblemKind(409, "already-running", "This very work is under way"),
    Busy: ProblemKind(503, "busy", "Too much of this is going on; ask again in a moment"),
    Stopped: ProblemKind(503, "stopped", "The computation was stopped before it was done"),
    NothingYet: ProblemKind(503, "nothing-yet", "There is nothing to answer from yet"),
    DamagedSnapshot: ProblemKind(503, "damaged", "A cache has to be rebuilt; refresh"),
    StoreUnreachable: ProblemKind(503, "store-unreachable", "The store cannot be opened now"),
    StoreError: ProblemKind(500, "store", "The store refused or failed"),
    NewerStore: ProblemKind(500, "newer-store", "The store was written by a newer version"),
    NotAStore: ProblemKind(500, "not-a-store", "The file is not a store"),
    Refused: ProblemKind(403, "refused", "Against the policy of this installation"),
    EngineError: ProblemKind(500, "failed", "The work could not be done"),
    Exception: ProblemKind(500, "defect", "A defect of this program"),
}
"""What status each error becomes; an error that is not listed is as the one it derives from."""

PLAIN_KINDS: Mapping[int, ProblemKind] = {
    404: ProblemKind(404, "unknown-path", "Nothing is at this address"),
    405: ProblemKind(405, "method", "This address knows no such method"),
    413: ProblemKind(413, "too-large", "The body is larger than what is taken at once"),
    415: ProblemKind(415, "media-type", "The body is of another media type than those taken"),
}
ALWAYS = (RequestValidationError, Misuse, Refused, NothingYet, Busy, DamagedSnapshot, Exception)
"""What any question about the graph may meet."""


def kind_of(error: type[Exception] | int) -> ProblemKind:
    """Find the kind of problem of an error class, or of a plain HTTP status."""
    if isinstance(error, int):
        return PLAIN_KINDS.get(error, ProblemKind(error, "http", "The request cannot be answered"))
    return next(KINDS[parent] for parent in error.__mro__ if parent in KINDS)


def rendered(error: Exception) -> Response:
    """Write an error as the response that tells it."""
    status = error.status_code if isinstance(error, HTTPException) else None
    kind = kind_of(type(error) if status is None else status)
    found: dict[str, Any] = {
        "type": f"/docs#{kind.name}",
        "title": kind.title,
        "status": kind.status,
        "detail": _detail(error),
    }
    if isinstance(error, RequestValidationError):
        found["errors"] = _flaws(error.errors())
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if isinstance(error, Busy | StoreUnreachable):
        headers |= _RETRY
    return Response(orjson.dumps(found), kind.status, headers, MEDIA_TYPE)


def responses(*errors: type[Exception] | int) -> dict[int | str, dict[str, Any]]:
    """Describe the errors a route may answer with, for the published schema."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in dict.fromkeys(kind_of(error) for error in errors):
        text = f"{kind.name}: {kind.title}."
        if kind.status in found:
            text = f"{found[kind.status]['description']} {text}"
        found[kind.status] = {"description": text, "content": {MEDIA_TYPE: _SCHEMA}}
    return found


def add_handlers(app: FastAPI) -> None:
    """Have every error of the application rendered in this one way."""
    for error in (EngineError, RequestValidationError, HTTPException):
        app.add_exception_handler(error, _handle)


async def _handle(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code in (404, 405):
        error.detail = _address(request, error.headers or {})
    return rendered(error)


def _address(request: Request, headers: Mapping[str, str]) -> str:
    """Say what there is instead of an address, or of a method, that there is not."""
    path, allowed = request.url.path, headers.get("Allow")
    if allowed:
        return f"{path} answers {allowed}, not {request.method}"
    meant = closest(path, list(request.app.openapi()["paths"]))
    asked = f" did you mean {meant}?" if meant else ""
    return f"nothing is at {path};{asked} /docs lists what is"


def _detail(error: Exception) -> str:
    if isinstance(error, RequestValidationError):
        flaws = _flaws(error.errors())
        return "; ".join(f"{flaw['where']}: {flaw['detail']}" for flaw in flaws[:5])
    if isinstance(error, HTTPException):
        return str(error.detail)
    if isinstance(error, EngineError):
        return str(error)
    return "the server failed; its log says where"  # the message may quote personal data


def _flaws(errors: Sequence[Any]) -> list[dict[str, str]]:
    return [
        {
            "where": ".".join(str(part) for part in one["loc"]),
            "detail": _UNKNOWN
            if one["type"] == "extra_forbidden"
            else str(one["msg"]).removeprefix("Value error, "),
        }
        for one in errors
    ]


_UNKNOWN = "is not asked for here; /docs lists what is"
