"""Free questions in Cypher, for power users of a Neo4j store."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.options import Common, common, note

__all__ = ["cypher"]


@common
def cypher(
    common: Common,
    query: Annotated[
        str | None, typer.Argument(help="A statement that only reads; - reads it from stdin.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="A parameter, name=value; JSON if it is, else text."),
    ] = None,
    params: Annotated[
        Path | None, typer.Option("--params", help="A file with parameters: one JSON object.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=100_000, help="Rows at most.")
    ] = 1_000,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=600, help="Seconds it may take.")
    ] = 30.0,
    name: Annotated[str | None, typer.Option("--name", help="Ask a query by its name.")] = None,
    named: Annotated[bool, typer.Option("--named", help="List the queries that have names.")] = (
        False
    ),
    schema: Annotated[bool, typer.Option("--schema", help="Explain what can be asked.")] = False,
) -> None:
    """Ask a Neo4j store in Cypher; nothing is changed, whatever is asked.

    Example: tieline cypher 'MATCH (p:Person {name: $name}) RETURN p' --param name=Ann
    """
    from api.queried import described, listed, queried
    from graph.cypher.queryable import Limits

    if schema or named:
        common.print(described() if schema else listed(), _schema if schema else _named)
        return
    text = _text(query) if name is None or query else None
    given = _parameters(params, param or [])
    limits = Limits(rows=limit, seconds=timeout)
    answer = queried(common.engine(), text, given, limits, name=name)
    _print(common, answer)
    if answer["truncated"] and not common.quiet:
        which = f"{limit:,} rows" if answer["truncated_by"] == "rows" else "the limit of bytes"
        note(f"truncated: there is more than {which} (--limit)")


def _text(query: str | None) -> str:
    from graph.errors import Misuse

    if query not in (None, "-"):
        return str(query)
    if query is None and sys.stdin.isatty():
        raise Misuse("say what to ask: tieline cypher 'MATCH ...', --name NAME, or - for stdin")
    return sys.stdin.read()


def _parameters(file: Path | None, given: list[str]) -> dict[str, Any]:
    from graph.errors import Misuse

    found = {} if file is None else _object(file)
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name:
            raise Misuse(f"--param {one!r} is not name=value")
        found[name.removeprefix("$")] = _value(value)
    return found


def _object(file: Path) -> dict[str, Any]:
    from graph.errors import Misuse

    try:
        found = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Misuse(f"{file} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise Misuse(f"{file} is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise Misuse(f'{file} holds no JSON object, such as {{"name": "Ann"}}')
    return found


def _value(text: str) -> Any:  # noqa: ANN401 - whatever JSON has
    try:
        return json.loads(text)
    except ValueError:
        return text


def _print(common: Common, answer: dict[str, Any]) -> None:
    from api.render import as_csv, as_ndjson

    columns = answer["columns"]
    items = [dict(zip(columns, row, strict=True)) for row in answer["rows"]]
    if common.form == "ndjson":
        sys.stdout.buffer.write(as_ndjson(items))
    elif common.form == "csv":
        flat = [{name: _plain(value) for name, value in item.items()} for item in items]
        head = as_csv([dict.fromkeys(columns, "")]).partition("\r\n")[0]
        sys.stdout.write(as_csv(flat) if flat else head + "\r\n")
    else:
        common.print(answer, _rows)
    sys.stdout.flush()


def _plain(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _rows(answer: dict[str, Any]) -> None:
    from rich.text import Text

    from api.commands.tables import show, table

    rows, seconds = answer["rows"], answer["seconds"]
    more = ", truncated" if answer["truncated"] else ""
    many = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    found = table("", caption=f"{many} in {seconds:g} s{more}")
    for k, name in enumerate(answer["columns"]):
        values = [row[k] for row in rows if row[k] is not None]
        is_number = bool(values) and all(_is_number(value) for value in values)
        found.add_column(Text(_shown(name)), justify="right" if is_number else "left",
                         overflow="fold")  # fmt: skip
    for row in rows:
        found.add_row(*(Text(_shown(value)) for value in row))
    show(found)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: object) -> str:
    """A value for a cell; what would steer a terminal is shown as a mark."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.6g}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(one if one.isprintable() or one == "\n" else "�" for one in text)


def _schema(answer: dict[str, Any]) -> None:
    from rich.text import Text

    from api.commands.tables import show, table

    found = table("What can be asked", "match", "property", "is")
    for item in answer["items"]:
        is_head = item["property"] is None
        found.add_row(Text(item["pattern"] if is_head else "", "bold"), item["property"] or "",
                      Text(item["meaning"], "bold" if is_head else ""))  # fmt: skip
    show(found)


def _named(answer: dict[str, Any]) -> None:
    from rich.text import Text

    from api.commands.tables import show, table

    found = table("Queries that have names", "--name", "question", "--param")
    for item in answer["items"]:
        names = ", ".join(one["name"] for one in item["parameters"])
        found.add_row(item["name"], Text(item["question"]), names)
    show(found)
