"""Several processes read what one reads: the same records, rejects and store, to the byte."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.batch import Batch, Rejected
from graph.duckdb.store import DuckDBStore
from graph.errors import ReadingEnded
from ingest.batches.gather import gather
from ingest.files import unpacked
from ingest.json import chunks as json_chunks
from ingest.json.chunks import chunks
from ingest.json.records import records_of
from ingest.load import LoadReport, load
from ingest.mail import mbox_parts
from ingest.mail.mbox import Mbox
from ingest.reading import other_readers, side_by_side, work
from ingest.reading.other_readers import Other, others_for
from ingest.reading.readers import Readers, serve
from ingest.reading.work import Cut, Work
from ingest.slack.source import Slack
from ingest.source import HEAD, File, Reading
from ingest.twitter.source import Twitter

ROOT = Path(__file__).parents[2]
READING = Reading(clock=datetime(2026, 11, 1, tzinfo=UTC))


def slack(folder: Path, *, days: int, said: int) -> Path:
    """A workspace of two people with a file a day; one record of each file is damaged."""
    (folder / "general").mkdir(parents=True)
    users = [{"id": f"U{k}XX", "team_id": "T1", "profile": {"real_name": f"N{k}"}} for k in (1, 2)]
    (folder / "users.json").write_text(json.dumps(users))
    for day in range(days):
        at = 1_700_000_000 + day * 86_400
        messages: list[dict[str, object]] = [
            {"type": "message", "user": f"U{k % 2 + 1}XX", "ts": f"{at + k}.000100", "text": "Hi"}
            for k in range(said)
        ]
        messages[said // 2]["ts"] = "soon"
        (folder / "general" / f"{day:04}.json").write_text(json.dumps(messages, indent=1))
    return folder


def tweets(count: int, *, numbered: bool = True) -> list[dict[str, object]]:
    return [
        {
            "tweet": {
                **({"id_str": str(10**17 + k), "id": str(10**17 + k)} if numbered else {}),
                "full_text": f'No. {k % 7}, }},\n  {{ "tweet" : {{ as text',
                "created_at": "Wed Mar 01 10:00:00 +0000 2023",
                "entities": {
                    "user_mentions": [
                        {
                            "screen_name": f"n{k % 9}",
                            "name": f"N {k % 9}",
                            "id_str": str(50 + k % 9),
                        }
                    ]
                },
            }
        }
        for k in range(count)
    ]


def archive(folder: Path, text: str) -> Path:
    folder.mkdir()
    account = [{"account": {"accountId": "999", "username": "ann_x"}}]
    (folder / "account.js").write_text("window.YTD.account.part0 = " + json.dumps(account))
    (folder / "tweets.js").write_text(text)
    return folder


def script(records: list[dict[str, object]]) -> str:
    return "window.YTD.tweets.part0 = " + json.dumps(records, indent=2)


def mailbox(path: Path, count: int, *, more: str = "", numbered: bool = True) -> Path:
    """Mail between nine people, with a draft, and with dates that have no zone."""
    with path.open("w") as file:
        for k in range(count):
            name, zone = f"p{k % 9}", "" if k % 20 == 5 else " +0000"
            own = f"Message-ID: <{k}@x.example>\n" if numbered else ""
            draft = "X-Mozilla-Draft-Info: internal\n" if k == 33 else ""
            file.write(
                f"From {name}@x.example Mon Mar  2 10:00:00 2026\nFrom: {name} <{name}@x.example>\n"
                f"{draft}{own}Date: Mon, 2 Mar 2026 10:{k // 60:02}:{k % 60:02}{zone}\n"
                f"{more or f'To: p{k % 7}@y.example'}\n\nI agree, thank you.\n>From here\n\n"
            )
    return path


def loaded(
    path: Path, store: Path, processes: int
) -> tuple[LoadReport, str, list[Rejected], list[float]]:
    """Load with so many processes: the report, the digest, what was rejected, the progress."""
    rejected: list[Rejected] = []
    progress: list[float] = []
    kept = DuckDBStore(store)
    report = load(
        [path],
        kept,
        replace(READING, processes=processes),
        keep_rejected=lambda _path, _source, found: rejected.extend(found),
        progress=lambda _path, _records, done: progress.append(done),
    )
    return report, kept.digest(), rejected, progress


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are long, and loads worth a second process, from some kilobytes on."""
    monkeypatch.setattr(json_chunks, "_CHUNK", 2_000)
    monkeypatch.setattr(work, "LONG", 4_000)
    monkeypatch.setattr(unpacked, "HEAD", 2_000)
    monkeypatch.setattr(mbox_parts, "_MUCH", 1_000)
    monkeypatch.setattr(work, "_MOST_BYTES", 3_000)
    monkeypatch.setattr(other_readers, "_MUCH", 1)


