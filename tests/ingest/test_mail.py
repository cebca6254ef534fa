"""What one message says: who, to whom, when, in which thread, and whether a machine wrote it."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from graph.batch import Rejected
from graph.model import Fact, Receiver, Role
from ingest.mail.addresses import addresses
from ingest.mail.dates import date_in
from ingest.mail.message import Letter, Letters
from ingest.role_addresses import kind_of
from ingest.source import File, Reading

CLOCK = datetime(2026, 6, 1, tzinfo=UTC)
FILE = File(Path("inbox.mbox"), "inbox.mbox")


def letter(*lines: str, envelope: str = "", **reading: object) -> Letter:
    """A message of Ann's with these header lines."""
    found = read(
        "From: ann@x.example", "Date: Mon, 2 Mar 2026 10:00:00 +0000", *lines,
        envelope=envelope, **reading,
    )  # fmt: skip
    assert isinstance(found, Letter)
    return found


def read(*lines: str, envelope: str = "", **reading: object) -> Letter | Rejected:
    letters = Letters(FILE, Reading(clock=CLOCK, **reading))  # type: ignore[arg-type]
    return letters.letter(
        "inbox.mbox:message 1 (line 1)", "\n".join(lines).encode(errors="surrogatepass"), envelope
    )


def test_a_receiver_named_twice_keeps_the_stronger_role() -> None:
    found = letter("Cc: bob@x.example, cleo@x.example", "To: Bob <BOB@x.example>")

    assert found.interaction.receivers == (
        Receiver("email:bob@x.example", Role.TO),
        Receiver("email:cleo@x.example", Role.CC),
    )


def test_the_sender_is_from_then_sender_then_return_path_then_the_line_before_the_message() -> None:
    date = "Date: Mon, 2 Mar 2026 10:00:00 +0000"
    envelope = "From eve at x.example  Mon Mar  2 10:00:00 2026"
    lines = ["From: ann@x.example", "Sender: bob@x.example", "Return-Path: <dan@x.example>"]

    senders = [read(date, *lines[skipped:], envelope=envelope) for skipped in range(4)]

    assert [one.interaction.sender for one in senders if isinstance(one, Letter)] == [
        "email:ann@x.example", "email:bob@x.example", "email:dan@x.example", "email:eve@x.example",
    ]  # fmt: skip


def test_reply_to_says_nothing_about_who_wrote() -> None:
    assert letter("Reply-To: list@x.example").interaction.sender == "email:ann@x.example"


def test_a_sender_without_an_address_is_an_account_of_the_log() -> None:
    found = read("From: Ann Smith", "Date: Mon, 2 Mar 2026 10:00:00 +0000", log="hr")

    assert isinstance(found, Letter)
    assert found.interaction.sender == "account:hr/Ann Smith"


def test_sixteen_thousand_receivers_are_all_counted() -> None:
    many = ",\n ".join(f'"Name {k}" <name{k}@x.example>' for k in range(16_000))

    assert len(letter(f"To: {many}").interaction.receivers) == 16_000


def test_an_address_that_is_written_in_encoded_words_is_the_one_that_programs_show() -> None:
    # as Python's EmailMessage writes lum\u0435n.example, whose third vowel is Cyrillic
    written = "Jan <jan@=?utf-8?q?lum=d0=b5n?=.example>"

    assert addresses([written]) == addresses(["Jan <jan@lum\u0435n.example>"])
    assert addresses([written]) == [("email:jan@xn--lumn-x4d.example", "Jan")]
    assert addresses(["=?utf-8?q?a=40b=40c?=@x.example"]) == [
        ("email:=?utf-8?q?a=40b=40c?=@x.example", "")
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Lee, Ann <ann@x.example>", "Lee, Ann"),  # a comma without quotation marks
        ("Dr. Ann Lee, PhD <ann@x.example>", "Dr. Ann Lee, PhD"),
        ("=?utf-8?Q?Lee,_Ann?= <ann@x.example>", "Lee, Ann"),
        ("Ann &lt;ann@x.example&gt;", "Ann"),  # as a page would have it
        ("=?utf-8?Q?Ann_Lee_[Acme]?= <ann@x.example>", "Ann Lee [Acme]"),
        ("Ann Lee [Acme] <ann@x.example>", "Ann Lee [Acme]"),
        ("Ann Lee @ Acme <ann@x.example>", "Ann Lee @ Acme"),
        ('"Ann Lee" <mailto:ann@x.example>', "Ann Lee"),
        ("Ann Lee <<ann@x.example>>", "Ann Lee"),
        ("Orr; Lee, Ann <ann@x.example>", "Lee, Ann"),  # who has no address is nobody
        ("Ed, Flo, Gil, Hal, Ann <ann@x.example>", "Ann"),  # so many commas are in no name
    ],
)
def test_a_name_that_is_written_against_the_grammar_is_whole(written: str, name: str) -> None:
    bob = ("email:bob@x.example", "Orr, Bob")

    assert addresses([written]) == [("email:ann@x.example", name)]
    assert addresses([f"Orr, Bob <bob@x.example>, {written}"])[0] == bob


