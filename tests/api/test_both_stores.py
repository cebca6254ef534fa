"""The same log in a file and in Neo4j: equal digests, equal runs, equal bytes of every answer."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import orjson
import pytest

from api.demo import EXPORTS, build
from api.engine import Engine
from api.loading import Way, load_paths
from api.refresh import refresh
from api.settings import Settings, settings
from graph.connect import open_store
from graph.copying import copied
from graph.errors import DamagedSnapshot
from graph.moments import micros
from tests.conftest import ROOT
from tests.graph.records import CLOCK
from tests.neo4j_server import Neo4jServer, emptied

pytestmark = pytest.mark.neo4j
CLOCK_US = micros(CLOCK)
EXAMPLES = ROOT / "docs" / "examples"


@dataclass(frozen=True)
class Both:
    """The engines on two stores of one log."""

    file: Engine
    server: Engine

    def same(self, ask: Callable[[Engine], object]) -> object:
        """Ask both; the answers are the same bytes."""
        in_file, in_server = (ask(engine) for engine in (self.file, self.server))
        assert orjson.dumps(in_file) == orjson.dumps(in_server)
        return in_file


@pytest.fixture(scope="module", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A user's cache and state folders of this module's own."""
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        yield folder


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


@pytest.fixture(scope="module")
def demo(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Both:
    need = tmp_path_factory.mktemp("demo")
    truth = build(need)
    exports = [need / name for name in EXPORTS]
    return both(need, neo4j_server, exports, micros(truth.clock))


QUESTIONS: dict[str, Callable[[Engine], object]] = {
    "influencers": lambda engine: engine.influencers(limit=300),
    "weakening": lambda engine: engine.weakening(limit=300),
    "communities": lambda engine: engine.communities(limit=100),
    "stakeholders": lambda engine: engine.stakeholders(of="org:arboris.example", limit=300),
    "briefing": lambda engine: engine.briefing(),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_list_of_the_demo_is_the_same_bytes_from_both_stores(
    demo: Both, question: str
) -> None:
    assert demo.same(QUESTIONS[question])


def test_people_and_ties_of_the_demo_are_the_same_bytes_with_all_their_evidence(demo: Both) -> None:
    first = [row["person"]["id"] for row in demo.file.influencers(limit=40)["items"]]
    for who in first:
        demo.same(partial(Engine.person, who=who))
        demo.same(partial(Engine.explain, who=who))
    fading = demo.file.weakening(limit=40)["items"]
    for row in fading:
        demo.same(partial(Engine.tie, who=row["a"]["id"], other=row["b"]["id"]))


def test_a_past_moment_and_another_half_life_are_the_same_bytes(demo: Both) -> None:
    demo.same(lambda engine: engine.influencers(limit=50, as_of="2025-08-15", half_life_days=90))


def test_what_a_store_says_of_itself_is_the_same_but_for_where_it_is(demo: Both) -> None:
    told = [engine.status() for engine in (demo.file, demo.server)]
    kept_by = [one.pop("kept_by") for one in told]
    assert kept_by[0].startswith("DuckDB ")
    assert kept_by[1].startswith("Neo4j 5.26")
    assert "community; it has no roles" in kept_by[1]
    assert {**told[0], "store": ""} == {**told[1], "store": ""}


def test_a_second_refresh_reads_only_what_is_new_and_writes_nothing(demo: Both) -> None:
    server = demo.server
    before = server.status()
    refresh(server.url, server.settings, server.clock())
    assert server.status() == before


def test_a_lost_cache_is_made_again_from_the_server(demo: Both, own_folders: Path) -> None:
    for path in sorted((own_folders / "cache").rglob("current")):
        path.write_text("nonsense")
    server = demo.server
    with pytest.raises(DamagedSnapshot):
        Engine(server.url, server.settings, clock=server.clock).snapshots.pointer()
    refresh(server.url, server.settings, server.clock())
    demo.same(lambda engine: engine.influencers(limit=300))


def test_a_copy_into_either_kind_of_store_has_the_same_digest(demo: Both, tmp_path: Path) -> None:
    source = open_store(demo.server.url)
    target = open_store(str(tmp_path / "copy.duckdb"))
    first = copied(source, target)
    assert first.is_equal
    assert first.written == first.rows > 80_000
    again = copied(source, target)
    assert (again.written, again.is_equal) == (0, True)
    assert (
        target.contents()
        .interacted.select(["at", "arrived_at"])
        .equals(source.contents().interacted.select(["at", "arrived_at"]))
    )


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


@pytest.mark.parametrize(("data", "file", "mapping"), [log[:3] for log in LOGS])
def test_the_beginnings_of_real_logs_give_the_same_bytes_from_both_stores(
    data: str, file: str, mapping: str, shared: Path, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    part = tmp_path / file.removesuffix(".gz")
    with gzip.open(shared / data / file, "rt") as whole:
        part.write_text("".join(islice(whole, 5_000)))
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
