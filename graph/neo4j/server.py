"""Reaching a Neo4j server for one unit of work: addresses, sessions, and errors in our words.

A connection is made for each unit of work and closed again, as with the embedded file. An address
where nothing answers at first is told of at once; later the driver retries what failed for a moment
(a deadlock, a change of leader, a lost line, a restart). Where a line breaks during a commit the
outcome is unknown; the work is then done again, which is harmless because every write of ours is
idempotent.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

import neo4j
from neo4j import exceptions

from graph.errors import EngineError, Misuse, StoreError, StoreUnreachable
from graph.login import Login

__all__ = ["Server", "Transaction", "told"]

Transaction = neo4j.ManagedTransaction
Result = TypeVar("Result")

_CONNECT_SECONDS = 10.0
_TRIES = 3  # of work whose outcome a broken line left unknown
_OUT_OF_MEMORY = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError")

# What the driver tells of its retries is for whoever listens to logs, not for a terminal.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Server:
    """One address with one login, reached for one unit of work at a time."""

    def __init__(self, url: str, login: Login, *, wait: float = 30.0) -> None:
        self.url = url
        self.login = login
        self.wait = wait
        self._was_reached = False

    @contextlib.contextmanager
    def session(self, *, reading: bool = False, fetch_size: int = 1_000) -> Iterator[neo4j.Session]:
        """Open a session; a driver's exception comes out as an ``EngineError``.

        *fetch_size* is how many rows of an answer may be on their way at once.
        """
        auth = (self.login.user, self.login.password) if self.login.user else None
        access = neo4j.READ_ACCESS if reading else neo4j.WRITE_ACCESS
        with (
            told(self.url),
            neo4j.GraphDatabase.driver(
                self.url,
                auth=auth,
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=_CONNECT_SECONDS,
                max_transaction_retry_time=self.wait,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="tieline",
            ) as driver,
        ):
            if not self._was_reached:  # which is not retried, as the work itself is
                driver.verify_connectivity()
                self._was_reached = True
            database = self.login.database or None
            with driver.session(
                database=database, default_access_mode=access, fetch_size=fetch_size
            ) as session:
                yield session

    def write(self, work: Callable[[Transaction], Result]) -> Result:
        """Do work in one transaction, all of it or nothing; it may be called several times."""
        with told(self.url):
            for _ in range(_TRIES - 1):
                try:
                    return self._write_once(work)
                except exceptions.IncompleteCommit:
                    continue
            return self._write_once(work)

    def read(self, work: Callable[[Transaction], Result]) -> Result:
        """Read in one transaction that may not write."""
        with self.session(reading=True) as session:
            return session.execute_read(work)

    def _write_once(self, work: Callable[[Transaction], Result]) -> Result:
        try:
            with self.session() as session:
                return session.execute_write(partial(_within_memory, work=work))
        except StoreUnreachable as error:
            if isinstance(error.__cause__, exceptions.IncompleteCommit):
                raise error.__cause__ from None
            raise


def _within_memory(tx: Transaction, work: Callable[[Transaction], Result]) -> Result:
    """Do work; too little memory for it is no passing trouble, to be tried again and again."""
    try:
        return work(tx)
    except exceptions.TransientError as error:
        if str(error.code).endswith(_OUT_OF_MEMORY):
            raise _Hopeless from error
        raise


class _Hopeless(Exception):
    """What the driver would retry in vain; its cause says what it is."""


@contextlib.contextmanager
def told(url: str) -> Iterator[None]:
    """Say a driver's error in our words; its own text may quote values and stays in the cause."""
    try:
        yield
    except _Hopeless as error:
        raise _told(error.__cause__, url) from error.__cause__
    except OSError as error:
        raise StoreUnreachable(f"{url} cannot be reached: {error.strerror}") from error
    except (UnicodeEncodeError, OverflowError) as error:
        if not _is_raised_in_driver(error):
            raise
        raise Misuse(
            f"{url}: a value has no form in Neo4j: text with half a character in it, or a whole "
            "number beyond 64 bits"
        ) from error
    except Exception as error:  # the driver's errors have no root that all of them share
        if not _is_of_driver(type(error)):
            raise
        raise _told(error, url) from error


def _is_of_driver(class_: type[BaseException]) -> bool:
    return class_.__module__.partition(".")[0] == "neo4j"


