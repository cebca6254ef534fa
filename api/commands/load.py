"""Getting data in: the demo company, loading, refreshing, and what was rejected."""

import shutil
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from algorithms.reason import plural
from api.commands.left_out import left_out_lines
from api.commands.load_follow import Told, load_and_follow
from api.commands.options import Common, common, note
from graph.collecting import not_collecting
from graph.errors import EngineError, Misuse

__all__ = ["demo", "load", "refresh", "rejected"]

_MAPPING = typer.Option(
    "--mapping", metavar="FILE", help="TOML file that says how to read a table."
)


@common
def load(
    common: Common,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Files and folders.", show_default=False)
    ],
    source: Annotated[
        str | None, typer.Option("--as", help="Read as this source, whatever it looks like.")
    ] = None,
    mapping: Annotated[Path | None, _MAPPING] = None,
    log: Annotated[
        str | None, typer.Option("--log", help="Name of a log with bare account names.")
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", help="Zone of dates without one: Europe/Warsaw.")
    ] = None,
    unread: Annotated[
        list[str] | None,
        typer.Option("--unread", help="A channel whose texts are not read, such as email; or all."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print a mapping for the table to begin with.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be; write nothing.")
    ] = (False),
    again: Annotated[
        bool, typer.Option("--again", help="Read what has not changed since it was loaded, too.")
    ] = False,
    no_refresh: Annotated[
        bool, typer.Option("--no-refresh", help="Leave the answers as they are for now.")
    ] = False,
    left_out: Annotated[
        bool, typer.Option("--left-out", help="Name every file that was left out, and why.")
    ] = False,
    follow: Annotated[
        bool, typer.Option("--follow", help="Go on: load what is new or changed, until Ctrl-C.")
    ] = False,
    every: Annotated[
        float, typer.Option("--every", min=0.01, help="With --follow: seconds between two looks.")
    ] = 2.0,
    rest: Annotated[
        float, typer.Option("--rest", min=0.0, help="With --follow: seconds without a change.")
    ] = 2.0,
    patience: Annotated[
        float, typer.Option("--patience", min=0.0, help="With --follow: to wait for a store.")
    ] = 300.0,
) -> None:
    """Load files and folders: mail, calendars, tables of calls or messages, people.

    Every record ends as new, known, corrected or rejected. Loading again adds nothing, and what is
    as it was when it was loaded is not read again; a load that was killed is resumed by loading
    again. Exit code 3 says that some records were rejected.

    Example: tieline load mail.mbox calendar.ics calls.csv crm/
    Example: tieline load --follow ~/Maildir ~/exports --no-refresh
    """
    if explain:
        _explain(paths, common.settings().tz(), log)
        return
    told = (source, mapping, log, zone, tuple(unread or ()))
    if follow:
        if dry_run:
            raise Misuse("--follow writes what it reads; leave out --dry-run")
        pace = (every, rest, patience)
        load_and_follow(
            common, paths, told, pace=pace, again=again, no_refresh=no_refresh, left_out=left_out
        )
        return
    answer = _loaded(common, paths, told, dry_run=dry_run, again=again)
    if not common.quiet:
        _tell(answer, left_out=left_out)
    if not (no_refresh or dry_run) and answer["new"] + answer["corrected"]:
        _refreshed(common)
    common.print(answer, _report)
    if answer["rejected"] or answer["failed"]:
        raise typer.Exit(3)


def _loaded(
    common: Common, paths: list[Path], told: Told, *, dry_run: bool, again: bool
) -> dict[str, Any]:
    clock = time.time_ns() // 1_000  # as an engine has it, which takes longer to start than this
    with not_collecting():
        from api.commands.progress import loading
        from api.incoming.loading import Way, load_answer, load_paths
        from ingest.reading.other_readers import others_beside
        from ingest.reading.readers import serve

    with others_beside(paths, serve) as others:  # copies of this process while it has one thread
        settings = common.settings()
        with loading(quiet=common.quiet) as progress:
            report = load_paths(
                paths, settings, clock, Way(*told),
                dry_run=dry_run, again=again, progress=progress, others=others,
            )  # fmt: skip
    return load_answer(report)


def _explain(paths: list[Path], zone: Any, log: str | None) -> None:  # noqa: ANN401
    import tempfile
    from datetime import UTC, datetime

    from ingest.files.unpacked import Unreadable, files
    from ingest.source import Reading
    from ingest.table.source import explain

    for path in paths:
        if not path.exists():
            raise Misuse(f"{path} does not exist; name a file or a folder")
    with tempfile.TemporaryDirectory(prefix="tieline-explain-") as folder:
        reading = Reading(clock=datetime.now(UTC), zone=zone, log=log, folder=Path(folder))
        for path in paths:
            for file in files([path], Path(folder)):
                if isinstance(file, Unreadable):
                    note(str(file))
                    continue
                try:
                    typer.echo(explain(file, reading, path))
                except EngineError as error:
                    if path.is_file() and file.shown == path.name:
                        raise
                    note(str(error))  # one of several says nothing against the others


