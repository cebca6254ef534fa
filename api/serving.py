"""Serving: the application on a loopback address, until a signal ends it."""

import contextlib
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from types import FrameType

import structlog
import uvicorn

from api.app import create_app
from api.engine import Engine
from api.processes.child import stand_by
from api.settings import Settings
from api.web.requests import is_loopback
from graph.errors import EngineError, Refused

__all__ = ["serve_engine"]

_GRACE = 3  # seconds that requests under way are given to end


def serve_engine(
    engine: Engine,
    settings: Settings,
    *,
    port: int | None = None,
    note: Callable[[str], None],
    is_quiet: bool = False,
) -> None:
    """Serve an engine over HTTP until a signal; tell the address by *note* once it can be asked.

    *port* wins over the settings; 0 takes a free one. A quiet server logs defects only. Only
    loopback addresses are listened on, since there are no keys yet: ``Refused`` otherwise. Ends
    within seconds, whatever is computed.
    """
    engine.is_server = True  # what an answer needs computed must not hold up signals
    stand_by()
    with _listening(settings.host, settings.port if port is None else port) as listener:
        _log_to_stderr(logging.ERROR if is_quiet else logging.INFO)
        host, taken = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        note(f"tieline listens on http://{shown}:{taken} (documentation at /docs; Ctrl-C ends it)")
        config = uvicorn.Config(
            create_app(engine),
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE,
        )
        server = _Server(config, engine)
        with contextlib.suppress(
            KeyboardInterrupt
        ):  # uvicorn sends the signal on when all is closed
            server.run(sockets=[listener])
            if server.ended_by != signal.SIGINT:
                return
        raise KeyboardInterrupt("the server has stopped")


class _Server(uvicorn.Server):
    """A server whose computations end as soon as it is told to end."""

    def __init__(self, config: uvicorn.Config, engine: Engine) -> None:
        super().__init__(config)
        self._engine = engine
        self.ended_by: int | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop what is being computed, then what is being served."""
        self.ended_by = sig
        self._engine.stop()
        super().handle_exit(sig, frame)


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise EngineError(f"host {host!r} is no address of this machine: {error}") from error
    if not all(is_loopback(str(address[4][0])) for address in found):
        raise Refused(
            f"host {host!r} can be reached by others, and there are no keys yet that would keep "
            "them out; listen on 127.0.0.1"
        )
    family, _, _, _, address = found[0]
    # asyncio sends small answers at once (TCP_NODELAY) only where the protocol is told: 40 ms each
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(2048)  # from here on those who ask wait, and are not turned away
        except OSError as error:
            raise EngineError(
                f"port {port} of {host} cannot be listened on ({error.strerror}); "
                "take another: --port 0 takes a free one"
            ) from error
        yield listener


def _log_to_stderr(level: int) -> None:
    """One line of JSON for each request; the server's own words only when something is wrong."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