def _is_raised_in_driver(error: BaseException) -> bool:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = "" if trace is None else str(trace.tb_frame.f_globals.get("__name__", ""))
    return name.partition(".")[0] == "neo4j"


_NOT_THERE = (
    "no Neo4j answers at {url}; start the server, or check the address (its Bolt port, mostly 7687)"
)
_UNKNOWN = "what answers at {url} is no Neo4j that this version knows; expected 5.26 or later"
_NO_MEMORY = (
    "{url} has too little memory for this transaction; nothing of it was kept: set a smaller "
    "batch_rows, or give the server more (db.memory.transaction.max)"
)
_BY_CODE: Mapping[str, tuple[type[EngineError], str]] = {
    "Security.Unauthorized": (
        StoreUnreachable,
        "{url} refused the login; set TIELINE_NEO4J_USER and TIELINE_NEO4J_PASSWORD",
    ),
    "Security.AuthenticationRateLimit": (
        StoreUnreachable,
        "{url} refuses logins for a while; wait, then set TIELINE_NEO4J_PASSWORD",
    ),
    "Security.CredentialsExpired": (
        StoreUnreachable,
        "{url} wants this user's first password changed; do that, then try again",
    ),
    "Security.": (StoreUnreachable, "{url} does not allow this user to do that"),
    "Database.DatabaseNotFound": (
        StoreUnreachable,
        "{url} has no such database; check the end of the address",
    ),
    "Database.DatabaseUnavailable": (
        StoreUnreachable,
        "{url} is there, but its database does not answer yet; try again in a moment",
    ),
    "General.DatabaseUnavailable": (
        StoreUnreachable,
        "{url} is there, but its database does not answer yet; try again in a moment",
    ),
    "General.MemoryPoolOutOfMemoryError": (StoreError, _NO_MEMORY),
    "General.TransactionOutOfMemoryError": (StoreError, _NO_MEMORY),
    "General.ForbiddenOnReadOnlyDatabase": (StoreUnreachable, "{url} is read-only"),
    "Cluster.NotALeader": (StoreUnreachable, "{url} has no leader now; try again in a moment"),
}
_BY_CLASS: tuple[tuple[type[Exception], type[EngineError], str], ...] = (
    (
        exceptions.IncompleteCommit,
        StoreUnreachable,
        "the line to {url} broke during a commit; do it again, nothing is kept twice",
    ),
    (exceptions.ServiceUnavailable, StoreUnreachable, _NOT_THERE),
    (exceptions.SessionExpired, StoreUnreachable, "the line to {url} broke; try again"),
    (exceptions.ConnectionPoolError, StoreUnreachable, _NOT_THERE),
    (exceptions.UnsupportedServerProduct, StoreUnreachable, _UNKNOWN),
    (
        exceptions.CertificateConfigurationError,
        StoreUnreachable,
        "the certificates for {url} cannot be used; check their files",
    ),
    (
        exceptions.AuthConfigurationError,
        StoreUnreachable,
        "{url} knows no login of this kind; set TIELINE_NEO4J_USER and TIELINE_NEO4J_PASSWORD",
    ),
    (
        exceptions.ConfigurationError,
        StoreUnreachable,
        "{url} is no address of a Neo4j 5.26 or later; expected one such as neo4j://127.0.0.1:7687",
    ),
    (exceptions.AuthError, StoreUnreachable, "{url} refused the login"),
    (exceptions.TransientError, StoreUnreachable, "{url} is too busy; try again in a moment"),
)


def _told(error: BaseException | None, url: str) -> EngineError:
    code = str(getattr(error, "code", None) or "").partition(".")[2].partition(".")[2]
    for start, (kind, message) in _BY_CODE.items():
        if code.startswith(start):
            return kind(message.format(url=url))
    for class_, kind, message in _BY_CLASS:
        if isinstance(error, class_):
            return kind(message.format(url=url))
    if isinstance(error, exceptions.Neo4jError) and code:
        return StoreError(f"{url}: the server refused ({code}); nothing of this was kept")
    if not isinstance(error, (exceptions.Neo4jError, exceptions.DriverError)):
        return StoreUnreachable(_UNKNOWN.format(url=url))  # words that no Neo4j says
    name = type(error).__name__
    return StoreError(f"{url}: the driver failed ({name}); nothing of this was kept")
