"""A command ends at once when it is done, and loses nothing of what it wrote or registered."""

import subprocess
import sys

import pytest

BEGINS = """
import atexit, sys, threading, time
from api.processes.ending import end_process
atexit.register(lambda: print("registered"))
print("written")
"""


def ended(then: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", BEGINS + then], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize("code", [0, 3])
def test_what_was_written_and_registered_is_seen_to(code: int) -> None:
    assert ended(f"end_process({code})\nprint('never')") == (code, ["written", "registered"])


def test_a_thread_that_is_still_at_work_is_waited_for() -> None:
    then = "threading.Thread(target=lambda: (time.sleep(0.2), print('worked'))).start()\n"

    assert ended(f"{then}end_process(3)\nsys.exit(3)") == (3, ["written", "worked", "registered"])


def test_a_command_that_goes_wrong_says_so_by_its_exit_code() -> None:
    call = "import sys; sys.argv = ['tieline', 'nonsense']; from api.cli import run; run()"
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command" in done.stderr
