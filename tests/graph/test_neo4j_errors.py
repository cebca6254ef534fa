"""What goes wrong between us and a Neo4j server is told in our words, with an exit code."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from neo4j import exceptions
from neo4j._exceptions import BoltError, BoltHandshakeError, BoltProtocolError

from graph.errors import EngineError, Misuse, StoreError, StoreUnreachable
from graph.login import Login
from graph.neo4j.server import Server, told
from graph.neo4j.store import Neo4jStore
from tests.conftest import ROOT
from tests.graph.bulk import bulk
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j

PASSWORD = "correct-horse"  # noqa: S105  (of a server that lives for these tests)
SECRET = "ann@private.example"  # noqa: S105  (what a server's message may quote)
URL = "neo4j://db.example:7687"

# What each class of the driver comes out as: our class, a word of the message. The codes are those
# of the Neo4j status code reference that the driver turns into these classes.
BY_CODE: dict[type[Exception], tuple[str, type[EngineError], str]] = {
    exceptions.ClientError: ("Neo.ClientError.Statement.ParameterMissing", StoreError, "refused"),
    exceptions.CypherSyntaxError: ("Neo.ClientError.Statement.SyntaxError", StoreError, "refused"),
    exceptions.CypherTypeError: ("Neo.ClientError.Statement.TypeError", StoreError, "refused"),
    exceptions.ConstraintError: (
        "Neo.ClientError.Schema.ConstraintValidationFailed", StoreError, "ConstraintValidation"),
    exceptions.AuthError: (
        "Neo.ClientError.Security.Unauthorized", StoreUnreachable, "TIELINE_NEO4J_PASSWORD"),
    exceptions.TokenExpired: (
        "Neo.ClientError.Security.TokenExpired", StoreUnreachable, "does not allow"),
    exceptions.Forbidden: (
        "Neo.ClientError.Security.Forbidden", StoreUnreachable, "does not allow"),
    exceptions.DatabaseError: ("Neo.DatabaseError.General.UnknownError", StoreError, "refused"),
    exceptions.TransientError: (
        "Neo.TransientError.Transaction.DeadlockDetected", StoreUnreachable, "try again"),
    exceptions.DatabaseUnavailable: (
        "Neo.TransientError.General.DatabaseUnavailable", StoreUnreachable, "not answer yet"),
    exceptions.NotALeader: (
        "Neo.ClientError.Cluster.NotALeader", StoreUnreachable, "no leader"),
    exceptions.ForbiddenOnReadOnlyDatabase: (
        "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", StoreUnreachable, "read-only"),
}  # fmt: skip
MORE_CODES = {
    "Neo.ClientError.Security.AuthenticationRateLimit": (StoreUnreachable, "for a while"),
    "Neo.ClientError.Security.CredentialsExpired": (StoreUnreachable, "first password"),
    "Neo.ClientError.Database.DatabaseNotFound": (StoreUnreachable, "no such database"),
    "Neo.TransientError.Database.DatabaseUnavailable": (StoreUnreachable, "not answer yet"),
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": (StoreError, "batch_rows"),
    "Neo.TransientError.General.TransactionOutOfMemoryError": (StoreError, "batch_rows"),
    "no code at all": (StoreError, "failed"),
}
OF_DRIVER: dict[type[Exception], tuple[type[EngineError], str]] = {
    exceptions.SessionError: (StoreError, "failed"),
    exceptions.TransactionError: (StoreError, "failed"),
    exceptions.TransactionNestingError: (StoreError, "failed"),
    exceptions.ResultError: (StoreError, "failed"),
    exceptions.ResultFailedError: (StoreError, "failed"),
    exceptions.ResultConsumedError: (StoreError, "failed"),
    exceptions.ResultNotSingleError: (StoreError, "failed"),
    exceptions.BrokenRecordError: (StoreError, "failed"),
    exceptions.SessionExpired: (StoreUnreachable, "broke"),
    exceptions.ServiceUnavailable: (StoreUnreachable, "start the server"),
    exceptions.RoutingServiceUnavailable: (StoreUnreachable, "start the server"),
    exceptions.WriteServiceUnavailable: (StoreUnreachable, "start the server"),
    exceptions.ReadServiceUnavailable: (StoreUnreachable, "start the server"),
    exceptions.IncompleteCommit: (StoreUnreachable, "nothing is kept twice"),
    exceptions.ConfigurationError: (StoreUnreachable, "expected one such as"),
    exceptions.AuthConfigurationError: (StoreUnreachable, "TIELINE_NEO4J_USER"),
    exceptions.CertificateConfigurationError: (StoreUnreachable, "certificates"),
    exceptions.UnsupportedServerProduct: (StoreUnreachable, "expected 5.26"),
    exceptions.ConnectionPoolError: (StoreUnreachable, "start the server"),
    exceptions.ConnectionAcquisitionTimeoutError: (StoreUnreachable, "start the server"),
}
OWNED = (exceptions.SessionError, exceptions.TransactionError, exceptions.ResultError)


def below(class_: type[Exception]) -> set[type[Exception]]:
    return {one for sub in class_.__subclasses__() for one in ({sub} | below(sub))}


def as_told(error: Exception) -> EngineError:
    with pytest.raises(EngineError) as caught, told(URL):
        raise error
    assert str(caught.value).startswith(URL) or URL in str(caught.value)
    assert SECRET not in str(caught.value)
    assert "neo4j." not in type(caught.value).__module__.removeprefix("graph.")
    return caught.value


def hydrated(code: str) -> exceptions.Neo4jError:
    """An error as the driver makes it of a server's failure message."""
    error = exceptions.Neo4jError._hydrate_neo4j(
        code=code, message=f"Node(7) has `key` = '{SECRET}'"
    )
    assert isinstance(error, exceptions.Neo4jError)
    return error


