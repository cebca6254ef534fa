"""What every test may ask for."""

import gc
import os
import re
import signal
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest
from hypothesis import is_hypothesis_test, settings
from xdist.scheduler import LoadFileScheduling

from graph.connect import open_store
from graph.neo4j.store import Neo4jStore
from graph.store import Store
from tests.made_demo import MadeDemo, made_in
from tests.neo4j_java import missing
from tests.neo4j_server import Neo4jServer, emptied

ROOT = Path(__file__).resolve().parent.parent

# the same cases in every run: a suite that draws anew fails on somebody else's change
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")

LONG = (
    "tests/test_docs.py",
    "tests/api/test_demo_story.py",
    "tests/ingest/test_platforms.py",
    "tests/api/test_cli.py",
    "tests/api/test_demo_files.py",
    "tests/api/test_http_serving.py",
    "tests/test_packaging.py",
    "tests/parity/test_random.py",
    "tests/api/test_following_killed.py",
    "tests/algorithms/test_backtest.py",
    "tests/algorithms/test_liveness.py",
    "tests/algorithms/test_measures.py",
    "tests/parity/test_contract.py",
    "tests/test_image.py",
    "tests/ingest/test_side_by_side.py",
    "tests/ingest/test_table_real.py",
    "tests/algorithms/test_communities.py",
    "tests/api/test_backtest.py",
    "tests/api/test_growing.py",
    "tests/api/test_known_by.py",
    "tests/ingest/test_cancellations.py",
    "tests/api/test_http_answers.py",
    "tests/api/test_killed_refresh.py",
    "tests/api/test_threads.py",
)
"""What takes long without a server, the longest first."""

FEWEST = 5  # cases that a test draws; where few are asked for, each takes long

OF_NEO4J = re.compile(r"[\[-]neo4j[\]-]")  # a parameter of a test

Ask = pytest.FixtureRequest
STORES: dict[str, Callable[[Path, Ask], Store]] = {
    "duckdb": lambda folder, _: open_store(str(folder / "log.duckdb")),
    "neo4j": lambda folder, ask: Neo4jStore(
        ask.getfixturevalue("neo4j_without_data")(), folder / "cache"
    ),
}
"""Every kind of store, as an empty one in a folder; one line enrols another in all their tests."""


@pytest.fixture(params=["duckdb", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Give an empty store each time it is called; the one given before is done with."""
    number = iter(range(1_000_000))

    def new() -> Store:
        folder = tmp_path / f"store-{next(number)}"
        folder.mkdir()
        return STORES[request.param](folder, request)

    return new


in_file_or_proof = pytest.mark.parametrize(
    "new_store",
    ["duckdb", pytest.param("neo4j", marks=[pytest.mark.neo4j, pytest.mark.proof])],
    indirect=True,
)
"""Marks a test whose promise a smaller one holds in Neo4j: with a server it is for the proof."""


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """An empty store, of each kind there is."""
    return new_store()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; where it is missing the test is not run, and in CI it fails."""
    folder = Path(os.environ.get("TIELINE_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        message = f"no real data at {folder}: set TIELINE_SHARED to the folder that holds data/"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@cache
def _why_no_neo4j() -> str:
    return missing()


def need_neo4j() -> None:
    """Go on where a Neo4j server can be started; else the test is not run, and in CI it fails."""
    if reason := _why_no_neo4j():
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Tests of one file stay on one worker; those that ask Neo4j do, too, and start one server."""
    scheduler = LoadFileScheduling(config, log)
    file_of = scheduler._split_scope

    def unit(nodeid: str) -> str:
        file = file_of(nodeid)
        asks = OF_NEO4J.search(nodeid) or _asks_neo4j(config.rootpath / file)
        return "neo4j" if asks else file

    scheduler._split_scope = unit
    return scheduler


@cache
def _asks_neo4j(file: Path) -> bool:
    return "pytest.mark.neo4j" in file.read_text("utf-8")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The suite draws a fifth of the cases that `make proof` draws; what is long goes first."""
    if not config.getoption("markexpr").startswith("proof"):
        for test in {item.obj for item in items if is_drawn(item)}:
            own = test._hypothesis_internal_use_settings
            fewer = max(FEWEST, own.max_examples // 5)
            if own.max_examples > fewer:
                test._hypothesis_internal_use_settings = settings(own, max_examples=fewer)
    in_turn(items)


def pytest_collection_finish(session: pytest.Session) -> None:  # noqa: ARG001 - as it is called
    """What was collected stays: nobody looks through it for garbage, again and again."""
    gc.collect()
    gc.freeze()


def pytest_configure() -> None:
    """Hear Ctrl-C: a run in the background does not, nor would commands that its tests start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure() -> None:
    """What is let go at the end is told to its library, which else says that it was forgotten."""
    gc.unfreeze()


def is_drawn(item: pytest.Item) -> TypeGuard[pytest.Function]:
    """Whether a test of the suite draws its cases."""
    is_drawn = isinstance(item, pytest.Function) and is_hypothesis_test(item.obj)
    return is_drawn and not item.get_closest_marker("proof")


def in_turn(items: list[pytest.Item]) -> None:
    """What takes long goes first, so that no worker is left waiting for it in the end.

    A server of Neo4j is killed before it has learned to be quick, and answers from the demo last:
    nobody empties it meanwhile.
    """
    places = {ROOT / file: 1 + k for k, file in enumerate(LONG)}

    def turn(item: pytest.Item) -> float:
        if item.get_closest_marker("neo4j") or _asks_neo4j(item.path):
            asked = getattr(item, "fixturenames", ())
            return ("demo" in asked) / 2 - ("neo4j_to_kill" in asked)
        return places.get(item.path, 1 + len(LONG))

    items.sort(key=turn)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("neo4j"):
        need_neo4j()


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """The Neo4j server of this run: one for all tests, started by the first that asks."""
    need_neo4j()
    with Neo4jServer() as server:
        yield server


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> MadeDemo:
    """The demo as `tieline demo` leaves it, one for all workers."""
    own = tmp_path_factory.getbasetemp()
    return made_in((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "made-demo")


@pytest.fixture
def neo4j_to_kill(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The server of this run for a test that kills it once, before all others ask it."""
    return neo4j_server


@pytest.fixture(scope="session")
def mortal_neo4j() -> Iterator[Neo4jServer]:
    """A Neo4j server that tests may kill as often as they like; they start it again."""
    need_neo4j()
    with Neo4jServer() as server:
        yield server


@pytest.fixture
def empty_neo4j(neo4j_server: Neo4jServer) -> Iterator[Callable[[], str]]:
    """Give the url of the run's Neo4j server, emptied, each time it is called."""
    with neo4j_server.driver() as driver:

        def empty() -> str:
            emptied(driver)
            return neo4j_server.url

        yield empty


@pytest.fixture
def neo4j_without_data(neo4j_server: Neo4jServer) -> Iterator[Callable[[], str]]:
    """The same with its constraints and indexes left, which every store makes alike: quicker."""
    with neo4j_server.driver() as driver:

        def clear() -> str:
            emptied(driver, keep_schema=True)
            return neo4j_server.url

        yield clear


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter,
) -> Generator[None, None, None]:
    """Say below all else how many Neo4j tests were not run, and why."""
    yield
    if reason := _why_no_neo4j():
        skipped = terminalreporter.getreports("skipped")
        count = sum(str(report.longrepr[2]).endswith(reason) for report in skipped)
        if count:
            tests = "test was" if count == 1 else "tests were"
            terminalreporter.write_line(f"{count} Neo4j {tests} NOT RUN: {reason}", yellow=True)
