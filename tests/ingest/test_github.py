"""GitHub: whom a comment, a review, an issue and a star are to; bots and ghosts."""

from pathlib import Path

from ingest.github import GitHub
from ingest.sources import SOURCES
from ingest.survey import surveyed
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES, counts, loaded_twice


def test_an_edited_comment_is_corrected_and_not_doubled(tmp_path: Path) -> None:
    samples = SAMPLES / "github"
    first, again = loaded_twice(
        tmp_path, samples / "events.json", samples / "issue_comment.edited.json"
    )

    assert counts(first) == (16, 13, 0, 2)
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