def test_every_class_of_the_driver_is_thought_of() -> None:
    assert below(exceptions.Neo4jError) == set(BY_CODE)
    assert below(exceptions.DriverError) == set(OF_DRIVER)


@pytest.mark.parametrize("class_", BY_CODE, ids=lambda class_: class_.__name__)
def test_what_a_server_refuses_is_told_in_our_words(class_: type[Exception]) -> None:
    code, ours, says = BY_CODE[class_]
    error = hydrated(code)
    assert type(error) is class_
    out = as_told(error)
    assert (type(out), out.exit_code) == (ours, ours.exit_code)
    assert says in str(out)


@pytest.mark.parametrize("code", MORE_CODES)
def test_codes_that_mean_something_of_their_own_are_told_apart(code: str) -> None:
    ours, says = MORE_CODES[code]
    out = as_told(hydrated(code))
    assert type(out) is ours
    assert says in str(out)


@pytest.mark.parametrize("class_", OF_DRIVER, ids=lambda class_: class_.__name__)
def test_what_the_driver_cannot_do_is_told_in_our_words(class_: type[Exception]) -> None:
    ours, says = OF_DRIVER[class_]
    error = class_(None, SECRET) if issubclass(class_, OWNED) else class_(SECRET)
    out = as_told(error)
    assert type(out) is ours
    assert says in str(out)


@pytest.mark.parametrize(
    "error",
    [
        BoltError(SECRET, None),  # type: ignore[no-untyped-call]
        BoltProtocolError(SECRET, None),  # type: ignore[no-untyped-call]
        BoltHandshakeError(SECRET, None, b"", b""),  # type: ignore[no-untyped-call]
        ConnectionResetError(104, "Connection reset by peer"),
        TimeoutError(110, "Connection timed out"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_broken_lines_and_words_that_no_neo4j_says_are_exit_code_4(error: Exception) -> None:
    assert as_told(error).exit_code == 4


def test_our_own_mistakes_are_not_told_as_the_servers() -> None:
    for error in (ValueError("ours"), TypeError("ours"), OverflowError("ours")):
        with pytest.raises(type(error)), told(URL):
            raise error


@contextmanager
def answering(answer: bytes | None) -> Iterator[str]:
    """Something that is no Neo4j: says these bytes to whoever comes; None hangs up at once."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    line.settimeout(5)
                    line.recv(20)
                    if answer is not None:
                        line.sendall(answer)
                        line.recv(1 << 16)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def refused(url: str, cache: Path, **more: Any) -> StoreUnreachable:
    """What a question is answered; quickly, however long we would wait for others."""
    store = Neo4jStore(url, cache, wait=30, **more)
    began = time.monotonic()
    with pytest.raises(StoreUnreachable) as caught:
        store.digest()
    assert time.monotonic() - began < 8
    assert caught.value.exit_code == 4
    assert url in str(caught.value)
    return caught.value


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+ssc"])
def test_where_nothing_listens_is_told_at_once(scheme: str, tmp_path: Path) -> None:
    with socket.socket() as taken:  # bound and not listening, so nobody else does
        taken.bind(("127.0.0.1", 0))
        told_ = refused(f"{scheme}://127.0.0.1:{taken.getsockname()[1]}", tmp_path)
    assert "start the server, or check the address" in str(told_)


def test_a_name_that_no_machine_has_is_told_at_once(tmp_path: Path) -> None:
    refused("bolt://no-such-machine.invalid:7687", tmp_path)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s"])
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(None, id="hangs up"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="ssh"),
        pytest.param(b"HTTP/1.1 400 Bad Request\r\n\r\n", id="http"),
        pytest.param(b"\x00\x00\x00\x00", id="no version of ours"),
        # Bolt 4.4, of Neo4j 4.4, and then an answer that is no answer
        pytest.param(b"\x00\x00\x04\x04\x00\x02\xff\xff\x00\x00", id="garbage"),
    ],
)
def test_something_that_is_no_neo4j_is_told_at_once(
    answer: bytes | None, scheme: str, tmp_path: Path
) -> None:
    with answering(answer) as address:
        told_ = str(refused(f"{scheme}://{address}", tmp_path))
    assert "expected" in told_ or "check the address" in told_


def test_the_driver_says_nothing_on_the_terminal(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom graph.connect import open_store\nfrom graph.errors import EngineError\n"
        "try:\n    open_store(sys.argv[1], wait=1).digest()\n"
        "except EngineError as error:\n    sys.exit(error.exit_code)\n"
    )
    with answering(None) as address:
        done = subprocess.run(
            [sys.executable, "-c", program, f"neo4j://{address}"],
            cwd=ROOT,
            env={"XDG_CACHE_HOME": str(tmp_path), "PATH": "/usr/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout, done.stderr) == (4, "", "")


@pytest.fixture(scope="module")
def guarded() -> Iterator[Neo4jServer]:
    """A server with a password and little memory for a transaction."""
    with Neo4jServer(password=PASSWORD, transaction_memory="16m") as server:
        yield server


def test_a_wrong_password_is_told_and_where_to_set_it(guarded: Neo4jServer, tmp_path: Path) -> None:
    told_ = refused(guarded.url, tmp_path, login=Login("neo4j", "wrong-horse"))
    assert "set TIELINE_NEO4J_USER and TIELINE_NEO4J_PASSWORD" in str(told_)
    assert "wrong-horse" not in str(told_)


def test_no_password_where_one_is_needed_is_told(guarded: Neo4jServer, tmp_path: Path) -> None:
    assert "TIELINE_NEO4J_PASSWORD" in str(refused(guarded.url, tmp_path))


def test_a_database_that_does_not_exist_is_told(guarded: Neo4jServer, tmp_path: Path) -> None:
    login = Login("neo4j", PASSWORD, database="sales")
    assert "no such database" in str(refused(guarded.url, tmp_path, login=login))


def test_a_transaction_over_the_servers_memory_is_told_at_once_and_kept_out(
    guarded: Neo4jServer, tmp_path: Path
) -> None:
    store = Neo4jStore(guarded.url, tmp_path, login=Login("neo4j", PASSWORD), wait=120)
    store.add(bulk(0, 500), arrived_at=1)
    before = store.digest()
    began = time.monotonic()
    with pytest.raises(StoreError, match="set a smaller batch_rows") as caught:
        store.add(bulk(1, 4_000), arrived_at=1)
    assert time.monotonic() - began < 30  # tried once, not for two minutes
    assert caught.value.exit_code == 1
    assert store.digest() == before
    assert store.add(bulk(2, 500), arrived_at=1).new == 500


def test_a_value_that_has_no_form_in_neo4j_is_misuse(guarded: Neo4jServer) -> None:
    server = Server(guarded.url, Login("neo4j", PASSWORD))
    for value in ("half a character \ud800", 2**70):
        with pytest.raises(Misuse, match="no form in Neo4j") as caught:
            server.read(lambda tx, value=value: tx.run("RETURN $v", v=value).consume())  # type: ignore[misc]
        assert str(value) not in str(caught.value)
