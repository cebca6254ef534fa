"""Around every request: who may ask, how its path is split, one line in the log, no loose error.

The log names the route, never the path, because a path may name a person.
"""

import time
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

import structlog
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.problems import rendered
from graph.errors import Refused

__all__ = ["Requests", "is_loopback"]

_LOG = structlog.get_logger("tieline.http")
_GONE = 499  # who asked did not wait for the answer


class Requests:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and log it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        # split before it is decoded, so that slack:T1%2FU7 is one segment; parameters decode
        raw = scope.get("raw_path") or quote(scope["path"]).encode()
        scope = {**scope, "path": raw.decode("latin-1")}
        status = 0

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
            await send(message)

        fault = None
        try:
            _check(Headers(scope=scope))
            await self.app(scope, receive, seen)
        except ClientDisconnect:
            status = _GONE
        except Exception as error:  # noqa: BLE001 - the last one who can tell the client
            fault = None if isinstance(error, Refused) else _place(error)
            if not status:
                await rendered(error)(scope, receive, seen)
        route = getattr(scope.get("route"), "path", "none")
        spent = round(1000 * (time.perf_counter() - begun), 1)
        line = {"method": scope["method"], "route": route, "status": status, "ms": spent}
        if fault is None:
            _LOG.info("request", **line)
        else:
            _LOG.error("request", **line, fault=fault)


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address means this machine, whatever a name server says.

    >>> is_loopback("localhost"), is_loopback("127.0.0.2"), is_loopback("evil.example")
    (True, True, False)
    """
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _check(headers: Headers) -> None:
    """Refuse what another web site made a browser send: there are no keys that would stop it."""
    host = headers.get("host", "")
    if not is_loopback(_name(f"//{host}")):
        raise Refused(f"this server answers to localhost and 127.0.0.1 only, not to {host!r}")
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        raise Refused(f"this server takes no requests from pages of {origin!r}")


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _place(error: Exception) -> str:
    """Where a defect is: its message may quote personal data and is left out."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    code = trace.tb_frame.f_code
    return f"{type(error).__name__} in {code.co_qualname}, {code.co_filename}:{trace.tb_lineno}"