def test_hidden_addresses_are_mended() -> None:
    found = letter("To: jjl at pobox.com (John J. Lee), a.b at c.example")

    assert [one.identity for one in found.interaction.receivers] == [
        "email:jjl@pobox.com",
        "email:a.b@c.example",
    ]


@pytest.mark.parametrize(
    ("headers", "thread", "parent"),
    [
        ([], "mail:own@x", None),
        (["In-Reply-To: <parent@x>"], "mail:parent@x", "mail:parent@x"),
        (["References: <root@x> <mid@x>\n\t<parent@x>"], "mail:root@x", "mail:parent@x"),
        (
            ["In-Reply-To: <parent@x>; from Ann on Friday", "References: <root@x> <other@x>"],
            "mail:root@x",
            "mail:parent@x",
        ),
        (["In-Reply-To: Your message of Friday"], "mail:own@x", None),
        (["In-Reply-To: parent@x"], "mail:parent@x", "mail:parent@x"),
    ],
)
def test_a_thread_is_named_by_its_first_message(
    headers: list[str], thread: str, parent: str | None
) -> None:
    found = letter("Message-ID: <own@x>", *headers).interaction

    assert (found.thread, found.in_reply_to) == (thread, parent)


def test_a_message_without_an_id_has_none() -> None:
    assert letter("Message-ID:   ").interaction.id is None


@pytest.mark.parametrize(
    "header",
    [
        "List-Id: <a.b.example>", "List-Unsubscribe: <mailto:x@y.example>", "List-Post: NO",
        "Precedence: bulk", "Precedence: List", "Precedence: junk", "Auto-Submitted: auto-replied",
        "X-Auto-Response-Suppress: All", "X-Autoreply: yes", "Feedback-ID: 1:2:3",
        "X-Campaign-Id: 7", "Return-Path: <>", "Content-Type: multipart/report; report-type=x",
        "list-ID: folded\n <a.b.example>",
    ],
)  # fmt: skip
def test_lists_newsletters_and_machines_say_so_in_a_header(header: str) -> None:
    assert letter(header).interaction.is_bulk


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no", "Precedence: first-class", "Return-Path: <ann@x.example>",
        "Content-Type: multipart/mixed; boundary=report", "X-Mailer: bulk", "Subject: List-Id: x",
    ],
)  # fmt: skip
def test_ordinary_mail_is_not_bulk(header: str) -> None:
    assert not letter(header).interaction.is_bulk


@pytest.mark.parametrize(
    ("local", "kind"),
    [
        ("noreply", "bot"), ("no-reply", "bot"), ("do-not-reply", "bot"), ("donotreply-7", "bot"),
        ("jira-noreply", "bot"), ("mailer-daemon", "bot"), ("postmaster", "bot"),
        ("notifications", "bot"), ("newsletter", "bot"), ("newsletters", "bot"), ("bounces", "bot"),
        ("bounce-7-ann=x.example", "bot"), ("info", "shared mailbox"), ("sales", "shared mailbox"),
        ("support+7", "shared mailbox"), ("customer.service", "shared mailbox"),
        ("office", "shared mailbox"), ("billing", "shared mailbox"), ("ann.smith", None),
        ("norep", None), ("bouncer", None), ("salesman", None), ("infoh", None),
        ("talk-request", "bot"), ("talk-bounces", "bot"), ("info2", "shared mailbox"),
        ("info-de", "shared mailbox"), ("sales.emea", "shared mailbox"),
        ("it-support", "shared mailbox"), ("team.lagos", "shared mailbox"),
        ("nao-responda", "bot"), ("ne-pas-repondre", "bot"), ("nichtantworten", "bot"),
        ("nie.odpowiadaj", "bot"), ("não-responda", "bot"), ("recursos.humanos", "shared mailbox"),
        ("ressources-humaines", "shared mailbox"), ("kundenbetreuung", "shared mailbox"),
        ("destek", "shared mailbox"), ("vendas", "shared mailbox"), ("hotro", "shared mailbox"),
        ("ugyfelszolgalat", "shared mailbox"), ("recepção", "shared mailbox"),
        ("epikoinonia", "shared mailbox"), ("продажи", "shared mailbox"),
        ("marta.sales", None), ("ap12", None), ("hr1984", None), ("iroda", None), ("post", None),
    ],
)  # fmt: skip
def test_role_addresses_are_no_persons(local: str, kind: str | None) -> None:
    assert kind_of(f"email:{local}@x.example") == kind


