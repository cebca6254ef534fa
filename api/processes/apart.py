"""Apart: one function in a process of its own, while the one that asked goes on.

igraph, and much of what numpy does, keeps the interpreter to itself, so that two threads of one
process often stand still for each other. What is large and hangs on little is computed apart
instead. Arguments and results pass through files without a name, as arrays in one piece. The
process is started afresh (no fork); numbers do not know where they were computed.

Where no process can be had, or it dies, the function is computed here, with the very same outcome.

Cost: about half a second to start, and the time to copy arguments and results.
"""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any, TypeVar

from api.processes.roomy import keep_memory

__all__ = ["apart"]

Found = TypeVar("Found")
_LOOKS = 0.5  # seconds between two looks at whether anybody still waits
_BEGIN = (
    "import sys; sys.path[:] = {path!r}; from api.processes.apart import _main; _main({parent})"
)


def apart(function: Callable[..., Found], *arguments: Any, **named: Any) -> Found:  # noqa: ANN401
    """Give ``function(*arguments, **named)``, computed in a process of its own.

    The function is one of a module, so that the process finds it.

    >>> apart(divmod, 7, 2)
    (3, 1)
    """
    try:
        return _computed(function, arguments, named)  # type: ignore[no-any-return]
    except (OSError, subprocess.SubprocessError, EOFError, pickle.PickleError):
        return function(*arguments, **named)


def _computed(
    function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
) -> Any:  # noqa: ANN401
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as found:
        pickle.dump((function, arguments, named), asked, pickle.HIGHEST_PROTOCOL)
        asked.seek(0)
        begin = _BEGIN.format(path=sys.path, parent=os.getpid())
        subprocess.run(  # noqa: S603 - this very interpreter, with our own words
            [sys.executable, "-c", begin],
            stdin=asked,
            stdout=found,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        found.seek(0)
        return pickle.load(found)  # noqa: S301 - what our own process wrote


def _main(parent: int) -> None:
    """Compute what is asked on the standard input, unless nobody waits for it any more."""
    keep_memory()
    signal.signal(signal.SIGALRM, lambda *_: None if os.getppid() == parent else os._exit(1))
    signal.setitimer(signal.ITIMER_REAL, _LOOKS, _LOOKS)
    function, arguments, named = pickle.load(sys.stdin.buffer)  # noqa: S301 - of our own process
    found = function(*arguments, **named)
    pickle.dump(found, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
    signal.setitimer(signal.ITIMER_REAL, 0)  # as it ends, Python no longer listens to it
