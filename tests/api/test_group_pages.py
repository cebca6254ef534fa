"""What the command line prints about groups."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import cli
from graph.model import Fact
from tests.api.kept import fill, office
from tests.worlds import email


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    told = [*office(), Fact("org:customer.example", "name", "[bold]Brackets & Sons")]
    return str(fill(tmp_path_factory.mktemp("pages") / "office.duckdb", told))


def said(store: str, *words: str, code: int = 0) -> str:
    done = CliRunner(env={"COLUMNS": "120"}).invoke(cli.app, ["--store", store, *words])
    assert done.exit_code == code, done.output
    return done.output


def test_a_page_of_groups_says_what_they_share_and_whom_they_have_to_do_with(store: str) -> None:
    page = said(store, "communities", "--kind", "organizations")

    assert "Organizations" in page
    assert "100 % customers" in page
    assert "led by Ann Archer" in page
    assert "org:customer.example" in page
    assert "Modularity" in page


def test_names_are_printed_as_they_are(store: str) -> None:
    assert "[bold]Brackets & Sons" in said(store, "communities", "org:customer.example")


def test_a_page_of_one_group_lists_its_members(store: str) -> None:
    page = said(store, "communities", "segment:customers", "--limit", "2")

    assert "3 people, 2 of them in touch" not in page  # cat's last mail is still live
    assert "3 people" in page
    assert "E-I +1.00" in page  # customers write to nobody but us
    assert "Who holds it together" in page
    assert "and 1 more (--limit)" in page


def test_where_there_is_nothing_a_page_says_what_to_do(store: str, tmp_path: Path) -> None:
    bare = str(fill(tmp_path / "bare.duckdb", [email("ann", "bob")]))

    assert "load a file that says who is in which" in said(
        bare, "communities", "--kind", "segments"
    )
    assert "c_nobody" in said(store, "communities", "c_nobody", code=2)


def test_groups_come_as_rows_for_a_spreadsheet(store: str) -> None:
    rows = said(store, "communities", "--kind", "organizations", "--csv").splitlines()

    assert rows[0].startswith("id,name,size,members,")
    assert len(rows) == 3
