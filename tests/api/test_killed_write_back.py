"""A run that is written into Neo4j is seen whole or not at all, whoever is killed on the way."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import neo4j
import numpy as np
import pytest

from api.incoming.loading import load_paths
from api.refresh import refresh
from api.settings import settings
from graph.moments import DAY, iso, micros
from tests.api.cookbook_demo import caches_in
from tests.api.test_cli import TIELINE
from tests.graph.records import CLOCK
from tests.neo4j_server import Neo4jServer, emptied

pytestmark = pytest.mark.neo4j

START = micros(CLOCK) - 300 * DAY
SHOWN = """
    CALL () {
        MATCH (p:Person) RETURN 'person' AS what, p.id AS a, '' AS b, properties(p) AS told
        UNION ALL MATCH (i:Identity)-[:OF]->(p:Person)
        RETURN 'of' AS what, i.key AS a, p.id AS b, {} AS told
        UNION ALL MATCH (a:Person)-[t:TIE]->(b:Person)
        RETURN 'tie' AS what, a.id AS a, b.id AS b, properties(t) AS told
        UNION ALL MATCH (a:Person)-[t:PAIR]->(b:Person)
        RETURN 'pair' AS what, a.id AS a, b.id AS b, properties(t) AS told
        UNION ALL MATCH (p:Person)-[s:SCORED]->(r:Run {current: true})
        RETURN 'scored' AS what, p.id AS a, r.id AS b, properties(s) AS told
        UNION ALL MATCH (c:Community)-[:FOUND_IN]->(r:Run {current: true})
        RETURN 'community' AS what, c.id AS a, r.id AS b, properties(c) AS told }
    RETURN what, a, b, told ORDER BY what, a, b"""
CURRENT = """
    MATCH (r:Run {current: true}) OPTIONAL MATCH (p:Person)-[s:SCORED]->(r)
    RETURN r.id AS run, sum(s.pagerank) AS attention"""
WRITING = "MATCH (l:Log {name: 'tieline'}) RETURN l.writing IS NOT NULL"


def log(path: Path, seed: int, rows: int, *, day: float, people: int = 300) -> Path:
    """Mails among people of whom few write most, in the fifty days from one on."""
    draw = np.random.default_rng(seed)
    who = (draw.pareto(1.2, (rows, 2)) * 20).astype(int) % people
    who[:, 1] += who[:, 0] == who[:, 1]
    at = np.sort(draw.integers(0, 50 * DAY, rows)) + START + round(day * DAY)
    lines = (
        f"p{a}@x.example,p{b}@x.example,{iso(int(t))}" for (a, b), t in zip(who, at, strict=True)
    )
    path.write_text("sender,receiver,at\n" + "\n".join(lines) + "\n")
    return path


def load(server: Neo4jServer, *paths: Path) -> None:
    load_paths(paths, settings({"store": server.url}, environment={}), micros(CLOCK))


def refreshed(server: Neo4jServer) -> None:
    """Refresh undisturbed, in this process, which has read the code."""
    built = settings({"store": server.url}, environment={})
    refresh(built.url, built, micros(CLOCK))


def refreshing(server: Neo4jServer, folder: Path) -> subprocess.Popen[bytes]:
    """A refresh in a group of processes of its own, to be killed."""
    return subprocess.Popen(
        [TIELINE, "refresh", "--quiet", "--store", server.url],
        cwd=folder, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def ended(refresh: subprocess.Popen[bytes]) -> None:
    os.killpg(refresh.pid, signal.SIGKILL)
    refresh.wait()


def until_it_writes(driver: neo4j.Driver, refresh: subprocess.Popen[bytes]) -> None:
    while refresh.poll() is None and not driver.execute_query(WRITING).records[0][0]:
        time.sleep(0.02)


def shown(server: Neo4jServer) -> list[dict[str, Any]]:
    with server.driver() as driver:
        return [row.data() for row in driver.execute_query(SHOWN).records]


def one_whole_run(server: Neo4jServer) -> str:
    """All the attention of the current run is there: PageRank adds up to one."""
    with server.driver() as driver:
        ((run, attention),) = driver.execute_query(CURRENT).records
    assert attention == pytest.approx(1, abs=1e-9)
    return str(run)


def killed(
    server: Neo4jServer,
    folder: Path,
    kill: Callable[[subprocess.Popen[bytes]], None],
    delays: list[float],
    rows: int = 1_500,
) -> None:
    """Kill refreshes while they write, and compare what is shown in the end with a quiet one."""
    with caches_in(folder), server.driver() as driver:
        emptied(driver)
        logs = [log(folder / "log.csv", 0, rows, day=0)]
        load(server, *logs)
        refreshed(server)
        seen = {one_whole_run(server)}
        for number, delay in enumerate(delays):
            more = log(folder / f"{number}.csv", number + 1, 200, day=50 + 5 * number)
            logs.append(more)
            load(server, more)
            refresh = refreshing(server, folder)
            until_it_writes(driver, refresh)
            time.sleep(delay)
            kill(refresh)
            seen.add(one_whole_run(server))
        refreshed(server)
        seen.add(one_whole_run(server))
        found = shown(server)

        emptied(driver)
        load(server, *logs)
        refreshed(server)
        assert {row["what"] for row in found} >= {"person", "of", "tie", "pair", "scored"}
        assert found == shown(server)


def test_a_killed_refresh_shows_no_half_run_in_neo4j(
    neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    killed(neo4j_server, tmp_path, ended, [0.1], rows=500)


@pytest.mark.proof
def test_20_killed_refreshes_show_no_half_run_in_neo4j(
    neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    chance = random.Random(3)  # noqa: S311
    killed(neo4j_server, tmp_path, ended, [chance.uniform(0, 2) for _ in range(20)])


@pytest.mark.proof
def test_a_server_killed_20_times_while_runs_are_written_shows_no_half_run(
    mortal_neo4j: Neo4jServer, tmp_path: Path
) -> None:
    def both_ended(refresh: subprocess.Popen[bytes]) -> None:
        mortal_neo4j.kill()
        ended(refresh)
        mortal_neo4j.start()

    chance = random.Random(5)  # noqa: S311
    killed(mortal_neo4j, tmp_path, both_ended, [chance.uniform(0, 2) for _ in range(20)])
