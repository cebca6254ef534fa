"""Tables that are UTF-16 without the mark that says so mean what they mean in UTF-8."""

from pathlib import Path

import pytest

from ingest.sources import source_for
from tests.ingest.gathered import file_at, gathered, written
from tests.ingest.platforms import LISTED
from tests.ingest.sample_folder import Folder

READ = (
    "calls", "eloqua", "hubspot", "linkedin", "outlook", "people", "ratings",
    "reddit", "salesforce", "tables", "zoho",
)  # fmt: skip


def texts(folder: Folder) -> dict[str, str]:
    """The tables of a folder that are UTF-8, by name."""
    found = {}
    for name, data in folder.samples:
        if name.endswith((".csv", ".tsv")) and name != "Master.csv":  # Asterisk writes UTF-8
            try:
                found[name] = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                continue
    return found


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", READ)
def test_a_table_in_utf16_without_a_mark_is_read_as_in_utf8(
    name: str, encoding: str, tmp_path: Path
) -> None:
    folder = next(one for one in LISTED if one.name == name)
    count = 0
    for shown, text in texts(folder).items():
        path = tmp_path / shown
        path.parent.mkdir(parents=True, exist_ok=True)
        found = []
        for how in ("utf-8", encoding):
            path.write_bytes(text.encode(how))
            source = source_for(file_at(path))
            found.append((source, written(gathered(source, path)) if source else ""))
        assert found[0] == found[1], shown
        count += found[0][0] is not None
    assert count > 0
