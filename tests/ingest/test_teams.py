"""Microsoft Teams: whom a message of Graph's pages reaches, alone and beside what explains it."""

import json
from datetime import timedelta
from pathlib import Path

from graph.model import Kind
from ingest.files.survey import surveyed
from ingest.sources import SOURCES
from ingest.teams import Teams
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES

FOLDER = SAMPLES / "teams"


def test_a_page_by_itself_knows_chats_of_two_and_what_is_answered_in_it() -> None:
    found = gathered(Teams(), FOLDER / "messages.json").interactions
    kinds = [one.kind for one in found]

    assert kinds == [
        Kind.MESSAGE, Kind.REACTION, Kind.POST, Kind.MENTION, Kind.REPLY, Kind.ACTIVITY, Kind.POST,
        Kind.CALL, Kind.ACTIVITY,
    ]  # fmt: skip


def test_an_answer_in_another_page_reaches_whom_it_answers(tmp_path: Path) -> None:
    messages = json.loads((FOLDER / "messages.json").read_text())["value"]
    (tmp_path / "messages-1.json").write_text(json.dumps({"value": messages[2:3]}))
    (tmp_path / "messages-2.json").write_text(json.dumps({"value": messages[3:4]}))
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    (reply,) = gathered(Teams(), tmp_path / "messages-2.json", survey=survey).interactions

    assert [one.identity for one in reply.receivers] == [
        "account:teams/11111111-aaaa-bbbb-cccc-000000000001"
    ]


def test_a_call_began_before_the_message_that_tells_its_end() -> None:
    found = gathered(Teams(), FOLDER / "messages.json").interactions
    (call,) = (one for one in found if one.kind is Kind.CALL)

    assert (call.at.isoformat(), call.duration) == (
        "2026-03-01T11:00:00+00:00", timedelta(seconds=104)
    )  # fmt: skip
