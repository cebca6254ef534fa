"""The example of docs/next.md does what the page says."""

from pathlib import Path

from tests.test_docs import DOCS, blocks, run_all


def test_the_example_of_the_page_says_what_the_page_says(tmp_path: Path) -> None:
    examples = list(blocks(DOCS / "next.md", "next"))
    said = " ".join(run_all(examples, tmp_path, COLUMNS="300", NO_COLOR="1").split())

    assert len(examples) == 1
    assert "birthday on 2026-06-12, in 9 days" in said
    assert "silent for 54" in said
    void = (
        "you have written 6 times since they were last heard from on 2026-04-23; they usually "
        "answer 100 %, half of it within 5 hours"
    )
    assert void in said
    assert void in " ".join((DOCS / "next.md").read_text("utf-8").split())
    assert "write to dan@east.example there" in said
    assert "last contact 2026-06-01" in said
    assert "Kim King (north.example) " not in said.partition("Dates")[0]
