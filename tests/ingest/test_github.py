"""GitHub: whom a comment, a review, an issue and a star are to; bots and ghosts."""

from pathlib import Path

import pytest

from ingest.github import GitHub
from ingest.sources import SOURCES
from ingest.survey import surveyed
from tests.ingest.gathered import file_at, gathered
from tests.ingest.platform_samples import (
    SAMPLES,
    counts,
    files,
    loaded_twice,
)

FILES = files("github")
NAMES = [name for name, _ in FILES]
OTHERS = [
    '{"sender": {"login": "ann"}, "message": "x"}',
    '{"sender": "ann", "repository": {"full_name": "a/b"}}',
    '[{"type": "PushEvent", "actor": "ann", "created_at": "2020-01-01"}]',
    '[{"type": "view", "actor": {"login": "ann"}, "repo": {"name": "a/b"}, "created_at": ""}]',
    '[{"id": 1, "user": {"login": "ann"}, "body": "x"}]',
    "[1, 2]",
    "{}",
    "[]",
    "",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_json_is_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    assert not GitHub().recognises(file_at(path))


def test_the_real_payloads_load_whole_and_once(tmp_path: Path, shared: Path) -> None:
    first, again = loaded_twice(tmp_path / "log.duckdb", shared / "platform-github")

    assert counts(first) == [12, 12, 0, 0]
    assert first.interactions == 11
    assert again == (0, 0)
    assert first.not_recognised == ("platform-github/README.md",)


def test_an_edited_comment_is_corrected_and_not_doubled(tmp_path: Path) -> None:
    samples = SAMPLES / "github"
    first, again = loaded_twice(
        tmp_path / "log.duckdb", samples / "events.json", samples / "issue_comment.edited.json"
    )

    assert counts(first) == [16, 13, 0, 2]
    assert first.total("corrected") == 1
    assert again == (0, 0)


def test_a_login_is_its_number_where_any_payload_of_the_folder_gives_it(tmp_path: Path) -> None:
    payload = (SAMPLES / "github" / "star.created.json").read_text(encoding="utf-8")
    comment = (SAMPLES / "github" / "issue_comment.edited.json").read_text(encoding="utf-8")
    (tmp_path / "star.json").write_text(payload)
    (tmp_path / "comment.json").write_text(comment.replace("@Ann", "@dan"))
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    (alone,) = gathered(GitHub(), tmp_path / "comment.json").interactions
    (told_so,) = gathered(GitHub(), tmp_path / "comment.json", survey=survey).interactions

    assert [one.identity for one in alone.receivers] == ["github:11", "github:dan"]
    assert [one.identity for one in told_so.receivers] == ["github:11", "github:14"]
