"""What still grows is waited for: half a line, half an archive, a file that never comes to rest."""

import shutil
from pathlib import Path

import pytest

from tests.api.followed_world import at_once, csv, watch

SLACK = Path(__file__).parents[1] / "samples" / "slack"


def test_nothing_is_read_while_anything_changes(inbox: Path, tmp_path: Path) -> None:
    """An export is many files that tell about one another: it is waited for as a whole."""
    going = watch(tmp_path, inbox)
    for day in range(1, 6):
        (inbox / f"{day}.csv").write_text(csv(day))
        assert going.counts(1) == []

    assert going.counts() == [(5, 5, 0)]


def test_what_never_comes_to_rest_is_read_after_thirty_rests(inbox: Path, tmp_path: Path) -> None:
    (inbox / "at-rest.csv").write_text(csv(1))
    growing = inbox / "growing.csv"
    growing.write_text(csv(2))
    going = watch(tmp_path, inbox)
    loads = []
    for minute in range(70):
        with growing.open("a") as file:
            file.write(f"ann@x.example,bob@x.example,2026-01-03T10:{minute % 60:02}:00Z\n")
        loads += going.counts(1)

    assert loads == [(63, 63, 0)]  # after sixty seconds; of what grows, what is complete
    assert [rejected for _, _, rejected in going.counts(3)] == [0]
    assert going.digest == at_once(tmp_path, [inbox])


def test_half_a_line_is_left_for_the_next_time(inbox: Path, tmp_path: Path) -> None:
    log = inbox / "log.csv"
    log.write_text(csv(1) + "ann@x.example,bob@x.ex")
    going = watch(tmp_path, inbox)
    assert going.counts() == [(1, 1, 0)]

    with log.open("a") as file:
        file.write("ample,2026-01-02T10:00:00Z\n")
    assert going.counts() == [(2, 1, 0)]
    assert going.digest == at_once(tmp_path, [inbox])


def test_a_last_line_without_an_end_is_read_once_nothing_follows(
    inbox: Path, tmp_path: Path
) -> None:
    (inbox / "log.csv").write_text(csv(1, 2).rstrip("\n"))
    going = watch(tmp_path, inbox)

    assert going.counts() == [(1, 1, 0)]
    assert going.counts(30) == [(2, 1, 0)]
    assert going.counts(30) == []
    assert watch(tmp_path, inbox).counts(60) == []


@pytest.mark.parametrize("name", ["log.csv.part", ".log.csv", "log.csv.crdownload", "log.csv~"])
def test_what_a_program_has_not_finished_is_passed_over(
    inbox: Path, tmp_path: Path, name: str
) -> None:
    (inbox / name).write_text(csv(1))
    assert watch(tmp_path, inbox).counts(60) == []


def test_half_an_archive_and_half_a_json_file_are_waited_for(inbox: Path, tmp_path: Path) -> None:
    whole = shutil.make_archive(str(tmp_path / "export"), "zip", SLACK)
    data = Path(whole).read_bytes()
    (inbox / "export.zip").write_bytes(data[: len(data) // 2])
    (inbox / "half.json").write_text('[{"type": "message", "user": "U1", "text": "a", "ts": "14')
    going = watch(tmp_path, inbox)
    assert going.run(10) == []

    (inbox / "export.zip").write_bytes(data)
    (inbox / "half.json").unlink()
    assert [new > 0 for _, new, _ in going.counts()] == [True]
    assert going.digest == at_once(tmp_path, [Path(whole)])
