"""Call logs: who called whom, how long, and who was missed."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from graph.model import Kind
from ingest.calls import Calls
from tests.ingest.gathered import file_at, gathered, written
from tests.ingest.mutated import Sample, few, guided, hold, many, mutations
from tests.ingest.platform_samples import (
    SAMPLES,
    counts,
    files,
    loaded_twice,
    recognised,
)

FILES = files("calls")
NAMES = [name for name, _ in FILES]
OTHERS = [
    "date,duration,direction,number\n2026-03-02,5,north,600100200\n",
    "date,duration,type,number\n03/02/2026,5,incoming,600100200\n",
    "date,from,to\n2026-03-02,ann,bob\n",
    "name,number\nann,600100200\n",
    "<calls>none</calls>",
    "",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calls")


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_becomes_what_is_written_beside_it(name: str) -> None:
    path = SAMPLES / "calls" / name

    assert recognised(path) == "calls"
    assert written(gathered(Calls(), path, log="ann")) == (
        path.with_name(f"{name}.expected").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("text", OTHERS)
def test_other_tables_are_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text)

    assert not Calls().recognises(file_at(path))


def test_a_log_of_a_phone_without_its_owner_is_refused_with_what_to_do() -> None:
    found = gathered(Calls(), SAMPLES / "calls" / "calls.xml")

    assert found.interactions == []
    assert found.rejected[0].reason == (
        "a phone's log does not say whose it is: name the owner with --log"
    )


def test_a_log_of_a_telephone_system_loads_whole_and_once(tmp_path: Path) -> None:
    first, again = loaded_twice(tmp_path / "log.duckdb", SAMPLES / "calls" / "system.csv")

    assert counts(first) == [4, 2, 0, 2]
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


@few
@given(sample=mutations(FILES))
def test_no_damage_breaks_it(folder: Path, sample: Sample) -> None:
    hold(Calls(), folder, sample)


@pytest.mark.proof
@many
@given(sample=mutations(FILES))
def test_thousands_of_damages_break_nothing(folder: Path, sample: Sample) -> None:
    hold(Calls(), folder, sample)


@pytest.mark.proof
def test_a_guided_search_finds_nothing_that_breaks_it(folder: Path) -> None:
    assert guided(Calls(), folder, FILES, seconds=30).tried > 100
