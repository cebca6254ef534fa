"""The end of a command: what it registered and wrote is seen to, its memory is left to the system.

Python takes a tenth of a second to take all apart that a command has imported, one object after
the other, of which nothing is left a moment later in any case.
"""

import atexit
import os
import sys
import threading

__all__ = ["end_process"]


def end_process(code: int) -> None:
    """End this process as the interpreter does, but for tidying up memory.

    Comes back, for the interpreter to end it, where a thread is still at work.
    """
    others = (one for one in threading.enumerate() if one is not threading.main_thread())
    if not all(one.daemon for one in others):
        return
    atexit._run_exitfuncs()  # noqa: SLF001
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
