"""Mail of particular makes: what Gmail's labels mean, and addresses of which a part is hidden."""

from base64 import b64encode

import pytest

from graph.batch import Rejected
from graph.model import Fact, Kind, Receiver
from ingest.mail.addresses import addresses
from tests.ingest.test_mail import letter, read


@pytest.mark.parametrize(
    "labels",
    [
        "Drafts",
        "Important,Drafts,Opened",
        "Entwürfe",
        "Brouillons,Important",
        "下書き",
        "Черновики",
    ],
)
def test_a_draft_of_gmail_is_no_contact(labels: str) -> None:
    encoded = f"=?UTF-8?B?{b64encode(labels.encode()).decode()}?="
    for value in (labels, encoded):
        found = read(
            "From: ann@x.example", "To: bob@x.example", "Date: Mon, 2 Mar 2026 10:00:00 +0000",
            "X-GM-THRID: 1742345678901234567", f"X-Gmail-Labels: {value}",
        )  # fmt: skip

        assert isinstance(found, Rejected)
        assert "is a draft that was not sent" in found.reason


def test_a_message_that_was_saved_unsent_is_no_contact() -> None:
    found = read("From: ann@x.example", "Date: Mon, 2 Mar 2026 10:00:00 +0000", "X-Unsent: 1")

    assert isinstance(found, Rejected)


@pytest.mark.parametrize(
    "labels",
    [
        "=?UTF-8?Q?Ge=C3=B6ffnet,Papierkorb?=",  # as Takeouts of nine accounts have them
        "=?UTF-8?Q?Corbeille,Non_lus?=",
        "=?UTF-8?B?0JrQvtGA0LfQuNC90LA=?=",
        "=?UTF-8?Q?=D7=90=D7=A9=D7=A4=D7=94?=",
        "=?UTF-8?Q?Co=C5=9F_de_gunoi?=",
        "=?UTF-8?Q?Thu=CC=80ng_ra=CC=81c?=",  # with its accents apart
        "=?UTF-8?Q?=E5=9E=83=E5=9C=BE=E6=A1=B6,=22a,_b=22?=",
        "=?UTF-8?Q?=C5=A0iuk=C5=A1liad=C4=97?=\n =?UTF-8?Q?=C5=BE=C4=97?=",  # cut in two
        "Otpad,Otvoreno",
    ],
)
def test_the_trash_is_known_in_the_language_of_the_account(labels: str) -> None:
    assert letter("To: bob@x.example", f"X-Gmail-Labels: {labels}").interaction.is_bulk


@pytest.mark.parametrize("labels", ["Inbox,Important", '"Drafts, old",Sent', "My drafts", "Spam?"])
def test_labels_of_ones_own_say_nothing(labels: str) -> None:
    found = letter("To: bob@x.example", f"X-Gmail-Labels: {labels}").interaction

    assert (found.kind, found.is_bulk) == (Kind.EMAIL, False)


def test_spam_ties_nobody_and_a_chat_is_no_mail() -> None:
    spam = letter("To: bob@x.example", "X-Gmail-Labels: Spam,Unread").interaction
    chat = letter("To: bob@x.example", "X-Gmail-Labels: Chat,Opened").interaction

    assert spam.is_bulk
    assert (chat.kind, chat.channel, chat.is_bulk) == (Kind.MESSAGE, "chat", False)


@pytest.mark.parametrize(
    "written",
    [
        "Tyrion.Lannister@gmail....", "<tyrion@gmail....>", "j...@gmail.com", "tyrion@gmail\u2026",
        "Ann Smith <ann.s...@gmail.com>", "tyrion at gmail....", "a***@x.example",
    ],
)  # fmt: skip
def test_an_address_cut_short_is_nobodys(written: str) -> None:
    assert addresses([written]) == []


@pytest.mark.parametrize("written", ["abc..def@docomo.example", "ann@x.example.", "a.b@c.example"])
def test_odd_addresses_that_are_whole_are_kept(written: str) -> None:
    assert [identity for identity, _ in addresses([written])] == [f"email:{written.rstrip('.')}"]


def test_a_sender_cut_short_is_an_account_of_that_log_with_a_name() -> None:
    date = "Date: Mon, 2 Mar 2026 10:00:00 +0000"
    spellings = [
        "Ann Lee <a...@gmail.com>",
        '"Ann Lee" <A...@gmail.com>',
        "a...@gmail.com (Ann Lee)",
    ]
    senders = set()
    for spelling in spellings:
        found = read(f"From: {spelling}", "To: bob@x.example, c...@gmail.com", date, log="list")
        assert not isinstance(found, Rejected)
        senders.add(found.interaction.sender)
        assert found.interaction.receivers == (Receiver("email:bob@x.example"),)
        assert (
            Fact(found.interaction.sender, "seen_name", "Ann Lee", found.interaction.at)
            in found.facts
        )

    assert senders == {"account:list/Ann Lee <a...@gmail.com>"}


