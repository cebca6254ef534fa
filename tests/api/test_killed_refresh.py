"""A refresh that dies at any moment leaves the last complete run, and the next one completes it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.engine import Engine
from api.render import as_json
from graph.connect import snapshot_folder
from graph.model import Interaction
from tests.api.kept import engine_on, fill, office
from tests.worlds import email

_REFRESH = """
import sys
from api.refresh import refresh
from api.settings import settings
from tests.api.kept import CLOCK
from graph.moments import micros
print("begun", flush=True)
refresh(sys.argv[1], settings({"store": sys.argv[1]}, environment={}), micros(CLOCK))
print("done", flush=True)
"""


def _answers(engine: Engine) -> bytes:
    """What a reader sees, from every table of the current run."""
    return b"".join(
        as_json(answer)
        for answer in (
            engine.influencers(limit=50),
            engine.weakening(limit=50),
            engine.communities(limit=50),
            engine.briefing(),
            engine.person("ann@x.example", limit=50),
        )
    )


def _more(round_: int) -> list[Interaction]:
    return [email("ann", f"new{round_}x{k}", days=171 + k / 10) for k in range(5)]


def _killed_after(path: Path, seconds: float) -> bool:
    """Refresh in a process of its own and kill it after a while; say whether it was done."""
    child = subprocess.Popen(
        [sys.executable, "-c", _REFRESH, str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read()
    child.wait()
    child.stdout.close()
    return "done" in rest


def _kill(tmp_path: Path, rounds: int, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - moments to kill at, not a secret
    path = fill(tmp_path / "log.duckdb", office())
    engine_on(path).refresh()
    begun = time.monotonic()
    engine_on(fill(tmp_path / "again.duckdb", office())).refresh()
    usual = time.monotonic() - begun
    for round_ in range(rounds):
        before = _answers(engine_on(path))
        fill(path, _more(round_))
        is_done = _killed_after(path, draw.uniform(0, usual))

        seen = _answers(engine_on(path))
        if not is_done:
            pointer = engine_on(path).snapshots.pointer()
            assert pointer is not None
            assert engine_on(path).snapshots.has(pointer.snapshot, pointer.run)
        complete = engine_on(path)
        complete.refresh()
        assert seen in (before, _answers(complete)), f"round {round_}, seed {seed}"
    left = [p.name for p in snapshot_folder(str(path)).iterdir() if p.name.startswith("s_")]
    assert len(left) <= 2 + rounds


def test_a_killed_refresh_is_never_half_seen(tmp_path: Path) -> None:
    _kill(tmp_path, rounds=3, seed=11)


@pytest.mark.proof
def test_forty_kills_of_a_refresh_leave_no_half_run(tmp_path: Path) -> None:
    _kill(tmp_path, rounds=40, seed=int(time.time()))


def test_an_interrupted_refresh_ends_its_child(tmp_path: Path) -> None:
    path = fill(tmp_path / "log.duckdb", office())
    engine = engine_on(path)
    seen: list[str] = []

    def stop(what: str, _done: float) -> None:
        seen.append(what)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.refresh(report=stop)

    assert seen == ["reading the log"]
    assert engine.snapshots.pointer() is None
    assert _answers(engine)  # and the next question makes it anew


def test_a_reader_that_began_before_goes_on_reading_its_run(tmp_path: Path) -> None:
    path = fill(tmp_path / "log.duckdb", office())
    reader = engine_on(path)
    run = reader.run()
    before = run.influence.values.copy()
    for round_ in range(3):
        fill(path, _more(round_))
        engine_on(path).refresh()

    assert (run.influence.values[:5] == before[:5]).all()
    assert reader.run().name != run.name
