"""What a load and a reading look up is found by an index, however little there is when it is asked.

A server plans for the data it has and keeps the plan: what is scanned in an empty database would go
on being scanned in a full one.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from neo4j import Driver

from graph.neo4j import log, people, reading, rows, ties, told
from graph.neo4j.store import Neo4jStore
from tests.graph.records import batch_of, mail
from tests.neo4j_server import Neo4jServer, emptied

pytestmark = pytest.mark.neo4j

FILES = (log, people, reading, rows, ties, told)
LOOKED_UP = {
    f"{file.__name__.partition('.')[2]}.{name}": query
    for file in FILES
    for name, query in vars(file).items()
    if isinstance(query, str) and "MATCH" in query and "$" in query and "seq < $end" not in query
}


@pytest.fixture(scope="module")
def driver(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A line to a store that holds one letter."""
    with neo4j_server.driver() as driver:
        emptied(driver)
        store = Neo4jStore(neo4j_server.url, tmp_path_factory.mktemp("cache"))
        store.add(batch_of(mail("ann", "bob", id="<1>")), arrived_at=0)
        yield driver


def planned(driver: Driver, query: str) -> list[str]:
    """The steps that a server would take."""
    given = dict.fromkeys(re.findall(r"\$(\w+)", query))  # whatever they are
    plan = driver.execute_query("EXPLAIN " + query, given).summary.plan
    assert plan is not None
    return operators(plan)


def operators(plan: dict[str, Any]) -> list[str]:
    below = [name for child in plan.get("children", ()) for name in operators(child)]
    return [plan["operatorType"].partition("@")[0], *below]


@pytest.mark.parametrize("name", LOOKED_UP)
def test_a_lookup_is_planned_by_an_index_in_a_database_that_holds_next_to_nothing(
    driver: Driver, name: str
) -> None:
    found = planned(driver, LOOKED_UP[name])

    assert [one for one in found if "Scan" in one] == []
    assert [one for one in found if "IndexSeek" in one] != []
