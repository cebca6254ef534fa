"""The standard streams: a reader who has had enough, or a full disk, undoes no work.

    tieline load exports | head -1      loads all of it, and ends with the exit code of the load

Whoever reads a pipe may close it at any moment. What is written after that goes nowhere and the
command goes on, for the answer may be the smallest part of its work. Where stdout cannot be
written for another reason, which is an answer lost, the command ends with a message.
"""

import io
import os
import sys
from typing import Any, TextIO

from graph.errors import EngineError

__all__ = ["is_stdout_read", "lasting_streams"]


class _Lasting(io.FileIO):
    """What stands at the end of a stream; writing to it goes wrong at most once."""

    def __init__(self, number: int, *, is_answer: bool) -> None:
        super().__init__(number, "w", closefd=False)
        self.is_answer = is_answer
        self.has_ended = False

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        size = memoryview(data).nbytes
        if self.has_ended:
            return size
        try:
            written = super().write(data)
        except BrokenPipeError:
            self.has_ended = True
        except OSError as error:
            self.has_ended = True
            if self.is_answer:
                message = f"the answer could not be written to stdout: {error.strerror}"
                raise EngineError(f"{message}; what was loaded or decided is kept") from None
        else:
            return written
        return size


def lasting_streams() -> None:
    """Give the process streams that last, whatever becomes of those who read them."""
    for number in range(3):  # else the store might be opened where a stream was closed
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = _lasting(sys.stdout, 1)
    sys.stderr = _lasting(sys.stderr, 2)


def _lasting(stream: TextIO | None, number: int) -> TextIO:
    if stream is None:
        stream = os.fdopen(number, "w", closefd=False)
    try:
        is_plain = stream.fileno() == number and not stream.isatty()
    except (OSError, ValueError):
        is_plain = False
    if not is_plain or not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Lasting(number, is_answer=number == 1)),
        stream.encoding,
        stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def is_stdout_read() -> bool:
    """Say whether there is still somebody, or a file, to read what is printed."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return not (isinstance(raw, _Lasting) and raw.has_ended)
