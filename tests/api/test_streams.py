"""The standard streams of a command: readers who have had enough, full disks, closed streams."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.kept import fill, office
from tests.api.test_cli import LOG, TIELINE, run
from tests.forked import tieline

FORMS = ("--table", "--json", "--ndjson", "--csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("streams")
    fill(where / "tieline.duckdb", office())
    return where


@pytest.fixture
def nobody() -> Iterator[int]:
    """The writing end of a pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


def _asked(
    *words: str, cwd: Path, stdout: int = subprocess.PIPE, stderr: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [tieline(), *words], cwd=cwd, stdout=stdout, stderr=stderr, text=True, check=False,
        timeout=300,
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", [*(("people", form) for form in FORMS), ("--help",), ("load", "--help"), ("measures",)]
)
def test_a_reader_who_has_had_enough_ends_nothing_badly(
    folder: Path, nobody: int, words: tuple[str, ...]
) -> None:
    done = _asked(*words, cwd=folder, stdout=nobody)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_load_whose_report_and_notes_nobody_reads_is_a_load(tmp_path: Path, nobody: int) -> None:
    """The exit code is that of the load, one record of which was rejected, and it refreshed."""
    (tmp_path / "log.csv").write_text(LOG + "ann,bob,once upon a time\n")
    done = _asked("load", "log.csv", cwd=tmp_path, stdout=nobody, stderr=nobody)

    assert done.returncode == 3
    listed = run("people", "--csv", cwd=tmp_path).stdout.splitlines()
    assert len(listed) == 1 + 2


def test_following_ends_once_nobody_reads_its_lines(tmp_path: Path, nobody: int) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "log.csv").write_text(LOG)
    pace = ("--every", "0.05", "--rest", "0.05")
    done = _asked("load", "--follow", "logs", *pace, cwd=tmp_path, stdout=nobody)
    again = run("load", "logs", "--again", "--json", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert '"new":0,"known":2' in again.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize("words", [*(("people", form) for form in FORMS), ("--help",)])
def test_an_answer_that_cannot_be_written_is_told_in_a_line(
    folder: Path, words: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = _asked(*words, cwd=folder, stdout=full.fileno())

    assert done.returncode == 1
    assert done.stderr == (
        "tieline: the answer could not be written to stdout: No space left on device; "
        "what was loaded or decided is kept\n"
    )


def test_closed_streams_leave_the_store_alone(tmp_path: Path) -> None:
    """The first file opened gets the number of a closed stream: it must not be the store."""
    (tmp_path / "log.csv").write_text(LOG)
    shut = subprocess.run(
        ["sh", "-c", f'"{TIELINE}" load log.csv <&- >&- 2>&-'], cwd=tmp_path, check=False,
        timeout=300,
    )  # fmt: skip

    assert shut.returncode == 0
    assert len(run("people", "--csv", cwd=tmp_path).stdout.splitlines()) == 1 + 2
