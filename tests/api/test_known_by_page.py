"""The example of docs/known-by.md, as somebody who copies it would run it."""

from pathlib import Path

import pytest

from tests.test_docs import DOCS, blocks, run


def test_the_example_says_what_the_page_promises(tmp_path: Path) -> None:
    ((language, code),) = blocks(DOCS / "known-by.md", "known")
    said = run(language, code, tmp_path)
    assert said.endswith("the same bytes\nand today's list is another\n")


@pytest.mark.parametrize("file", ["graph/duckdb/known.py", "graph/neo4j/past.py"])
def test_the_files_that_are_named_are_there(file: str) -> None:
    assert (DOCS.parent / file).is_file()
    assert file in (DOCS / "known-by.md").read_text("utf-8")
