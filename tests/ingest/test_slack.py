"""Slack: whom a message reaches, who its people are, and that nothing in an export is lost."""

import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given

from graph.connect import open_store
from graph.model import Interaction, Kind, Role
from ingest.load import LoadReport, load
from ingest.slack import Slack
from ingest.source import Reading
from ingest.sources import SOURCES, source_for
from ingest.survey import surveyed
from ingest.told import Survey
from tests.ingest.gathered import CLOCK, Gathered, file_at, gathered, written
from tests.ingest.mutated import Sample, few, guided, hold, many, mutations

EXPORT = Path(__file__).resolve().parent.parent / "samples" / "slack"
FILES = sorted(path.relative_to(EXPORT).as_posix() for path in EXPORT.rglob("*.json"))
SAMPLES: list[Sample] = [(name, (EXPORT / name).read_bytes()) for name in FILES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slack")


@pytest.fixture(scope="module")
def survey(folder: Path) -> Survey:
    return surveyed([EXPORT], SOURCES, folder)[0]


def loaded(tmp_path: Path, *paths: Path, store: str = "log") -> LoadReport:
    return load(paths, open_store(str(tmp_path / f"{store}.duckdb")), Reading(CLOCK))


def messages(found: Gathered) -> dict[str, Interaction]:
    return {str(one.id).rpartition("/")[2]: one for one in found.interactions}


@pytest.mark.parametrize("name", FILES)
def test_a_sample_becomes_what_is_written_beside_it(name: str, survey: Survey) -> None:
    found = gathered(Slack(), EXPORT / name, survey=survey)

    assert written(found) == (EXPORT / f"{name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_it_is_recognised_as_slack(name: str) -> None:
    found = source_for(file_at(EXPORT / name, name))

    assert found is not None
    assert found.name == "slack"


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": 1, "name": "ann", "members": []}]',
        '[{"id": "U1", "username": "ann", "email": "a@x.example"}]',
        '{"messages": [{"sender_name": "Ann", "timestamp_ms": 1}]}',
        '{"messages": [{"id": 1, "type": "message", "date": "2020-01-01", "from": "Ann"}]}',
        '{"id": "e1", "type": "PushEvent", "actor": {"login": "ann"}}',
        '[{"ts": 1454884927, "user": "ann"}]',
        "[1, 2]",
        "{}",
        "[]",
        "",
    ],
)
def test_other_json_is_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    assert not Slack().recognises(file_at(path))


def test_an_export_in_an_archive_is_read_as_in_its_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as packed:
        for name, data in SAMPLES:
            packed.writestr(f"acme/{name}", data)
    with tarfile.open(tmp_path / "export.tar.gz", "w:gz") as tarred:
        for name, _ in reversed(SAMPLES):
            tarred.add(EXPORT / name, f"./{name}")
    shutil.copytree(EXPORT, tmp_path / "export", ignore=shutil.ignore_patterns("*.expected"))
    inside = sorted((tmp_path / "export").iterdir())

    one = loaded(tmp_path, tmp_path / "export.zip")
    assert (one.total("read"), one.total("new"), one.total("rejected")) == (26, 23, 3)
    for again in (
        loaded(tmp_path, tmp_path / "export"),
        loaded(tmp_path, tmp_path / "export.tar.gz"),
        loaded(tmp_path, *inside),
        loaded(tmp_path, *reversed(inside)),
    ):
        assert (again.total("new"), again.total("corrected"), again.total("known")) == (0, 0, 23)


def test_a_day_without_its_companions_keeps_plain_ids() -> None:
    found = gathered(Slack(), EXPORT / "core/2026-03-03.json")

    assert [one.id for one in found.interactions] == [
        "slack:core/1772528400.000100",
        "slack:core/1772528460.000200",
    ]
    assert [one.sender for one in found.interactions] == ["slack:U0ANN", "slack:U0BOB"]
    assert [one.kind for one in found.interactions] == [Kind.POST, Kind.REPLY]
    named = gathered(Slack(), EXPORT / "core/2026-03-03.json", log="T0ACME")
    assert named.interactions[0].sender == "slack:T0ACME/U0ANN"


