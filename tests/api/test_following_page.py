"""The example of docs/following.md, as somebody who copies it would run it."""

from pathlib import Path

from tests.test_docs import DOCS, blocks, run


def test_the_example_says_what_the_page_promises(tmp_path: Path) -> None:
    ((language, code),) = blocks(DOCS / "following.md", "follow")

    assert run(language, code, tmp_path, True).endswith("the log was not read again\n")
