"""Meetup: who met whom, and who did not come."""

from pathlib import Path

import pytest

from graph.model import Kind
from ingest.meetup import Meetup
from tests.ingest.gathered import file_at, gathered
from tests.ingest.platform_samples import (
    counts,
    files,
    loaded_twice,
)

FILES = files("meetup")
NAMES = [name for name, _ in FILES]
OTHERS = [
    '[{"id": "1", "name": "x", "time": 1, "group": "g"}]',
    '[{"member": "ann", "response": "yes", "event": {"id": 1}}]',
    '[{"id": "1", "type": "PushEvent", "created_at": "x"}]',
    '{"events": [{"id": 1, "name": "x"}]}',
    "[1, 2]",
    "{}",
    "[]",
    "",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_json_is_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    assert not Meetup().recognises(file_at(path))


def test_the_real_samples_load_whole_and_once(tmp_path: Path, shared: Path) -> None:
    first, again = loaded_twice(tmp_path / "log.duckdb", shared / "platform-meetup")

    assert counts(first) == [5, 5, 0, 0]
    assert first.interactions == 5
    assert again == (0, 0)
    assert first.not_recognised == ("platform-meetup/README.md",)


def test_those_who_come_meet_the_host_and_not_each_other(shared: Path) -> None:
    found = gathered(Meetup(), shared / "platform-meetup" / "meetup_rsvps.json")
    host, *others = found.interactions

    assert (host.sender, host.kind, host.receivers) == ("meetup:1", Kind.ACTIVITY, ())
    assert [(one.sender, one.kind, len(one.receivers)) for one in others] == [
        ("meetup:1", Kind.MEETING, 1),
        ("meetup:1", Kind.MEETING, 1),
    ]


def test_a_gathering_that_is_called_off_later_meets_nobody(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    text = (
        '[{"id": "e1", "name": "x", "created": 1772000000000, "updated": %d, "time": 1772474400000,'
        ' "yes_rsvp_count": 1, "status": "%s", "group": {},'
        ' "event_hosts": [{"id": 1}, {"id": 2}]}]'
    )
    path.write_text(text % (1772000000000, "upcoming"))
    loaded_twice(tmp_path / "log.duckdb", path)
    path.write_text(text % (1772100000000, "cancelled"))

    first, again = loaded_twice(tmp_path / "log.duckdb", path)

    assert (first.total("new"), first.total("corrected")) == (0, 1)
    assert again == (0, 0)
