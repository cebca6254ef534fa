"""Call logs: who called whom, how long, and who was missed."""

from datetime import timedelta
from pathlib import Path

from graph.model import Kind
from ingest.calls.source import Calls
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES, counts, loaded_twice


def test_a_log_of_a_phone_without_its_owner_is_refused_with_what_to_do() -> None:
    found = gathered(Calls(), SAMPLES / "calls" / "calls.xml")

    assert found.interactions == []
    assert found.rejected[0].reason == (
        "a phone's log does not say whose it is: name the owner with --log"
    )


def test_a_log_of_a_telephone_system_loads_whole_and_once(tmp_path: Path) -> None:
    first, again = loaded_twice(tmp_path, SAMPLES / "calls" / "system.csv")

    assert counts(first) == (4, 2, 0, 2)
    assert again == (0, 0)


def test_a_missed_call_goes_from_the_caller_and_has_no_length() -> None:
    found = gathered(Calls(), SAMPLES / "calls" / "phone.csv", log="+48 600 100 299")
    missed = found.interactions[2]

    assert (missed.kind, missed.duration) == (Kind.CALL, timedelta(0))
    assert missed.sender == "phone:+48600100203"
    assert [one.identity for one in missed.receivers] == ["phone:+48600100299"]


def test_an_answered_call_whose_length_is_not_told_is_none_that_was_missed(tmp_path: Path) -> None:
    path = tmp_path / "system.csv"
    path.write_text(
        "Date,From,To,Direction,Duration,Status\n"
        "2026-03-02 09:00:00,+48600100200,+48600100201,Outgoing,,Answered\n"
        "2026-03-02 10:00:00,+48600100200,+48600100201,Outgoing,,No Answer\n"
    )

    taken, missed = gathered(Calls(), path).interactions

    assert (taken.duration, missed.duration) == (None, timedelta(0))
