"""Times the steps of a script and says each one on a line of JSON, as soon as it has ended."""

import json
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["facts", "step"]


@contextmanager
def step(name: str, *, limit: float = 0.0) -> Iterator[None]:
    """Time what is done inside, and give it up after *limit* seconds if there is a limit.

    A step that was given up says so. The signal only reaches Python code: a library that stays in C
    for the whole step ends in its own time.
    """
    start = time.perf_counter()
    finished = True
    previous = signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        yield
    except TimeoutError:
        finished = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, previous)
    seconds = round(time.perf_counter() - start, 3)
    print(json.dumps({"step": name, "seconds": seconds, "finished": finished}), flush=True)


def facts(**found: object) -> None:
    """Say what the script found, so that its answers can be laid beside those of others."""
    print(json.dumps({"facts": found}), flush=True)


def _give_up(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError
