"""Writes the generated parts of the documentation: every page by what the code itself says.

    python docs/generate.py            # or: make docs

A page is written by hand, except between two marks:

    <!-- generated: settings -->
    ...
    <!-- end of generated -->

What stands between is made anew by the function of that name in `BLOCKS`. With ``--picture`` the
demo is built and its briefing recorded as docs/briefing.svg too (half a minute).
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from math import inf
from pathlib import Path
from textwrap import dedent
from typing import Any

import typer
from rich.console import Console

import graph.errors
from algorithms.measures import MEASURES, PERSONALISED
from algorithms.pairs.measures import PAIR_MEASURES
from algorithms.weighing.table import USUAL
from api.answers.tie_ranking import shown
from api.app import create_app
from api.cli import app
from api.commands.page import briefing_page
from api.demo import EXPORTS, build
from api.engine import Engine
from api.incoming.loading import load_paths
from api.settings import Settings, settings
from api.web.problems import KINDS, PLAIN_KINDS, kind_of
from graph.moments import micros
from graph.neo4j.described import DESCRIBED
from ingest.sources import SOURCES

__all__ = ["BLOCKS", "PAGES", "demo_briefing", "filled", "main", "picture"]

DOCS = Path(__file__).resolve().parent
PAGES = (DOCS.parent / "README.md", *sorted(DOCS.glob("*.md")))
PICTURE = DOCS / "briefing.svg"
_FONTS = re.compile(r"\s*@font-face \{[^}]*\}")  # they would be fetched from elsewhere
_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end of generated -->)", re.DOTALL)


def filled(text: str, blocks: Mapping[str, Callable[[], str]]) -> str:
    """Put every named block that *text* has a place for into it; other blocks stay as they are."""

    def block(found: re.Match[str]) -> str:
        make = blocks.get(found[2])
        return found[0] if make is None else f"{found[1]}\n{make().strip()}\n\n{found[3]}"

    return _BLOCK.sub(block, text)


def table(*rows: tuple[object, ...]) -> str:
    """Write rows as a Markdown table, the first one as its head."""
    head, *body = rows
    lines = [head, tuple("---" for _ in head), *body]
    return "\n".join("| " + " | ".join(_cell(value) for value in row) + " |" for row in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


# -- the command line ---------------------------------------------------------------------------


def cli() -> str:
    """Every command with its arguments and options, as --help tells them."""
    commands: Any = typer.main.get_command(app)
    contents: dict[str, list[str]] = {}
    for name, command in commands.commands.items():
        contents.setdefault(command.rich_help_panel, []).append(f"[{name}](#tieline-{name})")
    parts = [table(("", "commands"), *((key, ", ".join(names)) for key, names in contents.items()))]
    parts += [_command(name, command) for name, command in commands.commands.items()]
    return "\n\n".join(parts)


def _command(name: str, command: Any) -> str:  # noqa: ANN401 - typer keeps its own click
    told, *examples = str(command.help).split("Example: ")
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    usage = " ".join(["tieline", name, *map(_argument, arguments)])
    rows: list[tuple[object, ...]] = [("option", "meaning", "if left out")]
    rows += [
        (f"`{_argument(one)}`", one.help, "needed" if one.required else "") for one in arguments
    ]
    options = [one for one in command.params if one.param_type_name == "option"]
    rows += [(_option(one), one.help or "", _default(one)) for one in options]
    return "\n\n".join(
        [
            f"### tieline {name}",
            f"`{usage} [options]`",
            told.strip(),
            table(*rows),
            *(f"Example: `{example.strip()}`" for example in examples),
        ]
    )


def _argument(one: Any) -> str:  # noqa: ANN401
    shown = one.name.upper() + ("..." if one.nargs == -1 else "")
    return shown if one.required else f"[{shown}]"


def _option(one: Any) -> str:  # noqa: ANN401
    return ", ".join(f"`{name}`" for name in one.opts)


def _default(one: Any) -> str:  # noqa: ANN401
    if one.required:
        return "needed"
    return "" if one.default in (None, False) else f"`{one.default}`"


# -- reference ----------------------------------------------------------------------------------


def measures() -> str:
    """Every measure: what it says, how it is made, between which values it lies."""
    parts = [
        table(
            ("measure", "says", "range"),
            *(
                (f"[`{m.name}`](#{m.name})", m.meaning, _range(m.low, m.high))
                for m in (*MEASURES, PERSONALISED)
            ),
        )
    ]
    for measure in (*MEASURES, PERSONALISED):
        notes = [f"A high value says that this person {measure.more}."]
        if not measure.largest_first:
            notes.append("Lists begin with the smallest value.")
        if measure.undefined:
            notes.append(f"Undefined for {measure.undefined}.")
        if measure.is_sampled:
            notes.append("Sampled above `exact_limit` (settings); the answer states the error.")
        if measure is PERSONALISED:
            notes.append("Made when asked for: `tieline influencers --around NAME`.")
        elif not measure.is_kept:
            notes.append(f"Made when asked for: `tieline influencers --by {measure.name}`.")
        code = measure.function.__module__.replace(".", "/")
        notes.append(f"Edge cases, cost and references: `{code}.py`.")
        parts += [f"### {measure.name}", f"`{measure.formula}`", " ".join(notes)]
    return "\n\n".join(parts)


def pair_measures() -> str:
    """Every measure of two people: what it says, how it is made, between which values it lies."""
    parts = [
        table(
            ("measure", "says", "range"),
            *(
                (f"[`{m.name}`](#{m.name})", m.meaning, _range(m.low, m.high))
                for m in map(shown, PAIR_MEASURES)
            ),
        )
    ]
    for measure in map(shown, PAIR_MEASURES):
        notes = [f"A high value says that these two {measure.more}."]
        if measure.unit:
            notes.append(f"In {measure.unit}.")
        if not measure.largest_first:
            notes.append("Lists begin with the smallest value.")
        if measure.undefined:
            notes.append(f"Undefined for {measure.undefined}.")
        if measure.is_sampled:
            notes.append("Sampled above `exact_limit` (settings); the answer states the error.")
        notes.append(f"Ranked by `tieline ties --by {measure.name}`.")
        parts += [f"### {measure.name}", f"`{measure.formula}`", " ".join(notes)]
    return "\n\n".join(parts)


def _range(low: float, high: float) -> str:
    if low == -inf:
        return "any"
    return f"{low:g} and more" if high == inf else f"{low:g} to {high:g}"


def weights() -> str:
    """What an interaction of each kind adds, over any channel or one, and why."""
    rows = ((f"`{one.key}`", one.weight, one.why) for one in USUAL)
    return table(("kind, or kind/channel", "weight", "why"), *rows)


def settings_table() -> str:
    """Every setting with its default, its range and its meaning."""
    fields = Settings.model_fields
    return table(
        ("setting", "default", "range", "meaning"),
        *(
            (f"`{name}`", f"`{_toml(field.get_default(call_default_factory=True))}`",
             _limits(field.metadata), field.description)
            for name, field in fields.items()
        ),
    )  # fmt: skip


def _toml(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return str(list(value))
    if isinstance(value, int) and value >= 100_000:
        return f"{value:_}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _limits(metadata: list[Any]) -> str:
    signs = {"gt": "above", "ge": "from", "lt": "below", "le": "to"}
    found = [
        f"{word} {getattr(one, sign):g}"
        for sign, word in signs.items()
        for one in metadata
        if hasattr(one, sign)
    ]
    return " ".join(found)


def computing() -> str:
    """The settings that decide numbers."""
    return ", ".join(f"`{name}`" for name in Settings.computing)


def sources() -> str:
    """Every source in the order in which they are asked."""
    return table(("`--as`", "reads"), *((f"`{source.name}`", source.meaning) for source in SOURCES))


def errors() -> str:
    """Every error with its exit code and HTTP status."""
    rows: list[tuple[object, ...]] = [("error", "meaning", "exit code", "HTTP", "problem type")]
    for name in sorted(graph.errors.__all__, key=_place_in_tree):
        kind = getattr(graph.errors, name)
        problem = kind_of(kind)
        meaning = (kind.__doc__ or "").strip().partition("\n")[0]
        rows.append((f"`{name}`", meaning, kind.exit_code, problem.status, f"`{problem.name}`"))
    tree = dedent((graph.errors.__doc__ or "").partition("\n\n")[2].partition("\n\nA message")[0])
    return f"```text\n{tree}\n```\n\n{table(*rows)}"


def problems() -> str:
    """The problems that only HTTP has."""
    ours = {getattr(graph.errors, name) for name in graph.errors.__all__}
    kinds = [kind for error, kind in KINDS.items() if error not in ours]
    rows = ((f"`{one.name}`", one.status, one.title) for one in (*kinds, *PLAIN_KINDS.values()))
    return table(("problem type", "HTTP", "meaning"), *sorted(rows, key=lambda row: row[1]))


def _place_in_tree(name: str) -> int:
    return (graph.errors.__doc__ or "").index(name)


def schema() -> str:
    """Every label, relationship and property of a Neo4j store."""
    parts = []
    for head in (one for one in DESCRIBED if not one.name):
        own = [one for one in DESCRIBED if one.name and one.pattern == head.pattern]
        parts.append(f"`{head.pattern}`: {head.meaning}.")
        if own:
            rows = ((f"`{one.name}`", one.meaning) for one in own)
            parts.append(table(("property", "is"), *rows))
    return "\n\n".join(parts)


# -- HTTP ---------------------------------------------------------------------------------------


def http() -> str:
    """Every route with its parameters, from the OpenAPI document that the server publishes."""
    document = create_app(Engine("tieline.duckdb", settings(environment={}))).openapi()
    found = [
        (path, method.upper(), told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]
    rows = [(f"`{method} {path}`", _first(told)) for path, method, told in found]
    parts = [table(("route", "answers"), *rows)]
    parts += [_route(path, method, told) for path, method, told in found]
    return "\n\n".join(parts)


def _route(path: str, method: str, told: Mapping[str, Any]) -> str:
    parts = [f"### {method} {path}", _prose(told.get("description", told["summary"]))]
    given = told.get("parameters", [])
    if given:
        rows = ((f"`{one['name']}`", one["in"], _described(one)) for one in given)
        parts.append(table(("parameter", "in", "meaning"), *rows))
    body = told.get("requestBody", {}).get("content", {})
    if body:
        parts.append("Body: " + ", ".join(f"`{kind}`" for kind in body) + ".")
    good = [code for code in told["responses"] if code < "300"]
    problems = [
        f"`{name}` ({code})"
        for code, one in sorted(told["responses"].items())
        if code >= "300"
        for name in re.findall(r"(?:^|\. )([a-z-]+): ", one["description"])
    ]
    parts.append(f"Answers {', '.join(good)}. Problems: {', '.join(problems)}.")
    return "\n\n".join(parts)


def _first(told: Mapping[str, Any]) -> str:
    return str(told["description"]).partition("\n")[0]


def _described(one: Mapping[str, Any]) -> str:
    schema = one.get("schema", {})
    needed = "Needed. " if one.get("required") else ""
    default = schema.get("default")
    preset = "" if default is None else f" Default: `{default}`."
    told = one.get("description") or schema.get("description", "")
    return needed + _prose(told) + preset


def _prose(text: str) -> str:
    return " ".join(text.split())


# -- the picture --------------------------------------------------------------------------------


def demo_briefing(folder: Path) -> dict[str, Any]:
    """Build the demo company in *folder*, load it, and give its briefing."""
    truth = build(folder)
    clock = micros(truth.clock)
    built = settings({"store": str(folder / "tieline.duckdb")}, environment={})
    load_paths([folder / name for name in EXPORTS], built, clock)
    engine = Engine(built.store, built, clock=lambda: clock)
    engine.refresh()
    return engine.briefing()


def picture(answer: dict[str, Any]) -> str:
    """Record the page that ``tieline briefing`` shows, as SVG; equal answers give equal bytes."""
    # a run's name depends on the libraries that made it, the page on nothing but the demo
    answer = {**answer, "run": "r_" + "0" * 16}
    with Path("/dev/null").open("w") as nowhere:
        console = Console(record=True, width=108, file=nowhere, highlight=False, markup=False)
        console.print(briefing_page(answer))
        recorded = console.export_svg(title="tieline briefing", unique_id="tieline")
    return _FONTS.sub("", recorded)


BLOCKS: Mapping[str, Callable[[], str]] = {
    "cli": cli,
    "computing": computing,
    "errors": errors,
    "http": http,
    "measures": measures,
    "pair_measures": pair_measures,
    "problems": problems,
    "schema": schema,
    "settings": settings_table,
    "sources": sources,
    "weights": weights,
}


def _written(blocks: Mapping[str, Callable[[], str]]) -> Iterator[Path]:
    for page in PAGES:
        text = page.read_text("utf-8")
        new = filled(text, blocks)
        if new != text:
            page.write_text(new, "utf-8")
            yield page


def main() -> None:
    """Write what is stale and name it."""
    parser = argparse.ArgumentParser(description="Write the generated parts of the documentation.")
    parser.add_argument("--picture", type=Path, help="record the briefing of a demo built in here")
    given = parser.parse_args()
    if given.picture:
        PICTURE.write_text(picture(demo_briefing(given.picture)), "utf-8")
        sys.stdout.write(f"{PICTURE.name}\n")
    for page in _written(BLOCKS):
        sys.stdout.write(f"{page.name}\n")


if __name__ == "__main__":
    main()