@pytest.mark.usefixtures("small_chunks")
def test_a_workspace_is_the_same_however_many_processes_read_it(tmp_path: Path) -> None:
    path = slack(tmp_path / "export", days=40, said=10)

    alone = loaded(path, tmp_path / "1.duckdb", 1)
    beside = loaded(path, tmp_path / "3.duckdb", 3)

    assert alone == beside
    assert [alone[0].total(name) for name in ("read", "new", "rejected")] == [402, 362, 40]
    first = json.dumps(json.loads((path / "general/0000.json").read_text())[:5], indent=1)
    assert alone[2][0].place == f"export/general/0000.json:record 6 (byte {len(first) - 1})"


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("processes", [1, 2])
def test_an_archive_read_in_chunks_is_what_it_is_read_in_one(
    tmp_path: Path, processes: int
) -> None:
    records = tweets(60)
    records[41]["tweet"] = {"id_str": "7", "full_text": "of before there were dates"}
    path = archive(tmp_path / "x", script(records) + ";\n")

    report, digest, rejected, progress = loaded(path, tmp_path / "cut.duckdb", processes)

    whole = File(path / "tweets.js", "x/tweets.js", (path / "tweets.js").read_bytes()[:HEAD])
    assert len(list(chunks(whole))) > 5
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "LONG", 10**9)
        assert loaded(path, tmp_path / "one.duckdb", 1)[:3] == (report, digest, rejected)
    assert [report.total(name) for name in ("read", "new", "rejected")] == [61, 60, 1]
    assert progress == sorted(progress)
    assert [one.place.split(" (")[0] for one in rejected] == ["x/tweets.js:record 42"]


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize(
    "text",
    [
        script(tweets(50)).replace('"id_str": "100000000000000031"', '"id_str": nonsense"'),
        script(tweets(50))[:-3_000],
        script(tweets(50)) + "\n" + json.dumps(tweets(60)[50:]),
        script(tweets(50)).replace("]", "", 1),
        script(tweets(50, numbered=False)),
        json.dumps(tweets(50)),
        script([*tweets(20), {"like": {"tweetId": "1598000000000000000"}}, *tweets(40)[20:]]),
        script([*tweets(20), {"tweet": {"id_str": "5", "full_text": "x" * 9_000}}, *tweets(30)]),
    ],
    ids=["damaged", "cut off", "two arrays", "open", "without ids", "one line", "mixed", "long"],
)  # fmt: skip
def test_what_is_not_plain_is_read_as_if_it_were_not_cut(tmp_path: Path, text: str) -> None:
    path = archive(tmp_path / "x", text)

    in_chunks = loaded(path, tmp_path / "cut.duckdb", 2)[:3]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "LONG", 10**9)
        in_one = loaded(path, tmp_path / "one.duckdb", 1)[:3]
    assert in_chunks == in_one
    assert in_one[0].total("read") > 20


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("processes", [1, 2])
def test_a_mailbox_read_in_parts_is_what_it_is_read_in_one(tmp_path: Path, processes: int) -> None:
    path = mailbox(tmp_path / "in.mbox", 80)  # of nine lines each
    file = File(path, "in.mbox", path.read_bytes()[:2_000])
    assert len(list(Mbox().cut(file, READING))) > 5

    in_parts = loaded(path, tmp_path / "cut.duckdb", processes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "LONG", 10**9)
        assert loaded(path, tmp_path / "one.duckdb", 1)[:3] == in_parts[:3]
    report, _, rejected, progress = in_parts
    assert [report.total(name) for name in ("read", "new", "rejected")] == [80, 79, 1]
    line = path.read_text()[: path.read_text().index("<33@")].count("\n") - 2
    assert [one.place for one in rejected] == [f"in.mbox:message 34 (line {line})"]
    assert [one.partition(": ")[0] for one in report.warnings] == ["in.mbox:message 6 (line 46)"]
    assert progress == sorted(progress)


