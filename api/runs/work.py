"""What is computed of a snapshot or a run by itself, in a child process where that is better."""

from collections.abc import Callable
from typing import Any

from api.computing.run import Run
from api.log.history import History
from api.processes.child import Report
from api.refresh import publish_run, publish_standing
from api.settings import Settings
from graph.connect import snapshot_folder
from graph.snapshot import Snapshots

__all__ = ["of_run", "publish"]


def publish(
    url: str,
    snapshot: str,
    settings: Settings,
    as_of: int,
    half_life: int,
    only_people: bool,
    *,
    report: Report = lambda _what, _done: None,
) -> str:
    """Compute one run of a snapshot where it is not there yet, and give its folder's name."""
    snapshots = Snapshots(snapshot_folder(url))
    columns = snapshots.open(snapshot)
    published = publish_standing if only_people else publish_run
    return published(snapshots, columns, settings, as_of, half_life, report=report).name


def of_run(
    url: str,
    snapshot: str,
    run: str,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    *,
    report: Report = lambda _what, _done: None,
) -> Any:  # noqa: ANN401 - whatever the function gives
    """Compute something of a run that is published."""
    report("computing what was asked for", 0.0)
    snapshots = Snapshots(snapshot_folder(url))
    history = History.mapped(snapshots.open(snapshot))
    return function(Run(history, snapshots.open(snapshot, run)), *arguments)
