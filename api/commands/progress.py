"""Progress on stderr: what is being done, how far, how fast, how long it will still take."""

import contextlib
import sys
import time
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from algorithms.reason import plural
from api.processes.child import Report
from ingest.load import Progress as Loading

__all__ = ["loading", "working"]


@contextlib.contextmanager
def working(title: str, *, quiet: bool) -> Iterator[Report]:
    """Show a computation; on a stream that is no terminal, nothing but a line at its end."""
    if quiet:
        yield lambda _what, _done: None
        return
    console = Console(stderr=True)
    begun = time.monotonic()
    with _bar(console) as bar:
        task = bar.add_task(title, total=1.0)

        def report(what: str, done: float) -> None:
            bar.update(task, description=f"{title}: {what}", completed=done)

        yield report
    _told_elsewhere(console, title, begun)


@contextlib.contextmanager
def loading(*, quiet: bool) -> Iterator[Loading]:
    """Show a load: the path, records so far, records a second; a line at its end elsewhere."""
    if quiet:
        yield lambda _path, _records, _done: None
        return
    console = Console(stderr=True)
    begun, read = time.monotonic(), 0
    with _bar(console) as bar:
        task = bar.add_task("loading", total=1.0)

        def report(path: str, records: int, done: float) -> None:
            nonlocal read
            read = records
            rate = records / max(time.monotonic() - begun, 1e-9)
            text = f"loading {path}: {plural(records, 'record')}, {rate:,.0f} a second"
            bar.update(task, description=text, completed=done)

        yield report
    _told_elsewhere(console, f"loading {plural(read, 'record')}", begun)


def _told_elsewhere(console: Console, what: str, begun: float) -> None:
    """Leave one line where no bar is drawn, as in the log of a nightly job."""
    if not sys.stderr.isatty():
        console.print(f"{what}: {time.monotonic() - begun:.1f} s", highlight=False)


def _bar(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )
