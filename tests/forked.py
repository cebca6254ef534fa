"""The command `tieline`, quick to start: forked off a process that has read the code already.

Reading it takes most of a second, a hundred times over in the tests of commands. What runs is the
same `run()` in a process, a folder and an environment of its own, with its own standard streams
and exit code. What a signal or a kill does is asked of the command as installed.
"""

import atexit
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.modules import ROOT

__all__ = ["tieline"]

SERVE = "from tests.forking import serve; serve({address!r})"
CLIENT = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as to:
    to.connect(sys.argv[1])
    told = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(to, [len(told).to_bytes(4, "big")], [0, 1, 2])
    to.sendall(told)
    sys.exit(to.recv(1)[0])
"""


@cache
def tieline(hash_seed: str = "") -> Path:
    """Where the command is; its folder may be put on a path. A seed is taken at the start."""
    folder = Path(tempfile.mkdtemp(prefix="tieline-"))
    address = str(folder / "socket")
    server = subprocess.Popen(
        [sys.executable, "-P", "-c", SERVE.format(address=address)],
        env={**_own_environment(hash_seed), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    # closes its standard input, upon which it removes the folder and ends
    atexit.register(server.communicate)
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    (folder / "client.py").write_text(CLIENT)
    command = folder / "bin" / "tieline"
    command.parent.mkdir()
    command.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -IS "{folder}/client.py" "{address}" "$@"\n'
    )
    command.chmod(0o755)
    return command


def _own_environment(hash_seed: str) -> dict[str, str]:
    """The environment without what it says about tieline."""
    found = {k: v for k, v in os.environ.items() if not k.startswith("TIELINE_")}
    return found | ({"PYTHONHASHSEED": hash_seed} if hash_seed else {})
