"""A TCP line between us and a server that can be cut after so many bytes, or around a commit."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from typing import Self
from urllib.parse import urlsplit

__all__ = ["CuttingProxy"]

COMMIT = b"\x00\x02\xb0\x12\x00\x00"  # Bolt's COMMIT: a message of two bytes, B0 12
_RESET = struct.pack("ii", 1, 0)


class CuttingProxy:
    """Passes bytes on to the server at *url*, counts them, and cuts the line once.

    Parameters
    ----------
    url
        The address of the server behind.
    cut_after
        Cut when so many bytes have passed, both ways together.
    cut_commit
        Cut at this commit, counted from 1: the server was asked and has answered, and the answer is
        lost.

    """

    def __init__(
        self, url: str, *, cut_after: int | None = None, cut_commit: int | None = None
    ) -> None:
        parts = urlsplit(url)
        self._there = (str(parts.hostname), int(parts.port or 7687))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"{parts.scheme}://127.0.0.1:{self._listening.getsockname()[1]}"
        self.cut_after, self.cut_commit = cut_after, cut_commit
        self.passed, self.received, self.commits, self.was_cut = 0, 0, 0, False
        self._turn = threading.Lock()
        self._lines: list[socket.socket] = []

    def __enter__(self) -> Self:
        """Begin to listen."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._turn:
            lines = list(self._lines)
        _hang_up(lines)

    @contextlib.contextmanager
    def gone(self) -> Iterator[None]:
        """Nobody answers for a while, as where a server was killed."""
        place = self._listening.getsockname()
        self.__exit__()
        yield
        self._listening = socket.create_server(place)
        self.__enter__()

    def _accept(self) -> None:
        listening = self._listening
        while True:
            try:
                here, _ = listening.accept()
            except OSError:
                return
            there = socket.create_connection(self._there)
            for line in (here, there):
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._turn:
                self._lines += [here, there]
            for one, other, is_up in ((here, there, True), (there, here, False)):
                threading.Thread(target=self._pass, args=(one, other, is_up), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, is_up: bool) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                part = self._allowed(data, is_up=is_up)
                other.sendall(part)
                if len(part) < len(data):
                    break
        _hang_up([one, other])

    def _allowed(self, data: bytes, *, is_up: bool) -> bytes:
        """The bytes that may pass; fewer than came when the line is to be cut."""
        with self._turn:
            allowed = len(data)
            if is_up:
                self.commits += data.count(COMMIT)
            elif self.cut_commit is not None and self.commits >= self.cut_commit:
                allowed = 0
                self.cut_commit = None
            if self.cut_after is not None and self.passed + allowed >= self.cut_after:
                allowed = min(self.cut_after - self.passed, allowed - 1)
                self.cut_after = None
            self.was_cut = self.was_cut or allowed < len(data)
            self.passed += allowed
            self.received += 0 if is_up else allowed
            return data[:allowed]


def _hang_up(lines: list[socket.socket]) -> None:
    """Break lines off as a dead cable's end does, so that neither side takes it for an end."""
    for line in lines:
        with contextlib.suppress(OSError):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            line.shutdown(socket.SHUT_RDWR)
        line.close()
