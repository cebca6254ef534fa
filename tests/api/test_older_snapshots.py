"""A cache that an older version of the program left is made anew, whatever of it is missing."""

import json
from pathlib import Path

from tests.api.kept import engine_on, fill, office


def test_after_an_upgrade_answers_come_from_a_snapshot_of_the_new_form(tmp_path: Path) -> None:
    path = fill(tmp_path / "kept.duckdb", office())
    first = engine_on(path).influencers()
    _make_older(Path(f"{path}.snapshots"), table="in_time")

    assert engine_on(path).influencers() == first


def _make_older(snapshots: Path, table: str) -> None:
    """Have the current snapshot be one of the form before, which knew nothing of a table."""
    current = json.loads((snapshots / "current").read_text())
    folder = snapshots / "s_0123456789abcdef"
    (snapshots / current["snapshot"]).rename(folder)
    (snapshots / "current").write_text(json.dumps(current | {"snapshot": folder.name}))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["format"] -= 1
    for file, _rows in manifest["parts"].pop(table):
        del manifest["files"][file]
        (folder / file).unlink()
    (folder / "manifest.json").write_text(json.dumps(manifest))
