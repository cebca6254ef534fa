"""A follower into Neo4j goes on where it was when the server comes back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.api.cookbook_demo import caches_in
from tests.api.followed_world import Watch, at_once, csv
from tests.graph.cutting_proxy import CuttingProxy
from tests.neo4j_server import Neo4jServer, emptied

pytestmark = pytest.mark.neo4j


def goes_on(folder: Path, url: str, away: Callable[[], AbstractContextManager[None]]) -> None:
    """Follow a folder into an empty server that is away for a while."""
    inbox = folder / "inbox"
    inbox.mkdir()
    (inbox / "a.csv").write_text(csv(1, 2))
    with caches_in(folder):
        flags = {"lock_wait_seconds": 0.5}
        going = Watch(url, inbox, every=10, patience=60, flags=flags)
        assert going.counts(30) == [(2, 2, 0)]

        with away():
            (inbox / "b.csv").write_text(csv(3))
            assert going.counts(30) == []
            assert len(going.said) == 1
        assert going.counts(30) == [(1, 1, 0)]
        assert going.digest == at_once(folder, [inbox])

        again = Watch(url, inbox, every=10, patience=60, flags=flags)
        assert again.counts(30) == []


def test_a_server_that_is_out_of_reach_for_a_while_is_waited_for(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    with CuttingProxy(neo4j_without_data()) as line:
        goes_on(tmp_path, line.url, line.gone)


@pytest.mark.proof
def test_a_server_that_is_killed_and_started_again_is_waited_for(
    mortal_neo4j: Neo4jServer, tmp_path: Path
) -> None:
    with mortal_neo4j.driver() as driver:
        emptied(driver)

    @contextmanager
    def killed() -> Iterator[None]:
        mortal_neo4j.kill()
        yield
        mortal_neo4j.start()

    goes_on(tmp_path, mortal_neo4j.url, killed)
