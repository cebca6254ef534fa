"""Serving: the HTTP API on a loopback address."""

from typing import Annotated

import typer

from api.commands.options import Common, common, note

__all__ = ["serve"]


@common
def serve(
    common: Common,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
) -> None:
    """Serve the HTTP API, with its documentation at /docs.

    Example: tieline serve --port 8765
    """
    from api.engine import Engine
    from api.serving import serve_engine

    settings = common.settings(host=host, port=port)
    say = None if common.quiet else note
    engine = Engine(settings.url, settings, note=say, is_server=True)
    serve_engine(engine, settings, note=engine.note, is_quiet=common.quiet)
