"""Folders of mail: those of a Maildir are all read, drafts are no contact and junk ties nobody."""

import tarfile
import time
from pathlib import Path

import pytest

from api.incoming.looking import Looks
from graph.connect import open_store
from ingest.load import LoadReport, load
from ingest.source import Reading
from tests.ingest.gathered import CLOCK
from tests.ingest.test_mail import letter, read

MAIL = (
    "From: ann@x.example\nTo: bob@x.example\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n"
    "Message-ID: <{}@x.example>\n\nHi\n"
)


def written(root: Path, *places: str) -> Path:
    for number, place in enumerate(places):
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        envelope = "" if path.parent.name in ("cur", "new") else "From - Mon Mar 2 09:00:00 2026\n"
        path.write_text(envelope + MAIL.format(number))
        if path.parent.name == "cur":
            (path.parent.parent / "new").mkdir(exist_ok=True)
    return root


def loaded(root: Path) -> LoadReport:
    return load([root], open_store(str(root.parent / "log.duckdb")), Reading(CLOCK))


def test_the_folders_of_a_maildir_begin_with_a_dot_and_are_read(tmp_path: Path) -> None:
    root = written(
        tmp_path / "Maildir", "cur/1.host:2,S", ".Sent/cur/2.host:2,S",
        ".Kunden.Nord/cur/3.host:2,", ".hidden/4.eml", ".cache/cur/deep/5.eml",
    )  # fmt: skip
    report, looks = loaded(root), Looks([root], time.monotonic)
    looks.look()

    assert (report.total("new"), report.total("rejected")) == (3, 0)
    assert {path.name for path in looks.seen} == {"1.host:2,S", "2.host:2,S", "3.host:2,"}


def test_so_they_are_in_an_archive(tmp_path: Path) -> None:
    root = written(tmp_path / "Maildir", "cur/1.host:2,S", ".Sent/cur/2.host:2,S", ".hidden/4.eml")
    packed = tmp_path / "packed" / "mail.tar.gz"
    packed.parent.mkdir()
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(root, "Maildir")

    assert loaded(packed.parent).total("new") == 2


@pytest.mark.parametrize(
    "place",
    [
        ".Drafts/cur/1.host:2,S", ".INBOX.Drafts/cur/1.host:2,", ".Entw&APw-rfe/cur/1.host:2,",
        ".&BCcENQRABD0EPgQyBDgEOgQ4-/cur/1.host:2,", "cur/1.host:2,DS", "Brouillons/cur/1.host:2,S",
        "Drafts", "Drafts.mbox", "Borradores.mbx", "Drafts.mbox/mbox",
    ],
)  # fmt: skip
def test_what_lies_among_drafts_was_not_sent(tmp_path: Path, place: str) -> None:
    report = loaded(written(tmp_path / "Mail", place))

    assert (report.total("read"), report.total("rejected")) == (1, 1)


@pytest.mark.parametrize(
    "place", [".Junk/cur/1.host:2,S", ".Spam/cur/1.host:2,S", "Junk.mbox", "Indbakke.sbd/Spam"]
)
def test_junk_ties_nobody(tmp_path: Path, place: str) -> None:
    report = loaded(written(tmp_path / "Mail", place))

    assert (report.total("new"), report.total("tieless")) == (1, 1)


@pytest.mark.parametrize(
    "place", ["Inbox", "Drafts, old.mbox", "Draft budget.mbox", ".Trash/cur/1.host:2,T", "a&b.mbox",
              ".R&APw/cur/1.host:2,S", ".Drafts.Old/cur/1.host:2,S", "Drafts/Sent.mbox"],
)  # fmt: skip
def test_any_other_folder_holds_mail(tmp_path: Path, place: str) -> None:
    report = loaded(written(tmp_path / "Mail", place))

    assert [report.total(word) for word in ("new", "rejected", "tieless")] == [1, 0, 0]


@pytest.mark.parametrize(
    "mark",
    [
        "X-Mozilla-Draft-Info: internal/draft; vcard=0; receipt=0",
        "X-Uniform-Type-Identifier: com.apple.mail-draft",
    ],
)
def test_mail_programs_mark_what_is_still_written(mark: str) -> None:
    date = "Date: Mon, 2 Mar 2026 10:00:00 +0000"

    assert "is a draft" in str(read("From: ann@x.example", "To: bob@x.example", date, mark))
    assert letter("To: bob@x.example").interaction.receivers
