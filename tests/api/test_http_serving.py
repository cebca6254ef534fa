"""A real server: on this machine only, ended by a signal, answering while others load."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from api.engine import Engine
from api.serving import serve_engine
from api.settings import Settings
from graph.errors import EngineError, Refused
from tests.api.http_world import engine_of
from tests.api.served import MAIN, all_gone, begun_by, ended_by, serving


@pytest.fixture
def engine(kept_company: Path, tmp_path: Path) -> Engine:
    shutil.copytree(kept_company, tmp_path / "copy")
    return engine_of(tmp_path / "copy")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "203.0.113.7"])  # noqa: S104
def test_only_this_machine_is_listened_to(tmp_path: Path, host: str) -> None:
    settings = Settings(store=str(tmp_path / "s.duckdb"), host=host)

    with pytest.raises(Refused) as told:
        serve_engine(Engine(settings.store, settings), settings, port=0, note=print)

    assert told.value.exit_code == 5
    assert "no keys yet" in str(told.value)


def test_a_port_that_is_taken_is_told_with_what_to_do(tmp_path: Path) -> None:
    engine = engine_of(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(EngineError, match=f"port {port} of 127.0.0.1 .* --port 0"):
            serve_engine(engine, engine.settings, port=port, note=print)


def test_a_small_answer_is_not_held_back_by_the_network(tmp_path: Path) -> None:
    url = str(tmp_path / "none.duckdb")
    with serving(url, tmp_path) as (_, address), httpx.Client(base_url=address) as client:
        spent = []
        for _ in range(20):
            begun = time.perf_counter()
            client.get("/livez")
            spent.append(time.perf_counter() - begun)

    assert min(spent) < 0.035  # packets that wait for each other take 40 ms and more


def test_a_quiet_server_says_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    command = [*MAIN, "--store", str(tmp_path / "none.duckdb"), "serve", "--quiet"]
    with subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.PIPE) as server:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            answered = [_once_it_listens(client), client.get("/api/v1/people").status_code]
        server.terminate()
        _, said = server.communicate()

    assert answered == [200, 503]
    assert said == b""


def _once_it_listens(client: httpx.Client) -> int:
    until = time.monotonic() + 30
    while True:
        try:
            return client.get("/livez").status_code
        except httpx.ConnectError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_and_what_it_computes(
    engine: Engine, tmp_path: Path, number: signal.Signals
) -> None:
    with serving(engine.url, tmp_path) as (server, address):
        httpx.post(f"{address}/api/v1/interactions", json=[_mail("new")])
        assert httpx.post(f"{address}/api/v1/refresh").status_code == 202
        asked = _in_background(lambda: _asked_day_by_day(address))
        # at least one that computes, the one it is a copy of, and their keeper
        while len(working := begun_by(server)) < 3:
            time.sleep(0.01)

        code = ended_by(server, number, within=5)

        assert code == {signal.SIGINT: 130, signal.SIGTERM: -signal.SIGTERM}[number]
        asked.join()
        assert all_gone(working, within=5)
        said = (tmp_path / "log").read_text().splitlines()[-1]
        assert (said == "tieline: the server has stopped") == (number == signal.SIGINT)
    assert Engine(engine.url, engine.settings).ready()["run"] == engine.ready()["run"]


def _asked_day_by_day(address: str) -> None:
    """Ask for one past day after the other, each of which is computed, until nobody answers."""
    for day in range(1, 29):
        try:
            httpx.get(f"{address}/api/v1/people?as_of=2026-02-{day:02}")
        except httpx.HTTPError:
            return


def test_while_another_process_loads_and_refreshes_the_server_answers_and_takes(
    engine: Engine, tmp_path: Path
) -> None:
    before = engine.ready()["run"]
    spent: list[float] = []
    runs: list[str] = []
    taken = 0
    with serving(engine.url, tmp_path) as (_, address), httpx.Client(base_url=address) as client:
        with _loading(engine.url) as other:
            while other.poll() is None:
                for path in ("influencers", "weakening", "people/Ann%20Arden/ties", "briefing"):
                    begun = time.perf_counter()
                    found = client.get(f"/api/v1/{path}")
                    spent.append(time.perf_counter() - begun)
                    assert found.status_code == 200, found.text
                    runs.append(found.json()["run"])
                posted = client.post("/api/v1/interactions", json=[_mail(str(taken))])
                assert posted.json()["new"] == 1, posted.text
                taken += 1
                time.sleep(0.2)  # the other has its turn: all share two cores
        assert other.returncode == 0
        after = client.get("/readyz").json()["run"]
        status = client.get("/api/v1/status").json()

    assert before != after
    switch = runs.index(after) if after in runs else len(runs)
    assert runs == [before] * switch + [after] * (len(runs) - switch)  # the last whole run, always
    assert status["interactions"] == 249 + taken + LOADED
    spent.sort()
    assert spent[int(0.99 * len(spent))] < 3.0  # a hundredth where nothing else is to be done


LOADED = 400
_LOAD = f"""
import sys
from api.engine import Engine
from api.settings import Settings
from graph.connect import open_store
from graph.moments import micros
from ingest.batches.gather import gather
from ingest.source import Reading
from tests.api.http_world import CLOCK
from tests.worlds import email

def mails():
    for k in range({LOADED}):
        yield f"row {{k}}", email(f"p{{k % 300}}", f"p{{k * 7 % 301}}", days=k / 10, id=f"r{{k}}")

if __name__ == "__main__":
    # waits for its turn as commands do, longer than the server
    built = Settings(store=sys.argv[1])
    engine = Engine(built.store, built, clock=lambda: micros(CLOCK), is_server=True)
    for batch in gather(mails(), "other", Reading(clock=CLOCK, batch_rows=100)):
        open_store(engine.url).add(batch, arrived_at=micros(CLOCK))
    engine.refresh()
"""


@contextlib.contextmanager
def _loading(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that loads four batches and refreshes."""
    script = Path(url).with_name("load.py")
    script.write_text(_LOAD)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path])}
    other = subprocess.Popen([sys.executable, str(script), url], env=environment)
    try:
        yield other
        other.wait()
    finally:
        other.kill()


def _mail(name: str) -> dict[str, object]:
    return {
        "id": f"posted {name}",
        "at": "2026-07-01T09:00:00Z",
        "kind": "email",
        "sender": "ann@own.example",
        "receivers": ["bob@own.example"],
    }


def _in_background(work: object) -> threading.Thread:
    def run() -> None:
        with contextlib.suppress(httpx.HTTPError):  # the server may end before it answers
            work()  # type: ignore[operator]

    thread = threading.Thread(target=run)
    thread.start()
    return thread
