"""A follower into Neo4j goes on where it was when the server comes back."""

from pathlib import Path

import pytest

from tests.api.cookbook_demo import caches_in
from tests.api.followed_world import Watch, at_once, csv
from tests.neo4j_server import Neo4jServer, emptied

pytestmark = pytest.mark.neo4j


def test_a_server_that_goes_away_for_a_while_is_waited_for(
    mortal_neo4j: Neo4jServer, tmp_path: Path
) -> None:
    server = mortal_neo4j
    with server.driver() as driver:
        emptied(driver)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.csv").write_text(csv(1, 2))
    with caches_in(tmp_path):
        flags = {"lock_wait_seconds": 0.5}
        going = Watch(server.url, inbox, every=10, patience=60, flags=flags)
        assert going.counts(30) == [(2, 2, 0)]

        server.kill()
        (inbox / "b.csv").write_text(csv(3))
        assert going.counts(30) == []
        assert len(going.said) == 1
        server.start()
        assert going.counts(30) == [(1, 1, 0)]
        assert going.digest == at_once(tmp_path, [inbox])

        again = Watch(server.url, inbox, every=10, patience=60, flags=flags)
        assert again.counts(30) == []
