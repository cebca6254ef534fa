"""Other processes that read: copies of one that has imported what they need, or started afresh.

To import that takes half a second. So a command, which has one thread only, makes copies of itself;
a program with threads of its own cannot be copied safely, and processes are started afresh beside
it, without looking at that program. Work and answers are laid down in files of the memory, which
are handed over by a socket, so that nobody waits for a slow listener, nor for a disk. A process
ends when this one does, however that ends.
"""

import contextlib
import multiprocessing
import os
import pickle
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from graph.errors import ReadingEnded

if TYPE_CHECKING:
    from graph.batch import Batch
    from ingest.reading.work import Work

__all__ = ["Answer", "Other", "hand_over", "handed", "others_begun", "others_beside", "others_for"]

Serve = Callable[[int], None]
"""What another process does all its life, given the number of the socket it is told work by."""

_Begun = tuple[int, Callable[[], object], Callable[[], object]]
"""The number of a process, what ends it, and what waits until it has ended."""

_MOST = 4  # processes: one writes what all of them read
_MUCH = 6 * 2**20  # bytes of text
_BY_SUFFIX = {
    "json": 1, "jsonl": 1, "ndjson": 1, "js": 1, "zip": 5, "gz": 5, "tgz": 5,
    "mbox": 1, "mboxrd": 1, "mbx": 1, "txt": 1, "": 1, "eml": 3, "emlx": 3,
}  # fmt: skip
_IN_MAILDIR = 3
_KNOWS_CORES = hasattr(os, "sched_getaffinity")
_IS_COPIED = sys.platform == "linux"  # elsewhere libraries of the system do not live through it
_IS_ABLE = bool(sys.executable) and hasattr(socket, "socketpair")
_START = (
    "import sys; sys.path[:] = {path!r}; from ingest.reading.readers import serve; serve({number})"
)
_ENDED = (
    "a process that reads files ended before it was done (stopped, or out of memory); what was "
    "committed before stays, and loading again adds the rest"
)


def others_for(paths: Sequence[Path], processes: int | None = None) -> int:
    """Give how many other processes are worth their start for some files.

    >>> others_for([], 4), others_for([Path(__file__)], 4)
    (0, 0)
    """
    if processes is None:
        processes = min(
            len(os.sched_getaffinity(0)) if _KNOWS_CORES else os.cpu_count() or 1, _MOST
        )
    return processes - 1 if processes > 1 and _is_much(paths) else 0


def others_begun(
    paths: Sequence[Path], processes: int | None = None, serve: Serve | None = None
) -> "list[Other]":
    """Start as many other processes as are worth it for some files."""
    return [Other(serve) for _ in range(others_for(paths, processes) if _IS_ABLE else 0)]


@contextmanager
def others_beside(paths: Sequence[Path], serve: Serve) -> "Iterator[list[Other]]":
    """Make copies of this process for some files; they end with the block, used or not."""
    others = others_begun(paths, serve=serve)
    try:
        yield others
    finally:
        for other in others:
            other.close()


def _is_much(paths: Sequence[Path]) -> bool:
    """Say whether files that others may read, by their names, weigh enough."""
    size = 0
    for path in paths:
        inside = ((at, name) for at, _, names in os.walk(path) for name in names)
        for at, name in [os.path.split(path)] if path.is_file() else inside:
            _, dot, suffix = name.rpartition(".")
            often = _BY_SUFFIX.get(suffix.lower() if dot else "", 0)
            often = often or _IN_MAILDIR * at.endswith(("/cur", "/new"))
            with contextlib.suppress(OSError):
                size += often * Path(at, name).stat().st_size if often else 0
            if size >= _MUCH:
                return True
    return False


def hand_over(line: socket.socket, value: object) -> None:
    """Lay a value down, and hand it over to the process at the other end of a line."""
    with _file() as file:
        pickle.dump(value, file, protocol=pickle.HIGHEST_PROTOCOL)
        file.flush()
        socket.send_fds(line, [b"."], [file.fileno()])


