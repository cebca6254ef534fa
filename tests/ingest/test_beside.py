"""What lies beside a file that is named by itself is heard, and nothing of it is read."""

from pathlib import Path

from ingest.files.beside import beside
from tests.ingest.sample_folder import Folder, loaded

SLACK = Folder("slack")
DAY = "core/2026-03-03.json"


def names(*paths: Path) -> list[str]:
    return sorted(path.name for path, _ in beside(paths))


def test_a_file_of_an_export_hears_what_lies_beside_and_above_it(tmp_path: Path) -> None:
    folder = SLACK.copied(tmp_path)

    assert {"users.json", "channels.json"} <= set(names(folder / DAY))
    assert {source for _, source in beside([folder / DAY])} == {"slack"}
    assert "users.json" not in names(folder / DAY, folder / "users.json"), "it is named itself"
    assert names(folder) == [], "a folder holds what explains it"


def test_what_is_heard_is_not_read(tmp_path: Path) -> None:
    folder = SLACK.copied(tmp_path)

    assert loaded(tmp_path, folder / DAY).total("read") == 2


def test_a_download_of_facebook_is_heard_as_a_whole_and_other_folders_are_not(
    tmp_path: Path,
) -> None:
    folder = Folder("facebook").copied(tmp_path / "mine")
    other = tmp_path / "mine" / "other" / "profile_information.json"
    other.parent.mkdir()
    other.write_text('{"profile_v2": {"name": {"full_name": "Somebody Else"}}}')
    likes = folder / "your_facebook_activity/comments_and_reactions/likes_and_reactions_1.json"

    heard = [path for path, _ in beside([likes])]

    assert [one.name for one in heard if "profile" in one.name] == ["profile_information.json"]
    assert other not in heard
