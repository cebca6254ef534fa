"""Working: where the independent parts of an analysis are computed, side by side.

    small    one thread beside the one that asks; the rest one after the other, here
    large    what hangs on a projection alone in processes of its own, the rest in threads

The parts, and so the numbers, are the same either way, and with any number of cores.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from api.processes.apart import apart

__all__ = ["Work", "working"]

Found = TypeVar("Found")
_AT_ONCE = 4  # the ranking of before, the measures, the communities, the silences


@dataclass(frozen=True)
class Work:
    """Threads beside this one, and whether what is computed goes into processes of its own."""

    threads: ThreadPoolExecutor
    is_large: bool

    def compute(self, function: Callable[..., Found], *arguments: Any, **named: Any) -> Found:  # noqa: ANN401
        """Compute a function of a module, and wait for it."""
        return (
            apart(function, *arguments, **named) if self.is_large else function(*arguments, **named)
        )

    def begun(
        self,
        function: Callable[..., Found],
        *arguments: Any,  # noqa: ANN401
        **named: Any,  # noqa: ANN401
    ) -> Callable[[], Found]:
        """Begin with a function where that can be done beside; gives what waits for the outcome."""
        if self.is_large:
            return self.threads.submit(apart, function, *arguments, **named).result
        return partial(function, *arguments, **named)


@contextmanager
def working(*, is_large: bool) -> Iterator[Work]:
    """Give where to compute, until everything is done.

    >>> with working(is_large=False) as work:
    ...     wait = work.begun(divmod, 7, 2)
    ...     work.compute(max, 3, 4), wait()
    (4, (3, 1))
    """
    with ThreadPoolExecutor(_AT_ONCE if is_large else 1) as threads:
        yield Work(threads, is_large)
