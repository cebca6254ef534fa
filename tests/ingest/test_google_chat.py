"""Google Chat: whom a message of a Takeout reaches, in which language its dates may be."""

import shutil
import zipfile
from pathlib import Path

import pytest

from graph.model import Kind
from ingest.google.chat import GoogleChat
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES, counts, loaded

FOLDER = SAMPLES / "googlechat"


@pytest.mark.parametrize(
    "written",
    [
        "Monday, March 2, 2026 at 9:05:00\u202fAM UTC",
        "lundi 2 mars 2026 \u00e0 09:05:00 UTC",
        "Montag, 2. M\u00e4rz 2026 um 09:05:00 UTC",
        "lunes, 2 de marzo de 2026, 9:05:00 UTC",
        "segunda-feira, 2 de mar\u00e7o de 2026 \u00e0s 09:05:00 UTC",
        "poniedzia\u0142ek, 2 marca 2026 09:05:00 UTC",
        "2026\u5e743\u67082\u65e5\u6708\u66dc\u65e5 9:05:00 UTC",
    ],
)
def test_dates_are_read_in_the_language_of_the_account(written: str, tmp_path: Path) -> None:
    path = tmp_path / "messages.json"
    path.write_text(
        '{"messages": [{"creator": {"email": "ann@x.example"}, "message_id": "r/t/t",'
        f' "created_date": "{written}", "text": "hi", "topic_id": "t"}}]}}',
        "utf-8",
    )
    (one,) = gathered(GoogleChat(), path).interactions

    assert one.at.isoformat() == "2026-03-02T09:05:00+00:00"


def test_messages_without_their_members_are_posts() -> None:
    path = FOLDER / "Google Chat" / "Groups" / "DM x1AAAE" / "messages.json"

    assert {one.kind for one in gathered(GoogleChat(), path).interactions} == {
        Kind.POST, Kind.REACTION, Kind.ACTIVITY
    }  # fmt: skip


def test_a_takeout_is_loaded_as_it_was_downloaded(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "takeout-1.zip", "w") as packed:
        for path in sorted(FOLDER.rglob("*.json")):
            packed.write(path, f"Takeout/{path.relative_to(FOLDER)}")
    shutil.copytree(FOLDER, tmp_path / "folder", ignore=shutil.ignore_patterns("*.expected"))

    first = loaded(tmp_path, tmp_path / "takeout-1.zip")
    again = loaded(tmp_path, tmp_path / "folder")

    assert counts(first) == (14, 12, 0, 2)
    assert (again.total("new"), again.total("corrected")) == (0, 0)
