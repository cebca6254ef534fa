"""Loading again what has not changed reads nothing, and says what reading it would have said."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from api.incoming.loading import Way, load_answer, load_paths
from api.settings import Settings, settings
from graph.connect import open_store
from graph.model import Merge
from graph.moments import DAY, micros, moment
from ingest.load import LoadReport
from ingest.table.source import Table
from tests.graph.records import CLOCK

NOW = micros(CLOCK)
ROWS = "sender,receiver,at\nann@x.example,bob@x.example,2026-01-05\n"
MORE = "bob@x.example,ann@x.example,2026-01-06\n"


class Reads:
    """Counts the files that the source of tables reads."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        read = Table.read

        def counted(*given: object) -> object:
            self.count += 1
            return read(*given)  # type: ignore[arg-type]

        patch.setattr(Table, "read", counted)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Settings:
    return settings({"store": str(tmp_path / "tieline.duckdb")}, environment={})


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return written(tmp_path / "log.csv", ROWS)


def written(path: Path, text: str, *, days_ago: float = 1) -> Path:
    """A file that last changed so long before the clock."""
    path.write_text(text)
    os.utime(path, (NOW / 1e6 - days_ago * 86_400,) * 2)
    return path


def load(store: Settings, *paths: Path, clock: int = NOW, **way: object) -> LoadReport:
    again = bool(way.pop("again", False))
    return load_paths(paths, store, clock, Way(**way), again=again)  # type: ignore[arg-type]


def test_what_has_not_changed_is_not_read_again_and_all_of_it_is_known(
    store: Settings, log: Path, reads: Reads
) -> None:
    first = load_answer(load(store, log))
    again = load_answer(load(store, log))

    assert reads.count == 1
    assert (first["new"], first["known"]) == (1, 0)
    assert (again["new"], again["known"]) == (0, 1)
    assert "--again" in again["warnings"][-1]
    asked = load_answer(load(store, log, again=True))
    assert reads.count == 2
    assert asked == again | {"warnings": first["warnings"]}


def deleted(store: Settings) -> None:
    for end in ("", ".wal"):
        Path(store.url + end).unlink(missing_ok=True)


CHANGES: dict[str, Callable[[Settings, Path], object]] = {
    "more rows": lambda _, log: written(log, ROWS + MORE),
    "as many bytes, later": lambda _, log: written(log, ROWS.replace("-05", "-07"), days_ago=0.5),
    "another name": lambda _, log: log.rename(log.with_name("other.csv")),
    "rows from elsewhere": lambda store, log: load_paths(
        [written(log.with_name("more.csv"), ROWS + MORE)], store, NOW
    ),
    "the store was deleted": lambda store, _: deleted(store),
    "somebody was merged": lambda store, _: open_store(store.url).merge(
        [Merge("email:ann@x.example", "email:bob@x.example", "one", moment(NOW), True)],
        arrived_at=NOW,
    ),
}
READ_ALL_THE_SAME = {"rows from elsewhere"}  # they came by a load from here, and add to the store


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_the_files_or_of_the_store_has_them_read_again(
    store: Settings, log: Path, reads: Reads, what: str
) -> None:
    load(store, log)
    CHANGES[what](store, log)
    before = reads.count
    load(store, *log.parent.glob("[lo]*.csv"))

    assert reads.count - before == (what not in READ_ALL_THE_SAME)


def test_how_it_is_read_is_a_part_of_what_was_read(
    store: Settings, log: Path, tmp_path: Path, reads: Reads
) -> None:
    mapping = written(tmp_path / "m.toml", 'kind = "call"\n')
    for way in ({}, {"zone": "Europe/Warsaw"}, {"log": "desk"}, {"mapping": mapping}):
        load(store, log, **way)
        load(store, log, **way)
    assert reads.count == 4
    load(settings({"store": store.store, "max_receivers": 5}, environment={}), log)
    assert reads.count == 5

    written(mapping, 'kind = "meeting"\n')
    assert load(store, log, mapping=mapping).total("new") == 1


def test_a_folder_is_as_it_was_if_each_of_its_files_is(
    store: Settings, log: Path, tmp_path: Path, reads: Reads
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    log.rename(folder / "log.csv")
    for _ in range(2):
        load(store, folder)
    assert reads.count == 1

    written(folder / "more.csv", ROWS + MORE)
    assert load(store, folder).total("new") == 1
    assert reads.count == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rejected.csv", ROWS + "ann@x.example,bob@x.example,some day\n"),
        ("ahead.csv", ROWS + "ann@x.example,bob@x.example,2046-01-01\n"),
        (
            "series.ics",
            (
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
                "DTSTAMP:20260101T000000Z\r\nDTSTART:20260105T090000Z\r\nRRULE:FREQ=WEEKLY\r\n"
                "ORGANIZER:mailto:ann@x.example\r\nATTENDEE:mailto:bob@x.example\r\n"
                "END:VEVENT\r\nEND:VCALENDAR\r\n"
            ),
        ),
    ],
)
def test_what_a_later_clock_may_tell_more_of_is_read_again(
    store: Settings, tmp_path: Path, name: str, text: str
) -> None:
    file = written(tmp_path / name, text)
    load(store, file)

    assert not any("--again" in line for line in load(store, file).warnings)
    if name == "series.ics":
        assert load(store, file, clock=NOW + 30 * DAY).total("new") > 0


def test_a_file_that_changed_within_moments_of_the_load_is_read_again(
    store: Settings, log: Path, reads: Reads
) -> None:
    """The file system may not tell a change a moment later from the one before."""
    written(log, ROWS, days_ago=1 / 86_400)
    for _ in range(2):
        load(store, log)

    assert reads.count == 2


def test_a_dry_run_leaves_no_receipt(store: Settings, log: Path, reads: Reads) -> None:
    load_paths([log], store, NOW, dry_run=True)

    assert load(store, log).total("new") == 1
    assert reads.count == 2


def test_a_file_is_read_again_when_what_explains_it_beside_it_has_changed(
    tmp_path: Path, store: Settings
) -> None:
    both = "u1aaaaaaaaaa", "u2aaaaaaaaaa"
    post = {"id": "p1", "user_id": both[0], "channel_id": "c1", "message": "hi", "root_id": ""}
    posts = written(tmp_path / "posts.json", json.dumps([post | {"create_at": 1772442000000}]))
    channel = {"id": "c1", "type": "D", "name": "__".join(both), "display_name": ""}
    dates = {"create_at": 1772300000000, "delete_at": 0, "last_post_at": 0}
    load(store, posts)
    assert "--again" in load(store, posts).warnings[-1]
    written(tmp_path / "channels.json", json.dumps([channel | dates]), days_ago=0.5)

    assert load(store, posts).warnings == ()
    told = open_store(store.url).contents().identities.to_pylist()
    assert told == [f"mattermost:{one}" for one in both]
