"""A follower that is killed at any moment, or told to end, loses nothing and doubles nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.api.followed_world import csv, mail
from tests.api.served import MAIN, serving
from tests.api.test_cli import TIELINE

# One process that has imported everything forks a follower for each line it is told, and kills it
# after so many seconds; for 0 it waits until there is nothing left to read.
FORKS = """
import os, signal, sys, time
from pathlib import Path
from api.engine import Engine
from api.incoming.following_files import Follower, Pace, follow
from api.settings import settings

store, inbox = sys.argv[1:]
built = settings({"store": store}, environment={})

def work(is_last):
    follower = Follower([Path(inbox)], Engine(store, built), pace=Pace(0.01, 0.03, 60))
    def pause(seconds):
        time.sleep(seconds)
        if is_last and follower.looks.seen and not follower.waiting():
            os._exit(0)
    for answer in follow(follower, is_refreshing=False, pause=pause):
        pass

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        work(not float(line))
    if float(line):
        time.sleep(float(line))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else f"ended {status}", flush=True)
"""


def _loaded_at_once(folder: Path, inbox: Path) -> tuple[str, int]:
    code = (
        "import sys; from pathlib import Path; from api.incoming.loading import load_paths; "
        "from api.settings import settings; from graph.connect import open_store; import time; "
        "s = settings({'store': sys.argv[1]}, environment={}); "
        "load_paths([Path(sys.argv[2])], s, time.time_ns() // 1000); "
        "t = open_store(sys.argv[1]).status(); print(t.digest, t.rows)"
    )
    command = [sys.executable, "-c", code, str(folder / "once.duckdb"), str(inbox)]
    digest, rows = subprocess.check_output(command, text=True).split()
    return digest, int(rows)


def _grown(inbox: Path, draw: random.Random, round_: int) -> None:
    """Append to a log and a mailbox, and drop a file, as others do at any moment."""
    with (inbox / "log.csv").open("a") as log:
        for k in range(draw.randrange(40)):
            log.write(f"p{k}@x.example,q{k % 7}@x.example,2026-02-{1 + round_ % 28:02}T10:00:00Z\n")
    with (inbox / "in.mbox").open("a") as box:
        box.write("".join(mail(1_000 * round_ + k) for k in range(draw.randrange(30))))
    (inbox / f"drop-{round_}.csv").write_text(csv(*(draw.randrange(1, 29) for _ in range(5))))


def _killed(tmp_path: Path, kills: int, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - moments to kill at, not a secret
    inbox, store = tmp_path / "inbox", tmp_path / "followed.duckdb"
    inbox.mkdir()
    large = "".join(mail(-k, body="x" * 3_000 + "\n") for k in range(1, 401))
    (inbox / "in.mbox").write_text(large)  # large enough to be read on
    (inbox / "log.csv").write_text(csv(1))
    forks = subprocess.Popen(
        [sys.executable, "-c", FORKS, str(store), str(inbox)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert forks.stdin is not None
    assert forks.stdout is not None
    try:
        for round_ in range(kills):
            _grown(inbox, draw, round_)
            print(10 ** draw.uniform(-1.7, 0.0), file=forks.stdin, flush=True)
            assert forks.stdout.readline() == "killed\n"
        print(0.0, file=forks.stdin, flush=True)
        assert forks.stdout.readline() == "ended 0\n"
    finally:
        forks.communicate()
    code = (
        "import sys; from graph.connect import open_store; "
        "t = open_store(sys.argv[1]).status(); print(t.digest, t.rows)"
    )
    found = subprocess.check_output([sys.executable, "-c", code, str(store)], text=True).split()
    assert (found[0], int(found[1])) == _loaded_at_once(tmp_path, inbox), f"seed {seed}"


def test_four_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    _killed(tmp_path, kills=4, seed=7)


@pytest.mark.proof
def test_two_hundred_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    _killed(tmp_path, kills=200, seed=int(time.time()))


def _following(store: Path, inbox: Path, *options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*MAIN, "--store", str(store), "load", "--follow", str(inbox), "--every", "0.05",
         "--rest", "0.1", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_signal_ends_it_cleanly(tmp_path: Path, number: signal.Signals, code: int) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "log.csv").write_text(csv(1, 2))
    going = _following(tmp_path / "s.duckdb", inbox, "--no-refresh")
    assert going.stdout is not None
    line = going.stdout.readline()
    going.send_signal(number)
    _, said = going.communicate(timeout=20)

    assert "inbox/log.csv: 2 read, 2 new, 0 known, 0 corrected, 0 rejected" in line
    assert going.returncode == code
    assert "Traceback" not in said
    assert ("interrupted; what was acknowledged is kept" in said) == (code == 130)


def test_a_server_shows_what_came_after_each_refresh(tmp_path: Path) -> None:
    inbox, store = tmp_path / "inbox", tmp_path / "s.duckdb"
    inbox.mkdir()
    (inbox / "log.csv").write_text(csv(1, 2))
    going = _following(store, inbox, "--json")
    assert going.stdout is not None
    try:
        assert json.loads(going.stdout.readline())["new"] == 2
        first = json.loads(going.stdout.readline())["run"]
        with serving(str(store), tmp_path) as (_, address):
            assert _asked(address) == first
            (inbox / "more.csv").write_text(csv(3).replace("bob", "cat"))
            assert json.loads(going.stdout.readline())["new"] == 1
            second = json.loads(going.stdout.readline())["run"]
            assert second != first
            assert _asked(address) == second
    finally:
        going.terminate()
        going.communicate()


def _asked(address: str) -> str:
    with urllib.request.urlopen(f"{address}/api/v1/influencers") as answer:  # noqa: S310
        return str(json.load(answer)["run"])


def test_what_is_followed_is_written_so_nothing_is_tried_out(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(csv(1))
    done = subprocess.run(
        [TIELINE, "--store", str(tmp_path / "s"), "load", "--follow", "--dry-run",
         str(tmp_path / "log.csv")],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--dry-run" in done.stderr
