"""A new measure is a file and an entry in the table: every face of the product has it then.

The checkout is copied and given one, as somebody would who adds it, and asked of a store that was
refreshed before.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.kept import engine_on, fill
from tests.worlds import email

ROOT = Path(__file__).parents[2]
PACKAGES = ("graph", "ingest", "algorithms", "api")
FILE = '''"""What somebody gives more than they get."""

from algorithms.options import DEFAULT, Options
from algorithms.people.strength import in_strength, out_strength
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["generosity"]


def generosity(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Give how much stronger what leaves somebody is than what comes."""
    out = out_strength(projection, options=options).values
    return Scores("generosity", out - in_strength(projection, options=options).values)
'''
ENTRY = """    Measure(
        name="generosity",
        function=generosity,
        meaning="how much more this person gives than they get",
        formula="s_out - s_in",
        low=-inf,
        high=inf,
        more="gives more than they get",
        is_local=True,
    ),
"""
FIRST = '    Measure(\n        name="pagerank",'
ASKED = """
import json, sys
from fastapi.testclient import TestClient
from api.app import create_app
from tieline import Engine, settings

if __name__ == "__main__":
    engine = Engine(sys.argv[1], settings())
    with TestClient(create_app(engine), base_url="http://127.0.0.1") as client:
        pages = ("influencers?by=generosity", "measures/generosity")
        told = [client.get(f"/api/v1/{page}").json() for page in pages]
        named = "generosity" in client.get("/openapi.json").text
    print(json.dumps({"api": engine.influencers(by="generosity"), "http": told, "named": named}))
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with one measure more."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tieline.py", copy)
    (copy / "algorithms/people/generosity.py").write_text(FILE)
    table = copy / "algorithms/measures.py"
    text = table.read_text()
    assert text.count(FIRST) == 1
    text = text.replace(FIRST, ENTRY + FIRST).replace(
        "from algorithms.people.hits", "from algorithms.people.generosity import generosity\n"
        "from algorithms.people.hits",
    )  # fmt: skip
    table.write_text(text)
    (copy / "asked.py").write_text(ASKED)
    return copy


def ask(checkout: Path, *words: str) -> str:
    """What a Python of that copy prints."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_a_measure_that_is_new_is_found_for_a_store_that_was_refreshed_before(
    checkout: Path, tmp_path: Path
) -> None:
    store = tmp_path / "tieline.duckdb"
    fill(store, [email("ann", "bob"), email("ann", "cho"), email("bob", "ann")])
    before = engine_on(store)
    before.refresh()
    former = before.status()["run"]
    said = ask(checkout, "asked.py", str(store)).splitlines()
    told = json.loads(said[-1])  # below what the server logs
    scores = {row["person"]["identity"]: row["score"] for row in told["api"]["items"]}
    # of one moment, in units of the strongest pair, which is two mails: ann gives 1 and gets 0.5
    assert scores == pytest.approx(
        {"email:ann@x.example": 0.5, "email:bob@x.example": 0.0, "email:cho@x.example": -0.5}
    )
    assert told["api"]["run"] != former
    ranking, described = told["http"]
    assert ranking["items"] == told["api"]["items"]
    assert described["explanation"].startswith("What somebody gives")
    assert told["named"]


def test_a_measure_that_is_new_explains_itself_on_the_command_line(checkout: Path) -> None:
    run = "import sys; from api.cli import run; run()"
    told = ask(checkout, "-c", run, "measures", "generosity")
    assert "gives more than they get" in told
    assert "s_out - s_in" in told
