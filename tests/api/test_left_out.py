"""What a load left out: by sorts to people, each reason to who asks, everything to machines."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import cli


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One log, five tables that no source knows, and a README."""
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "log.csv").write_text("from,to,date\na@x.example,b@x.example,2026-01-05\n")
    (inside / "README.md").write_text("# About\n")
    for name in "abcde":
        (inside / f"{name}.csv").write_text("sku,price\n1,2\n2,3\n")
    return inside


def said(folder: Path, *words: str) -> tuple[str, str]:
    store = str(folder.parent / "log.duckdb")
    asked = ["load", str(folder), "--store", store, "--no-refresh", *words]
    found = CliRunner().invoke(cli.app, asked)
    assert found.exit_code == 0, found.output
    return found.stdout, found.stderr


def test_people_are_told_how_many_of_each_sort_and_the_first_names(folder: Path) -> None:
    _, notes = said(folder)

    assert "left out: 6 files; --left-out names all with the reason\n" in notes
    assert "begins one): in/a.csv, in/b.csv, in/c.csv and 2 more\n" in notes
    assert "  1 documentation: in/README.md\n" in notes


def test_every_name_has_its_reason_where_it_is_asked_for(folder: Path) -> None:
    _, notes = said(folder, "--left-out")

    assert notes.count("with the columns 'sku', 'price'") == 5
    assert "  in/README.md: documentation" in notes


def test_machines_are_told_all_and_a_load_of_what_has_not_changed_tells_the_same(
    folder: Path,
) -> None:
    first, again = (json.loads(said(folder, "--json")[0]) for _ in range(2))

    assert first["not_recognised"] == [one["path"] for one in first["left_out"]]
    assert [one["sort"] for one in first["left_out"]] == ["documentation"] + ["table"] * 5
    assert all(one["reason"] for one in first["left_out"])
    assert again["left_out"] == first["left_out"]


def test_a_reason_with_brackets_is_shown_as_it_is(tmp_path: Path) -> None:
    rows = (f"a@x.example,b@x.example,2026-01-05,{how}\n" for how in ("call", "fax"))
    (tmp_path / "log.csv").write_text("from,to,date,how\n" + "".join(rows))
    (tmp_path / "m.toml").write_text('[columns]\nkind = "how"\n')
    store = ["--store", str(tmp_path / "log.duckdb")]
    mapped = [str(tmp_path / "log.csv"), "--mapping", str(tmp_path / "m.toml"), "--no-refresh"]
    CliRunner().invoke(cli.app, ["load", *mapped, *store])
    found = CliRunner(env={"COLUMNS": "300"}).invoke(cli.app, ["rejected", *store])

    assert '[kinds] RT = "reaction"' in found.stdout
