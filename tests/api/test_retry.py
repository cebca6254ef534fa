"""What is tried again is read the way it was read before, unread channels included."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from api.incoming.loading import Way, load_paths, retry
from api.settings import Settings
from api.state import State
from graph.connect import open_store, state_file
from graph.moments import micros
from tests.ingest.gathered import CLOCK

MAIL = """From ann@x.example Mon Mar 02 09:00:00 2026
From: ann@x.example
To: bob@x.example
Date: {}
Message-ID: <1@x.example>

This is wonderful, excellent, marvellous work. We love it so much, thank you, dear friends!

"""
AHEAD, LATER = "Mon, 8 Jun 2026 09:00:00 +0000", micros(CLOCK + timedelta(days=30))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.mbox").write_text(MAIL.format(AHEAD))
    return Settings(store=str(tmp_path / "log.duckdb"))


def tones(settings: Settings) -> list[float | None]:
    kept = open_store(settings.url).contents().interacted
    names = kept.column_names
    return kept.column("sentiment").to_pylist() if "sentiment" in names else [None] * len(kept)


@pytest.mark.parametrize("named", ["in", "in/a.mbox"])
@pytest.mark.parametrize("unread", [("email",), ("all",), ("slack", "email")])
def test_a_channel_that_was_not_to_be_read_is_not_read_when_it_is_tried_again(
    tmp_path: Path, settings: Settings, unread: tuple[str, ...], named: str
) -> None:
    report = load_paths([tmp_path / named], settings, micros(CLOCK), Way(unread=unread))
    assert report.total("rejected") == 1

    (again,) = retry(settings, LATER)

    assert again.total("new") == 1
    assert tones(settings) == [None]


def test_without_that_it_is_read(tmp_path: Path, settings: Settings) -> None:
    load_paths([tmp_path / "in"], settings, micros(CLOCK))
    retry(settings, LATER)

    (tone,) = tones(settings)
    assert tone is not None
    assert tone > 0


def test_what_is_rejected_again_still_knows_it(tmp_path: Path, settings: Settings) -> None:
    load_paths([tmp_path / "in"], settings, micros(CLOCK), Way(unread=("email",)))
    retry(settings, micros(CLOCK + timedelta(hours=1)))

    assert [one.unread for one in State(state_file(settings.url)).rejects()] == ["email"]


def test_a_state_file_of_before_is_read_on(tmp_path: Path, settings: Settings) -> None:
    path = state_file(settings.url)
    with closing(sqlite3.connect(path)) as former:
        former.execute(
            "CREATE TABLE rejected (path TEXT NOT NULL, source TEXT NOT NULL,"
            " mapping TEXT NOT NULL, log TEXT NOT NULL, zone TEXT NOT NULL, place TEXT NOT NULL,"
            " reason TEXT NOT NULL, found TEXT NOT NULL)"
        )
        row = (str(tmp_path / "in"), "mbox", "", "", "UTC", "a.mbox:message 1", "no date", "x")
        former.execute("INSERT INTO rejected VALUES (?,?,?,?,?,?,?,?)", row)
        former.commit()

    (kept,) = State(path).rejects()

    assert (kept.place, kept.unread) == ("a.mbox:message 1", "")
    assert [one.total("new") for one in retry(settings, LATER)] == [1]
