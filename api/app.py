"""The HTTP application: routes, errors, pages and the published schema, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from api.engine import Engine
from api.incoming.records import InteractionIn
from api.routes import ROUTERS
from api.routes.cypher import CypherQuestion
from api.schemas import Problem
from api.web.background import BackgroundBacktest, BackgroundRefresh
from api.web.pages import docs_page, front_page
from api.web.problems import add_handlers
from api.web.requests import Requests

__all__ = ["create_app"]

_ABOUT = """Who carries weight, who has a stake, which ties are weakening; with evidence.

Every answer names the run it was read from, and is the very object that the command line prints
with `--json`. Lists are paged: ask again with `cursor` set to the `next` of the page before. Errors
are `application/problem+json`."""


class _App(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The published schema, with what no signature mentions."""
        if self.openapi_schema is None:
            found = super().openapi()
            schemas = found["components"]["schemas"]
            for model in (Problem, InteractionIn, CypherQuestion):
                schemas |= _described(model)
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            for methods in found["paths"].values():
                for route in methods.values():
                    _tell_answer(route["responses"], schemas)
        return super().openapi()


def create_app(engine: Engine) -> FastAPI:
    """Put the application together on an engine; it ends the engine's work when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        engine.stop()
        app.state.refreshing.stop()
        app.state.testing.stop()

    app = _App(
        title="tieline",
        version=version("tieline"),
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,  # these would fetch scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.engine = engine
    app.state.refreshing = BackgroundRefresh(engine)
    app.state.testing = BackgroundBacktest(engine)
    for router in ROUTERS:
        app.include_router(router)
    _add_pages(app)
    add_handlers(app)
    app.add_middleware(Requests)
    return app


def _add_pages(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def front() -> HTMLResponse:
        return HTMLResponse(front_page(), headers=_NOTHING_ELSE)

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi()), headers=_NOTHING_ELSE)


_NOTHING_ELSE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


def _tell_answer(responses: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Describe a good answer by what it holds."""
    good = next(one for status, one in responses.items() if status < "300")
    name = good["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    good["description"] = schemas[name]["description"]


def _described(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a model, and of those it holds, as components."""
    found = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**found.pop("$defs", {}), model.__name__: found}