@pytest.mark.usefixtures("small_chunks")
def test_messages_of_a_file_each_are_read_alike_by_any_number_of_processes(tmp_path: Path) -> None:
    folder = tmp_path / "mail" / "cur"
    folder.mkdir(parents=True)
    for k in range(60):
        zone = "" if k == 5 else " +0000"
        date = "" if k == 33 else f"Date: Mon, 2 Mar 2026 10:00:{k:02}{zone}\n"
        (folder / f"{1_700_000_000 + k}.M{k}.host:2,S").write_text(
            f"From: p{k % 9}@x.example\nTo: q@y.example\n{'X: ' + k * 99 * 'x'}\n{date}"
            f"Message-ID: <{k}@x.example>\n\n{'Thank you.' * k * 40}\n"
        )

    alone, beside = (loaded(tmp_path / "mail", tmp_path / f"{n}.duckdb", n) for n in (1, 2))

    assert alone == beside
    report, _, rejected, _ = alone
    assert [report.total(name) for name in ("read", "new", "rejected")] == [60, 59, 1]
    assert [one.place for one in rejected] == ["mail/cur/1700000033.M33.host:2,S"]
    assert [one.partition(": ")[0] for one in report.warnings] == [
        "mail/cur/1700000005.M5.host:2,S"
    ]


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize(
    ("more", "numbered"),
    [("", False), ("In-Reply-To: <3@x.example>", True)],
    ids=["without ids", "answers that name nobody"],
)
def test_mail_that_hangs_on_other_mail_is_told_alike_in_parts(
    tmp_path: Path, more: str, *, numbered: bool
) -> None:
    path = mailbox(tmp_path / "in.mbox", 80, more=more, numbered=numbered)
    path.write_text(path.read_text() + path.read_text())

    report, digest, rejected, _ = loaded(path, tmp_path / "cut.duckdb", 2)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "LONG", 10**9)
        in_one = loaded(path, tmp_path / "one.duckdb", 1)
    assert (digest, rejected) == in_one[1:3]
    counts = ("read", "new", "known", "corrected", "rejected")
    assert [report.total(one) for one in counts] == [in_one[0].total(one) for one in counts]


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ({}, 0),
        ({"thread_ts": "1700000000.000100", "parent_user_id": "U1XX"}, 0),
        ({"thread_ts": "1700000000.000100"}, 1),
        ({"user": "U7YY", "user_team": "T2"}, 1),
    ],
    ids=["alone", "says whom it answers", "answers another part", "of another workspace"],
)
def test_a_long_channel_is_read_in_parts_as_far_as_its_messages_stand_alone(
    tmp_path: Path, said: dict[str, object], parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = slack(tmp_path / "export", days=1, said=200)
    day = path / "general/0000.json"
    messages = json.loads(day.read_text())
    messages[150] |= said
    messages[160]["text"] = "<@U7YY> look"
    day.write_text(json.dumps(messages, indent=1))
    rests: list[File] = []
    read_rest = side_by_side._rest

    def counted(file: File, part: File, source: Cut, reading: Reading) -> Iterator[Batch]:
        rests.append(part)
        return read_rest(file, part, source, reading)

    monkeypatch.setattr(side_by_side, "_rest", counted)

    in_parts = loaded(path, tmp_path / "cut.duckdb", 2)[:3]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "LONG", 10**9)
        assert loaded(path, tmp_path / "one.duckdb", 1)[:3] == in_parts
    assert len(rests) == parts
    assert in_parts[0].total("read") == 202


