"""A limit on work: stops a library that would go on for hours over one hostile record.

Work is counted in calls rather than seconds, so that what is accepted on one machine is accepted
on every other. It holds for the current thread and for Python code only.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["FAILURES", "TooMuchWork", "work_limit"]


class TooMuchWork(RuntimeError):
    """A record asked for more work than any honest one."""


FAILURES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RecursionError,
    TooMuchWork, TypeError, ValueError,
)  # fmt: skip
"""What a library may raise over a hostile record; each costs one record, never the file."""


@contextmanager
def work_limit(calls: int) -> Iterator[None]:
    """Raise ``TooMuchWork`` once the body has made so many calls; under a profiler, never."""
    left = calls
    if sys.getprofile() is not None:
        yield
        return

    def count(_frame: FrameType, _what: str, _argument: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooMuchWork

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)
