"""The embedded store among several processes and threads: everybody gets a turn, or is told."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.batch import Added
from graph.duckdb.file import opened
from graph.duckdb.store import DuckDBStore
from graph.errors import StoreUnreachable
from tests.conftest import ROOT
from tests.graph.records import batch_of, mail

_HOLDER = """
import sys, time
from pathlib import Path
from graph.duckdb.file import opened
with opened(Path(sys.argv[1]), wait=10, writing=sys.argv[3] == "writing"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
_BUSY = """
import signal, sys
from pathlib import Path
from graph.duckdb.file import opened
signal.signal(signal.SIGINT, signal.default_int_handler)  # may be ignored where tests run
try:
    with opened(Path(sys.argv[1]), wait=10, writing=True) as connection:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO word VALUES (7, 'half done')")
        print("busy", flush=True)
        connection.execute("SELECT count(*) FROM range(10000000) a, range(10000) b "
                           "WHERE (a.range * b.range) % 7 = 3").fetchall()
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@contextmanager
def process(program: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A process of our own that has said its first word."""
    line = [sys.executable, "-c", program, *words]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline()
            yield child
        finally:
            child.kill()


def test_a_writer_waits_for_another_process_to_finish(tmp_path: Path) -> None:
    path = tmp_path / "log.duckdb"
    with process(_HOLDER, str(path), "0.7", "writing"):
        began = time.monotonic()
        added = DuckDBStore(path, wait=20).add(batch_of(mail("ann", "bob")), arrived_at=1)
        assert added == Added(new=1)
        assert time.monotonic() - began > 0.3


def test_a_writer_that_waited_too_long_is_told(tmp_path: Path) -> None:
    path = tmp_path / "log.duckdb"
    store = DuckDBStore(path, wait=0.2)
    with process(_HOLDER, str(path), "60", "writing"):
        for act in (store.status, lambda: store.add(batch_of(mail("ann", "bob")), arrived_at=1)):
            with pytest.raises(StoreUnreachable, match=r"in use by another .* more than 0\.2 s"):
                act()
    assert StoreUnreachable.exit_code == 4
    assert store.add(batch_of(mail("ann", "bob")), arrived_at=1) == Added(new=1)


def test_two_processes_may_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "log.duckdb"
    store = DuckDBStore(path, wait=0.2)
    store.add(batch_of(mail("ann", "bob")), arrived_at=1)
    with process(_HOLDER, str(path), "60", "reading"):
        assert store.status().rows == 1


def test_threads_take_turns_and_nothing_is_doubled(tmp_path: Path) -> None:
    batches = [
        batch_of(*(mail("ann", "bob", f"new{k}", id=f"{k + i}") for i in range(3)))
        for k in range(6)
    ]
    together, alone = DuckDBStore(tmp_path / "a.duckdb"), DuckDBStore(tmp_path / "b.duckdb")
    threads = [
        threading.Thread(
            target=DuckDBStore(together.path).add, args=(batch,), kwargs={"arrived_at": 1}
        )
        for batch in batches
    ]
    for thread in threads:
        thread.start()
    for batch in batches:
        alone.add(batch, arrived_at=1)
    for thread in threads:
        thread.join()

    assert together.digest() == alone.digest()
    assert together.contents().identities == alone.contents().identities


def test_a_thread_that_waited_too_long_for_another_is_told(tmp_path: Path) -> None:
    store = DuckDBStore(tmp_path / "log.duckdb", wait=0.05)
    started, done = threading.Event(), threading.Event()

    def hold() -> None:
        with opened(store.path, wait=1, writing=True):
            started.set()
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    started.wait(10)
    with pytest.raises(StoreUnreachable, match="is in use"):
        store.status()
    done.set()
    thread.join()


@pytest.mark.proof  # on a machine with more to do than cores it has taken minutes
def test_ctrl_c_stops_a_long_query_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "log.duckdb"
    with process(_BUSY, str(path)) as child:
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        assert child.communicate(timeout=20)[0] == "stopped\n"
    with opened(path, wait=1) as connection:
        assert connection.execute("FROM word").fetchall() == []
