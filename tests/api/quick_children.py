"""The engine's child processes, quick to start: forked off a process that has read the code.

A child reads the code for most of a second, in hundreds of tests. What it is told, what it gives
back and how it is stopped goes the same way. Commands that are forked for tests start theirs so,
too; servers and commands as installed start their children as they always do.
"""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import BaseContext, ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest

import api.processes.child

__all__ = ["quick_children", "ready"]

READ = [
    "api.questions.backtested",
    "api.engine",
    "graph.duckdb.store",
    "graph.neo4j.store",
    "dateutil.relativedelta",
    "encodings.idna",
    "multiprocessing.popen_forkserver",
    __name__,  # where what a child is made of lies, and pytest with it
    "tests.api.frozen",
]
"""What they need, and at last that nobody looks through it for garbage."""


class _Child(ForkServerProcess):
    """A process with the environment of the moment at which it was made."""

    def __init__(self, *args: object, **words: object) -> None:
        super().__init__(*args, **words)  # type: ignore[arg-type]
        self.environment = dict(os.environ)

    def run(self) -> None:
        os.environ.clear()
        os.environ.update(self.environment)
        super().run()


class _Quick(ForkServerContext):
    Process = _Child


class _Multiprocessing:
    """Stands where the engine asks for the usual way of starting."""

    @staticmethod
    def get_context(_: str) -> BaseContext:
        ready()
        return _Quick()


@cache
def ready() -> None:
    """Start the process that is forked, which finds our tests wherever we are."""
    multiprocessing.set_forkserver_preload(READ)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        forkserver.ensure_running()


@contextmanager
def quick_children() -> Iterator[None]:
    """Start the children of engines in this process quickly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api.processes.child, "multiprocessing", _Multiprocessing)
        yield
