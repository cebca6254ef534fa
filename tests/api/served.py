"""A real server in a process of its own, as `tieline serve` starts it."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["MAIN", "all_gone", "begun_by", "ended_by", "serving"]

MAIN = (sys.executable, "-c", "from api.cli import main; main()")


@contextlib.contextmanager
def serving(url: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Serve a store on a free port; gives the process and the address."""
    command = [*MAIN, "--store", url, "serve", "--port", "0"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stderr=log, stdout=subprocess.DEVNULL)
        try:
            yield server, _address(server, folder / "log")
        finally:
            if server.poll() is None:
                server.kill()
            server.wait()


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    while True:
        found = re.search(rb"listens on (http://\S+)", log.read_bytes())
        if found:
            return found[1].decode()
        if server.poll() is not None:
            raise AssertionError(log.read_text())
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(0.02)


def begun_by(server: subprocess.Popen[bytes]) -> set[int]:
    """The processes that are there now because of a server: its children, and what they began."""
    there = _processes()
    found, latest = set[int](), {server.pid}
    while latest := {pid for pid, parent in there if parent in latest}:
        found |= latest
    return found


def all_gone(processes: set[int], *, within: float) -> bool:
    """Whether processes end within some seconds."""
    until = time.monotonic() + within
    while left := processes & {pid for pid, _ in _processes()}:
        if time.monotonic() > until:
            return not left
        time.sleep(0.05)
    return True


def _processes() -> list[tuple[int, int]]:
    """Every process that runs, and its parent."""
    command = ["ps", "-A", "-o", "pid=,ppid=,stat="]
    rows = [row.split() for row in subprocess.check_output(command, text=True).splitlines()]
    return [(int(pid), int(parent)) for pid, parent, state, *_ in rows if state[0] != "Z"]


def ended_by(server: subprocess.Popen[bytes], number: signal.Signals, *, within: float) -> int:
    """Send a signal and give the exit code; fails if the server takes longer."""
    os.kill(server.pid, number)
    return server.wait(timeout=within)
