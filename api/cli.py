"""The command line: `tieline COMMAND`, put together from one file a family of commands."""

import sys
from copy import copy
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from api.commands import (
    ask,
    backtest,
    changes,
    copying,
    coverage,
    cypher,
    evidence,
    following,
    groups,
    identities,
    keep,
    load,
    look,
    moving,
    parity,
    serve,
    ties,
    topics,
    weights,
)
from api.commands.streams import lasting_streams
from api.commands.value_words import worded
from api.processes.ending import end_process
from graph.errors import EngineError

__all__ = ["app", "main", "run"]


class _Command(TyperCommand):
    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps its own click
        return worded(super().get_params(ctx))


class _Group(TyperGroup):
    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401
        return worded(super().get_params(ctx))


app = typer.Typer(
    name="tieline",
    cls=_Group,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"tieline {version('tieline')}")
        raise typer.Exit


@app.callback()
def _root(
    store: Annotated[
        str | None,
        typer.Option(help="The store: a file's path (TIELINE_STORE, else tieline.duckdb)."),
    ] = None,
    version: Annotated[  # noqa: ARG001 - acted on by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Who carries weight, who has a stake, which ties are weakening; with evidence.

    Example: tieline load mail.mbox calendar.ics calls.csv && tieline briefing
    """
    _ = store  # read by the commands from this context


FAMILIES = {
    "The main job": (load.demo, load.load, load.refresh, ask.briefing),
    "Answers": (
        ask.influencers,
        moving.rising,
        backtest.backtest,
        changes.changes,
        ask.stakeholders,
        ask.weakening,
        following.next,
        groups.communities,
        ties.ties,
        topics.topics,
    ),
    "Look-ups": (
        look.people,
        look.person,
        evidence.tie,
        evidence.explain,
        identities.identities,
        topics.topic,
        look.measures,
        weights.weights,
        coverage.coverage,
        coverage.departures,
        cypher.cypher,
    ),
    "Serving": (serve.serve,),
    "Housekeeping": (
        load.rejected,
        keep.merge,
        keep.unmerge,
        copying.copy,
        keep.status,
        keep.runs,
        keep.config,
        parity.parity,
    ),
}
for _panel, _commands in FAMILIES.items():
    for _command in _commands:
        app.command(_command.__name__, cls=_Command, rich_help_panel=_panel)(_command)


def main() -> None:
    """Run the command line; exit codes are those of the contract (docs/cli.md)."""
    lasting_streams()
    try:
        _asked()()
    except EngineError as error:  # outside of commands: the help could not be printed
        typer.echo(f"tieline: {error}", err=True)
        raise SystemExit(error.exit_code) from None


def _asked() -> typer.Typer:
    """The command line with the one command that is named first, else whole: each takes making."""
    named = [one for one in app.registered_commands if one.name in sys.argv[1:2]]
    if not named:
        return app
    alone = copy(app)
    alone.registered_commands = named
    return alone


def run() -> None:
    """Be the `tieline` command: run the command line, and end the process without tidying up."""
    try:
        main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            end_process(end.code or 0)
        raise
