"""A child process for heavy work: it can be stopped, limited in memory, and put in the back row.

Compiled code does not listen to signals while it computes, so a thread could not be stopped; a
process can. The child is started afresh, reports progress, and gives its result back.

A child imports for most of a second before it begins. A server, whose user waits for that, keeps a
process at hand that has imported all of it, computes nothing and has opened nothing; its children
are copies of that one, never of the server with its threads.
"""

import contextlib
import multiprocessing
import os
import resource
from collections.abc import Callable
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any

from api.processes.roomy import keep_memory
from graph.errors import EngineError

__all__ = ["Report", "Stopped", "in_child", "stand_by"]

Report = Callable[[str, float], None]
"""Told what is being done, and how far it is, from 0 to 1."""


_PATIENCE = 0.1  # seconds between two looks at whether to go on
_IMPORTED = ["api.cli", "api.runs.work"]  # by the process at hand: how we were started, what we do
_STOPPED = "the computation was stopped; what was published before is unchanged"


class Stopped(EngineError):
    """The work was stopped or died before it was done; nothing was published."""


def stand_by() -> None:
    """Begin to keep a process at hand, from which children begin sooner; comes back at once."""
    _at_hand()
    forkserver.ensure_running()


def _at_hand() -> multiprocessing.context.ForkServerContext:
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(_IMPORTED)
    return found


def in_child(
    work: Callable[..., Any],
    *arguments: object,
    report: Report = lambda _what, _done: None,
    niceness: int = 0,
    memory_limit_gb: float = 0.0,
    is_at_hand: bool = False,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Any:  # noqa: ANN401 - whatever the work gives
    """Run ``work(*arguments, report=...)`` in a process of its own and give what it returns.

    An ``EngineError`` of the work is raised here. An interrupt here ends the child at once, and so
    does *is_stopped*, asked several times a second. *is_at_hand* begins it from the process that
    stands by.
    """
    if is_stopped():
        raise Stopped(_STOPPED)
    context = _at_hand() if is_at_hand else multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(
        target=_main, args=(there, work, arguments, niceness, memory_limit_gb), daemon=True
    )
    child.start()
    there.close()
    try:
        return _followed(here, report, is_stopped)
    finally:
        if child.is_alive():
            child.terminate()
            child.join(timeout=5)
            if child.is_alive():
                child.kill()
        child.join()
        here.close()


def _followed(connection: Connection, report: Report, is_stopped: Callable[[], bool]) -> Any:  # noqa: ANN401
    while True:
        while not connection.poll(_PATIENCE):
            if is_stopped():
                raise Stopped(_STOPPED)
        try:
            what, value = connection.recv()
        except EOFError:
            raise Stopped(
                "the computation ended before it was done (stopped, or out of memory); "
                "what was published before is unchanged. Try again: tieline refresh"
            ) from None
        if what == "done":
            return value
        if what == "failed":
            raise value
        report(*value)
        if is_stopped():
            raise Stopped(_STOPPED)


def _main(
    connection: Connection,
    work: Callable[..., Any],
    arguments: tuple[object, ...],
    niceness: int,
    memory_limit_gb: float,
) -> None:
    if niceness:
        os.nice(niceness)
    if memory_limit_gb:
        limit = int(memory_limit_gb * 2**30)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    keep_memory()

    def report(what: str, done: float) -> None:
        connection.send(("progress", (what, done)))

    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):  # the parent tells
        try:
            result = work(*arguments, report=report)
        except EngineError as error:
            connection.send(("failed", error))
        except MemoryError:
            connection.send(("failed", Stopped("out of memory; raise memory_limit_gb")))
        else:
            connection.send(("done", result))
