"""Mailboxes: where one message ends and the next begins, at any size, and whom a reply answers."""

import gzip
import io
import subprocess
import sys
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from ingest.mail.mbox import Mbox
from ingest.mail.mbox_parts import parts
from ingest.source import Reading
from tests.ingest.gathered import CLOCK, file_at, gathered

ENVELOPE = "From ann@x.example Mon Mar  2 10:00:00 2026\n"


def message(k: int, *, body: str = "Hello.\n", to: str = "bob@x.example") -> str:
    return (
        f"{ENVELOPE}From: ann@x.example\nTo: {to}\nDate: Mon, 2 Mar 2026 10:00:{k % 60:02} +0000\n"
        f"Message-ID: <{k}@x.example>\n\n{body}\n"
    )


def heads(text: str | bytes) -> list[bytes]:
    data = text.encode() if isinstance(text, str) else text
    return [part.head for part in parts(io.BytesIO(data))]


class Trickle(io.RawIOBase):
    """A stream that gives a few bytes at a time, so that every cut is tried."""

    def __init__(self, data: bytes, step: int) -> None:
        self.data, self.step = io.BytesIO(data), step

    def read(self, size: int = -1) -> bytes:
        del size
        return self.data.read(self.step)


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, 1_000])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_messages_are_the_same_wherever_the_blocks_are_cut(step: int, newline: str) -> None:
    text = "".join(message(k, body="From me to you.\n\n>From the start\n") for k in range(4))
    data = text.replace("\n", newline).encode()
    begins = [k for k, line in enumerate(text.splitlines(), 1) if line.startswith("From ann@")]

    found = list(parts(cast("BinaryIO", Trickle(data, step))))

    assert [part.line for part in found] == begins
    assert [part.head.count(b"\n") for part in found] == [4] * 4


@pytest.mark.parametrize(
    "line",
    [
        "From ann@x.example Mon Mar  2 10:00:00 2026",
        "From jjl at pobox.com  Thu Nov  1 11:19:12 2001",
        "From 1742345678901234567@xxx Wed Mar 05 12:34:56 +0000 2025",
        "From - Fri Nov 01 08:00:00 2002",
        "From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
        "From ann@x.example Fri Jul  8 12:08 2011 remote from bar",
        "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001",
        "From ann@x.example 2011-07-08 12:08:34",
        'From "Ann Smith"@x.example Fri Jul  8 12:08:34 2011',
        "From ann@x.example",
        "From -",
    ],
)
def test_the_lines_between_messages_come_in_many_dialects(line: str) -> None:
    text = message(1) + f"{line}\nFrom: bob@x.example\n\nHello.\n"

    assert len(heads(text)) == 2


@pytest.mark.parametrize(
    "body",
    [
        "From what I saw at 10:30 on 2 Mar 2026\nNote: nothing.\n",
        "From here on, Mon 2 Mar 2026 10:30\nTo: be continued\n",
        "From ann@x.example Mon Mar  2 10:00:00 2026\n\nThat line was quoted without a mark.\n",
        ">From ann@x.example Mon Mar  2 10:00:00 2026\nFrom: quoted@x.example\n",
        "From ann@x.example\nNote: a name and a colon\n",
    ],
)
def test_prose_that_begins_with_from_does_not_end_a_message(body: str) -> None:
    assert len(heads(message(1, body=body) + message(2))) == 2


def test_a_message_may_follow_without_an_empty_line() -> None:
    assert len(heads(message(1).rstrip("\n") + "\n" + message(2))) == 2


def test_text_before_the_first_message_is_rejected_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "inbox.mbox"
    path.write_text("This folder was exported in May.\n\n" + message(1))

    found = gathered(Mbox(), path)

    assert [(one.place, one.reason[:14]) for one in found.rejected] == [
        ("inbox.mbox:message 1 (line 1)", "no mail header")
    ]
    assert [one.id for one in found.interactions] == ["mail:1@x.example"]


def test_an_empty_mailbox_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.mbox"
    path.write_text("\n\n")

    assert gathered(Mbox(), path).read == 0


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.mbox", b"", True),
        ("a.mbox.gz", b"", True),
        ("2001-November.txt", b"From jjl at pobox.com  Thu Nov  1 11:19:12 2001\nFrom: x\n", True),
        ("inbox", b"\r\nFrom - Fri Nov 01 08:00:00 2002\r\nX-Mozilla-Status: 0001\r\n", True),
        ("a.csv", b"From,To,Date\nann,bob,2026-03-02 10:00\n", False),
        ("a.txt", b"From the minutes of Mon Mar  2 2026\n10:00: we met\n", False),
        ("a.ics", b"BEGIN:VCALENDAR\nVERSION:2.0\n", False),
        ("a.json", b'{"From ": "x"}', False),
        ("a.log", b"2026-03-02 10:00:00 From: ann@x.example\n", False),
    ],
)
def test_a_mailbox_is_known_by_its_name_or_its_first_lines(
    tmp_path: Path, name: str, head: bytes, *, expected: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(head)

    assert Mbox().recognises(file_at(path)) is expected


def test_a_reply_in_an_archive_reaches_whom_it_answers_before_or_after_it(tmp_path: Path) -> None:
    def archived(who: str, own: str, parent: str = "") -> str:
        reply = f"In-Reply-To: <{parent}>\n" if parent else ""
        return (
            f"From {who} at x.example  Thu Nov  1 11:19:12 2001\nFrom: {who} at x.example\n"
            f"Date: Thu Nov  1 11:19:12 2001\n{reply}Message-ID: <{own}>\n\nText.\n\n"
        )

    path = tmp_path / "month.txt"
    path.write_text(
        archived("ann", "a1", "b1") + archived("bob", "b1") + archived("cleo", "c1", "a1")
        + archived("ann", "a2", "a1") + archived("dan", "d1", "elsewhere")
    )  # fmt: skip

    found = {one.id: one.receivers for one in gathered(Mbox(), path).interactions}

    assert {key: [one.identity for one in reached] for key, reached in found.items()} == {
        "mail:a1": ["email:bob@x.example"],
        "mail:b1": [],
        "mail:c1": ["email:ann@x.example"],
        "mail:a2": [],
        "mail:d1": [],
    }


def test_a_reply_that_hides_its_receivers_reaches_nobody(tmp_path: Path) -> None:
    path = tmp_path / "inbox.mbox"
    reply = message(2, to="undisclosed-recipients:;").replace(
        "Message-ID", "In-Reply-To: <1@x.example>\nMessage-ID"
    )
    path.write_text(message(1) + reply)

    assert gathered(Mbox(), path).interactions[1].receivers == ()


def test_the_month_of_pipermail_stands_twice_in_its_file_and_nothing_is_lost(
    shared: Path, tmp_path: Path
) -> None:
    """Counted with the standard library's mailbox: 82 messages, each twice, 39 authors.

    Of the 82, 28 name a parent of this file in In-Reply-To, one more before prose, and 18 only in
    References.
    """
    packed = shared / "platform-mail" / "pipermail-numpy-discussion-2001-11.txt.gz"
    path = tmp_path / "2001-November.txt"
    path.write_bytes(gzip.decompress(packed.read_bytes()))

    found = gathered(Mbox(), path)

    assert Mbox().recognises(file_at(path))
    assert (found.read, found.rejected, len(found.warnings)) == (164, [], 1)
    assert Counter(Counter(one.id for one in found.interactions).values()) == {2: 82}
    assert len({one.sender for one in found.interactions}) == 39
    assert len({one.id for one in found.interactions if one.receivers}) == 28 + 1 + 18
    assert not any(one.is_bulk for one in found.interactions)


def test_list_mail_of_real_mailboxes_is_complete_and_bulk_where_it_answers_nobody(
    shared: Path,
) -> None:
    """Receivers counted by eye: two lists; four people beside the list; one list each."""
    folder = shared / "platform-mail" / "perceval"
    found = {
        name: gathered(Mbox(), folder / f"mbox_{name}.mbox")
        for name in ("single", "complex", "multipart")
    }

    reached = {
        name: [(len(one.receivers), one.is_bulk) for one in read.interactions]
        for name, read in found.items()
    }
    assert reached == {
        "single": [(0, False)],
        "complex": [(2, True), (4, False)],  # the second answers somebody
        "multipart": [(1, True), (1, True)],
    }
    assert found["single"].said("seen_name") == {("email:goran@domain.com", "Göran Lastname")}
    assert not any(read.rejected for read in found.values())


def giant(path: Path, megabytes: int) -> None:
    """A mailbox of three messages, the second of so many megabytes, half of them one line."""
    with path.open("w") as file:
        file.write(message(1))
        file.write(message(2).rstrip("\n") + "\n")
        line = "A line of a body that goes on and on, as attachments do......\n" * 16
        for _ in range(megabytes * 512):
            file.write(line)
        for _ in range(megabytes * 8):
            file.write("x" * 65_536)
        file.write("\n\n" + message(3))


def test_a_giant_message_costs_neither_memory_nor_its_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "giant.mbox"
    giant(path, 30)
    tracemalloc.start()

    found = gathered(Mbox(), path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [one.id for one in found.interactions] == [f"mail:{k}@x.example" for k in (1, 2, 3)]
    assert peak < 12 * 2**20  # a few blocks of a megabyte


def test_a_header_without_an_end_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "endless.mbox"
    with path.open("w") as file:
        file.write(message(1).partition("\n\n")[0] + "\n")
        file.writelines(f"X-Noise-{k}: {'x' * 60}\n" for k in range(200_000))

    assert [one.id for one in gathered(Mbox(), path).interactions] == ["mail:1@x.example"]


@pytest.mark.proof
def test_a_message_of_300_mb_is_read_in_less_memory_than_it_has(tmp_path: Path) -> None:
    path = tmp_path / "giant.mbox"
    giant(path, 300)
    script = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from ingest.mail.mbox import Mbox\nfrom tests.ingest.gathered import gathered\n"
        "found = gathered(Mbox(), Path(sys.argv[1]))\n"
        "print(len(found.interactions), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )

    count, kilobytes = map(int, done.stdout.split())
    assert count == 3
    assert kilobytes < 300 * 1024


@pytest.mark.proof
def test_memory_does_not_grow_with_the_number_of_messages(tmp_path: Path) -> None:
    peaks = []
    for count in (20_000, 100_000):
        path = tmp_path / f"{count}.mbox"
        with path.open("w") as file:
            file.writelines(message(k) for k in range(count))
        tracemalloc.start()
        for batch in Mbox().read(file_at(path), Reading(clock=CLOCK)):
            del batch
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] + 40 * 2**20  # the authors that are remembered


@pytest.mark.parametrize(
    "line",
    [
        "From bob@y.example Mon Mar  2 10:00:00 2026",  # Mailman 3
        "From mboxrd@z Thu Jan  1 00:00:00 1970",  # public-inbox
    ],
)
def test_an_archive_of_todays_list_servers_says_who_answers_whom(line: str, tmp_path: Path) -> None:
    lists = "List-Id: Talk <talk.lists.x.example>\nList-Post: <mailto:talk@lists.x.example>"
    day = "Date: Mon, 02 Mar 2026"
    path = tmp_path / "talk.mbox"
    path.write_text(
        f"{line}\nFrom: Ann Lee <ann@x.example>\nTo: talk@lists.x.example\n{day} 09:00:00 +0000\n"
        f"Message-ID: <1@x.example>\n{lists}\n\nHello\n\n"
        f"{line}\nFrom: Bob via Talk <talk@lists.x.example>\nReply-To: Bob <bob@y.example>\n"
        f"To: talk@lists.x.example\n{day} 10:00:00 +0000\nMessage-ID: <2@y.example>\n"
        f"In-Reply-To: <1@x.example>\nX-MailFrom: bob@y.example\n{lists}\n\nFine\n\n"
    )
    asked, answered = gathered(Mbox(), path).interactions

    assert (asked.sender, asked.is_bulk) == ("email:ann@x.example", True)
    assert (answered.sender, answered.is_bulk) == ("email:bob@y.example", False)
    assert [one.identity for one in answered.receivers] == ["email:ann@x.example"]
