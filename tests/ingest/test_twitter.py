"""X: in which direction a tweet goes, whose archive it is, and that nothing in it is lost."""

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given

from graph.connect import open_store
from graph.model import Kind
from ingest.load import LoadReport, load
from ingest.source import Reading
from ingest.sources import SOURCES, source_for
from ingest.survey import surveyed
from ingest.told import Survey
from ingest.twitter import Twitter
from tests.ingest.gathered import CLOCK, file_at, gathered, written
from tests.ingest.mutated import Sample, few, guided, hold, many, mutations

FOLDER = Path(__file__).resolve().parent.parent / "samples"
FILES = sorted(
    path.relative_to(FOLDER).as_posix()
    for part in ("x-archive", "x-api")
    for path in (FOLDER / part).rglob("*.*")
    if path.suffix in (".js", ".json", ".ndjson") and "impressions" not in path.name
)
SAMPLES: list[Sample] = [(name, (FOLDER / name).read_bytes()) for name in FILES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("x")


@pytest.fixture(scope="module")
def survey(folder: Path) -> Survey:
    return surveyed([FOLDER / "x-archive"], SOURCES, folder)[0]


def loaded(tmp_path: Path, *paths: Path) -> LoadReport:
    return load(paths, open_store(str(tmp_path / "log.duckdb")), Reading(CLOCK))


def tweets(path: Path, *found: dict[str, str]) -> Path:
    listed = [{"tweet": {"full_text": "", "created_at": _AT} | one} for one in found]
    path.write_text(f"window.YTD.tweets.part0 = {json.dumps(listed)}")
    return path


_AT = "Mon Mar 02 09:00:00 +0000 2026"


@pytest.mark.parametrize("name", FILES)
def test_a_sample_becomes_what_is_written_beside_it(name: str, survey: Survey) -> None:
    found = gathered(Twitter(), FOLDER / name, survey=survey)

    assert written(found) == (FOLDER / f"{name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_it_is_recognised_as_x(name: str) -> None:
    found = source_for(file_at(FOLDER / name))

    assert found is not None
    assert found.name == "x"


@pytest.mark.parametrize(
    "text",
    [
        'window.YTD.ad_impressions.part0 = [{"ad": {}}]',
        '{"data": [{"id": "1", "name": "Ann", "username": "ann"}]}',
        '{"data": [{"id": "1", "text": "hi", "from": {"name": "Ann"}}]}',
        '[{"id": "1", "text": "hi", "created_at": "2020-01-01"}]',
        '{"account": {"id": 1, "name": "Acme"}}',
        '[{"like": true}]',
        '[{"id": 1, "name": "ann", "username": "ann"}]',
        "[]",
    ],
)
def test_other_json_is_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    assert not Twitter().recognises(file_at(path))


def test_a_tweet_nobody_asked_for_goes_from_the_brand(tmp_path: Path) -> None:
    """It answers no tweet, but names an account: who writes has begun."""
    path = tweets(
        tmp_path / "tweets.js", {"id_str": "2028000000000000004", "in_reply_to_user_id_str": "77"}
    )
    (one,) = gathered(Twitter(), path, survey=_owner(path, "1001")).interactions

    assert (one.sender, one.kind, one.in_reply_to) == ("x:1001", Kind.REPLY, None)
    assert [receiver.identity for receiver in one.receivers] == ["x:77"]


def _owner(path: Path, number: str) -> Survey:
    return Survey({str(path.parent.absolute()): {"x.owner": {"id": number}}})


def test_an_archive_without_its_owner_says_what_is_missing(tmp_path: Path) -> None:
    path = tweets(tmp_path / "tweets.js", {"id_str": "2028000000000000004"})
    found = gathered(Twitter(), path)

    assert found.read == 1
    assert "account.js is missing" in found.rejected[0].reason
    named = gathered(Twitter(), path, log="ann")
    assert named.interactions[0].sender == "account:ann"


def test_replies_to_own_tweets_tell_whose_archive_it_is(tmp_path: Path) -> None:
    thread = {"in_reply_to_status_id_str": "11", "in_reply_to_user_id_str": "1001"}
    tweets(tmp_path / "tweets.js", {"id_str": "12"} | thread, {"id_str": "11"})
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    found = gathered(Twitter(), tmp_path / "tweets.js", survey=survey)

    assert {one.sender for one in found.interactions} == {"x:1001"}


def test_the_account_counts_more_than_what_replies_tell(tmp_path: Path) -> None:
    thread = {"in_reply_to_status_id_str": "11", "in_reply_to_user_id_str": "1001"}
    tweets(tmp_path / "tweets.js", {"id_str": "12"} | thread, {"id_str": "11"})
    (tmp_path / "account.js").write_text(
        'window.YTD.account.part0 = [{"account": {"accountId": "9", "username": "n"}}]'
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    found = gathered(Twitter(), tmp_path / "tweets.js", survey=survey)

    assert {one.sender for one in found.interactions} == {"x:9"}


def test_an_archive_in_a_zip_is_read_as_in_its_folder(tmp_path: Path) -> None:
    names = sorted((FOLDER / "x-archive").rglob("*.js"), reverse=True)
    with zipfile.ZipFile(tmp_path / "twitter-2026.zip", "w") as packed:
        for path in names:
            packed.write(path, path.relative_to(FOLDER / "x-archive").as_posix())

    first = loaded(tmp_path, tmp_path / "twitter-2026.zip")
    second = loaded(tmp_path, *(path for path in names if path.stem != "ad-impressions"))

    assert (first.total("read"), first.total("rejected")) == (24, 4)
    assert first.not_recognised == ("twitter-2026.zip/data/ad-impressions.js",)
    assert (second.total("new"), second.total("corrected")) == (0, 0)


def test_the_real_files_load_whole_and_once(tmp_path: Path, shared: Path) -> None:
    first = loaded(tmp_path, shared / "platform-twitter")
    second = loaded(tmp_path, shared / "platform-twitter")

    assert first.total("read") == 3_055
    assert first.total("rejected") == 103
    assert (second.total("new"), second.total("corrected")) == (0, 0)
    assert first.not_recognised == ("platform-twitter/README.md",)


def test_the_real_archive_has_the_figures_of_its_description(shared: Path, tmp_path: Path) -> None:
    """1,758 tweets, 231 replies and 128 retweets, says the README beside it."""
    survey, _ = surveyed([shared / "platform-twitter"], SOURCES, tmp_path)
    from_archive = load(
        [shared / "platform-twitter/archive/tweets.js.gz"],
        open_store(str(tmp_path / "log.duckdb")),
        Reading(CLOCK),
    )

    assert (
        survey.near(str((shared / "platform-twitter/archive/like.js").absolute())).value(
            "x.guess", "id"
        )
        == "5838832"
    )
    assert from_archive.total("read") == from_archive.total("new") == 1_758


@few
@given(sample=mutations(SAMPLES))
def test_no_damage_breaks_it(folder: Path, survey: Survey, sample: Sample) -> None:
    hold(Twitter(), folder, sample, survey=survey)


@pytest.mark.proof
@many
@given(sample=mutations(SAMPLES))
def test_thousands_of_damages_break_nothing(folder: Path, survey: Survey, sample: Sample) -> None:
    hold(Twitter(), folder, sample, survey=survey)


@pytest.mark.proof
def test_a_guided_search_finds_nothing_that_breaks_it(folder: Path) -> None:
    assert guided(Twitter(), folder, SAMPLES, seconds=30).tried > 100
