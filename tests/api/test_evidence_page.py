"""The examples of docs/evidence.md run on the demo company, and say what the page shows."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_docs import DOCS, blocks, run

PAGE = DOCS / "evidence.md"


def words(line: str) -> list[str]:
    return line.split()


@pytest.mark.proof
def test_the_examples_say_what_the_page_shows(tmp_path: Path) -> None:
    run("sh", "tieline demo --no-serve --quiet", tmp_path)
    store = {"TIELINE_STORE": "tieline-demo/tieline.duckdb"}

    found = list(blocks(PAGE, "evidence"))
    said = "".join(run(lang, code, tmp_path, **store) for lang, code in found if lang == "sh")

    printed = [words(line) for line in said.splitlines()]
    promised = [line for lang, code in found if lang == "text" for line in code.splitlines()]
    assert promised
    assert [line for line in promised if words(line) not in printed] == []
    assert "1 (\N{MINUS SIGN}1)" in said


def test_the_files_that_the_page_names_are_there() -> None:
    named = re.findall(r"`((?:algorithms|tests)/[\w/]+\.py)`", PAGE.read_text("utf-8"))

    assert len(named) >= 6
    assert [name for name in named if not (ROOT / name).is_file()] == []