def _tell(answer: dict[str, Any], *, left_out: bool) -> None:
    """What a user should know beside the counts, on stderr."""
    for line in answer["warnings"][:10]:
        note(f"note: {line}")
    for line in answer["failed"][:10]:
        note(f"failed: {line}")
    for line in left_out_lines(answer["left_out"], every=left_out):
        note(line)
    if answer["rejected"]:
        note(f"{_rejected(answer['rejected'])}; see: tieline rejected")


def _rejected(count: int) -> str:
    return f"{plural(count, 'record')} {'was' if count == 1 else 'were'} rejected"


def _report(answer: dict[str, Any]) -> None:
    from api.commands.tables import show, table

    names = ("read", "new", "known", "corrected", "rejected", "tieless")
    found = table("Loaded", "path", "source", *(f">{name}" for name in names))
    for part in answer["sources"]:
        found.add_row(part["path"], part["source"], *(f"{part[name]:,}" for name in names))
    if len(answer["sources"]) > 1:
        found.add_row("all", "", *(f"{answer[name]:,}" for name in names), style="bold")
    if answer["first_at"]:
        span = f"{answer['first_at'][:10]} to {answer['last_at'][:10]}"
        counts = plural(answer["interactions"], "interaction")
        people = plural(answer["people"], "identity", "identities")
        found.caption = f"{counts} among {people}, {span}"
    show(found)


def _refreshed(common: Common) -> None:
    from api.commands.progress import working

    with working("refresh", quiet=common.quiet) as report:
        common.engine().refresh(report=report)


@common
def refresh(common: Common) -> None:
    """Compute and publish a snapshot: what every answer is read from.

    Example: tieline refresh
    """
    _refreshed(common)
    common.print(common.engine().status(), _status)


def _status(answer: dict[str, Any]) -> None:
    from api.commands.tables import console

    counts = plural(answer["interactions"], "interaction")
    console().print(f"{answer['run']} as of {answer['as_of']}: {counts}")


@common
def rejected(
    common: Common,
    retry: Annotated[bool, typer.Option("--retry", help="Load their paths again.")] = False,
    mapping: Annotated[Path | None, _MAPPING] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Rows at most.")] = 20,
) -> None:
    """List rejected records with their place and reason, or load them again.

    Example: tieline rejected --retry --mapping calls.toml
    """
    from dataclasses import asdict

    from api.incoming.loading import retry as load_again
    from api.state import State
    from graph.connect import state_file

    state = State(state_file(common.settings().url))
    accepted = 0
    if retry:
        reports = load_again(common.settings(), common.engine().clock(), mapping=mapping)
        accepted = sum(one.total("new") + one.total("corrected") for one in reports)
        if accepted:
            _refreshed(common)
    left = state.reject_count()
    items = [asdict(one) for one in state.rejects(limit)]
    common.print({"items": items, "total": left, "accepted": accepted}, _rejects)
    if retry and left:
        raise typer.Exit(3)


def _rejects(answer: dict[str, Any]) -> None:
    from api.commands.tables import console, show, table

    if not answer["items"]:
        console().print("nothing is rejected")
        return
    found = table("Rejected", "place", "reason", "found", caption=f"{answer['total']:,} in all")
    for item in answer["items"]:
        found.add_row(item["place"], item["reason"], item["found"][:60])
    show(found)


@common
def demo(
    common: Common,
    folder: Annotated[
        Path, typer.Option("--folder", help="Where the demo's files and store are put.")
    ] = Path("tieline-demo"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the briefing.")] = False,
    port: Annotated[int | None, typer.Option("--port", help="Port to serve on.")] = None,
) -> None:
    """Make a small company's two years of exports, load them, print the briefing, serve.

    Example: tieline demo --no-serve
    """
    from api.commands.ask import show_briefing
    from api.commands.progress import loading, working
    from api.demo import EXPORTS, build
    from api.engine import Engine
    from api.incoming.loading import load_answer, load_paths
    from graph.moments import micros

    quiet = common.quiet
    with working("inventing a company", quiet=quiet):
        truth = build(folder)
    settings = common.settings(store=common.store or str(folder / "tieline.duckdb"), port=port)
    clock = micros(truth.clock)  # the demo is looked at from its own last day
    exports = [folder / name for name in EXPORTS]
    with loading(quiet=quiet) as progress:
        report = load_paths(exports, settings, clock, progress=progress)
    engine = Engine(settings.url, settings, clock=lambda: clock, is_server=not no_serve)
    with working("refresh", quiet=quiet) as reporting:
        engine.refresh(report=reporting)
    common.print({**engine.briefing(), "load": load_answer(report)}, show_briefing)
    if not quiet:
        note(f"\n{report.total('read'):,} records were read from the exports in {folder}.")
        note(f"What is hidden in them is told in {folder / 'truth' / 'TRUTH.md'}.")
        command = "tieline" if shutil.which("tieline") else sys.argv[0]  # .venv/bin/tieline
        note(f"Ask on with: {command} --store {settings.store} influencers")
    if not no_serve:
        from api.serving import serve_engine

        say = engine.note if quiet else note
        serve_engine(engine, settings, note=say, is_quiet=quiet)