@pytest.mark.parametrize(
    "written",
    [
        "ann.lee@x.example", "Ann.Lee@X.EXAMPLE", "<ann.lee@x.example>", "Ann <ann.lee@x.example>",
        '"Lee, Ann" <ann.lee@x.example>', "ann.lee@x.example (Ann Lee)",
        "ann.lee at x.example (Ann Lee)", "Ann Lee <ann.lee at x.example>",
        "=?UTF-8?Q?=C3=81nn_Lee?= <ann.lee@x.example>", "'ann.lee@x.example' <ann.lee@x.example>",
        "ann.lee@x.example,", "Ann Lee ann.lee@x.example",
        "=?utf-8?B?QW5uIDxhbm4ubGVlQHguZXhhbXBsZT4=?=",
    ],
)  # fmt: skip
def test_one_address_in_many_spellings_is_one_identity(written: str) -> None:
    found = read(f"From: {written}", "Date: Mon, 2 Mar 2026 10:00:00 +0000")

    assert not isinstance(found, Rejected)
    assert found.interaction.sender == "email:ann.lee@x.example"


@pytest.mark.parametrize(
    ("headers", "sender", "name"),
    [
        (["Reply-To: Ann Lee <ann@y.example>"], "ann@y.example", "Ann Lee"),
        (["Reply-To: ann@y.example, talk@x.example"], "ann@y.example", "Ann Lee"),
        (["Reply-To: Talk <talk@x.example>"], "talk@x.example", "Ann Lee via talk"),
        (["Reply-To: a@y.example, b@y.example"], "talk@x.example", "Ann Lee via talk"),
        (
            ["X-Original-From: Ann L. <ann@y.example>", "Reply-To: b@y.example"],
            "ann@y.example", "Ann L.",
        ),
    ],
)  # fmt: skip
def test_what_a_list_sends_in_its_own_name_is_the_writers(
    headers: list[str], sender: str, name: str
) -> None:
    for quoted in ("Ann Lee via talk", "\"'Ann Lee' via talk\""):
        found = read(
            f"From: {quoted} <talk@x.example>", "List-Id: <talk.x.example>", *headers,
            "Date: Mon, 2 Mar 2026 10:00:00 +0000",
        )  # fmt: skip

        assert not isinstance(found, Rejected)
        assert found.interaction.sender == f"email:{sender}"
        said = {fact.value for fact in found.facts if fact.name == "seen_name"}
        assert said == {name} if "via" not in name else said


def test_via_without_a_list_is_a_name_like_any_other() -> None:
    found = read(
        "From: Ann via Shop <shop@x.example>", "Reply-To: ann@y.example",
        "Date: Mon, 2 Mar 2026 10:00:00 +0000",
    )  # fmt: skip

    assert not isinstance(found, Rejected)
    assert found.interaction.sender == "email:shop@x.example"


@pytest.mark.parametrize(
    "written",
    [
        "<p@y.example>", "<p@y.example>; from bob@x.example on Fri, Nov 16, 2001",
        'Message from Bob <bob@x.example> of "Thu, 01 Nov 2001." <p@y.example>',
        'Your message of "Thu, 01 Nov 2001." <p@y.example>', "<p@y.example> (Bob <bob@x.example>)",
    ],
)  # fmt: skip
def test_the_parent_is_found_in_prose(written: str) -> None:
    assert letter(f"In-Reply-To: {written}").interaction.in_reply_to == "mail:p@y.example"


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("Dev Patel <dev@startup.example>", "person"),
        ("Paula Reyes <pr@startup.example>", "person"),
        ('"Reyes, Paula" <pr@startup.example>', "person"),
        ("Dmitri P. Orlov <dpo@startup.example>", "person"),
        ("Dev Team <dev@startup.example>", "shared mailbox"),
        ("Acme Dev <dev@acme.example>", "shared mailbox"),
        ("Human Resources <hr@startup.example>", "shared mailbox"),
        ("Paula Reyes <hr@startup.example>", "shared mailbox"),
        ("Hotel Roma <hr@hotelroma.example>", "shared mailbox"),
        ("Data Protection Officer <dpo@startup.example>", "shared mailbox"),
        ("pr@startup.example", "shared mailbox"),
        ("Ann Smith <support@startup.example>", "shared mailbox"),
    ],
)
def test_initials_that_are_a_role_elsewhere_are_those_of_the_name_beside_them(
    sender: str, kind: str
) -> None:
    found = read(f"From: {sender}", "To: b@x.example", "Date: Mon, 2 Mar 2026 10:00:00 +0000")

    assert not isinstance(found, Rejected)
    kinds = [one.value for one in found.facts if isinstance(one, Fact) and one.name == "kind"]
    assert kinds == [kind]