def handed(line: socket.socket) -> bytes:
    """Wait for what is handed over, and give it as it was laid down.

    Raises EOFError where nothing more can come.
    """
    told, files, _, _ = socket.recv_fds(line, 1, 1)
    if not told:
        raise EOFError
    with os.fdopen(files[0], "rb") as file:
        file.seek(0)
        return file.read()


def _file() -> IO[bytes]:
    """A file that nobody else sees, gone when nobody holds it: in memory, where the system can."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("tieline"), "wb")
    return cast("IO[bytes]", tempfile.TemporaryFile())


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read, or what another process handed over of it."""

    found: "list[Batch] | None" = None
    handed: bytes | None = None

    def batches(self) -> "list[Batch] | None":
        """Take what was read; raises what kept it from being read."""
        if self.handed is None:
            return self.found
        found: Any = pickle.loads(self.handed)  # noqa: S301  # by a process of our own
        if isinstance(found, BaseException):
            raise found
        return cast("list[Batch] | None", found)


class Other:
    """One other process, and the thread that hears it; ``is_free`` is called when it answers.

    It is a copy of this one that does what *serve* says, where it can be copied. The thread begins
    when it is first told something: until then this process has one thread, and more copies can be
    made.
    """

    def __init__(self, serve: Serve | None = None) -> None:
        self.is_free: Callable[[], None] = lambda: None
        here, there = socket.socketpair()
        is_copied = serve is not None and _IS_COPIED and threading.active_count() == 1
        begun = _copied(serve, here, there) if serve and is_copied else _started(there)
        self.pid, self._kill, self.ended = begun
        there.close()
        self._line = here
        self._waiting: list[Future[Answer]] = []
        self._lock = threading.Lock()
        self._is_over = False
        self._hearing = threading.Thread(target=self._hear, daemon=True)

    @property
    def busy(self) -> int:
        """How much it has been given that it has not answered yet."""
        return len(self._waiting)

    def tell(self, told: object) -> None:
        """Hand it something over."""
        if self._hearing.ident is None:
            self._hearing.start()
        with contextlib.suppress(ConnectionError):  # that it ended is told with the answers
            hand_over(self._line, told)

    def read(self, work: "Work", answer: Future[Answer]) -> None:
        """Have this process read a piece of work; what keeps it from that is the answer."""
        with self._lock:
            if self._is_over:
                answer.set_exception(ReadingEnded(_ENDED))
                return
            self._waiting.append(answer)
        try:
            self.tell(work)
        except OSError as error:
            with self._lock:
                if answer in self._waiting:  # else it has been told that the process ended
                    self._waiting.remove(answer)
                    answer.set_exception(error)

    def _hear(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                found = Answer(handed=handed(self._line))
                with self._lock:
                    answer = self._waiting.pop(0)
                answer.set_result(found)
                self.is_free()
        with self._lock:
            self._is_over = True
            for answer in self._waiting:
                answer.set_exception(ReadingEnded(_ENDED))
            self._waiting.clear()

    def close(self) -> None:
        """End it at once, whatever it is doing."""
        self._kill()
        self.ended()
        if self._hearing.ident is not None:
            self._hearing.join()
        self._line.close()


def _started(there: socket.socket) -> _Begun:
    """Start a process afresh."""
    code = _START.format(path=sys.path, number=there.fileno())
    found = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[there.fileno()],
    )
    return found.pid, found.kill, found.wait


def _copied(serve: Serve, here: socket.socket, there: socket.socket) -> _Begun:
    """Start a copy of this process, which has one thread only."""
    context = multiprocessing.get_context("fork")
    found = context.Process(target=_be_a_copy, args=(serve, here, there.fileno()), daemon=True)
    found.start()
    return found.pid or 0, found.kill, found.join


def _be_a_copy(serve: Serve, here: socket.socket, number: int) -> None:
    here.close()  # else this process would never hear that the other one has ended
    serve(number)
