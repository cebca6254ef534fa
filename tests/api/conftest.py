"""What tests of the API share: a company that is loaded and refreshed once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.engine import Engine
from tests.api.cookbook_demo import Demo, caches_in, demo_in
from tests.api.http_world import add, company, engine_of
from tests.api.quick_children import quick_children
from tests.made_demo import MadeDemo
from tests.neo4j_server import Neo4jServer, emptied


@pytest.fixture(scope="session", autouse=True)
def _quick_children() -> Iterator[None]:
    with quick_children():
        yield


@pytest.fixture(scope="session")
def kept_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with its snapshots; tests work on copies."""
    folder = tmp_path_factory.mktemp("company")
    made = engine_of(folder)
    add(made, company())
    made.refresh()
    return folder


@pytest.fixture(scope="module")
def engine(kept_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine on a company of the module's own."""
    folder = tmp_path_factory.mktemp("engine") / "copy"
    shutil.copytree(kept_company, folder)
    return engine_of(folder)


@pytest.fixture(scope="session", params=["part", pytest.param("whole", marks=pytest.mark.proof)])
def demo(
    request: pytest.FixtureRequest,
    neo4j_server: Neo4jServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    """The demo company in Neo4j, from here on, and in a file; ask for `demo_caches` beside it.

    A part of its exports is enough for the suite, where no test asks for the `whole_demo`.
    """
    with neo4j_server.driver() as driver:
        emptied(driver)
    made: MadeDemo | None = None
    if request.param == "whole":
        made = request.getfixturevalue("made_demo")
    with demo_in(neo4j_server, tmp_path_factory.mktemp("demo"), made) as found:
        yield found


whole_demo = pytest.mark.parametrize(
    "demo", [pytest.param("whole", marks=pytest.mark.proof)], indirect=True
)
"""Marks what is told by all exports together: the story, and the page that shows it."""


@pytest.fixture(scope="module")
def demo_caches(demo: Demo) -> Iterator[None]:
    """Let whoever asks the demo's stores find their snapshots."""
    with caches_in(demo.folder):
        yield


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An empty folder that something is put into."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder
