"""What a Neo4j store keeps of its last reading saves time and never decides an answer."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from graph.errors import StoreError
from graph.model import Fact, Merge
from graph.neo4j.cache import cached
from graph.neo4j.store import Neo4jStore
from graph.store import Contents
from tests.graph.bulk import bulk
from tests.graph.cutting_proxy import CuttingProxy
from tests.graph.records import CLOCK, batch_of, mail
from tests.graph.rights import unprivileged

pytestmark = pytest.mark.neo4j

STATED = (
    Fact("email:ann@x.example", "name", "Ann", None, None),
    Merge("email:ann@x.example", "email:bob@x.example", "told", CLOCK, True),
)
_DELETE_ONE = "MATCH ()-[i:INTERACTED {seq: 1}]->() WITH i ORDER BY i.key LIMIT 1 DELETE i"


def filled(url: str, cache: Path, rows: int = 300) -> Neo4jStore:
    """A store with one reading in its cache."""
    store = Neo4jStore(url, cache)
    store.add(bulk(0, rows), arrived_at=1)
    store.contents()
    assert kept_up_to(cache) == 2
    return store


def kept_up_to(cache: Path) -> int:
    log = cached(cache)
    return log.next if log else 0


def anew(url: str, cache: Path) -> Contents:
    """What a reader without a cache is told."""
    shutil.rmtree(cache, ignore_errors=True)
    return Neo4jStore(url, cache).contents()


def reads_right(store: Neo4jStore, folder: Path, expected: Contents | None = None) -> None:
    """With what it has in its cache, a store reads what one without a cache does."""
    expected = expected or anew(store.url, folder / "without")
    found = Neo4jStore(store.url, store.cache).contents()
    assert found.digest == expected.digest
    assert found.identities.equals(expected.identities)
    assert found.interacted.equals(expected.interacted)
    assert found.facts.equals(expected.facts)
    assert found.merges.equals(expected.merges)
    assert kept_up_to(store.cache) > 1  # and what that reading leaves behind is whole


def test_a_second_reading_takes_only_what_is_new_over_the_line(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    """Measured on the line: bytes that the server sent."""
    with CuttingProxy(neo4j_without_data()) as line:
        store = Neo4jStore(line.url, tmp_path)
        store.add(bulk(0, 2_000), arrived_at=1)
        sent = []
        for number in (0, 1, 2):
            if number:
                store.add(bulk(number * 7, 20), arrived_at=1)  # between the same people
            before = line.received
            store.contents()
            sent.append(line.received - before)
        assert store.contents().interacted.num_rows == 2_040
    # 2,000 rows in 20 columns of a byte or more each; 20 rows and what is said around an answer
    assert sent[0] > 40_000
    assert max(sent[1:]) < 20_000


def test_a_second_reading_does_not_look_at_the_rows_it_has(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    """A row that vanished behind our back is missed by who reads anew, and only by them."""
    store = filled(neo4j_without_data(), tmp_path / "cache")
    before = store.contents()
    with GraphDatabase.driver(store.url) as driver:
        driver.execute_query(_DELETE_ONE)

    assert store.contents().interacted.equals(before.interacted)
    with pytest.raises(StoreError, match=r"do not add up .* something else than tieline"):
        anew(store.url, tmp_path / "without")
    assert not list((tmp_path / "without").glob("l_*"))

    # the cache tells what the log was; a later reading still finds it whole
    store.add(bulk(1, 20), arrived_at=1)
    assert store.contents().interacted.num_rows == 320


@pytest.mark.parametrize(
    "change",
    [
        """MATCH (a)-[i:INTERACTED {seq: 1}]->(b) WITH * ORDER BY i.key LIMIT 1
           CREATE (a)-[c:INTERACTED {key: 'another'}]->(b) SET c += i {.*, key: 'another'}""",
        "MATCH (f:Fact) SET f.value = 'Eve'",
        "MATCH (f:Fact) DETACH DELETE f",
        "MATCH (m:Merge) SET m.is_active = NOT m.is_active",
        "MATCH (i:Identity {number: 0}) SET i.number = 99999",
    ],
    ids=["a row more", "a fact changed", "a fact less", "a merge changed", "a number changed"],
)
def test_changes_behind_our_back_are_noticed_by_who_reads_anew(
    change: str, neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    store = Neo4jStore(neo4j_without_data(), tmp_path / "cache")
    store.add(bulk(0, 20), arrived_at=1)
    store.add(batch_of(*STATED), arrived_at=2)
    assert store.contents().interacted.num_rows == 20
    with GraphDatabase.driver(store.url) as driver:
        driver.execute_query(change)
    with pytest.raises(StoreError, match="do not add up"):
        anew(store.url, tmp_path / "without")


def test_the_cache_of_another_database_is_not_believed(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    filled(neo4j_without_data(), tmp_path / "cache")
    other = Neo4jStore(neo4j_without_data(), tmp_path / "elsewhere")
    other.add(bulk(5, 300), arrived_at=1)
    other.add(bulk(6, 10), arrived_at=1)

    reads_right(Neo4jStore(other.url, tmp_path / "cache"), tmp_path)
    assert kept_up_to(tmp_path / "cache") == 3


DAMAGES: dict[str, Callable[[Path], object]] = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "one bit": lambda path: path.write_bytes(_one_bit_else(path.read_bytes())),
    "gone": lambda path: path.unlink(),
    "other words": lambda path: path.write_bytes(b"[1, 2]\n"),
}


def _one_bit_else(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 64]) + data[middle + 1 :]


@pytest.mark.parametrize("file", ["rows.arrow", "identities.arrow", "manifest.json", "current"])
def test_a_damaged_cache_is_made_anew(file: str, once_read: Neo4jStore, tmp_path: Path) -> None:
    expected = anew(once_read.url, tmp_path / "without")
    for damage in DAMAGES.values():
        shutil.rmtree(once_read.cache)
        shutil.copytree(tmp_path / "without", once_read.cache)
        (path,) = once_read.cache.rglob(file)
        damage(path)
        reads_right(once_read, tmp_path, expected)


def test_a_cache_that_says_odd_things_of_itself_is_made_anew(
    once_read: Neo4jStore, tmp_path: Path
) -> None:
    expected = anew(once_read.url, tmp_path / "without")
    for name in ("store_id", "epoch", "next", "format", "files"):
        for value in (None, "7", 1, [7]):
            (path,) = once_read.cache.rglob("manifest.json")
            manifest = json.loads(path.read_text("utf-8"))
            path.write_text(json.dumps(manifest | {name: value}), "utf-8")
            reads_right(once_read, tmp_path, expected)


@pytest.fixture
def once_read(neo4j_without_data: Callable[[], str], tmp_path: Path) -> Neo4jStore:
    """A store of 20 rows with one reading in its cache."""
    return filled(neo4j_without_data(), tmp_path / "cache", 20)


@pytest.mark.parametrize("rights", [0o500, 0o000], ids=["unwritable", "unreadable"])
def test_a_folder_without_rights_only_costs_time(
    rights: int, once_read: Neo4jStore, tmp_path: Path
) -> None:
    store = once_read
    store.add(bulk(1, 20), arrived_at=1)
    expected = anew(store.url, tmp_path / "without")
    for folder in [tmp_path, *tmp_path.parents][:3]:
        folder.chmod(0o755)  # for a user without rights to come by
    (kept,) = store.cache.glob("l_*")
    for folder in (kept, store.cache):
        folder.chmod(rights)
    with unprivileged():
        found = Neo4jStore(store.url, store.cache).contents()
        assert found.interacted.equals(expected.interacted)
        with pytest.raises(OSError, match="denied"):
            (store.cache / "file").write_text("")
    for folder in (store.cache, kept):
        folder.chmod(0o700)
    assert kept_up_to(store.cache) == 2


def test_a_file_where_the_cache_should_be_only_costs_time(
    once_read: Neo4jStore, tmp_path: Path
) -> None:
    place = tmp_path / "file"
    place.write_text("not ours")
    found = Neo4jStore(once_read.url, place).contents()
    assert found.interacted.num_rows == 20
    assert place.read_text() == "not ours"


def test_a_cache_from_before_rows_were_replaced_forgets_them(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    store = Neo4jStore(neo4j_without_data(), tmp_path / "cache")
    store.add(
        batch_of(
            mail("ann", "bob", "eve", id="1"), mail("ann", "joe/cc", id="2"), mail("ann", id="3")
        ),
        arrived_at=1,
    )
    assert store.contents().interacted.num_rows == 4
    for moment, more in enumerate(
        [
            mail("ann", "joe", id="1", revision=1),  # other receivers
            mail("ann", "joe/to", "zoe", id="2"),  # a stronger role and one more
            mail("ann", "bob", id="3"),  # reached somebody after all
            mail("ann", "eve", id="1", revision=2, days=3),
            mail("ann", "late", id="1", revision=1),  # too late to win
        ],
        start=2,
    ):
        store.add(batch_of(more), arrived_at=moment)
        reads_right(store, tmp_path)
    assert store.contents().interacted.num_rows == 4


def test_a_cache_from_long_before_forgets_what_came_and_went_meanwhile(
    once_read: Neo4jStore, tmp_path: Path
) -> None:
    store = once_read
    for revision in range(4):
        store.add(batch_of(mail("ann", f"p{revision}", id="1", revision=revision)), arrived_at=1)
    reads_right(store, tmp_path)
    assert store.contents().interacted.num_rows == 21
