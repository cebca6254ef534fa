"""What every command shares: where the store is, which moment, how many rows, in which form."""

import contextlib
import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.collecting import not_collecting
from graph.errors import EngineError

if TYPE_CHECKING:
    from api.engine import Engine
    from api.settings import Settings

__all__ = ["Asking", "Common", "common", "note", "reading", "told"]

_KEYWORD = inspect.Parameter.KEYWORD_ONLY

_STORE = Annotated[
    str | None, typer.Option("--store", help="The store: a file's path, or neo4j://...")
]
_CONFIG = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings file (TOML).")
]
_QUIET = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")]
_AS_OF = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Moment to look from: 2026-03-01, a full date, or now."
    ),
]
_KNOWN_BY = Annotated[
    str | None,
    typer.Option(
        "--known-by",
        metavar="DATE",
        help="By what was known then: without what was loaded or decided later.",
    ),
]
_HALF_LIFE = Annotated[
    float | None,
    typer.Option("--half-life", metavar="DAYS", help="Days for an interaction's part to halve."),
]
_LIMIT = Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="Rows at most.")]
_TABLE = Annotated[bool, typer.Option("--table", help="A table for people (the default).")]
_JSON = Annotated[bool, typer.Option("--json", help="One object, as the HTTP API gives it.")]
_NDJSON = Annotated[bool, typer.Option("--ndjson", help="One line of JSON for each row.")]
_CSV = Annotated[bool, typer.Option("--csv", help="Comma-separated, for a spreadsheet.")]

_COMMON: dict[str, tuple[Any, Any]] = {
    "store": (_STORE, None),
    "config": (_CONFIG, None),
    "quiet": (_QUIET, False),
}
_FORMS: dict[str, tuple[Any, Any]] = {
    "table": (_TABLE, False),
    "json": (_JSON, False),
    "ndjson": (_NDJSON, False),
    "csv": (_CSV, False),
}
_READING: dict[str, tuple[Any, Any]] = {
    "as_of": (_AS_OF, None),
    "known_by": (_KNOWN_BY, None),
    "half_life": (_HALF_LIFE, None),
    "limit": (_LIMIT, 10),
    **_FORMS,
}


@dataclass
class Common:
    """Where the store is and how it is configured."""

    store: str | None
    config: Path | None
    quiet: bool
    form: str = "table"

    def settings(self, **flags: object) -> "Settings":
        """Build the settings from flags, environment, file and defaults."""
        from api.settings import settings

        return settings({"store": self.store, **flags}, file=self.config)

    def engine(self, **flags: object) -> "Engine":
        """Build the engine on the store."""
        with not_collecting():
            from api.engine import Engine

        built = self.settings(**flags)
        return Engine(built.url, built, note=None if self.quiet else note)

    def print(self, answer: dict[str, Any], table: Callable[[dict[str, Any]], None]) -> None:
        """Print an answer in the form asked for."""
        from api.render import as_csv, as_json, as_ndjson

        items = answer.get("items", [answer])
        if self.form == "json":
            sys.stdout.buffer.write(as_json(answer) + b"\n")
        elif self.form == "ndjson":
            sys.stdout.buffer.write(as_ndjson(items))
        elif self.form == "csv":
            sys.stdout.write(as_csv(items))
        else:
            table(answer)
        sys.stdout.flush()


@dataclass
class Asking(Common):
    """A question about the graph: also its moment, half-life and length."""

    as_of: str | None = None
    known_by: str | None = None
    half_life: float | None = None
    limit: int = 10

    @property
    def when(self) -> dict[str, Any]:
        """The moments and half-life, as the engine takes them."""
        return {
            "as_of": self.as_of,
            "known_by": self.known_by,
            "half_life_days": self.half_life,
        }


def note(text: str) -> None:
    """Say something beside the data."""
    typer.echo(text, err=True)


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that takes an ``Asking`` first the options of every reading command."""
    return _with_options(command, Asking, {**_COMMON, **_READING})


def common(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that takes a ``Common`` first the store and output options."""
    return _with_options(command, Common, {**_COMMON, **_FORMS})


def _with_options(
    command: Callable[..., None], kind: type[Common], options: dict[str, tuple[Any, Any]]
) -> Callable[..., None]:
    signature = inspect.signature(command, eval_str=True)
    own = list(signature.parameters.values())[1:]
    default_limit = getattr(command, "default_limit", None)
    added = [
        inspect.Parameter(
            name,
            _KEYWORD,
            default=default_limit if name == "limit" and default_limit else default,
            annotation=annotation,
        )
        for name, (annotation, default) in options.items()
        if name not in {parameter.name for parameter in own}
    ]

    @functools.wraps(command)
    def run(**values: Any) -> None:  # noqa: ANN401 - whatever the options hold
        context: typer.Context = values.pop("context")
        given = {name: values.pop(name) for name in options if name in values}
        forms = [name for name in _FORMS if given.pop(name, False)]
        if len(forms) > 1:
            raise typer.BadParameter(f"--{forms[0]} and --{forms[1]} exclude each other")
        if given["store"] is None:  # tieline --store X command
            given["store"] = context.find_root().params.get("store")
        with told():
            command(kind(form=forms[0] if forms else "table", **given), **values)

    first = inspect.Parameter("context", _KEYWORD, annotation=typer.Context)
    parameters = [first, *(p.replace(kind=_KEYWORD) for p in own), *added]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    run.__doc__ = _flowing(inspect.getdoc(command) or "")
    return run


def _flowing(text: str) -> str:
    r"""Join the lines of each paragraph, so that a narrow terminal breaks them once; not examples.

    >>> _flowing("Load\nfiles.\n\nExample: load a\nExample: load b")
    'Load files.\n\nExample: load a\nExample: load b'
    """
    return re.sub(r"(?<!\n)\n(?!\n|Example: )", " ", text)


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turn errors into a message on stderr and the exit code of the contract."""
    try:
        yield
    except EngineError as error:
        typer.echo(f"tieline: {error}", err=True)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt as ended:
        said = str(ended) or "interrupted; what was acknowledged is kept"
        typer.echo(f"tieline: {said}", err=True)
        raise typer.Exit(130) from None
