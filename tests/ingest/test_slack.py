"""Slack: whom a message reaches, who its people are, and that nothing in an export is lost."""

import json
import shutil
import tarfile
import zipfile
from datetime import timedelta
from pathlib import Path

from graph.model import Interaction, Kind, Role
from ingest.files.survey import surveyed
from ingest.slack.source import Slack
from ingest.sources import SOURCES
from tests.ingest.gathered import Gathered, gathered
from tests.ingest.sample_folder import Folder, loaded

FOLDER = Folder("slack")


def messages(found: Gathered) -> dict[str, Interaction]:
    return {str(one.id).rpartition("/")[2]: one for one in found.interactions}


def test_an_export_in_an_archive_is_read_as_in_its_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as packed:
        for name, data in FOLDER.samples:
            packed.writestr(f"acme/{name}", data)
    with tarfile.open(tmp_path / "export.tar.gz", "w:gz") as tarred:
        for name, _ in reversed(FOLDER.samples):
            tarred.add(FOLDER.path / name, f"./{name}")
    shutil.copytree(FOLDER.path, tmp_path / "export", ignore=shutil.ignore_patterns("*.expected"))
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
    found = gathered(Slack(), FOLDER.path / "core/2026-03-03.json")

    assert [one.id for one in found.interactions] == [
        "slack:core/1772528400.000100",
        "slack:core/1772528460.000200",
    ]
    assert [one.sender for one in found.interactions] == ["slack:U0ANN", "slack:U0BOB"]
    assert [one.kind for one in found.interactions] == [Kind.POST, Kind.REPLY]
    named = gathered(Slack(), FOLDER.path / "core/2026-03-03.json", log="T0ACME")
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


def test_the_larger_export_has_the_messages_its_authors_counted(
    tmp_path: Path, shared: Path
) -> None:
    """7,709 messages by up to 71 people in 8 of 39 channels, says who published it."""
    report = loaded(tmp_path, shared / "platform-slack/10academy-export-part1.tar.gz")

    assert report.total("read") == 7_709 + 71 + 39
    assert report.total("rejected") == 0


def test_a_huddle_is_a_call_of_who_began_it_with_all_who_came(tmp_path: Path) -> None:
    room = {
        "created_by": "U1AAAAAAA",
        "date_start": 1709283600,
        "date_end": 1709284200,
        "participant_history": ["U1AAAAAAA", "U2AAAAAAA"],
    }
    path = tmp_path / "2024-03-01.json"
    told = {"type": "message", "subtype": "huddle_thread", "user": "USLACKBOT"}
    path.write_text(json.dumps([told | {"ts": "1709283600.000100", "room": room}]))
    (call,) = gathered(Slack(), path).interactions

    assert (call.kind, call.sender) == (Kind.CALL, "slack:U1AAAAAAA")
    assert [one.identity for one in call.receivers] == ["slack:U2AAAAAAA"]
    assert call.duration == timedelta(seconds=600)


def test_channels_one_a_line_keep_their_members(tmp_path: Path) -> None:
    found = {"id": "C0AAAAAAA", "name": "x", "created": 1700000000, "creator": "U1AAAAAAA"}
    listed = found | {"is_archived": False, "is_general": False, "members": ["U1AAAAAAA", "U2"]}
    path = tmp_path / "channels.jsonl"
    path.write_text(f"{json.dumps(listed)}\n{json.dumps(listed | {'id': 'C0B', 'name': 'y'})}\n")
    read = gathered(Slack(), path)

    assert not read.rejected
    assert {(one.subject, one.value) for one in read.facts if one.name == "channel"} == {
        (f"slack:{user}", name) for user in ("U1AAAAAAA", "U2") for name in "xy"
    }


def test_an_account_of_a_grid_is_one_in_all_its_workspaces(tmp_path: Path) -> None:
    for team, number in (("sales", "T1"), ("support", "T2")):
        folder = tmp_path / "teams" / team
        (folder / "general").mkdir(parents=True)
        (folder / "users.json").write_text(json.dumps([
            {"id": "U7ANN", "team_id": number, "name": "ann", "deleted": number == "T2",
             "profile": {"real_name": "Ann Lee"},
             "enterprise_user": {"id": "U7ANN", "enterprise_id": "E1ORG", "teams": ["T1", "T2"]}},
        ]))  # fmt: skip
        (folder / "general" / "2026-03-01.json").write_text(json.dumps([
            {"type": "message", "user": "U7ANN", "user_team": number, "text": "hi",
             "ts": f"1772357400.00000{number[1]}"},
        ]))  # fmt: skip
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)
    days = sorted(tmp_path.rglob("2026-03-01.json"))

    assert {
        one.sender for day in days for one in gathered(Slack(), day, survey=survey).interactions
    } == {"slack:E1ORG/U7ANN"}