def test_a_post_to_a_large_channel_ties_nobody_and_one_to_eight_all_of_them(
    tmp_path: Path,
) -> None:
    users = [f"U0{k:02d}" for k in range(9)]
    for count in (8, 9):
        folder = tmp_path / str(count)
        (folder / "room").mkdir(parents=True)
        members = ", ".join(f'"{one}"' for one in users[:count])
        (folder / "channels.json").write_text(
            f'[{{"id": "C0ROOM{count}", "name": "room", "created": 1, "members": [{members}]}}]'
        )
        day = folder / "room" / "2026-03-02.json"
        day.write_text(
            '[{"type": "message", "user": "U000", "ts": "1772442000.000100", "text": ""}]'
        )
        told, _ = surveyed([folder], SOURCES, tmp_path)

        (one,) = gathered(Slack(), day, survey=told).interactions

        assert (one.kind, len(one.receivers)) == (
            (Kind.MESSAGE, 7) if count == 8 else (Kind.POST, 0)
        )


def test_an_edited_message_is_corrected_and_not_doubled(tmp_path: Path) -> None:
    day = tmp_path / "general" / "2026-03-02.json"
    day.parent.mkdir()
    text = '[{"type": "message", "user": "U0ANN", "ts": "1772442000.000100", "text": "%s"%s}]'
    day.write_text(text % ("<@U0BOB>", ""))
    first = loaded(tmp_path, day.parent)
    day.write_text(text % ("<@U0CAT>", ', "edited": {"user": "U0ANN", "ts": "1772442060.000000"}'))
    second = loaded(tmp_path, day.parent)

    assert (first.total("new"), second.total("new"), second.total("corrected")) == (1, 0, 1)
    assert second.interactions == 1


def test_pages_of_the_web_api_are_read_with_what_is_around_them(tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_text(
        '{"ok": true, "channel": "C0GEN", "messages": [{"type": "message", "user": "U0ANN",'
        '"team": "T0ACME", "ts": "1772442000.000100", "text": "<@U0BOB>"},'
        '{"type": "message", "user": "U0BOB", "ts": "1772442060.000200", "text": "yes",'
        '"thread_ts": "1772442000.000100"}], "has_more": false}'
    )
    found = gathered(Slack(), page)

    assert (found.read, found.records) == (2, 2)
    asked, answered = found.interactions
    assert (asked.id, asked.sender) == ("slack:C0GEN/1772442000.000100", "slack:T0ACME/U0ANN")
    assert answered.in_reply_to == asked.id
    assert [(one.identity, one.role) for one in answered.receivers] == [
        ("slack:T0ACME/U0ANN", Role.TO)
    ]


def test_users_of_the_web_api_are_people_with_an_address(shared: Path) -> None:
    found = gathered(Slack(), shared / "platform-slack/web-api/slack_user_U0001.json")

    assert found.read == 1
    assert found.said("name") == {("slack:T0001/U0001", "Alvaro del Castillo")}
    assert [(one.a, one.b) for one in found.merges] == [
        ("email:acs@example.com", "slack:T0001/U0001")
    ]


def test_the_real_exports_load_whole_and_once(tmp_path: Path, shared: Path) -> None:
    first = loaded(tmp_path, shared / "platform-slack")
    second = loaded(tmp_path, shared / "platform-slack")

    assert first.total("read") == 8_022
    assert first.total("rejected") == 0
    assert first.total("new") + first.total("known") == 8_022
    assert first.interactions == 10_174
    assert (second.total("new"), second.total("corrected")) == (0, 0)
    assert first.not_recognised == (
        "platform-slack/README.md",
        "platform-slack/web-api/slack_members1.json",
    )


def test_the_larger_export_has_the_messages_its_authors_counted(
    tmp_path: Path, shared: Path
) -> None:
    """7,709 messages by up to 71 people in 8 of 39 channels, says who published it."""
    report = loaded(tmp_path, shared / "platform-slack/10academy-export-part1.tar.gz")

    assert report.total("read") == 7_709 + 71 + 39
    assert report.total("rejected") == 0


@few
@given(sample=mutations(SAMPLES))
def test_no_damage_breaks_it(folder: Path, survey: Survey, sample: Sample) -> None:
    hold(Slack(), folder, sample, survey=survey)


@pytest.mark.proof
@many
@given(sample=mutations(SAMPLES))
def test_thousands_of_damages_break_nothing(folder: Path, survey: Survey, sample: Sample) -> None:
    hold(Slack(), folder, sample, survey=survey)


@pytest.mark.proof
def test_a_guided_search_finds_nothing_that_breaks_it(folder: Path) -> None:
    assert guided(Slack(), folder, SAMPLES, seconds=30).tried > 100