def test_mail_from_a_machine_is_bulk_and_says_that_it_is_one() -> None:
    found = read("From: No Reply <no-reply@x.example>", "Date: Mon, 2 Mar 2026 10:00:00 +0000")

    assert isinstance(found, Letter)
    assert found.interaction.is_bulk
    assert Fact("email:no-reply@x.example", "kind", "bot") in found.facts


LIST = ("List-Id: <talk.x.example>", "List-Post: <mailto:talk@lists.x.example>", "Precedence: list")


def test_an_answer_on_a_list_is_to_whom_it_names_and_not_to_the_list() -> None:
    to = ("To: bob@x.example", "Cc: Talk <talk@lists.x.example>, eve@y.example")
    found = letter(*LIST, *to, "In-Reply-To: <1@x.example>")

    assert [one.identity for one in found.interaction.receivers] == [
        "email:bob@x.example", "email:eve@y.example",
    ]  # fmt: skip
    assert not found.interaction.is_bulk
    assert letter(*LIST, *to).interaction.is_bulk  # what answers nobody is to the list


def test_an_answer_to_the_list_alone_reaches_whom_it_answers() -> None:
    found = letter(*LIST, "To: talk@lists.x.example", "In-Reply-To: <1@x.example>")

    assert found.is_unaddressed
    assert found.answering("email:bob@x.example").interaction.receivers == (
        Receiver("email:bob@x.example"),
    )


@pytest.mark.parametrize(
    "header",
    [
        ("List-Post: NO", "List-Id: <news.x.example>"),
        ("List-Unsubscribe: <https://x.example/>",),
        (*LIST, "Auto-Submitted: auto-generated"),
        (*LIST, "Feedback-ID: 7:campaign"),
    ],
)
def test_a_newsletter_in_a_thread_of_its_own_stays_bulk(header: tuple[str, ...]) -> None:
    found = letter(*header, "To: bob@x.example", "In-Reply-To: <1@x.example>")

    assert found.interaction.is_bulk


def test_a_list_that_takes_posts_is_a_list_and_a_mere_list_id_is_not_an_address() -> None:
    found = letter("List-Id: <news.x.example>", "List-Post: <mailto:Talk@lists.x.example?x=y>")

    assert [fact for fact in found.facts if fact.name == "kind"] == [
        Fact("email:talk@lists.x.example", "kind", "list")
    ]


