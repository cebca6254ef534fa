"""A real Neo4j Community server for tests and for trying things out, without Docker.

`python -m tests.neo4j_server` starts one, prints where it answers, and stops it at Ctrl-C.
The jars come from `.ci/neo4j/fetch`.
"""

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

from neo4j import Auth, Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tests.neo4j_java import jars, java_command, missing

__all__ = ["Neo4jServer", "emptied"]

START_SECONDS = 120
STOP_SECONDS = 30
SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "db.tx_log.preallocate": "false",
    "db.tx_log.rotation.retention_policy": "keep_none",
    "dbms.usage_report.enabled": "false",
    "client.allow_telemetry": "false",
    # without it every stop takes ten seconds, which the server spends waiting for nobody
    "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
}
# Ends the server ($1) and removes its folder ($2) once the pipe to its standard input closes:
# whatever ends the process that holds the other end, be it SIGKILL, no server outlives it.
GUARD = 'read -r _; kill -KILL "$1"; rm -rf "$2"'


class Neo4jServer:
    """One server with a folder and a port of its own; as a context manager it runs inside.

    Parameters
    ----------
    password
        The first password of the user `neo4j`, 8 characters or more; without one, anybody may.
    gds
        Whether the server has the Graph Data Science procedures.
    heap, page_cache
        Memory of the server, such as "512m".
    transaction_memory
        The most that one transaction may take, such as "64m"; without it the server's own limit.
    is_brief
        Whether it ends in minutes, and is not compiled as well as one that goes on.
    flags
        More flags for Java.

    """

    def __init__(
        self,
        *,
        password: str = "",
        gds: bool = False,
        heap: str = "512m",
        page_cache: str = "128m",
        transaction_memory: str = "",
        is_brief: bool = True,
        flags: tuple[str, ...] = (),
    ) -> None:
        if reason := missing():
            raise FileNotFoundError(reason)
        self.home = Path(tempfile.mkdtemp(prefix="tieline-neo4j-"))
        self.port = _free_port()
        self.url = f"bolt://127.0.0.1:{self.port}"
        self.auth: Auth | None = Auth("basic", "neo4j", password) if password else None
        self.log = self.home / "console.log"
        self._command = java_command(heap, *flags, gds=gds, is_brief=is_brief)
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        settings = SETTINGS | {
            "dbms.security.auth_enabled": str(bool(password)).lower(),
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.memory.pagecache.size": page_cache,
        }
        if gds:
            settings["server.directories.plugins"] = str(jars() / "plugins")
            settings["dbms.security.procedures.unrestricted"] = "gds.*"
        if transaction_memory:
            settings["db.memory.transaction.max"] = transaction_memory
        for name in ("conf", "data", "logs", "run", "import", "plugins"):
            (self.home / name).mkdir()
        lines = [f"{name}={value}\n" for name, value in settings.items()]
        (self.home / "conf" / "neo4j.conf").write_text("".join(lines), "utf-8")

    def __enter__(self) -> Self:
        """Start it."""
        try:
            self.start()
        except BaseException:  # Ctrl-C too leaves no server behind
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it and remove its folder."""
        self.close()

    @property
    def pid(self) -> int:
        """The id of the server's process."""
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process.pid

    def admin(self, *words: str) -> str:
        """Run one command of neo4j-admin on the server's folder, such as `database check`."""
        done = subprocess.run(
            [*self._command, "org.neo4j.cli.AdminTool", *words],
            env=os.environ | {"NEO4J_HOME": str(self.home), "NEO4J_CONF": f"{self.home}/conf"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"neo4j-admin {words[0]}: {done.stdout[-2000:]}")
        return done.stdout

    def start(self) -> None:
        """Start it, again on the same folder and port after a stop, and wait until it answers."""
        if self._process is not None and self._process.poll() is None:
            raise RuntimeError("the server is running already")
        self.kill()  # what is left of one that ended by itself
        if self.auth is not None and not any((self.home / "data").iterdir()):
            self.admin("dbms", "set-initial-password", str(self.auth.credentials))
        place = (f"--home-dir={self.home}", f"--config-dir={self.home}/conf", "--console-mode")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, "org.neo4j.server.CommunityEntryPoint", *place],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the tests, which then stop it in order
            )
        self._guard = subprocess.Popen(
            ["sh", "-c", GUARD, "sh", str(self.pid), self.home],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self._wait()
        except BaseException:  # as above: who waits for it in vain is rid of it
            self.kill()
            raise

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Stop it in order; one that does not end by itself in half a minute is killed."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        process, guard = self._process, self._guard
        self._process = self._guard = None
        if process is not None:
            process.kill()
            process.wait()
        if guard is not None and guard.stdin is not None:
            guard.kill()
            guard.wait()
            guard.stdin.close()

    def close(self) -> None:
        """Stop it and remove its folder."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self.home, ignore_errors=True)

    def wait(self) -> int:
        """Wait until it ends; gives its exit code."""
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process.wait()

    def driver(self) -> Driver:
        """A driver that is logged in; the caller closes it."""
        return GraphDatabase.driver(self.url, auth=self.auth)

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            ended = self._process is None or self._process.poll() is not None
            if ended or time.monotonic() > until:
                why = "ended" if ended else f"does not answer after {START_SECONDS} s"
                told = self.log.read_text("utf-8", "replace")[-3000:]
                raise RuntimeError(f"Neo4j {why}; the end of its log:\n{told}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        with socket.socket() as probe:  # a driver would wait and retry, or warn
            if probe.connect_ex(("127.0.0.1", self.port)):
                return False
        try:
            with self.driver() as driver:
                driver.verify_connectivity()
                driver.execute_query("RETURN 1")
        except (DriverError, Neo4jError):
            return False
        return True


def emptied(driver: Driver, *, keep_schema: bool = False) -> None:
    """Remove all nodes and relationships in batches; constraints and indexes too, unless kept."""
    with driver.session() as session:
        session.run(
            "MATCH ()-[tie]->() CALL (tie) { DELETE tie } IN TRANSACTIONS OF 10000 ROWS"
        ).consume()
        session.run("MATCH (one) CALL (one) { DELETE one } IN TRANSACTIONS OF 10000 ROWS").consume()
        if keep_schema:
            return
        for name in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(f"DROP CONSTRAINT `{name}`").consume()
        # the two lookup indexes are part of every new database
        for name in session.run(
            "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"
        ).value():
            session.run(f"DROP INDEX `{name}`").consume()


def _free_port() -> int:
    """A loopback port below those that systems hand out: free again after a kill."""
    while True:
        port = random.SystemRandom().randint(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def _main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--gds", action="store_true", help="with Graph Data Science")
    asked.add_argument("--password", default="", help="8 characters or more; else no log-in")
    asked.add_argument("--heap", default="512m")
    given = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with Neo4jServer(gds=given.gds, password=given.password, heap=given.heap) as server:
            sys.stdout.write(f"{server.url} pid {server.pid}\n")
            sys.stdout.flush()
            sys.exit(server.wait())
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    _main()
