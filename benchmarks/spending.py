"""What a command costs: time, work of all cores, and the peak memory of its largest process."""

import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CommandFailed", "Spent", "median", "spend"]

_KIBIBYTE = 1 if sys.platform == "darwin" else 1024  # in what unit the system counts memory


class CommandFailed(Exception):
    """A command that is being timed ended with an error; its last words are in the message."""


@dataclass(frozen=True)
class Spent:
    """One run of one command: seconds on the wall, bytes, seconds of all cores together."""

    seconds: float
    memory: float = 0.0
    work: float = 0.0
    output: str = ""


def spend(command: list[str], folder: Path, *, limit: float, fine: tuple[int, ...] = (0,)) -> Spent:
    """Run a command in *folder* to its end, at most *limit* seconds, and see what it took.

    This process stays small on purpose: a child starts with the peak of the one that made it.
    Settings from the environment do not reach the command. Exit codes in *fine* are no failure.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TIELINE_")}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as words:
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdout=output, stderr=words, cwd=folder, env=environment, process_group=0
        )
        status, usage = _awaited(child.pid, limit)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in fine:
            words.seek(0)
            said = words.read().decode(errors="replace").strip()[-2000:]
            raise CommandFailed(
                f"{_short(command)} ended with {child.returncode} after {seconds:.0f} s: {said}"
            )
        output.seek(0)
        work = usage.ru_utime + usage.ru_stime
        return Spent(seconds, usage.ru_maxrss * _KIBIBYTE, work, output.read().decode())


def _awaited(group: int, limit: float) -> tuple[int, resource.struct_rusage]:
    """Wait for a command; end it with all its children after *limit*, or when interrupted."""
    alarm = threading.Timer(limit, os.killpg, (group, signal.SIGKILL))
    alarm.start()
    try:
        _, status, usage = os.wait4(group, 0)
    except KeyboardInterrupt:
        os.killpg(group, signal.SIGKILL)
        raise
    finally:
        alarm.cancel()
    return status, usage


def _short(command: list[str]) -> str:
    """Write a command without the folders it was run in."""
    return " ".join(Path(word).name if "/" in word else word for word in command)


def median(runs: list[Spent]) -> Spent:
    """Take the middle of several runs of one command, with the output of the last."""
    return Spent(
        statistics.median(run.seconds for run in runs),
        statistics.median(run.memory for run in runs),
        statistics.median(run.work for run in runs),
        runs[-1].output,
    )