def test_names_are_facts_dated_by_their_message() -> None:
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    found = letter(
        "To: =?utf-8?Q?Bob_J=C3=B6nes?= <bob@x.example>, 'cleo@x.example' <cleo@x.example>"
    )

    assert found.facts == (Fact("email:bob@x.example", "seen_name", "Bob Jönes", at),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 1 Nov 2001 11:19:12 +0100", "2001-11-01T10:19:12"),
        ("Thu, 1 Nov 2001 11:19:12 -0000", "2001-11-01T11:19:12"),
        ("Thu, 1 Nov 2001 11:19:12 -0830 (somewhere)", "2001-11-01T19:49:12"),
        ("1 Nov 2001 11:19 GMT", "2001-11-01T11:19:00"),
        ("Thu, 01 Nov 01 11:19:12 EST", "2001-11-01T16:19:12"),
        ("Thu, 01 Nov 2001 11:19:12 PDT", "2001-11-01T18:19:12"),
        ("Thu, 01 Nov 2001 11:19:12 CEST", "2001-11-01T09:19:12"),
        ("Thu, 01 Nov 2001 11:19:12 (JST)", "2001-11-01T02:19:12"),
        ("Thu Nov  1 11:19:12 EST 2001", "2001-11-01T16:19:12"),
        ("Wed Mar 05 12:34:56 +0000 2025", "2025-03-05T12:34:56"),
        ("Thu, 1 Nov 2001 11:19:60 +0000", "2001-11-01T11:19:59"),  # a leap second
        ("Thu, 1 Nov 101 11:19:12 +0000", "2001-11-01T11:19:12"),  # years since 1900
        ("Sat, 1 Jan 70 00:00:00 +0000", "1970-01-01T00:00:00"),
        ("Mon, 1 Jan 1900 00:00:00 +0000", "1900-01-01T00:00:00"),
        ("Di, 5 Mär 2024 10:00:00 +0100", "2024-03-05T09:00:00"),  # a program translated it
        ("śr, 1 paź 2008 10:00:00 +0200", "2008-10-01T08:00:00"),
        ("2001-11-01T11:19:12+01:00", "2001-11-01T10:19:12"),
        ("2001-11-01 11:19:12 +0100", "2001-11-01T10:19:12"),
        ("Thu, 1 Nov 2001 11.19.12 +05:30", "2001-11-01T05:49:12"),
    ],
)
def test_dates_of_mail_are_read_in_their_zone(text: str, expected: str) -> None:
    def never() -> ZoneInfo:
        pytest.fail("the date names its zone")

    assert date_in(text, never) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "now", "32 Nov 2001 11:19:12 +0000", "1 Nov 2001 25:19:12 +0000", "99999999999999999999",
     "1 Nov 2001 11:19:12 +9900", "1 Jan 0001 00:00:00 +2300", "Thu, 1 Nov 20011 11:19:12 GMT"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert date_in(text, lambda: UTC) is None


def test_a_date_without_a_zone_takes_the_given_one_without_a_warning() -> None:
    letters = Letters(FILE, Reading(clock=CLOCK, zone=ZoneInfo("America/New_York")))

    found = letters.letter("p", b"From: ann@x.example\nDate: Thu Nov  1 11:19:12 2001\n")

    assert isinstance(found, Letter)
    assert found.interaction.at == datetime(2001, 11, 1, 16, 19, 12, tzinfo=UTC)
    assert letters.warnings == []


def test_dates_without_a_zone_warn_once_a_file() -> None:
    letters = Letters(FILE, Reading(clock=CLOCK))
    for place in ("first", "second"):
        letters.letter(place, b"From: ann@x.example\nDate: Thu Nov  1 11:19:12 2001\n")

    assert len(letters.warnings) == 1
    assert letters.warnings[0].startswith("first: a date has no zone and is read as UTC")


def test_an_unreadable_date_falls_back_to_the_line_before_the_message_then_to_received() -> None:
    lines = ["From: ann@x.example", "Date: soon", "Received: by x; Mon, 2 Mar 2026 10:00:00 +0100"]
    envelope = "From ann@x.example Sun Mar  1 08:00:00 2026"

    found = [read(*lines, envelope=line) for line in (envelope, "")]

    assert [one.interaction.at.isoformat() for one in found if isinstance(one, Letter)] == [
        "2026-03-01T08:00:00+00:00",
        "2026-03-02T09:00:00+00:00",
    ]


def test_the_date_that_git_writes_before_every_patch_is_none() -> None:
    found = read("From: ann@x.example", envelope="From 0a1b2c Mon Sep 17 00:00:00 2001")

    assert found == Rejected(
        "inbox.mbox:message 1 (line 1)",
        "has no date, expected such as 'Date: Thu, 01 Nov 2001 11:19:12 +0100'",
    )


def test_a_rejected_message_says_what_was_found() -> None:
    found = read("From: ann@x.example", "Date: soon")

    assert isinstance(found, Rejected)
    assert (found.reason[:29], found.found) == ("date 'soon' cannot be read, e", "soon")


@pytest.mark.parametrize(
    "written",
    [
        "to::+;", "(" * 1_000, '"' * 999, "<" * 5_000, "a@" * 5_000, "=?utf-8?b?" * 500,
        "=?punycode?q?" + "a" * 3_000 + "?= <a@x.example>", ",;:" * 9_000, "\x00@\x00",
        "a" * 100_000 + "@", "\ud800@x.example",
    ],
)  # fmt: skip
def test_hostile_addresses_cost_no_more_than_their_own_header(written: str) -> None:
    found = letter(f"To: {written}", "Cc: bob@x.example")

    assert Receiver("email:bob@x.example", Role.CC) in found.interaction.receivers