def test_identical_records_of_two_files_are_one_and_of_one_file_are_two(tmp_path: Path) -> None:
    told = json.dumps([{"change_type": "a", "user_id": "U1XX", "date": "1700000000"}] * 2)
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(told)

    report, _, _, _ = loaded(tmp_path, tmp_path.parent / f"{tmp_path.name}.duckdb", 1)

    assert [report.total(name) for name in ("read", "new", "known")] == [4, 2, 2]


@pytest.mark.usefixtures("small_chunks")
def test_chunks_join_up_to_the_records_of_the_file(tmp_path: Path) -> None:
    path = archive(tmp_path / "x", script(tweets(40))) / "tweets.js"
    file = File(path, "tweets.js", path.read_bytes()[:HEAD])

    parts = list(chunks(file))

    values = [value for part in parts for value in json.loads(part.head)]
    assert values == tweets(40)
    assert [part.follows for part in parts[:2]] == [0, parts[0].count]
    text = path.read_bytes()
    assert all(text[one.begins :].startswith(one.head[1:-1]) for one in parts)


@pytest.mark.usefixtures("small_chunks")
def test_a_part_is_told_by_its_place_in_the_file(tmp_path: Path) -> None:
    path = archive(tmp_path / "x", script(tweets(40))) / "tweets.js"
    whole = File(path, "tweets.js", path.read_bytes()[:HEAD])
    part = list(chunks(whole))[2]
    to_the_end = replace(part, head=b"", is_whole=False, count=0)

    def places(file: File) -> list[str]:
        return [str(place) for place, _ in records_of(file, lambda _piece: [])]

    assert places(part) == places(whole)[part.follows : part.follows + part.count]
    assert places(to_the_end) == places(whole)[part.follows :]


@pytest.mark.parametrize("what", [None, serve], ids=["afresh", "a copy"])
def test_a_process_that_dies_is_told_and_what_was_committed_stays(
    tmp_path: Path, what: Callable[[int], None] | None
) -> None:
    file = File(tmp_path / "a.json", "a.json", b'[{"ts": "1.000000", "user": "U1XX"}]', "", True)
    with Readers([Other(what)]) as several:
        several.begin(replace(READING, folder=tmp_path), [Slack()])
        os.kill(several._others[0].pid, signal.SIGKILL)  # as the system does where memory is short
        several._others[0].ended()
        answer = several.read(Work(Slack(), (file,)))
        with pytest.raises(ReadingEnded, match="loading again adds the rest"):
            answer.result(timeout=10)


