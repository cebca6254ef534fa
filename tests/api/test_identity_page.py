"""The page about identities: its examples run, and show what it says."""

from pathlib import Path

from tests.test_docs import DOCS, blocks, run


def test_the_examples_of_the_page_do_what_it_says(tmp_path: Path) -> None:
    first, second, third = (code for _, code in blocks(DOCS / "identity.md", "identity"))
    before = run("sh", first, tmp_path)
    assert "email:p.wasik@acme.example = slack:T1/U7" in before
    assert "(automatic 0.99" in before
    assert "Who may be one person: 1 to decide" in before
    assert "email:przemyslaw.wasik@home.example" in before

    after = run("sh", second, tmp_path)
    assert "Nobody goes by two identities." in after
    assert "taken back" in after
    assert "is a shared mailbox" in " ".join(after.split())  # however wide the window is

    listed = run("sh", third, tmp_path)
    assert "No address looks as if" in listed
    assert "Would be accepted" in listed
    assert "rank,a.identity" in listed
