"""The engine's child processes, quick to start: forked off a process that has read the code.

A child reads the code for most of a second, in hundreds of tests. What it is told, what it gives
back and how it is stopped goes the same way. Servers and commands that tests start in processes of
their own start their children as they always do.
"""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext, ForkServerContext, ForkServerProcess

import pytest

import api.child

__all__ = ["quick_children"]

READ = ["api.backtested", "api.engine", "graph.neo4j_store"]


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
        return _Quick()


@contextmanager
def quick_children() -> Iterator[None]:
    """Start the children of engines in this process quickly."""
    multiprocessing.set_forkserver_preload(READ)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api.child, "multiprocessing", _Multiprocessing)
        yield
