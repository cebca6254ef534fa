"""Reading in several processes: work goes out, batches come back, in the order of the work.

A process is started afresh (no fork) and without looking at the program that started it. Work and
answers are laid down as files in the folder of the load, and their names told by a socket, so that
nobody waits for a slow listener. A process ends when this one does, however that ends. What nobody
has begun waits here, for whoever is free first: another process that has answered, or this one
where it would have to wait for an answer. So none is idle while there is work.
"""

import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from graph.batch import Batch
from graph.errors import ReadingEnded
from ingest.gather import RowWise
from ingest.source import Reading
from ingest.work import Work, batches_of, reading_for

__all__ = ["Answer", "Readers", "others_for", "serve"]

Read = list[Batch] | None
"""What became of a piece of work; None where it cannot be read on its own."""

_AHEAD = 2  # pieces of work that a process is given before it has answered
_MOST = 4  # processes: one writes what all of them read
_MUCH = 6 * 2**20  # bytes of text
_BY_SUFFIX = {".json": 1, ".jsonl": 1, ".ndjson": 1, ".js": 1, ".zip": 5, ".gz": 5, ".tgz": 5}
_KNOWS_CORES = hasattr(os, "sched_getaffinity")
_START = "import sys; sys.path[:] = {path!r}; from ingest.readers import serve; serve({number})"


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


def _is_much(paths: Sequence[Path]) -> bool:
    """Say whether files that others may read, by their names, weigh enough."""
    size = 0
    for path in paths:
        inside = (Path(at, name) for at, _, names in os.walk(path) for name in names)
        for file in [path] if path.is_file() else inside:
            often = _BY_SUFFIX.get(file.suffix.lower(), 0)
            with contextlib.suppress(OSError):
                size += often * file.stat().st_size if often else 0
            if size >= _MUCH:
                return True
    return False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read, or the file in which it is laid down."""

    found: Read = None
    path: Path | None = None

    def batches(self) -> Read:
        """Take what was read; raises what kept it from being read."""
        if self.path is None:
            return self.found
        with self.path.open("rb") as file:
            found = pickle.load(file)  # noqa: S301  # written by a process of our own
        self.path.unlink()
        if isinstance(found, BaseException):
            raise found
        return cast(Read, found)


class Readers:
    """Processes that read; with none of them, all is read here."""

    def __init__(self, processes: int) -> None:
        is_able = bool(sys.executable) and hasattr(socket, "socketpair")
        self._unbegun: deque[tuple[Work, Future[Answer]]] = deque()
        self._lock = threading.Lock()
        self._count = 0
        self._others = [_Other(self._hand_out) for _ in range(processes if is_able else 0)]

    def begin(self, reading: Reading, sources: Iterable[RowWise]) -> None:
        """Say what is known besides the files; where others cannot be told it, all is read here."""
        self._reading = reading
        if not self._others:
            return
        known = reading_for(sources, reading)
        if known is None:
            self.close()
            return
        try:
            told = pickle.dumps(known)
        except (pickle.PicklingError, AttributeError, TypeError):
            self.close()
            return
        for other in self._others:
            other.tell(told)

    def read(self, work: Work) -> Future[Answer]:
        """Have a piece of work read by whoever is free first; `taken` gives what became of it."""
        answer: Future[Answer] = Future()
        self._unbegun.append((work, answer))
        self._hand_out()
        return answer

    def taken(self, answer: Future[Answer]) -> Read:
        """Give what was read; until it is there, this process reads what nobody has begun."""
        while not answer.done():
            with self._lock:
                work, own = self._unbegun.popleft() if self._unbegun else (None, answer)
            if work is None:
                break
            try:
                own.set_result(Answer(batches_of(work, self._reading)))
            except Exception as error:  # noqa: BLE001  # told where the answer is asked for
                own.set_exception(error)
        return answer.result().batches()

    def _hand_out(self) -> None:
        """Give others what nobody has begun, so that each has something beside what it reads."""
        with self._lock:
            for other in sorted(self._others, key=lambda other: other.busy):
                while self._unbegun and other.busy < _AHEAD:
                    self._count += 1
                    path = self._reading.folder / f"work-{self._count}"
                    other.read(*self._unbegun.popleft(), path)

    def close(self) -> None:
        """End the other processes at once, whatever they are doing."""
        with self._lock:
            others, self._others = self._others, []
        for other in others:
            other.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Other:
    """One other process, and the thread that hears it."""

    def __init__(self, is_free: Callable[[], None]) -> None:
        self._is_free = is_free
        here, there = socket.socketpair()
        code = _START.format(path=sys.path, number=there.fileno())
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[there.fileno()],
        )
        there.close()
        self._line = Connection(here.detach())
        self._waiting: list[Future[Answer]] = []
        self._lock = threading.Lock()
        self._is_over = False
        self._hearing = threading.Thread(target=self._hear, daemon=True)
        self._hearing.start()

    @property
    def busy(self) -> int:
        """How much it has been given that it has not answered yet."""
        return len(self._waiting)

    def tell(self, told: bytes) -> None:
        with contextlib.suppress(OSError):  # that it ended is told where an answer is asked for
            self._line.send_bytes(told)

    def read(self, work: Work, answer: Future[Answer], path: Path) -> None:
        """Have this process read a piece of work; what keeps it from that is the answer."""
        try:
            path.write_bytes(pickle.dumps(work))
        except OSError as error:
            answer.set_exception(error)
            return
        with self._lock:
            if self._is_over:
                answer.set_exception(ReadingEnded(_ENDED))
                return
            self._waiting.append(answer)
        self.tell(str(path).encode())

    def _hear(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                path = Path(self._line.recv_bytes().decode())
                with self._lock:
                    answer = self._waiting.pop(0)
                answer.set_result(Answer(path=path))
                self._is_free()
        with self._lock:
            self._is_over = True
            for answer in self._waiting:
                answer.set_exception(ReadingEnded(_ENDED))
            self._waiting.clear()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._hearing.join()
        self._line.close()


_ENDED = (
    "a process that reads files ended before it was done (stopped, or out of memory); what was "
    "committed before stays, and loading again adds the rest"
)


def serve(number: int) -> None:
    """Read what comes by a socket until nothing more can come: the other process's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupt ends it at once, and silently
    with contextlib.suppress(EOFError, OSError), Connection(number) as line:
        reading = line.recv()
        while True:
            path = Path(line.recv_bytes().decode())
            work = pickle.loads(path.read_bytes())  # noqa: S301  # written by our own process
            try:
                found: object = batches_of(work, reading)
            except Exception as error:  # noqa: BLE001  # told where the answer is asked for
                found = error
            path.write_bytes(pickle.dumps(found))
            line.send_bytes(str(path).encode())
    os._exit(0)
