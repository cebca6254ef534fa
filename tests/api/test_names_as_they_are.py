"""Names, subjects and paths are others' words: pages for people show them letter for letter."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import cli
from graph.model import Fact
from tests.api.kept import fill, office

NAMES = {"ann": "Ann [/b] [acme]", "bob": "Bob [red]Bay[/red] :tada:"}
ANN, BOB = "ann@x.example", "bob@x.example"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = [Fact(f"email:{who}@x.example", "name", name) for who, name in NAMES.items()]
    return fill(tmp_path_factory.mktemp("odd") / "odd.duckdb", [*office(), *named])


@pytest.mark.parametrize(
    "asked",
    [
        ["influencers"],
        ["people"],
        ["person", ANN],
        ["explain", ANN],
        ["explain", ANN, BOB],
        ["tie", ANN, BOB],
        ["ties"],
        ["changes", ANN, BOB],
        ["briefing"],
        ["communities"],
    ],
)
def test_what_stands_in_brackets_in_a_name_is_no_style(store: Path, asked: list[str]) -> None:
    found = CliRunner(env={"COLUMNS": "300"}).invoke(cli.app, ["--store", str(store), *asked])

    assert found.exit_code == 0, found.output
    assert NAMES["ann"] in found.stdout
