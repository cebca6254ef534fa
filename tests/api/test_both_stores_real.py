"""Real logs in a file and in Neo4j: equal bytes of every answer."""

import gzip
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from api.engine import Engine
from api.incoming.loading import Way, load_paths
from api.refresh import refresh
from api.settings import Settings, settings
from graph.moments import micros
from tests.api.both import QUESTIONS, Both
from tests.api.cookbook_demo import caches_in
from tests.conftest import ROOT
from tests.graph.records import CLOCK
from tests.neo4j_server import Neo4jServer, emptied

pytestmark = pytest.mark.neo4j
CLOCK_US = micros(CLOCK)
EXAMPLES = ROOT / "docs" / "examples"


@pytest.fixture(scope="module", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A user's cache and state folders of this module's own."""
    with caches_in(tmp_path_factory.mktemp("user")):
        yield


def loaded(
    store: str, paths: list[Path], clock: int, mapping: Path | None = None, **flags: object
) -> tuple[Settings, int]:
    """Load and refresh; give the settings, and how many records were new."""
    built = settings({"store": store, **flags}, environment={})
    report = load_paths(paths, built, clock, Way(mapping=mapping))
    assert report.total("read") == sum(
        report.total(name) for name in ("new", "known", "corrected", "rejected")
    )
    refresh(built.url, built, clock)
    return built, report.total("new")


def both(
    folder: Path, server: Neo4jServer, paths: list[Path], clock: int, mapping: Path | None = None
) -> Both:
    """The same files in a file and in a server, in another order."""
    with server.driver() as driver:
        emptied(driver)
    engines = []
    for store, some in ((str(folder / "a.duckdb"), paths), (server.url, paths[::-1])):
        built, _ = loaded(store, some, clock, mapping)
        engines.append(Engine(built.url, built, clock=lambda: clock))
    return Both(*engines)


LOGS = (
    # data set, file, mapping, interactions in the whole, as its own documentation counts them:
    # rows grouped by sender and second; lines, of which none stands twice
    ("manufacturing-email", "communication.csv.gz", "manufacturing-email.toml", 58_463),
    ("collegemsg", "CollegeMsg.txt.gz", "college-messages.toml", 59_835),
)


def same_answers(found: Both) -> None:
    for name in ("influencers", "weakening", "communities"):
        found.same(QUESTIONS[name])
    people = [row["person"]["identity"] for row in found.file.influencers(limit=5)["items"]]
    for who in people:
        found.same(partial(Engine.person, who=who))
        found.same(partial(Engine.explain, who=who))
        found.same(partial(Engine.stakeholders, of=who, limit=50))


@pytest.mark.parametrize(
    ("data", "file", "mapping"),
    [pytest.param(*LOGS[0][:3], marks=pytest.mark.proof), LOGS[1][:3]],
)
def test_the_beginnings_of_real_logs_give_the_same_bytes_from_both_stores(
    data: str, file: str, mapping: str, shared: Path, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    part = tmp_path / file.removesuffix(".gz")
    with gzip.open(shared / data / file, "rt") as whole:
        part.write_text("".join(islice(whole, 600)))
    same_answers(both(tmp_path, neo4j_server, [part], CLOCK_US, EXAMPLES / mapping))


@pytest.mark.proof
@pytest.mark.parametrize(("data", "file", "mapping", "interactions"), LOGS)
def test_real_logs_give_the_same_bytes_from_both_stores(
    data: str,
    file: str,
    mapping: str,
    interactions: int,
    shared: Path,
    neo4j_server: Neo4jServer,
    tmp_path: Path,
) -> None:
    found = both(tmp_path, neo4j_server, [shared / data / file], CLOCK_US, EXAMPLES / mapping)
    same_answers(found)
    assert found.server.status()["interactions"] == interactions
