"""Single messages: files of one mail, under whatever name a program gave them."""

import tarfile
from pathlib import Path

import pytest

from ingest.mail.eml import Eml
from tests.ingest.gathered import Gathered, file_at, gathered

HEAD = "From: ann@x.example\nTo: bob@x.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n"


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.eml", "", True),
        ("1772445600.M1P2.host:2,S", HEAD, True),
        ("17", "Received: by x\n\tfor y; Mon\nSubject: z\n\nBody: no header\n", True),
        ("17", "\ufeff" + HEAD.replace("\n", "\r\n"), True),
        ("a.csv", "From,To,Date\nann,bob,2026-03-02\n", False),
        ("a.csv", "from:,to:\nann,bob\n", False),
        ("a.ics", "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:PUBLISH\n", False),
        ("a.vcf", "BEGIN:VCARD\nN:Smith;Ann\nEMAIL:ann@x.example\n", False),
        ("a.json", '{"from": "ann@x.example",\n "to": "bob@x.example"}', False),
        ("a.log", "Date: 2026-03-02 From: ann@x.example\nDate: 2026-03-02 From: bob\n", False),
        ("a.log", "GET /index.html HTTP/1.1\nHost: x.example\nFrom: y\nDate: z\n", False),
        ("a.http", "Date: Mon\nContent-Type: text/html\nReferences: z\n\n<html>", False),
        ("a.txt", "Dear Bob,\n\nFrom: ann\nTo: bob\n", False),
        ("a.txt", "", False),
        ("a.bin", "\x00\x01From: \x02\nTo: \n", False),
    ],
)
def test_a_message_is_known_by_its_name_or_its_header(
    tmp_path: Path, name: str, head: str, *, expected: bool
) -> None:
    path = tmp_path / name
    path.write_text(head)

    assert Eml().recognises(file_at(path)) is expected


def test_the_body_is_not_read_as_header(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(HEAD + "\nCc: cleo@x.example\nList-Id: <x.y>\n")

    (found,) = gathered(Eml(), path).interactions

    assert ([one.identity for one in found.receivers], found.is_bulk) == (
        ["email:bob@x.example"],
        False,
    )


@pytest.mark.parametrize("before", ["", "From ann@x.example Mon Mar  2 10:00:00 2026\n", "\n\n"])
def test_a_message_saved_from_a_mailbox_is_the_same(tmp_path: Path, before: str) -> None:
    path = tmp_path / "a.eml"
    path.write_text(before + HEAD + "Message-ID: <1@x>\n\nHello.\n")

    assert [one.id for one in gathered(Eml(), path).interactions] == ["mail:1@x"]


def test_apple_mail_puts_a_number_before_the_message(tmp_path: Path) -> None:
    path = tmp_path / "1.emlx"
    path.write_text("123   \n" + HEAD + "Message-ID: <1@x>\n\nHello.\n<?xml version='1.0'?>")

    assert [one.id for one in gathered(Eml(), path).interactions] == ["mail:1@x"]


def test_a_file_that_only_looks_like_mail_is_one_rejected_record(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(range(256)) * 100)

    found = gathered(Eml(), path)

    assert (found.read, [one.place for one in found.rejected]) == (1, ["a.eml"])


@pytest.mark.parametrize(
    ("name", "files", "ids", "bulk", "senders", "replies", "inside"),
    [("default", 53, 52, 5, 16, 29, 28), ("threading", 12, 12, 0, 5, 9, 7)],
)
def test_a_real_maildir_loses_nothing(  # noqa: PLR0917
    shared: Path, tmp_path: Path, name: str, files: int, ids: int, bulk: int, senders: int,
    replies: int, inside: int,
) -> None:  # fmt: skip
    """Counted with grep and the standard library's parser: lists without an answer, spellings."""
    with tarfile.open(shared / "platform-mail" / f"notmuch-{name}-maildir.tar.gz") as tar:
        tar.extractall(tmp_path, filter="data")
    paths = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    found = Gathered()
    for path in paths:
        assert Eml().recognises(file_at(path)), path
        one = gathered(Eml(), path)
        found.interactions += one.interactions
        found.rejected += one.rejected
    known = {one.id for one in found.interactions}

    assert (len(paths), len(found.interactions), found.rejected) == (files, files, [])
    assert len(known) == ids
    assert sum(one.is_bulk for one in found.interactions) == bulk
    assert len({one.sender for one in found.interactions}) == senders
    assert sum(one.in_reply_to is not None for one in found.interactions) == replies
    assert sum(one.in_reply_to in known for one in found.interactions) == inside