COPIED = """
import sys
from dataclasses import replace
from pathlib import Path
from ingest.reading.other_readers import Other
from ingest.reading.readers import Readers, serve
from ingest.slack.source import Slack
from ingest.source import File
from ingest.reading.work import Work
from tests.ingest.test_side_by_side import READING
file = File(Path("a.json"), "a.json", b'[{"ts": "1.000000", "user": "U1XX"}]', "", True)
others = [Other(serve), Other(serve)]
with Readers(others) as several:
    several.begin(replace(READING, folder=Path(sys.argv[1])), [Slack()])
    work = several.read(Work(Slack(), (file,)))
    work.result()
    print([batch.read for batch in several.taken(work)], *(one.pid for one in others), flush=True)
    input()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux only")
def test_a_process_of_one_thread_is_copied_and_its_copies_end_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", COPIED, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as copied:
        assert copied.stdout is not None
        found, *numbers = copied.stdout.readline().split()
        told = [Path("/proc") / number / "cmdline" for number in numbers]
        assert found == "[1]"
        for words in told:  # they are what they are made of
            assert words.read_bytes() == "\0".join([*command, ""]).encode()
        copied.kill()

    for _ in range(100):
        if not any(words.exists() and words.read_bytes() for words in told):
            break
        time.sleep(0.1)
    assert not any(words.exists() and words.read_bytes() for words in told)


def test_what_cannot_be_told_to_others_is_read_here(tmp_path: Path) -> None:
    class Deaf:
        rank = 1

        def __reduce__(self) -> str:
            raise TypeError("cannot be told")

    file = File(tmp_path / "a.json", "a.json", b'[{"ts": "1.000000", "user": "U1XX"}]', "", True)
    with Readers([Other()]) as several:
        several.begin(replace(READING, listen=Deaf()), [Slack()])  # type: ignore[arg-type]
        found = several.taken(several.read(Work(Slack(), (file,))))

    assert found is not None
    assert [batch.read for batch in found] == [1]


def test_what_another_process_has_not_begun_is_read_here(tmp_path: Path) -> None:
    file = File(tmp_path / "a.json", "a.json", b'[{"ts": "1.000000", "user": "U1XX"}]', "", True)
    with Readers([Other()]) as several:
        several.begin(replace(READING, folder=tmp_path), [Slack()])
        os.kill(several._others[0].pid, signal.SIGSTOP)
        answers = [several.read(Work(Slack(), (file,))) for _ in range(4)]

        found = several.taken(answers[3])

        assert [answer.done() for answer in answers] == [False, False, True, True]
        os.kill(several._others[0].pid, signal.SIGCONT)
        assert [several.taken(answer) for answer in answers[:3]] == [found] * 3


def test_work_that_cannot_be_laid_down_is_told_where_its_answer_is_asked_for(
    tmp_path: Path,
) -> None:
    file = File(tmp_path / "a.json", "a.json", b"[]" + b" " * 10_000, "", True)
    with Readers([Other()]) as several:
        several.begin(READING, [Slack()])
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, hard))
        try:
            answer = several.read(Work(Slack(), (file,)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

        with pytest.raises(OSError, match="too large"):
            several.taken(answer)


def test_an_interrupt_ends_every_process_at_once(tmp_path: Path) -> None:
    path = slack(tmp_path / "export", days=60, said=3_000)
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from ingest.load import load; from ingest.source import Reading\n"
        "from graph.duckdb.store import DuckDBStore\n"
        "load([Path(sys.argv[1])], DuckDBStore(Path(sys.argv[2])),\n"
        "     Reading(clock=datetime.now(UTC), processes=2),\n"
        "     progress=lambda *_: print('so far', flush=True))"
    )
    store = str(tmp_path / "s.duckdb")
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path), store],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline()
    os.killpg(child.pid, signal.SIGINT)
    child.wait(timeout=20)
    child.stdout.close()

    until = time.monotonic() + 5
    while _is_alive(child.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_alive(child.pid)
    assert child.returncode != 0


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_second_process_is_started_only_where_there_is_much_to_read(tmp_path: Path) -> None:
    small = slack(tmp_path / "small", days=2, said=10)
    (tmp_path / "big.json").write_bytes(b"[" + b" " * 7_000_000 + b"]")
    (tmp_path / "big.csv").write_bytes(b"a,b\n" * 2_000_000)

    assert others_for([small], 4) == 0
    assert others_for([tmp_path / "big.json"], 4) == 3
    assert others_for([tmp_path / "big.json"], 1) == 0
    assert others_for([tmp_path / "big.csv"], 4) == 0


def test_sources_that_are_gathered_read_a_file_alike_alone_and_beside_others(
    tmp_path: Path,
) -> None:
    path = slack(tmp_path / "export", days=1, said=10) / "general/0000.json"
    file = File(path, "general/0000.json", path.read_bytes(), str(path), True)

    for source in (Slack(), Twitter()):
        (alone,) = source.read(file, READING)
        (beside,) = gather(source.records(file, READING), source.name, READING)
        assert alone.rejected == beside.rejected
        assert alone.interacted == beside.interacted
