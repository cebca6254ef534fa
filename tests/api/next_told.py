"""What is told of next contacts, in short, for the tests of the list and of its occasions."""

from typing import Any

from typer.testing import CliRunner

from api import cli

OURS = "org:x.example"


def short(person: dict[str, Any] | None) -> str | None:
    """The name before the @ of somebody's address."""
    return None if person is None else str(person["identity"].split(":")[1].split("@")[0])


def of(answer: dict[str, Any], name: str) -> dict[str, Any]:
    """Give the one item about somebody."""
    (item,) = (item for item in answer["items"] if short(item["person"]) == name)
    return dict(item)


def said(store: str, *asked: str) -> str:
    """What a command prints on a wide screen."""
    found = CliRunner().invoke(
        cli.app, ["--store", store, *asked], env={"COLUMNS": "220",
        "TIELINE_OWN_ORGANIZATIONS": f'["{OURS}"]'},
    )  # fmt: skip
    assert found.exit_code == 0, found.output
    return found.stdout
