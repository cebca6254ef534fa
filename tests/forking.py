"""Forks off a `tieline` for whoever asks at a socket, until the standard input is closed.

The children of such a command are quick to start, too (tests/api/quick_children.py).
"""

import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
from multiprocessing import forkserver
from pathlib import Path

import api.engine
import api.queried
import graph.copying
import graph.neo4j.store
import ingest.load
from api.cli import run
from tests.api.quick_children import quick_children, ready

__all__ = ["serve"]

READ = (api.engine, api.queried, graph.copying, graph.neo4j.store, ingest.load)
"""What commands import in their bodies."""


def serve(address: str) -> None:
    """Listen; comes back in no process but those that are to be a command, and runs it there."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        ready()
        gc.freeze()  # else every process would first make copies of what all have in common
        os.write(1, b"ready\n")
        while True:
            told, _, _ = select.select([listening.fileno(), 0], [], [])
            if 0 in told:
                shutil.rmtree(Path(address).parent)
                os._exit(0)
            connection, _ = listening.accept()
            if not os.fork():
                break
            connection.close()
    _become(connection)
    # the process that children are copies of is no child of ours, which would be asked how it is
    forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign]
    with quick_children():
        run()


def _become(connection: socket.socket) -> None:
    """Tell the asker how the command ended that goes on from here, in a process of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    length, streams, _, _ = socket.recv_fds(connection, 4, 3)
    with connection, connection.makefile("rb") as told:
        words, folder, environment = json.loads(told.read(int.from_bytes(length, "big")))
        if command := os.fork():
            _, status = os.waitpid(command, 0)
            connection.sendall(bytes([os.waitstatus_to_exitcode(status) % 256]))
            os._exit(0)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["tieline", *words]
