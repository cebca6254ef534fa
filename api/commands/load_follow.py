"""Loading that goes on: one line for each load, until a signal ends it."""

import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import typer

from api.commands.left_out import left_out_lines
from api.commands.options import Common, note
from api.commands.streams import is_stdout_read

__all__ = ["Told", "load_and_follow"]

Told = tuple[str | None, Path | None, str | None, str | None, tuple[str, ...]]
"""What makes a `Way` of loading, whose module takes half a second to import."""


def load_and_follow(
    common: Common,
    paths: Sequence[Path],
    told: Told,
    *,
    pace: tuple[float, float, float],
    again: bool,
    no_refresh: bool,
    left_out: bool,
) -> None:
    """Load what is there and what comes, until a signal, a closed pipe, or a store long away."""
    from api.incoming.following_files import Follower, Pace, follow
    from api.incoming.loading import Way

    ending = _Ending()
    signal.signal(signal.SIGTERM, ending)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as for jobs in the background
        signal.signal(signal.SIGINT, ending)
    follower = Follower(paths, common.engine(), Way(*told), Pace(*pace), again=again)
    say = (lambda _text: None) if common.quiet else note
    for answer in follow(follower, is_refreshing=not no_refresh, pause=ending.pause, note=say):
        if common.form == "table":
            typer.echo(_line(answer))
        else:
            common.print(answer, lambda _answer: None)
        sys.stdout.flush()
        if not is_stdout_read():  # tieline load --follow | head -1
            return
        if not common.quiet:
            for line in (*answer.get("warnings", ())[:10], *answer.get("failed", ())[:10]):
                note(f"note: {line}")
            for line in left_out_lines(answer.get("left_out", ()), every=left_out):
                note(line)


class _Ending:
    """A signal that ends the process at once, or at the next pause where a library swallowed it."""

    def __init__(self) -> None:
        self._asked: int | None = None

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self._asked = number
        self._end()

    def pause(self, seconds: float) -> None:
        if self._asked is None:
            time.sleep(seconds)
        if self._asked is not None:
            self._end()

    def _end(self) -> NoReturn:
        if self._asked == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(0)


def _line(answer: dict[str, Any]) -> str:
    """One line for a load, or for a refresh."""
    if "run" in answer:
        return f"{answer['at'][:19]}Z  refreshed: {answer['run']}"
    names = ("read", "new", "known", "corrected", "rejected", "tieless")
    counts = ", ".join(f"{answer[name]:,} {name}" for name in names)
    files = answer["files"]
    more = f" and {len(files) - 1:,} more" if len(files) > 1 else ""
    return f"{answer['at'][:19]}Z  {files[0] if files else ''}{more}: {counts}"
