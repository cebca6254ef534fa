# ruff: noqa: RUF001 - a colon of Chinese is meant as it stands
"""Gmail's conversations: X-GM-THRID where a mail names nothing that it answers."""

from itertools import permutations
from pathlib import Path

import pytest

from graph.connect import open_store
from graph.model import Interaction
from ingest.files.survey import surveyed
from ingest.load import load
from ingest.mail.mbox import Mbox
from ingest.source import Reading
from ingest.sources import SOURCES
from tests.ingest.gathered import CLOCK, gathered

BEGAN = 1848707889910060830


def mail(number: int, own: str, *more: str, thread: int = BEGAN, subject: str = "Re: Plan") -> str:
    """A mail as a Takeout keeps it: its number, then that of its conversation."""
    lines = [
        f"From {number}@xxx Mon Mar 02 09:00:00 +0000 2026",
        f"X-GM-THRID: {thread}",
        "X-Gmail-Labels: =?UTF-8?Q?Gesendet,Ge=C3=B6ffnet?=",
        "From: Ann <ann@x.example>",
        "To: bob@y.example",
        "Date: Mon, 2 Mar 2026 09:00:00 +0000",
        f"Subject: {subject}",
        *([f"Message-ID: <{own}@x.example>"] if own else []),
        *more,
    ]
    return "\r\n".join(lines) + "\r\n\r\nHi\r\n\r\n"


def read(folder: Path, **files: str) -> dict[str, Interaction]:
    """What becomes of the mailboxes of one Takeout, by Message-ID."""
    inside = folder / "Takeout" / "Mail"
    inside.mkdir(parents=True)
    for name, text in files.items():
        (inside / f"{name}.mbox").write_text(text, newline="")
    survey, warnings = surveyed([folder], SOURCES, folder)
    assert not warnings
    found = {}
    for path in sorted(inside.iterdir()):
        for one in gathered(Mbox(), path, survey=survey).interactions:
            found[str(one.id).removeprefix("mail:").removesuffix("@x.example")] = one
    return found


def tied(found: dict[str, Interaction]) -> dict[str, tuple[str | None, str | None]]:
    return {own: (one.thread, one.in_reply_to) for own, one in found.items()}


def test_an_answer_that_names_nothing_belongs_to_the_mail_its_conversation_began_with(
    tmp_path: Path,
) -> None:
    began = mail(BEGAN, "began", subject="Plan")
    answer = mail(BEGAN + 7, "answer")

    assert tied(read(tmp_path, all=answer + began)) == {
        "answer": ("mail:began@x.example", "mail:began@x.example"),
        "began": ("mail:began@x.example", None),
    }


def test_what_references_say_goes_before(tmp_path: Path) -> None:
    began = mail(BEGAN, "began", subject="Plan")
    answer = mail(BEGAN + 7, "answer", "References: <old@y.example> <last@y.example>")
    bare = mail(BEGAN + 8, "bare", "In-Reply-To: <last@y.example>")

    assert tied(read(tmp_path, all=began + answer + bare)) == {
        "began": ("mail:began@x.example", None),
        "answer": ("mail:old@y.example", "mail:last@y.example"),
        "bare": ("mail:last@y.example", "mail:last@y.example"),
    }


def test_what_began_it_may_itself_belong_to_an_older_thread(tmp_path: Path) -> None:
    began = mail(BEGAN, "began", "References: <older@y.example>")

    found = tied(read(tmp_path, all=began + mail(BEGAN + 1, "answer")))

    assert found["answer"] == ("mail:older@y.example", "mail:began@x.example")


@pytest.mark.parametrize("subject", ["Plan", "Weekly report", "Regatta: plan"])
def test_mails_that_only_share_a_subject_are_one_thread_and_no_answers(
    tmp_path: Path, subject: str
) -> None:
    began, other = mail(BEGAN, "a", subject=subject), mail(BEGAN + 1, "b", subject=subject)

    assert tied(read(tmp_path, all=began + other))["b"] == ("mail:a@x.example", None)


@pytest.mark.parametrize(
    "subject",
    ["Re: Plan", "AW: Plan", "=?UTF-8?Q?Odp=3A_P=C5=82an?=", "回复：计划", "[talk] Re: Plan"],
)
def test_answers_say_so_in_many_languages(tmp_path: Path, subject: str) -> None:
    began, answer = mail(BEGAN, "began", subject="Plan"), mail(BEGAN + 1, "b", subject=subject)

    assert tied(read(tmp_path, all=began + answer))["b"][1] == "mail:began@x.example"


def test_without_its_first_mail_a_conversation_begins_with_the_next(tmp_path: Path) -> None:
    second, third = mail(BEGAN + 5, "second"), mail(BEGAN + 9, "third")

    assert tied(read(tmp_path, all=third + second)) == {
        "third": ("mail:second@x.example", "mail:second@x.example"),
        "second": ("mail:second@x.example", None),
    }


def test_a_mailbox_for_each_label_is_as_good_as_one(tmp_path: Path) -> None:
    began, answer = mail(BEGAN, "began", subject="Plan"), mail(BEGAN + 7, "answer")
    other = mail(BEGAN + 8, "other", thread=BEGAN + 8)
    whole = tied(read(tmp_path / "whole", all=began + answer + other))

    assert tied(read(tmp_path / "cut", Inbox=answer, Sent=began + other)) == whole


@pytest.mark.parametrize(
    "damaged",
    [
        mail(BEGAN + 7, "answer").replace(f"X-GM-THRID: {BEGAN}", "X-GM-THRID: none of these"),
        mail(BEGAN + 7, "answer").replace(f"X-GM-THRID: {BEGAN}", "X-GM-THRID:"),
        mail(BEGAN + 7, "answer", thread=BEGAN + 7),
    ],
)
def test_a_conversation_that_nobody_knows_is_that_of_the_mail_itself(
    tmp_path: Path, damaged: str
) -> None:
    found = tied(read(tmp_path, all=mail(BEGAN, "began") + damaged))

    assert found["answer"] == ("mail:answer@x.example", None)


def test_without_a_message_id_a_mail_is_in_no_thread_and_begins_none(tmp_path: Path) -> None:
    found = tied(read(tmp_path, all=mail(BEGAN, "") + mail(BEGAN + 1, "answer")))

    assert found == {"None": (None, None), "answer": ("mail:answer@x.example", None)}


def test_the_mailboxes_of_a_load_come_in_any_order_and_a_second_load_adds_nothing(
    tmp_path: Path,
) -> None:
    texts = [
        mail(BEGAN, "began", subject="Plan"), mail(BEGAN + 1, "b"),
        mail(BEGAN + 2, "c", "References: <b@x.example>") + mail(BEGAN + 1, "b"),
    ]  # fmt: skip
    paths = [tmp_path / "Takeout" / f"{k}.mbox" for k in range(3)]
    paths[0].parent.mkdir()
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, newline="")
    digests = set()
    for number, order in enumerate(permutations(paths)):
        store = open_store(str(tmp_path / f"{number}.duckdb"))
        assert load(order, store, Reading(CLOCK)).total("new") == 3
        digests.add(store.digest())

    again = load([paths[0].parent], open_store(str(tmp_path / "0.duckdb")), Reading(CLOCK))

    assert [again.total(word) for word in ("new", "known", "corrected")] == [0, 4, 0]
    assert len(digests) == 1
